// guest.ts: the half of the harness that runs inside an engine: runs one case or parity subject, and says how it went.
//
// The bundle of the suite is this file with every case and subject (suite.rollup.mjs); what it exports is all that the host
// (vm.ts) calls. Each call gives one JSON text, since crossing into an engine is slow.
//   G1  every run has fresh loops on a virtual clock; nothing of one run is seen by the next
//   G2  a run is clean if each of its loops ends with no callback, timer, pending task or reservation, and if nothing
//       reached an exception handler unasked

import { CapacityError, Loop, RuntimeError, allTasks, setDefaults } from 'ringloop'
import type { ErrorContext, Future, LoopOptions, LoopStats, PortFactory } from 'ringloop'
import { virtualPort } from '../../targets/virtual/port'
import type { VirtualPort } from '../../targets/virtual/port'
import { T, TRAP, cases } from './cases'
import type { Case } from './cases'
import { format } from './format'

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

/** Capacities instead of the case's own. After a `sweep` run, failed or not, the loop must go on and be clean once emptied. */
export interface RunOptions {
  ready?: number
  timers?: number
  sweep?: boolean
}

/** Where a subject's trace differs from CPython's on purpose: the deviation's id, and the trace. */
export type Deviations = Record<string, { id: string; trace: unknown[] }>

/** What the suite holds. */
export interface Listing {
  cases: { title: string; kind: Case['kind'] }[]
  subjects: Record<string, { names: string[]; deviations: Deviations }>
}

/**
 * A module of test/parity: functions, or `programs` that it made, and perhaps `deviations` and `leaves` (why a function may
 * leave something behind).
 */
export interface Subject {
  programs?: Record<string, Program>
  deviations?: Deviations
  leaves?: Record<string, string>
}

export type Program = (log: (line: unknown) => void) => PromiseLike<unknown>

const CAPACITIES: LoopOptions = { ready: 64, timers: 64 }

/** Filled by the suite's entry. */
export const subjects: Record<string, Subject> = {}

function isProgram(value: unknown): value is Program {
  return typeof value === 'function'
}

/** Everything in the suite, but for the traps, as a Listing. */
export function list(): string {
  const real = cases.filter(({ title }) => title.indexOf(TRAP) !== 0)
  const listing: Listing = { cases: real.map(({ title, kind }) => ({ title, kind })), subjects: {} }
  Object.keys(subjects).forEach((key) => {
    const subject = subjects[key] as Subject & Record<string, unknown>
    const names = Object.keys(subject).filter((name) => isProgram(subject[name])).concat(Object.keys(subject.programs || {}))
    listing.subjects[key] = { names, deviations: subject.deviations || {} }
  })
  return JSON.stringify(listing)
}

/** The run that has the floor: reports go to it. Its loops' clocks. */
let current: T | undefined
let ports: VirtualPort[] = []
/** The futures that a sweep run made itself. */
let futures: Future<unknown>[] = []

/** The virtual clock, except that reports are kept. */
const port: PortFactory = (turn) => {
  const made = virtualPort(turn)
  ports.push(made)
  made.report = (context) => {
    if (current !== undefined) current.unexpected.push(context)
  }
  return made
}

/** What `action` throws. */
function attempt(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error === undefined ? new Error('undefined was thrown') : error
  }
  return undefined
}

/** Runs one turn. Takes no slot, lets no time pass. */
function turn(loop: Loop): void {
  loop.stop()
  loop.runForever()
}

function busy(loop: Loop): boolean {
  if (loop.isClosed()) return false
  const { ready, timers } = loop.stats()
  return ready.used > 0 || timers.used > 0
}

/** Runs what is ready. */
function drain(loop: Loop): void {
  for (let turns = 0; turns < 32 && busy(loop); turns++) turn(loop)
}

function refuse(): never {
  throw new RuntimeError('harness: the run is over')
}

/** Empties a loop whose program broke off: no new callbacks, every task and future cancelled, time passes. */
function windDown(loop: Loop): void {
  const { callSoon, callSoonThreadsafe, callLater, callAt } = Loop.prototype
  loop.callSoon = loop.callSoonThreadsafe = loop.callLater = loop.callAt = refuse
  futures.forEach((future) => { future.cancel() })
  for (let round = 0; round < 100 && busy(loop); round++) {
    allTasks(loop).forEach((task) => { task.cancel() })
    drain(loop)
    ports.forEach((one) => { one.block?.(1000) })
  }
  loop.callSoon = callSoon
  loop.callSoonThreadsafe = callSoonThreadsafe
  loop.callLater = callLater
  loop.callAt = callAt
}

function leftovers(loop: Loop): string[] {
  const { ready, timers, tasks } = loop.stats()
  const found: string[] = []
  if (tasks > 0) found.push(tasks + ' pending: ' + allTasks(loop).map((task) => task.getName()).join(', '))
  if (timers.used > 0) found.push(timers.used + ' in the timer heap')
  if (ready.used > 0) found.push(ready.used + ' reserved in the ring')
  return found.map((text) => 'left behind: ' + text)
}

function goesOn(loop: Loop): boolean {
  let ran = loop.isClosed()
  if (!ran) loop.callSoon(() => { ran = true })
  drain(loop)
  return ran
}

function reportText(context: ErrorContext): string {
  return context.message + (context.exception === undefined ? '' : ': ' + format(context.exception))
}

/** What is wrong with how a run left its loops (G2). Closes them. */
function faults(t: T, leaves: boolean): string[] {
  let found: string[] = []
  t.loops.forEach((loop) => {
    drain(loop)
    if (!leaves) found = found.concat(leftovers(loop))
    attempt(() => { loop.close() })
  })
  return found.concat(t.unexpected.map((context) => 'unexpected report: ' + reportText(context)))
}

/** What is wrong after a sweep run, which may have broken off anywhere: what it left is swept away first. */
function faultsAfterSweep(t: T): string[] {
  let found: string[] = []
  t.loops.forEach((loop) => {
    windDown(loop)
    if (!goesOn(loop)) found = found.concat('the loop does not go on')
    found = found.concat(leftovers(loop))
    attempt(() => { loop.close() })
  })
  return found
}

function summary(t: T, error: unknown): Outcome {
  const { name, message, stack } = (error === undefined ? {} : error) as { name?: unknown; message?: unknown; stack?: unknown }
  return {
    ok: error === undefined,
    trace: t.lines.slice(),
    reports: t.unexpected.map(reportText),
    refused: 0,
    error: error === undefined ? null : { name: String(name), message: name === undefined ? format(error) : String(message) },
    stack: typeof stack === 'string' ? stack : '',
    stats: t.loop.stats()
  }
}

/** Adds what is wrong after the run. */
function judged(outcome: Outcome, found: string[]): string {
  if (found.length > 0) {
    outcome.ok = false
    outcome.error = { name: 'Unclean', message: found.join('; ') }
  }
  return JSON.stringify(outcome)
}

function begin(options: RunOptions, own: RunOptions): T {
  const pick = (key: 'ready' | 'timers') => options[key] || own[key] || CAPACITIES[key]
  ports = []
  setDefaults(port, CAPACITIES)
  current = new T(port, { ready: pick('ready'), timers: pick('timers') })
  return current
}

function keepFutures(loop: Loop): void {
  futures = []
  loop.createFuture = function <T>(): Future<T> {
    const future = Loop.prototype.createFuture.call(loop) as Future<T>
    futures.push(future)
    return future
  }
}

/** Counts the CapacityErrors made from here to end(): errors.ts defines the message of each. */
function watchRefusals(): { count: number; end: () => void } {
  const define = Object.defineProperty
  const watch = {
    count: 0,
    end: () => { Object.defineProperty = define }
  }
  Object.defineProperty = function <T>(target: T, key: PropertyKey, value: PropertyDescriptor & ThisType<any>): T {
    if (key === 'message' && target instanceof CapacityError) watch.count++
    return define(target, key, value)
  }
  return watch
}

function conduct(options: RunOptions, own: RunOptions & { leaves?: string | undefined }, action: (t: T) => unknown): string {
  const t = begin(options, own)
  if (options.sweep) keepFutures(t.loop)
  const watched = options.sweep ? watchRefusals() : { count: 0, end: () => undefined }
  const outcome = summary(t, attempt(() => action(t)))
  outcome.refused = watched.count
  watched.end()
  if (options.sweep) return judged(outcome, faultsAfterSweep(t))
  return outcome.ok ? judged(outcome, faults(t, own.leaves !== undefined)) : JSON.stringify(outcome)
}

function caseOf(title: string): Case {
  for (const one of cases) if (one.title === title) return one
  throw new Error('no case ' + format(title, 1))
}

/** Runs a case. */
export function run(title: string, options: RunOptions): string {
  const { kind, body, options: own } = caseOf(title)
  return conduct(options, own, (t) => {
    if (kind === 'coroutine') t.loop.runUntilComplete(body(t) as PromiseLike<unknown>)
    else if (kind === 'plain') body(t)
    else repeat(body(t) as () => void)
  })
}

function programOf(key: string, name: string): Program {
  const subject = subjects[key] as Subject & Record<string, unknown>
  const made = subject.programs === undefined ? undefined : subject.programs[name]
  const found = made === undefined ? subject[name] : made
  if (!isProgram(found)) throw new Error('no program ' + name)
  return found
}

/** Runs one function of a parity subject. What it logs is the trace, as it is. */
export function runSubject(key: string, name: string, options: RunOptions): string {
  const leaves = (subjects[key] as Subject).leaves || {}
  return conduct(options, { leaves: leaves[name] }, (t) => {
    t.loop.runUntilComplete(programOf(key, name)((line) => { t.lines.push(line) }))
  })
}

// Under the memory lock: prepare(title), step() with the lock, finish().

const ROUNDS = 8
let locked: () => void
let mayLeave = false

function repeat(action: () => void): void {
  for (let round = 0; round < ROUNDS; round++) action()
}

/** Prepares a locked case and warms it up. */
export function prepare(title: string): string {
  const { body, options } = caseOf(title)
  const t = begin({}, options)
  mayLeave = options.leaves !== undefined
  return JSON.stringify(summary(t, attempt(() => {
    locked = body(t) as () => void
    repeat(locked)
  })))
}

/** What runs with the memory locked. */
export function step(): void {
  repeat(locked)
}

/** After the lock: is all clean? */
export function finish(): string {
  const t = current as T
  return judged(summary(t, undefined), faults(t, mayLeave))
}
