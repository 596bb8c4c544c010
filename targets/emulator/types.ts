// types.ts: what a run in the emulator is told, and what it gives: types only. ringloop/testing exports them.

import type { LoopStats } from '../../src/stats'
import type { Target } from '../rollup/engines'
import type { EventKind, Wakeups } from './guest/host'

export type { EventKind, Wakeups }

/** Bytes of a program's script by where they come from. */
export type Parts = {
  runtime: number
  helpers: number
  /** what tells the emulator of tasks: not on a device */
  emulator: number
  program: number
}

/** How a program is built and what it runs on. All times are milliseconds of device time, unless they say otherwise. */
export interface ProgramOptions {
  /** The program: a TypeScript or JavaScript file. */
  entry: string
  /** What is loaded before it, in this order: mocks of pins, sensors, radios (they have the global `board`). */
  preload?: string | string[] | undefined
  /** Default: espruino. */
  target?: Target | undefined
  /** Capacities of the program's loop, unless it gives its own to run(); default: the target's. */
  ready?: number | undefined
  timers?: number | undefined
  /** Bytes of RAM for what the program makes while it runs, what mocks keep included; its code is in flash. Default: 16 MB. */
  memory?: number | undefined
  /** Debug mode: steps that take long are reported, and each task knows where it was created. Default: false. */
  debug?: boolean | undefined
  /** Short names; default: true, as it is flashed. */
  minify?: boolean | undefined
  /** Keeps what is newer than ES5; default: false, but for node. */
  modern?: boolean | undefined
  /** The tsconfig.json whose settings count; default: the nearest to the program. */
  tsconfig?: string | undefined
  /** Records what each task did when, for svgOf() and perfettoOf(). Default: false. */
  trace?: boolean | undefined
  /** Told of each event as it happens. */
  onEvent?: ((event: RunEvent) => void) | undefined
}

export interface RunOptions extends ProgramOptions {
  /** virtual: time jumps to whatever is next, so an hour takes no time (default); real: it passes as it does. */
  clock?: 'virtual' | 'real' | undefined
  /** When the power goes off; default: after an hour of virtual time, never in real time. */
  until?: number | undefined
  /** Real milliseconds that a virtual run may take, and that a step may take in real time; default: 30,000. */
  limitMs?: number | undefined
  /** Aborting it cancels main, whose `finally` blocks run; a step that does not end is broken off. */
  signal?: AbortSignal | undefined
  /** Aborting it switches the power off: nothing of the program runs any more. */
  kill?: AbortSignal | undefined
  /** Told what the run is at, some times a second. */
  onProgress?: ((progress: Progress) => void) | undefined
}

export interface Progress {
  stage: 'build' | 'run'
  /** device time */
  now: number
  until: number
}

/** A place in the sources. */
export interface Frame {
  /** from the working directory */
  file: string
  line: number
  /** from 1 */
  column: number
  /** the line itself */
  text: string
  /** of the program or its mocks, not of the library */
  own: boolean
}

export interface RunEvent {
  kind: EventKind
  /** device time */
  at: number
  /** a task, a part of the board, or '' */
  who: string
  text: string
  /** where an error was thrown, innermost first */
  frames: Frame[]
}

/**
 * done: main has ended well, or nothing is left to do; power off: its time was over; cancelled: main was cancelled by
 * `signal` and has ended; killed: by `kill`; deadlock: tasks wait, and nothing is left that could wake them; out of memory;
 * too long: it took `limitMs` of real time; error: main, or the program itself, ended with an error.
 */
export type End = 'done' | 'power off' | 'cancelled' | 'killed' | 'deadlock' | 'out of memory' | 'too long' | 'error'

/** A task that is not done. */
export interface TaskNode {
  name: string
  state: 'running' | 'ready' | 'sleeping' | 'waiting'
  /** what it waits for: `sleep until 00:00:02.000`, `Queue.get`, `gather of 3`, `a future`, `task upload` */
  waits: string
  /** when a sleep ends; null if it is no sleep */
  until: number | null
  /** since when it waits so */
  since: number
  /** when it was created, by which task ('' for none), and, in debug mode, where */
  created: { at: number; by: string; place: Frame | null }
  /** the tasks that it waits for */
  children: TaskNode[]
}

/** What all tasks of one name did. */
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

export interface Run {
  entry: string
  target: Target
  end: End
  /** What a process that is this program would end with: 0 for done and power off, 130 for cancelled and killed, else 1. */
  exitCode: number
  /** The error that ended the program, where it happened first; or else the first that nobody handled. */
  failure: RunEvent | null
  events: RunEvent[]
  /** What the program printed, a line each. */
  output: string[]
  /** Tasks that were not done at the end: roots, and below each what it waits for. */
  pending: TaskNode[]
  /** device time at the end, and when the power would have gone off (Infinity: never) */
  now: number
  until: number
  /** What the program's loop says of itself; null if it had none. */
  stats: LoopStats | null
  wakeups: Wakeups
  lanes: Lane[]
  /** What mocks counted. */
  counters: { what: string; count: number }[]
  /**
   * Bytes of the engine's memory: what the program's code takes; the most that it had of its own whenever that was looked at,
   * which is some hundred times, or with a limit each time something happens; how much more it had at the end than after half
   * of its time, if it came so far; and its limit.
   */
  heap: { code: number; bytes: number; growth: number | null; limit: number }
  bundle: { bytes: number; parts: Parts; warnings: string[] }
  /** What was recorded; null without `trace`. */
  trace: Trace | null
  /** real time in ms */
  took: { build: number; run: number }
}

/** What each task did when. */
export interface Trace {
  tasks: TracedTask[]
  /** in order of time */
  marks: Mark[]
  /** device time at which recording stopped for want of room; null if it did not */
  full: number | null
}

export interface TracedTask {
  id: number
  name: string
  /** who created it: a task's id, or null for a host event or the program itself */
  by: number | null
  created: number
  ended: number | null
  how: 'finished' | 'failed' | 'cancelled' | null
  /** the error it failed with, or '' */
  error: string
}

/**
 * step: a task takes a step; wait: it has taken it and waits, for `waits` (`ready`: for its turn); end: it has ended; cancel:
 * it is asked to end, by the task in `on`, if it is one; event: something happened from outside (task null).
 */
export interface Mark {
  at: number
  kind: 'step' | 'wait' | 'end' | 'cancel' | 'event'
  task: number | null
  waits: string
  /** tasks that it waits for */
  on: number[]
  /** when the wait ends at the latest */
  until: number | null
}
