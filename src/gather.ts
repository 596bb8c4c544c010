// gather.ts: one future for the results of several.
//
//   G1  the outer future is among the callbacks of every distinct child and owns one ring slot there until it was called
//   G2  results come in argument order; a child given twice runs once and appears twice
//   G3  outer.cancel() asks every child and does not settle the outer: it ends when its children have

import { checkList, distinct, needFor } from './awaitables'
import type { Awaitable, Result } from './coroutine'
import { CancelledError } from './errors'
import { ensure, loopOf } from './ensureFuture'
import { Future, newFuture } from './future'
import { listen } from './handles'
import type { Listener } from './handles'
import type { Loop } from './loop'
import { reserve } from './scheduler'
import { CANCELLED, FAILED, FINISHED } from './state'

class GatheringFuture<T> extends Future<T[]> implements Listener {
  _children: Future<unknown>[]
  _left: number
  _returnExceptions: boolean
  _cancelRequested: boolean

  constructor(loop: Loop, children: Future<unknown>[], left: number, returnExceptions: boolean) {
    super({ loop: loop })
    this._children = children
    this._left = left
    this._returnExceptions = returnExceptions
    this._cancelRequested = false
  }

  cancel(message?: string): boolean {
    if (this.done()) return super.cancel()
    let asked = false
    for (let i = 0; i < this._children.length; i++) {
      if ((this._children[i] as Future<unknown>).cancel(message)) asked = true
    }
    if (asked) this._cancelRequested = true
    return asked
  }

  /** A child is done. */
  _heard(child: Future<unknown>): void {
    const children = this._children
    this._left--
    child._seen = true
    if (this.done()) return
    if (!this._returnExceptions && child._state !== FINISHED) {
      this._settle(FAILED, child._error())
      return
    }
    if (this._left > 0) return
    if (this._cancelRequested) {
      // the reference takes the message from the last child, whether that one was cancelled or not
      this._settle(FAILED, (children[children.length - 1] as Future<unknown>)._cancelledError())
      return
    }
    const results: unknown[] = []
    for (let i = 0; i < children.length; i++) {
      const each = children[i] as Future<unknown>
      results.push(each._state === CANCELLED ? new CancelledError(each._cancelMessage()) : each._value)
    }
    this._settle(FINISHED, results)
  }
}

/**
 * Runs coroutines and futures together; the future it returns gives their results in argument order. Python: `asyncio.gather`.
 * The first error is passed on at once and the others go on, or with `returnExceptions` errors are results too.
 * TypeError for an argument that cannot be awaited, RangeError for a future of another loop, CapacityError when the ring
 * cannot hold a slot for each task and each callback; a refused call leaves no trace.
 */
export function gather<A extends readonly Awaitable<any>[] | []>(
  awaitables: A,
  options?: { returnExceptions?: false | undefined }
): Future<{ -readonly [K in keyof A]: Result<A[K]> }>
export function gather<A extends readonly Awaitable<any>[] | []>(
  awaitables: A,
  options: { returnExceptions?: boolean | undefined }
): Future<{ -readonly [K in keyof A]: Result<A[K]> | Error }>
export function gather(awaitables: readonly Awaitable<unknown>[], options?: { returnExceptions?: boolean | undefined }): Future<unknown[]> {
  checkList('gather', awaitables)
  const loop = loopOf(awaitables)
  const unique = distinct(awaitables)
  if (unique.length === 0) {
    const empty = newFuture<unknown[]>(loop)
    empty.setResult([])
    return empty
  }
  needFor('gather', unique, loop, 0)
  const futures: Future<unknown>[] = []
  const children: Future<unknown>[] = []
  const outer = new GatheringFuture<unknown>(loop, children, unique.length, (options && options.returnExceptions) === true)
  for (let i = 0; i < unique.length; i++) {
    // one after the other, as in the reference: the order in the ring shows it
    const future = ensure<unknown>(unique[i], loop, 'gather')
    reserve(loop, 'gather', 1)
    listen(future, outer)
    futures.push(future)
  }
  for (let i = 0; i < awaitables.length; i++) {
    children.push(futures[unique.indexOf(awaitables[i] as Awaitable<unknown>)] as Future<unknown>)
  }
  return outer
}
