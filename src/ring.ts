// ring.ts: callbacks ready to run, first in, first out.
//
// Three arrays made once; entry i is (fns[i], args[i], ctxs[i]):
//   fns[i]   a function, a task to step, or undefined where nothing waits or the callback was cancelled
//   args[i]  its one argument
//   ctxs[i]  the Context to run in, or the variables to run with (context.ts)
//   R1  0 <= size <= fns.length, a power of two, so that an index wraps by a mask
//   R2  entries head, head+1, ... head+size-1 (masked) wait, in that order
//   R3  every other entry is undefined, so what ran is kept alive by nothing
//   R4  position() of an entry names it for ever: it grows by one with every push
// Never allocates after construction, never calls user code. push() does not look whether there is room: the loop admits
// no more than fits (loop.ts, L1).

import type { Context, Vars } from './context'

/** What waits in the ring instead of a function: it is resumed, with what woke it. */
export interface Steppable {
  _step(wake: unknown): void
}

export type Callback = (argument: never) => unknown
export type Entry = Callback | Steppable | undefined

/** An array of `length` slots that are filled now, since an engine may reserve a slot only when it is first written. */
export function slots<T>(length: number, fill: T): T[] {
  const list: T[] = []
  for (let i = 0; i < length; i++) list.push(fill)
  return list
}

export class Ring {
  _fns: Entry[]
  _args: unknown[]
  _ctxs: (Context | Vars)[]
  _mask: number
  _head: number
  _size: number
  /** Position of the entry at index 0 in the current lap (R4). */
  _lap: number

  constructor(capacity: number) {
    let length = 1
    while (length < capacity) length = length * 2
    this._fns = slots<Entry>(length, undefined)
    this._args = slots<unknown>(length, undefined)
    this._ctxs = slots<Context | Vars>(length, undefined)
    this._mask = length - 1
    this._head = 0
    this._size = 0
    this._lap = 0
  }

  /** Appends an entry and gives its index. */
  _push(fn: Entry, arg: unknown, ctx: Context | Vars): number {
    const index = (this._head + this._size) & this._mask
    this._fns[index] = fn
    this._args[index] = arg
    if (ctx !== undefined) this._ctxs[index] = ctx
    this._size++
    return index
  }

  /** Takes out the first entry, which is at `head` (its parts were read before). */
  _shift(head: number): void {
    this._fns[head] = undefined
    this._args[head] = undefined
    this._ctxs[head] = undefined
    this._size--
    if (head === this._mask) {
      this._head = 0
      this._lap = this._lap + this._mask + 1
    } else {
      this._head = head + 1
    }
  }

  /** The position of the entry at `index`, which must be one that waits (R4). */
  _position(index: number): number {
    return index < this._head ? this._lap + this._mask + 1 + index : this._lap + index
  }

  /** The index of the entry at `position`, or -1 if it does not wait any more. */
  _find(position: number): number {
    const distance = position - this._lap - this._head
    return distance >= 0 && distance < this._size ? (this._head + distance) & this._mask : -1
  }

  /** Makes the entry at `index` a no-op that still holds its place. */
  _void(index: number): void {
    this._fns[index] = undefined
    this._args[index] = undefined
    this._ctxs[index] = undefined
  }

  /** Forgets every entry. */
  _clear(): void {
    while (this._size > 0) this._shift(this._head)
  }
}
