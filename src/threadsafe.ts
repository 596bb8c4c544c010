// threadsafe.ts: start a coroutine from outside the loop: an interrupt, a radio event, another thread's message.
//
//   PENDING --> FINISHED, FAILED or CANCELLED (state.ts)
//   X1  a ConcurrentFuture calls back at once, where it settles, not in a turn: it belongs to no loop
//   X2  the ring slots of the task and of its callback are reserved by the call, so the coroutine does start

import { callIn, varsHere } from './context'
import type { Vars } from './context'
import { isCoroutine, noCoroutine } from './coroutine'
import type { Coroutine, Runnable } from './coroutine'
import { spawn } from './createTask'
import { CancelledError, InvalidStateError, checkCallback } from './errors'
import { checkLoop } from './future'
import type { Future } from './future'
import { handle, listen } from './handles'
import type { Listener } from './handles'
import type { Loop } from './loop'
import { NOW, queue, report, reserve } from './scheduler'
import { CANCELLED, FAILED, PENDING } from './state'
import type { Task } from './task'

/** What `runCoroutineThreadsafe` gives. Python: `concurrent.futures.Future`, without waiting: one thread is all there is. */
export class ConcurrentFuture<T> implements Listener {
  _state: number
  declare _value: unknown
  _callbacks: ((future: never) => unknown)[]
  _loop: Loop
  _coro: Coroutine<T>
  declare _task: Task<T> | undefined
  /** the caller's context variables, which the task is given */
  _vars: Vars

  constructor(coro: Coroutine<T>, loop: Loop) {
    this._state = PENDING
    this._callbacks = []
    this._loop = loop
    this._coro = coro
    this._vars = varsHere()
  }

  done(): boolean {
    return this._state !== PENDING
  }

  cancelled(): boolean {
    return this._state === CANCELLED
  }

  /** The result; throws the error it failed with, CancelledError, or InvalidStateError while it is pending. */
  result(): T {
    const error = this._ended('result')
    if (this._state === FAILED) throw error
    return this._value as T
  }

  /** The error it failed with, or null; throws as result() does. */
  exception(): unknown {
    const error = this._ended('exception')
    return this._state === FAILED ? error : null
  }

  /** Cancels it; the task hears of it in the next turn. False if it is done otherwise. CapacityError when the ring is full. */
  cancel(): boolean {
    if (this._state === PENDING) {
      const loop = this._loop
      if (!loop.isClosed()) {
        reserve(loop, 'ConcurrentFuture.cancel', 1)
        if (this._task) cancelSoon(this._task)
      }
      settle(this, CANCELLED, undefined)
    }
    return this._state === CANCELLED
  }

  /** Calls `fn(future)` when it is done: at once if it is. What it throws goes to the loop's exception handler. */
  addDoneCallback(fn: (future: this) => unknown): void {
    checkCallback('addDoneCallback', fn)
    if (this._state === PENDING) this._callbacks.push(fn)
    else tell(this, fn)
  }

  /** Its task is done. */
  _heard(task: Future<unknown>): void {
    task._seen = true
    if (this._state === PENDING) callIn(this._vars, ended as (future: unknown) => void, this)
  }

  /** What it came to, which has to be an end, and no cancellation. */
  _ended(call: string): unknown {
    if (this._state === PENDING) throw new InvalidStateError('ConcurrentFuture.' + call + ': pending; use addDoneCallback')
    if (this._state === CANCELLED) throw new CancelledError()
    return this._value
  }
}

/** Its turn has come to start. */
function started(future: ConcurrentFuture<unknown>): void {
  const loop = future._loop
  let task: Task<unknown>
  try {
    task = spawn(future._coro, loop)
  } catch (error) {
    // the slot of the end, and that of a cancel() that has come
    loop._free = loop._free + (future._state === CANCELLED ? 2 : 1)
    if (future._state === PENDING) settle(future, FAILED, error)
    throw error
  }
  future._task = task
  listen(task, future)
  // cancelled before it started: as in the reference, the task is made and told behind its first step
  if (future._state === CANCELLED) cancelSoon(task)
}

function ended(future: ConcurrentFuture<unknown>): void {
  const task = future._task as Task<unknown>
  settle(future, task._state, task._value)
}

function cancelSoon(task: Task<unknown>): void {
  queue(task._loop, handle(task._loop, cancel, task, undefined, NOW))
}

function cancel(task: Task<unknown>): void {
  task.cancel()
}

function settle(future: ConcurrentFuture<unknown>, state: number, value: unknown): void {
  const callbacks = future._callbacks
  future._state = state
  future._value = value
  future._callbacks = []
  for (let i = 0; i < callbacks.length; i++) tell(future, callbacks[i] as (future: never) => unknown)
}

function tell(future: ConcurrentFuture<unknown>, fn: (future: never) => unknown): void {
  try {
    fn(future as never)
  } catch (error) {
    report(future._loop, { message: 'exception in callback of a ConcurrentFuture', exception: error, future: future })
  }
}

/**
 * Starts a coroutine on `loop` from anywhere, also while the loop sleeps. Python: `asyncio.run_coroutine_threadsafe`.
 * TypeError for what is no coroutine, CapacityError when the ring is full.
 */
export function runCoroutineThreadsafe<T>(coro: Runnable<T>, loop: Loop): ConcurrentFuture<T> {
  const call = 'runCoroutineThreadsafe'
  if (!isCoroutine(coro)) throw noCoroutine(coro, call)
  checkLoop(call, loop)
  reserve(loop, call, 2)
  const future = new ConcurrentFuture<T>(coro, loop)
  queue(loop, handle(loop, started, future, future._vars, NOW))
  return future
}
