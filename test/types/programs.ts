// programs.ts: what the other files call: a function of every style, and values of every kind.

import { sleep } from 'ringloop'
import type { Awaitable, Coroutine, Future, Loop, Operation, Task } from 'ringloop'

export async function half(): Promise<number> {
  await sleep(10)
  return 0.5
}

export async function greeting(): Promise<string> {
  return sleep(10, 'hello')
}

export async function blink(): Promise<void> {
  for (;;) await sleep(500)
}

export function* third(): Coroutine<boolean> {
  yield* sleep(10)
  return true
}

export function* beep(): Coroutine<void> {
  for (;;) yield* sleep(500)
}

/** Whose return type TypeScript finds by itself. */
export function* inferred() {
  yield
  return yield* sleep(10, 4)
}

export declare const loop: Loop
export declare const future: Future<string>
export declare const task: Task<number>
export declare const operation: Operation<string>
export declare const promise: Promise<Date>
export declare const thenable: PromiseLike<RegExp>
export declare const coroutine: Coroutine<boolean>
export declare const awaitable: Awaitable<number>
