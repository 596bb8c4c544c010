// ensureFuture.ts: anything that can be awaited, as a future.

import { isCoroutine, taken } from './coroutine'
import type { Awaitable, Coroutine, Driven, Result } from './coroutine'
import { spawn } from './createTask'
import { ValueError, unexpected } from './errors'
import { checkLoop, fromThenable, isFuture } from './future'
import type { Future } from './future'
import type { Loop } from './loop'
import { getEventLoop } from './running'
import type { Task } from './task'
import { isThenable } from './thenable'

/** What can be awaited, as a future of `loop`; errors as checkAwaitable. */
export function ensure<T>(awaitable: unknown, loop: Loop, call: string): Future<T> {
  checkAwaitable(call, awaitable, loop)
  if (isFuture(awaitable)) return awaitable as Future<T>
  if (isCoroutine(awaitable)) return spawn<T>(awaitable as Coroutine<T>, loop)
  return fromThenable(awaitable as PromiseLike<T>, loop)
}

/** Refuses what is no awaitable (TypeError), a coroutine that is taken (RuntimeError) or a future of another loop (RangeError). */
export function checkAwaitable(call: string, awaitable: unknown, loop: Loop): void {
  if (isFuture(awaitable)) {
    if (awaitable._loop !== loop) throw new ValueError(call + ': the future belongs to another loop; make it with this one')
  } else if (isCoroutine(awaitable)) {
    if ((awaitable as Driven)._owner) throw taken(call)
  } else if (!isThenable(awaitable)) {
    throw unexpected(call, 'a future, coroutine or promise', awaitable, 'give what an async function or a call of this library gives')
  }
}

/** The loop of the first future among them, else the one that is meant when none is named. */
export function loopOf(awaitables: readonly unknown[]): Loop {
  for (let i = 0; i < awaitables.length; i++) {
    const each = awaitables[i]
    if (isFuture(each)) return each._loop
  }
  return getEventLoop()
}

/** The future that stands for an `A`: itself, the task of a coroutine; a promise in types may be either, so it is a future. */
export type Ensured<A> = A extends Future<any> ? A : A extends Coroutine<infer T> ? Task<T> : Future<Result<A>>

/** The future itself, a task of the coroutine, or a future of the promise. Python: `asyncio.ensure_future`. */
export function ensureFuture<A extends Awaitable<any>>(awaitable: A, options?: { loop?: Loop | undefined }): Ensured<A> {
  const loop = options && options.loop
  if (loop !== undefined) checkLoop('ensureFuture', loop)
  const future = ensure<unknown>(awaitable, loop || loopOf([awaitable]), 'ensureFuture')
  return future as Ensured<A>
}
