// awaiting.ts: what `await` and `yield*` give, and what neither takes.

import { createTask, sleep, waitFor } from 'ringloop'
import type { Coroutine, Operation } from 'ringloop'
import { expectType } from './expect'
import { awaitable, beep, blink, coroutine, future, greeting, half, inferred, operation, promise, task, thenable, third } from './programs'

export async function awaits(): Promise<number> {
  expectType(await half()).is<number>()
  expectType(await greeting()).is<string>()
  expectType(await future).is<string>()
  expectType(await task).is<number>()
  expectType(await operation).is<string>()
  expectType(await promise).is<Date>()
  expectType(await thenable).is<RegExp>()
  expectType(await sleep(10)).is<void>()
  expectType(await future.then((text) => text.length)).is<number>()
  expectType(await future.then((text) => text.length, () => 'failed')).is<number | string>()
  return half()
}

export function* delegates(): Coroutine<number> {
  expectType(yield* third()).is<boolean>()
  expectType(yield* future).is<string>()
  expectType(yield* task).is<number>()
  expectType(yield* operation).is<string>()
  expectType(yield* coroutine).is<boolean>()
  expectType(yield* inferred()).is<number>()
  expectType(yield* sleep(10)).is<void>()
  expectType(yield).is<unknown>()
  const [first] = [yield* sleep(10, 4)]
  return first
}

/** An async function in a generator: a task awaits it. */
export function* mixesInAsync(): Coroutine<number> {
  return (yield* createTask(half())) + (yield* waitFor(half(), 100))
}

/** A generator in an async function: a task awaits it, or waitFor() without a limit, in the same task. */
export async function mixesInGenerators(): Promise<boolean> {
  await waitFor(beep(), null)
  expectType(await createTask(third())).is<boolean>()
  return waitFor(third(), null)
}

export async function awaitsGenerator(): Promise<void> {
  // @ts-expect-error TypeScript cannot give the right type: yield* it in a generator, or await createTask(third())
  await third()
  // @ts-expect-error nor for a coroutine by name
  await coroutine
  // @ts-expect-error nor for what may be one
  await awaitable
}

export async function returnsGenerator(): Promise<boolean> {
  // @ts-expect-error what is returned is awaited, so this is the same
  return third()
}

export function* yields(): Coroutine<void> {
  // @ts-expect-error an async function's coroutine is a promise to TypeScript: yield* createTask(half())
  yield* half()
  // @ts-expect-error a promise: yield* ensureFuture(promise)
  yield* promise
  // @ts-expect-error what may be a promise: yield* waitFor(awaitable, null)
  yield* awaitable
}

export function* yieldsFuture(): Coroutine<void> {
  // @ts-expect-error yield without * hands the future out, which the task refuses
  yield future
}

export function* yieldsNumber(): Coroutine<void> {
  // @ts-expect-error a coroutine yields nothing; in an ordinary generator it may
  yield 4
}

export function* usesNothing(): Coroutine<number> {
  // @ts-expect-error a bare yield gives nothing
  const given: number = yield
  return given
}

// @ts-expect-error the last statement must give the number
export function* forgetsResult(): Coroutine<number> {
  yield* sleep(10)
}

export function* wrongResult(): Coroutine<number> {
  // @ts-expect-error the result is no number
  return yield* sleep(10, 'text')
}

export async function forgetsAwait(): Promise<number> {
  // @ts-expect-error half() is a coroutine, not yet its result
  return half() + 1
}

export function* forgetsStar(): Coroutine<boolean> {
  // @ts-expect-error third() is a coroutine, not yet its result
  return third()
}

export function sleeps(): void {
  expectType(sleep(10)).is<Operation<void>>()
  expectType(sleep(10, 4)).is<Operation<number>>()
  expectType(sleep(10, 'text')).is<Operation<string>>()
  expectType(sleep(10, [1, 'a'] as const)).is<Operation<readonly [1, 'a']>>()
  expectType(sleep<1 | 2>(10, 1)).is<Operation<1 | 2>>()
  expectType(sleep(10, undefined)).is<Operation<undefined>>()
  // @ts-expect-error a time is a number of milliseconds
  sleep('10')
  // @ts-expect-error a time must be given
  sleep()
  // @ts-expect-error with a type comes a value
  sleep<number>(10)
}

export async function assigns(): Promise<void> {
  const nothing: Coroutine<void> = sleep(10)
  const number: Coroutine<number> = task
  const unknown: Coroutine<unknown> = third()
  await createTask(nothing)
  await waitFor(number, 10)
  await createTask(unknown)
  await blink()
  // @ts-expect-error of another result
  const wrong: Coroutine<string> = third()
  await createTask(wrong)
}
