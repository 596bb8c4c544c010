// waitfor.ts: waitFor. The twin is waitfor.py.

import { Queue, createTask, currentTask, gather, getRunningLoop, shield, sleep, wait, waitFor } from 'ringloop'
import type { Task } from 'ringloop'
import { TurnCounter, attempt, boom, end, err, refused, stopwatch, timers, turns } from './shared'
import type { Deviations, Log } from './shared'

export const deviations: Deviations = {
  wait_for_late_child_swallows: {
    id: 'D2',
    why: 'a value that answers the cancellation of the time-out is not lost (CPython from 3.9.18 on)',
    trace: ['returned late value', [30, 'returned late value']]
  },
  wait_for_zero_child_swallows: {
    id: 'D2',
    why: 'a value that answers the cancellation of the time-out is not lost (CPython from 3.9.18 on)',
    trace: ['returned late value', 'returned late value']
  },
  wait_for_zero_finished_gather: {
    id: 'D2',
    why: 'a value that is there in spite of the cancellation of the time-out is not lost (CPython from 3.9.18 on)',
    trace: ['returned ["child"]', 'returned ["child"]']
  },
  wait_for_cancelled_as_child_ends: {
    id: 'D1',
    why: 'CPython gives the result and loses the cancellation (mended in 3.12)',
    trace: [true, 'raised CancelledError()', [true, 0]]
  },
  wait_for_cancelled_after_child_ended: {
    id: 'D1',
    why: 'CPython gives the result and loses the cancellation (mended in 3.12)',
    trace: [true, 'raised CancelledError()', true]
  },
  wait_for_cancelled_as_child_fails: {
    id: 'D1',
    why: 'CPython gives the error and loses the cancellation (mended in 3.12)',
    trace: [true, 'raised CancelledError()', true]
  },
  wait_for_bad_argument: {
    id: 'D3',
    why: 'CPython arms the timer before it looks at the argument, and leaves it armed',
    trace: ['raised TypeError', 0]
  }
}

/** N of a task's name Task-N. */
const numberOf = (task: Task<unknown>): number => Number(task.getName().slice(5))

// Fact 28: awaits in place: in the same task, and without using up a task name.
export const wait_for_null_awaits_in_place = async (log: Log) => {
  const child = async () => {
    log(currentTask() === program)
    await sleep(10)
    return 'child'
  }

  const nothing = async () => undefined

  const program = currentTask()
  const before = createTask(nothing())
  log(await waitFor(child(), null))
  const after = createTask(nothing())
  log(numberOf(after) - numberOf(before))
  await after
}

export const wait_for_null_gives_error = async (log: Log) => {
  const child = async () => {
    await sleep(10)
    throw boom('child')
  }

  log(await attempt(waitFor(child(), null)))
}

export const wait_for_in_time = async (log: Log) => {
  const child = async () => {
    await sleep(10)
    return 'child'
  }

  const elapsed = stopwatch()
  log(await waitFor(child(), 50))
  log([elapsed(), timers()])
}

export const wait_for_error_in_time = async (log: Log) => {
  const child = async () => {
    await sleep(10)
    throw boom('child')
  }

  log(await attempt(waitFor(child(), 50)))
  log(timers())
}

// With a time the coroutine becomes a task.
export const wait_for_runs_in_task = async (log: Log) => {
  const child = async () => {
    log(currentTask() === program)
  }

  const program = currentTask()
  await waitFor(child(), 50)
}

export const wait_for_late = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(50)
    } catch (error) {
      log(['child', err(error)])
      throw error
    }
  }

  const elapsed = stopwatch()
  const task = createTask(child())
  log(await attempt(waitFor(task, 20)))
  log([elapsed(), end(task), timers()])
}

export const wait_for_late_future = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  log(await attempt(waitFor(future, 20)))
  log([end(future), refused(() => future.result())])
}

// Fact 29: no time: what is done is given at once, without a turn.
export const wait_for_zero_done = async (log: Log) => {
  const loop = getRunningLoop()
  const good = loop.createFuture()
  const bad = loop.createFuture()
  good.setResult('good')
  bad.setException(boom('bad'))
  const counter = new TurnCounter()
  await turns()
  const before = counter.count
  log(await attempt(waitFor(good, 0)))
  log(await attempt(waitFor(bad, -1)))
  log(counter.count - before)
  counter.stop()
}

// Fact 29: a coroutine becomes a task that never starts.
export const wait_for_zero_coroutine = async (log: Log) => {
  const child = async () => {
    log('child runs')
  }

  log(await attempt(waitFor(child(), 0)))
  log(await attempt(waitFor(child(), -1)))
}

export const wait_for_zero_pending = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log(['child', err(error)])
      throw error
    }
  }

  const future = getRunningLoop().createFuture()
  const task = createTask(child())
  await turns()
  log(await attempt(waitFor(future, 0)))
  log(await attempt(waitFor(task, 0)))
  log([end(future), end(task)])
}

// Fact 30: the child answers the time-out with a value.
export const wait_for_late_child_swallows = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(50)
      return 'in time'
    } catch {
      await sleep(10)
      return 'late value'
    }
  }

  const elapsed = stopwatch()
  const task = createTask(child())
  log(await attempt(waitFor(task, 20)))
  log([elapsed(), end(task)])
}

// Facts 29, 30: so without any time.
export const wait_for_zero_child_swallows = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(50)
      return 'in time'
    } catch {
      return 'late value'
    }
  }

  const task = createTask(child())
  await turns()
  log(await attempt(waitFor(task, 0)))
  log(end(task))
}

// Fact 31: an error raised on the time-out's cancellation comes out in place of TimeoutError.
export const wait_for_late_child_raises = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(50)
    } catch {
      throw boom('instead')
    }
  }

  log(await attempt(waitFor(child(), 20)))
}

export const wait_for_zero_child_raises = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(50)
    } catch {
      throw boom('instead')
    }
  }

  const task = createTask(child())
  await turns()
  log(await attempt(waitFor(task, 0)))
}

// Fact 32: it does not return before the child has really ended.
export const wait_for_late_waits_for_end = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(50)
    } finally {
      await sleep(200)
      log('child ends')
    }
  }

  const elapsed = stopwatch()
  log(await attempt(waitFor(child(), 20)))
  log(elapsed())
}

// Fact 33: the child is cancelled without the message, which stays with the one who waits.
export const wait_for_cancelled = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log(['child', err(error)])
      await sleep(20)
      log('child ends')
      throw error
    }
  }

  const body = async () => {
    try {
      await waitFor(child(), 500)
    } catch (error) {
      log(['body', err(error), timers()])
      throw error
    }
  }

  const elapsed = stopwatch()
  const task = createTask(body())
  await sleep(10)
  log(task.cancel('stop'))
  log(await attempt(task))
  log(elapsed())
}

// Fact 33: what the child gives or raises then is dropped.
export const wait_for_cancelled_child_returns = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
      return 'slept'
    } catch {
      return 'dropped'
    }
  }

  const inner = createTask(child())

  const body = async () => {
    try {
      await waitFor(inner, 500)
    } catch (error) {
      log(['body', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns(2)
  task.cancel('stop')
  log(await attempt(task))
  log(end(inner))
}

export const wait_for_cancelled_child_raises = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } catch {
      throw boom('dropped')
    }
  }

  const inner = createTask(child())

  const body = async () => {
    try {
      await waitFor(inner, 500)
    } catch (error) {
      log(['body', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns(2)
  task.cancel('stop')
  log(await attempt(task))
  log(end(inner))
}

// Fact 34: cancelled in the turn in which the child has ended.
export const wait_for_cancelled_as_child_ends = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => await waitFor(future, 500)

  const task = createTask(body())
  await turns()
  future.setResult('child')
  log(task.cancel('stop'))
  log(await attempt(task))
  log([task.cancelled(), timers()])
}

// Fact 34: a turn later, when waitFor is about to be woken.
export const wait_for_cancelled_after_child_ended = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => await waitFor(future, 500)

  const task = createTask(body())
  const cancelIt = () => {
    log(task.cancel('stop'))
  }
  await turns()
  future.setResult('child')
  // The callback of waitFor runs next, then this one, in the turn before body() is woken.
  getRunningLoop().callSoon(cancelIt)
  log(await attempt(task))
  log(task.cancelled())
}

// Fact 34: and with a child that has failed.
export const wait_for_cancelled_as_child_fails = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => await waitFor(future, 500)

  const task = createTask(body())
  await turns()
  future.setException(boom('child'))
  log(task.cancel('stop'))
  log(await attempt(task))
  log(task.cancelled())
}

// Fact 35: a second request while it waits for the cancelled child: it gives up waiting, with the second message.
export const wait_for_cancelled_twice = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } finally {
      await sleep(50)
      log('child ends')
    }
  }

  const elapsed = stopwatch()
  const inner = createTask(child())

  const body = async () => {
    try {
      await waitFor(inner, 500)
    } catch (error) {
      log(['body', err(error), end(inner)])
      throw error
    }
  }

  const task = createTask(body())
  await turns(2)
  log(task.cancel('first'))
  await sleep(10)
  log(task.cancel('second'))
  log(await attempt(task))
  log(elapsed())
  await wait([inner])
  log([elapsed(), end(inner)])
}

// Fact 35: cancelled when the time is up already, while the child still cleans up: a cancellation, no TimeoutError.
export const wait_for_late_then_cancelled = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } finally {
      await sleep(50)
    }
  }

  const elapsed = stopwatch()
  const inner = createTask(child())

  const body = async () => {
    try {
      await waitFor(inner, 20)
    } catch (error) {
      log(['body', err(error), end(inner)])
      throw error
    }
  }

  const task = createTask(body())
  await sleep(30)
  log(task.cancel('stop'))
  log(await attempt(task))
  await wait([inner])
  log([elapsed(), end(inner)])
}

// Fact 36: with time to spare, even what is done costs turns.
export const wait_for_done_future_takes_turns = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  future.setResult('done')
  const counter = new TurnCounter()
  await turns()
  const before = counter.count
  log(await waitFor(future, 500))
  log([counter.count - before, timers()])
  counter.stop()
}

// Fact 36: a tie. The coroutine's sleep begins after the timer was armed, so it is too late.
export const wait_for_tie_of_coroutine = async (log: Log) => {
  const child = async () => {
    await sleep(20)
    return 'child'
  }

  log(await attempt(waitFor(child(), 20)))
}

// Fact 36: a task that sleeps already wins.
export const wait_for_tie_of_sleeping_task = async (log: Log) => {
  const child = async () => {
    await sleep(20)
    return 'child'
  }

  const task = createTask(child())
  await turns()
  log(await attempt(waitFor(task, 20)))
}

// A future that a timer settles in the very turn in which the time is up, before it and behind it.
export const wait_for_tie_of_future = async (log: Log) => {
  const loop = getRunningLoop()
  const before = loop.createFuture()
  const settleBefore = (result: string) => {
    before.setResult(result)
  }
  loop.callLater(20, settleBefore, 'before')
  log(await attempt(waitFor(before, 20)))

  const behind = loop.createFuture()

  const settle = () => {
    log(['settles', behind.done()])
    behind.setResult('behind')
  }

  const arm = async () => {
    loop.callLater(20, settle)
  }

  const task = createTask(arm())
  log(await attempt(waitFor(behind, 20)))
  await task
}

// Fact 37: an argument that cannot be awaited, and the timer.
export const wait_for_bad_argument = async (log: Log) => {
  log(await attempt(waitFor(42 as unknown as PromiseLike<void>, 20)))
  log(timers())
  await sleep(30)
}

// The child is cancelled by somebody else: that is what comes out, and no time-out.
export const wait_for_child_cancelled = async (log: Log) => {
  const child = async () => {
    await sleep(1000)
  }

  const task = createTask(child())
  const cancelTask = (message: string) => {
    task.cancel(message)
  }
  getRunningLoop().callLater(10, cancelTask, 'by somebody')
  log(await attempt(waitFor(task, 500)))
  const future = getRunningLoop().createFuture()
  const cancelFuture = (message: string) => {
    future.cancel(message)
  }
  getRunningLoop().callLater(10, cancelFuture, 'by somebody')
  log(await attempt(waitFor(future, 500)))
  log(timers())
}

export const wait_for_shielded = async (log: Log) => {
  const child = async () => {
    await sleep(50)
    return 'child'
  }

  const elapsed = stopwatch()
  const task = createTask(child())
  log(await attempt(waitFor(shield(task), 20)))
  log([elapsed(), end(task)])
  log(await attempt(task))
  log(elapsed())
}

export const wait_for_nested = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log('child cancelled')
      throw error
    }
  }

  const elapsed = stopwatch()
  log(['inner first', await attempt(waitFor(waitFor(child(), 20), 50)), elapsed()])
  log(['outer first', await attempt(waitFor(waitFor(child(), 50), 20)), elapsed()])
  log(timers())
}

// The time-out cancels a gather, which ends when a child has.
export const wait_for_late_gather = async (log: Log) => {
  const elapsed = stopwatch()

  const child = async (name: string, cleanup: number) => {
    try {
      await sleep(1000)
    } finally {
      await sleep(cleanup)
      log([name, 'ends', elapsed()])
    }
  }

  const slow = createTask(child('slow', 30))
  log(await attempt(waitFor(gather([slow, child('quick', 10)]), 20)))
  log(elapsed())
  await wait([slow])
}

// Facts 20, 30: no time, for a gather that will be done in the next turn: it takes no cancellation, and gives its results.
export const wait_for_zero_finished_gather = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  future.setResult('child')
  const gathering = gather([future])
  log(await attempt(waitFor(gathering, 0)))
  log(end(gathering))
}

// The time-out cancels a get() that waits: nothing is taken from the queue.
export const wait_for_queue_get = async (log: Log) => {
  const queue = new Queue<string>()
  log(await attempt(waitFor(queue.get(), 20)))
  queue.putNowait('item')
  log([queue.qsize(), await queue.get()])
}

// Several at once over one task: the first time-out cancels it for all.
export const wait_for_two_over_one_task = async (log: Log) => {
  const child = async () => {
    await sleep(1000)
  }

  const task = createTask(child())

  const body = async (name: string, timeout: number) => {
    log([name, await attempt(waitFor(task, timeout))])
  }

  await gather([body('patient', 50), body('hasty', 20)])
  log(end(task))
}
