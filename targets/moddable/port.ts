// port.ts: Moddable XS.
//
// One host timer is made at the first arm and kept while the loop runs: rescheduling it allocates nothing. It repeats, for a
// one-shot timer is removed when its callback returns; parked, it is twelve days away. (Timer.schedule(timer) was to park it, but in
// Moddable since October 2025 it makes it fire at once, and then it is gone.) Timer callbacks have no catch around them: a turn throws
// nothing (scheduler.ts, L3). A timer whose time had come may fire although another timer's callback has just set it to a later time.
// Time.ticks is a 32-bit count that wraps after 24.8 days, so time is counted from difference to difference. On a simulator it
// is the wall clock: what that goes back is not counted, and if it did, then the host timer's time has passed when it fires.

import Time from 'time'
import Timer from 'timer'
import type { Loop } from '../../src/loop'
import type { Port } from '../../src/port'

declare function trace(text: string): void

/** Twelve days: when the timer fires it is set to this again, and so it is while there is nothing to wait for. */
const PARKED_MS = 0x3fffffff

export function moddablePort(loop: Loop): Port {
  let clock = 0
  let last = Time.ticks
  let due = 0
  let wentBack = false
  let timer: object | undefined

  function fired(): void {
    if (now() < due && wentBack) clock = due
    loop.turn()
  }

  function now(): number {
    const ticks = Time.ticks
    const passed = Time.delta(last, ticks)
    last = ticks
    if (passed > 0) clock = clock + passed
    else if (passed < 0) wentBack = true
    return clock
  }

  return {
    now: now,
    arm: function (delayMs) {
      const ms = Math.ceil(delayMs)
      due = clock + delayMs
      wentBack = false
      if (timer === undefined) timer = Timer.set(fired, ms, PARKED_MS)
      else Timer.schedule(timer, ms, PARKED_MS)
    },
    disarm: function (over) {
      if (timer === undefined) return
      if (over) {
        Timer.clear(timer)
        timer = undefined
      } else Timer.schedule(timer, PARKED_MS, PARKED_MS)
    },
    report: function (context) {
      const error = context.exception as Error | null | undefined
      trace('ringloop: ' + context.message + ('exception' in context ? ': ' + String(error) : '') + '\n')
      if (error && error.stack) trace(error.stack + '\n')
    }
  }
}
