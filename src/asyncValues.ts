// asyncValues.ts: `for await`, as TypeScript's emit calls it: an iterator whose next() gives something to await.
//
// What has none of its own but is iterable gets one: each of its values is awaited, as with an array of coroutines, or
// with asCompleted().

import { pending } from './awaiting'
import { arrived, finish } from './coroutine'
import type { Step } from './coroutine'
import { __values } from './helpers'
import { Operation } from './operation'
import { ASYNC_ITERATOR } from './symbols'

type Result = IteratorResult<unknown>
type Method = 'next' | 'throw' | 'return'

/** One value of an iterator, awaited. */
class Round extends Operation<Result> {
  _iterator: Iterator<unknown>
  _method: Method
  _given: unknown
  declare _done: boolean

  constructor(iterator: Iterator<unknown>, method: Method, given: unknown) {
    super()
    this._iterator = iterator
    this._method = method
    this._given = given
  }

  _name(): string {
    return 'for await'
  }

  _start(): Step<Result> {
    const iterator = this._iterator
    const method = iterator[this._method] as ((given: unknown) => Result) | undefined
    if (method === undefined && this._method === 'throw') {
      this._close()
      throw new TypeError('throw: the iterator that is delegated to has no throw(), and was closed; give it one')
    }
    const result = method === undefined ? { done: true, value: this._given } : method.call(iterator, this._given)
    this._done = result.done === true
    let step: Step<Result> | undefined
    try {
      step = pending(result.value, this)
    } catch (error) {
      return this._abort(error)
    }
    return step === undefined ? this._resume(arrived._value) : step
  }

  _resume(value: unknown): Step<Result> {
    return finish<Result>({ done: this._done, value: value } as Result)
  }

  /** The value failed, which ends the loop. */
  override _abort(error: unknown): Step<Result> {
    if (!this._done && this._method !== 'return') this._close()
    throw error
  }

  _close(): void {
    try {
      if (this._iterator.return) this._iterator.return()
    } catch {
      // the error that is on its way is the one to know
    }
  }
}

class AwaitedValues {
  _iterator: Iterator<unknown>

  constructor(iterator: Iterator<unknown>) {
    this._iterator = iterator
  }

  next(value?: unknown): Round {
    return new Round(this._iterator, 'next', value)
  }

  throw(error?: unknown): Round {
    return new Round(this._iterator, 'throw', error)
  }

  return(value?: unknown): Round {
    return new Round(this._iterator, 'return', value)
  }
}

export function __asyncValues(from: unknown): unknown {
  const make = typeof from === 'object' && from !== null ? (from as { [ASYNC_ITERATOR]?: unknown })[ASYNC_ITERATOR] : undefined
  return typeof make === 'function' ? (make as () => unknown).call(from) : new AwaitedValues(__values(from))
}
