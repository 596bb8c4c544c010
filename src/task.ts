// task.ts: a coroutine that the loop drives, and the future of what it returns.
//
// Invariant of the reference, while a task is pending exactly one of these holds:
//   A1  it is ready (waiter is undefined, ASKED, a future that settled, or an error to throw)
//   A2  waiter is a pending future that has the task in its chain, or ALARM: the task is in the timers, or due
//   A3  its step runs (the loop's _current)
//   A4  it owns one ring slot from its creation to its end, and is linked into its loop for as long
//   A5  top is the innermost coroutine, up leads from it to the task's own: resuming takes one call however deep the awaits
// A step allocates nothing here, unless it ends in an error.

import { cancelTask } from './cancel'
import { scope } from './context'
import type { Holder, Vars } from './context'
import { CALL, PARKED, RETURN, SUSPEND, TURN, isCoroutine, isOther, noCoroutine, taken } from './coroutine'
import type { Coroutine, Driven, Runnable, Step } from './coroutine'
import type { Entry } from './entries'
import { CancelledError, RuntimeError, isCancelled, show } from './errors'
import { Future } from './future'
import type { Loop } from './loop'
import { hasCancel, hasContexts, hasFutures, hasHandlers, hasMany, hasNames, hasOthers, hasPromises, hasTasks } from './needed'
import { link, unlink } from './registry'
import type { Linked } from './registry'
import { ALARM, ASKED, dropTimer, queue, reserve } from './scheduler'
import { printStack, stackOf } from './stack'
import type { StackOptions } from './stack'
import { CANCELLED, FAILED, FINISHED, PENDING } from './state'
import type { Alarm } from './timers'

/** What a task is woken with when it is to throw. */
class Thrown {
  _error: unknown

  constructor(error: unknown) {
    this._error = error
  }
}

let names = 0

export class Task<T> extends Future<T> implements Alarm, Linked, Holder {
  _top: Driven
  _waiter: Future<unknown> | Thrown | typeof ALARM | typeof ASKED | undefined
  _name: string | number
  _next: Entry | undefined
  // What is declared only is made when it is first needed: a field costs memory in every task.
  declare _vars: Vars
  declare _when?: number | undefined
  declare _before?: Alarm | undefined
  /** a cancel waits for the next suspension */
  declare _mustCancel?: boolean
  declare _prevTask: Linked | undefined
  declare _nextTask: Linked | undefined
  /** debug mode: since when it waits, and the stack of the call that created it (debug.ts) */
  declare _since?: number
  declare _born?: string | undefined
  /** its last sleep that ended, to be used again (sleep.ts, S2) */
  declare _nap?: object | undefined
  /** what it waits for is being cancelled (cancel.ts, D4) */
  declare _asked?: boolean | undefined

  /** Schedules `coro`. TypeError for what is no coroutine, RuntimeError for one that a task has, CapacityError when the ring is full. */
  constructor(coro: Runnable<T>, options?: { loop?: Loop | undefined; name?: string | undefined }) {
    super(options)
    if (hasTasks() && !isCoroutine(coro)) throw noCoroutine(coro, 'createTask')
    const driven = coro as Driven
    if (driven._owner) throw taken('createTask')
    const loop = this._loop
    if (hasMany()) reserve(loop, 'createTask', 1)
    driven._owner = this
    this._top = driven
    this._next = undefined
    this._waiter = undefined
    this._name = hasTasks() && options && options.name !== undefined ? '' + options.name : ++names
    if (hasContexts() && scope._vars) this._vars = scope._vars()
    if (hasTasks()) link(loop, this)
    queue(loop, this)
  }

  getCoro(): Coroutine<T> {
    let outermost = this._top
    while (outermost._up !== undefined) outermost = outermost._up
    return outermost as Coroutine<T>
  }

  /** The name it was given, or `Task-<number>`. @cold */
  getName(): string {
    return hasNames() && typeof this._name === 'string' ? this._name : 'Task-' + this._name
  }

  setName(name: string): void {
    this._name = '' + name
  }

  /** RuntimeError: only its coroutine settles a task. */
  setResult(_value: never): void {
    throw new RuntimeError('Task.setResult: only its coroutine settles a task; return the value there')
  }

  /** RuntimeError: only its coroutine settles a task. */
  setException(_error: never): void {
    throw new RuntimeError('Task.setException: only its coroutine settles a task; throw the error there')
  }

  /**
   * Asks the task to end: CancelledError(message) is thrown into its coroutine in the next turn. False if it is done.
   * The coroutine may clean up, catch the error and go on, or end otherwise; cancelled() tells afterwards.
   */
  cancel(message?: string): boolean {
    return this._state === PENDING ? cancelTask(this, message) : super.cancel()
  }

  /** Where it waits, oldest first: what it runs and awaits; for one that failed, its error's stack. At most `limit` of them. */
  getStack(options?: StackOptions): string[] {
    return stackOf(this, options)
  }

  /** Prints getStack() with a head line, by `options.print` or the port. */
  printStack(options?: StackOptions): void {
    printStack(this, options)
  }

  _describe(): string {
    return this.getName()
  }

  /** Resumes the coroutine. What it throws, the loop gives to _threw(). */
  _step(): void {
    const top = this._top
    if (this._waiter !== undefined || (hasOthers() && isOther(top))) return this._stepElse()
    // most steps: nothing to hand in, and a pause is all that is asked for
    const loop = this._loop
    const at = top._at as number
    loop._current = this
    top._at = -1
    let out = (top._body as NonNullable<Driven['_body']>)(top as never, undefined, at) as Step<unknown> | undefined
    if (!out && this._waiter && (!hasOthers() || top._at > 0)) loop._current = undefined
    else if (hasTasks() && (out as object | undefined) === TURN && this._waiter === undefined) {
      loop._current = undefined
      queue(loop, this)
    } else {
      out = (top._gave as NonNullable<Driven['_gave']>)(this, out)
      if (out) this._took(out)
    }
  }

  _stepElse(): void {
    const loop = this._loop
    const waiter = this._waiter
    this._waiter = undefined
    if (waiter === ALARM) {
      // the timer's turn; the step's is the next (sleep.ts, S1)
      if (hasMany()) loop._alarms--
      queue(loop, this)
    } else if (hasFutures() || hasCancel() || hasOthers()) {
      loop._current = this
      this._resume(waiter === ASKED ? undefined : waiter)
    }
  }

  /** Resumes the innermost coroutine with what the task was woken by. */
  _resume(waiter: Future<unknown> | Thrown | undefined): void {
    let failed = waiter !== undefined
    let value: unknown
    if (waiter instanceof Future) {
      failed = waiter._state !== FINISHED
      value = failed ? waiter._error() : waiter._value
    } else if (waiter !== undefined) value = waiter._error
    if (hasCancel() && this._mustCancel) {
      const message = this._takeCancel()
      if (!failed || !isCancelled(value)) value = new CancelledError(message)
      failed = true
    }
    const top = this._top
    if (failed && !(hasOthers() && isOther(top))) return this._threw(value)
    const step = !hasOthers() || !isOther(top) ? (top._go as NonNullable<Driven['_go']>)(value) : failed ? top.throw(value) : top.next(value)
    if (step) this._took(step)
  }

  /** An error came out of the innermost coroutine, or is to go into it, a frame: to the nearest block that takes it. @cold */
  _threw(error: unknown): void {
    let top = this._top
    while (!(hasHandlers() && top._catch)) {
      const up = top._up
      if (!up) {
        if (hasCancel() && isCancelled(error)) this._end(CANCELLED, undefined)
        else this._end(FAILED, error)
        return
      }
      if (!hasOthers() || top._body) top._at = -1
      top._up = undefined
      top = up
      this._top = top
      if (hasOthers() && isOther(top)) break
    }
    let step: Step<unknown> | undefined
    if (hasOthers() && isOther(top)) step = top.throw(error)
    else if (hasHandlers() && top._catch) {
      top._at = top._catch
      step = (top._go as NonNullable<Driven['_go']>)(error)
    }
    if (step) this._took(step)
  }

  // Callers look at the step first, or the minifier would make the call that gives it the argument (facts.ts, argument-throw).
  /** Does what the coroutine asked for when it gave up control. */
  _took(step: Step<unknown>): void {
    if (hasOthers()) step = this._through(step)
    const loop = this._loop
    if (step.done) {
      const value = step.value
      RETURN.value = undefined
      if (hasCancel() && this._mustCancel) this._end(CANCELLED, this._takeCancel())
      else this._end(FINISHED, value)
      return
    }
    loop._current = undefined
    if ((step as object) === PARKED) return
    if (hasOthers() && this._waiter === ALARM) this._unpark()
    if ((hasFutures() || hasPromises()) && (step as object) === SUSPEND) {
      const waiter = SUSPEND.value as Future<unknown>
      SUSPEND.value = undefined
      this._wait(waiter)
    } else if (hasOthers() && (step.value as unknown) !== undefined) this._yielded(step.value)
    else queue(loop, this)
  }

  /** Runs the coroutines that are awaited, and those that awaited the ones that end, until there is something for the task to do. */
  _through(step: Step<unknown>): Step<unknown> {
    while ((step as object) === CALL || step.done) {
      const top = this._top
      if (this._waiter === ALARM) this._unpark()
      if (step.done) {
        const up = top._up
        if (up === undefined) return step
        const value = step.value
        RETURN.value = undefined
        top._up = undefined
        this._top = up
        step = up.next(value)
      } else {
        const child = CALL.value as Driven
        CALL.value = undefined
        if (child._owner === undefined) {
          child._owner = this
          child._up = top
          this._top = child
          step = child.next()
        } else step = top.throw(taken('await'))
      }
    }
    return step
  }

  _wait(waiter: Future<unknown>): void {
    if (waiter._loop !== this._loop) return this._refuse('awaits a future of another loop; make it with this one')
    if ((waiter as unknown) === this) return this._refuse('awaits itself; it would wait for ever')
    this._waiter = waiter
    waiter._listen(this)
    if (hasCancel() && this._mustCancel && waiter.cancel(this._message)) this._mustCancel = false
  }

  _yielded(value: unknown): void {
    if (value instanceof Future) this._refuse('used yield with a future; use yield*')
    else if (isCoroutine(value)) this._refuse('used yield with a coroutine; use yield*')
    else this._refuse('got a bad yield: ' + show(value) + '; use yield* with something awaitable, or a bare yield')
  }

  /** The coroutine did what it must not: it is told in the next turn. @cold */
  _refuse(fact: string): void {
    this._wakeWith(new RuntimeError(this.getName() + ' ' + fact))
  }

  /** Its coroutine began a sleep by hand and went on without it. @cold */
  _unpark(): void {
    dropTimer(this._loop, this)
    this._waiter = undefined
  }

  /** Queues a step that throws. @cold */
  _wakeWith(error: unknown): void {
    this._waiter = new Thrown(error)
    queue(this._loop, this)
  }

  /** Uses up the cancel that waits, and gives its message. @cold */
  _takeCancel(): string | undefined {
    this._mustCancel = false
    return this._message
  }

  _end(state: number, value: unknown): void {
    const loop = this._loop
    loop._current = undefined
    if (hasTasks()) unlink(loop, this)
    if (hasMany()) loop._free++
    this._settle(state, value)
  }
}
