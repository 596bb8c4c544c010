// port.ts: all that an engine must give. targets/virtual/port.ts is the plainest one.
//
//   P1  now() is milliseconds from any origin, may be fractional, and never goes back, whatever happens to the wall clock
//   P2  arm(delayMs) makes the host call the loop's turn() once, from its own top level, not before delayMs have passed; it replaces
//       the last arm. 0 means as soon as host events have had their say. arm() returns before any turn runs
//   P3  disarm(over) takes the last arm back; `over`: the loop does not run any longer, and need not keep a process alive
//   P4  report() shows an error that nobody handled; it does not throw
//   P5  block(delayMs), if there, returns when delayMs have passed or earlier; Infinity when only the outside can wake us.
//       With it runUntilComplete works as in Python, without it the host's own loop drives the turns
//   P6  guardMs is there where the engine may abort a turn where no catch runs (stack overflow, out of memory, Ctrl-C): the
//       loop arms before it runs anything, for so many ms at the most, so that a later turn mends what that leaves (L5)
//   P7  a port may run the commonest turn itself, where calls are dear (targets/espruino/port.ts)

import type { Loop } from './loop'

export type Callback = (argument: never) => unknown

/** What an exception handler is told. `message` says what happened; the other parts are there if they apply. */
export interface ErrorContext {
  message: string
  exception?: unknown
  /** The future or task that it happened to. */
  future?: object
  callback?: Callback
}

export interface Port {
  now(): number
  arm(delayMs: number): void
  disarm(over?: boolean): void
  report(context: ErrorContext): void
  block?(delayMs: number): void
  guardMs?: number
}

/** Makes the port of one loop, whose turn() its arm() must have called. */
export type PortFactory = (loop: Loop) => Port
