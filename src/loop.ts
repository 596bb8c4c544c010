// loop.ts: the event loop as users and the layers above call it; scheduler.ts does the work.
//
//   L6  at most one loop runs at a time; on a port that cannot block it runs between its turns too, so that host callbacks
//       may create tasks and set results
//   L7  a run ends after a whole turn: the one that stop() was called in, or the one after its future settled

import { RuntimeError, checkMs, show, unexpected } from './errors'
import type { Awaitable, Coroutine, Runnable } from './coroutine'
import type { Future } from './future'
import type { ErrorContext, PortFactory } from './port'
import type { CallOptions, ExceptionHandler, LoopOptions } from './options'
import { NOW, Scheduler } from './scheduler'
import type { Settling } from './scheduler'
import { statsOf } from './stats'
import type { LoopStats } from './stats'
import type { Task } from './task'

/** What the layers above give the loop, so that imports point one way. */
export const above = {} as {
  _future<T>(loop: Loop): Future<T>
  _task<T>(coro: Coroutine<T>, loop: Loop, name: string | undefined): Task<T>
  _ensure<T>(awaitable: unknown, loop: Loop, call: string): Future<T>
}

/** The loop that runs now (L6). */
export const events: { _running: Loop | undefined } = { _running: undefined }

/** The loop that runs now; RuntimeError if none does. */
export function runningLoop(call: string): Loop {
  if (events._running === undefined) throw new RuntimeError(call + ': no loop runs; start one with run(main())')
  return events._running
}

/** Turns that may run back to back before the host gets control. */
const BURST = 8

export class Loop extends Scheduler {
  _until: Settling | undefined
  _after: (() => void) | undefined
  _handler: ExceptionHandler | null

  /** Allocates all the loop ever needs: 7 * timers slots, 3 * ready rounded up to a power of two. RangeError for less than 1. */
  constructor(port: PortFactory, options: LoopOptions) {
    super(port, options)
    this._until = undefined
    this._after = undefined
    this._handler = null
  }

  // What may be put into a turn.

  /** Runs `fn(arg)` in the next turn and gives a number for `cancelCallback`. CapacityError when the ring is full. */
  callSoon<A>(fn: (arg: A) => unknown, arg?: A, options?: CallOptions): number {
    return this._callSoon('callSoon', fn, arg, options)
  }

  /** The same as callSoon: one thread is all there is, and a sleeping loop is woken by either. */
  callSoonThreadsafe<A>(fn: (arg: A) => unknown, arg?: A, options?: CallOptions): number {
    return this._callSoon('callSoonThreadsafe', fn, arg, options)
  }

  /** Runs `fn(arg)` in `delayMs`, never earlier; equal deadlines in the order they were set. CapacityError when the timer heap is full. */
  callLater<A>(delayMs: number, fn: (arg: A) => unknown, arg?: A, options?: CallOptions): number {
    checkMs('callLater', delayMs)
    return this._callAt('callLater', this.time() + delayMs, fn, arg, options)
  }

  /** Runs `fn(arg)` when `time()` has reached `whenMs`. */
  callAt<A>(whenMs: number, fn: (arg: A) => unknown, arg?: A, options?: CallOptions): number {
    checkMs('callAt', whenMs)
    return this._callAt('callAt', whenMs, fn, arg, options)
  }

  /** Takes back what callSoon, callLater or callAt gave this number for; false if it ran or was taken back before. */
  cancelCallback(id: number): boolean {
    if (typeof id !== 'number' || id % 1 !== 0) {
      throw new TypeError('cancelCallback: ' + show(id) + ' is no id; give the number that callSoon, callLater or callAt gave')
    }
    if (id > 0) {
      const found = this._timers._cancel(id)
      this._rearm()
      return found
    }
    const index = this._ring._find(-1 - id)
    if (index < 0 || typeof this._ring._fns[index] !== 'function') return false
    this._ring._void(index)
    return true
  }

  /** The loop's clock in ms. */
  time(): number {
    return this._port.now()
  }

  createFuture<T>(): Future<T> {
    return above._future(this)
  }

  /** Schedules a coroutine. TypeError for what is none, CapacityError when the ring is full. */
  createTask<T>(coro: Runnable<T>, options?: { name?: string | undefined }): Task<T> {
    return above._task(coro as Coroutine<T>, this, options && options.name)
  }

  /** Runs until the future or coroutine is done and gives its result. Needs a port that can block. */
  runUntilComplete<T>(awaitable: Awaitable<T>): T {
    this._checkStart('runUntilComplete')
    this._checkBlock('runUntilComplete')
    const future = above._ensure<T>(awaitable, this, 'runUntilComplete')
    this._run(future, undefined)
    if (!future.done()) throw new RuntimeError('runUntilComplete: the loop was stopped before the future was done; run it again')
    return future.result()
  }

  /** Runs until stop(). Returns at once on a port that cannot block: the host's own loop drives the turns from then on. */
  runForever(): void {
    this._checkStart('runForever')
    this._run(undefined, undefined)
  }

  /** Ends the run after the turn that runs now (the next one, if none does). */
  stop(): void {
    this._stopping = true
    this._rearm()
  }

  /** Forgets all that waits. A closed loop takes nothing more. RuntimeError while it runs. */
  close(): void {
    if (this._running) throw new RuntimeError('close: the loop runs; stop() it first')
    if (this._closed) return
    this._closed = true
    this._reportUnseen()
    this._ring._clear()
    this._timers._clear()
    this._firstTask = undefined
    this._lastTask = undefined
    this._free = this._ready
    this._port.disarm()
  }

  isRunning(): boolean {
    return this._running
  }

  isClosed(): boolean {
    return this._closed
  }

  /** Several turns back to back, about 8, then the port is armed again. For ports: call it from the host's top level only. */
  turn(): void {
    if (!this._running) return
    // equals nothing, so the port is armed or disarmed in any case when the turn ends
    this._armed = NaN
    this._wakeups++
    let burst = BURST
    while (!this._passThenStop()) {
      burst--
      if (this._lastIsDue()) continue
      if (this._ring._empty()) this._reportUnseen()
      if (burst <= 0 || this._ring._empty()) {
        this._rearm()
        return
      }
    }
    this._stopped()
  }

  // Errors and looking inside.

  /** Sets what is told of errors that nobody handled: `handler(loop, context)`; null for the default. */
  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null && typeof handler !== 'function') {
      throw unexpected('setExceptionHandler', 'a function or null', handler, 'null brings the default back')
    }
    this._handler = handler
  }

  getExceptionHandler(): ExceptionHandler | null {
    return this._handler
  }

  /** Tells the port. Never throws. */
  defaultExceptionHandler(context: ErrorContext): void {
    try {
      this._port.report(context)
    } catch {
      // P4 was broken; there is nobody left to tell
    }
  }

  /** Tells the exception handler. Never throws. */
  callExceptionHandler(context: ErrorContext): void {
    if (this._handler === null) {
      this.defaultExceptionHandler(context)
      return
    }
    try {
      this._handler(this, context)
    } catch (error) {
      this.defaultExceptionHandler({ message: 'exception handler failed on: ' + context.message, exception: error })
    }
  }

  setDebug(enabled: boolean): void {
    this._debug = enabled
  }

  getDebug(): boolean {
    return this._debug
  }

  /** How full the loop is and was, and how much it did. Allocates what it returns. */
  stats(): LoopStats {
    return statsOf(this)
  }

  /** Runs until `until` is done or stop(), then `after`: at once on a port that blocks, later on one that does not. */
  _run(until: Settling | undefined, after: (() => void) | undefined): void {
    this._until = until
    this._after = after
    this._running = true
    events._running = this
    if (this._port.block === undefined) {
      this._armed = NOW
      this._port.arm(0)
      return
    }
    try {
      while (!this._passThenStop()) {
        if (!this._ring._empty() || this._lastIsDue()) continue
        this._reportUnseen()
        if (!this._ring._empty() || this._ends()) continue
        this._armed = this._timers._first()
        this._port.block(this._delay())
        this._wakeups++
      }
    } catch (error) {
      // only the port can throw here: the virtual clock does when nothing could ever wake the loop
      this._after = undefined
      this._stopped()
      throw error
    }
    this._stopped()
  }

  _checkStart(call: string): void {
    this._checkOpen(call)
    if (this._running) throw new RuntimeError(call + ': this loop runs already; await the coroutine, or createTask it')
    if (events._running !== undefined) throw new RuntimeError(call + ': another loop runs; one at a time can')
  }

  _checkBlock(call: string): void {
    if (this._port.block === undefined) {
      throw new RuntimeError(call + ': this engine cannot block, its own loop drives ours; use run(main())')
    }
  }

  /** One turn; true if it was the last one of this run. */
  _passThenStop(): boolean {
    const last = this._lastIsDue()
    this._pass()
    return last || this._stopping
  }

  _ends(): boolean {
    return this._stopping || this._lastIsDue()
  }

  /** CPython's run_until_complete stops in a done-callback, so one more turn runs after the one that settles the future. */
  _lastIsDue(): boolean {
    return this._until !== undefined && this._until.done()
  }

  /** D7: when nothing is left to run, a failure that nobody has waited for or looked at is reported, once. */
  _reportUnseen(): void {
    while (this._firstUnseen !== undefined) {
      const future = this._firstUnseen
      this._firstUnseen = future._nextUnseen
      future._nextUnseen = undefined
      future._reportUnseen()
    }
  }

  _stopped(): void {
    const after = this._after
    this._until = undefined
    this._after = undefined
    this._stopping = false
    this._running = false
    this._armed = Infinity
    events._running = undefined
    this._port.disarm()
    if (after !== undefined) after()
  }
}

/** Refuses what is no loop. */
export function checkLoop(call: string, loop: unknown): void {
  if (!(loop instanceof Loop)) throw unexpected(call, 'a Loop', loop, 'getEventLoop() gives one')
}
