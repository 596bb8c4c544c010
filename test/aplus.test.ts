// aplus.test.ts: the tests of Promises/A+ against Future.then.
//
// The reference knows no then(), so nothing of CPython is at stake; futures keep its rules where the two meet: what is settled
// twice throws InvalidStateError, which the adapter below turns into A+'s silence. What then() does otherwise on purpose stands
// in DIFFERS: such a test must fail, and one that is not listed must pass.
//
// Of the package only the test files are used: its runner, an old mocha, is overridden in package.json with nothing.
// Nothing here takes time: their timers and our loop are on one virtual clock, so each test is over when its body and what
// that has set are.

import { createRequire } from 'node:module'
import { readdirSync } from 'node:fs'
import test from 'ava'
import { Future, Loop, setEventLoop } from '../src/index'
import { Clock } from '../targets/virtual/clock'
import { steppedPort } from '../targets/virtual/port'

/** Which test differs, and why. A title is the path of its descriptions. */
const DIFFERS: Record<string, string> = {}

const PATIENCE_MS = 10_000

type Done = () => void
type Body = (done: Done) => unknown
interface Specified { title: string; body: Body; before: (() => void)[]; after: (() => void)[] }

const clock = new Clock()

// That nobody looks at many an error is what the tests are about.
const loop = new Loop((own) => steppedPort(clock, own), { ready: 64, timers: 1 })
loop.setExceptionHandler(() => undefined)
setEventLoop(loop)
loop.runForever()

const adapter = {
  deferred: () => {
    const promise = new Future<unknown>()
    return {
      promise,
      resolve: (value: unknown) => { if (!promise.done()) promise.setResult(value) },
      reject: (reason: unknown) => { if (!promise.done()) promise.setException(reason) }
    }
  },
  resolved: (value: unknown) => {
    const { promise, resolve } = adapter.deferred()
    resolve(value)
    return promise
  },
  rejected: (reason: unknown) => {
    const { promise, reject } = adapter.deferred()
    reject(reason)
    return promise
  }
}

/** Reads the test files: what mocha's globals are told. */
function collect(): Specified[] {
  const found: Specified[] = []
  const titles = new Set<string>()
  let path: string[] = []
  let before: (() => void)[] = []
  let after: (() => void)[] = []
  const unique = (title: string): string => {
    let name = title
    for (let count = 2; titles.has(name); count++) name = `${title} (${count})`
    titles.add(name)
    return name
  }
  Object.assign(globalThis, {
    adapter,
    describe: (name: string, fill: () => void) => {
      const outside = { path, before, after }
      path = [...path, name.trim()]
      fill()
      path = outside.path
      before = outside.before
      after = outside.after
    },
    specify: (name: string, body: Body) => {
      found.push({ title: unique([...path, name].join(' / ')), body, before, after })
    },
    beforeEach: (hook: () => void) => { before = [...before, hook] },
    afterEach: (hook: () => void) => { after = [hook, ...after] }
  })
  const require = createRequire(import.meta.url)
  const folder = 'promises-aplus-tests/lib/tests'
  for (const file of readdirSync(`node_modules/${folder}`).filter((name) => name.endsWith('.js')).sort()) require(`${folder}/${file}`)
  return found
}

/** Runs one as mocha would: it may take a `done`, and fails if that is not called in time. */
function run({ body, before, after }: Specified): void {
  const { setTimeout } = globalThis
  const until = clock.now + PATIENCE_MS
  let called = body.length === 0
  Object.assign(globalThis, { setTimeout: (fn: () => void, ms = 0) => clock.timer(ms, fn) })
  try {
    for (const hook of before) hook()
    body(() => { called = true })
    for (let due = clock.next(); due !== undefined && due.when < until; due = clock.next()) clock.take()?.fn()
    if (!called) throw new Error('done was not called')
  } finally {
    for (const hook of after) hook()
    Object.assign(globalThis, { setTimeout })
  }
}

const specified = collect()

for (const one of specified) {
  const declare = one.title in DIFFERS ? test.failing : test
  declare(`A+ ${one.title}`, (t) => {
    t.notThrows(() => { run(one) })
  })
}

test('A+: what is said to differ is there, and it is said why', (t) => {
  t.true(specified.length > 800, String(specified.length))
  for (const [title, why] of Object.entries(DIFFERS)) {
    t.true(specified.some((one) => one.title === title), title)
    t.true(why.length > 10, title)
  }
  t.log(`${specified.length} tests: ${specified.length - Object.keys(DIFFERS).length} pass, ${Object.keys(DIFFERS).length} differ`)
})
