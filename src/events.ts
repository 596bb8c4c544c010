// events.ts: which loop is meant when none is named.
//
// The target's entry says once how to make a loop here (setDefaults); the library itself knows no engine.

import { unexpected } from './errors'
import { Loop } from './loop'
import type { LoopOptions } from './options'
import type { PortFactory } from './port'
import { hasDebug, hasHandles, hasHeap, hasMaker, hasMany, hasOptions, hasSetLoop, hasStats } from './needed'
import { events, getEventLoop, makeLoop, runningLoop } from './running'
import type { Heap } from './timers'

export { getEventLoop }

/**
 * For a target's entry: the port and the capacities of loops made by newEventLoop; and, where there may be many timers, what
 * holds these in any loop of more than a few (heap.ts). Forgets which loop was set. Python: `asyncio.set_event_loop_policy`.
 */
export function setDefaults(port: PortFactory, defaults: LoopOptions, heap?: (capacity: number) => Heap): void {
  if (hasHeap() && heap !== undefined) events._heap = heap
  if (hasSetLoop()) events._set = undefined
  events._port = port
  if (hasMany() || hasHeap() || hasStats() || hasHandles() || hasOptions() || hasDebug()) events._defaults = defaults
  if (hasMaker()) events._make = made
}

/** @cold */
function made(options: Partial<LoopOptions> | undefined): Loop {
  const port = events._port as PortFactory
  const defaults = events._defaults as LoopOptions
  if (!options || !(hasOptions() || hasDebug())) return new Loop(port, defaults)
  return new Loop(port, {
    ready: options.ready === undefined ? defaults.ready : options.ready,
    timers: options.timers === undefined ? defaults.timers : options.timers,
    debug: options.debug === undefined ? defaults.debug === true : options.debug
  })
}

/** A new loop with this target's port and capacities, or those given. Python: `asyncio.new_event_loop`. @cold */
export function newEventLoop(options?: Partial<LoopOptions>): Loop {
  return hasMaker() ? makeLoop(options) : made(options)
}

/** The loop that runs; RuntimeError if none does. Python: `asyncio.get_running_loop`. */
export function getRunningLoop(): Loop {
  return runningLoop('getRunningLoop')
}

/** Sets what getEventLoop gives while no loop runs; null for none, which makes it throw. Python: `asyncio.set_event_loop`. */
export function setEventLoop(loop: Loop | null): void {
  if (loop !== null && !(loop instanceof Loop)) throw unexpected('setEventLoop', 'a Loop or null', loop, 'null for none')
  events._set = loop
}
