// options.ts: what a loop, and a call of it, may be told.

import { Context, varsHere } from './context'
import type { Vars } from './context'
import { ValueError, isFunction, show, unexpected } from './errors'
import type { Loop } from './loop'
import type { ErrorContext } from './port'

export type ExceptionHandler = (loop: Loop, context: ErrorContext) => void

export interface LoopOptions {
  /** How many callbacks, done-callbacks and pending tasks the loop holds at the most. */
  ready: number
  /** How many timers (sleeps, timeouts, callLater) it holds at the most. */
  timers: number
  debug?: boolean | undefined
}

export interface CallOptions {
  /** The context to run in; default: a copy of the one that runs now. */
  context?: Context | undefined
}

export function contextFor(call: string, options: CallOptions | undefined): Context | Vars {
  const context = options && options.context
  if (context === undefined) return varsHere()
  if (!(context instanceof Context)) throw unexpected(call, 'a Context', context, 'copyContext() gives one')
  return context
}

/** @cold */
export function checkLoopArguments(port: unknown, options: unknown): void {
  if (!isFunction(port)) throw unexpected('Loop', 'a function that makes a port', port, 'see src/port.ts')
  if (typeof options !== 'object' || options === null) throw unexpected('Loop', 'an object', options, 'give { ready, timers }')
  checkCapacity('ready', (options as Partial<LoopOptions>).ready)
  checkCapacity('timers', (options as Partial<LoopOptions>).timers)
}

/** @cold */
function checkCapacity(name: string, capacity: unknown): void {
  if (typeof capacity !== 'number' || !(capacity >= 1) || capacity % 1 !== 0) {
    throw new ValueError('Loop: ' + name + ' is ' + show(capacity) + '; give a whole number of 1 or more')
  }
}
