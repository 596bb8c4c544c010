// operation.ts: coroutines of the library, written by hand: each costs one object and runs on every engine.
//
//   K2  an Operation is lazy: nothing happens before its first next()

import { arrived, iterable, taken } from './coroutine'
import type { Awaiting, Coroutine, Driven, Own, Step } from './coroutine'
import { spawn } from './createTask'
import { RuntimeError } from './errors'
import { runningLoop, runningTask } from './running'
import { need } from './scheduler'

/** The task that runs a coroutine for native `await`, which calls then(). */
export function thenOf<T>(coro: Coroutine<T>, call: string): PromiseLike<T> {
  const loop = runningLoop(call)
  // one slot for the task, one for the callback
  need(loop, call, 2)
  return spawn(coro, loop)
}

/** Who runs an operation by hand, outside of a task. */
const nobody = {}

/** Not started, waiting, ended. */
export const FRESH = 0
const WAITING = 1
const ENDED = 2

export abstract class Operation<T> implements PromiseLike<T>, Own {
  declare [Symbol.iterator]: () => Coroutine<T>
  declare _up?: Driven | undefined
  declare _owner?: object | undefined
  _stage: number

  constructor() {
    this._stage = FRESH
  }

  /** The name a user calls it by. */
  abstract _name(): string
  /** Begins: gives what suspend(), call() and finish() give, or PARKED. */
  abstract _start(): Step<T>
  /** Goes on after what it waited for has come. */
  abstract _resume(value: unknown): Step<T>

  /** Goes on after what it waited for has failed, or the task was cancelled. */
  _abort(error: unknown): Step<T> {
    throw error
  }

  next(value?: any): Step<T> {
    const stage = this._stage
    const at = runningTask() || nobody
    // taken: it ended, or another task waits in it
    if (!this._owner) this._owner = at
    if (stage === ENDED || this._owner !== at) throw taken(this._name())
    this._stage = ENDED
    const step = stage === FRESH ? this._start() : this._resume(value)
    if (!step.done) this._stage = WAITING
    return step
  }

  _await(by: Awaiting): Step<never> | undefined {
    const step = this.next()
    if (step.done) {
      arrived._value = step.value
      return undefined
    }
    by._inner = this
    return step
  }

  throw(error?: any): Step<T> {
    const stage = this._stage
    this._stage = ENDED
    if (stage !== WAITING) throw error
    const step = this._abort(error)
    if (!step.done) this._stage = WAITING
    return step
  }

  /** Closes it, as leaving a generator's `yield*` early does. */
  return(value: T): Step<T> {
    const stage = this._stage
    this._stage = ENDED
    if (stage === WAITING) {
      try {
        this._abort(new RuntimeError(this._name() + ': closed while it waited'))
      } catch {
        // that it gave up is all that was asked
      }
    }
    return { done: true, value: value }
  }

  /** Runs it as a task of the running loop, for code that awaits natively. */
  then<A = T, B = never>(
    onDone?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: any) => B | PromiseLike<B>) | null
  ): PromiseLike<A | B> {
    return thenOf<T>(this as unknown as Coroutine<T>, this._name()).then(onDone, onError)
  }
}
iterable(Operation.prototype)
