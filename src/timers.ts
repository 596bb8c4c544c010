// timers.ts: what waits for a time: a ring of alarms, nearest first, closed by one that never comes.
//
//   T1  an alarm comes before those with a later deadline, and before those with the same that were set after it
//   T2  `_next` of the ring is the nearest; if there is none, what says NaN: no time is before that, and none after
//   T3  an alarm that is not in here has no `_before`, or the ring itself, which does not lead to it
// Taking back takes one step; setting, one for each alarm that is later: mostly few, since who wakes sleeps on, behind the others.
// For the few timers of a device nothing is faster; loops of more have a heap (heap.ts). Allocates nothing, reads no clock.
// To take out the nearest is two lines where time counts: pass() and the short turn of Espruino; so is pause()'s setting.

import type { Entry } from './entries'

/** What waits for the time `_when`. */
export interface Alarm extends Entry {
  _before?: Alarm | undefined
  _when?: number | undefined
  /** ALARM if it is a task (scheduler.ts) */
  _waiter?: unknown
}

/** The alarms of a loop: a ring, or a heap. */
export interface Timers {
  /** the nearest (T2) */
  _next: Alarm
}

/** The end of a ring. */
export interface Ring extends Timers {
  _before: Alarm
  _when: number
}

/** What holds many. */
export interface Heap extends Timers {
  /** Puts an alarm in. */
  _add(alarm: Alarm): void
  /** Takes out the nearest. */
  _pop(): void
  /** Takes an alarm out; false if it is not in here. */
  _remove(alarm: Alarm): boolean
}

/** A ring without alarms. */
export function newRing(): Ring {
  const ring = { _when: NaN } as Ring
  ring._next = ring as unknown as Alarm
  ring._before = ring as unknown as Alarm
  return ring
}

/** Puts an alarm in. */
export function setAlarm(ring: Ring, alarm: Alarm): void {
  const when = alarm._when as number
  let before = ring as unknown as Alarm
  do before = before._before as Alarm
  while ((before._when as number) > when)
  alarm._before = before
  alarm._next = before._next
  before._next = alarm
  ;(alarm._next as Alarm)._before = alarm
}

/** Takes an alarm out; false if it is in no ring. */
export function takeAlarm(alarm: Alarm): boolean {
  const before = alarm._before
  if (!before || before._next !== alarm) return false
  const after = alarm._next as Alarm
  before._next = after
  after._before = before
  alarm._next = undefined
  alarm._before = undefined
  return true
}
