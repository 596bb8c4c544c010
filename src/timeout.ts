// timeout.ts: the timer of what waits for something else, but not for ever.
//
// It is a Handle, which tells whoever waits by _heard(), of no future.
//   TO1  _timer is there from start to stop; whoever hears of it stops it, so that it never means a Handle that is another's by then

import { checkMs } from './errors'
import type { Future } from './future'
import { cancelHandle, timerHandle } from './handles'
import type { Handle, Listener } from './handles'
import type { Loop } from './loop'
import { FINISHED } from './state'

/** What waits so. */
export interface Timed extends Listener {
  _loop: Loop
  _timer?: Handle | undefined
}

/** Wakes who waits for `waiter`, unless that has happened. */
export function release(waiter: Future<void>): void {
  if (!waiter.done()) waiter._settle(FINISHED, undefined)
}

/** Refuses what is no time; undefined and null are none. */
export function checkTimeout(call: string, ms: unknown): void {
  if (ms !== undefined && ms !== null) checkMs(call, ms)
}

/** Tells `wait` in `ms`. CapacityError when the timer heap is full. */
export function startTimer(call: string, wait: Timed, ms: number): void {
  const loop = wait._loop
  wait._timer = timerHandle(loop, call, wait, undefined, undefined, loop._port.now() + ms)
}

/** Takes its timer back, if it has one. */
export function stopTimer(wait: Timed): void {
  // the id of one that has told is 0, which is nobody's
  if (wait._timer) cancelHandle(wait._loop, wait._timer._id)
  wait._timer = undefined
}
