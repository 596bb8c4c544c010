// threadsafe.ts: runCoroutineThreadsafe. The twin is threadsafe.py.

import { allTasks, createTask, getRunningLoop, runCoroutineThreadsafe, sleep } from 'ringloop'
import type { Task } from 'ringloop'
import { TurnCounter, boom, err, me, refused, stopwatch, turns } from './shared'
import type { Log } from './shared'

export const threadsafe_result = async (log: Log) => {
  const child = async () => {
    await sleep(10)
    return 'child'
  }

  const handedOver = runCoroutineThreadsafe(child(), getRunningLoop())
  log([handedOver.done(), handedOver.cancelled()])
  await sleep(20)
  log([handedOver.done(), handedOver.cancelled(), handedOver.result(), handedOver.exception()])
  log(handedOver.cancel())
}

// Fact 47: the coroutine starts two turns later, and its end is known one turn after it.
export const threadsafe_takes_turns = async (log: Log) => {
  const counter = new TurnCounter()

  const child = async () => {
    log(['starts', counter.count - before])
  }

  await turns()
  const before = counter.count
  const handedOver = runCoroutineThreadsafe(child(), getRunningLoop())
  while (!handedOver.done()) await turns()
  log(['known', counter.count - before])
  counter.stop()
}

export const threadsafe_error = async (log: Log) => {
  const child = async () => {
    throw boom('child')
  }

  const handedOver = runCoroutineThreadsafe(child(), getRunningLoop())
  await turns(3)
  log([handedOver.done(), refused(() => handedOver.result()), err(handedOver.exception())])
}

// Its callbacks are called at once, not through the loop: when it ends, or when they are added to one that has ended.
export const threadsafe_callbacks = async (log: Log) => {
  const child = async () => 'child'

  const handedOver = runCoroutineThreadsafe(child(), getRunningLoop())
  handedOver.addDoneCallback((given) => log(['first', given === handedOver, given.result()]))
  handedOver.addDoneCallback(() => log('second'))
  await turns(3)
  handedOver.addDoneCallback(() => log('added when done'))
  log('added')
}

// Fact 47: cancelling it is done at once; the task learns of it through a callback.
export const threadsafe_cancelled = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log(['child', err(error)])
      throw error
    }
  }

  const elapsed = stopwatch()
  const handedOver = runCoroutineThreadsafe(child(), getRunningLoop())
  await sleep(10)
  log([handedOver.cancel(), handedOver.cancelled(), handedOver.done(), handedOver.cancel()])
  await turns()
  log('a turn')
  await turns(2)
  log([refused(() => handedOver.result()), elapsed()])
}

// Fact 47: cancelled before the loop took it over: the task is made all the same, and its first step comes first.
export const threadsafe_cancelled_before_start = async (log: Log) => {
  const child = async () => {
    log('child runs')
    try {
      await sleep(1000)
    } catch (error) {
      log(['child', err(error)])
      throw error
    }
  }

  const handedOver = runCoroutineThreadsafe(child(), getRunningLoop())
  log(handedOver.cancel())
  await turns(4)
  log([handedOver.cancelled(), allTasks().length])
}

// The other way round: the task is cancelled, and so the handle.
export const threadsafe_task_cancelled = async (log: Log) => {
  const tasks: Task<unknown>[] = []

  const child = async () => {
    tasks.push(me())
    await sleep(1000)
  }

  const handedOver = runCoroutineThreadsafe(child(), getRunningLoop())
  await turns(3)
  for (const task of tasks) task.cancel('message')
  await turns(3)
  log([handedOver.done(), handedOver.cancelled(), refused(() => handedOver.result()), refused(() => handedOver.exception())])
}

// Cancelled, but the child goes on: the handle stays cancelled.
export const threadsafe_child_swallows = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } catch {
      log('swallowed')
    }
    return 'dropped'
  }

  const handedOver = runCoroutineThreadsafe(child(), getRunningLoop())
  await turns(3)
  handedOver.cancel()
  await turns(4)
  log([handedOver.cancelled(), refused(() => handedOver.result())])
}

export const threadsafe_bad_argument = async (log: Log) => {
  const loop = getRunningLoop()

  const child = async () => undefined

  const future = loop.createFuture()
  for (const value of [child, future, 42]) {
    log(refused(() => runCoroutineThreadsafe(value as PromiseLike<unknown>, loop)))
  }
}

export const threadsafe_order = async (log: Log) => {
  const loop = getRunningLoop()

  const child = async (name: string) => {
    log(name)
  }

  const first = runCoroutineThreadsafe(child('handed over'), loop)
  const task = createTask(child('created'))
  loop.callSoon(log, 'callback')
  await turns(3)
  log([first.done(), task.done()])
}
