// cases.ts: how a test case is written.
//
//   import { sleep } from 'ringloop'
//   import { test } from '../harness/cases'
//
//   test('sleep: gives its result', async (t) => {
//     t.is(await sleep(10, 4), 4)
//     t.log('slept')
//     t.trace(['slept'])
//   })
//
// A case is a file's part in test/cases/, found by name, and runs in every engine from the built bundle; so it is ES5 at run
// time and imports nothing but 'ringloop' and this file. It has a loop of its own, on a virtual clock that starts at 0.
// It fails if it throws, or leaves behind a callback, a timer, a pending task, a reservation, or an unexpected report.

import { Loop } from 'ringloop'
import type { ErrorContext, LoopOptions, PortFactory } from 'ringloop'
import { format, nameOf, same } from './format'

export interface Expected {
  name?: string
  /** the whole text, or a pattern that it matches */
  message?: string | RegExp
}

export interface CaseOptions {
  /** Capacities of the case's loop. */
  ready?: number
  timers?: number
  /** Why the case may leave something behind. */
  leaves?: string
}

function failure(text: string, note: string | undefined): Error {
  const error = new Error(note === undefined ? text : note + ': ' + text)
  Object.defineProperty(error, 'name', { value: 'AssertionError' })
  return error
}

function check(error: unknown, expected: Expected | undefined, what: string): void {
  if (expected === undefined) return
  const found = error as { message?: unknown }
  if (expected.name !== undefined && nameOf(error) !== expected.name) {
    throw failure('expected ' + expected.name + ', got ' + format(error), what)
  }
  const message = expected.message
  if (message === undefined || found.message === message) return
  if (typeof message !== 'string' && message.test(String(found.message))) return
  throw failure('expected the message ' + String(message) + ', got ' + format(found.message), what)
}

/** What a case is given: its loop, its log, its assertions. */
export class T {
  readonly loop: Loop
  readonly lines: unknown[] = []
  /** What reached a default exception handler and was not taken by reports(). */
  unexpected: ErrorContext[] = []
  readonly loops: Loop[] = []
  /** For loops of one's own making: a virtual clock that starts at 0. */
  readonly port: PortFactory

  constructor(port: PortFactory, options: LoopOptions) {
    this.port = port
    this.loop = this.newLoop(options)
  }

  /** One more loop on a virtual clock of its own, looked at after the case as the first is. */
  newLoop(options: LoopOptions): Loop {
    const loop = new Loop(this.port, options)
    this.loops.push(loop)
    return loop
  }

  /** Appends a line to the trace. */
  log(value: unknown): void {
    this.lines.push(format(value))
  }

  /** The trace so far is exactly this. */
  trace(expected: string[]): void {
    if (!same(this.lines, expected)) throw failure('expected ' + format(expected) + ', got ' + format(this.lines), 'trace')
  }

  /** What the default exception handlers were told since the last call. A case that expects reports must take them. */
  reports(): ErrorContext[] {
    const taken = this.unexpected
    this.unexpected = []
    return taken
  }

  is(actual: unknown, expected: unknown, note?: string): void {
    if (actual === expected || (actual !== actual && expected !== expected)) return
    throw failure('expected ' + format(expected) + ', got ' + format(actual), note)
  }

  isNot(actual: unknown, unexpected: unknown, note?: string): void {
    if (actual === unexpected) throw failure('expected another value than ' + format(actual), note)
  }

  ok(condition: boolean, note?: string): void {
    if (!condition) throw failure('expected true', note)
  }

  deepEqual(actual: unknown, expected: unknown, note?: string): void {
    if (!same(actual, expected)) throw failure('expected ' + format(expected) + ', got ' + format(actual), note)
  }

  fail(note: string): never {
    throw failure('reached', note)
  }

  /** `fn()` throws an error like this; gives the error. */
  throws(fn: () => unknown, expected?: Expected): Error {
    let result: unknown
    try {
      result = fn()
    } catch (error) {
      check(error, expected, 'throws')
      return error as Error
    }
    throw failure('expected an error, got ' + format(result), 'throws')
  }

  /** Awaiting this raises an error like this; gives the error. */
  async raises(awaitable: PromiseLike<unknown>, expected?: Expected): Promise<Error> {
    let result: unknown
    try {
      result = await awaitable
    } catch (error) {
      check(error, expected, 'raises')
      return error as Error
    }
    throw failure('expected an error, got ' + format(result), 'raises')
  }
}

/** A case: a coroutine function that runs in t.loop, or a plain function (test.plain), with no loop running. */
export interface Case {
  kind: 'coroutine' | 'plain' | 'locked'
  title: string
  body: (t: T) => unknown
  options: CaseOptions
}

export const cases: Case[] = []

/** How the title of a case begins that must fail (traps.ts). */
export const TRAP = 'trap: '

function register(kind: Case['kind'], title: string, body: Case['body'], options: CaseOptions | undefined): void {
  if (!/^[^:]+: ./.test(title)) throw new Error('a title is `subject: fact`, not ' + format(title, 1))
  if (cases.some((one) => one.title === title)) throw new Error('two cases have the title ' + format(title, 1))
  cases.push({ kind, title, body, options: options === undefined ? {} : options })
}

/** `body(t)` is a coroutine, run by `t.loop.runUntilComplete`. */
export function test(title: string, body: (t: T) => unknown, options?: CaseOptions): void {
  register('coroutine', title, body, options)
}

/** `body(t)` is a plain call with no loop running: for loops driven by hand and for errors outside of one. */
test.plain = function (title: string, body: (t: T) => void, options?: CaseOptions): void {
  register('plain', title, body, options)
}

/**
 * `body(t)` prepares and gives a function, which is called a few times to warm up, then with the engine's memory locked:
 * any allocation in it fails the case. For the engine-neutral rest it is called without a lock.
 */
test.locked = function (title: string, body: (t: T) => () => void, options?: CaseOptions): void {
  register('locked', title, body, options)
}
