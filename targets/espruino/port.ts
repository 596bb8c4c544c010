// port.ts: Espruino.
//
// getTime() is the wall clock, and there is no other. So the loop's clock is that with an offset:
//   EP1  setTime() is stood in for while there is a loop, and moves the offset the other way: no timer is early or late for it
//   EP2  where the firmware itself moves the wall clock (wifi.setSNTP), ours stands still if that went back, or beyond the
//        deadline by more than any delay can be; it is right again when the host timer fires, for then its time has passed
//   EP3  a host timer is set before the old one is cleared: if there is no memory for it, the old one still wakes the loop
// Never clear an id that is not ours: clearTimeout() without one clears everybody's timers, and ids are used again at once.

import type { Port } from '../../src/port'

declare const global: { setTime?: (seconds: number) => void }
declare function setTime(seconds: number): void
declare function getTime(): number
declare function setTimeout(fn: () => void, ms: number): number
declare function clearTimeout(id: number): void
declare function print(...parts: unknown[]): void

/** The most that a host timer may be late before the clock counts as moved. */
const SLACK_MS = 10000
/** How soon the loop goes on after a turn that was aborted. */
const GUARD_MS = 1000

export function espruinoPort(turn: () => void): Port {
  let clock = 0
  let offset = -getTime() * 1000
  let due = 0
  /** while a host timer is set, no wall clock that is right gives more */
  let limit = Infinity
  /** ids are 1 or more */
  let timer = 0

  // the stand-in of an earlier loop goes, so there is one at the most
  delete global.setTime
  const set = setTime
  global.setTime = function (seconds) {
    const before = getTime()
    set(seconds)
    offset = offset + (before - getTime()) * 1000
  }

  function fired(): void {
    timer = 0
    if (clock < due) clock = due
    turn()
  }

  function now(): number {
    const time = getTime() * 1000 + offset
    if (time < clock || time > limit) offset = offset + clock - time
    else clock = time
    return clock
  }

  return {
    now: now,
    arm: function (delayMs) {
      const old = timer
      if (limit === Infinity) now()
      due = clock + delayMs
      limit = due + SLACK_MS
      timer = setTimeout(fired, delayMs)
      if (old) clearTimeout(old)
    },
    disarm: function () {
      if (timer) clearTimeout(timer)
      timer = 0
      limit = Infinity
    },
    report: function (context) {
      print('ringloop: ' + context.message, context.exception || '')
    },
    guardMs: GUARD_MS
  }
}
