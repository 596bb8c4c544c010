// script.ts: the suite as a script of its own, for any engine that can print: no host, no timer, no module.
//
//   FAIL <title>: <why>     for each case that fails
//   SKIP <title>: <why>     for each that this engine cannot run (skips.ts), or whose fact a script cannot see
//   RUN <title>             before each, in a piece of a part (piece.ts), for it may not come back
//   N passed, N failed, N skipped
// The build (suite.rollup.mjs) adds what is to run: the cases of some files, the functions of some parity subjects.

import { cases } from './cases'
import type { Case, CaseOptions, T } from './cases'
import { format } from './format'
import { conduct, perform, programOf, trace } from './run'
import type { Capacities, Outcome, Subject } from './run'
import { lackOf } from './skips'
import { isPiece } from './piece'

declare const print: ((text: string) => void) | undefined
declare const console: { log: (text: string) => void }
/** Where the parts of a whole suite count together; undefined in a part by itself. */
declare const suiteCounts: Counts | undefined

interface Counts {
  passed: number
  failed: number
  skipped: number
}

const counts: Counts = typeof suiteCounts === 'object' ? suiteCounts : { passed: 0, failed: 0, skipped: 0 }

function say(text: string): void {
  // one line, whatever is in it
  const line = text.split('\n').join(' ')
  if (typeof print === 'function') print(line)
  else console.log(line)
}

function announce(title: string): void {
  if (isPiece()) say('RUN ' + title)
}

function skip(title: string, why: string): void {
  counts.skipped++
  say('SKIP ' + title + ': ' + why)
}

function fail(title: string, why: string): void {
  counts.failed++
  say('FAIL ' + title + ': ' + why)
}

/** Of a loop in a piece: where memory is short, a loop for 64 takes a quarter of it. */
const SMALL: Capacities = { ready: 16, timers: 16 }

/** A run; in a piece first with a small loop, and with one as large as ever if that was not enough. */
function tried(own: CaseOptions, action: (t: T) => void, isGood: (outcome: Outcome) => boolean): Outcome {
  if (isPiece() && own.ready === undefined && own.timers === undefined) {
    const outcome = conduct(SMALL, own, action)
    if (isGood(outcome)) return outcome
  }
  return conduct({}, own, action)
}

function failed(title: string, { ok, error, trace }: Outcome): boolean {
  if (ok || error === null) return false
  fail(title, error.name + ': ' + error.message + '; trace: ' + format(trace))
  return true
}

function runCase(one: Case): void {
  const { title, kind, options } = one
  announce(title)
  const lack = lackOf(title)
  if (lack !== undefined) skip(title, lack)
  else if (failed(title, tried(options, (t) => { perform(one, t) }, (outcome) => outcome.ok))) return
  else if (kind === 'locked') skip(title, 'it ran; that it allocates nothing is to be seen from outside only')
  else counts.passed++
}

/** Runs the cases, and lets go of each when it has run. */
export function runCases(): void {
  for (let one = cases.shift(); one !== undefined; one = cases.shift()) runCase(one)
}

/** Runs a function of a subject; `recorded` is CPython's trace, as JSON. */
export function runProgram(key: string, subject: Subject, name: string, recorded: string): void {
  const title = 'parity ' + key + ': ' + name
  announce(title)
  const deviation = (subject.deviations || {})[name]
  const expected = deviation === undefined ? recorded : JSON.stringify(deviation.trace)
  const outcome = tried({ leaves: (subject.leaves || {})[name] }, (t) => { trace(programOf(subject, name), t) },
    (one) => one.ok && JSON.stringify(one.trace) === expected)
  if (failed(title, outcome)) return
  const found = JSON.stringify(outcome.trace)
  if (found === expected) counts.passed++
  else fail(title, 'expected ' + expected + ', got ' + found)
}

/** The last line. */
export function end(): void {
  if (typeof suiteCounts === 'undefined') say(counts.passed + ' passed, ' + counts.failed + ' failed, ' + counts.skipped + ' skipped')
}
