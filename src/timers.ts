// timers.ts: callbacks that wait for a time, nearest first, and those whose time has come.
//
// A timer lives in a slot: when[s] deadline | seq[s] order of setting (0: slot is free) | fns[s], args[s], ctxs[s] what to
// run | at[s] its place in `order`. `order` is a permutation of the slots, in three parts:
//   [0, size)         a binary heap of the armed
//   [size, low)       the free
//   [low, capacity)   the due: taken out of the heap by collect(), run in this order by the same turn
//   T1  0 <= size <= low <= capacity = order.length
//   T2  a parent comes before its children: smaller deadline, or the same and set earlier
//   T3  fns, args, ctxs of a free slot are undefined, so a timer that fired keeps nothing alive
//   T4  at[order[i]] = i
//   T5  an id is seq * capacity + slot: one safe integer that no other timer ever has, so a stale id cancels nothing
// A cancelled timer leaves at once, armed or due. Never allocates after construction, never calls user code, never reads
// the clock. add() does not look whether there is room: ask full() first.

import type { Context, Vars } from './context'
import { slots } from './ring'
import type { Callback } from './ring'

export class Timers {
  _order: number[]
  _at: number[]
  _when: number[]
  _seq: number[]
  _fns: (Callback | undefined)[]
  _args: unknown[]
  _ctxs: (Context | Vars)[]
  _size: number
  _low: number
  /** seq of the next timer */
  _next: number

  constructor(capacity: number) {
    this._order = slots(capacity, 0)
    this._at = slots(capacity, 0)
    this._when = slots(capacity, 0)
    this._seq = slots(capacity, 0)
    this._fns = slots<Callback | undefined>(capacity, undefined)
    this._args = slots<unknown>(capacity, undefined)
    this._ctxs = slots<Context | Vars>(capacity, undefined)
    this._size = 0
    this._low = capacity
    this._next = 1
    for (let i = 0; i < capacity; i++) this._place(i, i)
  }

  _full(): boolean {
    return this._size === this._low
  }

  /** How many slots are taken, armed and due. */
  _used(): number {
    return this._order.length - (this._low - this._size)
  }

  /** Arms a timer and gives its id. O(log n). */
  _add(when: number, fn: Callback, arg: unknown, ctx: Context | Vars): number {
    const index = this._size
    const slot = this._order[index] as number
    this._size = index + 1
    const seq = this._next
    this._next = seq + 1
    this._when[slot] = when
    this._seq[slot] = seq
    this._fns[slot] = fn
    this._args[slot] = arg
    if (ctx !== undefined) this._ctxs[slot] = ctx
    this._up(index, slot)
    return seq * this._order.length + slot
  }

  /** Takes back the timer with this id; false if it ran or was cancelled before. O(log n), and O(due) for a due one. */
  _cancel(id: number): boolean {
    const slot = id % this._order.length
    const seq = this._seq[slot]
    if (!seq || seq !== (id - slot) / this._order.length) return false
    let index = this._at[slot] as number
    if (index < this._size) {
      this._unheap(index)
      this._place(this._size, slot)
    } else {
      for (; index > this._low; index--) this._place(index, this._order[index - 1] as number)
      this._place(this._low, slot)
      this._low++
    }
    this._free(slot)
    return true
  }

  /** The nearest deadline; Infinity without one. */
  _first(): number {
    return this._size > 0 ? (this._when[this._order[0] as number] as number) : Infinity
  }

  /** Moves every timer with a deadline of `now` or earlier to the due part. O(log n) each. */
  _collect(now: number): void {
    // left by a turn that the engine aborted: they go first, alone
    if (this._low < this._order.length) return
    // The due fill up downwards, so the first lands last: turn them round when all are there.
    let right = this._low - 1
    while (this._size > 0) {
      const slot = this._order[0] as number
      if ((this._when[slot] as number) > now) break
      this._unheap(0)
      // The free part moves down by one: its last slot goes where the heap ended.
      const low = this._low - 1
      if (low > this._size) this._place(this._size, this._order[low] as number)
      this._place(low, slot)
      this._low = low
    }
    let left = this._low
    while (left < right) {
      const slot = this._order[left] as number
      this._place(left, this._order[right] as number)
      this._place(right, slot)
      left++
      right--
    }
  }

  /** The slot of the next due timer, or -1. The caller reads its parts, then frees it. */
  _due(): number {
    return this._low < this._order.length ? (this._order[this._low] as number) : -1
  }

  /** Frees the next due timer's slot: its id is stale from here on. */
  _take(): void {
    const slot = this._order[this._low] as number
    this._low++
    this._free(slot)
  }

  _clear(): void {
    while (this._due() >= 0) this._take()
    while (this._size > 0) {
      this._size--
      this._free(this._order[this._size] as number)
    }
  }

  _free(slot: number): void {
    this._seq[slot] = 0
    this._fns[slot] = undefined
    this._args[slot] = undefined
    this._ctxs[slot] = undefined
  }

  _place(index: number, slot: number): void {
    this._order[index] = slot
    this._at[slot] = index
  }

  _before(a: number, b: number): boolean {
    const first = this._when[a] as number
    const second = this._when[b] as number
    return first < second || (first === second && (this._seq[a] as number) < (this._seq[b] as number))
  }

  /** Lets `slot` rise from `index` to its place. */
  _up(index: number, slot: number): void {
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = this._order[parent] as number
      if (!this._before(slot, above)) break
      this._place(index, above)
      index = parent
    }
    this._place(index, slot)
  }

  /** Closes the gap at `index` of the heap with its last slot; order[size] is stale then and the caller's to fill. */
  _unheap(index: number): void {
    const size = this._size - 1
    this._size = size
    const slot = this._order[size] as number
    if (index === size) return
    for (;;) {
      let child = index * 2 + 1
      if (child >= size) break
      const right = child + 1
      if (right < size && this._before(this._order[right] as number, this._order[child] as number)) child = right
      const below = this._order[child] as number
      if (!this._before(below, slot)) break
      this._place(index, below)
      index = child
    }
    this._up(index, slot)
  }
}
