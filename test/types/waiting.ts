// waiting.ts: wait, asCompleted, waitFor and shield.

import { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, asCompleted, createTask, gather, shield, sleep, wait, waitFor } from 'ringloop'
import type { Coroutine, Future, Operation, Task, WaitOptions, WaitResult } from 'ringloop'
import { expectType } from './expect'
import { awaitable, beep, blink, coroutine, future, greeting, half, operation, promise, task, thenable, third } from './programs'

// wait: tasks stay tasks, coroutines become tasks; an async function's coroutine is a promise to TypeScript, so a future.

export async function waits(tasks: Task<number>[], readonly: readonly Future<string>[]): Promise<number> {
  const { done, pending } = await wait(tasks, { timeout: 100, returnWhen: FIRST_COMPLETED })
  expectType(done).is<Task<number>[]>()
  expectType(pending).is<Task<number>[]>()
  for (const late of pending) late.cancel(`${late.getName()} is late`)
  expectType((await wait(readonly)).done).is<Future<string>[]>()
  expectType((await wait([third(), third()])).done).is<Task<boolean>[]>()
  expectType((await wait([half()])).done).is<Future<number>[]>()
  expectType((await wait([promise])).pending).is<Future<Date>[]>()
  expectType((await wait([task, third()])).done).is<(Task<number> | Task<boolean>)[]>()
  expectType((await wait([future, operation])).done).is<(Future<string> | Task<string>)[]>()
  expectType(wait([task])).is<Operation<WaitResult<Task<number>>>>()
  for (const each of done) expectType(each.result()).is<number>()
  // @ts-expect-error none may be done
  return done[0].result()
}

export function* waitsInGenerator(): Coroutine<boolean> {
  const { done } = yield* wait([third()], { returnWhen: FIRST_EXCEPTION })
  return done.every((each) => each.result())
}

export function waitOptions(late: number | undefined): void {
  void wait([task], { timeout: null, returnWhen: ALL_COMPLETED })
  void wait([task], { timeout: late, returnWhen: undefined })
  void wait([task], { returnWhen: 'FIRST_COMPLETED' })
  const options: WaitOptions = { timeout: 10 }
  void wait([task], options)
  // @ts-expect-error no such word
  void wait([task], { returnWhen: 'FIRST_DONE' })
  // @ts-expect-error a single future; put it into [ ]
  void wait(task)
  // @ts-expect-error a time is a number
  void wait([task], { timeout: '10' })
  // @ts-expect-error a plain value cannot be awaited
  void wait([task, 4])
}

// asCompleted: each round may be the result of any.

export async function completes(): Promise<void> {
  for (const next of asCompleted([half(), half()])) expectType(await next).is<number>()
  for (const next of asCompleted([half(), greeting(), third()], { timeout: 100 })) {
    expectType(next).is<Operation<number | string | boolean>>()
    expectType(await next).is<number | string | boolean>()
  }
  for (const next of asCompleted([task, future, promise] as const)) expectType(await next).is<number | string | Date>()
  for (const next of asCompleted([sleep(10), blink()], { timeout: undefined })) expectType(await next).is<void>()
  const rounds = asCompleted([half()])
  const round = rounds.next()
  if (!round.done) expectType(await round.value).is<number>()
}

export function* completesInGenerator(): Coroutine<void> {
  for (const next of asCompleted([third()])) expectType(yield* next).is<boolean>()
  // @ts-expect-error a single coroutine; put it into [ ]
  asCompleted(third())
  // @ts-expect-error there is no such option
  asCompleted([third()], { returnWhen: FIRST_COMPLETED })
}

// waitFor: the result of what it is given.

export async function limits(): Promise<number> {
  expectType(await waitFor(greeting(), 100)).is<string>()
  expectType(await waitFor(third(), 100)).is<boolean>()
  expectType(await waitFor(beep(), 100)).is<void>()
  expectType(await waitFor(blink(), 100)).is<void>()
  expectType(await waitFor(future, null)).is<string>()
  expectType(await waitFor(promise, null)).is<Date>()
  expectType(await waitFor(awaitable, null)).is<number>()
  expectType(await waitFor(gather([half(), third()]), 100)).is<[number, boolean]>()
  expectType(await waitFor(waitFor(sleep(10, 4), 20), 30)).is<number>()
  expectType(await waitFor(shield(task), 100)).is<number>()
  expectType((await waitFor(wait([task]), 100)).done).is<Task<number>[]>()
  expectType(waitFor(coroutine, 100)).is<Operation<boolean>>()
  // @ts-expect-error a limit must be given; null for none
  await waitFor(half())
  // @ts-expect-error null for none
  await waitFor(half(), undefined)
  // @ts-expect-error a function is not what it gives
  await waitFor(half, 100)
  // @ts-expect-error a plain value cannot be awaited
  await waitFor(4, 100)
  return waitFor(half(), 100)
}

export function* limitsInGenerator(): Coroutine<string> {
  expectType(yield* waitFor(third(), 100)).is<boolean>()
  return yield* waitFor(greeting(), 100)
}

// shield: a future, whatever it is given.

export async function shields(): Promise<void> {
  expectType(shield(task)).is<Future<number>>()
  expectType(shield(future)).is<Future<string>>()
  expectType(shield(third())).is<Future<boolean>>()
  expectType(shield(half())).is<Future<number>>()
  expectType(shield(thenable)).is<Future<RegExp>>()
  expectType(shield(createTask(sleep(10)))).is<Future<void>>()
  expectType(await shield(gather([half(), greeting()]))).is<[number, string]>()
  // @ts-expect-error the future that shields has no name
  shield(task).getName()
  // @ts-expect-error a function is not what it gives
  void shield(half)
}
