// timers.ts: callbacks that wait for a time, nearest first, and those whose time has come.
//
// A timer lives in a slot: when[s] deadline | seq[s] order of setting (0: slot is free) | fns[s], args[s], ctxs[s] what to
// run | at[s] its place in `order`, or, when it is due, -2 - the next due slot, -1 for the last
//   order[0, size)           a binary heap of the armed
//   order[free, capacity)    the free slots
//   due ... at[due] ...      the due, a list: taken out of the heap by collect(), run in this order by the same turn
//   T1  free = size + how many are due, so the heap never meets the free slots
//   T2  a parent comes before its children: smaller deadline, or the same and set earlier
//   T3  fns, args, ctxs of a free slot are undefined, so a timer that fired keeps nothing alive
//   T4  at[order[i]] = i in the heap
//   T5  an id is seq * capacity + slot: one safe integer that no other timer ever has, so a stale id cancels nothing
// A cancelled timer leaves at once, armed or due. Never allocates after construction, never calls user code, never reads
// the clock. add() does not look whether there is room: ask full() first.

import type { Context, Vars } from './context'
import { slots } from './ring'
import type { Callback } from './ring'

export class Timers {
  _size: number
  _free: number
  /** the first due slot, or -1 */
  _due: number
  /** seq of the next timer */
  _next: number
  /** the most slots that were ever taken */
  _most: number
  _order: number[]
  _at: number[]
  _when: number[]
  _seq: number[]
  _fns: (Callback | undefined)[]
  _args: unknown[]
  _ctxs: (Context | Vars)[]

  constructor(capacity: number) {
    this._size = 0
    this._free = 0
    this._due = -1
    this._next = 1
    this._most = 0
    this._order = slots(capacity, 0)
    this._at = slots(capacity, 0)
    this._when = slots(capacity, 0)
    this._seq = slots(capacity, 0)
    this._fns = slots<Callback | undefined>(capacity, undefined)
    this._args = slots<unknown>(capacity, undefined)
    this._ctxs = slots<Context | Vars>(capacity, undefined)
    for (let i = 0; i < capacity; i++) this._order[i] = i
  }

  _full(): boolean {
    return this._free === this._order.length
  }

  /** How many slots are taken, armed and due. */
  _used(): number {
    return this._free
  }

  /** Arms a timer and gives its id. O(log n). */
  _add(when: number, fn: Callback, arg: unknown, ctx: Context | Vars): number {
    const free = this._free
    const slot = this._order[free] as number
    const seq = this._next
    const size = this._size
    this._free = free + 1
    if (free >= this._most) this._most = free + 1
    this._next = seq + 1
    this._size = size + 1
    this._when[slot] = when
    this._seq[slot] = seq
    this._fns[slot] = fn
    if (arg !== undefined) this._args[slot] = arg
    if (ctx !== undefined) this._ctxs[slot] = ctx
    this._up(size, slot)
    return seq * this._order.length + slot
  }

  /** Takes back the timer with this id; false if it ran or was cancelled before. O(log n), and O(due) for a due one. */
  _cancel(id: number): boolean {
    const slot = id % this._order.length
    const seq = this._seq[slot]
    if (!seq || seq !== (id - slot) / this._order.length) return false
    const place = this._at[slot] as number
    if (place >= 0) this._unheap(place)
    else if (this._due === slot) this._due = -2 - place
    else {
      let before = this._due
      while (this._at[before] !== -2 - slot) before = -2 - (this._at[before] as number)
      this._at[before] = place
    }
    this._release(slot)
    return true
  }

  /** The nearest deadline; Infinity without one. */
  _first(): number {
    return this._size > 0 ? (this._when[this._order[0] as number] as number) : Infinity
  }

  /** Makes every timer with a deadline of `now` or earlier due. O(log n) each. */
  _collect(now: number): void {
    // left by a turn that the engine aborted: they go first, alone
    if (this._due >= 0) return
    let last = -1
    while (this._size > 0) {
      const slot = this._order[0] as number
      if ((this._when[slot] as number) > now) return
      this._unheap(0)
      if (last < 0) this._due = slot
      else this._at[last] = -2 - slot
      this._at[slot] = -1
      last = slot
    }
  }

  /** Takes out the next due timer (its parts were read before): its id is stale from here on. */
  _take(): void {
    const slot = this._due
    this._due = -2 - (this._at[slot] as number)
    this._release(slot)
  }

  _clear(): void {
    while (this._due >= 0) this._take()
    while (this._size > 0) {
      this._size--
      this._release(this._order[this._size] as number)
    }
  }

  _release(slot: number): void {
    this._free--
    this._order[this._free] = slot
    this._seq[slot] = 0
    this._fns[slot] = undefined
    this._args[slot] = undefined
    this._ctxs[slot] = undefined
  }

  /** Lets `slot` rise from `index` to its place. */
  _up(index: number, slot: number): void {
    const order = this._order
    const at = this._at
    const when = this._when
    const deadline = when[slot] as number
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = order[parent] as number
      const other = when[above] as number
      if (other < deadline || (other === deadline && (this._seq[above] as number) < (this._seq[slot] as number))) break
      order[index] = above
      at[above] = index
      index = parent
    }
    order[index] = slot
    at[slot] = index
  }

  /** Closes the gap at `index` of the heap with its last slot. */
  _unheap(index: number): void {
    const order = this._order
    const at = this._at
    const when = this._when
    const size = this._size - 1
    this._size = size
    const slot = order[size] as number
    if (index === size) return
    // The gap sinks to the bottom along the nearer children, then the last slot rises from there: it mostly stays low.
    for (;;) {
      let child = index * 2 + 1
      if (child >= size) break
      let below = order[child] as number
      if (child + 1 < size) {
        const right = order[child + 1] as number
        const a = when[right] as number
        const b = when[below] as number
        if (a < b || (a === b && (this._seq[right] as number) < (this._seq[below] as number))) {
          below = right
          child++
        }
      }
      order[index] = below
      at[below] = index
      index = child
    }
    this._up(index, slot)
  }
}
