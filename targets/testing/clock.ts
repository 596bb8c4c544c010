// clock.ts: a virtual clock for loops in Node itself: for tests of code that runs on a desktop.
//
//   import { run, setDefaults } from 'ringloop'
//   const clock = virtualClock()
//   setDefaults(clock.port, { ready: 16, timers: 16 })   // every loop from now on is on this clock
//   const task = run(main())
//   await clock.advance(1000)                            // a second passes, and what is due in it happens
//
//   VK1  nothing happens but in advance() and its like; after each thing the promises that it settled are heard

import type { ErrorContext, PortFactory } from '../../src/port'
import { Clock } from '../virtual/clock'
import { steppedPort } from '../virtual/port'

export interface VirtualClock {
  /** For `setDefaults(clock.port, { ready, timers })` or `new Loop(clock.port, { ready, timers })`. */
  port: PortFactory
  /** The time in ms. */
  readonly now: number
  /** When the next thing is due; Infinity: nothing is. */
  readonly next: number
  /** Errors that nobody handled, and warnings: what a port would print. A test should look at them. */
  reports: ErrorContext[]
  /** Calls `fn` from outside of the loop, as an interrupt would, at a time. */
  at(time: number, fn: () => void): void
  /** Lets so many ms pass; what is due at their end happens too. */
  advance(ms: number): Promise<void>
  advanceTo(time: number): Promise<void>
  /** Lets time pass until nothing is due any more, at most an hour. */
  finish(ms?: number): Promise<void>
}

/** Everything that waits for a promise goes on. */
function promises(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve) })
}

export function virtualClock(): VirtualClock {
  const clock = new Clock()
  const reports: ErrorContext[] = []

  async function advanceTo(time: number, stay = false): Promise<void> {
    if (!(time >= clock.now)) throw new RangeError(`advanceTo: ${time} is before now (${clock.now}); time never goes back`)
    await promises()
    for (let due = clock.next(); due !== undefined && due.when <= time; due = clock.next()) {
      clock.take()
      due.fn()
      await promises()
    }
    if (!stay) clock.now = Math.max(clock.now, time)
  }

  return {
    port: (loop) => ({ ...steppedPort(clock, loop), report: (context) => { reports.push(context) } }),
    get now() {
      return clock.now
    },
    get next() {
      return clock.next()?.when ?? Infinity
    },
    reports,
    at: (time, fn) => { clock.at(time, fn) },
    advance: (ms) => advanceTo(clock.now + ms),
    advanceTo: (time) => advanceTo(time),
    finish: (ms = 3_600_000) => advanceTo(clock.now + ms, true),
  }
}
