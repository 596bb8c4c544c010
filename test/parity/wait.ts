// wait.ts: wait. The twin is wait.py.

import { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, createTask, gather, getRunningLoop, sleep, wait } from 'ringloop'
import type { Future, Task, WaitResult } from 'ringloop'
import { TurnCounter, attempt, boom, end, err, stopwatch, timers, turns } from './shared'
import type { Log } from './shared'

/** Which of `futures` are in which list, by their index. */
const split = (futures: Future<any>[], { done, pending }: WaitResult<any>): number[][] => {
  const indexes = futures.map((_, index) => index)
  const where = (list: Future<any>[]) => indexes.filter((index) => list.indexOf(futures[index] as Future<any>) >= 0)
  return [where(done), where(pending)]
}

const child = async (delay: number, error?: string) => {
  await sleep(delay)
  if (error !== undefined) throw boom(error)
  return delay
}

const tasksOf = (delays: number[]): Task<number>[] => delays.map((delay) => createTask(child(delay)))

export const wait_all_completed = async (log: Log) => {
  const elapsed = stopwatch()
  const tasks = tasksOf([20, 30, 10])
  const result = await wait(tasks)
  log([split(tasks, result), elapsed()])
}

export const wait_first_completed = async (log: Log) => {
  const elapsed = stopwatch()
  const tasks = tasksOf([20, 30, 10])
  const result = await wait(tasks, { returnWhen: FIRST_COMPLETED })
  log([split(tasks, result), elapsed()])
  await wait(tasks)
  log(elapsed())
}

export const wait_first_exception = async (log: Log) => {
  const elapsed = stopwatch()
  const bad = createTask(child(20, 'bad'))
  const tasks = [createTask(child(10)), bad, createTask(child(30))]
  const result = await wait(tasks, { returnWhen: FIRST_EXCEPTION })
  log([split(tasks, result), elapsed()])
  log(end(bad))
  await wait(tasks)
}

export const wait_first_exception_without_any = async (log: Log) => {
  const elapsed = stopwatch()
  const tasks = tasksOf([10, 20])
  const result = await wait(tasks, { returnWhen: FIRST_EXCEPTION })
  log([split(tasks, result), elapsed()])
}

// Fact 38: to be cancelled is no exception.
export const wait_first_exception_ignores_cancelled = async (log: Log) => {
  const elapsed = stopwatch()
  const first = createTask(child(20))
  const tasks = [first, createTask(child(30))]
  await turns()
  first.cancel()
  const result = await wait(tasks, { returnWhen: FIRST_EXCEPTION })
  log([split(tasks, result), elapsed(), end(first)])
}

export const wait_does_not_raise = async (log: Log) => {
  const tasks = [createTask(child(10, 'bad')), createTask(child(20))]
  const result = await wait(tasks)
  log(split(tasks, result))
  log(tasks.map(end))
}

// Fact 38: the time is up: nobody is cancelled, nothing is raised.
export const wait_timeout = async (log: Log) => {
  const elapsed = stopwatch()
  const late = createTask(child(30))
  const tasks = [createTask(child(10)), late]
  let result = await wait(tasks, { timeout: 20 })
  log([split(tasks, result), elapsed(), end(late)])
  result = await wait(tasks)
  log([split(tasks, result), elapsed(), end(late)])
}

// Fact 38: 0 is a time like others: a turn passes, and whoever is done by then is done.
export const wait_timeout_zero = async (log: Log) => {
  const loop = getRunningLoop()
  const first = loop.createFuture()
  const futures = [first, loop.createFuture()]
  const settle = (result: string) => {
    first.setResult(result)
  }
  loop.callSoon(settle, 'soon')
  const elapsed = stopwatch()
  const result = await wait(futures, { timeout: 0 })
  log([split(futures, result), elapsed()])
}

export const wait_timeout_negative = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  const elapsed = stopwatch()
  const result = await wait([future], { timeout: -1 })
  log([split([future], result), elapsed()])
}

export const wait_in_time_takes_timer_back = async (log: Log) => {
  const elapsed = stopwatch()
  const tasks = tasksOf([10])
  const result = await wait(tasks, { timeout: 50 })
  log([split(tasks, result), elapsed(), timers()])
}

// Two timers for one moment: a sleep that was begun before the wait is woken before it; the callback comes too late.
export const wait_timeout_tie = async (log: Log) => {
  const task = createTask(child(20))
  await turns()
  const result = await wait([task], { timeout: 20 })
  log(split([task], result))
  log(end(task))
  await wait([task])
}

// Fact 38: it suspends though all are done.
export const wait_done_futures_take_turns = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  future.setResult('done')
  const counter = new TurnCounter()
  await turns()
  let before = counter.count
  let result = await wait([future])
  log([split([future], result), counter.count - before])
  before = counter.count
  result = await wait([future], { returnWhen: FIRST_COMPLETED })
  log([split([future], result), counter.count - before])
  counter.stop()
}

// Two that end in one turn are both done for FIRST_COMPLETED.
export const wait_first_completed_of_two_at_once = async (log: Log) => {
  const loop = getRunningLoop()
  const first = loop.createFuture()
  const third = loop.createFuture()
  const futures = [first, loop.createFuture(), third]

  const settle = () => {
    third.setResult('c')
    first.setResult('a')
  }

  loop.callSoon(settle)
  const result = await wait(futures, { returnWhen: FIRST_COMPLETED })
  log(split(futures, result))
}

// Fact 38: cancelled from outside it leaves everybody alone. Its own waiter is a future: the message is seen.
export const wait_cancelled = async (log: Log) => {
  const tasks = tasksOf([20, 30])

  const body = async () => {
    try {
      await wait(tasks, { timeout: 50 })
    } catch (error) {
      log(['inside', err(error), timers()])
      throw error
    }
  }

  const waiter = createTask(body())
  await sleep(10)
  log(waiter.cancel('stop'))
  log(await attempt(waiter))
  log(tasks.map(end))
  await wait(tasks)
  log(tasks.map(end))
}

export const wait_duplicates = async (log: Log) => {
  const task = createTask(child(10))
  const { done, pending } = await wait([task, task])
  log([done.length, pending.length])
}

export const wait_coroutines = async (log: Log) => {
  const { done, pending } = await wait([child(10)])
  log([done.map(end), pending.length])
}

export const wait_twice_at_once = async (log: Log) => {
  const tasks = tasksOf([10, 20])

  const body = async (name: string, returnWhen: typeof ALL_COMPLETED | typeof FIRST_COMPLETED) => {
    const result = await wait(tasks, { returnWhen })
    log([name, split(tasks, result)])
  }

  await gather([body('all', ALL_COMPLETED), body('first', FIRST_COMPLETED)])
}

export const wait_bad_arguments = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const runs = async () => {
    log('runs')
  }

  const body = async (given: unknown, returnWhen?: 'SOON') => {
    await wait(given as PromiseLike<unknown>[], { returnWhen: returnWhen as undefined })
  }

  const coroutine = runs()
  log(['empty', await attempt(body([]))])
  log(['a future', await attempt(body(future))])
  log(['a coroutine', await attempt(body(coroutine))])
  log(['a number among them', await attempt(body([42]))])
  log(['an unknown mode', await attempt(body([future], 'SOON'))])
  await coroutine
}
