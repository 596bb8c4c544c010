// task.ts: tasks: steps, names, bad yields, registration. The twin is task.py.

import {
  allTasks, createTask, currentTask, ensureFuture, enterTask, gather, getRunningLoop, isFuture, leaveTask, newEventLoop, registerTask,
  sleep, unregisterTask, wait
} from 'ringloop'
import type { Future, Task } from 'ringloop'
import { TurnCounter, attempt, boom, end, err, handOut, me, refused, stopwatch, turns } from './shared'
import type { Deviations, Log } from './shared'

export const deviations: Deviations = {
  task_error_looked_at_later: {
    id: 'D7',
    why: 'without finalizers it is decided before the loop goes to sleep, though somebody may look later',
    trace: [['reported', 'Boom(error)'], 'raised Boom(error)']
  },
  task_exception_never_retrieved: {
    id: 'D7',
    why: 'CPython reports when the task is collected, here at once; without finalizers it is decided before the loop goes to sleep',
    trace: ['before the sleep', ['reported', 'Boom(nobody looks)'], 'after the sleep']
  }
}

/** N of a task's name Task-N. */
const numberOf = (task: Task<unknown>): number => Number(task.getName().slice(5))

const nothing = async () => undefined

/** Is it among the pending tasks? */
const listed = (future: Future<any>): boolean => allTasks().indexOf(future as Task<unknown>) >= 0

export const task_starts_in_next_turn = async (log: Log) => {
  const body = async () => {
    log('body')
  }

  const task = createTask(body())
  log('created')
  await task
  log('awaited')
}

export const task_result = async (log: Log) => {
  const body = async () => 'result'

  const task = createTask(body())
  log([task.done(), refused(() => task.result()), refused(() => task.exception())])
  log(await task)
  log([task.done(), task.cancelled(), task.result(), task.exception()])
}

export const task_error = async (log: Log) => {
  const error = boom('error')

  const body = async () => {
    throw error
  }

  const task = createTask(body())
  log(await attempt(task))
  log([task.done(), task.cancelled(), task.exception() === error, refused(() => task.result())])
  log(await attempt(task))
}

// Awaited by nobody yet: it may be looked at later, and then is not reported.
export const task_error_looked_at_later = async (log: Log) => {
  getRunningLoop().setExceptionHandler((_, context) => {
    log(['reported', err(context.exception)])
  })

  const body = async () => {
    throw boom('error')
  }

  const task = createTask(body())
  await sleep(10)
  log(await attempt(task))
}

// Nobody ever looks at it.
export const task_exception_never_retrieved = async (log: Log) => {
  getRunningLoop().setExceptionHandler((_, context) => {
    log(['reported', err(context.exception)])
  })

  const body = async () => {
    throw boom('nobody looks')
  }

  void createTask(body())
  await turns(3)
  log('before the sleep')
  await sleep(10)
  log('after the sleep')
}

export const task_refuses_to_be_settled = async (log: Log) => {
  const task: Future<unknown> = createTask(nothing())
  log([refused(() => task.setResult(undefined)), refused(() => task.setException(boom('by hand')))])
  log(await attempt(task))
}

export const task_interleaving = async (log: Log) => {
  const body = async (name: string, steps: number) => {
    for (let step = 0; step < steps; step++) {
      log([name, step])
      await turns()
    }
    log([name, 'ends'])
  }

  await gather([body('a', 3), body('b', 1), body('c', 2)])
}

// A coroutine awaited in place, however deep, and what is done already, cost no turn.
export const task_awaits_in_place_take_no_turn = async (log: Log) => {
  const deep = async (depth: number): Promise<string> => {
    if (depth === 0) return 'bottom'
    return await deep(depth - 1)
  }

  getRunningLoop().callSoon(log, 'a turn')
  log(await deep(10))
  await turns()
}

export const task_error_through_coroutines = async (log: Log) => {
  const innermost = async () => {
    await turns()
    throw boom('innermost')
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
      log(err(error))
      throw boom('outer')
    }
  }

  log(await attempt(createTask(outer())))
}

// Fact 15: what cannot be waited for: an error in the next turn; the coroutine may go on.
export const task_bad_yield = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  const counter = new TurnCounter()

  const body = async () => {
    for (const value of [42, 'text', [future]]) {
      const before = counter.count
      try {
        await handOut(value)
      } catch (error) {
        log([err(error), counter.count - before])
      }
    }
    return 'went on'
  }

  await turns()
  log(await attempt(createTask(body())))
  counter.stop()
}

// Fact 15: uncaught it ends the task.
export const task_bad_yield_uncaught = async (log: Log) => {
  const body = async () => {
    await handOut(42)
  }

  log(await attempt(createTask(body())))
}

// Fact 15: a cancellation before that turn takes its place.
export const task_bad_yield_then_cancel = async (log: Log) => {
  const body = async () => {
    try {
      await handOut(42)
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

// Fact 15: cancelled while it runs, before it hands out what is bad.
export const task_cancel_then_bad_yield = async (log: Log) => {
  const body = async () => {
    me().cancel('self')
    try {
      await handOut(42)
    } catch (error) {
      log(['inside', err(error)])
    }
    return 'went on'
  }

  log(await attempt(createTask(body())))
}

// Fact 16: a future handed out without await is an error, too, whoever awaits it besides.
export const task_yields_future = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const waits = async () => await future

  const body = async () => {
    try {
      await handOut(future)
    } catch (error) {
      log(err(error))
    }
    return 'went on'
  }

  const waiter = createTask(waits())
  await turns()
  log(await attempt(createTask(body())))
  log([end(waiter), end(future)])
  future.setResult('result')
  log(await attempt(waiter))
}

export const task_yields_coroutine = async (log: Log) => {
  const body = async () => {
    const inner = nothing()
    try {
      await handOut(inner)
    } catch (error) {
      log(err(error))
    }
    await inner
    return 'went on'
  }

  log(await attempt(createTask(body())))
}

export const task_awaits_itself = async (log: Log) => {
  const body = async () => {
    try {
      await task
    } catch (error) {
      log([err(error), end(task)])
    }
    return 'went on'
  }

  const task: Task<string> = createTask(body())
  log(await attempt(task))
}

export const task_awaits_future_of_other_loop = async (log: Log) => {
  const other = newEventLoop()
  const future = other.createFuture()

  const body = async () => {
    try {
      await future
    } catch (error) {
      log(err(error))
    }
    return 'went on'
  }

  log(await attempt(createTask(body())))
  future.setResult('done')
  log(await attempt(future))
  other.close()
}

// A coroutine is good for one time.
export const task_of_used_coroutine = async (log: Log) => {
  const coroutine = nothing()

  const again = async () => {
    await createTask(coroutine)
  }

  await coroutine
  log(await attempt(again()))
}

export const task_awaits_used_coroutine = async (log: Log) => {
  const coroutine = nothing()

  const again = async () => {
    await coroutine
  }

  await coroutine
  log(await attempt(again()))
}

// A second task may not await what a first one is in the middle of; the first is not disturbed.
export const task_awaits_busy_coroutine = async (log: Log) => {
  const child = async () => {
    await sleep(10)
    return 'child'
  }

  const coroutine = child()

  const body = async (name: string) => {
    try {
      log([name, await coroutine])
    } catch (error) {
      log([name, err(error)])
    }
  }

  await gather([body('first'), body('second')])
}

// Fact 43: each task gets the next number.
export const task_names_are_numbered = async (log: Log) => {
  const first = createTask(nothing())
  const second = getRunningLoop().createTask(nothing())
  log([first.getName() === 'Task-' + numberOf(first), numberOf(second) - numberOf(first)])
  await wait([first, second])
}

// Fact 43: createTask takes a number though it has a name; loop.createTask takes none.
export const task_names_and_numbers = async (log: Log) => {
  const first = createTask(nothing())
  const byModule = createTask(nothing(), { name: 'by module' })
  const second = createTask(nothing())
  const byLoop = getRunningLoop().createTask(nothing(), { name: 'by loop' })
  const third = createTask(nothing())
  log([byModule.getName(), byLoop.getName()])
  log([numberOf(second) - numberOf(first), numberOf(third) - numberOf(second)])
  await wait([first, byModule, second, byLoop, third])
}

// Fact 43: the empty name is a name; others are made text.
export const task_name_of_any_kind = async (log: Log) => {
  const empty = createTask(nothing(), { name: '' })
  const number = createTask(nothing(), { name: 7 as unknown as string })
  log([empty.getName(), number.getName()])
  number.setName('renamed')
  empty.setName(8 as unknown as string)
  log([empty.getName(), number.getName()])
  await wait([empty, number])
}

// Fact 43: what is no coroutine is refused, and uses no number.
export const task_of_no_coroutine = async (log: Log) => {
  const loop = getRunningLoop()
  const future = loop.createFuture()
  const first = createTask(nothing())
  for (const value of [nothing, future, 42, null, 'text']) {
    const given = value as PromiseLike<void>
    log([refused(() => createTask(given)), refused(() => loop.createTask(given))])
  }
  const second = createTask(nothing())
  log(numberOf(second) - numberOf(first))
  await wait([first, second])
}

export const task_get_coro = async (log: Log) => {
  const coroutine = nothing()
  const task = createTask(coroutine)
  log((task.getCoro() as unknown) === coroutine)
  await task
}

export const ensure_future_of_each = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  const task = ensureFuture(nothing())
  log([ensureFuture(future) === future, ensureFuture(task) === task])
  log([isFuture(future), isFuture(task), isFuture(42)])
  for (const value of [42, nothing]) log(refused(() => ensureFuture(value as unknown as PromiseLike<void>)))
  log([end(task), await attempt(task)])
}

export const ensure_future_of_other_loop = async (log: Log) => {
  const other = newEventLoop()
  const future = other.createFuture()
  log(refused(() => ensureFuture(future, { loop: getRunningLoop() })))
  log(ensureFuture(future, { loop: other }) === future)
  other.close()
}

export const current_task_in_each_place = async (log: Log) => {
  const loop = getRunningLoop()
  const task = currentTask()

  const child = async (name: string) => {
    log([name, currentTask() === task])
    await turns()
    log([name, currentTask() === task])
  }

  await child('in place')
  await createTask(child('in a task'))
  loop.callSoon(() => log(['in a callback', currentTask() === null]))
  await turns()
  log([currentTask() === task, currentTask(loop) === task])
}

export const all_tasks_are_the_pending = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const waits = async () => {
    await future
  }

  const names = () => allTasks().map((task) => task.getName()).sort()

  me().setName('program')
  log(names())
  const b = createTask(waits(), { name: 'b' })
  const a = createTask(waits(), { name: 'a' })
  log(names())
  await turns()
  a.cancel()
  log(names())
  await turns()
  log(names())
  future.cancel()
  await turns()
  log([names(), b.cancelled()])
}

export const task_hooks_register = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  log(listed(future))
  registerTask(future)
  log(listed(future))
  unregisterTask(future)
  log(listed(future))
  registerTask(future)
  future.setResult(null)
  log(listed(future))
  unregisterTask(future)
  unregisterTask(future)
}

export const task_hooks_enter = async (log: Log) => {
  const loop = getRunningLoop()
  const future = loop.createFuture()
  const other = loop.createFuture()

  const callback = () => {
    log(currentTask() === null)
    enterTask(loop, future)
    log((currentTask() as unknown) === future)
    log([refused(() => enterTask(loop, other)), refused(() => leaveTask(loop, other))])
    leaveTask(loop, future)
    log([currentTask() === null, refused(() => leaveTask(loop, future))])
  }

  loop.callSoon(callback)
  await turns()
  log(refused(() => enterTask(loop, future)))
}

// A task that awaits what another task is about to fail with: everyone who waits gets the same error.
export const task_error_for_two_waiters = async (log: Log) => {
  const error = boom('shared')

  const fails = async () => {
    await turns()
    throw error
  }

  const task = createTask(fails())

  const waits = async (name: string) => {
    try {
      await task
    } catch (caught) {
      log([name, caught === error])
    }
  }

  await gather([waits('first'), waits('second')])
}

// A finished task is given at once, a cancelled one raises at once.
export const task_done_takes_no_turn = async (log: Log) => {
  const returns = async () => 'result'

  const task = createTask(returns())
  const cancelled = createTask(nothing())
  cancelled.cancel()
  await wait([task, cancelled])
  getRunningLoop().callSoon(log, 'a turn')
  log(await task)
  log(await attempt(cancelled))
  await turns()
}

export const task_many_waits = async (log: Log) => {
  const body = async () => {
    let total = 0
    for (let step = 0; step < 50; step++) {
      const result = await sleep(1, step)
      total += result
    }
    return total
  }

  const elapsed = stopwatch()
  log(await gather([body(), body()]))
  log(elapsed())
}
