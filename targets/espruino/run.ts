// run.ts: run() again and again, from the REPL.

import type { Runnable } from '../../src/coroutine'
import { RuntimeError } from '../../src/errors'
import type { LoopOptions } from '../../src/options'
import { run as start } from '../../src/run'
import { events } from '../../src/running'
import type { Task } from '../../src/task'
import { clearLoop } from './clear'

/**
 * As in src/run.ts, but a run that has not ended is ended first (clear.ts). RuntimeError within a step. Nothing tells that from a step
 * that the engine has broken off, which the next turn mends (scheduler.ts, L5): so that comes at once, and run() may be called again.
 */
export function run<T>(main: Runnable<T>, options?: Partial<LoopOptions>): Task<T> {
  const last = events._running
  if (last) {
    if (last._current) {
      last._port.arm(0)
      throw new RuntimeError('run: a loop runs already; await the coroutine, createTask it, or try again if a step was broken off')
    }
    clearLoop(last)
  }
  return start(main, options)
}
