// events.ts: which loop is meant when none is named.
//
// The target's entry says once how to make a loop here (setDefaults); the library itself knows no engine.

import { RuntimeError, unexpected } from './errors'
import { Loop, events, runningLoop } from './loop'
import type { LoopOptions } from './options'
import type { PortFactory } from './port'

let port: PortFactory | undefined
let defaults: LoopOptions | undefined
let current: Loop | null = null

/** For a target's entry: the port and the capacities of loops made by newEventLoop. */
export function setDefaults(factory: PortFactory, options: LoopOptions): void {
  port = factory
  defaults = options
}

/** A new loop with this target's port and capacities, or those given. Python: `asyncio.new_event_loop`. */
export function newEventLoop(options?: Partial<LoopOptions>): Loop {
  if (port === undefined || defaults === undefined) {
    throw new RuntimeError('newEventLoop: no engine is set up; import a target of ringloop, or call setDefaults(port, { ready, timers })')
  }
  const given: Partial<LoopOptions> = options || {}
  return new Loop(port, {
    ready: given.ready === undefined ? defaults.ready : given.ready,
    timers: given.timers === undefined ? defaults.timers : given.timers,
    debug: given.debug === undefined ? defaults.debug === true : given.debug
  })
}

/** The loop that runs; RuntimeError if none does. Python: `asyncio.get_running_loop`. */
export function getRunningLoop(): Loop {
  return runningLoop('getRunningLoop')
}

/** The loop that runs, or the one set, or a new one, which is set then. Python: `asyncio.get_event_loop`. */
export function getEventLoop(): Loop {
  if (events._running !== undefined) return events._running
  if (current === null) current = newEventLoop()
  return current
}

/** Sets what getEventLoop gives while no loop runs; null for none. Python: `asyncio.set_event_loop`. */
export function setEventLoop(loop: Loop | null): void {
  if (loop !== null && !(loop instanceof Loop)) throw unexpected('setEventLoop', 'a Loop or null', loop, 'null for none')
  current = loop
}
