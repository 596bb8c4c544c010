// future.ts: a result that is not there yet. Its states and their moves (F1) are in state.ts.
//
//   F2  first and rest are empty in every state but PENDING: settling queues all of them, in the order of adding
//   F3  first is empty only if rest is; rest is [entry, context, entry, context, ...]
//   F4  a registered function owns one ring slot (L1); an entry that is no function (a waiting task, a combinator) answers
//       for its own
// A future is its own iterator: next() hands out SUSPEND while it is pending, its result afterwards.
// Settling allocates nothing; a second callback allocates the list.

import type { Context, Vars } from './context'
import { RETURN, SUSPEND, arrived, iterable, suspend } from './coroutine'
import type { Coroutine, Own, Step } from './coroutine'
import { CancelledError, InvalidStateError, checkCallback } from './errors'
import { getEventLoop } from './events'
import { above, checkLoop } from './loop'
import type { Loop } from './loop'
import { contextFor } from './options'
import type { CallOptions } from './options'
import type { Entry } from './ring'
import type { Unseen } from './scheduler'
import { CANCELLED, FAILED, FINISHED, PENDING, stateNames } from './state'
import { adopt } from './thenable'

export class Future<T> implements PromiseLike<T>, Unseen, Own {
  declare [Symbol.iterator]: () => Coroutine<T>
  _loop: Loop
  _state: number
  // What is declared only is made when it is first needed: a field costs memory in every future.
  declare _value: unknown
  declare _first: Entry
  declare _firstCtx: Context | Vars
  declare _rest: unknown[] | undefined
  /** somebody waited for it or looked at it */
  declare _seen?: boolean
  declare _nextUnseen: Unseen | undefined

  constructor(options?: { loop?: Loop | undefined }) {
    const loop = options && options.loop
    if (loop !== undefined) checkLoop('Future', loop)
    this._loop = loop || getEventLoop()
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
    this._settle(FAILED, typeof error === 'function' ? new (error as new () => unknown)() : error)
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
    this._loop._reserve('addDoneCallback', 1)
    this._listen(fn, ctx)
  }

  /** Takes `fn` back, however often it was added, and gives how often that was. What is queued already still runs. */
  removeDoneCallback(fn: (future: this) => unknown): number {
    const count = this._unlisten(fn)
    this._loop._release(count)
    return count
  }

  /** For native `await` and for promises: a new future of what the handler gives. Calls back from the loop, never at once. */
  then<A = T, B = never>(
    onDone?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: any) => B | PromiseLike<B>) | null
  ): Future<A | B> {
    const next = new Future<A | B>({ loop: this._loop })
    const relay = function (future: Future<T>): void {
      if (next.done()) return
      let value: unknown
      try {
        if (future._state === FINISHED) value = typeof onDone === 'function' ? onDone(future._value as T) : future._value
        else {
          const error = future._error()
          if (typeof onError !== 'function') throw error
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

  /** Adds an entry whose ring slot is reserved (F4). */
  _listen(entry: Entry, ctx: Context | Vars): void {
    if (this._state !== PENDING) {
      this._loop._queue(entry, this, ctx)
    } else if (this._first === undefined) {
      this._first = entry
      if (ctx !== undefined) this._firstCtx = ctx
    } else {
      if (this._rest === undefined) this._rest = []
      this._rest.push(entry, ctx)
    }
  }

  /** Removes an entry, however often it is there. */
  _unlisten(entry: unknown): number {
    const rest = this._rest
    let count = 0
    if (rest !== undefined) {
      const kept: unknown[] = []
      for (let i = 0; i < rest.length; i = i + 2) {
        if (rest[i] === entry) count++
        else kept.push(rest[i], rest[i + 1])
      }
      this._rest = kept
    }
    if (this._first === entry && entry !== undefined) {
      count++
      this._first = this._rest && (this._rest.shift() as Entry)
      const ctx = this._rest && (this._rest.shift() as Context | Vars)
      if (ctx !== undefined || this._firstCtx !== undefined) this._firstCtx = ctx
    }
    if (this._rest !== undefined && this._rest.length === 0) this._rest = undefined
    return count
  }

  _settle(state: number, value: unknown): void {
    const loop = this._loop
    const first = this._first
    this._state = state
    this._value = value
    if (state === FAILED) {
      // those that were looked at since leave the list here, so a loop that is never idle keeps few
      while (loop._firstUnseen !== undefined && loop._firstUnseen._seen) loop._firstUnseen = loop._firstUnseen._nextUnseen
      if (loop._firstUnseen === undefined) loop._firstUnseen = this
      else (loop._lastUnseen as Unseen)._nextUnseen = this
      loop._lastUnseen = this
    }
    if (first === undefined) return
    const rest = this._rest
    const ctx = this._firstCtx
    loop._queue(first, this, ctx)
    this._first = undefined
    if (ctx !== undefined) this._firstCtx = undefined
    if (rest === undefined) return
    this._rest = undefined
    for (let i = 0; i < rest.length; i = i + 2) loop._queue(rest[i] as Entry, this, rest[i + 1] as Context | Vars)
  }

  /** What waiting for it throws; it has failed or was cancelled. */
  _error(): unknown {
    this._seen = true
    return this._state === CANCELLED ? this._cancelledError() : this._value
  }

  _cancelledError(): CancelledError {
    return new CancelledError(this._cancelMessage())
  }

  /** The message of the last cancel that took hold of it. */
  _cancelMessage(): string | undefined {
    return this._state === CANCELLED ? (this._value as string | undefined) : undefined
  }

  _reportUnseen(): void {
    if (this._seen) return
    this._seen = true
    this._loop.callExceptionHandler({
      message: this._describe() + ': exception was never retrieved; await it or look at exception()',
      exception: this._value,
      future: this
    })
  }

  /** How messages name it. */
  _describe(): string {
    return 'Future'
  }

  /** Throws unless it has failed; then it counts as looked at. */
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

/** A future that settles as the promise (or other thenable) does. Cancelling it does not reach the promise. */
export function fromThenable<T>(thenable: PromiseLike<T>, loop: Loop): Future<T> {
  const future = new Future<T>({ loop: loop })
  adopt(future, thenable)
  return future
}

/** Is it one of our futures (a task is one)? Python: `asyncio.isfuture`. */
export function isFuture(value: unknown): value is Future<unknown> {
  return value instanceof Future
}

above._future = function <T>(loop: Loop): Future<T> {
  return new Future<T>({ loop: loop })
}
