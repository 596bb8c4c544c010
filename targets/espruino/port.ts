// port.ts: Espruino.
//
// getTime() is the wall clock: setTime and a network time server move it, also back. So the loop's clock has an offset to it:
// where the wall clock jumps back, or far beyond the deadline, ours stands still. When the host timer fires, its delay has
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
  let offset = -getTime() * 1000
  let due = 0
  /** no wall clock that is right gives more */
  let limit = SLACK_MS
  let timer: number | undefined

  function now(): number {
    const time = getTime() * 1000 + offset
    if (time < clock || time > limit) offset = offset + clock - time
    else clock = time
    return clock
  }

  function fired(): void {
    timer = undefined
    if (clock < due) clock = due
    turn()
  }

  return {
    now: now,
    arm: function (delayMs) {
      if (timer !== undefined) clearTimeout(timer)
      due = clock + delayMs
      limit = due + SLACK_MS
      timer = setTimeout(fired, delayMs)
    },
    disarm: function () {
      if (timer !== undefined) clearTimeout(timer)
      timer = undefined
      // with nothing armed no deadline can be missed, so what is not counted then harms nobody
      limit = clock + SLACK_MS
    },
    report: function (context) {
      if (context.exception === undefined) print('ringloop: ' + context.message)
      else print('ringloop: ' + context.message, context.exception)
    },
    guardMs: GUARD_MS
  }
}
