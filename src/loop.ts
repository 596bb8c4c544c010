// loop.ts: the event loop as users and the layers above call it; scheduler.ts does the work.
//
//   L6  at most one loop runs at a time; on a port that cannot block it runs between its turns too, so that host callbacks
//       may create tasks and set results
//   L7  a run ends after a whole turn: the one that stop() was called in, or the one after its future settled

import type { Awaitable, Runnable } from './coroutine'
import { spawn } from './createTask'
import { setProbe } from './debug'
import { ensure } from './ensureFuture'
import type { Chain, Entry } from './entries'
import { RuntimeError, checkCallback, checkMs, isFunction, show, unexpected } from './errors'
import { newFuture } from './future'
import type { Future } from './future'
import { cancelHandle, fill, handle, timerHandle } from './handles'
import type { Handle } from './handles'
import { canAbort, canBlock, hasDebug, hasHandles, hasHeap, hasMany, hasOptions, hasStats, isWatched } from './needed'
import { checkLoopArguments, contextFor } from './options'
import type { CallOptions, ExceptionHandler, LoopOptions } from './options'
import type { ErrorContext, Port, PortFactory } from './port'
import type { Linked } from './registry'
import { NOTHING, checkStart, closeLoop, ended, runUntil, start } from './runner'
import { events } from './running'
import { NOW, pass, queue, rearm, report, reportUnseen, reserve } from './scheduler'
import { statsOf } from './stats'
import type { LoopStats } from './stats'
import type { Task } from './task'
import { newRing } from './timers'
import type { Heap, Timers } from './timers'

/** Turns that may run back to back before the host gets control. */
const BURST = 8
/** Up to so many timers a ring of them is as fast as a heap. */
const FEW = 16

export class Loop implements Chain {
  /** Debug mode reports a callback that runs for as long as this. */
  declare slowCallbackMs: number
  _next: Entry | undefined
  _last: Chain
  _port: Port
  _timers: Timers
  declare _heap: Heap | undefined
  _armed: number
  declare _ready: number
  declare _free: number
  declare _leastFree: number
  declare _timerSlots: number
  declare _alarms: number
  declare _mostAlarms: number
  declare _turns: number
  declare _wakeups: number
  declare _handleIds: number
  declare _handles: Handle[]
  // What is declared only is made when it is first needed.
  declare _batch: Entry | undefined
  /** The task whose step runs now. */
  declare _current: Task<unknown> | undefined
  declare _firstTask: Linked | undefined
  declare _lastTask: Linked | undefined
  /** Failures that nobody may have looked at, oldest first. */
  _firstUnseen: Future<unknown> | undefined
  declare _lastUnseen: Future<unknown> | undefined
  declare _spare: Handle | undefined
  _running: boolean | undefined
  _stopping: boolean | undefined
  declare _probe: ((loop: Loop, entry: Entry) => void) | undefined
  declare _closed?: boolean
  /** how many futures are still to settle before the run ends */
  declare _left: number
  /** told of each task that is created (debug.ts), and whether debug mode was on, which wants to know */
  declare _births?: (task: Task<unknown>) => void
  declare _debugged?: boolean
  /** told when it is closed (targets/node/ending.ts); what waits for a pin (targets/espruino/edge.ts) */
  declare _over?: () => void
  declare _edges?: Record<number, Future<unknown> | undefined>
  /** what follows when the run has ended (runner.ts); the future that it runs for, and what ends it then */
  declare _after: number
  declare _main: Future<unknown> | undefined
  declare _stopper: Entry | undefined
  /** the run ended before main did */
  declare _stopped?: boolean
  declare _handler?: ExceptionHandler | null
  declare _report?: ((context: ErrorContext) => void) | undefined

  /** Allocates what the loop itself needs. RangeError for capacities of less than 1. */
  constructor(port: PortFactory, options: LoopOptions) {
    if (hasOptions()) checkLoopArguments(port, options)
    if (hasDebug()) this.slowCallbackMs = 100
    this._next = undefined
    this._last = this
    this._batch = undefined
    this._current = undefined
    this._running = undefined
    this._stopping = undefined
    this._firstUnseen = undefined
    if (hasDebug()) this._probe = undefined
    this._armed = NOW
    if (hasMany()) {
      this._ready = options.ready
      this._free = options.ready
      this._timerSlots = options.timers
      this._alarms = 0
      this._mostAlarms = 0
    }
    if (hasStats()) {
      this._leastFree = options.ready
      this._turns = 0
      this._wakeups = 0
    }
    if (hasHandles()) {
      this._handleIds = options.ready + options.timers
      this._handles = []
    }
    this._timers = newRing()
    if (hasHeap()) {
      this._heap = events._heap !== undefined && options.timers > FEW ? events._heap(options.timers) : undefined
      if (this._heap) this._timers = this._heap
    }
    this._port = port(this)
    if (hasHandles()) fill(this)
    if (isWatched() && events._made) events._made(this)
    if (hasDebug() && options.debug) this.setDebug(true)
  }

  // What may be put into a turn.

  /** Runs `fn(arg)` in the next turn and gives a number for `cancelCallback`. CapacityError when the ring is full. */
  callSoon<A>(fn: (arg: A) => unknown, arg?: A, options?: CallOptions): number {
    return soon(this, 'callSoon', fn, arg, options)
  }

  /** The same as callSoon: one thread is all there is, and a sleeping loop is woken by either. */
  callSoonThreadsafe<A>(fn: (arg: A) => unknown, arg?: A, options?: CallOptions): number {
    return soon(this, 'callSoonThreadsafe', fn, arg, options)
  }

  /** Runs `fn(arg)` in `delayMs`, never earlier; equal deadlines in the order they were set. CapacityError when the timer heap is full. */
  callLater<A>(delayMs: number, fn: (arg: A) => unknown, arg?: A, options?: CallOptions): number {
    checkMs('callLater', delayMs)
    return later(this, 'callLater', this.time() + delayMs, fn, arg, options)
  }

  /** Runs `fn(arg)` when `time()` has reached `whenMs`. */
  callAt<A>(whenMs: number, fn: (arg: A) => unknown, arg?: A, options?: CallOptions): number {
    checkMs('callAt', whenMs)
    return later(this, 'callAt', whenMs, fn, arg, options)
  }

  /** Takes back what callSoon, callLater or callAt gave this number for; false if it ran or was taken back before. */
  cancelCallback(id: number): boolean {
    if (typeof id !== 'number' || id % 1 !== 0) {
      throw new TypeError('cancelCallback: ' + show(id) + ' is no id; give the number that callSoon, callLater or callAt gave')
    }
    return cancelHandle(this, id)
  }

  /** The loop's clock in ms. */
  time(): number {
    return this._port.now()
  }

  createFuture<T>(): Future<T> {
    return newFuture<T>(this)
  }

  /** Schedules a coroutine. TypeError for what is none, CapacityError when the ring is full. */
  createTask<T>(coro: Runnable<T>, options?: { name?: string | undefined }): Task<T> {
    return spawn(coro, this, options && options.name)
  }

  /** Runs until the future or coroutine is done and gives its result. Needs a port that can block. */
  runUntilComplete<T>(awaitable: Awaitable<T>): T {
    checkStart(this, 'runUntilComplete')
    if (!canBlock() || this._port.block === undefined) {
      throw new RuntimeError('runUntilComplete: this engine cannot block, its own loop drives ours; use run(main())')
    }
    const future = ensure<T>(awaitable, this, 'runUntilComplete')
    runUntil(this, future, NOTHING)
    if (!future.done()) throw new RuntimeError('runUntilComplete: the loop was stopped before the future was done; run it again')
    return future.result()
  }

  /** Runs until stop(). Returns at once on a port that cannot block: the host's own loop drives the turns from then on. */
  runForever(): void {
    checkStart(this, 'runForever')
    start(this, NOTHING)
  }

  /** Ends the run after the turn that runs now (the next one, if none does). */
  stop(): void {
    this._stopping = true
    rearm(this)
  }

  /** Forgets all that waits. A closed loop takes nothing more. RuntimeError while it runs. */
  close(): void {
    if (this._running) throw new RuntimeError('close: the loop runs; stop() it first')
    if (!this._closed) closeLoop(this)
  }

  isRunning(): boolean {
    return this._running === true
  }

  isClosed(): boolean {
    return this._closed === true
  }

  /** Several turns back to back, about 8, then the port is armed again. For ports: call it from the host's top level only. */
  turn(): void {
    if (!this._running) return
    this._armed = NOW
    if (hasStats()) this._wakeups++
    this._rest(pass(this, BURST))
  }

  /** Until the next turn. `ahead` is what the port is armed for already; NaN equals nothing, so it is armed or disarmed then. */
  _rest(ahead: number): void {
    if (this._stopping) return ended(this)
    if (this._firstUnseen && !this._next) reportUnseen(this)
    this._armed = canAbort() ? ahead : NaN
    rearm(this)
  }

  // Errors and looking inside.

  /** Sets what is told of errors that nobody handled: `handler(loop, context)`; null for the default. */
  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null && !isFunction(handler)) {
      throw unexpected('setExceptionHandler', 'a function or null', handler, 'null brings the default back')
    }
    const loop = this
    this._handler = handler
    this._report = undefined
    if (handler === null) return
    this._report = function (context) {
      try {
        handler(loop, context)
      } catch (error) {
        loop.defaultExceptionHandler({ message: 'exception handler failed on: ' + context.message, exception: error })
      }
    }
  }

  getExceptionHandler(): ExceptionHandler | null {
    return this._handler || null
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
    report(this, context)
  }

  setDebug(enabled: boolean): void {
    setProbe(this, enabled)
  }

  getDebug(): boolean {
    return this._probe !== undefined
  }

  /** How full the loop is and was, and how much it did. Allocates what it returns. */
  stats(): LoopStats {
    return statsOf(this)
  }
}

function soon(loop: Loop, call: string, fn: (arg: never) => unknown, arg: unknown, options: CallOptions | undefined): number {
  checkCallback(call, fn)
  const ctx = contextFor(call, options)
  reserve(loop, call, 1)
  const made = handle(loop, fn, arg, ctx, NOW)
  queue(loop, made)
  return made._id
}

function later(
  loop: Loop, call: string, when: number, fn: (arg: never) => unknown, arg: unknown, options: CallOptions | undefined
): number {
  checkCallback(call, fn)
  return timerHandle(loop, call, fn, arg, contextFor(call, options), when)._id
}
