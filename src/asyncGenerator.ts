// asyncGenerator.ts: async generators, as TypeScript's emit calls them.
//
// The emit makes a generator of the body: `await x` became `yield __await(x)`, and any other `yield` is for whoever asked.
// A call of next(), throw() or return() is a Request: a coroutine that ends with { done, value }.
//   AG1  requests are answered in the order of the calls. One starts nothing before it is awaited; then it runs the body in
//        its own task, until it is answered: for those before it that nobody awaits, too
//   AG2  one request runs the body at a time. One that is awaited meanwhile waits in line; who is answered calls up the next
//   AG3  cancelled while it runs the body, the error arrives at the body's await; cancelled in line, it leaves the line

import { pending } from './awaiting'
import { arrived, finish, suspend } from './coroutine'
import type { Own, Step } from './coroutine'
import { newFuture } from './future'
import type { Future } from './future'
import { FRESH, Operation } from './operation'
import { runningLoop } from './running'
import { ASYNC_ITERATOR, ITERATOR } from './symbols'
import { release } from './timeout'

type Result = IteratorResult<unknown>
type Body = Generator<unknown, unknown, unknown>

// What a request asks for, and how the body goes on.
const NEXT = 0
const THROW = 1
const RETURN = 2
/** as the delegate's return() answers: return if that is done, else go on */
const CLOSE = 3
/** wait for an Await first */
const AWAIT = 4
// What became of a request.
const ANSWERED = 5
const FAILED = 6

/** What the body awaits, and how it goes on with the result. */
class Await {
  _value: unknown
  _then: number

  constructor(value: unknown, then: number) {
    this._value = value
    this._then = then
  }
}

export function __await(value: unknown): object {
  return new Await(value, NEXT)
}

class Request extends Operation<Result> {
  _of: AsyncGenerator
  /** what it asks for, or what became of it; and with what */
  _op: number
  _value: unknown
  /** it waits in line for this */
  declare _turn?: Future<void> | undefined

  constructor(generator: AsyncGenerator, op: number, value: unknown) {
    super()
    this._of = generator
    this._op = op
    this._value = value
    generator._line.push(this)
  }

  _name(): string {
    return 'async generator'
  }

  _start(): Step<Result> {
    const generator = this._of
    if (this._op < ANSWERED) {
      if (generator._runner !== undefined) {
        this._turn = newFuture(runningLoop('async generator'))
        return suspend(this._turn)
      }
      generator._runner = this
    }
    return this._serve()
  }

  _resume(value: unknown): Step<Result> {
    if (this._turn !== undefined) {
      this._turn = undefined
      return this._serve()
    }
    return this._went(NEXT, value)
  }

  override _abort(error: unknown): Step<Result> {
    if (this._turn === undefined) return this._went(THROW, error)
    this._leave()
    throw error
  }

  override throw(error?: any): Step<Result> {
    if (this._stage === FRESH) this._leave()
    return super.throw(error)
  }

  override return(value?: any): Step<Result> {
    const step = super.return(value)
    this._leave()
    return step
  }

  /** Runs the body for the requests before this one, then for itself. */
  _serve(): Step<Result> {
    const generator = this._of
    while (this._op < ANSWERED) {
      const first = generator._line[0] as Request
      const step = first._op === RETURN ? this._run(AWAIT, new Await(first._value, RETURN)) : this._run(first._op, first._value)
      if (step !== undefined) return step
    }
    this._leave()
    if (this._op === FAILED) throw this._value
    return finish(this._value as Result)
  }

  /** What the body awaited has come, or failed. */
  _went(op: number, value: unknown): Step<Result> {
    const first = this._of._line[0] as Request
    const step = this._run(op === THROW ? THROW : this._of._then, value)
    if (step !== undefined) return step
    if (op === THROW && first !== this && first._op === FAILED && first._value === value) {
      // it was meant for this one, which is cancelled
      this._leave()
      throw value
    }
    return this._serve()
  }

  /** Runs the body until the first request is answered, or there is something to wait for, which is handed out. */
  _run(op: number, value: unknown): Step<Result> | undefined {
    const generator = this._of
    const body = generator._code
    for (;;) {
      if (op !== AWAIT) {
        let step: Result
        try {
          if (op === CLOSE) {
            op = (value as Result).done ? RETURN : NEXT
            if (op === RETURN) value = (value as Result).value
          }
          step = op === NEXT ? body.next(value) : op === THROW ? body.throw(value) : body.return(value)
        } catch (error) {
          this._answer(FAILED, error)
          return undefined
        }
        value = step.value
        if (step.done || !(value instanceof Await)) {
          this._answer(ANSWERED, { done: step.done === true, value: value })
          return undefined
        }
      }
      const awaited = value as Await
      op = awaited._then
      generator._then = op
      try {
        const step = pending(awaited._value, this)
        if (step !== undefined) return step
        value = arrived._value
        arrived._value = undefined
      } catch (failure) {
        op = THROW
        value = failure
      }
    }
  }

  _answer(op: number, value: unknown): void {
    const first = this._of._line.shift() as Request
    first._op = op
    first._value = value
    if (first._turn !== undefined) release(first._turn)
  }

  /** Is done with the line, and with the body: calls up the next that waits for it. */
  _leave(): void {
    const generator = this._of
    const line = generator._line
    const at = line.indexOf(this)
    if (at >= 0) line.splice(at, 1)
    if (generator._runner !== this) return
    generator._runner = undefined
    for (let i = 0; i < line.length; i++) {
      const next = line[i] as Request
      if (next._turn !== undefined) {
        generator._runner = next
        release(next._turn)
        return
      }
    }
  }
}

class AsyncGenerator implements Own {
  _code: Body
  /** requests without an answer, in the order of the calls */
  _line: Request[]
  /** the one that runs the body, or was called up to */
  declare _runner?: Request | undefined
  /** how the body goes on with what it awaits */
  declare _then: number

  constructor(body: Body) {
    this._code = body
    this._line = []
  }

  next(value?: unknown): Request {
    return new Request(this, NEXT, value)
  }

  throw(error?: unknown): Request {
    return new Request(this, THROW, error)
  }

  return(value?: unknown): Request {
    return new Request(this, RETURN, value)
  }

  /** To `await` it is a plain value. */
  _await(): undefined {
    arrived._value = this
    return undefined
  }

  [ASYNC_ITERATOR](): this {
    return this
  }
}

export function __asyncGenerator(self: unknown, args: unknown[] | undefined, body: (...args: unknown[]) => Body): AsyncGenerator {
  return new AsyncGenerator(args === undefined ? body.call(self) : body.apply(self, args))
}

// What a Delegate does when it is asked: asks its iterator, or gives what that has answered.
const ASK = 0
const GIVE = 1
const REFUSE = 2

interface Asynchronous {
  next(value?: unknown): unknown
  throw?: (error?: unknown) => unknown
  return?: (value?: unknown) => unknown
}

/** `yield*` of an asynchronous iterator: by turns hands out what the body is to await, and then the result of that. */
class Delegate {
  _iterator: Asynchronous
  _does: number

  constructor(iterator: Asynchronous) {
    this._iterator = iterator
    this._does = ASK
  }

  next(value?: unknown): Result {
    const does = this._does
    if (does === ASK) return this._ask(this._iterator.next(value), NEXT)
    this._does = ASK
    if (does === REFUSE) throw new TypeError('yield*: the iterator has no throw(), and was closed; give it one')
    return value as Result
  }

  throw(error?: unknown): Result {
    const iterator = this._iterator
    const does = this._does
    if (does === ASK) {
      if (iterator.throw) return this._ask(iterator.throw(error), NEXT)
      const step = this._ask(iterator.return && iterator.return(), NEXT)
      this._does = REFUSE
      return step
    }
    this._does = ASK
    throw error
  }

  return(value?: unknown): Result {
    const iterator = this._iterator
    if (this._does === ASK && iterator.return) return this._ask(iterator.return(value), CLOSE)
    this._does = ASK
    return { done: true, value: value }
  }

  _ask(answer: unknown, then: number): Result {
    this._does = GIVE
    return { done: false, value: new Await(answer, then) }
  }

  [ITERATOR](): this {
    return this
  }
}

export function __asyncDelegator(iterator: Asynchronous): Delegate {
  return new Delegate(iterator)
}
