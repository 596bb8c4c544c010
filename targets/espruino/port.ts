// port.ts: Espruino.
//
// getTime() is the wall clock: setTime and a network time server move it, also back. So time is counted here, from call to
// call: a step back counts as none, and so does one far beyond the deadline. When the host timer fires, its delay has
// passed whatever the wall clock says.
// Never clear an id that is not ours: clearTimeout() without one clears everybody's timers, and ids are used again at once.

import type { Port } from '../../src/port'

declare function getTime(): number
declare function setTimeout(fn: () => void, ms: number): number
declare function clearTimeout(id: number): void
declare function print(...parts: unknown[]): void

/** The most that a host timer may be late before the clock counts as moved. */
const SLACK_MS = 60000
/** How soon the loop goes on after a turn that was aborted. */
const GUARD_MS = 1000

export function espruinoPort(turn: () => void): Port {
  let clock = 0
  let last = getTime() * 1000
  let due = Infinity
  let timer: number | undefined

  function now(): number {
    const wall = getTime() * 1000
    const passed = wall - last
    last = wall
    // with nothing armed no deadline can be missed, so what is not counted then harms nobody
    if (passed > 0 && clock + passed <= (due === Infinity ? clock : due) + SLACK_MS) clock = clock + passed
    return clock
  }

  function disarm(): void {
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
    due = Infinity
  }

  function fired(): void {
    timer = undefined
    if (now() < due) clock = due
    due = Infinity
    // The engine may abort the turn (stack overflow, out of memory, Ctrl-C) where no catch runs: then this one mends it.
    // A turn that ends well arms anew, which takes it back.
    timer = setTimeout(fired, GUARD_MS)
    turn()
  }

  return {
    now: now,
    arm: function (delayMs) {
      disarm()
      due = clock + delayMs
      timer = setTimeout(fired, delayMs)
    },
    disarm: disarm,
    report: function (context) {
      if (context.exception === undefined) print('ringloop: ' + context.message)
      else print('ringloop: ' + context.message, context.exception)
    }
  }
}
