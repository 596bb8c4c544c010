// port.ts: ports on a clock that jumps, for tests: an hour of sleep takes no time, and every run is the same.
//
// virtualPort blocks, so a run ends before run() returns; time moves in block() only, to the next deadline or to the next
// host event (at()), whichever is first. steppedPort does not: whoever has the clock moves it (targets/testing/clock.ts).
//   VP1  block() without any deadline or event throws: nothing could ever wake the loop

import { RuntimeError } from '../../src/errors'
import type { Loop } from '../../src/loop'
import type { ErrorContext, Port } from '../../src/port'
import { Clock } from './clock'
import type { Due } from './clock'

export interface VirtualPort extends Port {
  /** Runs `fn` from outside the loop, as an interrupt would, when now() reaches `when`. */
  at(when: number, fn: () => void): void
}

declare const print: ((text: string) => void) | undefined
declare const console: { log(text: string): void } | undefined

function report(context: ErrorContext): void {
  const text = 'ringloop: ' + context.message + ('exception' in context ? ': ' + String(context.exception) : '')
  if (typeof print === 'function') print(text)
  else if (typeof console === 'object') console.log(text)
}

export function virtualPort(_loop: Loop): VirtualPort {
  const clock = new Clock()
  return {
    now: function () {
      return clock.now
    },
    arm: function () {
      // block() looks for itself
    },
    disarm: function () {
      // likewise
    },
    report: report,
    block: function (delayMs) {
      const until = clock.now + delayMs
      const event = clock.next()
      if (event !== undefined && event.when <= until) {
        clock.take()
        event.fn()
      } else if (until === Infinity) {
        throw new RuntimeError('run: nothing is left that could wake the loop (deadlock); no timer is armed and no host event is due')
      } else clock.now = until
    },
    at: function (when, fn) {
      clock.at(when, fn)
    }
  }
}

/** A port whose turns are timers of `clock`. */
export function steppedPort(clock: Clock, loop: Loop): Port {
  let armed: Due | undefined
  function disarm(): void {
    if (armed !== undefined) clock.cancel(armed)
    armed = undefined
  }
  return {
    now: function () {
      return clock.now
    },
    arm: function (delayMs) {
      disarm()
      armed = clock.timer(delayMs, function () {
        armed = undefined
        loop.turn()
      })
    },
    disarm: disarm,
    report: report
  }
}
