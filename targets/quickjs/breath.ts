// breath.ts: the delay to ask of hosts that count whole milliseconds and serve due timers before anything else.
//
//   BR1  their millisecond has begun already, so the end of ours is counted from the start of that: a timer that fires early
//        would cost a turn that finds nothing due
//   BR2  a timer that is due at once, again and again, keeps them from files, sockets and other timers. So a loop that has been
//        busy for BREATH_MS waits for a whole millisecond, in which the host gets on

const BREATH_MS = 10

/** Makes of the delays that a loop asks for, one after the other, those to ask the host for: whole milliseconds. */
export function breathing(now: () => number): (delayMs: number) => number {
  /** since when the loop has been busy; Infinity if it is not */
  let busy = Infinity
  return function (delayMs) {
    const time = now()
    if (delayMs > 0) {
      busy = Infinity
      return Math.ceil(time + delayMs) - Math.floor(time)
    }
    if (busy === Infinity) busy = time
    if (time - busy <= BREATH_MS) return 0
    busy = Infinity
    return 2
  }
}
