// guest.ts: the half of the harness that runs inside an engine for a host (vm.ts): runs one case or parity subject of run.ts.
//
// The bundle of the suite is this file with every case and subject (suite.rollup.mjs); what it exports is all that the host
// calls. Each call gives one JSON text, since crossing into an engine is slow.

import { CapacityError, Loop, RuntimeError, allTasks } from 'ringloop'
import type { Future } from 'ringloop'
import { TRAP, cases } from './cases'
import type { Case, T } from './cases'
import { format } from './format'
import { attempt, begin, busy, conduct, current, drain, faults, isProgram, judged, leftovers, perform, ports, programOf, repeat, summary, trace } from './run'
import type { Capacities, Deviations, Outcome, Subject } from './run'

/** After a `sweep` run, failed or not, the loop must go on and be clean once emptied. */
export interface RunOptions extends Capacities {
  sweep?: boolean
}

/** What the suite holds. */
export interface Listing {
  cases: { title: string; kind: Case['kind'] }[]
  subjects: Record<string, { names: string[]; deviations: Deviations }>
}

/** Filled by the suite's entry. */
export const subjects: Record<string, Subject> = {}

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

/** The futures that a sweep run made itself. */
let futures: Future<unknown>[] = []

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

function goesOn(loop: Loop): boolean {
  let ran = loop.isClosed()
  if (!ran) loop.callSoon(() => { ran = true })
  drain(loop)
  return ran
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

/** A run that may break off anywhere, with less than it needs. */
function sweep(options: Capacities, own: Capacities, action: (t: T) => void): Outcome {
  const t = begin(options, own)
  keepFutures(t.loop)
  const watched = watchRefusals()
  const outcome = summary(t, attempt(() => { action(t) }))
  outcome.refused = watched.count
  watched.end()
  return judged(outcome, faultsAfterSweep(t))
}

function caseOf(title: string): Case {
  for (const one of cases) if (one.title === title) return one
  throw new Error('no case ' + format(title, 1))
}

/** Runs a case. */
export function run(title: string, options: RunOptions): string {
  const one = caseOf(title)
  return JSON.stringify((options.sweep ? sweep : conduct)(options, one.options, (t) => { perform(one, t) }))
}

/** Runs one function of a parity subject. */
export function runSubject(key: string, name: string, options: RunOptions): string {
  const own = { leaves: ((subjects[key] as Subject).leaves || {})[name] }
  return JSON.stringify((options.sweep ? sweep : conduct)(options, own, (t) => { trace(programOf(subjects[key] as Subject, name), t) }))
}

// Under the memory lock: prepare(title), step() with the lock, finish().

let locked: () => void
let mayLeave = false

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
  return JSON.stringify(judged(summary(t, undefined), faults(t, mayLeave)))
}
