// future.ts: a result that is not there yet. Its states and their moves (F1) are in state.ts.
//
// `_first` leads to the chain (entries.ts) of what waits for it, tasks and Handles, in the order of adding.
//   F2  the chain is empty in every state but PENDING: settling moves all of it to what is ready
//   F3  each entry owns one ring slot: a Handle one of its own (handles.ts, H1), a task the one that it has anyway
// A future is its own iterator: next() hands out SUSPEND while it is pending, its result afterwards.
// Settling allocates nothing.

import { RETURN, SUSPEND, arrived, iterable, suspend } from './coroutine'
import type { Coroutine, Own, Step } from './coroutine'
import type { Entry } from './entries'
import { CancelledError, InvalidStateError, checkCallback, isFunction, unexpected } from './errors'
import { handle, unlisten } from './handles'
import type { Loop } from './loop'
import { canAbort, hasOptions, madeByHand } from './needed'
import { contextFor } from './options'
import type { CallOptions } from './options'
import { getEventLoop } from './running'
import { NOW, queue, rearm, reserve } from './scheduler'
import { CANCELLED, FAILED, FINISHED, PENDING, stateNames } from './state'
import { adopt } from './thenable'

export class Future<T> implements PromiseLike<T>, Own {
  declare [Symbol.iterator]: () => Coroutine<T>
  _loop: Loop
  _state: number
  // What is declared only is made when it is first needed: a field costs memory in every future.
  declare _value: unknown
  declare _first: Entry | undefined
  /** somebody waited for it or looked at it */
  declare _seen?: boolean
  /** it was told that nobody had (targets/node/ending.ts) */
  declare _reported?: boolean
  declare _nextUnseen: Future<unknown> | undefined
  /** a task's: what the cancel that waits for its next suspension, or was the last one, said */
  declare _message?: string | undefined

  constructor(options?: { loop?: Loop | undefined }) {
    const loop = options && options.loop
    if (hasOptions() && loop !== undefined) checkLoop('Future', loop)
    this._loop = madeByHand() && !loop ? getEventLoop() : loop as Loop
    this._state = PENDING
  }

  getLoop(): Loop {
    return this._loop
  }

  done(): boolean {
    return this._state !== PENDING
  }

  cancelled(): boolean {
    return this._state === CANCELLED
  }

  /** The result; throws the error it failed with, CancelledError if cancelled, InvalidStateError if pending. */
  result(): T {
    if (this._state === FINISHED) return this._value as T
    this._check('result')
    throw this._value
  }

  /** The error it failed with, or null; throws CancelledError if cancelled, InvalidStateError if pending. */
  exception(): unknown {
    if (this._state === FINISHED) return null
    this._check('exception')
    return this._value
  }

  /** Settles it with a result. InvalidStateError if it is settled. */
  setResult(value: T): void {
    this._checkPending('setResult')
    this._settle(FINISHED, value)
  }

  /** Settles it with an error (a class is instantiated). InvalidStateError if it is settled. */
  setException(error: unknown): void {
    this._checkPending('setException')
    this._settle(FAILED, isFunction(error) ? new (error as unknown as new () => unknown)() : error)
  }

  /** Cancels it; false if it is settled. Who waits for it gets CancelledError(message). */
  cancel(message?: string): boolean {
    if (this._state !== PENDING) {
      this._seen = true
      return false
    }
    this._settle(CANCELLED, message)
    return true
  }

  /** Calls `fn(future)` in the turn after it settles, in the next one if it has. CapacityError when the ring is full. */
  addDoneCallback(fn: (future: this) => unknown, options?: CallOptions): void {
    checkCallback('addDoneCallback', fn)
    const ctx = contextFor('addDoneCallback', options)
    reserve(this._loop, 'addDoneCallback', 1)
    this._listen(handle(this._loop, fn, this, ctx, NOW))
  }

  /** Takes `fn` back, however often it was added, and gives how often that was. What is queued already still runs. */
  removeDoneCallback(fn: (future: this) => unknown): number {
    return isFunction(fn) ? unlisten(this, fn) : 0
  }

  /** For native `await` and for promises: a new future of what the handler gives. Calls back from the loop, never at once. */
  then<A = T, B = never>(
    onDone?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: any) => B | PromiseLike<B>) | null
  ): Future<A | B> {
    const next = newFuture<A | B>(this._loop)
    const relay = function (future: Future<T>): void {
      if (next.done()) return
      let value: unknown
      try {
        if (future._state === FINISHED) value = isFunction(onDone) ? onDone(future._value as T) : future._value
        else {
          const error = future._error()
          if (!isFunction(onError)) throw error
          value = onError(error)
        }
        if (value === next) throw new TypeError('then: the handler gave the very future that waits for it; give another')
      } catch (thrown) {
        next._settle(FAILED, thrown)
        return
      }
      adopt(next, value)
    }
    // a closed loop has no next turn
    if (this._loop.isClosed() && this.done()) relay(this)
    else this.addDoneCallback(relay)
    return next
  }

  /** As an iterator, for `yield*`. */
  next(): Step<T> {
    if (this._state === PENDING) {
      SUSPEND.value = this
      return SUSPEND as Step<T>
    }
    RETURN.value = this._state === FINISHED ? this._value : this.result()
    return RETURN as Step<T>
  }

  throw(error: unknown): Step<T> {
    throw error
  }

  return(value: T): Step<T> {
    return { done: true, value: value }
  }

  // For the layers above.

  _await(): Step<never> | undefined {
    if (this._state === PENDING) return suspend(this)
    arrived._value = this.result()
    return undefined
  }

  /** Adds an entry whose ring slot is reserved (F3). */
  _listen(entry: Entry): void {
    if (this._state !== PENDING) {
      queue(this._loop, entry)
      return
    }
    let last = this._first
    if (last) {
      while (last._next) last = last._next
      last._next = entry
    } else this._first = entry
  }

  _settle(state: number, value: unknown): void {
    const loop = this._loop
    let last = this._first
    this._state = state
    this._value = value
    if (state === FAILED) unseen(loop, this)
    if (!last) return
    loop._last._next = last
    this._first = undefined
    while (last._next) last = last._next
    loop._last = last
    rearm(loop)
  }

  /** What waiting for it throws; it has failed or was cancelled. */
  _error(): unknown {
    this._seen = true
    return this._state === CANCELLED ? this._cancelledError() : this._value
  }

  /** @cold */
  _cancelledError(): CancelledError {
    return new CancelledError(this._cancelMessage())
  }

  /** The message of the last cancel that took hold of it. */
  _cancelMessage(): string | undefined {
    return this._state === CANCELLED ? (this._value as string | undefined) : this._message
  }

  /** How messages name it. */
  _describe(): string {
    return 'Future'
  }

  /** Throws unless it has failed; then it counts as looked at. @cold */
  _check(call: string): void {
    if (this._state === PENDING) throw new InvalidStateError(this._describe() + '.' + call + ': pending; await it first')
    if (this._state === CANCELLED) throw this._cancelledError()
    this._seen = true
  }

  _checkPending(call: string): void {
    if (this._state !== PENDING) {
      throw new InvalidStateError(this._describe() + '.' + call + ': already ' + stateNames[this._state] + '; a future settles once')
    }
  }
}
iterable(Future.prototype)

/** Puts it last among the loop's failures; those that were looked at since leave, so a loop that is never idle keeps few. @cold */
function unseen(loop: Loop, future: Future<unknown>): void {
  while (loop._firstUnseen && loop._firstUnseen._seen) loop._firstUnseen = loop._firstUnseen._nextUnseen
  if (loop._firstUnseen) (loop._lastUnseen as Future<unknown>)._nextUnseen = future
  else loop._firstUnseen = future
  loop._lastUnseen = future
  // a short turn, this one or the next, has to look (scheduler.ts)
  if (canAbort() && loop._armed !== NOW) loop._armed = NaN
}

/** Refuses what is no loop. A Loop is known by its chain, so that this file need not know the class. @cold */
export function checkLoop(call: string, loop: unknown): void {
  if (typeof loop !== 'object' || loop === null || !(loop as Loop)._last) throw unexpected(call, 'a Loop', loop, 'getEventLoop() gives one')
}

export function newFuture<T>(loop: Loop): Future<T> {
  return new Future<T>({ loop: loop })
}

/** A future that settles as the promise (or other thenable) does. Cancelling it does not reach the promise. */
export function fromThenable<T>(thenable: PromiseLike<T>, loop: Loop): Future<T> {
  const future = newFuture<T>(loop)
  adopt(future, thenable)
  return future
}

/** Is it one of our futures (a task is one)? Python: `asyncio.isfuture`. */
export function isFuture(value: unknown): value is Future<unknown> {
  return value instanceof Future
}
