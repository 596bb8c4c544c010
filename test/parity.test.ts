// parity.test.ts: every function of test/parity/<subject>.ts leaves the trace that CPython left for its twin in <subject>.py.
//
// CPython's traces are recorded in <subject>.json. Where ours differs on purpose, <subject>.ts says so in `deviations`.

import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import test from 'ava'
import { explain } from './harness/explain'
import { FOLDER, expectedOf, recorded } from './harness/recorded'
import { flavours, open } from './harness/vm'
import type { Engine } from './harness/vm'

/** The top-level async functions of a Python file; what it makes itself is in its recording only. */
function namesInPython(subject: string): string[] {
  const source = readFileSync(`${FOLDER}/${subject}.py`, 'utf8')
  return [...source.matchAll(/^async def ([A-Za-z]\w*)/gm)].map((match) => match[1] ?? '')
}

/** The cells of one function of a made subject are one test: thousands would only say the same. */
function groupOf(name: string): string {
  return /^\w+$/.test(name) ? name : `${name.slice(0, name.indexOf(','))}, in every state and at every moment,`
}

function register(flavour: string, engine: Engine): void {
  const listing = engine.list()
  for (const [subject, { names }] of Object.entries(listing.subjects)) {
    const groups = new Map<string, string[]>()
    for (const name of names) groups.set(groupOf(name), [...groups.get(groupOf(name)) ?? [], name])
    for (const [group, members] of groups) {
      const { reference } = expectedOf(listing, subject, members[0] as string)
      test(`[${flavour}] ${subject}: ${group} does what ${reference} does`, (t) => {
        for (const name of members) {
          const outcome = engine.runSubject(subject, name)
          t.true(outcome.ok, `${name}: ${explain(outcome)}`)
          t.deepEqual(outcome.trace, expectedOf(listing, subject, name).trace, name)
        }
      })
    }
  }
}

const engines = await Promise.all(flavours.map(async (flavour) => ({ name: flavour.name, engine: await open(flavour) })))
for (const { name, engine } of engines) register(name, engine)

const subjects = engines[0]?.engine.list().subjects ?? {}

test('parity: each subject has a Python file, a recording, and nothing else', (t) => {
  const files = readdirSync(FOLDER).filter((file) => /\.(ts|py|json)$/.test(file) && !/^(shared|record)\./.test(file))
  const expected = Object.keys(subjects).flatMap((subject) => [`${subject}.json`, `${subject}.py`, `${subject}.ts`])
  t.deepEqual(files.sort(), expected.sort())
})

for (const [subject, { names, deviations }] of Object.entries(subjects)) {
  test(`${subject}: Python, TypeScript and the recording have the same functions`, (t) => {
    t.deepEqual(names.filter((name) => /^\w+$/.test(name)).sort(), namesInPython(subject).sort())
    t.deepEqual([...names].sort(), Object.keys(recorded(subject).traces).sort())
    t.deepEqual(Object.keys(deviations).filter((name) => !names.includes(name)), [])
  })
}

test('parity: the recordings have what the Python files define and make, where a Python that can record is at hand', (t) => {
  let text: string
  try {
    text = execFileSync('python3', [`${FOLDER}/record.py`, '--names'], { encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    t.log(`not compared: ${String(error).slice(0, 80)}`)
    t.pass()
    return
  }
  for (const [subject, names] of Object.entries(JSON.parse(text) as Record<string, string[]>)) {
    t.deepEqual(names.slice().sort(), Object.keys(recorded(subject).traces).sort(), subject)
  }
})
