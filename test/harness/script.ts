// script.ts: the suite as a script of its own, for any engine that can print: no host, no timer, no module.
//
//   FAIL <title>: <why>     for each case that fails
//   SKIP <title>: <why>     for each that this engine cannot run (skips.ts), or whose fact a script cannot see
//   RUN <title>             before each, in a piece of a part (piece.ts), for it may not come back
//   N passed, N failed, N skipped
// The build (suite.rollup.mjs) adds what is to run: the cases of some files, the functions of some parity subjects.

import { cases } from './cases'
import type { Case } from './cases'
import { format } from './format'
import { conduct, perform, programOf, trace } from './run'
import type { Outcome, Subject } from './run'
import { lackOf } from './skips'
import { announced } from './piece'

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
  const line = announced(title)
  if (line !== undefined) say(line)
}

function skip(title: string, why: string): void {
  counts.skipped++
  say('SKIP ' + title + ': ' + why)
}

function fail(title: string, why: string): void {
  counts.failed++
  say('FAIL ' + title + ': ' + why)
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
  else if (failed(title, conduct({}, options, (t) => { perform(one, t) }))) return
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
  const outcome = conduct({}, { leaves: (subject.leaves || {})[name] }, (t) => { trace(programOf(subject, name), t) })
  if (failed(title, outcome)) return
  const deviation = (subject.deviations || {})[name]
  const expected = deviation === undefined ? recorded : JSON.stringify(deviation.trace)
  const found = JSON.stringify(outcome.trace)
  if (found === expected) counts.passed++
  else fail(title, 'expected ' + expected + ', got ' + found)
}

/** The last line. */
export function end(): void {
  if (typeof suiteCounts === 'undefined') say(counts.passed + ' passed, ' + counts.failed + ' failed, ' + counts.skipped + ' skipped')
}
