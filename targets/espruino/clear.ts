// clear.ts: ends a run here and now, for who cannot wait until the host calls again: the REPL, an app that gives way to another.

import type { Loop } from '../../src/loop'
import { NOTHING, cancelAll, closeLoop, ended } from '../../src/runner'
import { events } from '../../src/running'
import { pass } from '../../src/scheduler'

/** Turns that clean-up may take. */
const TURNS = 100

/**
 * Cancels all tasks and runs what is ready until nothing is, so that each `finally` runs as far as it gets without waiting for a
 * time or an event; then the loop is closed, and nothing of it is left. Not from within a step of it.
 */
export function clearLoop(loop: Loop): void {
  cancelAll(loop)
  for (let turns = TURNS; loop._next && turns > 0; turns--) pass(loop, 1)
  loop._after = NOTHING
  ended(loop)
  closeLoop(loop)
  if (events._set === loop) events._set = undefined
}
