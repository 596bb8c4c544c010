// host.ts: what passes between the engine and the host: types and numbers only.
//
// What tasks do goes into a list of numbers that was made beforehand (RECORDS of them), so that recording takes no memory of the
// program's; when it is full, the host reads it and it starts again. A record is its kind, the time, a task, and:
//   STEP                          it takes a step
//   WAITS  text, until, n, n ids  it has taken it: what it waits in (a number that text() gave), when that ends at the latest (NaN:
//                                 never), and the tasks it waits for
//   ASKED  by                     it is asked to end, by this task; 0 for none
//   ENDED  how                    FINISHED, FAILED or CANCELLED
//   EVENT                         something happened from outside; no task (0)

import type { LoopStats } from '../../../src/stats'

export const STEP = 1
export const WAITS = 2
export const ASKED = 3
export const ENDED = 4
export const EVENT = 5

export const ENDINGS = ['finished', 'failed', 'cancelled'] as const

export const RECORDS = 8192
/** What the list begins with before the first record, so that the host finds it in the engine's memory. */
export const MARK = [Math.PI * 1e9, Math.E * 1e-9, Math.SQRT2 * 1e7]
/** The most tasks that one record names. */
export const MOST_IDS = 64

/** The program logged, a mock logged, a named task was cancelled or failed, an error that nobody handled, a warning. */
export type EventKind = 'log' | 'board' | 'cancelled' | 'failed' | 'error' | 'warning'

/** The global `host`: how the program is to run, and what the host does when it is told. */
export interface Host {
  target: string
  /** 0: the target's own */
  ready: number
  timers: number
  debug: boolean
  /** does time pass as it does? */
  real: boolean
  /** real ms since the start, if so */
  now(): number
  /** Date.now() at the start */
  epoch: number
  /** The program is loaded and starts now. */
  loaded(): void
  tell(kind: EventKind, at: number, who: string, text: string, stack: string): void
  /** A task was created, by another (0: by none). */
  born(task: number, by: number, at: number, name: string, stack: string): void
  /** A task failed, or else was cancelled. */
  ended(task: number, failed: boolean, at: number, text: string, stack: string): void
  /** Bytes that the program has taken of its memory, and all of them. */
  used(): number
  memory: number
  named(task: number, name: string): void
  /** What the number `text` stands for in records. */
  text(text: number, what: string): void
  /** `count` numbers of the list are to be read. */
  flush(count: number): void
}

/** The global `emulator`, as far as the host calls it. */
export interface Guest {
  /** Does what is due until `limit`, at most `count` things; gives when the next thing is due. */
  advance(limit: number, count: number): number
  /** Has the program come to its end: its loops are closed, and no timer of its own is left? */
  finished(): boolean
  now(): number
  /** Lets the clock go on to a time until which nothing is due. */
  pass(to: number): void
  /** Reads all records. */
  flush(): void
  /** Asks main to end; false if there is none that runs. */
  cancel(): boolean
  /** Calls the global function at `path` ('button.press') with JSON arguments, as an interrupt would; gives JSON. */
  call(path: string, args: string): string
  /** The same at a time. */
  at(when: number, path: string, args: string): void
  /** A Summary as JSON. */
  summary(): string
}

/** How often the loop was woken, as the board saw it: for a deadline, by a host event; how often no task ran then. */
export interface Wakeups {
  deadlines: number
  events: number
  idle: number
}

export interface Counter {
  what: string
  count: number
}

/** What only the guest knows. */
export interface Summary {
  stats: LoopStats | null
  wakeups: Wakeups
  counters: Counter[]
}
