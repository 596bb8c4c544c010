// tsc.ts: the coroutine of a body that TypeScript itself lowered to ES5 (`ringloop/tslib` with plain tsc).
//
// Such a body is a function of its state. It runs from `label` to its next stop and gives back [what, value]: the codes
// below. One TscFrame is that state, and the coroutine, and the generator object:
//   label   where the body goes on          sent()  what the last wait gave, or the error that a catch block caught
//   trys    the regions that control is in, innermost last: [try, catch, finally, end] as labels, 0 or a hole for none
//   ops     what each finally block that runs now goes on with when it ends
//   M1  an async function starts nothing before its first next(), as in Python
//   M2  what leaves a region (error, return, jump) goes through its finally block first

import { asyncThen, awaiting, reused } from './awaiting'
import { RETURN as RESULT, TURN, arrived, call, isCoroutine, iterable } from './coroutine'
import type { Driven, Own, Step } from './coroutine'
import { runningTask } from './running'
import { isThenable } from './thenable'

// The codes of TypeScript's emit.
const NEXT = 0
const THROW = 1
const RETURN = 2
const BREAK = 3
const YIELD = 4
const DELEGATE = 5
const END_FINALLY = 7

type Body = (frame: TscFrame) => [number, unknown?]

/** Not started, suspended or running, ended. */
const FRESH = 0
const STARTED = 1
const ENDED = 2

/** Does a jump to `label` stay in the region? */
function within(label: number, region: number[]): boolean {
  return label > (region[0] as number) && label < (region[3] as number)
}

/** The body of an async function that has returned something awaitable: that is awaited, as JavaScript does it. */
function passOn(frame: TscFrame): [number, unknown] {
  return [frame.label === 0 ? YIELD : RETURN, frame.sent()]
}

export class TscFrame implements Own {
  label: number
  _code: Body | undefined
  _self: unknown
  _async: boolean
  _stage: number
  // What is declared only is made when it is first needed: a field costs memory in every frame.
  declare _sent: unknown
  declare _trys: number[][] | undefined
  declare _ops: [number, unknown][] | undefined
  /** the iterator of a `yield*`, or the operation that is awaited */
  declare _inner?: Iterator<unknown> | undefined
  declare _up?: Driven | undefined
  declare _owner?: object | undefined

  constructor(self: unknown, body: Body) {
    this.label = 0
    this._code = body
    this._self = self
    this._async = false
    this._stage = FRESH
  }

  // What the lowered body uses.

  get trys(): number[][] {
    if (this._trys === undefined) this._trys = []
    return this._trys
  }

  sent(): unknown {
    const sent = this._sent
    this._sent = undefined
    return sent
  }

  // What drives it.

  get then(): unknown {
    return this._async ? asyncThen : undefined
  }

  next(value?: unknown): IteratorResult<unknown> {
    if (this._stage === ENDED) {
      if (this._async) throw reused()
      return { done: true, value: undefined }
    }
    this._stage = STARTED
    if (this._inner === undefined) return this._run(NEXT, value)
    return this._delegate(NEXT, value)
  }

  throw(error?: unknown): IteratorResult<unknown> {
    if (this._stage !== STARTED) {
      this._end()
      throw error
    }
    return this._inner === undefined ? this._run(THROW, error) : this._delegate(THROW, error)
  }

  return(value?: unknown): IteratorResult<unknown> {
    if (this._stage !== STARTED) {
      this._end()
      return { done: true, value: value }
    }
    return this._inner === undefined ? this._run(RETURN, value) : this._delegate(RETURN, value)
  }

  _await(): Step<never> {
    return call(this)
  }

  /** Is it a coroutine? An ordinary generator's caller may keep the results, so those are not shared. */
  _driven(): boolean {
    return this._async || this._owner !== undefined
  }

  /** Lets go of the body, and so of its variables. */
  _end(): void {
    this._stage = ENDED
    this._code = undefined
    this._self = undefined
    this._sent = undefined
  }

  /** Goes on with `op` until the next stop. */
  _run(op: number, value: unknown): IteratorResult<unknown> {
    for (;;) {
      if (op === NEXT) this._sent = value
      else if (op === END_FINALLY) {
        const next = (this._ops as [number, unknown][]).pop() as [number, unknown]
        this.trys.pop()
        op = next[0]
        value = next[1]
        continue
      } else {
        const trys = this._trys
        const region = trys === undefined ? undefined : trys[trys.length - 1]
        if (op === BREAK && (region === undefined || within(value as number, region))) {
          this.label = value as number
        } else if (region === undefined && op === RETURN && this._async && isThenable(value)) {
          this._code = passOn
          this.label = 0
          this._sent = value
        } else if (region === undefined) {
          this._end()
          if (op === THROW) throw value
          if (!this._driven()) return { done: true, value: value }
          RESULT.value = value
          return RESULT as IteratorResult<unknown>
        } else if (op === THROW && region[1] && this.label < region[1]) {
          this.label = region[1]
          this._sent = value
        } else if (region[2] && this.label < region[2]) {
          this.label = region[2]
          if (this._ops === undefined) this._ops = []
          this._ops.push([op, value])
        } else {
          // the catch or finally block itself is left: what the latter had to go on with is overruled
          if (region[2]) (this._ops as [number, unknown][]).pop()
          ;(trys as number[][]).pop()
          continue
        }
      }
      try {
        const stop = (this._code as Body).call(this._self, this)
        op = stop[0]
        value = stop[1]
        if (op === YIELD || op === DELEGATE) {
          this.label++
          let step: IteratorResult<unknown> | undefined
          if (op === DELEGATE) step = this._delegateTo(value as Iterator<unknown>)
          else if (this._async) step = awaiting(value, this)
          else return value === undefined && this._driven() ? TURN : { done: false, value: value }
          if (step !== undefined) return step
          op = NEXT
          value = arrived._value
          arrived._value = undefined
        }
      } catch (error) {
        op = THROW
        value = error
      }
    }
  }

  /** Begins a `yield*`: the task runs a coroutine itself if it drives this very frame (W2). */
  _delegateTo(inner: Iterator<unknown>): IteratorResult<unknown> | undefined {
    // a loop body whose closures need their own variables becomes a generator of its own: its yields are awaits too
    if (this._async && inner instanceof TscFrame) inner._async = true
    const task = runningTask()
    if (task !== undefined && (task._top as unknown) === this && isCoroutine(inner)) return call(inner)
    const step = inner.next()
    if (step.done) {
      arrived._value = step.value
      return undefined
    }
    this._inner = inner
    return step
  }

  /** Goes on with the `yield*` that was under way. */
  _delegate(op: number, value: unknown): IteratorResult<unknown> {
    const inner = this._inner as Iterator<unknown>
    let step: IteratorResult<unknown>
    this._inner = undefined
    try {
      if (op === NEXT) step = inner.next(value)
      else if (op === THROW) {
        if (!inner.throw) return this._run(THROW, value)
        step = inner.throw(value)
      } else {
        if (!inner.return) return this._run(RETURN, value)
        step = inner.return(value)
      }
    } catch (error) {
      return this._run(THROW, error)
    }
    if (step.done) return this._run(op === RETURN ? RETURN : NEXT, step.value)
    this._inner = inner
    return step
  }
}
iterable(TscFrame.prototype)

/** A generator whose body TypeScript lowered to ES5. */
export function __generator(self: unknown, body: Body): TscFrame {
  return new TscFrame(self, body)
}
