// frame.ts: the coroutine of an async function that the build lowered (targets/rollup/lower).
//
// The function itself only makes a Frame and puts its arguments into it. Its code is the body, one function for all calls:
//   body(frame, sent, at)   goes on at the label `at`: `sent` is what the last wait gave, or the error for a catch block
//   _at      the label where it goes on; 0 not started; -1 while it runs, and for ever when it has ended
//   _catch   the label of the innermost catch or finally block that control is in, 0 for none; only functions that have such
//            blocks have the field
//   _$name   a variable that is needed after a wait
//   B1  a body that returns with _at set awaits what it returns; one that returns without setting it has ended with that
//   B2  a body sets _catch when control enters and leaves a block; an error goes to that label
//   B3  starts nothing before its first next(), as in Python
// Resuming allocates nothing, and takes one call however deep the awaits (awaiting.ts, W2).

import { asyncThen, awaiting, reused } from './awaiting'
import { RETURN, SUSPEND, TURN, arrived, call, iterable } from './coroutine'
import type { Coroutine, Driven, Own, Step } from './coroutine'

export type Body = (frame: Frame, sent: unknown, at: number) => unknown

/** What closing a suspended coroutine throws into it, so that its finally blocks run. */
class Closing {
  _value: unknown

  constructor(value: unknown) {
    this._value = value
  }
}

export class Frame implements Own {
  _at: number
  _body: Body
  // What is declared only is made when it is first needed: a field costs memory in every frame.
  declare _catch?: number | undefined
  /** the operation that is awaited (W3), or what a generator delegates to */
  declare _inner?: Iterator<unknown> | undefined
  declare _up?: Driven | undefined
  declare _owner?: object | undefined

  constructor(body: Body) {
    this._at = 0
    this._body = body
  }

  next(value?: unknown): Step<unknown> {
    if (this._at < 0) throw reused()
    return this._inner === undefined ? this._go(value) : this._delegate('next', value)
  }

  throw(error?: unknown): Step<unknown> {
    if (this._inner !== undefined) return this._delegate('throw', error)
    const handler = this._catch
    if (handler) this._at = handler
    else {
      this._at = -1
      throw error
    }
    return this._go(error)
  }

  /** Closes it: what its finally blocks have to do is done first. */
  return(value?: unknown): Step<unknown> {
    if (this._inner !== undefined) return this._delegate('return', value)
    if (this._catch) return this.throw(new Closing(value))
    this._at = -1
    return { done: true, value: value }
  }

  _await(): Step<never> {
    return call(this)
  }

  /** Runs the body until it has to wait; an error goes to the block that control is in (B2). */
  _go(value: unknown): Step<unknown> {
    if (this._catch === undefined) return this._run(value)
    for (;;) {
      try {
        return this._run(value)
      } catch (error) {
        const handler = this._catch
        if (!handler) {
          if (error instanceof Closing) return { done: true, value: error._value }
          throw error
        }
        this._at = handler
        value = error
      }
    }
  }

  _run(value: unknown): Step<unknown> {
    for (;;) {
      const at = this._at
      this._at = -1
      const out = this._body(this, value, at)
      if (this._at < 0) {
        if (this._catch) this._catch = 0
        RETURN.value = out
        return RETURN as Step<unknown>
      }
      if ((out as object) === SUSPEND || (out as object) === TURN) return out as Step<unknown>
      const step = awaiting(out, this)
      if (step !== undefined) return step
      value = arrived._value
      arrived._value = undefined
    }
  }

  /** Goes on with what is awaited in this frame. */
  _delegate(how: 'next' | 'throw' | 'return', value: unknown): Step<unknown> {
    const inner = this._inner as Coroutine<unknown>
    let step: Step<unknown>
    this._inner = undefined
    try {
      // an iterator that knows no throw or return: as if it had nothing to do then
      step = inner[how] ? inner[how](value) : how === 'throw' ? raise(value) : { done: true, value: value }
    } catch (error) {
      return this.throw(error)
    }
    if (step.done) return how === 'return' ? this.return(step.value) : this._go(step.value)
    this._inner = inner
    return step
  }
}
iterable(Frame.prototype)
Object.defineProperty(Frame.prototype, 'then', { value: asyncThen, writable: true, configurable: true, enumerable: false })

function raise(error: unknown): never {
  throw error as Error
}

/** Makes the coroutine of an async function. */
export function __coroutine(body: Body): Frame {
  return new Frame(body)
}

/** What a catch block has caught; lets what closes the coroutine through. */
export function __caught(error: unknown): unknown {
  if (error instanceof Closing) throw error as unknown as Error
  return error
}
