// port.ts: Moddable XS.
//
// One host timer is made at the first arm and kept: rescheduling it allocates nothing. It repeats, for a one-shot timer is
// removed when its callback returns. Timer callbacks have no catch around them: a turn throws nothing (scheduler.ts, L3).
// Time.ticks is a 32-bit count that wraps after 24.8 days, so time is counted from difference to difference. On a simulator it
// is the wall clock: what that goes back is not counted, and when the host timer fires, its time has passed.

import Time from 'time'
import Timer from 'timer'
import type { Loop } from '../../src/loop'
import type { Port } from '../../src/port'

declare function trace(text: string): void

/** Any interval will do: the timer is always rescheduled or parked before it could repeat. */
const REPEAT_MS = 0x3fffffff

export function moddablePort(loop: Loop): Port {
  let clock = 0
  let last = Time.ticks
  let due = 0
  let timer: object | undefined

  function fired(): void {
    Timer.schedule(timer as object)
    if (now() < due) clock = due
    loop.turn()
  }

  function now(): number {
    const ticks = Time.ticks
    const passed = Time.delta(last, ticks)
    last = ticks
    if (passed > 0) clock = clock + passed
    return clock
  }

  return {
    now: now,
    arm: function (delayMs) {
      const ms = Math.ceil(delayMs)
      due = clock + delayMs
      if (timer === undefined) timer = Timer.set(fired, ms, REPEAT_MS)
      else Timer.schedule(timer, ms, REPEAT_MS)
    },
    disarm: function () {
      if (timer !== undefined) Timer.schedule(timer)
    },
    report: function (context) {
      const error = context.exception as Error | null | undefined
      trace('ringloop: ' + context.message + ('exception' in context ? ': ' + String(error) : '') + '\n')
      if (error && error.stack) trace(error.stack + '\n')
    }
  }
}
