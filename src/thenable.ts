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

/** Settles `future` as `value` does, if that is a thenable, else with it. */
export function adopt<T>(future: Future<T>, value: unknown): void {
  if (!isThenable(value)) {
    future._settle(FINISHED, value)
    return
  }
  let called = false
  try {
    value.then(
      function (result) {
        if (!called && !future.done()) adopt(future, result)
        called = true
      },
      function (error) {
        if (!called && !future.done()) future._settle(FAILED, error)
        called = true
      }
    )
  } catch (error) {
    if (!called && !future.done()) future._settle(FAILED, error)
    called = true
  }
}
