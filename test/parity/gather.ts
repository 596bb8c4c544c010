// gather.ts: gather. The twin is gather.py.

import { createTask, gather, getRunningLoop, sleep, wait } from 'ringloop'
import { TurnCounter, attempt, boom, end, err, refused, stopwatch, turns } from './shared'
import type { Deviations, Log } from './shared'

export const deviations: Deviations = {
  gather_bad_argument: {
    id: 'D3',
    why: 'CPython has made a task of the first argument when it refuses the second; here a refused call leaves no trace',
    trace: ['TypeError']
  }
}

/** Results of gather(..., { returnExceptions: true }) as a trace shows them. */
const each = (results: unknown[]): unknown[] => results.map((result) => (result instanceof Error ? err(result) : result))

export const gather_results_in_argument_order = async (log: Log) => {
  const child = async (name: string, delay: number) => {
    await sleep(delay)
    log(name)
    return name
  }

  const elapsed = stopwatch()
  log(await gather([child('a', 30), child('b', 10), child('c', 20)]))
  log(elapsed())
}

// Fact 24
export const gather_empty = async (log: Log) => {
  const gathering = gather([])
  log([gathering.done(), end(gathering)])
  log(await gathering)
}

export const gather_mixed_arguments = async (log: Log) => {
  const future = getRunningLoop().createFuture<string>()

  const child = async (name: string) => {
    await sleep(10)
    return name
  }

  const task = createTask(child('task'))
  const gathering = gather([future, task, child('coroutine')])
  const settle = (result: string) => {
    future.setResult(result)
  }
  getRunningLoop().callLater(20, settle, 'future')
  log(gathering.done())
  log(await gathering)
}

export const gather_starts_in_argument_order = async (log: Log) => {
  const child = async (name: string) => {
    log(name)
  }

  const gathering = gather([child('a'), child('b'), child('c')])
  log('nothing has run')
  await gathering
}

// One argument after the other is made a task and listened to: what is done already is heard of before a later one starts.
export const gather_listens_argument_by_argument = async (log: Log) => {
  const loop = getRunningLoop()
  const failed = loop.createFuture()
  failed.setException(boom('failed'))

  const child = async () => {
    log('child runs')
    loop.callSoon(log, 'scheduled by the child')
  }

  log(await attempt(gather([failed, child()])))
  await turns()
}

// Children that are done beforehand: still a turn for their callbacks, and one for the wake-up.
export const gather_done_children_take_turns = async (log: Log) => {
  const loop = getRunningLoop()
  const futures = [loop.createFuture<number>(), loop.createFuture<number>()]
  futures.forEach((future, index) => {
    future.setResult(index)
  })
  const counter = new TurnCounter()
  await turns()
  const before = counter.count
  const gathering = gather(futures)
  log(end(gathering))
  log(await gathering)
  log(counter.count - before)
  counter.stop()
}

// Fact 23: the first failure ends it; the siblings keep running, and it takes no cancellation any more.
export const gather_first_error_ends_it = async (log: Log) => {
  const fails = async () => {
    await sleep(10)
    throw boom('first')
  }

  const goesOn = async () => {
    await sleep(30)
    log('sibling finished')
    return 'sibling'
  }

  const elapsed = stopwatch()
  const sibling = createTask(goesOn())
  const gathering = gather([fails(), sibling])
  log(await attempt(gathering))
  log([elapsed(), end(sibling), gathering.cancel()])
  log(await attempt(sibling))
}

export const gather_second_error_is_dropped = async (log: Log) => {
  const fails = async (name: string, delay: number) => {
    await sleep(delay)
    throw boom(name)
  }

  log(await attempt(gather([fails('late', 20), fails('early', 10)])))
  await sleep(20)
}

export const gather_return_exceptions = async (log: Log) => {
  const child = async (name: string, delay: number) => {
    await sleep(delay)
    if (name === 'bad') throw boom(name)
    return name
  }

  const elapsed = stopwatch()
  log(each(await gather([child('good', 20), child('bad', 10), child('fine', 30)], { returnExceptions: true })))
  log(elapsed())
}

// A cancelled child is a CancelledError from gather; gather itself is not cancelled, nor are the siblings.
export const gather_child_cancelled = async (log: Log) => {
  const child = async (delay: number) => {
    await sleep(delay)
    return 'finished'
  }

  const first = createTask(child(20))
  const second = createTask(child(20))
  const gathering = gather([first, second])
  await turns()
  log(first.cancel('child'))
  log(await attempt(gathering))
  log([gathering.cancelled(), err(gathering.exception()), end(second)])
  log(await attempt(second))
}

// Fact 21: in a list of results a future's message is kept, a task's is gone.
export const gather_child_cancelled_return_exceptions = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const child = async () => {
    await sleep(1000)
  }

  const sibling = async () => 'fine'

  const task = createTask(child())
  const gathering = gather([future, task, sibling()], { returnExceptions: true })
  await turns()
  future.cancel('of the future')
  task.cancel('of the task')
  log(each(await gathering))
  log(gathering.cancelled())
}

// Fact 21: the inner gather gives its CancelledError on as an exception, message and all.
export const gather_nested_child_cancelled = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  const inner = gather([future])
  const outer = gather([inner], { returnExceptions: true })
  future.cancel('deep')
  log(each(await outer))
  log([inner.cancelled(), err(inner.exception())])
}

export const gather_nested_results = async (log: Log) => {
  const child = async (name: string, delay: number) => {
    await sleep(delay)
    return name
  }

  const inner = gather([child('a', 20), child('b', 10)])
  log(await gather([inner, child('c', 10), gather([])]))
}

// Fact 17: the outer ends as soon as one child has ended cancelled; the slow one is still at it.
export const gather_cancelled_from_outside = async (log: Log) => {
  const child = async (name: string, cleanup: number) => {
    try {
      await sleep(1000)
    } catch (error) {
      log([name, err(error)])
      await sleep(cleanup)
      log([name, 'cleaned up'])
      throw error
    }
  }

  const elapsed = stopwatch()
  const slow = createTask(child('slow', 50))
  const quick = createTask(child('quick', 10))
  const gathering = gather([slow, quick])

  const body = async () => {
    await gathering
  }

  const waiter = createTask(body())
  await turns(2)
  log(waiter.cancel('stop'))
  log([end(waiter), gathering.done()])
  log(await attempt(waiter))
  log([elapsed(), gathering.cancelled(), err(gathering.exception()), end(slow)])
  await wait([slow, quick])
  log([elapsed(), end(slow)])
}

// Fact 17: the request asks the children; the outer is pending until one has ended.
export const gather_cancel_itself = async (log: Log) => {
  const loop = getRunningLoop()
  const first = loop.createFuture()
  const second = loop.createFuture()
  const gathering = gather([first, second])
  log(gathering.cancel('stop'))
  log([end(first), end(second), gathering.done()])
  log(await attempt(gathering))
  log([gathering.cancelled(), gathering.cancel()])
}

// Fact 18: with returnExceptions it waits for all of them, and is a cancellation though every child swallowed it.
export const gather_cancelled_return_exceptions = async (log: Log) => {
  const child = async (name: string, cleanup: number) => {
    try {
      await sleep(1000)
    } catch {
      await sleep(cleanup)
      log(name)
    }
    return name
  }

  const elapsed = stopwatch()
  const gathering = gather([child('quick', 10), child('slow', 30)], { returnExceptions: true })
  await turns()
  log(gathering.cancel('stop'))
  log(await attempt(gathering))
  log([elapsed(), gathering.cancelled()])
}

// Facts 17, 18: without it, too, if none of them ends cancelled.
export const gather_cancelled_children_swallow = async (log: Log) => {
  const child = async (name: string, cleanup: number) => {
    try {
      await sleep(1000)
    } catch {
      await sleep(cleanup)
      log(name)
    }
    return name
  }

  const elapsed = stopwatch()
  const gathering = gather([child('quick', 10), child('slow', 30)])
  await turns()
  gathering.cancel('stop')
  log(await attempt(gathering))
  log([elapsed(), gathering.cancelled()])
}

// Fact 17: a child that answers with another error: that one it is.
export const gather_cancelled_child_raises = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } catch {
      throw boom('instead')
    }
  }

  const gathering = gather([child()])
  await turns()
  gathering.cancel()
  log(await attempt(gathering))
}

// Fact 19: whose message it is: the last child's in argument order, whatever came first in time.
export const gather_cancelled_message_of_last_child = async (log: Log) => {
  const child = async () => {
    await sleep(1000)
  }

  for (const taskIsLast of [true, false]) {
    const future = getRunningLoop().createFuture()
    const task = createTask(child())
    const children = taskIsLast ? [future, task] : [task, future]
    const gathering = gather(children, { returnExceptions: true })
    await turns()
    gathering.cancel('stop')
    log(await attempt(gathering))
  }
}

// Fact 19: the last child's message can be an old one, of a cancellation that it swallowed.
export const gather_cancelled_message_of_old = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(0)
    } catch (error) {
      log(['swallowed', err(error)])
    }
    try {
      await sleep(1000)
    } catch (error) {
      log(['swallowed', err(error)])
    }
  }

  const task = createTask(child())
  await turns()
  task.cancel('old')
  await turns(2)
  const gathering = gather([task], { returnExceptions: true })
  gathering.cancel('new')
  log(await attempt(gathering))
}

// Fact 20: all children are done, the outer is not yet: refused, without effect.
export const gather_cancel_when_children_done = async (log: Log) => {
  const loop = getRunningLoop()
  const futures = [loop.createFuture(), loop.createFuture()]
  const gathering = gather(futures)
  for (const future of futures) future.setResult('child')
  log([gathering.done(), gathering.cancel()])
  log(await attempt(gathering))
}

// Of two children one is done: the other one can still be asked, so the request counts.
export const gather_cancel_when_some_done = async (log: Log) => {
  const loop = getRunningLoop()
  const first = loop.createFuture()
  const second = loop.createFuture()
  const gathering = gather([first, second])
  first.setResult('child')
  await turns(2)
  log(gathering.cancel('stop'))
  log(await attempt(gathering))
  log([end(first), end(second)])
}

export const gather_cancel_twice = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log(err(error))
    }
    await sleep(10)
    log('went on')
    return 'swallowed'
  }

  const task = createTask(child())
  const gathering = gather([task])
  await turns()
  log([gathering.cancel('first'), gathering.cancel('second')])
  log(await attempt(gathering))
  log(end(task))
}

// Fact 22: the same coroutine object, or future, twice: runs once, appears twice.
export const gather_duplicates = async (log: Log) => {
  const child = async () => {
    log('runs')
    await sleep(10)
    return 'once'
  }

  const coroutine = child()
  const future = getRunningLoop().createFuture()
  future.setResult('future')
  log(await gather([coroutine, future, coroutine, future]))
}

export const gather_duplicates_return_exceptions = async (log: Log) => {
  const child = async () => {
    throw boom('once')
  }

  const task = createTask(child())
  const results = await gather([task, task], { returnExceptions: true })
  log(each(results))
  log(results[0] === results[1])
}

// Fact 22: asked once for each appearance, yet only one error is seen.
export const gather_duplicates_cancelled = async (log: Log) => {
  const child = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log(err(error))
    }
    await sleep(10)
    log('went on')
    return 'swallowed'
  }

  const task = createTask(child())
  const gathering = gather([task, task, task])
  await turns()
  log(gathering.cancel('stop'))
  log(await attempt(gathering))
  log(end(task))
}

// Fact 5: cancelled before they started, the children never run.
export const gather_cancelled_before_start = async (log: Log) => {
  const child = async () => {
    log('runs')
  }

  const gathering = gather([child(), child()])
  log(gathering.cancel('stop'))
  log(await attempt(gathering))
  await turns()
}

// Fact 45: a later argument that cannot be awaited.
export const gather_bad_argument = async (log: Log) => {
  const child = async () => {
    log('the refused child runs')
  }

  log(refused(() => gather([child(), 42 as unknown as PromiseLike<void>])))
  await turns(2)
}

export const gather_bad_only_argument = async (log: Log) => {
  log(refused(() => gather([42 as unknown as PromiseLike<void>])))
}

// A failed child and a finished one in the same turn: which was first in the ring decides nothing here, the error does.
export const gather_error_and_result_in_one_turn = async (log: Log) => {
  const loop = getRunningLoop()
  const first = loop.createFuture()
  const second = loop.createFuture()
  const gathering = gather([first, second])
  second.setResult('fine')
  first.setException(boom('bad'))
  log(await attempt(gathering))
}

// A gather inside a task: cancelling the task reaches the children, and the message goes no further than to them.
export const gather_cancelled_through_task = async (log: Log) => {
  const child = async (name: string) => {
    try {
      await sleep(1000)
    } catch (error) {
      log([name, err(error)])
      throw error
    }
  }

  const body = async () => {
    try {
      await gather([child('a'), child('b')])
    } catch (error) {
      log(['body', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns(2)
  task.cancel('stop')
  log(await attempt(task))
}
