// port.ts: Moddable XS.
//
// One host timer is made at the first arm and kept: rescheduling it allocates nothing. It repeats, for a one-shot timer is
// removed when its callback returns. Time.ticks is a 32-bit count that wraps after 24.8 days, so time is counted from
// difference to difference. Timer callbacks have no catch around them: a turn throws nothing (scheduler.ts, L3).

import Time from 'time'
import Timer from 'timer'
import type { Port } from '../../src/port'

declare function trace(text: string): void

/** Any interval will do: the timer is always rescheduled or parked before it could repeat. */
const REPEAT_MS = 0x3fffffff

export function moddablePort(turn: () => void): Port {
  let clock = 0
  let last = Time.ticks
  let timer: object | undefined

  function fired(): void {
    Timer.schedule(timer as object)
    turn()
  }

  return {
    now: function () {
      const ticks = Time.ticks
      const passed = Time.delta(last, ticks)
      if (passed > 0) {
        clock = clock + passed
        last = ticks
      }
      return clock
    },
    arm: function (delayMs) {
      const ms = Math.ceil(delayMs)
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
