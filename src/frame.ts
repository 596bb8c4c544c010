// frame.ts: the coroutine of an async function that the build lowered (targets/rollup/lower).
//
// The function itself only makes a Frame and puts its arguments into it. Its code is the body, one function for all calls:
//   body(frame, sent, at)   goes on at the label `at`: `sent` is what the last wait gave, or the error for a catch block
//   _at      the label where it goes on; 0 not started; -1 while it runs, and for ever when it has ended
//   _catch   the label of the innermost catch or finally block that control is in, 0 for none; only functions that have such
//            blocks have the field
//   _$name   a variable that is needed after a wait
//   B1  a body that returns with _at set awaits what it returns; one that returns without setting it has ended with that
//   B2  a body sets _catch when control enters and leaves a block; an error goes to that label: the task takes it there, or
//       whoever drives the frame instead
//   B3  starts nothing before its first next(), as in Python
// Resuming allocates nothing, and takes one call however deep the awaits (awaiting.ts, W2).

import { asyncThen, awaiting, isAwaitable, reused } from './awaiting'
import { PARKED, RETURN, TURN, arrived, call, iterable, taken } from './coroutine'
import type { Coroutine, Driven, Own, Step } from './coroutine'
import { define } from './define'
import { hasClosing, hasFutures, hasHandlers, hasOthers, hasPromises } from './needed'
import { runningTask } from './running'
import type { Task } from './task'

export type Body = (frame: Frame, sent: unknown, at: number) => unknown

/** What closing a suspended coroutine throws into it, so that its finally blocks run. */
class Closing {
  _value: unknown

  constructor(value: unknown) {
    this._value = value
  }
}

/** What the code of a lowered async function makes: `new __coroutine(body)`. */
export class Frame implements Own {
  _at: number
  /** none in a generator, which has its own (generator.ts) */
  _body: Body | undefined
  // What is declared only is made when it is first needed: a field costs memory in every frame.
  declare _catch?: number | undefined
  /** the operation that is awaited (W3), or what a generator delegates to */
  _inner: Iterator<unknown> | undefined
  declare _up?: Driven | undefined
  declare _owner?: object | undefined

  constructor(body: Body | undefined) {
    this._at = 0
    this._body = body
    if (hasOthers()) this._inner = undefined
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

  /**
   * Goes on after its body has given `out`, or with `out` at _at if it `enters`, until it has to wait. If `task` drives it, so are
   * the coroutines that it awaits and the one that awaits it, here and now, in one loop however deep they go; task.ts takes the
   * errors (B2).
   */
  _gave(task: Task<unknown> | undefined, out: unknown, enters?: boolean): Step<unknown> {
    let frame: Frame = this
    for (;;) {
      let value: unknown
      if (enters) {
        enters = false
        value = out
      } else if (frame._at < 0 && ended(frame, out)) {
        const up = frame._up as Frame | undefined
        // an operation that is awaited in a frame hears itself of what it called (W3)
        if (!up || (hasOthers() && (!task || !up._body || up._inner !== undefined))) {
          RETURN.value = out
          return RETURN as Step<unknown>
        }
        frame._up = undefined
        ;(task as Task<unknown>)._top = up as unknown as Driven
        frame = up
        value = out
      } else {
        const child = out as Frame | undefined | null
        if (child && child._body && (task || !hasOthers())) {
          if (child._at !== 0 || child._owner) throw taken('await')
          child._owner = task
          child._up = frame as unknown as Driven
          ;(task as Task<unknown>)._top = child as unknown as Driven
          frame = child
        } else if (!child && isParked(task)) return PARKED as Step<unknown>
        else if ((child as object) === TURN) return out as Step<unknown>
        else if (hasOthers() || hasFutures() || hasPromises()) {
          const step = awaiting(out, frame)
          if (step !== undefined) return step
          value = arrived._value
          arrived._value = undefined
        } else value = out
      }
      const at = frame._at
      frame._at = -1
      out = (frame._body as Body)(frame, value, at)
    }
  }

  /** Goes on at _at. The body may throw, so its call is no argument (facts.ts, argument-throw). */
  _go(value: unknown): Step<unknown> {
    const task = this._owner as Task<unknown>
    if (hasOthers() && (task === undefined || (task._top as unknown) !== this)) return guarded(this, value)
    return this._gave(task, value, true)
  }

  /** Goes on with what is awaited in this frame. */
  _delegate(how: 'next' | 'throw' | 'return', value: unknown): Step<unknown> {
    const inner = this._inner as Coroutine<unknown>
    let step: Step<unknown>
    this._inner = undefined
    try {
      step = inner[how](value)
    } catch (error) {
      return this.throw(error)
    }
    if (step.done) return how === 'return' ? this.return(step.value) : this._go(step.value)
    this._inner = inner
    return step
  }
}

/** The body of a function that has returned something awaitable. */
function passOn(_frame: Frame, sent: unknown): unknown {
  return sent
}

/** Has a pause put the task that runs into the timers? `task`, if that is known. */
function isParked(task: Task<unknown> | undefined): unknown {
  const current = hasOthers() && !(task as object | undefined) ? runningTask() : task
  return current && current._waiter
}

/** The body has returned `out`: is that all? What can be awaited is, as in JavaScript. */
function ended(frame: Frame, out: unknown): boolean {
  if (hasHandlers() && frame._catch) frame._catch = 0
  if (typeof out !== 'object' || !isAwaitable(out)) return true
  frame._body = passOn
  frame._at = 0
  return false
}

/** Goes on for a caller that knows nothing of handlers: an error goes to the block that control is in. */
export function guarded(frame: Frame, value: unknown): Step<unknown> {
  for (;;) {
    try {
      return frame._gave(undefined, value, true)
    } catch (error) {
      const handler = frame._catch
      if (!handler) {
        if (error instanceof Closing) return { done: true, value: error._value }
        throw error
      }
      frame._at = handler
      value = error
    }
  }
}

iterable(Frame.prototype)
define(Frame.prototype, 'then', asyncThen)

/** What a catch block has caught; lets what closes the coroutine through. */
export function __caught(error: unknown): unknown {
  if (hasClosing() && error instanceof Closing) throw error as unknown as Error
  return error
}
