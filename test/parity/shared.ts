// shared.ts: what the TypeScript halves of the pairs have in common. Its twin is shared.py, name for name.
//
// A trace entry is a JSON value. Errors enter it through err() and the end of a future through end(), so that both worlds
// spell them alike.

import { currentTask, getRunningLoop, sleep } from 'ringloop'
import type { Coroutine, Future, Loop, Task } from 'ringloop'
import { nameOf } from '../harness/format'
import { isWanted } from '../harness/piece'

/** Appends an entry to the trace. */
export type Log = (entry: unknown) => void

export type Program = (log: Log) => Promise<void>

/** Where our trace is another than CPython's, on purpose: which deviation of the README it is, why, and the trace. */
export type Deviations = Record<string, { id: string; why: string; trace: unknown[] }>

/** Keeps a program of a matrix, if it is to run. */
export const cell = (programs: Record<string, Program>, name: string, program: Program): void => {
  if (isWanted(name)) programs[name] = program
}

/** An error that the program itself chose, so that its message counts. */
export const boom = (message: string): Error => {
  const error = new Error(message)
  Object.defineProperty(error, 'name', { value: 'Boom' }) // assigned, a frozen Error.prototype would refuse it
  return error
}

/** An error as a trace shows it: with its message only where the program chose that; Python's ValueError is our RangeError. */
export const err = (error: unknown): string => {
  const name = String(nameOf(error))
  if (name === 'Boom' || name === 'CancelledError') return name + '(' + (error as Error).message + ')'
  return name === 'RangeError' ? 'ValueError' : name
}

/** A result as a trace shows it within a sentence: a string bare, all else as JSON. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return value
  return JSON.stringify(value === undefined ? null : value)
}

/** How a future stands: 'pending', 'cancelled', 'returned 1', 'raised Boom(x)'. Counts as having looked at it. */
export const end = (future: Future<any>): string => {
  if (!future.done()) return 'pending'
  if (future.cancelled()) return 'cancelled'
  const error = future.exception()
  return error === null ? 'returned ' + shown(future.result()) : 'raised ' + err(error)
}

/** Awaits it and tells how that went: 'returned 1' or 'raised Boom(x)'. Adds no turn of its own. */
export const attempt = async (awaitable: PromiseLike<unknown>): Promise<string> => {
  try {
    return 'returned ' + shown(await awaitable)
  } catch (error) {
    return 'raised ' + err(error)
  }
}

/** Calls it and tells how that went: 'accepted', or the error. */
export const refused = (call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    return err(error)
  }
  return 'accepted'
}

/** Lets the loop turn that often. */
export const turns = async (count = 1): Promise<void> => {
  for (let i = 0; i < count; i++) await sleep(0)
}

/** Gives a function that tells the milliseconds since now. */
export const stopwatch = (): (() => number) => {
  const loop = getRunningLoop()
  const start = loop.time()
  return () => loop.time() - start
}

/** How many timers are armed. */
export const timers = (): number => getRunningLoop().stats().timers.used

/** The task that runs now. */
export const me = (): Task<unknown> => currentTask() as Task<unknown>

const tick = (counter: TurnCounter): void => {
  counter.count++
  counter.id = counter.loop.callSoon(tick, counter)
}

/** Counts turns from now on, by a callback in each. The clock stands still until it is stopped. */
export class TurnCounter {
  count = 0
  loop: Loop = getRunningLoop()
  id: number

  constructor() {
    this.id = this.loop.callSoon(tick, this)
  }

  stop(): void {
    this.loop.cancelCallback(this.id)
  }
}

function* handingOut(value: unknown): Coroutine<void> {
  yield value as undefined
}

/** A coroutine that hands `value` to its task, once, as it is. */
export const handOut = (value: unknown): PromiseLike<void> => handingOut(value) as unknown as PromiseLike<void>
