// gather.ts: a tuple goes in, the tuple of its results comes out.

import { createTask, gather, sleep } from 'ringloop'
import type { Coroutine, Future } from 'ringloop'
import { expectType } from './expect'
import { awaitable, blink, coroutine, future, greeting, half, inferred, promise, task, thenable, third } from './programs'

export async function tuples(): Promise<string> {
  const [a, b, c] = await gather([half(), greeting(), third()])
  expectType(a).is<number>()
  expectType(b).is<string>()
  expectType(c).is<boolean>()
  expectType(await gather([future, task, promise, thenable])).is<[string, number, Date, RegExp]>()
  expectType(await gather([sleep(10, 4), sleep(10), blink(), inferred()])).is<[number, void, void, number]>()
  expectType(await gather([coroutine, awaitable])).is<[boolean, number]>()
  expectType(await gather([gather([half()]), gather([])])).is<[[number], []]>()
  expectType(await gather([createTask(third()), createTask(greeting())])).is<[boolean, string]>()
  const results = await gather([half(), greeting(), third()])
  // @ts-expect-error there are three
  expectType(results[3])
  return results[1]
}

export function* tuplesOfGenerators(): Coroutine<number> {
  const [a, b] = yield* gather([third(), half()])
  expectType(a).is<boolean>()
  return b
}

export async function lists(mutable: Future<number>[], readonly: readonly Coroutine<string>[]): Promise<number> {
  expectType(await gather(mutable)).is<number[]>()
  expectType(await gather(readonly)).is<string[]>()
  expectType(await gather([half(), third()] as const)).is<[number, boolean]>()
  expectType(await gather([1, 2, 3].map(() => half()))).is<number[]>()
  expectType(await gather([...mutable, greeting()])).is<[...number[], string]>()
  expectType(await gather([])).is<[]>()
  const results = await gather(mutable)
  // @ts-expect-error the list may be empty
  return results[0]
}

export async function errorsAsResults(flag: boolean, list: Future<number>[]): Promise<number> {
  expectType(await gather([half(), third()], { returnExceptions: true })).is<[number | Error, boolean | Error]>()
  expectType(await gather([half(), third()], { returnExceptions: false })).is<[number, boolean]>()
  expectType(await gather([half(), third()], { returnExceptions: undefined })).is<[number, boolean]>()
  expectType(await gather([half(), third()], { returnExceptions: flag })).is<[number | Error, boolean | Error]>()
  expectType(await gather([half(), third()], {})).is<[number, boolean]>()
  expectType(await gather(list, { returnExceptions: true })).is<(number | Error)[]>()
  const [result] = await gather([half()], { returnExceptions: true })
  if (result instanceof Error) {
    expectType(result).is<Error>()
    return 0
  }
  expectType(result).is<number>()
  const [unlooked] = await gather([half()], { returnExceptions: true })
  // @ts-expect-error it may be an error
  return unlooked
}

export function refused(): void {
  expectType(gather([half()])).is<Future<[number]>>()
  // @ts-expect-error an array is wanted, as the first argument
  void gather(half(), third())
  // @ts-expect-error a function is not what it gives
  void gather([half])
  // @ts-expect-error a plain value cannot be awaited
  void gather([half(), 4])
  // @ts-expect-error an array in the array
  void gather([[half()]])
  // @ts-expect-error an option that gather has not
  void gather([half()], { timeout: 10 })
  // @ts-expect-error Python's name of the option
  void gather([half()], { return_exceptions: true })
}
