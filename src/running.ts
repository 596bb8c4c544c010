// running.ts: which loop runs now, and which one is meant when none is named.

import { RuntimeError } from './errors'
import type { Loop } from './loop'
import type { LoopOptions } from './options'
import type { Task } from './task'

export const events: {
  /** the loop that runs now (loop.ts, L6) */
  _running: Loop | undefined
  /** the one that is meant while none runs */
  _set: Loop | undefined
  /** makes one; set by the target's entry (events.ts) */
  _make: (options: Partial<LoopOptions> | undefined) => Loop
} = { _running: undefined, _set: undefined, _make: unknownEngine }

function unknownEngine(): never {
  throw new RuntimeError('newEventLoop: no engine is set up; import a target of ringloop, or call setDefaults(port, { ready, timers })')
}

/** The loop that runs now; RuntimeError if none does. */
export function runningLoop(call: string): Loop {
  if (events._running === undefined) throw new RuntimeError(call + ': no loop runs; start one with run(main())')
  return events._running
}

/** The task whose step runs now, if one does. */
export function runningTask(): Task<unknown> | undefined {
  const loop = events._running
  return loop && loop._current
}

/** The loop that runs, or the one set, or a new one, which is set then. Python: `asyncio.get_event_loop`. */
export function getEventLoop(): Loop {
  return events._running || events._set || (events._set = events._make(undefined))
}
