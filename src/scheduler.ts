// scheduler.ts: one turn, and what may be put into it. Only this file holds order and time; loop.ts is what users call.
//
// A turn (`_pass`) is CPython's `_run_once`:
//   1 read the clock once   2 take the due timers out of the heap   3 run exactly the callbacks that were in the ring at
//   this point, then the due timers; one scheduled meanwhile waits for the next turn   4 sleep: arm the port, or block
// Due timers run straight from the heap's due part instead of through the ring: the order is the same (CPython puts them
// behind what was ready), and a timer needs no ring slot.
//   L1  free = capacity - (queued callbacks + registered done-callbacks + pending tasks), never below 0; each of these
//       owns one ring slot from the call that accepts it, so waking up can never fail
//   L2  a refused call throws CapacityError (or the reference's kind of error) and has changed nothing
//   L3  no turn runs inside a turn; an error of a callback goes to the exception handler and the turn goes on
//   L4  while the loop runs and no turn does, the port is armed for the nearest deadline, for now if the ring has entries,
//       and not at all if there is neither
//   L5  a turn that the engine aborted (no catch runs then) leaves a loop that the next turn mends
// Allocates nothing after construction, except what errors and stats() need.

import { Context, mainHolder, scope } from './context'
import type { Holder, Vars } from './context'
import { reportSlow } from './debug'
import { CapacityError, RuntimeError, checkCallback } from './errors'
import { checkLoopArguments, contextFor } from './options'
import type { CallOptions, LoopOptions } from './options'
import type { ErrorContext, Port, PortFactory } from './port'
import { Ring } from './ring'
import type { Linked } from './registry'
import type { Callback, Entry, Steppable } from './ring'
import { Timers } from './timers'

/** A future as a run sees it. */
export interface Settling {
  done(): boolean
}

/** A future that failed and that nobody has looked at, in the loop's list of these. */
export interface Unseen {
  _seen?: boolean
  _nextUnseen: Unseen | undefined
  _reportUnseen(): void
}

/** A task whose step runs: it is told what its coroutine threw. */
export interface Stepping extends Steppable {
  _threw(error: unknown): void
}

/** The longest that the port is asked to wait, so that a host with 31-bit times can do it: 12 days. */
const MAX_ARM_MS = 0x3fffffff
/** `_armed` when the port is armed for now. */
export const NOW = -Infinity

export abstract class Scheduler {
  /** Debug mode reports a callback that runs for as long as this. */
  slowCallbackMs: number
  _ring: Ring
  _timers: Timers
  _port: Port
  _ready: number
  _free: number
  _leastFree: number
  /** The task whose step runs now. */
  _current: Stepping | undefined
  _firstTask: Linked | undefined
  _lastTask: Linked | undefined
  /** Failures that nobody may have looked at, oldest first. */
  _firstUnseen: Unseen | undefined
  _lastUnseen: Unseen | undefined
  /** Runs plain callbacks: their variables are a copy, gone when they return. */
  _scratch: Holder
  _running: boolean
  _turning: boolean
  _stopping: boolean
  _closed: boolean
  _debug: boolean
  /** The deadline that the port is armed for: NOW, a time, or Infinity for none. */
  _armed: number
  _turns: number
  _wakeups: number


  constructor(port: PortFactory, options: LoopOptions) {
    checkLoopArguments(port, options)
    const self = this
    this.slowCallbackMs = 100
    this._ring = new Ring(options.ready)
    this._timers = new Timers(options.timers)
    this._ready = options.ready
    this._free = options.ready
    this._leastFree = options.ready
    this._current = undefined
    this._firstTask = undefined
    this._lastTask = undefined
    this._firstUnseen = undefined
    this._lastUnseen = undefined
    this._scratch = { _vars: undefined }
    this._running = false
    this._turning = false
    this._stopping = false
    this._closed = false
    this._debug = options.debug === true
    this._armed = Infinity
    this._turns = 0
    this._wakeups = 0
    this._port = port(function () {
      self.turn()
    })
  }

  abstract callExceptionHandler(context: ErrorContext): void
  abstract turn(): void
  /** Is one more turn, the last, to come whatever is scheduled? */
  abstract _ends(): boolean

  /** Throws CapacityError unless `count` ring slots are free (L2). */
  _need(call: string, count: number): void {
    this._checkOpen(call)
    if (this._free < count) {
      throw new CapacityError(
        call + ': ring full (' + (this._ready - this._free) + ' of ' + this._ready + ' taken, ' + count + ' more needed); raise ready in new Loop(port, { ready })'
      )
    }
  }

  /** Takes `count` ring slots for what is accepted now (L1). */
  _reserve(call: string, count: number): void {
    const free = this._free - count
    if (free < 0 || this._closed) this._need(call, count)
    this._free = free
    if (free < this._leastFree) this._leastFree = free
  }

  /** Queues what owns a ring slot already, a task's step or a done-callback, and gives its position. */
  _queue(entry: Entry, arg: unknown, ctx: Context | Vars): number {
    const position = this._ring._push(entry, arg, ctx)
    if (!this._turning) this._rearm()
    return position
  }

  _callSoon(call: string, fn: Callback, arg: unknown, options: CallOptions | undefined): number {
    checkCallback(call, fn)
    const ctx = contextFor(call, options)
    this._reserve(call, 1)
    return -1 - this._queue(fn, arg, ctx)
  }

  _callAt(call: string, when: number, fn: Callback, arg: unknown, options: CallOptions | undefined): number {
    checkCallback(call, fn)
    return this._arm(call, when, fn, arg, contextFor(call, options))
  }

  /** Gives back `count` ring slots. */
  _release(count: number): void {
    this._free = this._free + count
  }

  /** Throws CapacityError unless a timer slot is free (L2). */
  _needTimer(call: string): void {
    this._checkOpen(call)
    if (this._timers._full()) {
      throw new CapacityError(call + ': timer heap full (' + this._timers._order.length + '); raise timers in new Loop(port, { timers })')
    }
  }

  _checkOpen(call: string): void {
    if (this._closed) throw new RuntimeError(call + ': the loop is closed; make a new one')
  }

  /** Sets a timer. */
  _arm(call: string, when: number, fn: Callback, arg: unknown, ctx: Context | Vars): number {
    const timers = this._timers
    if (this._closed || timers._full()) this._needTimer(call)
    const id = timers._add(when, fn, arg, ctx)
    if (!this._turning) this._rearm()
    return id
  }

  /** One turn (L3). */
  _pass(): void {
    const ring = this._ring
    const timers = this._timers
    const debug = this._debug
    const fns = ring._fns
    const args = ring._args
    const ctxs = ring._ctxs
    const outer = this._turning ? mainHolder : scope._at
    if (this._turning && scope._at instanceof Context) scope._at._entered = false
    const mask = ring._mask
    let head = ring._head
    const end = ring._tail
    let fn: Entry = this._current
    let error: unknown
    // L5: a step that the engine aborted ends with an error that its task can be told
    let failed = this._turning && fn !== undefined
    if (failed) error = new RuntimeError('turn: the engine aborted this step (stack overflow, out of memory or interrupt); make it smaller')
    this._turning = true
    this._turns++
    const now = this._port.now()
    let started = now
    timers._collect(now)
    for (;;) {
      try {
        if (failed) {
          failed = false
          this._failed(fn, error)
          if (debug) started = reportSlow(this, fn, started)
        }
        while (head < end) {
          const index = head & mask
          const arg = args[index]
          head++
          ring._head = head
          fn = fns[index]
          fns[index] = undefined
          if (arg !== undefined) args[index] = undefined
          if (typeof fn === 'object') fn._step(arg)
          else {
            const ctx = ctxs[index]
            if (ctx !== undefined) ctxs[index] = undefined
            this._free++
            if (fn !== undefined) this._call(fn, arg, ctx) // undefined: cancelled
          }
          if (debug) started = reportSlow(this, fn, started)
        }
        for (;;) {
          const slot = timers._due
          if (slot < 0) break
          const arg = timers._args[slot]
          const ctx = timers._ctxs[slot]
          fn = timers._fns[slot]
          timers._take()
          this._call(fn as Callback, arg, ctx)
          if (debug) started = reportSlow(this, fn, started)
        }
        break
      } catch (thrown) {
        failed = true
        error = thrown
      }
    }
    this._scratch._vars = undefined
    scope._at = outer
    this._turning = false
  }

  /** Calls a callback in its context. */
  _call(fn: Callback, arg: unknown, ctx: Context | Vars): void {
    if (ctx !== undefined && ctx instanceof Context) ctx.run(fn as (arg: unknown) => unknown, arg)
    else {
      this._scratch._vars = ctx
      scope._at = this._scratch
      ;(fn as (arg: unknown) => unknown)(arg)
    }
  }

  /** Somebody threw: the task whose step runs, or else the callback. */
  _failed(fn: Entry, error: unknown): void {
    const task = this._current
    if (task !== undefined && task === fn) {
      task._threw(error)
      return
    }
    scope._at = mainHolder
    try {
      this.callExceptionHandler({ message: 'exception in callback', exception: error, callback: fn as Callback })
    } catch {
      // out of memory even for the report: the turn must go on
    }
  }

  /** Keeps L4. */
  _rearm(): void {
    if (!this._running || this._turning) return
    const want = !this._ring._empty() || this._ends() ? NOW : this._timers._first()
    if (want === this._armed) return
    this._armed = want
    if (want === Infinity) this._port.disarm()
    else this._port.arm(this._delay())
  }

  /** From now to the deadline that the port is armed for. */
  _delay(): number {
    const delay = this._armed - this._port.now()
    if (delay <= 0) return 0
    return delay > MAX_ARM_MS && this._armed < Infinity ? MAX_ARM_MS : delay
  }
}
