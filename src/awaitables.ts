// awaitables.ts: what gather, wait and asCompleted do with the list they are given.

import { isCoroutine } from './coroutine'
import { show } from './errors'
import { isFuture } from './future'
import type { Future } from './future'
import { listen, unlisten } from './handles'
import type { Listener } from './handles'
import type { Loop } from './loop'
import { need, reserve } from './scheduler'
import { checkAwaitable, ensure } from './ensureFuture'

/** Refuses what is no array: a single future or coroutine is a likely slip. */
export function checkList(call: string, list: unknown): void {
  if (list instanceof Array) return
  const single = isFuture(list) ? 'a single future' : isCoroutine(list) ? 'a single coroutine' : show(list)
  throw new TypeError(call + ': an array was expected, got ' + single + '; put it into [ ]')
}

/** Each element once, in the order of its first place. */
export function distinct<T>(list: readonly T[]): T[] {
  const unique: T[] = []
  for (let i = 0; i < list.length; i++) {
    if (unique.indexOf(list[i] as T) < 0) unique.push(list[i] as T)
  }
  return unique
}

/**
 * Throws CapacityError unless there are ring slots to make futures of them, to listen to each, and `count` more. Refuses what
 * cannot be awaited.
 */
export function needFor(call: string, unique: readonly unknown[], loop: Loop, count: number): void {
  for (let i = 0; i < unique.length; i++) {
    checkAwaitable(call, unique[i], loop)
    count = count + (isCoroutine(unique[i]) ? 2 : 1)
  }
  need(loop, call, count)
}

/** Makes futures of them and has `listener` told of each, after everything was checked: all or, by CapacityError, none. */
export function listenTo(call: string, awaitables: readonly unknown[], loop: Loop, listener: Listener): Future<unknown>[] {
  const unique = distinct(awaitables)
  needFor(call, unique, loop, 0)
  const futures: Future<unknown>[] = []
  for (let i = 0; i < unique.length; i++) futures.push(ensure<unknown>(unique[i], loop, call))
  reserve(loop, call, futures.length)
  for (let i = 0; i < futures.length; i++) listen(futures[i] as Future<unknown>, listener)
  return futures
}

/** Has `listener` told of none of them any more. */
export function unlistenTo(futures: Future<unknown>[], listener: Listener): void {
  for (let i = 0; i < futures.length; i++) unlisten(futures[i] as Future<unknown>, listener)
}
