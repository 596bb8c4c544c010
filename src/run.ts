// run.ts: a program from its first line to its end: a new loop for each run (runner.ts, U1).

import { isCoroutine, noCoroutine } from './coroutine'
import type { Runnable } from './coroutine'
import { RuntimeError } from './errors'
import { newEventLoop } from './events'
import { canBlock, hasSetLoop } from './needed'
import type { LoopOptions } from './options'
import { FINISH, giveUp, runUntil } from './runner'
import { events } from './running'
import { Task } from './task'

/**
 * Runs a program and gives main's task. On a port that can block it is done by then, and main's error is thrown; on one that
 * cannot it is pending: await it, or an error that main throws goes to the port's report.
 * Options: capacities of the loop, debug mode; `call` is what its errors name, for runs by another name. Python: `asyncio.run`.
 * TypeError for what is no coroutine, RuntimeError while a loop runs.
 * @cold
 */
export function run<T>(main: Runnable<T>, options?: Partial<LoopOptions>, call = 'run'): Task<T> {
  if (events._running) throw new RuntimeError(call + ': a loop runs already; await the coroutine, or createTask it')
  if (!isCoroutine(main)) throw noCoroutine(main, call)
  const loop = newEventLoop(options)
  const task = new Task<T>(main, { loop: loop })
  if (hasSetLoop()) events._set = loop
  if (canBlock()) {
    try {
      runUntil(loop, task, FINISH)
    } catch (error) {
      giveUp(loop)
      throw error
    }
    if (loop._stopped && loop._port.block !== undefined) {
      throw new RuntimeError(call + ': the loop was stopped before main was done, so main was cancelled; let main return')
    }
    if (task.done()) task.result()
  } else runUntil(loop, task, FINISH)
  return task
}
