// thenable.ts: promises and whatever else has then().

import { isFunction } from './errors'
import type { Future } from './future'
import { FAILED, FINISHED } from './state'

/** What may have members. */
function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || isFunction(value)
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && isFunction((value as { then?: unknown }).then)
}

/** Settles `future` as `value` does, if that is a thenable, else with it. As with promises, `then` is read once. */
export function adopt<T>(future: Future<T>, value: unknown): void {
  let called = false
  function fail(error: unknown): void {
    if (!called && !future.done()) future._settle(FAILED, error)
    called = true
  }
  try {
    const then = isObject(value) ? (value as { then?: unknown }).then : undefined
    if (!isFunction(then)) future._settle(FINISHED, value)
    else {
      then.call(
        value,
        function (result: unknown) {
          if (!called && !future.done()) adopt(future, result)
          called = true
        },
        fail
      )
    }
  } catch (error) {
    fail(error)
  }
}
