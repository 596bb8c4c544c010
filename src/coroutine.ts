// coroutine.ts: what a task drives, and how the two talk.
//
// A coroutine has next(value), throw(error) and return(value), as a generator has. What its next() and throw() hand out
// tells the task what to do; the library's own hand out these shared objects, so that a wait allocates no result:
//   SUSPEND  wait for `value`, a pending future
//   TURN     a bare yield: give up one turn
//   PARKED   nothing is left to do: what was awaited has put the task into the timers, or into what is ready, itself
//   CALL     run the coroutine `value`, then resume me with its result: a task keeps the chain, resuming stays O(1)
//   RETURN   done, with the result `value`
//   K1  a shared result is read by its receiver before anything else runs; it travels through native `yield*` as it is,
//       which is how a task tells `yield* future` (SUSPEND) from `yield future` (an error)

import { define } from './define'
import { RuntimeError, isFunction, unexpected } from './errors'
import { hasFutures, hasOthers, hasPromises } from './needed'
import { ASYNC_ITERATOR } from './symbols'
import { isThenable } from './thenable'

/** What `function*` gives and a task runs; T is what it returns. Declare generators as `function* main(): Coroutine<number>`. */
export interface Coroutine<T> {
  next(value?: unknown): IteratorResult<undefined, T>
  throw(error?: any): IteratorResult<undefined, T>
  return(value: T): IteratorResult<undefined, T>
  [Symbol.iterator](): Coroutine<T>
  /**
   * A generator has none, so TypeScript refuses `await` here: `yield*` it, or `await createTask(it)`. An async function's
   * coroutine has it. It is named here so that typescript-eslint's no-floating-promises finds a coroutine nobody awaited.
   */
  then?<A = T, B = never>(
    onDone?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: any) => B | PromiseLike<B>) | null
  ): PromiseLike<A | B>
}

/**
 * What gather, waitFor, shield and so on take: a coroutine, a future or task, a promise. `yield*` takes a `Coroutine<T>`
 * (futures are that too); `await` a `PromiseLike<T>`, which all but generators are; `await waitFor(it, null)` any of these.
 */
export type Awaitable<T> = Coroutine<T> | PromiseLike<T>

/** What a task can run: a coroutine, which TypeScript takes for a promise if an async function gave it; but no future, just await it. */
export type Runnable<T> = (Coroutine<T> | PromiseLike<T>) & { addDoneCallback?: never }

/** The type that awaiting an `A` gives. */
export type Result<A> = A extends Coroutine<infer T> ? T : A extends PromiseLike<infer T> ? Awaited<T> : never

/** What a coroutine carries for the task that runs it. */
export interface Driven extends Coroutine<unknown> {
  /** the coroutine that awaits this one (CALL) */
  _up?: Driven | undefined
  /** who runs it: a task, or whoever's variables were in force (context.ts, C1) */
  _owner?: object | undefined
  /** it has a catch or finally block for an error (frame.ts, B2) */
  _catch?: number | undefined
  // A lowered function, whose body its task calls itself (frame.ts).
  _body?: ((frame: never, sent: unknown, at: number) => unknown) | undefined
  _at?: number
  _inner?: Iterator<unknown> | undefined
  _gave?(task: object, out: unknown, enters?: boolean): Step<unknown>
  _go?(value: unknown): Step<unknown>
}

interface Signal {
  done: boolean
  value: unknown
}

/** Where nothing is driven by next(), only whether it is done is asked of it. @cold */
function signal(done: boolean): Signal {
  return hasOthers() ? { done: done, value: undefined } : (done ? { done: done } : {}) as Signal
}

export const SUSPEND = /* @__PURE__ */ signal(false)
export const CALL = /* @__PURE__ */ signal(false)
export const TURN = /* @__PURE__ */ signal(false)
export const PARKED = /* @__PURE__ */ signal(false)
export const RETURN = /* @__PURE__ */ signal(true)

/** A signal as a coroutine's next() hands it out. */
export type Step<T> = IteratorResult<undefined, T>

export function suspend<T>(on: unknown): Step<T> {
  SUSPEND.value = on
  return SUSPEND as Step<T>
}

export function call<T>(coro: unknown): Step<T> {
  CALL.value = coro
  return CALL as Step<T>
}

export function finish<T>(value: T): Step<T> {
  RETURN.value = value
  return RETURN as Step<T>
}

/** A compiled function that awaits: it goes on with `_inner` first, if it has set that. */
export interface Awaiting {
  _inner?: Iterator<unknown> | undefined
}

/** What `await` of a compiled function asks the library's own awaitables. */
export interface Own {
  /** What to hand out, or undefined when the result is in `arrived` already. Throws what it failed with. */
  _await(by: Awaiting): Step<never> | undefined
}

/** Where _await() leaves a result that was there at once. */
export const arrived: { _value: unknown } = { _value: undefined }

/** Has it next() and throw(), and is neither a future nor an async generator? */
export function isCoroutine(value: unknown): value is Coroutine<unknown> {
  if (typeof value !== 'object' || value === null) return false
  const coro = value as { next?: unknown; throw?: unknown; _body?: unknown; _listen?: unknown; [ASYNC_ITERATOR]?: unknown }
  if (coro._body !== undefined) return true
  return hasOthers() && isFunction(coro.next) && isFunction(coro.throw) &&
    coro._listen === undefined && coro[ASYNC_ITERATOR] === undefined
}

/** The error for what is no coroutine. @cold */
export function noCoroutine(coro: unknown, call: string): TypeError {
  const advice = hasFutures() && coro && (coro as { _listen?: unknown })._listen ? 'just await it'
    : hasPromises() && isThenable(coro) ? 'ensureFuture takes promises'
      : 'call an async function or a generator function'
  return unexpected(call, 'a coroutine', coro, advice)
}

/** What giving a coroutine to a second task, or awaiting it there, throws. @cold */
export function taken(call: string): RuntimeError {
  return new RuntimeError(call + ': this coroutine runs already or ran; call its function again for another run')
}

/** Makes `yield*` take the objects of a class, where the engine knows Symbol: they are their own iterators. @cold */
export function iterable(prototype: object): void {
  if (typeof Symbol === 'function' && Symbol.iterator) {
    define(prototype, Symbol.iterator, self)
  }
}

function self(this: unknown): unknown {
  return this
}

/** Is it to be driven by next() and throw(): no frame, or one that awaits an operation of the library (awaiting.ts, W3)? */
export function isOther(coro: Driven): unknown {
  return !coro._body || coro._inner
}
