// port.ts: a clock that jumps. For tests and for the emulator: an hour of sleep takes no time, and every run is the same.
//
// Time moves in block() only, to the next deadline or to the next host event (at()), whichever is first.
//   VC1  host events run between turns, in the order of their times, as an interrupt would
//   VC2  block() without any deadline or event throws: nothing could ever wake the loop

import { RuntimeError } from '../../src/errors'
import type { Port } from '../../src/port'

interface HostEvent {
  when: number
  fn: () => void
}

export interface VirtualPort extends Port {
  /** Runs `fn` from outside the loop, as an interrupt would, when now() reaches `when`. */
  at(when: number, fn: () => void): void
}

declare const print: ((text: string) => void) | undefined
declare const console: { log(text: string): void } | undefined

export function virtualPort(_turn: () => void): VirtualPort {
  const events: HostEvent[] = []
  let now = 0
  return {
    now: function () {
      return now
    },
    arm: function () {
      // block() looks for itself
    },
    disarm: function () {
      // likewise
    },
    report: function (context) {
      const text = 'ringloop: ' + context.message + ('exception' in context ? ': ' + String(context.exception) : '')
      if (typeof print === 'function') print(text)
      else if (typeof console === 'object') console.log(text)
    },
    block: function (delayMs) {
      const until = now + delayMs
      const event = events[0]
      if (event !== undefined && event.when <= until) {
        events.shift()
        if (event.when > now) now = event.when
        event.fn()
      } else if (until === Infinity) {
        throw new RuntimeError('run: nothing is left that could wake the loop (deadlock); no timer is armed and no host event is due')
      } else now = until
    },
    at: function (when, fn) {
      let index = events.length
      while (index > 0 && (events[index - 1] as HostEvent).when > when) index--
      events.splice(index, 0, { when: when, fn: fn })
    }
  }
}
