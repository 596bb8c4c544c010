// threadsafe.ts: start a coroutine from outside the loop: an interrupt, a radio event, another thread's message.
//
//   PENDING --> FINISHED, FAILED or CANCELLED (state.ts)
//   X1  a ConcurrentFuture calls back at once, where it settles, not in a turn: it belongs to no loop
//   X2  the ring slots of the task and of its callback are reserved by the call, so the coroutine does start

import { callIn, varsHere } from './context'
import type { Vars } from './context'
import { isCoroutine } from './coroutine'
import type { Coroutine, Runnable } from './coroutine'
import { spawn } from './createTask'
import { CancelledError, InvalidStateError, checkCallback, unexpected } from './errors'
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
  _value: unknown
  _callbacks: ((future: this) => unknown)[]
  _loop: Loop
  _coro: Coroutine<T>
  _task: Task<T> | undefined
  /** the caller's context variables, which the task is given */
  _vars: Vars

  constructor(coro: Coroutine<T>, loop: Loop) {
    this._state = PENDING
    this._value = undefined
    this._callbacks = []
    this._loop = loop
    this._coro = coro
    this._task = undefined
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
    this._check('result')
    if (this._state === FAILED) throw this._value
    return this._value as T
  }

  /** The error it failed with, or null; throws as result() does. */
  exception(): unknown {
    this._check('exception')
    return this._state === FAILED ? this._value : null
  }

  /** Cancels it; the task hears of it in the next turn. False if it is done otherwise. CapacityError when the ring is full. */
  cancel(): boolean {
    if (this._state === CANCELLED) return true
    if (this._state !== PENDING) return false
    const loop = this._loop
    if (!loop.isClosed()) {
      reserve(loop, 'ConcurrentFuture.cancel', 1)
      if (this._task !== undefined) queue(loop, handle(loop, cancelTask, this._task, undefined, NOW))
    }
    this._finish(CANCELLED, undefined)
    return true
  }

  /** Calls `fn(future)` when it is done: at once if it is. What it throws goes to the loop's exception handler. */
  addDoneCallback(fn: (future: this) => unknown): void {
    checkCallback('addDoneCallback', fn)
    if (this._state === PENDING) this._callbacks.push(fn)
    else this._call(fn)
  }

  /** Its task is done. */
  _heard(task: Future<unknown>): void {
    task._seen = true
    if (this._state === PENDING) callIn(this._vars, finished as (future: unknown) => void, this)
  }

  _start(): void {
    const loop = this._loop
    let task: Task<T>
    try {
      task = spawn(this._coro, loop)
    } catch (error) {
      // the slot of the end, and that of a cancel() that has come
      loop._free = loop._free + (this._state === CANCELLED ? 2 : 1)
      if (this._state === PENDING) this._finish(FAILED, error)
      throw error
    }
    this._task = task
    listen(task, this)
    // cancelled before it started: as in the reference, the task is made and told behind its first step
    if (this._state === CANCELLED) queue(loop, handle(loop, cancelTask, task, undefined, NOW))
  }

  _finish(state: number, value: unknown): void {
    const callbacks = this._callbacks
    this._state = state
    this._value = value
    this._callbacks = []
    for (let i = 0; i < callbacks.length; i++) this._call(callbacks[i] as (future: this) => unknown)
  }

  _call(fn: (future: this) => unknown): void {
    try {
      fn(this)
    } catch (error) {
      report(this._loop, { message: 'exception in callback of a ConcurrentFuture', exception: error, future: this })
    }
  }

  _check(call: string): void {
    if (this._state === PENDING) throw new InvalidStateError('ConcurrentFuture.' + call + ': pending; use addDoneCallback')
    if (this._state === CANCELLED) throw new CancelledError()
  }
}

function started(future: ConcurrentFuture<unknown>): void {
  future._start()
}

function finished(future: ConcurrentFuture<unknown>): void {
  const task = future._task as Task<unknown>
  future._finish(task._state, task._value)
}

function cancelTask(task: Task<unknown>): void {
  task.cancel()
}

/**
 * Starts a coroutine on `loop` from anywhere, also while the loop sleeps. Python: `asyncio.run_coroutine_threadsafe`.
 * TypeError for what is no coroutine, CapacityError when the ring is full.
 */
export function runCoroutineThreadsafe<T>(coro: Runnable<T>, loop: Loop): ConcurrentFuture<T> {
  if (!isCoroutine(coro)) throw unexpected('runCoroutineThreadsafe', 'a coroutine', coro, 'call an async function and give what it gives')
  checkLoop('runCoroutineThreadsafe', loop)
  reserve(loop, 'runCoroutineThreadsafe', 2)
  const future = new ConcurrentFuture(coro, loop)
  queue(loop, handle(loop, started, future, future._vars, NOW))
  return future
}
