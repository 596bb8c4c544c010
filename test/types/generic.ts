// generic.ts: functions of one's own over whatever can be awaited.

import { TimeoutError, createTask, ensureFuture, gather, shield, sleep, waitFor } from 'ringloop'
import type { Awaitable, Coroutine, Future, Operation, Result, Task } from 'ringloop'
import { expectType } from './expect'
import type { Equal } from './expect'
import { future, greeting, half, operation, promise, task, third } from './programs'

/** In async style, what `await` takes is a PromiseLike. */
async function retried<T>(attempt: () => PromiseLike<T>, times: number): Promise<T> {
  for (let i = 1; i < times; i++) {
    try {
      return await waitFor(attempt(), 100)
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error
    }
  }
  return await attempt()
}

/** In generator style, what `yield*` takes is a Coroutine. */
function* repeated<T>(attempt: () => Coroutine<T>, times: number): Coroutine<T[]> {
  const results: T[] = []
  for (let i = 0; i < times; i++) results.push(yield* attempt())
  results.push(yield* waitFor(attempt(), 100))
  results.push(yield* shield(attempt()))
  results.push(yield* createTask(attempt()))
  return results
}

/** What takes either gives it to a function of the library. */
async function either<T>(awaitable: Awaitable<T>): Promise<T> {
  return await waitFor(awaitable, null)
}

function* eitherInGenerator<T>(awaitable: Awaitable<T>): Coroutine<Awaited<T> | T> {
  return yield* waitFor(awaitable, null)
}

async function pair<A, B>(a: Awaitable<A>, b: Awaitable<B>): Promise<[A, B]> {
  const [first, second] = await gather([createTask(either(a)), createTask(either(b))])
  return [first, second]
}

/** Keeps the type of what it is given, task or future. */
function named<T>(coro: Coroutine<T>): Task<T> {
  const started = ensureFuture(coro)
  started.setName('named')
  return started
}

async function all<A extends readonly Awaitable<unknown>[] | []>(list: A): Promise<{ -readonly [K in keyof A]: Result<A[K]> }> {
  return await gather(list)
}

export async function uses(): Promise<void> {
  expectType(await retried(half, 3)).is<number>()
  expectType(await retried(() => sleep(10, 'text'), 3)).is<string>()
  expectType(await retried(() => future, 3)).is<string>()
  expectType(await createTask(repeated(third, 3))).is<boolean[]>()
  expectType(await createTask(repeated(() => sleep(10, 4), 3))).is<number[]>()
  expectType(await either(half())).is<number>()
  expectType(await either(third())).is<boolean>()
  expectType(await either(task)).is<number>()
  expectType(await either(promise)).is<Date>()
  expectType(await createTask(eitherInGenerator(greeting()))).is<string>()
  expectType(await pair(third(), operation)).is<[boolean, string]>()
  expectType(await named(third())).is<boolean>()
  expectType(await all([half(), third()])).is<[number, boolean]>()
  // @ts-expect-error a generator function's coroutine has no then(): repeated() takes it
  await retried(third, 3)
  // @ts-expect-error an async function's coroutine is a promise to TypeScript: retried() takes it
  createTask(repeated(half, 3))
}

export const results: [
  Equal<Result<Coroutine<number>>, number>,
  Equal<Result<Promise<number>>, number>,
  Equal<Result<Future<number>>, number>,
  Equal<Result<Task<number> | Operation<string>>, number | string>,
  Equal<Result<Awaitable<number>>, number>,
  Equal<Result<Coroutine<Future<number>>>, Future<number>>,
] = [true, true, true, true, true, true]
