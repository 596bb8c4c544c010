// heap.ts: what waits for a time: a binary heap, for loops of many timers (timers.ts says what that has to do). The entries
// of targets that have room for such loops bring it (events.ts).
//
//   order[0, size)   the alarms; order[i] has the _place i
//   HP1  a parent comes before its children: smaller deadline, or the same and set earlier (_seq)
//   HP2  an alarm that is not in here has the _place -1, or none
//   HP3  slots beyond size are undefined, so an alarm that left is kept alive by nothing
// O(log n) for each call. The array is made once, so nothing is allocated afterwards.

import type { Alarm, Heap } from './timers'

interface Placed extends Alarm {
  _place?: number
  _seq?: number
}

/** What is nearest when there is none (timers.ts, T2). */
const NEVER = { _when: NaN } as Placed

class TimerHeap implements Heap {
  _next: Placed
  _order: (Placed | undefined)[]
  _size: number
  _seq: number

  constructor(capacity: number) {
    this._next = NEVER
    this._order = []
    // filled now, since an engine may reserve a slot only when it is first written
    for (let i = 0; i < capacity; i++) this._order.push(undefined)
    this._size = 0
    this._seq = 0
  }

  _add(alarm: Placed): void {
    alarm._seq = ++this._seq
    this._up(this._size++, alarm)
  }

  _pop(): void {
    this._close(0)
  }

  _remove(alarm: Placed): boolean {
    const place = alarm._place
    if (place === undefined || this._order[place] !== alarm) return false
    this._close(place)
    return true
  }

  /** Lets an alarm rise from `place` to its own. */
  _up(place: number, alarm: Placed): void {
    const order = this._order
    const when = alarm._when as number
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = order[parent] as Placed
      const other = above._when as number
      if (other < when || (other === when && (above._seq as number) < (alarm._seq as number))) break
      order[place] = above
      above._place = place
      place = parent
    }
    order[place] = alarm
    alarm._place = place
    this._next = order[0] as Placed
  }

  /** Takes out the alarm at `place`: the gap sinks along the nearer children, then the last alarm rises from there. */
  _close(place: number): void {
    const order = this._order
    const size = --this._size
    const last = order[size] as Placed
    ;(order[place] as Placed)._place = -1
    while (place * 2 + 1 < size) {
      let child = place * 2 + 1
      let below = order[child] as Placed
      if (child + 1 < size) {
        const right = order[child + 1] as Placed
        const a = right._when as number
        const b = below._when as number
        if (a < b || (a === b && (right._seq as number) < (below._seq as number))) {
          below = right
          child++
        }
      }
      order[place] = below
      below._place = place
      place = child
    }
    order[size] = undefined
    if (place < size) this._up(place, last)
    else this._next = order[0] || NEVER
  }
}

/** For setDefaults. */
export function timerHeap(capacity: number): Heap {
  return new TimerHeap(capacity)
}
