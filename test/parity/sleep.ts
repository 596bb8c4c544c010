// sleep.ts: sleep. The twin is sleep.py.

import { createTask, gather, getRunningLoop, sleep, wait } from 'ringloop'
import { TurnCounter, attempt, end, err, stopwatch, timers, turns } from './shared'
import type { Deviations, Log } from './shared'

export const deviations: Deviations = {
  sleep_many_equal_deadlines: {
    id: 'D6',
    why: 'equal deadlines fire in the order they were set; in CPython, in that of its heap',
    trace: ['a', 'b', 'c', 'd', 'e', 'f']
  },
  sleep_not_a_number: {
    id: 'D5',
    why: 'no time to sleep is refused (CPython from 3.13 on)',
    trace: ['raised ValueError']
  }
}

// Fact 42: no time, or less, is one turn.
export const sleep_zero_is_one_turn = async (log: Log) => {
  const counter = new TurnCounter()
  await turns()
  for (const delay of [0, -1, 0]) {
    const before = counter.count
    await sleep(delay)
    log(counter.count - before)
  }
  counter.stop()
}

export const sleep_zero_arms_no_timer = async (log: Log) => {
  const body = async () => {
    await sleep(0)
  }

  const task = createTask(body())
  await turns()
  log([end(task), timers()])
  await task
}

// Fact 42: it hands out nothing, so other tasks and callbacks get their turn in between.
export const sleep_zero_interleaves = async (log: Log) => {
  const body = async (name: string) => {
    for (let step = 0; step < 3; step++) {
      log([name, step])
      await sleep(0)
    }
  }

  await gather([body('a'), body('b')])
}

export const sleep_result = async (log: Log) => {
  log([await sleep(10, 'timed'), await sleep(0, 'at once'), await sleep(10)])
}

export const sleep_order = async (log: Log) => {
  const elapsed = stopwatch()

  const body = async (name: string, delay: number) => {
    await sleep(delay)
    log([name, elapsed()])
  }

  await gather([body('a', 30), body('b', 10), body('c', 20), body('d', 15)])
}

export const sleep_equal_deadlines = async (log: Log) => {
  const elapsed = stopwatch()

  const body = async (name: string, delay: number) => {
    await sleep(delay)
    log([name, elapsed()])
  }

  const first = createTask(body('set first', 30))
  await sleep(10)
  const second = createTask(body('set later', 20))
  await wait([first, second])
}

// Six deadlines in one moment: CPython's heap does not keep their order.
export const sleep_many_equal_deadlines = async (log: Log) => {
  const body = async (name: string) => {
    await sleep(10)
    log(name)
  }

  await gather(['a', 'b', 'c', 'd', 'e', 'f'].map(body))
}

// The time runs from the first await on, not from the call.
export const sleep_is_lazy = async (log: Log) => {
  const elapsed = stopwatch()
  const sleeping = sleep(20)
  await sleep(30)
  log([elapsed(), timers()])
  await sleeping
  log(elapsed())
}

// Fact 42: cancelled, it takes its timer back.
export const sleep_cancelled = async (log: Log) => {
  const body = async () => {
    await sleep(50)
  }

  const elapsed = stopwatch()
  const task = createTask(body())
  await sleep(10)
  log(timers())
  task.cancel()
  log(await attempt(task))
  log([timers(), elapsed()])
}

// Fact 2: the time is up, the sleeper not yet woken: a cancellation in that turn reaches it.
export const sleep_cancelled_as_it_ends = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(20)
      log('slept')
    } catch (error) {
      log(err(error))
      throw error
    }
  }

  const task = createTask(body())
  const cancelIt = (message: string) => {
    task.cancel(message)
  }
  await turns()
  getRunningLoop().callLater(20, cancelIt, 'late')
  log(await attempt(task))
  log(timers())
}

export const sleep_again_and_again = async (log: Log) => {
  const elapsed = stopwatch()
  for (let i = 0; i < 5; i++) await sleep(10)
  log([elapsed(), timers()])
}

export const sleep_text = async (log: Log) => {
  const body = async () => {
    await sleep('1s' as unknown as number)
  }

  log(await attempt(body()))
}

export const sleep_not_a_number = async (log: Log) => {
  const body = async () => {
    await sleep(NaN)
    return 'slept'
  }

  log(await attempt(body()))
}
