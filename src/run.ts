// run.ts: a program from its first line to its end.
//
//   U1  a new loop for each run; when main is done, every other task is cancelled and awaited, then the loop is closed

import type { Coroutine } from './coroutine'
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
export function run<T>(main: Coroutine<T> | PromiseLike<T>, options?: Partial<LoopOptions>): Task<T> {
  if (events._running !== undefined) throw new RuntimeError('run: a loop runs already; await the coroutine, or createTask it')
  if (!isCoroutine(main)) {
    throw unexpected('run', 'a coroutine', main, 'call an async function and give what it gives')
  }
  const loop = newEventLoop(options)
  const task = loop.createTask<T>(main)
  const close = function (): void {
    loop.close()
    setEventLoop(null)
  }
  const drained = {
    done: function (): boolean {
      return loop._firstTask === undefined
    }
  }
  const drain = function (): void {
    // where run() throws main's error, it is not lost
    if (loop._port.block !== undefined) task._seen = true
    const left = allTasks(loop)
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
  if (task.done()) task.result()
  return task
}
