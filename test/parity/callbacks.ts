// callbacks.ts: futures and their done-callbacks. The twin is callbacks.py.

import { TimeoutError, createTask, getEventLoop, getRunningLoop, wait } from 'ringloop'
import type { Future, Task } from 'ringloop'
import { attempt, boom, end, err, refused, turns } from './shared'
import type { Log } from './shared'

// Fact 44: always scheduled, in the order in which they were added, and given the future.
export const callbacks_order = async (log: Log) => {
  const future = getRunningLoop().createFuture<string>()

  const callback = (name: string) => (given: Future<string>) => {
    log([name, given === future, end(given)])
  }

  for (const name of ['a', 'b', 'c']) future.addDoneCallback(callback(name))
  future.setResult('result')
  log('nothing was called yet')
  await turns()
}

// Fact 44: added to a done future: called in the next turn.
export const callbacks_added_when_done = async (log: Log) => {
  const future = getRunningLoop().createFuture<string>()
  future.setResult('result')
  future.addDoneCallback((given) => log(['called', end(given)]))
  log('added')
  await turns()
}

// Fact 44: removing takes away all that are the same, and tells how many.
export const callbacks_removed = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const twice = () => {
    log('twice')
  }

  const once = () => {
    log('once')
  }

  future.addDoneCallback(twice)
  future.addDoneCallback(once)
  future.addDoneCallback(twice)
  log([future.removeDoneCallback(twice), future.removeDoneCallback(twice)])
  future.setResult(null)
  await turns()
}

export const callbacks_same_added_twice = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const callback = () => {
    log('called')
  }

  future.addDoneCallback(callback)
  future.addDoneCallback(callback)
  future.setResult(null)
  await turns()
}

// Fact 44: once scheduled it cannot be removed, not even by one that runs before it.
export const callbacks_removed_too_late = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const second = () => {
    log('second')
  }

  const first = () => {
    log(['first', future.removeDoneCallback(second)])
  }

  future.addDoneCallback(first)
  future.addDoneCallback(second)
  future.setResult(null)
  log(future.removeDoneCallback(second))
  await turns()
}

export const callbacks_added_by_callback = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const later = () => {
    log('added by the first')
  }

  const first = () => {
    future.addDoneCallback(later)
    log('first')
  }

  const second = () => {
    log('second')
  }

  future.addDoneCallback(first)
  future.addDoneCallback(second)
  future.setResult(null)
  await turns()
  log('a turn')
  await turns()
}

// One that fails is reported; the others are called.
export const callbacks_one_fails = async (log: Log) => {
  const loop = getRunningLoop()
  loop.setExceptionHandler((_, context) => {
    log(['reported', err(context.exception)])
  })
  const future = loop.createFuture()

  const fails = () => {
    throw boom('callback')
  }

  future.addDoneCallback(fails)
  future.addDoneCallback(() => log('called'))
  future.setResult(null)
  await turns()
  log(end(future))
}

export const callbacks_after_cancel = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  future.addDoneCallback((given) => log(end(given)))
  log(future.cancel())
  await turns()
}

// A task that waits is a callback like others: it takes its place in the order.
export const callbacks_and_waiting_task = async (log: Log) => {
  const future = getRunningLoop().createFuture<string>()

  const body = async () => {
    log(['task', await future])
  }

  future.addDoneCallback(() => log('added before the task'))
  const task = createTask(body())
  await turns()
  future.addDoneCallback(() => log('added after the task'))
  future.setResult('result')
  await task
}

export const callbacks_of_task = async (log: Log) => {
  const body = async () => {
    log('body ends')
    return 'result'
  }

  const task: Task<string> = createTask(body())
  task.addDoneCallback((given) => log(['callback', given === task, end(given)]))
  log(await task)
}

// In which order those are woken who wait for one future.
export const callbacks_waiters_wake_in_order = async (log: Log) => {
  const future = getRunningLoop().createFuture<string>()

  const body = async (name: string) => {
    log([name, await future])
  }

  const tasks = ['a', 'b', 'c'].map((name) => createTask(body(name)))
  await turns()
  future.setResult('result')
  await wait(tasks)
}

export const future_pending = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  log([future.done(), future.cancelled(), refused(() => future.result()), refused(() => future.exception())])
}

export const future_result = async (log: Log) => {
  const future = getRunningLoop().createFuture<string>()
  future.setResult('result')
  log([future.done(), future.cancelled(), future.result(), future.exception()])
  log([refused(() => future.setResult('again')), refused(() => future.setException(boom('again')))])
  log([future.cancel(), future.result()])
}

export const future_error = async (log: Log) => {
  const future = getRunningLoop().createFuture<string>()
  const error = boom('error')
  future.setException(error)
  log([future.done(), future.cancelled(), future.exception() === error, refused(() => future.result())])
  log([refused(() => future.setResult('again')), future.cancel()])
  log([await attempt(future), await attempt(future)])
}

// A class stands for an instance of it.
export const future_error_by_class = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  future.setException(TimeoutError)
  log(future.exception() instanceof TimeoutError)
  log(await attempt(future))
}

export const future_settled_after_cancel = async (log: Log) => {
  const future = getRunningLoop().createFuture<string>()
  future.cancel()
  log([refused(() => future.setResult('late')), refused(() => future.setException(boom('late')))])
  log(end(future))
}

// Awaiting what is done gives no turn away.
export const future_done_takes_no_turn = async (log: Log) => {
  const loop = getRunningLoop()
  const future = loop.createFuture<string>()
  future.setResult('result')
  loop.callSoon(log, 'a turn')
  log(await future)
  log(await future)
  await turns()
}

export const future_get_loop = async (log: Log) => {
  const loop = getRunningLoop()

  const body = async () => undefined

  const task = createTask(body())
  log([loop.createFuture().getLoop() === loop, task.getLoop() === loop, getEventLoop() === loop])
  await task
}
