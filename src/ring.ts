// ring.ts: callbacks ready to run, first in, first out.
//
// Three arrays made once. An entry has a position, which counts from 0 for ever; it stands at index position & mask:
//   fns[i]   a function, a task to step, or undefined where nothing waits or the callback was cancelled
//   args[i]  its one argument
//   ctxs[i]  of a function: the Context to run in, or the variables to run with (context.ts)
//   R1  0 <= tail - head <= fns.length, a power of two
//   R2  the entries at head, head+1, ... tail-1 wait, in that order
//   R3  every other slot is undefined, so what ran is kept alive by nothing
//   R4  a position names an entry for ever: it is a safe integer for thousands of years
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
  _head: number
  _tail: number
  _mask: number
  _fns: Entry[]
  _args: unknown[]
  _ctxs: (Context | Vars)[]

  constructor(capacity: number) {
    let length = 1
    while (length < capacity) length = length * 2
    this._head = 0
    this._tail = 0
    this._mask = length - 1
    this._fns = slots<Entry>(length, undefined)
    this._args = slots<unknown>(length, undefined)
    this._ctxs = slots<Context | Vars>(length, undefined)
  }

  /** Appends an entry and gives its position. */
  _push(fn: Entry, arg: unknown, ctx: Context | Vars): number {
    const position = this._tail
    const index = position & this._mask
    this._tail = position + 1
    this._fns[index] = fn
    if (arg !== undefined) this._args[index] = arg
    if (ctx !== undefined) this._ctxs[index] = ctx
    return position
  }

  _empty(): boolean {
    return this._head === this._tail
  }

  /** The index of the entry at `position`, or -1 if it does not wait any more. */
  _find(position: number): number {
    return position >= this._head && position < this._tail ? position & this._mask : -1
  }

  /** Makes the entry at `index` a no-op that still holds its place. */
  _void(index: number): void {
    this._fns[index] = undefined
    this._args[index] = undefined
    this._ctxs[index] = undefined
  }

  /** Forgets every entry. */
  _clear(): void {
    for (; this._head < this._tail; this._head++) this._void(this._head & this._mask)
  }
}
