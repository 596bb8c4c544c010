// generator.ts: the iterator of a generator function that the build lowered (targets/rollup/lower).
//
// A Frame whose body yields what it returns with _at set (frame.ts, B1). A task may drive it too, as a coroutine.
//   G1  an ordinary caller may keep the results, so only one that a task drives gives the shared ones
//   G2  a `yield*` of a coroutine is run by the task itself, if the task drives this very frame

import { RETURN, TURN, call, isCoroutine } from './coroutine'
import type { Step } from './coroutine'
import { define } from './define'
import { RuntimeError } from './errors'
import { Frame, guarded } from './frame'
import type { Body } from './frame'
import { __values } from './helpers'
import { runningTask } from './running'

/** What a body returns to delegate to `_inner`. */
const DELEGATE = {}

/** The task that drives `frame` itself, if one does. */
function drives(frame: object): boolean {
  const task = runningTask()
  return task !== undefined && (task._top as object) === frame
}

/** An iterator that does not know throw(), as one that does. */
class Closed {
  _iterator: Iterator<unknown>

  constructor(iterator: Iterator<unknown>) {
    this._iterator = iterator
  }

  next(value?: unknown): IteratorResult<unknown> {
    return this._iterator.next(value)
  }

  return(value?: unknown): IteratorResult<unknown> {
    return this._iterator.return ? this._iterator.return(value) : { done: true, value: value }
  }

  throw(): never {
    this.return()
    throw new TypeError('yield*: the iterator has no throw(); give a generator')
  }
}

/** What the code of a lowered generator function makes: `new __iterator(code)`. */
export class GeneratorFrame extends Frame {
  _code: Body
  /** the body runs */
  declare _busy?: boolean

  constructor(code: Body) {
    super(undefined)
    this._code = code
  }

  override next(value?: unknown): Step<unknown> {
    if (this._busy) throw new RuntimeError('next: this generator runs already; call it from outside')
    if (this._at < 0) return { done: true, value: undefined }
    return super.next(value)
  }

  override _go(value: unknown): Step<unknown> {
    return guarded(this, value)
  }

  /** Goes on at _at, whoever drives it. */
  override _gave(_task: unknown, value: unknown): Step<unknown> {
    const at = this._at
    let out: unknown
    this._at = -1
    this._busy = true
    try {
      out = this._code(this, value, at)
    } catch (error) {
      this._busy = false
      throw error
    }
    this._busy = false
    if (this._at < 0) {
      if (this._catch) this._catch = 0
      if (this._owner === undefined) return { done: true, value: out }
      RETURN.value = out
      return RETURN as Step<unknown>
    }
    if (out === DELEGATE) return this._begin()
    return (out === undefined && this._owner !== undefined ? TURN : { done: false, value: out }) as Step<unknown>
  }

  /** Begins a `yield*` (G2). */
  _begin(): Step<unknown> {
    const inner = this._inner as Iterator<unknown>
    this._inner = undefined
    if (isCoroutine(inner) && drives(this)) return call(inner)
    const step = inner.next() as Step<unknown>
    if (step.done) return this._gave(undefined, step.value)
    this._inner = inner
    return step
  }
}
// it is an iterator, which an async function may return without awaiting it
define(GeneratorFrame.prototype, '_await', undefined)
define(GeneratorFrame.prototype, 'then', undefined)

/** `yield*`: what the body returns. */
export function __delegate(frame: GeneratorFrame, to: unknown): unknown {
  const iterator = __values(to)
  frame._inner = iterator.throw ? iterator : new Closed(iterator)
  return DELEGATE
}
