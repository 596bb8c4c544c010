// shield.ts: wait for something that must not be cancelled together with the wait.
//
//   H1  the link is among the callbacks of inner and of outer, and owns one ring slot in each until it was called

import type { Awaitable, Result } from './coroutine'
import { isCoroutine } from './coroutine'
import { getEventLoop } from './events'
import { Future } from './future'
import { above } from './loop'
import type { Loop } from './loop'
import type { Steppable } from './ring'
import { CANCELLED, FINISHED } from './state'
import { checkAwaitable } from './ensureFuture'

class Link implements Steppable {
  _inner: Future<unknown>
  _outer: Future<unknown>

  constructor(inner: Future<unknown>, outer: Future<unknown>) {
    this._inner = inner
    this._outer = outer
  }

  /** Inner or outer is done. */
  _step(wake: unknown): void {
    const inner = this._inner
    const outer = this._outer
    const loop = inner._loop
    loop._free++
    if (wake === outer) {
      if (!inner.done()) loop._release(inner._unlisten(this))
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
  const loop: Loop = given instanceof Future ? given._loop : getEventLoop()
  checkAwaitable('shield', given, loop)
  if (given instanceof Future && given.done()) return given as Future<Result<A>>
  loop._need('shield', isCoroutine(given) ? 3 : 2)
  const inner = above._ensure<unknown>(given, loop, 'shield')
  if (inner.done()) return inner as Future<Result<A>>
  const outer = new Future<unknown>({ loop: loop })
  const link = new Link(inner, outer)
  loop._reserve('shield', 2)
  inner._listen(link, undefined)
  outer._listen(link, undefined)
  return outer as Future<Result<A>>
}
