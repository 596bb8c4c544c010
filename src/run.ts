// run.ts: a program from its first line to its end.
//
//   U1  a new loop for each run; when main is done, every other task is cancelled and awaited, then the loop is closed

import { checkCoroutine } from './coroutine'
import type { Runnable } from './coroutine'
import { RuntimeError } from './errors'
import type { Loop } from './loop'
import type { LoopOptions } from './options'
import { canBlock, hasMany, hasSetLoop } from './needed'
import { Stopper, closeLoop, runUntil, start } from './runner'
import { events } from './running'
import { PENDING } from './state'
import { Task } from './task'

/**
 * Runs a program and gives main's task. On a port that can block it is done by then, and main's error is thrown; on one that
 * cannot it is pending: await it, or an error that main throws goes to the port's report.
 * Options: capacities of the loop, debug mode. Python: `asyncio.run`.
 * TypeError for what is no coroutine, RuntimeError while a loop runs.
 */
export function run<T>(main: Runnable<T>, options?: Partial<LoopOptions>): Task<T> {
  if (events._running !== undefined) throw new RuntimeError('run: a loop runs already; await the coroutine, or createTask it')
  checkCoroutine(main, 'run')
  const loop = events._make(options)
  const blocks = canBlock() && loop._port.block !== undefined
  const task = new Task<T>(main, { loop: loop })
  let stopped = false
  const close = function (): void {
    closeLoop(loop)
    if (hasSetLoop()) events._set = null
  }
  const finish = function (): void {
    if (canBlock()) {
      stopped = task._state === PENDING
      // where run() throws main's error, it is not lost
      if (blocks) task._seen = true
    }
    if (hasMany() && cancelAll(loop)) start(loop, close)
    else close()
  }
  if (hasSetLoop()) events._set = loop
  if (canBlock()) {
    try {
      runUntil(loop, task, finish)
    } catch (error) {
      // the port gave up: nothing could ever wake the program
      close()
      throw error
    }
    if (stopped && blocks) throw new RuntimeError('run: the loop was stopped before main was done, so main was cancelled; let main return')
    if (task.done()) task.result()
  } else runUntil(loop, task, finish)
  return task
}

/** Cancels the tasks that are left, and has the loop stop when they have ended; false if there are none. @cold */
export function cancelAll(loop: Loop): boolean {
  const left: Task<unknown>[] = []
  // what their clean-up starts is on its own, as with asyncio.run
  for (let at = loop._firstTask; at !== undefined; at = at._nextTask) if (at instanceof Task) left.push(at)
  loop._left = left.length
  for (let i = 0; i < left.length; i++) {
    const task = left[i] as Task<unknown>
    task._listen(new Stopper(loop))
    task.cancel()
  }
  return left.length > 0
}
