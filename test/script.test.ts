// script.test.ts: the suite as scripts (`npm run build`: dist/suite): all of it is in them, they say what fails, and a run that
// breaks off has failed. QuickJS runs them here; test/harness/engines.ts runs them on the engines that a machine has.

import { readFileSync, readdirSync } from 'node:fs'
import { parse } from 'acorn'
import test from 'ava'
import { read } from './harness/engines'
import type { Row } from './harness/engines'
import { NEEDS } from './harness/skips'
import { flavours, open, quickjsWith } from './harness/vm'

const WHOLE = 'dist/suite/suite.es5.js'
const PARTS = 'dist/suite/parts'

/** What a script printed, in QuickJS after the files of `prelude`. */
function printed(code: string, prelude: string[] = []): string {
  const { evaluate } = quickjsWith(prelude, 60_000)
  evaluate('var lines = []; function print(text) { lines.push(text) }')
  evaluate(code)
  return evaluate('lines.join("\\n")')
}

function rowOf(text: string): Row {
  const row: Row = { name: 'here', version: '', passed: 0, failures: [], skips: [], misfits: [], pieces: 1 }
  read(row, 'script', text.split('\n'))
  return row
}

const [flavour] = flavours
if (!flavour) throw new Error('no flavour')
const { cases, subjects } = (await open(flavour)).list()
const programs = Object.values(subjects).flatMap(({ names }) => names)
const locked = cases.filter(({ kind }) => kind === 'locked')

for (const [what, prelude] of [['all of ES2023', []], ['what ES5 has', ['test/harness/bare.js']]] as const) {
  test(`script: the whole suite passes on an engine with ${what}; what it cannot see, it says by name`, (t) => {
    const { passed, failures, skips } = rowOf(printed(readFileSync(WHOLE, 'utf8'), [...prelude]))
    t.deepEqual(failures, [])
    t.is(passed, cases.length + programs.length - locked.length)
    t.deepEqual(skips.map((line) => locked.findIndex(({ title }) => line.startsWith(`${title}: it ran; `))), locked.map((_, i) => i))
  })
}

test('script: there is a part for each file of cases and each subject, and each is ES5', (t) => {
  const files = readdirSync('test/cases').map((file) => file.replace('.ts', '.js'))
  t.deepEqual(readdirSync(PARTS).sort(), [...files, ...Object.keys(subjects).map((subject) => `parity.${subject}.js`)].sort())
  for (const part of readdirSync(PARTS)) t.notThrows(() => parse(readFileSync(`${PARTS}/${part}`, 'utf8'), { ecmaVersion: 5 }), part)
})

test('script: a part says by itself how it went', (t) => {
  t.is(printed(readFileSync(`${PARTS}/sleep.js`, 'utf8')), `${cases.filter(({ title }) => title.startsWith('sleep: ')).length} passed, 0 failed, 0 skipped`)
})

test('script: what fails is a line with its title and why', (t) => {
  const code = readFileSync(`${PARTS}/parity.sleep.js`, 'utf8')
  const { passed, failures } = rowOf(printed(code.replace('[["timed"', '[["late"')))
  t.is(passed, (subjects.sleep?.names.length ?? 0) - 1)
  t.deepEqual(failures, ['parity sleep: sleep_result: expected [["late","at once",null]], got [["timed","at once",null]]'])
})

test('engines: a script that breaks off has failed, whatever it printed', (t) => {
  const row = rowOf('SKIP a: b: no c\n12 passed\nOut of memory\n')
  t.is(row.passed, 0)
  t.deepEqual(row.failures, ['script: it broke off: SKIP a: b: no c | 12 passed | Out of memory'])
})

test('skips: each title in the table is a case', (t) => {
  const titles = cases.map(({ title }) => title)
  t.deepEqual(NEEDS.flatMap((need) => need.cases).filter((title) => !titles.includes(title)), [])
})
