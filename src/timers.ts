// timers.ts: what waits for a time: a chain, nearest first.
//
//   T1  an alarm comes before those with a later deadline, and before those with the same that were set after it
//   T2  `_next` is the nearest alarm
// Setting and taking back take time in proportion to how many there are; the nearest is at hand. For the few timers of a
// device nothing is faster; loops of more have a heap (heap.ts). Allocates nothing, reads no clock.

import type { Chain, Entry } from './entries'

/** What waits for the time `_when`. */
export interface Alarm extends Entry {
  _when?: number | undefined
  /** ALARM if it is a task (scheduler.ts) */
  _waiter?: unknown
}

export interface Timers {
  /** the nearest */
  _next: Alarm | undefined
  /** Puts an alarm in. */
  _add(alarm: Alarm): void
  /** Takes out the nearest. */
  _pop(): void
  /** Takes an alarm out; false if it is not in here. */
  _remove(alarm: Alarm): boolean
}

export class TimerChain implements Timers {
  _next: Alarm | undefined

  constructor() {
    this._next = undefined
  }

  _add(alarm: Alarm): void {
    const when = alarm._when as number
    let before: Chain = this
    let after = this._next
    while (after && (after._when as number) <= when) {
      before = after
      after = after._next
    }
    alarm._next = after
    before._next = alarm
  }

  _pop(): void {
    this._next = (this._next as Alarm)._next
  }

  _remove(alarm: Alarm): boolean {
    let before: Chain = this
    while (before._next !== alarm) {
      if (before._next === undefined) return false
      before = before._next
    }
    before._next = alarm._next
    alarm._next = undefined
    return true
  }
}
