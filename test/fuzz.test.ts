// fuzz.test.ts: random programs leave the same trace on CPython and on ringloop; RINGLOOP_SEED says which. `npm run fuzz` runs more.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { coreOf, disagreements, told, whyNot } from './fuzz/compare'
import { generate } from './fuzz/generate'
import { interpreters } from './fuzz/interpreters'
import type { Program } from './fuzz/program'

const SEED = Number(process.env['RINGLOOP_SEED'] ?? 20_261_126)
const COUNT = 600
const programs = Array.from({ length: COUNT }, (_, index) => generate(SEED + index))
const ours = await interpreters()
const RUN = fileURLToPath(new URL('fuzz/run.ts', import.meta.url))

const missing = whyNot()
const compared = missing === undefined ? test : test.skip
const because = missing === undefined ? '' : ` (skipped: ${missing})`

/** The program as an interpreter would run it that forgets the messages of cancellations. */
function withoutMessages(program: Program): Program {
  return JSON.parse(JSON.stringify(program), (key, value: unknown) => key === 'message' && /^m\d/.test(String(value)) ? null : value) as Program
}

compared(`fuzz: ${COUNT} random programs, RINGLOOP_SEED=${SEED}, do what CPython does${because}`, (t) => {
  t.log(`RINGLOOP_SEED=${SEED}`)
  const [first] = disagreements(programs, ours)
  t.true(first === undefined, first && told(coreOf(first)))
})

compared(`fuzz: an interpreter that forgets messages is found out, by a program of a few statements${because}`, (t) => {
  const forgetful = ours.map(({ name, traceOf }) => ({ name, traceOf: (program: Program) => traceOf(withoutMessages(program)) }))
  const [found] = disagreements(programs.slice(0, 100), forgetful)
  if (found === undefined) {
    t.fail('not found')
    return
  }
  const core = coreOf(found)
  const text = told(core)
  const statements = text.match(/"id":/g) ?? []
  t.true(statements.length <= 4, text)
  t.regex(text, /"op":"cancel".*"message":"m\d/)
  t.regex(text, /≠ .*CancelledError\(m\d+\).* .*CancelledError\(\)/)
})

test('fuzz: a seed always gives the same program', (t) => {
  t.deepEqual(generate(7), generate(7))
  t.notDeepEqual(generate(7), generate(8))
})

test('fuzz: no number of programs is an error of the call', (t) => {
  const { status, stderr } = spawnSync(process.execPath, ['--import=tsx', RUN, '--count', 'many'], { encoding: 'utf8' })
  t.is(status, 2)
  t.regex(stderr, /--count and --seed take numbers/)
})
