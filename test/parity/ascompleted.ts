// ascompleted.ts: asCompleted. The twin is ascompleted.py.

import { asCompleted, createTask, gather, getRunningLoop, sleep, wait, waitFor } from 'ringloop'
import type { Future, Task } from 'ringloop'
import { attempt, boom, end, refused, stopwatch, timers, turns } from './shared'
import type { Log } from './shared'

const child = async (name: string, delay: number, error = false) => {
  await sleep(delay)
  if (error) throw boom(name)
  return name
}

/** All the rounds at once. */
const allOf = <R>(rounds: Iterable<R>): R[] => {
  const list: R[] = []
  for (const round of rounds) list.push(round)
  return list
}

/** A round that is there. */
const at = <R>(list: R[], index: number): R => list[index] as R

export const as_completed_order = async (log: Log) => {
  const elapsed = stopwatch()
  for (const round of asCompleted([child('a', 30), child('b', 10), child('c', 20)])) log([await round, elapsed()])
}

export const as_completed_empty = async (log: Log) => {
  log(allOf(asCompleted([])).length)
}

// An error is that round's; the others go on.
export const as_completed_error = async (log: Log) => {
  for (const round of asCompleted([child('a', 10), child('b', 20, true), child('c', 30)])) log(await attempt(round))
}

export const as_completed_child_cancelled = async (log: Log) => {
  const task = createTask(child('a', 20))
  const cancelIt = (message: string) => {
    task.cancel(message)
  }
  getRunningLoop().callLater(10, cancelIt, 'a message')
  for (const round of asCompleted([task, child('b', 30)])) log(await attempt(round))
}

// Futures that are done already come first.
export const as_completed_done_first = async (log: Log) => {
  const future = getRunningLoop().createFuture<string>()
  future.setResult('done')
  for (const round of asCompleted([child('later', 10), future])) log(await round)
}

// Fact 40: the time is up: each remaining round raises; nobody is cancelled.
export const as_completed_timeout = async (log: Log) => {
  const elapsed = stopwatch()
  const tasks: Task<string>[] = [createTask(child('a', 10)), createTask(child('b', 30)), createTask(child('c', 40))]
  for (const round of asCompleted(tasks, { timeout: 20 })) log([await attempt(round), elapsed()])
  log(tasks.map(end))
  await wait(tasks)
  log([tasks.map(end), elapsed()])
}

// Fact 40: what is done beforehand is in time, even if there is none.
export const as_completed_timeout_zero = async (log: Log) => {
  const loop = getRunningLoop()
  const done = loop.createFuture()
  done.setResult('done')
  const pending = loop.createFuture()
  for (const round of asCompleted([pending, done], { timeout: 0 })) log(await attempt(round))
  log(end(pending))
}

export const as_completed_in_time_takes_timer_back = async (log: Log) => {
  const elapsed = stopwatch()
  for (const round of asCompleted([child('a', 10), child('b', 20)], { timeout: 50 })) log(await round)
  log([elapsed(), timers()])
}

// Duplicates are one.
export const as_completed_duplicates = async (log: Log) => {
  const task = createTask(child('a', 10))
  let rounds = 0
  for (const round of asCompleted([task, task, task])) {
    rounds++
    log(await round)
  }
  log(rounds)
}

// Fact 39: nothing happens before the first round is asked for: no check, no task, no timer.
export const as_completed_is_lazy = async (log: Log) => {
  const runs = async () => {
    log('child runs')
    return 'child'
  }

  const future = getRunningLoop().createFuture()
  const wrong = asCompleted(future as unknown as Future<unknown>[])
  log('not refused yet')
  log(refused(() => wrong.next()))

  const rounds = asCompleted([runs()], { timeout: 50 })
  await turns(2)
  log(['before', timers()])
  const first = rounds.next().value as PromiseLike<string>
  log(['asked for', timers()])
  await turns(2)
  log('now awaited')
  log(await first)
  log(timers())
}

// Fact 40: the rounds are not bound to futures: whoever awaits first gets the first result.
export const as_completed_rounds_are_not_bound = async (log: Log) => {
  const rounds = allOf(asCompleted([child('a', 10), child('b', 20)]))
  log(rounds.length)
  log(['second round', await at(rounds, 1)])
  log(['first round', await at(rounds, 0)])
}

// Fact 40: rounds awaited by tasks are served in the order in which they began to wait.
export const as_completed_rounds_in_tasks = async (log: Log) => {
  const body = async (name: string, round: PromiseLike<string>) => {
    log([name, await round])
  }

  const rounds = allOf(asCompleted([child('a', 30), child('b', 10), child('c', 20)]))
  await gather([body('first', at(rounds, 0)), body('second', at(rounds, 1)), body('third', at(rounds, 2))])
}

// Fact 40: a future that is settled in the turn in which the time is up, before it: the result is lost.
export const as_completed_result_lost_at_timeout = async (log: Log) => {
  const loop = getRunningLoop()
  const future = loop.createFuture<string>()
  const settle = (result: string) => {
    future.setResult(result)
  }
  loop.callLater(20, settle, 'lost')
  for (const round of asCompleted([future], { timeout: 20 })) log(await attempt(round))
  log(end(future))
}

// Fact 41: a round that is cancelled loses nothing: the next one gets the result.
export const as_completed_round_cancelled = async (log: Log) => {
  const elapsed = stopwatch()
  const rounds = allOf(asCompleted([child('a', 30), child('b', 40)]))
  log([await attempt(waitFor(at(rounds, 0), 10)), elapsed()])
  log([await attempt(at(rounds, 1)), elapsed()])
  await sleep(20)
}

// Left early, in the middle: what runs, runs on.
export const as_completed_left_early = async (log: Log) => {
  const task = createTask(child('slow', 30))
  for (const round of asCompleted([child('quick', 10), task])) {
    log(await round)
    break
  }
  log(end(task))
  log(await task)
}

export const as_completed_two_at_once = async (log: Log) => {
  const loop = getRunningLoop()
  const first = loop.createFuture<string>()
  const second = loop.createFuture<string>()

  const settle = () => {
    second.setResult('b')
    first.setResult('a')
  }

  loop.callLater(10, settle)
  for (const round of asCompleted([first, second])) log(await round)
}
