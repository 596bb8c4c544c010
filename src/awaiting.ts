// awaiting.ts: what `await` does with a value, whoever compiled the function that awaits.
//
//   W1  awaiting what is done, or a plain value, does not suspend
//   W2  awaiting a coroutine hands it to the task (CALL), so resuming costs one call however deep the awaits
//   W3  an operation of the library is awaited in the frame itself, which is a call less than handing it to the task

import { arrived, call, isCoroutine, suspend } from './coroutine'
import type { Awaiting, Coroutine, Driven, Own, Step } from './coroutine'
import { RuntimeError } from './errors'
import { fromThenable } from './future'
import { hasFutures, hasOthers, hasPromises } from './needed'
import { thenOf } from './operation'
import { runningLoop } from './running'
import { isThenable } from './thenable'

/** Awaits `value`: what to hand out, or undefined when its result has arrived. Throws what it failed with. */
export function awaiting(value: unknown, by: Awaiting): Step<never> | undefined {
  const own = value as Own | null | undefined
  if ((hasOthers() || hasFutures()) && own !== undefined && own !== null && own._await !== undefined) return own._await(by)
  if (hasOthers() && isCoroutine(value)) return call(value)
  if (hasPromises() && isThenable(value)) return suspend(fromThenable(value, runningLoop('await')))
  arrived._value = value
  return undefined
}

/** Is it a result that JavaScript would await? An iterator is none, though a task could run it. */
export function isAwaitable(value: object | null): boolean {
  if (value === null) return false
  const own = value as Partial<Own> & Pick<Driven, '_body'> & { then?: unknown }
  return own._body !== undefined || ((hasOthers() || hasFutures()) && own._await !== undefined) || (hasPromises() && typeof own.then === 'function')
}

/** What an operation awaits, as awaiting() does it, but that operations are handed to the task too. */
export function pending(value: unknown, by: object): Step<never> | undefined {
  return isCoroutine(value) ? call(value) : awaiting(value, by)
}

/** @cold */
export function reused(): RuntimeError {
  return new RuntimeError('await: this coroutine was awaited before; call its function again for another run')
}

/** `then` of an async function's coroutine: runs it as a task. */
export function asyncThen(this: Coroutine<unknown>, onDone: never, onError: never): PromiseLike<unknown> {
  return thenOf(this, 'then').then(onDone, onError)
}
