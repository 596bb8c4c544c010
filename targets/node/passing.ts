// passing.ts: for JavaScriptCore (Safari, Bun), whose `yield*` does not hand out what the inner next() gave, but a copy of it.
//
// The library tells by the very object what to do (coroutine.ts, K1). So there, and only there, next() and throw() of generators
// are mended: a copy of one of the shared objects, known by its value, is handed out as that object again.

import { CALL, PARKED, SUSPEND, TURN } from '../../src/coroutine'
import { delegating } from './delegating'

interface Resumable {
  next(value?: unknown): { done?: boolean; value?: unknown }
  throw(error?: unknown): { done?: boolean; value?: unknown }
}

function original(step: { done?: boolean; value?: unknown }): object {
  const value = step.value
  if (step.done || value === undefined) return step
  for (const signal of [SUSPEND, CALL, PARKED, TURN]) if (value === signal.value) return signal
  return step
}

/** Mends generators with this prototype. */
export function mend(prototype: Resumable): void {
  // known by their values, so they need some
  PARKED.value = PARKED
  TURN.value = TURN
  const next = prototype.next
  const fail = prototype.throw
  define(prototype, 'next', function (this: unknown, value: unknown) {
    return original(next.call(this as Resumable, value))
  })
  define(prototype, 'throw', function (this: unknown, error: unknown) {
    return original(fail.call(this as Resumable, error))
  })
}

function define(prototype: object, name: string, value: unknown): void {
  Object.defineProperty(prototype, name, { value: value, writable: true, configurable: true, enumerable: false })
}

/** Mends the engine's generators, where they need it. */
export function mendGenerators(): void {
  const step = { done: false, value: undefined }
  const inner = { next: () => step, [Symbol.iterator]: () => inner }
  const generator = delegating(inner)
  if ((generator.next() as unknown) !== step) mend(Object.getPrototypeOf(Object.getPrototypeOf(generator)) as Resumable)
}
