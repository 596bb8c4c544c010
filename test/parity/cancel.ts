// cancel.ts: Task.cancel and Future.cancel. The twin is cancel.py.

import { CancelledError, createTask, gather, getRunningLoop, sleep, wait } from 'ringloop'
import type { Task } from 'ringloop'
import { TurnCounter, attempt, boom, end, err, handOut, me, refused, stopwatch, timers, turns } from './shared'
import type { Deviations, Log } from './shared'

export const deviations: Deviations = {
  cancel_cycle: {
    id: 'D4',
    why: 'CPython recurses until its stack is full and leaves both waiting; here each task in the circle is asked once',
    trace: [true, ['second', 'cancelled'], ['first', 'cancelled'], ['cancelled', 'cancelled']]
  },
  cancel_cycle_through_gather: {
    id: 'D4',
    why: 'CPython recurses until its stack is full and leaves both waiting; here each task in the circle is asked once',
    trace: [true, ['second', 'cancelled'], ['first', 'cancelled'], ['cancelled', 'cancelled']]
  }
}

// Fact 5: the body never runs, and right after the request the task is not cancelled yet.
export const cancel_before_start = async (log: Log) => {
  const body = async () => {
    log('body runs')
  }

  const task = createTask(body())
  log(task.cancel())
  log([task.done(), task.cancelled()])
  log(await attempt(task))
  log([task.done(), task.cancelled()])
}

// Facts 4, 5, 6: both requests count as accepted; neither message reaches the one who waits.
export const cancel_before_start_twice = async (log: Log) => {
  const body = async () => {
    log('body runs')
  }

  const task = createTask(body())
  log([task.cancel('first'), task.cancel('second')])
  log(await attempt(task))
  log([end(task), task.cancel('third')])
}

export const cancel_waiting = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(50)
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  const elapsed = stopwatch()
  const task = createTask(body())
  await sleep(10)
  log(task.cancel())
  log(['still', end(task)])
  log(await attempt(task))
  log([end(task), elapsed(), timers()])
}

// Fact 6: the message is seen inside, and does not cross the task's border, however often one asks.
export const cancel_waiting_with_message = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(50)
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns()
  task.cancel('stop')
  log(['first waiter', await attempt(task)])
  log(['second waiter', await attempt(task)])
  log([refused(() => task.result()), refused(() => task.exception())])
}

// Fact 1: the request goes to the future that is waited for, at once; the task itself ends a turn later.
export const cancel_forwards_to_future = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => {
    await future
  }

  const task = createTask(body())
  await turns()
  log(task.cancel('stop'))
  log([end(future), refused(() => future.result()), end(task)])
  await turns()
  log(end(task))
}

// Fact 2: the future has its result, the task has not seen it yet: the cancellation replaces it.
export const cancel_after_result_before_wakeup = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => {
    try {
      log(await future)
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns()
  future.setResult('lost')
  log(task.cancel('late'))
  log(await attempt(task))
  log([end(future), end(task)])
}

// Facts 2, 4: the same with two requests: no waiter is left to ask, so the second message is the one.
export const cancel_twice_after_result_before_wakeup = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => {
    try {
      log(await future)
    } catch (error) {
      log(['inside', err(error)])
    }
    await sleep(10)
    return 'went on'
  }

  const task = createTask(body())
  await turns()
  future.setResult('lost')
  log([task.cancel('first'), task.cancel('second')])
  log(await attempt(task))
}

// Fact 2: so with an exception.
export const cancel_after_error_before_wakeup = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => {
    try {
      await future
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns()
  future.setException(boom('lost'))
  log(task.cancel())
  log(await attempt(task))
}

// Fact 3: the wake-up brings a cancellation already: that one is kept, and the request is used up.
export const cancel_after_future_cancelled = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => {
    try {
      await future
    } catch (error) {
      log(['inside', err(error)])
    }
    await sleep(10)
    return 'went on'
  }

  const task = createTask(body())
  await turns()
  future.cancel('of the future')
  log(task.cancel('of the task'))
  log(await attempt(task))
}

// Fact 4: while it waits: one error, with the first message.
export const cancel_twice_waiting = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => {
    try {
      await future
    } catch (error) {
      log(['inside', err(error)])
    }
    await sleep(10)
    return 'went on'
  }

  const task = createTask(body())
  await turns()
  log([task.cancel('first'), task.cancel('second')])
  log(await attempt(task))
}

// Fact 4: so while it sleeps.
export const cancel_twice_sleeping = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log(['inside', err(error)])
    }
    await sleep(10)
    return 'went on'
  }

  const task = createTask(body())
  await turns()
  log([task.cancel('first'), task.cancel('second')])
  log(await attempt(task))
}

// Fact 4: between two steps: one error, with the second message.
export const cancel_twice_between_steps = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(0)
    } catch (error) {
      log(['inside', err(error)])
    }
    await sleep(0)
    return 'went on'
  }

  const task = createTask(body())
  await turns()
  log([task.cancel('first'), task.cancel('second')])
  log(await attempt(task))
}

export const cancel_done = async (log: Log) => {
  const returns = async () => 1

  const raises = async () => {
    throw boom('over')
  }

  const waits = async () => {
    await sleep(1000)
  }

  const waiting = createTask(waits())
  const tasks: Task<unknown>[] = [createTask(returns()), createTask(raises()), waiting]
  await turns()
  waiting.cancel()
  await turns(2)
  for (const task of tasks) log([task.cancel('too late'), end(task)])
}

export const cancel_swallowed = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(1000)
    } catch {
      log('swallowed')
    }
    await sleep(10)
    return 'finished'
  }

  const elapsed = stopwatch()
  const task = createTask(body())
  await turns()
  log(task.cancel())
  log(await attempt(task))
  log([task.cancelled(), elapsed()])
}

export const cancel_swallowed_until_third = async (log: Log) => {
  const body = async () => {
    let swallowed = 0
    while (swallowed < 2) {
      try {
        await sleep(1000)
      } catch (error) {
        swallowed++
        log(err(error))
      }
    }
    await sleep(1000)
  }

  const task = createTask(body())
  await turns()
  for (const message of ['one', 'two', 'three']) {
    log(task.cancel(message))
    await turns(2)
    log(end(task))
  }
}

// Swallowed, and another one later: the second is a request of its own.
export const cancel_during_cleanup = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(1000)
    } finally {
      log('cleanup starts')
      try {
        await sleep(50)
        log('cleanup ends')
      } catch (error) {
        log(['cleanup cut short', err(error)])
      }
    }
  }

  const elapsed = stopwatch()
  const task = createTask(body())
  await turns()
  task.cancel('first')
  await sleep(10)
  log(end(task))
  task.cancel('second')
  log(await attempt(task))
  log(elapsed())
}

export const cancel_cleanup_takes_time = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(1000)
    } finally {
      await sleep(20)
      log('cleaned up')
    }
  }

  const elapsed = stopwatch()
  const task = createTask(body())
  await sleep(10)
  task.cancel()
  log(await attempt(task))
  log([elapsed(), timers()])
}

// Fact 8: what it raises instead is how it ends.
export const cancel_answered_by_error = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(1000)
    } catch {
      throw boom('instead')
    }
  }

  const task = createTask(body())
  await turns()
  task.cancel()
  log(await attempt(task))
  log([task.cancelled(), end(task)])
}

// Fact 9: cancelled while it runs, the next wait is cancelled as soon as it begins.
export const cancel_self_then_future = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => {
    log(me().cancel('self'))
    log('still runs')
    try {
      await future
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns()
  log([end(future), end(task)])
  log(await attempt(task))
}

export const cancel_self_then_one_turn = async (log: Log) => {
  const body = async () => {
    me().cancel('self')
    try {
      await sleep(0)
    } catch (error) {
      log(['inside', err(error)])
    }
    await sleep(0)
    return 'went on'
  }

  log(await attempt(createTask(body())))
}

export const cancel_self_then_sleep = async (log: Log) => {
  const body = async () => {
    me().cancel('self')
    try {
      await sleep(50)
    } catch (error) {
      log(['inside', err(error), timers()])
      throw error
    }
  }

  const elapsed = stopwatch()
  log(await attempt(createTask(body())))
  log(elapsed())
}

// Fact 4: two requests while it runs: the second message.
export const cancel_self_twice = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => {
    const task = me()
    log([task.cancel('first'), task.cancel('second')])
    try {
      await future
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  log(await attempt(createTask(body())))
  log(refused(() => future.result()))
}

// Fact 7: it returns without another wait: cancelled, and here the message is kept.
export const cancel_self_then_return = async (log: Log) => {
  const body = async () => {
    me().cancel('self')
    return 'lost'
  }

  const task = createTask(body())
  log(await attempt(task))
  log([task.cancelled(), refused(() => task.result())])
}

// Fact 8: it raises without another wait.
export const cancel_self_then_raise = async (log: Log) => {
  const body = async () => {
    me().cancel('self')
    throw boom('instead')
  }

  const task = createTask(body())
  log(await attempt(task))
  log(task.cancelled())
}

// Fact 11: awaiting what is done is no wait; the request stays for the next one.
export const cancel_self_then_done_future = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  future.setResult('result')

  const body = async () => {
    me().cancel('self')
    log(await future)
    try {
      await sleep(10)
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  log(await attempt(createTask(body())))
}

// Fact 9: the task that is waited for takes the request over. It swallows it, so nothing is left of it.
export const cancel_self_inner_swallows = async (log: Log) => {
  const inner = async () => {
    try {
      await sleep(50)
    } catch (error) {
      log(['inner', err(error)])
    }
    return 'from inner'
  }

  const outer = async (task: Task<string>) => {
    await turns()
    me().cancel('self')
    log(await task)
    await sleep(10)
    return 'went on'
  }

  log(await attempt(createTask(outer(createTask(inner())))))
}

// Facts 6, 9: the task that is waited for has not started: its body never runs, and the message ends there.
export const cancel_self_then_new_task = async (log: Log) => {
  const inner = async () => {
    log('inner runs')
  }

  const outer = async () => {
    me().cancel('self')
    try {
      await createTask(inner())
    } catch (error) {
      log(['outer', err(error)])
    }
    await sleep(10)
    return 'went on'
  }

  log(await attempt(createTask(outer())))
}

// Fact 10: a gather whose children are all done refuses the request, so it stays and is met at the wake-up.
export const cancel_self_then_finished_gather = async (log: Log) => {
  const loop = getRunningLoop()
  const futures = [loop.createFuture(), loop.createFuture()]
  for (const future of futures) future.setResult('child')

  const body = async () => {
    const gathering = gather(futures)
    me().cancel('self')
    try {
      await gathering
    } catch (error) {
      log(['inside', err(error), end(gathering)])
    }
    await sleep(10)
    return 'went on'
  }

  log(await attempt(createTask(body())))
}

// Fact 12: raising it by oneself is being cancelled; the message is dropped.
export const cancel_raised_by_body = async (log: Log) => {
  const body = async () => {
    throw new CancelledError('mine')
  }

  const task = createTask(body())
  log(await attempt(task))
  log(task.cancelled())
}

// Fact 13: set as an exception it leaves the future not cancelled, but cancels the task that waits.
export const cancel_set_as_exception = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async () => {
    try {
      await future
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns()
  future.setException(new CancelledError('as an error'))
  log([future.cancelled(), err(future.exception())])
  log(await attempt(task))
  log(task.cancelled())
}

// Fact 14: two wait for one future; cancelling one of them cancels both. A future is no border: both see the message.
export const cancel_one_of_two_waiters = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const body = async (name: string) => {
    try {
      await future
    } catch (error) {
      log([name, err(error)])
      throw error
    }
  }

  const first = createTask(body('first'))
  const second = createTask(body('second'))
  await turns()
  log(first.cancel('stop'))
  await turns()
  log([end(first), end(second), end(future)])
}

// Facts 6, 14: so with a task that two wait for; here the message stops at the border.
export const cancel_one_of_two_waiters_of_task = async (log: Log) => {
  const inner = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log(['inner', err(error)])
      throw error
    }
  }

  const task = createTask(inner())

  const body = async (name: string) => {
    try {
      await task
    } catch (error) {
      log([name, err(error)])
      throw error
    }
  }

  const first = createTask(body('first'))
  const second = createTask(body('second'))
  await turns(2)
  first.cancel('stop')
  await turns(3)
  log([end(first), end(second), end(task)])
}

// Facts 1, 6: down a chain of tasks at once, up again task by task, a turn each.
export const cancel_chain_of_tasks = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  const counter = new TurnCounter()

  const waits = async (name: string, awaitable: PromiseLike<unknown>) => {
    try {
      await awaitable
    } catch (error) {
      log([name, err(error), counter.count])
      throw error
    }
  }

  const innermost = createTask(waits('innermost', future))
  const middle = createTask(waits('middle', innermost))
  const outer = createTask(waits('outer', middle))
  await turns(2)
  log([outer.cancel('stop'), counter.count])
  log([end(future), end(innermost), end(middle), end(outer)])
  await turns(4)
  counter.stop()
  log([end(future), end(innermost), end(middle), end(outer)])
}

// Coroutines awaited in place are no border and cost no turn.
export const cancel_chain_of_coroutines = async (log: Log) => {
  const innermost = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log(['innermost', err(error)])
      throw error
    }
  }

  const middle = async () => {
    try {
      await innermost()
    } finally {
      log('middle cleans up')
    }
  }

  const outer = async () => {
    try {
      await middle()
    } catch (error) {
      log(['outer', err(error)])
      throw error
    }
  }

  const task = createTask(outer())
  await turns()
  task.cancel('stop')
  log(await attempt(task))
}

// A task in the middle swallows: those further out never know.
export const cancel_swallowed_in_the_middle = async (log: Log) => {
  const inner = async () => {
    try {
      await sleep(1000)
      return 'slept'
    } catch {
      return 'swallowed'
    }
  }

  const outer = async (inside: Task<string>) => {
    log(await inside)
    return 'outer went on'
  }

  const task = createTask(outer(createTask(inner())))
  await turns(2)
  log(task.cancel())
  log(await attempt(task))
}

// Several in one turn: the errors arrive in the order of the requests.
export const cancel_order_of_arrival = async (log: Log) => {
  const body = async (name: string) => {
    try {
      await sleep(1000)
    } catch (error) {
      log(name)
      throw error
    }
  }

  const a = createTask(body('a'))
  const b = createTask(body('b'))
  const c = createTask(body('c'))
  await turns()
  for (const task of [c, a, b]) task.cancel()
  await turns(2)
  log([end(a), end(b), end(c)])
}

export const cancel_from_callback = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  const elapsed = stopwatch()
  const task = createTask(body())
  const cancelIt = (message: string) => {
    log(task.cancel(message))
  }
  getRunningLoop().callLater(30, cancelIt, 'by timer')
  log(await attempt(task))
  log(elapsed())
}

// Facts 2, 5: the same turn in which its first step was going to run.
export const cancel_from_callback_before_first_step = async (log: Log) => {
  const body = async () => {
    log('body runs')
  }

  const cancelIt = () => {
    log(['asked', task.cancel()])
  }

  getRunningLoop().callSoon(cancelIt)
  const task: Task<void> = createTask(body())
  log(await attempt(task))
}

// A child cancels the parent that waits for it: it cancels itself.
export const cancel_parent_from_child = async (log: Log) => {
  const child = async (above: Task<unknown>) => {
    log(above.cancel('from below'))
    try {
      await sleep(10)
    } catch (error) {
      log(['child', err(error)])
      throw error
    }
  }

  const parent = async () => {
    try {
      await createTask(child(me()))
    } catch (error) {
      log(['parent', err(error)])
      throw error
    }
  }

  const task = createTask(parent())
  log(await attempt(task))
}

// Fact 46: two tasks that wait for each other.
export const cancel_cycle = async (log: Log) => {
  const body = async (name: string, other: () => Task<void>) => {
    try {
      await other()
    } catch (error) {
      log([name, 'cancelled'])
      throw error
    }
  }

  const first: Task<void> = createTask(body('first', () => second))
  const second: Task<void> = createTask(body('second', () => first))
  await turns()
  log(first.cancel())
  await turns(4)
  log([end(first), end(second)])
}

// Fact 46: the circle leads through a gather.
export const cancel_cycle_through_gather = async (log: Log) => {
  const bodyOfFirst = async () => {
    try {
      await gather([second])
    } catch (error) {
      log(['first', 'cancelled'])
      throw error
    }
  }

  const bodyOfSecond = async () => {
    try {
      await first
    } catch (error) {
      log(['second', 'cancelled'])
      throw error
    }
  }

  const first: Task<void> = createTask(bodyOfFirst())
  const second: Task<void> = createTask(bodyOfSecond())
  await turns()
  log(first.cancel())
  await turns(5)
  log([end(first), end(second)])
}

// A future: the message is given to everyone who asks, each time anew.
export const cancel_future = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  log(future.cancel('first'))
  log(future.cancel('second'))
  log([future.done(), future.cancelled()])
  log([refused(() => future.result()), refused(() => future.result()), refused(() => future.exception())])
  log([await attempt(future), await attempt(future)])
}

export const cancel_future_without_message = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  future.cancel()
  log(await attempt(future))
}

// Facts 15, 16 and a cancellation: see also task.ts. Handing out nothing is a plain turn, and can be cancelled.
export const cancel_at_bare_yield = async (log: Log) => {
  const body = async () => {
    try {
      await handOut(undefined)
    } catch (error) {
      log(['inside', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns()
  log(task.cancel('stop'))
  log(await attempt(task))
}

// The task awaits again in the handler: the request was used up by the first error.
export const cancel_handler_waits = async (log: Log) => {
  const body = async () => {
    try {
      await sleep(1000)
    } catch (error) {
      await sleep(10)
      log(['handled', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await turns()
  task.cancel('stop')
  log(await attempt(task))
}

// Of two tasks, the first to run cancels the second, which is to be woken in this very turn.
export const cancel_task_due_in_same_turn = async (log: Log) => {
  const bodyOfFirst = async () => {
    await sleep(10)
    log(['asked', second.cancel('by first')])
  }

  const bodyOfSecond = async () => {
    try {
      await sleep(10)
      log('slept')
    } catch (error) {
      log(['second', err(error)])
    }
  }

  const first: Task<void> = createTask(bodyOfFirst())
  const second: Task<void> = createTask(bodyOfSecond())
  await wait([first, second])
  log([end(first), end(second)])
}
