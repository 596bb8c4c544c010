// task.ts: a coroutine that the loop drives, and the future of what it returns.
//
// Invariant of the reference, while a task is pending exactly one of these holds:
//   A1  its step is in the ring (waiter is undefined, or settled already)
//   A2  waiter is a pending future that has the task among its callbacks, or the number of its armed timer
//   A3  its step runs (the loop's _current)
//   A4  it owns one ring slot from its creation to its end, and is linked into its loop for as long
//   A5  top is the innermost coroutine, up leads from it to coro: resuming takes one call however deep the awaits
// A step allocates nothing here, unless it ends in an error.

import { scope } from './context'
import type { Holder, Vars } from './context'
import { CALL, RETURN, SUSPEND, TURN, isCoroutine, taken } from './coroutine'
import type { Coroutine, Driven, Runnable, Step } from './coroutine'
import { CancelledError, RuntimeError, isCancelled, show, unexpected } from './errors'
import { Future } from './future'
import { above } from './loop'
import type { Loop } from './loop'
import { link, unlink } from './registry'
import type { Linked } from './registry'
import type { Stepping } from './scheduler'
import { printStack, stackOf } from './stack'
import type { StackOptions } from './stack'
import { CANCELLED, FAILED, FINISHED, PENDING } from './state'
import { isThenable } from './thenable'

/** What a step is woken with when it is to throw. */
class Thrown {
  _error: unknown

  constructor(error: unknown) {
    this._error = error
  }
}

let names = 0

export class Task<T> extends Future<T> implements Stepping, Linked, Holder {
  _vars: Vars
  _coro: Driven
  _top: Driven
  _waiter: Future<unknown> | number | undefined
  _mustCancel: boolean
  _name: string | number
  // What is declared only is made when it is first needed: a field costs memory in every task.
  declare _message?: string | undefined
  declare _prevTask: Linked | undefined
  declare _nextTask: Linked | undefined
  /** its last sleep that ended, to be used again (sleep.ts, S2) */
  declare _nap?: object | undefined
  /** a cancel that goes through this task is under way, and goes on with that one; itself at the end (D4) */
  declare _asked?: Task<unknown> | undefined

  /** Schedules `coro`. TypeError for what is no coroutine, RuntimeError for one that a task has, CapacityError when the ring is full. */
  constructor(coro: Runnable<T>, options?: { loop?: Loop | undefined; name?: string | undefined }) {
    super(options)
    if (!isCoroutine(coro)) throw unexpected('createTask', 'a coroutine', coro, advice(coro))
    const driven: Driven = coro
    if (driven._owner !== undefined) throw taken('createTask')
    const loop = this._loop
    loop._reserve('createTask', 1)
    driven._owner = this
    this._coro = driven
    this._top = driven
    this._waiter = undefined
    this._mustCancel = false
    this._name = options && options.name !== undefined ? '' + options.name : ++names
    this._vars = scope._at._vars
    link(loop, this)
    loop._queue(this, undefined, undefined)
  }

  getCoro(): Coroutine<T> {
    return this._coro as Coroutine<T>
  }

  /** The name it was given, or `Task-<number>`. */
  getName(): string {
    return typeof this._name === 'number' ? 'Task-' + this._name : this._name
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
    if (this._state !== PENDING) return super.cancel()
    if (this._asked !== undefined) return this._breakWait(message)
    // Down the chain of tasks that wait for one another, to the one that has to be asked. A loop, for stacks are small.
    let last: Task<unknown> = this
    let cycle = false
    for (;;) {
      const next = last._waiter
      if (!(next instanceof Task) || next._state !== PENDING) {
        last._asked = last
        break
      }
      last._asked = next
      cycle = next._asked !== undefined
      if (cycle) break
      last = next
    }
    if (!(cycle ? last._breakWait(message) : last._cancelWait(message))) {
      last._mustCancel = true
      last._message = message
    }
    for (let at: Task<unknown> = this; ; ) {
      const next = at._asked as Task<unknown>
      at._asked = undefined
      if (at === last) break
      at = next
    }
    return true
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

  _cancelMessage(): string | undefined {
    return this._state === CANCELLED ? (this._value as string | undefined) : this._message
  }

  /** Resumes the coroutine, after `wake` if that is the future it waited for. What it throws, the loop gives to _threw(). */
  _step(wake: unknown): void {
    this._waiter = undefined
    this._loop._current = this
    scope._at = this
    // most steps: nothing to hand in, and another turn is all that is asked for
    const step = wake === undefined && !this._mustCancel ? this._top.next() : this._resume(wake)
    if ((step as object) === TURN) {
      this._loop._current = undefined
      this._loop._ring._push(this, undefined, undefined)
    } else this._took(step)
  }

  /** Resumes the innermost coroutine with what the task was woken by. */
  _resume(wake: unknown): Step<unknown> {
    let failed = false
    let value: unknown
    if (wake !== undefined) {
      if (wake instanceof Future) {
        failed = wake._state !== FINISHED
        value = failed ? wake._error() : wake._value
      } else {
        failed = true
        value = (wake as Thrown)._error
      }
    }
    if (this._mustCancel) {
      if (!failed || !isCancelled(value)) value = new CancelledError(this._message)
      failed = true
      this._mustCancel = false
    }
    return failed ? this._top.throw(value) : this._top.next(value)
  }

  /** The innermost coroutine ended with an error: the one that awaits it gets it. */
  _threw(error: unknown): void {
    const top = this._top
    const up = top._up
    if (top._catch) this._took(top.throw(error))
    else if (up !== undefined) {
      top._up = undefined
      this._top = up
      this._took(up.throw(error))
    } else if (isCancelled(error)) this._end(CANCELLED, undefined)
    else this._end(FAILED, error)
  }

  /** Does what the coroutine asked for when it gave up control. */
  _took(step: Step<unknown>): void {
    while ((step as object) === CALL || step.done) {
      const top = this._top
      if (step.done) {
        const up = top._up
        if (up === undefined) {
          if (this._mustCancel) {
            this._mustCancel = false
            this._end(CANCELLED, this._message)
          } else this._end(FINISHED, step.value)
          RETURN.value = undefined
          return
        }
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
    this._loop._current = undefined
    if ((step as object) === SUSPEND) {
      const waiter = SUSPEND.value as Future<unknown> | number
      SUSPEND.value = undefined
      this._wait(waiter)
    } else {
      const value: unknown = step.value
      if (value === undefined) this._loop._ring._push(this, undefined, undefined)
      else this._yielded(value)
    }
  }

  _wait(waiter: Future<unknown> | number): void {
    if (typeof waiter !== 'number') {
      if (waiter._loop !== this._loop) return this._refuse('awaits a future of another loop; make it with this one')
      if (waiter === this) return this._refuse('awaits itself; it would wait for ever')
      waiter._listen(this, undefined)
    }
    this._waiter = waiter
    if (this._mustCancel && this._cancelWait(this._message)) this._mustCancel = false
  }

  _yielded(value: unknown): void {
    if (value instanceof Future) this._refuse('used yield with a future; use yield*')
    else if (isCoroutine(value)) this._refuse('used yield with a coroutine; use yield*')
    else this._refuse('got a bad yield: ' + show(value) + '; use yield* with something awaitable, or a bare yield')
  }

  /** The coroutine did what it must not: it is told in the next turn. */
  _refuse(fact: string): void {
    this._loop._queue(this, new Thrown(new RuntimeError(this.getName() + ' ' + fact)), undefined)
  }

  /** Cancels what the task waits for; false if there is nothing left to cancel. */
  _cancelWait(message: string | undefined): boolean {
    const waiter = this._waiter
    if (waiter === undefined) return false
    if (typeof waiter !== 'number') return waiter.cancel(message)
    this._loop.cancelCallback(waiter)
    this._wakeCancelled(message)
    return true
  }

  /** D4: what this task waits for leads back to it. It stops waiting, which ends the circle. */
  _breakWait(message: string | undefined): boolean {
    const waiter = this._waiter
    if (!(waiter instanceof Future)) return this._cancelWait(message)
    waiter._unlisten(this)
    this._wakeCancelled(message)
    return true
  }

  _wakeCancelled(message: string | undefined): void {
    this._waiter = undefined
    this._loop._queue(this, new Thrown(new CancelledError(message)), undefined)
  }

  _end(state: number, value: unknown): void {
    const loop = this._loop
    loop._current = undefined
    unlink(loop, this)
    loop._free++
    this._settle(state, value)
  }
}

function advice(value: unknown): string {
  if (value instanceof Future) return 'just await it'
  if (isThenable(value)) return 'ensureFuture takes promises'
  return 'call an async function or a generator function'
}

above._task = function <T>(coro: Coroutine<T>, loop: Loop, name: string | undefined): Task<T> {
  return new Task<T>(coro, { loop: loop, name: name })
}
