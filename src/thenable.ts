// thenable.ts: promises and whatever else has then().

import type { Future } from './future'
import { FAILED, FINISHED } from './state'

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  )
}

/** Settles `future` as `value` does, if that is a thenable, else with it. As with promises, `then` is read once. */
export function adopt<T>(future: Future<T>, value: unknown): void {
  let called = false
  try {
    const then = value !== null && (typeof value === 'object' || typeof value === 'function') ? (value as { then?: unknown }).then : undefined
    if (typeof then !== 'function') {
      future._settle(FINISHED, value)
      return
    }
    then.call(
      value,
      function (result: unknown) {
        if (!called && !future.done()) adopt(future, result)
        called = true
      },
      function (error: unknown) {
        if (!called && !future.done()) future._settle(FAILED, error)
        called = true
      }
    )
  } catch (error) {
    if (!called && !future.done()) future._settle(FAILED, error)
    called = true
  }
}
