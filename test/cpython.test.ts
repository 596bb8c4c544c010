// cpython.test.ts: CPython's own tests: each of their cases is shown by cases of ours, or is not applicable, and why.
//
// test/cpython/names.json has the names, from the source of two versions; test/cpython/table.ts has what stands for each.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import test from 'ava'
import { Reason } from './cpython/reasons'
import type { ClassTable } from './cpython/reasons'
import { table } from './cpython/table'
import { explain } from './harness/explain'
import { expectedOf } from './harness/recorded'
import { flavours, open } from './harness/vm'
import type { Flavour } from './harness/vm'

interface Names {
  about: { CPython: string[] }
  /** 'file Class.case', and the versions that have it */
  names: Record<string, string[]>
}

const { about, names } = JSON.parse(readFileSync('test/cpython/names.json', 'utf8')) as Names

/** A recorded name's file, class and case. */
function parts(name: string): [file: string, className: string, caseName: string] {
  const [, file = '', className = '', caseName = ''] = /^(\S+) (\w+)\.(\w+)$/.exec(name) ?? []
  return [file, className, caseName]
}

function matches(key: string, caseName: string): boolean {
  return key.endsWith('*') ? caseName.startsWith(key.slice(0, -1)) : key === caseName
}

const all = Object.keys(names).map(parts)

test('cpython: every recorded name has one entry in the table', (t) => {
  for (const [file, className, caseName] of all) {
    const keys = Object.keys(table[file]?.[className] ?? {}).filter((key) => matches(key, caseName))
    t.is(keys.length, 1, `${file} ${className}.${caseName}: ${keys.join(', ') || 'no entry'}`)
  }
})

test('cpython: every entry of the table stands for a recorded name', (t) => {
  for (const [file, classes] of Object.entries(table)) {
    for (const [className, entries] of Object.entries(classes)) {
      for (const key of Object.keys(entries)) {
        t.true(all.some(([f, c, name]) => f === file && c === className && matches(key, name)), `${file} ${className}.${key}`)
      }
    }
  }
})

test('cpython: the recording is what its version has, where that is at hand', (t) => {
  let text: string
  try {
    text = execFileSync('python3', ['test/cpython/record.py', '--print'], { encoding: 'utf8' })
  } catch (error) {
    t.log(`python3 does not run: ${String(error).slice(0, 60)}`)
    t.pass()
    return
  }
  const here = JSON.parse(text) as { CPython: string; names: string[] | null }
  if (here.names === null || !about.CPython.includes(here.CPython)) {
    t.log(`python3 is ${here.CPython}${here.names === null ? ', without its tests' : ''}; recorded are ${about.CPython.join(' and ')}`)
    t.pass()
    return
  }
  t.deepEqual(here.names.slice().sort(), Object.keys(names).filter((name) => names[name]?.includes(here.CPython)).sort())
})

const engine = await open(flavours[0] as Flavour)
const listing = engine.list()

/** What is wrong with one of our cases, run here and now; undefined if it passes. */
function fault(name: string): string | undefined {
  if (name.includes(': ')) {
    if (!listing.cases.some(({ title }) => title === name)) return `there is no case '${name}'`
    const outcome = engine.run(name)
    return outcome.ok ? undefined : `${name}: ${explain(outcome)}`
  }
  const subject = Object.keys(listing.subjects).find((key) => listing.subjects[key]?.names.includes(name))
  if (subject === undefined) return `there is no pair ${name}`
  const outcome = engine.runSubject(subject, name)
  if (!outcome.ok) return `${name}: ${explain(outcome)}`
  const { trace } = expectedOf(listing, subject, name)
  return JSON.stringify(outcome.trace) === JSON.stringify(trace) ? undefined : `${name}: another trace than the recorded one`
}

let shown = 0
let reasons = 0

function check(file: string, className: string, entries: ClassTable): void {
  test.serial(`${file} ${className}: what is applicable is shown by cases that pass`, (t) => {
    const ofClass = all.filter(([f, c]) => f === file && c === className)
    for (const [key, entry] of Object.entries(entries)) {
      const count = ofClass.filter(([, , name]) => matches(key, name)).length
      if (entry instanceof Reason) {
        t.true(entry.why.length > 10, key)
        reasons += count
        continue
      }
      t.true(entry.length > 0, `${key}: nothing shows it`)
      for (const name of entry) t.is(fault(name), undefined, key)
      shown += count
    }
  })
}

for (const [file, classes] of Object.entries(table)) {
  for (const [className, entries] of Object.entries(classes)) check(file, className, entries)
}

test.serial('cpython: the table has no third kind of entry', (t) => {
  t.is(shown + reasons, all.length)
  t.log(`${all.length} names in CPython ${about.CPython.join(' and ')}: ${shown} applicable, all shown; ${reasons} not applicable`)
})
