// run.ts: run() again and again, from the REPL.

import type { Runnable } from '../../src/coroutine'
import type { LoopOptions } from '../../src/options'
import { run as start } from '../../src/run'
import { events } from '../../src/running'
import type { Task } from '../../src/task'
import { clear } from './clear'

/** As in src/run.ts, but a run that has not ended is ended first (clear.ts). RuntimeError within a step. */
export function run<T>(main: Runnable<T>, options?: Partial<LoopOptions>): Task<T> {
  const last = events._running
  if (last && !last._current) clear(last)
  return start(main, options)
}
