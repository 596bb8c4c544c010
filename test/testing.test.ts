// testing.test.ts: ringloop/testing: runs, devices in a test's hands, the mock of Espruino, a virtual clock for Node.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import type { ExecutionContext } from 'ava'
import { Future, Loop, createTask, newEventLoop, run, setDefaults, sleep } from '../src/index'
import type { Coroutine } from '../src/index'
import { complaint, emulate, runProgram, treeOf, virtualClock } from '../targets/testing'
import type { DeviceOptions, Run, RunEvent, RunOptions } from '../targets/testing'

const folder = mkdtempSync(join(tmpdir(), 'ringloop-testing-'))
let files = 0

/** A program, or mocks, in a file of its own. */
function file(...lines: string[]): string {
  const name = join(folder, `program${++files}.ts`)
  writeFileSync(name, [...lines, ''].join('\n'))
  return name
}

const IMPORTS = [
  "import { Queue, createTask, gather, run, sleep, wait } from 'ringloop'",
  'declare const print: (text: string) => void',
  'declare const board: { now(): number }',
]

const program = (...lines: string[]) => file(...IMPORTS, ...lines)

const runOf = (lines: string[], options: Partial<RunOptions> = {}): Promise<Run> => runProgram({ entry: program(...lines), ...options })
const device = (lines: string[], options: Partial<DeviceOptions> = {}) => emulate({ entry: program(...lines), ...options })

/** The events as text. */
const told = ({ events }: { events: readonly RunEvent[] }) => events.map(({ kind, at, who, text }) => [kind, at, who, text].join(' ').trim())

const CLEANS_UP = [
  'async function main() {',
  '  try { await sleep(60000) }',
  '  finally { print("cleans up"); await sleep(20); print("is done") }',
  '}',
  'run(main())',
]

// Runs.

for (const [target, ready] of [['espruino', 16], ['quickjs', 256], ['moddable', 32], ['mquickjs', 16], ['node', 16384]] as const) {
  test.serial(`run: a program for ${target} runs on the library and port of that target`, async (t) => {
    const result = await runOf(['async function main() { await sleep(100); print("woke") }', 'run(main())'], { target })
    t.deepEqual(told(result), ['log 100 main woke'])
    t.deepEqual([result.end, result.exitCode, result.now, result.failure], ['done', 0, 100, null])
    t.is(result.stats?.ready.capacity, ready)
  })
}

test.serial('run: capacities are those that are given, unless the program gives its own', async (t) => {
  const given = await runOf(['run(sleep(1))'], { ready: 5, timers: 3 })
  t.deepEqual([given.stats?.ready.capacity, given.stats?.timers.capacity], [5, 3])
  const own = await runOf(['run(sleep(1), { ready: 7 })'], { ready: 5, timers: 3 })
  t.deepEqual([own.stats?.ready.capacity, own.stats?.timers.capacity], [7, 3])
})

test.serial('run: output and events are told as they come, and are in the result', async (t) => {
  const events: RunEvent[] = []
  const stages: string[] = []
  const result = await runOf(['async function main() { print("a"); await sleep(5); print("b") }', 'run(main())'], {
    onEvent: (event) => { events.push(event) }, onProgress: ({ stage }) => { stages.push(stage) },
  })
  t.deepEqual(result.output, ['a', 'b'])
  t.deepEqual(events, result.events)
  t.is(stages[0], 'build')
})

test.serial('run: aborting `signal` cancels main, and its finally runs to its end', async (t) => {
  const result = await runOf(CLEANS_UP, { signal: AbortSignal.abort() })
  t.deepEqual(told(result), ['cancelled 0 main']) // before its first step, so its body never ran
  t.deepEqual([result.end, result.exitCode], ['cancelled', 130])
})

test.serial('run: in real time `signal` interrupts the wait at once', async (t) => {
  const abort = new AbortController()
  const started = ['async function main() {', '  print("starts")', ...CLEANS_UP.slice(1)]
  const result = await runOf(started, {
    clock: 'real', signal: abort.signal, onEvent: ({ text }) => { if (text === 'starts') setTimeout(() => { abort.abort() }, 50) },
  })
  t.deepEqual(result.output, ['starts', 'cleans up', 'is done'])
  t.deepEqual([result.end, result.exitCode], ['cancelled', 130])
  t.true(result.now >= 50 + 20 && result.now < 30_000, `${result.now}`)
})

test.serial('run: aborting `kill` switches the power off: no finally runs', async (t) => {
  const kill = new AbortController()
  const result = await runOf(['print("on")', ...CLEANS_UP], { clock: 'real', kill: kill.signal, onEvent: () => { kill.abort() } })
  t.deepEqual(result.output, ['on'])
  t.deepEqual([result.end, result.exitCode], ['killed', 130])
})

test.serial('run: a step that never ends is broken off a second after `signal`', async (t) => {
  const abort = new AbortController()
  const lines = ['async function main() { print("spins"); for (;;) board.now() }', 'run(main())']
  const result = await runOf(lines, { clock: 'real', signal: abort.signal, onEvent: () => { abort.abort() } })
  t.deepEqual([result.end, result.exitCode], ['killed', 130])
  t.true(result.took.run < 20_000)
})

test.serial('run: real time passes as it does, and until ends it', async (t) => {
  const lines = ['async function main() { for (;;) { print("tick"); await sleep(100) } }', 'run(main())']
  const result = await runOf(lines, { clock: 'real', until: 350 })
  t.deepEqual([result.end, result.exitCode, result.now], ['power off', 0, 350])
  t.true(result.took.run >= 350)
  t.true(result.output.length >= 2 && result.output.length <= 4, `${result.output.length}`)
})

test.serial('run: runs of the same sources are alike, dates and random numbers included', async (t) => {
  const entry = program('print(String(Math.random()) + " " + new Date().toISOString() + " " + Date.now())')
  const [one, two] = [await runProgram({ entry }), await runProgram({ entry })]
  t.deepEqual(one.output, two.output)
  t.regex(one.output[0] ?? '', /^0\.\d+ 1970-01-01T00:00:00\.000Z 0$/)
})

for (const target of ['espruino', 'quickjs', 'node'] as const) {
  test.serial(`run: what promises have waiting runs after each thing, and what it asks for happens (${target})`, async (t) => {
    const global = ['declare function setTimeout(fn: () => void, ms: number): number']
    const timers = target === 'quickjs' ? ["import { setTimeout } from 'os'"] : global
    const result = await runProgram({ target, entry: file(...IMPORTS, ...timers,
      'async function main() {',
      '  print(`got ${await Promise.resolve(1)}`)',
      '  await new Promise<void>((done) => { setTimeout(done, 100) })',
      '  print("timer")',
      '  setTimeout(() => { print("first"); void Promise.resolve().then(() => { print("between") }) }, 5)',
      '  setTimeout(() => { print("second") }, 5)',
      '  await sleep(10)',
      '}',
      'run(main())') })
    t.deepEqual([result.output, result.end, result.exitCode], [['got 1', 'timer', 'first', 'between', 'second'], 'done', 0])
  })
}

test.serial('run: print shows objects that are in themselves, tasks and futures', async (t) => {
  const lines = ['declare const console: { log(...args: unknown[]): void }', 'async function main() {',
    '  const a: { n: number; a?: object; both: object[] } = { n: 1, both: [] }', '  a.a = a', '  const one = { one: 1 }', '  a.both = [one, one]',
    '  console.log(a, [1, { b: 2 }], null)', '  await sleep(1)', '}', 'const task = run(main())', 'console.log("task", task, { task })']
  const { output } = await runOf(lines)
  t.deepEqual(output, ['task task Task-1, ready {"task":"task Task-1, ready"}', '{"n":1,"both":[{"one":1},{"one":1}],"a":"…"} [1,{"b":2}] null'])
})

test.serial('run: wrong options are refused in one line', async (t) => {
  const entry = program('run(sleep(1))')
  for (const [options, message] of [
    [{ ready: 0 }, 'ready: 0 is no number of callbacks and tasks; give 1 or more'],
    [{ memory: 10 }, 'memory: 10 is no number of bytes that a program could run in; give 1024 or more'],
    [{ until: NaN }, 'until: NaN is no time in ms; give 0 or more'],
    [{ target: 'arduino' as 'node' }, "target: 'arduino' is no target; give one of espruino, quickjs, moddable, mquickjs, node"],
    [{ preload: 'nowhere.ts' }, 'nowhere.ts: there is no such file'],
    [{ entry: folder }, `${folder}: is a folder; give a file`],
  ] as const) await t.throwsAsync(runProgram({ entry, ...options }), { message })
})

test.serial('run: a syntax error of a mock is an error at its place', async (t) => {
  const preload = file('const broken = ;')
  await t.throwsAsync(runProgram({ entry: program('run(sleep(1))'), preload }), { message: /program\d+\.ts:1:16 TS1109: Expression expected/ })
})

// Memory.

/** Keeps a kilobyte more at each step. */
const HOARDS = [
  'const kept: Uint8Array[] = []',
  'async function main() { for (;;) { kept.push(new Uint8Array(1024)); print(String(kept.length)); await sleep(1) } }',
  'run(main())',
]

test.serial('memory: what is given is what there is', async (t) => {
  for (const kilobytes of [64, 256]) {
    const result = await runOf(HOARDS, { memory: kilobytes * 1024, until: 5000 })
    t.deepEqual([result.end, result.exitCode], ['out of memory', 1])
    const kept = Number(result.output.at(-1))
    // the rest is what the loop, the tasks and the engine's notes of each array take
    t.true(kept > kilobytes * 0.6 && kept <= kilobytes, `${kept} of ${kilobytes}`)
    t.regex(complaint(result) ?? '', /: out of memory at 00:00:00\.\d+: [\d,]+ of [\d,]+ bytes were taken/)
  }
})

test.serial('memory: however little there is, the run has an end that tells of it', async (t) => {
  for (const kilobytes of [1, 12, 15, 18, 24, 28]) {
    const result = await runProgram({ entry: 'test/programs/plant.ts', preload: 'test/programs/plant.mocks.ts', memory: kilobytes * 1024, until: 10_000 })
    t.is(result.exitCode, 1, `${kilobytes} KB: ${result.end}`)
    t.truthy(complaint(result))
  }
  const enough = await runProgram({ entry: 'test/programs/plant.ts', preload: 'test/programs/plant.mocks.ts', memory: 80 * 1024, until: 10_000 })
  t.is(enough.end, 'power off')
})

test.serial('memory: a program that sleeps for ever needs the same at the end as at half time', async (t) => {
  const result = await runOf(['async function main() { for (;;) await sleep(10) }', 'run(main())'], { until: 60_000 })
  t.is(result.end, 'power off')
  t.true(Math.abs(result.heap.growth ?? NaN) < 100, `${result.heap.growth}`) // in 3,000 sleeps
  t.true(result.heap.bytes > 1000 && result.heap.bytes < 40_000, `${result.heap.bytes}`)
})

test.serial('memory: running out is an error that a program can catch', async (t) => {
  const lines = [
    'let kept: Uint8Array[] | null = []',
    'async function fill() { for (;;) { (kept as Uint8Array[]).push(new Uint8Array(4096)); await sleep(1) } }',
    'async function main() { try { await fill() } catch (error) { kept = null; print("freed") } await sleep(10); print("goes on") }',
    'run(main())',
  ]
  const result = await runOf(lines, { memory: 128 * 1024 })
  t.deepEqual([result.end, result.output], ['done', ['freed', 'goes on']])
})

// Tasks that are left.

test.serial('pending: a tree of who waits for what, since when', async (t) => {
  const result = await runOf([
    'async function reads(queue: Queue<number>) { await sleep(500); await queue.get() }',
    'async function waits(task: Promise<void>) { await task }',
    'async function main() {',
    '  const reader = createTask(reads(new Queue<number>()), { name: "reader" })',
    '  await gather([createTask(waits(reader), { name: "first" }), createTask(waits(reader), { name: "second" })])',
    '}',
    'run(main())',
  ])
  t.is(result.end, 'deadlock')
  t.deepEqual(treeOf(result.pending).split('\n'), [
    'main waits for gather first, second, since 00:00:00.000',
    '├ first waits for task reader, since 00:00:00.000',
    '│ └ reader waits for Queue.get, since 00:00:00.500',
    '└ second waits for task reader, since 00:00:00.000',
  ])
  t.regex(complaint(result) ?? '', /: deadlock at 00:00:00\.500: these wait for ever, for no timer is armed and no host event is due\n {2}main waits/)
})

test.serial('pending: in debug mode each task tells where it was created, by whom', async (t) => {
  const entry = program(
    'async function rests() { await sleep(1e6) }',
    'async function main() {',
    '  createTask(rests(), { name: "rests" })',
    '  await sleep(1e6)',
    '}',
    'run(main())',
  )
  const { pending } = await runProgram({ entry, debug: true, until: 1000 })
  t.deepEqual(pending.map(({ name, created }) => [name, created.by, created.place?.line]), [
    ['main', '', IMPORTS.length + 6],
    ['rests', 'main', IMPORTS.length + 3],
  ])
  t.is((await runProgram({ entry, until: 1000 })).pending[0]?.created.place, null)
})

// A device in a test's hands.

const BLINKS = [
  'declare const LED1: object',
  'declare function digitalWrite(pin: object, value: boolean): void',
  'async function main() { for (let on = true; ; on = !on) { digitalWrite(LED1, on); await sleep(500) } }',
  'run(main())',
]

test.serial('device: time passes when the test says so', async (t) => {
  const blinking = await device(BLINKS)
  t.deepEqual([blinking.now, blinking.pin('LED1')], [0, 0])
  blinking.advance(0)
  t.is(blinking.pin('LED1'), 1)
  t.is(blinking.next, 500)
  blinking.advance(499)
  t.deepEqual([blinking.now, blinking.pin('LED1')], [499, 1])
  blinking.advance(1)
  t.deepEqual([blinking.now, blinking.pin('LED1'), blinking.next], [500, 0, 1000])
  blinking.advanceTo(60_000)
  t.is(blinking.pin('LED1'), 1)
  t.deepEqual(blinking.tasks().map(({ name, state, until, since }) => [name, state, until, since]), [['main', 'sleeping', 60_500, 60_000]])
  t.is(blinking.tree(), 'main sleeps until 00:01:00.500, since 00:01:00.000')
  t.is(blinking.end, null)
  t.is(blinking.result().end, 'power off')
  t.throws(() => { blinking.call('print', 'x') }, { message: 'call: the program has ended (power off); start it again with emulate()' })
})

test.serial('device: host events come when the test says so, and mocks can be called', async (t) => {
  const preload = file(
    'declare const board: { provide(globals: object): void }',
    'let heard: ((text: string) => void) | undefined',
    'board.provide({ radio: { onMessage(fn: (text: string) => void) { heard = fn }, receive(text: string) { heard?.(text); return text.length } } })',
  )
  const radio = await device([
    'declare const radio: { onMessage(fn: (text: string) => void): void }',
    'const queue = new Queue<string>(4)',
    'radio.onMessage((text) => { queue.putNowait(text) })',
    'async function main() { for (;;) print(await queue.get()) }',
    'run(main())',
  ], { preload })
  radio.at(250, 'radio.receive', 'early')
  radio.advance(100)
  t.is(radio.call('radio.receive', 'now'), 3)
  t.deepEqual(radio.output, ['now'])
  t.is(radio.next, 250)
  radio.advance(200)
  t.deepEqual(told(radio), ['log 100 main now', 'log 250 main early'])
  t.throws(() => { radio.call('radio.send') }, { message: 'radio.send: there is no such function; mocks give it with board.provide()' })
  t.throws(() => { radio.at(1000, 'nothing.here') }, { message: /there is no such function/ })
  t.is(radio.end, null) // a wrong call of the test is no end of the program
})

test.serial('device: cancel() cancels main; its finally runs as time passes', async (t) => {
  const cleaning = await device(CLEANS_UP)
  cleaning.advance(100)
  cleaning.cancel()
  t.deepEqual(told(cleaning), ['log 100 main cleans up'])
  t.is(cleaning.finish(), 'cancelled')
  t.deepEqual(told(cleaning), ['log 100 main cleans up', 'log 120 main is done', 'cancelled 120 main'])
  t.deepEqual(cleaning.result().pending, [])
})

test.serial('device: a step that never ends is broken off', async (t) => {
  const spinning = await device(['async function main() { for (;;) board.now() }', 'run(main())'], { limitMs: 300 })
  spinning.advance(1)
  t.is(spinning.end, 'too long')
  t.is(spinning.result().exitCode, 1)
})

test.serial('device: no time is refused', async (t) => {
  const blinking = await device(BLINKS)
  t.throws(() => { blinking.advance(-1) }, { message: 'advance: -1 is no time in ms; give 0 or more' })
  t.throws(() => { blinking.advance(NaN) }, { instanceOf: RangeError })
})

// The mock of Espruino.

const ESPRUINO = [
  'declare const LED1: object, LED2: object, BTN: object, D3: { read(): boolean; toggle(): boolean }',
  'declare function digitalWrite(pin: object | object[], value: number): void',
  'declare function digitalRead(pin: object | object[]): number',
  'declare function setWatch(fn: (event: { state: boolean; time: number }) => void, pin: object, options?: object): number',
  'declare function clearWatch(id?: number): void',
  'declare function setTimeout(fn: (text: string) => void, ms: number, text: string): number',
  'declare function setInterval(fn: () => void, ms: number): number',
  'declare function clearInterval(id: number): void',
  'declare function changeInterval(id: number, ms: number): void',
  'declare function getTime(): number',
  'declare const process: { memory(): { free: number; usage: number; total: number } }',
]

test.serial('espruino: watches see edges, debounced, once or again and again', async (t) => {
  const button = await device([
    ...ESPRUINO,
    'setWatch((event) => print("pressed " + event.time), BTN, { edge: "rising", repeat: true, debounce: 25 })',
    'setWatch((event) => print("once " + event.state), BTN)',
    'const gone = setWatch(() => print("never"), BTN, { repeat: true })',
    'clearWatch(gone)',
    'run(sleep(10000))',
  ])
  button.advance(1000)
  button.setPin('BTN', true)
  button.advance(10)
  button.setPin('BTN', false)
  button.advance(100) // it bounced: too short for 25 ms
  t.deepEqual(button.output, ['once true'])
  button.setPin('BTN1', true) // the same pin
  button.advance(100)
  button.setPin('BTN', false)
  button.advance(100)
  t.deepEqual(button.output, ['once true', 'pressed 1.135'])
  for (const level of [true, false, true]) {
    button.setPin('BTN', level)
    button.advance(10)
  }
  button.advance(100) // it has stayed since 1.330
  t.deepEqual(button.output, ['once true', 'pressed 1.135', 'pressed 1.355'])
})

test.serial('espruino: pins are written and read, alone and as the bits of a number', async (t) => {
  const pins = await device([
    ...ESPRUINO,
    'digitalWrite([LED2, LED1], 2)',
    'print(digitalRead([LED2, LED1]) + " " + digitalRead(LED1) + " " + digitalRead(LED2))',
    'print(D3.read() + " " + D3.toggle() + " " + D3.read())',
  ])
  t.deepEqual(pins.output, ['2 0 1', 'false true true'])
  t.deepEqual([pins.pin('LED1'), pins.pin('LED2'), pins.pin('D3')], [0, 1, 1])
})

test.serial('espruino: timers, time and memory', async (t) => {
  const timers = await device([
    ...ESPRUINO,
    'let count = 0',
    'const id = setInterval(() => { print(++count + " at " + getTime()); if (count === 2) changeInterval(id, 300); if (count === 3) clearInterval(id) }, 100)',
    'setTimeout((text) => print(text), 150, "once")',
    'const before = process.memory()',
    'print(String(before.usage > 0 && before.free + before.usage === before.total))',
  ], { memory: 100_000 })
  t.is(timers.finish(), 'done')
  t.deepEqual(timers.output, ['true', '1 at 0.1', 'once', '2 at 0.2', '3 at 0.5'])
})

test.serial('espruino: mocks of one\'s own wire its pins', async (t) => {
  const preload = file(
    "import { onRead, onWrite, setPin } from 'ringloop/testing/espruino'",
    'onWrite("LED1", (value) => setPin("D3", value))',
    'onRead("A1", () => 0.25)',
  )
  const wired = await device([
    ...ESPRUINO, 'declare function analogRead(pin: object): number', 'declare const A1: object',
    'digitalWrite(LED1, 1)', 'print(D3.read() + " " + analogRead(A1))',
  ], { preload })
  t.deepEqual(wired.output, ['true 0.25'])
})

// A virtual clock for loops in Node.

/** Runs `body` with loops on a virtual clock. */
async function clocked(t: ExecutionContext, body: (clock: ReturnType<typeof virtualClock>) => Promise<void>): Promise<void> {
  const clock = virtualClock()
  setDefaults(clock.port, { ready: 16, timers: 16 })
  await body(clock)
  t.deepEqual(clock.reports, [])
}

test.serial('clock: an hour of sleep passes when the test says so', async (t) => {
  await clocked(t, async (clock) => {
    const times: number[] = []
    function* main(): Coroutine<string> {
      for (let i = 0; i < 3; i++) {
        yield* sleep(1_200_000)
        times.push(clock.now)
      }
      return 'done'
    }
    const task = run(main())
    t.false(task.done())
    await clock.advance(3_599_999)
    t.deepEqual([times, clock.now, clock.next], [[1_200_000, 2_400_000], 3_599_999, 3_600_000])
    await clock.advance(1)
    t.is(task.result(), 'done')
  })
})

test.serial('clock: native async functions go on in between', async (t) => {
  await clocked(t, async (clock) => {
    const heard: string[] = []
    const loop = newEventLoop()
    const future = new Future<string>({ loop })
    async function native(): Promise<void> {
      heard.push(await future)
      await Promise.resolve()
      heard.push('later')
    }
    const ended = native()
    loop.runForever()
    clock.at(100, () => { future.setResult('told') })
    await clock.advance(99)
    t.deepEqual(heard, [])
    await clock.advance(1)
    await ended
    t.deepEqual([heard, clock.now], [['told', 'later'], 100])
    loop.stop()
    await clock.finish()
  })
})

test('clock: a loop of its own, and time that does not go back', async (t) => {
  const clock = virtualClock()
  const loop = new Loop(clock.port, { ready: 4, timers: 4 })
  const calls: number[] = []
  loop.callLater(50, () => { calls.push(clock.now) })
  loop.runForever()
  await clock.finish()
  t.deepEqual([calls, clock.now], [[50], 50])
  await t.throwsAsync(clock.advanceTo(10), { message: 'advanceTo: 10 is before now (50); time never goes back' })
})

test.serial('clock: errors that nobody handled are kept for the test', async (t) => {
  const clock = virtualClock()
  setDefaults(clock.port, { ready: 16, timers: 16 })
  function* fails(): Coroutine<void> {
    yield* sleep(10)
    throw new Error('no water')
  }
  function* main(): Coroutine<void> {
    createTask(fails(), { name: 'pump' })
    yield* sleep(100)
  }
  run(main())
  await clock.advance(100)
  t.deepEqual(clock.reports.map(({ exception }) => String(exception)), ['Error: no water'])
})
