// promises.test.ts: futures with native promises and foreign thenables, both ways, in the engines that have promises.
//
// The programs are test/harness/promises.js. The loop is on a port that the host drives: a turn, then the engine's promise jobs.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import nodeVm from 'node:vm'
import test from 'ava'
import { LIMIT_MS, flavours, quickjsNg, quickjsWith } from './harness/vm'

const FILE = 'test/harness/promises.js'

/** What each program must log, whichever engine runs it. */
const EXPECTED: Record<string, unknown[]> = {
  'a coroutine awaits a promise that is resolved, before and while it waits': ['gives "before"', 'gives "while"', 10],
  'a coroutine awaits a promise that is rejected, before and while it waits': [
    'throws Error: before', 'throws Error: while', 'throws undefined'
  ],
  'a promise that is rejected with a text fails the task with that, and nothing is reported': ['text', 0],
  'gather, wait, shield, asCompleted and waitFor take promises': [
    [1, 2, 3], [2, 0, 'Error: x'], 4, 5, 6, 'throws Error: y', ['Error: z']
  ],
  'a promise that is late: waitFor gives up, and what comes of it afterwards is nobody\'s': [
    'TimeoutError at 10', 'TimeoutError at 40', 0
  ],
  'a task that waits for a promise is cancelled at once, and the promise goes on': [
    true, 'throws CancelledError: stop', 'gives "for others"'
  ],
  'ensureFuture of a promise is a future of what it gives': [[true, false], 'value', 'value'],
  'thenables of all kinds are awaited, and count once': [
    'one that settles at once gives "value"',
    'one that settles twice gives "value"',
    'one that fails throws Error: failed',
    'one that throws throws Error: thrown',
    'one that settles and throws gives "value"',
    'one of another gives "inner"',
    'a function gives "value"'
  ],
  'an accessor of then that throws fails what awaits it, at that await': ['throws Error: accessor', 'throws Error: accessor'],
  'a promise of a future is a promise of its result': [
    'gives "result"', 'throws Error: failed',
    1 // D7: the engine calls then() in a job of its own, when the loop has run dry already
  ],
  'the engine\'s own await takes a future, with its result and its error': [
    'gives "gives \\"result\\""', 'gives "throws Error: error"', 'gives "throws CancelledError: message"',
    'gives "gives \\"result\\""', 'gives "throws Error: error"', 'gives "throws CancelledError: message"',
    1 // D7: the error is looked at only after the first future's promise jobs
  ],
  'the engine\'s own await takes tasks, operations and what gather gives, each run as a task': [
    'gives "gives \\"task\\""', 'gives "gives \\"operation\\""', 'gives "gives [\\"a\\",\\"b\\"]"', 'gives "throws TimeoutError"', 17
  ],
  'Promise.all, race and allSettled take futures, tasks and operations': [
    'gives ["future","task","operation","plain"]', 'gives "quick"', 'throws Error: x', ['rejected', 'fulfilled'],
    1 // D7, likewise
  ],
  'a task cancelled rejects the promise of it with CancelledError': ['gives "throws CancelledError"'],
  'an async function of the engine and a coroutine call each other': ['gives "inner 5, inner 5"', 10],
  'for await of the engine takes asCompleted': ['gives ["a","b"]'],
  'then of a future calls back from the loop, and what it gives a promise from there': [
    ['first', 'future', 'promise'], 'gives 2', 'gives "adopted"', 'throws Error: adopted'
  ],
  'a rejected promise that comes of a future\'s handler is that future\'s error, reported when nobody looks': [
    ['Future: exception was never retrieved; await it or look at exception()']
  ]
}

interface Engine {
  name: string
  evaluate(code: string): string
}

/** The library in each of its forms; one flavour of the suite has an engine without Promise. */
const libraries = flavours.filter(({ name }) => ['quickjs es5', 'quickjs es5 min', 'quickjs frozen', 'quickjs-ng es5'].includes(name))

async function v8(): Promise<Engine> {
  const library = await import(resolve('dist/node/index.mjs')) as object
  Object.assign(globalThis, { ringloop: library })
  nodeVm.runInThisContext(readFileSync(FILE, 'utf8'), { filename: FILE })
  return { name: 'v8 npm', evaluate: (code) => nodeVm.runInThisContext(code) as string }
}

const engines: Engine[] = [
  ...libraries.map(({ name, library }) => ({ name, evaluate: (code: string) => guest(name, library).evaluate(code) })),
  await v8()
]

const guests = new Map<string, { evaluate(code: string): string }>()

function guest(name: string, library: string[]): { evaluate(code: string): string } {
  const files = [...library, FILE]
  const found = guests.get(name) ?? (name.startsWith('quickjs-ng') ? quickjsWith(files, LIMIT_MS, quickjsNg) : quickjsWith(files))
  guests.set(name, found)
  return found
}

/** How a program stands; `left`: ring slots, timers and tasks in use. */
interface State { ended: boolean; trace: unknown[]; error: string | null; left: number[] }

/** Drives a program to its end: the host's timers, and between them the engine's promise jobs. */
async function drive({ evaluate }: Engine, name: string): Promise<State> {
  evaluate(`promises.start(${JSON.stringify(name)})`)
  for (let ticks = 0; ; ticks++) {
    await setImmediate() // Node's promise jobs; QuickJS has run its own in evaluate()
    const state = JSON.parse(evaluate('promises.tick()')) as State
    if (state.ended || ticks > 1000) return state
  }
}

for (const engine of engines) {
  for (const [name, trace] of Object.entries(EXPECTED)) {
    test.serial(`[${engine.name}] promises: ${name}`, async (t) => {
      const state = await drive(engine, name)
      t.true(state.ended, JSON.stringify(state.trace))
      t.is(state.error, null)
      t.deepEqual(state.trace, trace)
      t.deepEqual(state.left, [0, 0, 0])
    })
  }
  test(`[${engine.name}] promises: every program is there`, (t) => {
    t.deepEqual((JSON.parse(engine.evaluate('promises.names()')) as string[]).sort(), Object.keys(EXPECTED).sort())
  })
}
