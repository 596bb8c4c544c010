// bench.test.ts: the bench runs, and measures every row in every form.

import { execFileSync } from 'node:child_process'
import test from 'ava'
import { FORMS } from './bench/engines'
import { MEMORY_ROWS, ROWS } from './bench/measure'
import type { Report } from './bench/report'

const output = execFileSync(process.execPath, ['--import=tsx', 'test/bench/bench.ts', '--quick', '--json'], { encoding: 'utf8' })
const { times, memory, bundles } = JSON.parse(output) as Report

const OURS = FORMS.filter(({ ours }) => ours)

function isMeasured(value: number | undefined): boolean {
  return value !== undefined && Number.isFinite(value) && value > 0
}

for (const { name, title } of ROWS) {
  test(`bench: ${title} takes a time in every form, and ours a ratio to native's`, (t) => {
    for (const form of FORMS) {
      const time = times.find((one) => one.row === name && one.form === form.name)
      t.true(isMeasured(time?.ns), form.name)
      if (form.ours) t.true(isMeasured(time?.ratio), form.name)
    }
  })
}

for (const { name, title } of MEMORY_ROWS) {
  test(`bench: ${title} takes bytes in every form that has it`, (t) => {
    for (const form of name === 'slots' ? OURS : FORMS) {
      t.true(isMeasured(memory.find((one) => one.row === name && one.form === form.name)?.bytes), form.name)
    }
  })
}

test('bench: every bundle has bytes, and gzip makes it smaller', (t) => {
  t.true(bundles.length > 0)
  for (const { file, plain, minified, gzip } of bundles) {
    t.true(isMeasured(plain) && isMeasured(gzip), file)
    t.true(gzip < (minified ?? plain) && (minified ?? plain) <= plain, file)
  }
})
