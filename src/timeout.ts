// timeout.ts: the timer of what waits for something else, but not for ever.

import type { Entry } from './entries'
import type { Future } from './future'
import { NOW, addTimer, dropTimer } from './scheduler'
import { FINISHED } from './state'
import type { Alarm } from './timers'

/** Wakes who waits for `waiter`, unless that has happened. */
export function release(waiter: Future<void>): void {
  if (!waiter.done()) waiter._settle(FINISHED, undefined)
}

export class Timeout implements Alarm {
  _next: Entry | undefined
  _when: number
  _waiter: Future<void>

  /** Releases `waiter` in `ms`. CapacityError when the timer heap is full. */
  constructor(call: string, waiter: Future<void>, ms: number) {
    const loop = waiter._loop
    this._next = undefined
    this._when = 0
    this._waiter = waiter
    addTimer(loop, call, this, loop._port.now() + ms)
  }

  _step(): void {
    this._waiter._loop._alarms--
    this._when = NOW
    release(this._waiter)
  }

  /** Takes it back, if its time has not come. */
  _end(): void {
    if (this._when !== NOW) dropTimer(this._waiter._loop, this)
  }
}
