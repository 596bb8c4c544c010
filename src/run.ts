// run.ts: a program from its first line to its end.
//
//   U1  a new loop for each run; when main is done, every other task is cancelled and awaited, then the loop is closed

import type { Runnable } from './coroutine'
import { isCoroutine } from './coroutine'
import { RuntimeError, unexpected } from './errors'
import { newEventLoop, setEventLoop } from './events'
import { events } from './loop'
import type { LoopOptions } from './options'
import { allTasks } from './registry'
import type { Task } from './task'

/**
 * Runs a program and gives main's task. On a port that can block it is done by then, and main's error is thrown; on one that
 * cannot it is pending: await it, or an error that main throws goes to the port's report.
 * Options: capacities of the loop, debug mode. Python: `asyncio.run`.
 * TypeError for what is no coroutine, RuntimeError while a loop runs.
 */
export function run<T>(main: Runnable<T>, options?: Partial<LoopOptions>): Task<T> {
  if (events._running !== undefined) throw new RuntimeError('run: a loop runs already; await the coroutine, or createTask it')
  if (!isCoroutine(main)) {
    throw unexpected('run', 'a coroutine', main, 'call an async function and give what it gives')
  }
  const loop = newEventLoop(options)
  let stopped = false
  const task = loop.createTask<T>(main)
  const close = function (): void {
    loop.close()
    setEventLoop(null)
  }
  let left: Task<unknown>[] = []
  const drained = {
    // what its clean-up starts is on its own, as with asyncio.run
    done: function (): boolean {
      for (let i = 0; i < left.length; i++) if (!(left[i] as Task<unknown>).done()) return false
      return true
    }
  }
  const drain = function (): void {
    stopped = !task.done()
    // where run() throws main's error, it is not lost
    if (loop._port.block !== undefined) task._seen = true
    left = cancellable(allTasks(loop))
    for (let i = 0; i < left.length; i++) (left[i] as Task<unknown>).cancel()
    if (left.length > 0) loop._run(drained, close)
    else close()
  }
  setEventLoop(loop)
  try {
    loop._run(task, drain)
  } catch (error) {
    // the port gave up: nothing could ever wake the program
    loop.close()
    setEventLoop(null)
    throw error
  }
  if (stopped && loop.isClosed()) throw new RuntimeError('run: the loop was stopped before main was done, so main was cancelled; let main return')
  if (task.done()) task.result()
  return task
}

/** A registered task of another class may know no cancel(). */
function cancellable(tasks: Task<unknown>[]): Task<unknown>[] {
  const list: Task<unknown>[] = []
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[i] as Task<unknown>
    if (typeof (task as Partial<Task<unknown>>).cancel === 'function') list.push(task)
  }
  return list
}
