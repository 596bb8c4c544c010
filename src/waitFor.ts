// waitFor.ts: wait for one awaitable, but not for ever.
//
// Stages after the start:
//   IN_PLACE   no timeout: await it here, in the same task
//   RACING     the timer and the future are both to release the waiter
//   LATE       the time is over, so the future was cancelled; wait until it has really ended, then tell
//   ABORTED    the same, but because the wait itself was cancelled
//   V1  a timer is armed only while RACING
//   V2  after IN_PLACE it is among the future's callbacks and owns one ring slot there until it was called

import { call as delegate, finish, isCoroutine, suspend } from './coroutine'
import type { Awaitable, Result, Step } from './coroutine'
import { TimeoutError, checkMs, isCancelled } from './errors'
import { isFuture, newFuture } from './future'
import type { Future } from './future'
import { listen, unlisten } from './handles'
import type { Handle } from './handles'
import type { Loop } from './loop'
import { Operation } from './operation'
import { runningLoop } from './running'
import { need, reserve } from './scheduler'
import { CANCELLED, FAILED } from './state'
import { checkAwaitable, ensure } from './ensureFuture'
import { release, startTimer, stopTimer } from './timeout'
import type { Timed } from './timeout'

const IN_PLACE = 0
const RACING = 1
const LATE = 2
const ABORTED = 3

class WaitFor<T> extends Operation<T> implements Timed {
  _awaitable: unknown
  _timeout: number | null
  _phase: number
  declare _loop: Loop
  declare _future: Future<T>
  declare _waiter: Future<void>
  declare _timer: Handle | undefined
  /** ABORTED: what to throw in the end */
  declare _error: unknown

  constructor(awaitable: unknown, timeout: number | null) {
    super()
    this._awaitable = awaitable
    this._timeout = timeout
    this._phase = IN_PLACE
  }

  _name(): string {
    return 'waitFor'
  }

  _start(): Step<T> {
    const call = this._name()
    const loop = runningLoop(call)
    const awaitable = this._awaitable
    const timeout = this._timeout
    this._loop = loop
    checkAwaitable(call, awaitable, loop)
    if (timeout === null) {
      if (isCoroutine(awaitable)) return delegate(awaitable)
      this._future = ensure<T>(awaitable, loop, call)
      return this._future.next()
    }
    if (timeout <= 0 && isFuture(awaitable) && awaitable.done()) return finish(awaitable.result() as T)
    need(loop, call, isCoroutine(awaitable) ? 2 : 1)
    const waiter: Future<void> = newFuture(loop)
    this._waiter = waiter
    // the timer comes first, as in the reference: in a tie with a sleep that starts now, it wins
    if (timeout > 0) startTimer(call, this, timeout)
    this._future = ensure<T>(awaitable, loop, call)
    // a thenable that was done
    if (timeout <= 0 && this._future.done()) return finish(this._future.result())
    reserve(loop, call, 1)
    listen(this._future, this)
    this._phase = RACING
    return timeout > 0 ? suspend(waiter) : end(this, LATE)
  }

  /** The future is done, or the time is over. */
  _heard(): void {
    stopTimer(this)
    release(this._waiter)
  }

  _resume(value: unknown): Step<T> {
    const future = this._future
    if (this._phase === IN_PLACE) return future === undefined ? finish(value as T) : future.next()
    if (this._phase === RACING) {
      if (!future.done()) return end(this, LATE)
      stop(this)
      return finish(future.result())
    }
    stop(this)
    if (this._phase === ABORTED) {
      // what the future came to was looked at, and dropped: the cancellation is what counts (D1)
      future._seen = true
      throw this._error
    }
    // a gather that was cancelled has failed with CancelledError
    if (future._state === CANCELLED || (future._state === FAILED && isCancelled(future._value))) {
      future._seen = true
      throw new TimeoutError('waitFor: not done after ' + this._timeout + ' ms, so it was cancelled; allow more, or shield() it')
    }
    // D2: a result, or an error, that answers the cancellation is not lost
    return finish(future.result())
  }

  _abort(error: unknown): Step<T> {
    if (this._phase === RACING && !this._future.done()) {
      this._error = error
      return end(this, ABORTED)
    }
    if (this._phase !== IN_PLACE) {
      stop(this)
      this._future._seen = true
    }
    throw error
  }
}

function stop(wait: WaitFor<unknown>): void {
  stopTimer(wait)
  unlisten(wait._future, wait)
}

/** Cancels the future and waits for its end. */
function end<T>(wait: WaitFor<T>, phase: number): Step<T> {
  const loop = wait._loop
  const waiter: Future<void> = newFuture(loop)
  // as in the reference, the second wait stands behind whoever came in between
  stop(wait)
  reserve(loop, 'waitFor', 1)
  listen(wait._future, wait)
  wait._waiter = waiter
  wait._phase = phase
  wait._future.cancel()
  return suspend(waiter)
}

/**
 * Waits for `awaitable`, at most `timeout` ms (null: as long as it takes), and gives its result. When the time is over, it
 * is cancelled, its end is awaited, then TimeoutError thrown. Python: `asyncio.wait_for`.
 * TypeError or RangeError for what cannot be awaited or is no time; CapacityError, when awaited, if there is no room.
 */
export function waitFor<A extends Awaitable<any>>(awaitable: A, timeout: number | null): Operation<Result<A>> {
  if (timeout !== null) checkMs('waitFor', timeout)
  return new WaitFor(awaitable, timeout) as unknown as Operation<Result<A>>
}
