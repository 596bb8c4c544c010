// run.ts: runs one case or parity subject inside an engine, and says how it went.
//
//   G1  every run has fresh loops on a virtual clock; nothing of one run is seen by the next
//   G2  a run is clean if each of its loops ends with no callback, timer, pending task or reservation, and if nothing
//       reached an exception handler unasked

import { Loop, allTasks, setDefaults } from 'ringloop'
import type { ErrorContext, LoopOptions, LoopStats, PortFactory } from 'ringloop'
import { virtualPort } from '../../targets/virtual/port'
import type { VirtualPort } from '../../targets/virtual/port'
import { T } from './cases'
import type { Case } from './cases'
import { format, nameOf } from './format'

/** How a run went. */
export interface Outcome {
  ok: boolean
  trace: unknown[]
  /** what was reported, and the case did not take */
  reports: string[]
  /** in a sweep run: how many CapacityErrors were thrown */
  refused: number
  error: { name: string; message: string } | null
  stack: string
  stats: LoopStats
}

/** Capacities instead of the case's own. */
export interface Capacities {
  ready?: number
  timers?: number
}

/** A function of test/parity: a coroutine that logs what it sees. */
export type Program = (log: (line: unknown) => void) => PromiseLike<unknown>

/**
 * A module of test/parity: functions, or `programs` that it made, and perhaps `deviations` and `leaves` (why a function may
 * leave something behind).
 */
export interface Subject {
  programs?: Record<string, Program>
  deviations?: Deviations
  leaves?: Record<string, string>
}

/** Where a subject's trace differs from CPython's on purpose: the deviation's id, and the trace. */
export type Deviations = Record<string, { id: string; trace: unknown[] }>

export function isProgram(value: unknown): value is Program {
  return typeof value === 'function'
}

/** A subject's program of this name. */
export function programOf(subject: Subject, name: string): Program {
  const made = subject.programs && subject.programs[name]
  const found = made === undefined ? (subject as Record<string, unknown>)[name] : made
  if (!isProgram(found)) throw new Error('no program ' + name)
  return found
}

const CAPACITIES: LoopOptions = { ready: 64, timers: 64 }

/** The run that has the floor: reports go to it. Its loops' clocks. */
export let current: T | undefined
export let ports: VirtualPort[] = []

/** The virtual clock, except that reports are kept. */
const port: PortFactory = (loop) => {
  const made = virtualPort(loop)
  ports.push(made)
  made.report = (context) => {
    if (current !== undefined) current.unexpected.push(context)
  }
  return made
}

/** What `action` throws. */
export function attempt(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error === undefined ? new Error('undefined was thrown') : error
  }
  return undefined
}

/** Runs one turn. Takes no slot, lets no time pass. */
export function turn(loop: Loop): void {
  loop.stop()
  loop.runForever()
}

export function busy(loop: Loop): boolean {
  if (loop.isClosed()) return false
  const { ready, timers } = loop.stats()
  return ready.used > 0 || timers.used > 0
}

/** Runs what is ready. */
export function drain(loop: Loop): void {
  for (let turns = 0; turns < 32 && busy(loop); turns++) turn(loop)
}

export function leftovers(loop: Loop): string[] {
  const { ready, timers, tasks } = loop.stats()
  const found: string[] = []
  if (tasks > 0) found.push(tasks + ' pending: ' + allTasks(loop).map((task) => task.getName()).join(', '))
  if (timers.used > 0) found.push(timers.used + ' in the timer heap')
  if (ready.used > 0) found.push(ready.used + ' reserved in the ring')
  return found.map((text) => 'left behind: ' + text)
}

function reportText(context: ErrorContext): string {
  return context.message + (context.exception === undefined ? '' : ': ' + format(context.exception))
}

/** What is wrong with how a run left its loops (G2). Closes them. */
export function faults(t: T, leaves: boolean): string[] {
  let found: string[] = []
  t.loops.forEach((loop) => {
    drain(loop)
    if (!leaves) found = found.concat(leftovers(loop))
    attempt(() => { loop.close() })
  })
  return found.concat(t.unexpected.map((context) => 'unexpected report: ' + reportText(context)))
}

export function summary(t: T, error: unknown): Outcome {
  const { message, stack } = (error === undefined ? {} : error) as { message?: unknown; stack?: unknown }
  const name = nameOf(error)
  return {
    ok: error === undefined,
    trace: t.lines.slice(),
    reports: t.unexpected.map(reportText),
    refused: 0,
    error: error === undefined ? null : { name: name === undefined ? 'thrown' : name, message: name === undefined ? format(error) : String(message) },
    stack: typeof stack === 'string' ? stack : '',
    stats: t.loop.stats()
  }
}

export function begin(options: Capacities, own: Capacities): T {
  const pick = (key: 'ready' | 'timers') => options[key] || own[key] || CAPACITIES[key]
  ports = []
  setDefaults(port, CAPACITIES)
  current = new T(port, { ready: pick('ready'), timers: pick('timers') })
  return current
}


/** Adds what is wrong after the run. */
export function judged(outcome: Outcome, found: string[]): Outcome {
  if (found.length > 0) {
    outcome.ok = false
    outcome.error = { name: 'Unclean', message: found.join('; ') }
  }
  return outcome
}

const ROUNDS = 8

/** Calls it often, as what must not allocate is. */
export function repeat(action: () => void): void {
  for (let round = 0; round < ROUNDS; round++) action()
}

/** What a case does. Of a locked one, as far as it goes without a lock. */
export function perform({ kind, body }: Case, t: T): void {
  if (kind === 'coroutine') t.loop.runUntilComplete(body(t) as PromiseLike<unknown>)
  else if (kind === 'plain') body(t)
  else repeat(body(t) as () => void)
}

/** What a function of a parity subject does. What it logs is the trace, as it is. */
export function trace(program: Program, t: T): void {
  t.loop.runUntilComplete(program((line) => { t.lines.push(line) }))
}

/** A run: `action` on fresh loops. `own`: what the case or the subject has to say. */
export function conduct(options: Capacities, own: Capacities & { leaves?: string | undefined }, action: (t: T) => void): Outcome {
  const t = begin(options, own)
  const outcome = summary(t, attempt(() => { action(t) }))
  return outcome.ok ? judged(outcome, faults(t, own.leaves !== undefined)) : outcome
}
