// awaiter.ts: async functions as TypeScript's emit calls them (`__awaiter`).
//
// An async function gives a coroutine that has not started: a TscFrame (tsc.ts) where TypeScript lowered the body to ES5, a
// NativeFrame around a native generator where it did not.

import { asyncThen, awaiting, reused } from './awaiting'
import { arrived, call, iterable } from './coroutine'
import type { Coroutine, Driven, Own, Step } from './coroutine'
import { define } from './define'
import { isThenable } from './thenable'
import { TscFrame } from './tsc'

/** Not started, suspended or running, ended. */
const FRESH = 0
const STARTED = 1
const ENDED = 2

/** An async function whose body is a native generator (target ES2015 and later). */
class NativeFrame implements Own {
  _generator: Generator<unknown, unknown, unknown>
  _stage: number
  /** the operation that is awaited (awaiting.ts, W3) */
  declare _inner?: Iterator<unknown> | undefined
  declare _up?: Driven | undefined
  declare _owner?: object | undefined

  constructor(generator: Generator<unknown, unknown, unknown>) {
    this._generator = generator
    this._stage = FRESH
  }

  next(value?: unknown): IteratorResult<unknown> {
    if (this._stage === ENDED) throw reused()
    this._stage = ENDED
    const inner = this._inner
    if (inner === undefined) return this._took(this._generator.next(value))
    this._inner = undefined
    let step: IteratorResult<unknown>
    try {
      step = inner.next(value)
    } catch (error) {
      return this._took(this._generator.throw(error))
    }
    return step.done ? this._took(this._generator.next(step.value)) : this._kept(inner, step)
  }

  throw(error?: unknown): IteratorResult<unknown> {
    this._stage = ENDED
    const inner = this._inner as Coroutine<unknown> | undefined
    if (inner === undefined) return this._took(this._generator.throw(error))
    this._inner = undefined
    let step: IteratorResult<unknown>
    try {
      step = inner.throw(error)
    } catch (raised) {
      return this._took(this._generator.throw(raised))
    }
    return step.done ? this._took(this._generator.next(step.value)) : this._kept(inner, step)
  }

  return(value?: unknown): IteratorResult<unknown> {
    this._stage = ENDED
    const inner = this._inner as Coroutine<unknown> | undefined
    if (inner !== undefined) inner.return(undefined)
    this._inner = undefined
    return this._took(this._generator.return(value))
  }

  _await(): Step<never> {
    return call(this)
  }

  /** The operation that is awaited has to be waited for again. */
  _kept(inner: Iterator<unknown>, step: IteratorResult<unknown>): IteratorResult<unknown> {
    this._inner = inner
    this._stage = STARTED
    return step
  }

  /** Awaits what the body handed out, until there is something to wait for. */
  _took(result: IteratorResult<unknown, unknown>): IteratorResult<unknown> {
    for (;;) {
      if (result.done) {
        if (!isThenable(result.value)) return result
        // what is returned is awaited, as JavaScript does it; the generator, which is done, would not give the result
        this._generator = passOn() as Generator<unknown, unknown, unknown>
      }
      let step: IteratorResult<unknown> | undefined
      let failed = false
      try {
        step = awaiting(result.value, this)
      } catch (error) {
        failed = true
        arrived._value = error
      }
      if (step !== undefined) {
        this._stage = STARTED
        return step
      }
      result = failed ? this._generator.throw(arrived._value) : this._generator.next(arrived._value)
    }
  }
}
iterable(NativeFrame.prototype)

/** What is left of a function that has returned something awaitable. */
function passOn(): Partial<Generator<unknown, unknown, unknown>> {
  return {
    next: function (value) { return { done: true, value: value } },
    throw: function (error) { throw error },
    return: function (value) { return { done: true, value: value } }
  }
}

define(NativeFrame.prototype, 'then', asyncThen)

/** An async function: its coroutine, not started. */
export function __awaiter(
  self: unknown,
  args: ArrayLike<unknown> | undefined,
  _promise: unknown,
  generator: (...args: unknown[]) => unknown
): Coroutine<unknown> {
  const frame = args === undefined ? generator.call(self) : generator.apply(self, args as unknown[])
  if (!(frame instanceof TscFrame)) return new NativeFrame(frame as Generator<unknown, unknown, unknown>) as unknown as Coroutine<unknown>
  frame._async = true
  return frame as unknown as Coroutine<unknown>
}
