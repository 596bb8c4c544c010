// running.ts: which loop runs now, and which one is meant when none is named.

import { RuntimeError } from './errors'
import type { Loop } from './loop'
import { mayLackEngine } from './needed'
import type { LoopOptions } from './options'
import type { PortFactory } from './port'
import type { Task } from './task'
import type { Heap } from './timers'

export const events: {
  /** the loop that runs now (loop.ts, L6) */
  _running: Loop | undefined
  /** the one that is meant while none runs; null after a run, or setEventLoop(null): none, and none is made */
  _set?: Loop | null | undefined
  /** the port and the capacities of a new one; set by the target's entry (events.ts) */
  _port?: PortFactory
  _defaults?: LoopOptions
  /** makes one, where more than run() and newEventLoop() need to know how */
  _make?: (options: Partial<LoopOptions> | undefined) => Loop
  /** holds the timers of a loop of many, where there may be such */
  _heap?: ((capacity: number) => Heap) | undefined
  /** told of each loop that is made, and that is closed (watch.ts) */
  _made?: (loop: Loop) => void
  _closed?: (loop: Loop) => void
} = { _running: undefined }

/** A new loop. RuntimeError if nobody has said how to make it. @cold */
export function makeLoop(options: Partial<LoopOptions> | undefined): Loop {
  if (mayLackEngine() && events._make === undefined) {
    throw new RuntimeError('newEventLoop: no engine is set up; import a target of ringloop, or call setDefaults(port, { ready, timers })')
  }
  return (events._make as NonNullable<typeof events._make>)(options)
}

/** The loop that runs now; RuntimeError if none does. */
export function runningLoop(call: string): Loop {
  if (!events._running) throw new RuntimeError(call + ': no loop runs; start one with run(main())')
  return events._running
}

/** The task whose step runs now, if one does. */
export function runningTask(): Task<unknown> | undefined {
  const loop = events._running
  return loop && loop._current
}

/**
 * The loop that runs, or the one set, or, before the first run, a new one, which is set then. Python: `asyncio.get_event_loop`.
 * RuntimeError after a run or setEventLoop(null).
 */
export function getEventLoop(): Loop {
  if (events._set === null && !events._running) {
    throw new RuntimeError('getEventLoop: no loop runs and none is set; start one with run(main()), or setEventLoop(newEventLoop())')
  }
  return events._running || events._set || (events._set = makeLoop(undefined))
}
