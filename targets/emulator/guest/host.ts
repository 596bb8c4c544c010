// host.ts: what passes between the engine and the host: types only.

import type { LoopStats } from '../../../src/stats'

/** The global `host`: how the program is to run, and what the host does when it is told. */
export interface Host {
  ready: number
  timers: number
  /** device time at which the power goes off */
  until: number
  tell(kind: EventKind, at: number, who: string, text: string, stack: string): void
  /** Half of the time is over: measure the heap. */
  halfTime(): void
  /** The program is to be interrupted, for this reason. */
  stop(reason: 'power off' | 'deadlock'): void
}

/** The program logged, a mock logged, a named task was cancelled or failed, an error that nobody handled, a warning. */
export type EventKind = 'log' | 'board' | 'cancelled' | 'failed' | 'error' | 'warning'

/** What the tasks of one name did. */
export interface Lane {
  name: string
  started: number
  finished: number
  failed: number
  cancelled: number
  steps: number
  /** steps in each slice of the time */
  activity: number[]
  /** 1 for each slice in which there was such a task */
  alive: number[]
}

export interface Counter {
  what: string
  count: number
}

/** How often the loop was woken, as the board saw it: for a deadline, by a host event; how often no task ran then. */
export interface Wakeups {
  deadlines: number
  events: number
  idle: number
}

/** All that is known at the end. */
export interface Recording {
  /** device time */
  now: number
  stats: LoopStats | null
  wakeups: Wakeups
  lanes: Lane[]
  counters: Counter[]
  /** the tasks that are not done, and what each waits for */
  pending: { name: string; waits: string }[]
}
