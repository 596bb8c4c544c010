// shield.ts: wait for something that must not be cancelled together with the wait.
//
//   H1  the link is among the callbacks of inner and of outer, and owns one ring slot in each until it was called

import { needFor } from './awaitables'
import type { Awaitable, Result } from './coroutine'
import { isFuture, newFuture } from './future'
import type { Future } from './future'
import { listen, unlisten } from './handles'
import type { Listener } from './handles'
import { reserve } from './scheduler'
import { CANCELLED, FINISHED } from './state'
import { ensure, loopOf } from './ensureFuture'

class Link implements Listener {
  _inner: Future<unknown>
  _outer: Future<unknown>

  constructor(inner: Future<unknown>, outer: Future<unknown>) {
    this._inner = inner
    this._outer = outer
  }

  /** Inner or outer is done. */
  _heard(settled: Future<unknown>): void {
    const inner = this._inner
    const outer = this._outer
    if (settled === outer) {
      if (!inner.done()) unlisten(inner, this)
      return
    }
    if (outer._state === CANCELLED) inner._seen = true
    else if (inner._state === CANCELLED) outer.cancel()
    else if (inner._state === FINISHED) outer.setResult(inner._value)
    else outer.setException(inner._error())
  }
}

/**
 * A future of what `awaitable` gives; cancelling it leaves the inner one running. Gives a future back as it is if that is
 * done. Python: `asyncio.shield`. Keep the inner one elsewhere too if you need its end.
 * TypeError for what cannot be awaited, CapacityError when the ring is full.
 */
export function shield<A extends Awaitable<any>>(awaitable: A): Future<Result<A>> {
  const given: unknown = awaitable
  const loop = loopOf([given])
  if (isFuture(given) && given.done()) return given as Future<Result<A>>
  needFor('shield', [given], loop, 1)
  const inner = ensure<unknown>(given, loop, 'shield')
  if (inner.done()) return inner as Future<Result<A>>
  const outer = newFuture<unknown>(loop)
  const link = new Link(inner, outer)
  reserve(loop, 'shield', 2)
  listen(inner, link)
  listen(outer, link)
  return outer as Future<Result<A>>
}
