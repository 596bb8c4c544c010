// breath.ts: the delay to ask of hosts that count whole milliseconds and serve due timers before anything else.
//
//   BR1  their millisecond has begun already, so the end of ours is counted from the start of that: a timer that fires early
//        would cost a turn that finds nothing due
//   BR2  a timer that is due at once, again and again, keeps them from files, sockets and other timers. So a loop that has been
//        busy for BREATH_MS waits for a whole millisecond, in which the host gets on
//   BR3  one that had nothing to wait for has been idle if that took more than a millisecond: what a promise wakes at once is as
//        busy as before

const BREATH_MS = 10

/**
 * Makes of the delays that a loop asks for, one after the other, those to ask the host for: whole milliseconds. Infinity says that
 * there is nothing to wait for.
 */
export function breathing(now: () => number): (delayMs: number) => number {
  /** since when the loop has been busy; Infinity if it is not */
  let busy = Infinity
  /** since when it has had nothing to wait for; Infinity if it has */
  let idle = Infinity
  return function (delayMs) {
    const time = now()
    if (time - idle > 1) busy = Infinity
    idle = delayMs === Infinity ? time : Infinity
    if (delayMs === Infinity) return delayMs
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
