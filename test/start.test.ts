// start.test.ts: `npm start`, the emulator behind it, and what it says when a program fails.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'acorn'
import test from 'ava'
import { bundle } from '../targets/emulator/bundle'
import { Driver } from '../targets/emulator/drive'
import { complaint, report } from '../targets/emulator/report'
import { runProgram } from '../targets/emulator/run'
import type { Run } from '../targets/emulator/types'
import type { LoopStats } from '../src/stats'

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

function npm(...args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    execFile('npm', args, { timeout: 100_000 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? NaN), stdout, stderr })
    })
  })
}

/** `npm start`, as a newcomer types it. */
const npmStart = (...args: string[]) => npm('start', '--silent', '--', ...args)
/** The command from its sources, for a program of one's own. */
const ringloop = (...args: string[]) => npm('run', '--silent', 'ringloop', '--', ...args)

const folder = mkdtempSync(join(tmpdir(), 'ringloop-start-'))
let files = 0

/** A program that is in a file of its own, far from here. */
function program(...lines: string[]): string {
  const file = join(folder, `program${++files}.ts`)
  writeFileSync(file, [...lines, ''].join('\n'))
  return file
}

/** What complaint() must contain, and nothing went past it. */
function complaintOf(run: Run): string {
  return complaint(run) ?? 'nothing'
}

const plant = { entry: 'test/programs/plant.ts', preload: 'test/programs/plant.mocks.ts' }
const start = await npmStart()
const run = await runProgram(plant)

const of = (what: string) => run.counters.find((counter) => counter.what === what)?.count ?? 0
const lane = (name: string) => run.lanes.find((one) => one.name === name)
/** The numbers in the lines that `who` logged. */
const logged = (who: string, text: RegExp) =>
  run.events.filter((event) => event.who === who).map((event) => text.exec(event.text)).filter((match) => match !== null)
    .map((match) => match.slice(1).map(Number))

// The command.

test('start: a run of any number of events is reported', (t) => {
  const events = Array.from({ length: 200_000 }, (_, at) => ({ kind: 'log' as const, at, who: 'main', text: 'tick', frames: [] }))
  const lines = report({ ...run, events }, { columns: 80, colour: false }).split('\n')
  t.is(lines.filter((line) => line.endsWith('tick')).length, events.length)
})

test('start: an hour of the plant monitor passes, and all is well', (t) => {
  t.is(start.code, 0, start.stderr)
  t.true(start.stdout.startsWith('test/programs/plant.ts, 1 hour of device time\n'))
  t.regex(start.stderr, /^built in [\d.]+ s; ran 1 hour in [\d.]+ s$/m)
})

test.serial('start: a second run prints the same, from the kept bundle', async (t) => {
  const again = await npmStart()
  t.is(again.stdout, start.stdout)
})

test.serial('start: a slow machine and a fast one measure the same heap (DR1)', async (t) => {
  const { now } = performance
  t.teardown(() => { performance.now = now })
  const bundled = await bundle(plant)
  const heapWhere = async (msPerLook: number) => {
    let [time, shown] = [0, 0]
    performance.now = () => time
    const driver = new Driver({ until: 3_600_000, limitMs: Infinity }, {
      asked: () => { time += msPerLook; return 0 }, progress: () => { shown++ }, wait: () => {}, event: () => {},
    })
    const { heap } = await driver.run(bundled)
    return { heap, shown }
  }
  const [fast, slow] = [await heapWhere(0), await heapWhere(1000)]
  t.is(fast.shown, 0)
  t.true(slow.shown > 10)
  t.deepEqual(slow.heap, fast.heap)
})

test('start: an hour takes seconds', (t) => {
  t.true(run.took.run < 20_000, `${run.took.run} ms`)
})

test('start: into a pipe go no colours, and lines of 80 columns', (t) => {
  t.false(start.stdout.includes('\x1b'))
  t.deepEqual(start.stdout.split('\n').filter((line) => line.length > 80), [])
})

test('start: a terminal of any width is kept to; colour changes nothing but colour', (t) => {
  for (const columns of [60, 80, 120]) {
    const plain = report(run, { columns, colour: false })
    t.deepEqual(plain.split('\n').filter((line) => line.length > columns), [])
    const coloured = report(run, { columns, colour: true })
    t.is(coloured.replace(/\x1b\[\d+m/g, ''), plain)
    t.not(coloured, plain)
  }
})

// What the plant monitor does.

test('plant: the button cancels the upload in flight, and the radio goes off at that moment', (t) => {
  for (const pressed of ['00:15:04.200', '00:45:06.300']) {
    const then = start.stdout.split('\n').filter((line) => line.startsWith(pressed)).map((line) => line.slice(14).replace(/ +/, ' '))
    t.deepEqual(then.map((line) => line.replace(/\d+(\.\d)?(?= s$| of)/, 'N')), [
      'button pressed',
      'radio was on for N s', // the `finally` of the upload
      'upload was cancelled',
      'uploader stopped; keeps N of 150 readings for the next time',
    ])
  }
  t.is(lane('upload')?.cancelled, 2)
})

test('plant: the button without an upload changes nothing', (t) => {
  t.is(start.stdout.split('\n').filter((line) => line.startsWith('00:23:00.100')).join(), '00:23:00.100  button    pressed')
})

test('plant: each beat of the sampler is a reading, or a line that says there is none', (t) => {
  const inTime = of('probe reads') - of('without answer') - of('answered too late')
  const none = logged('sampler', /no answer from the probe/).length
  t.is(inTime + none, 1800)
  t.true(none > 0)
})

test('plant: every reading has arrived, once and in order, or waits for the next upload', (t) => {
  const inTime = of('probe reads') - of('without answer') - of('answered too late')
  t.is(of('out of order'), 0)
  // at power off an upload of 150 was not due yet
  const waiting = inTime - of('readings received')
  t.true(waiting >= 0 && waiting < 150, `${waiting}`)
  // what was announced as sent is what has arrived, with what had arrived before the button stopped the rest
  const sent = logged('uploader', /^sent (\d+) readings/).map(([size]) => size)
  const stopped = logged('uploader', /^stopped; keeps (\d+) of (\d+)/)
  const sum = (numbers: (number | undefined)[]) => numbers.reduce<number>((all, one) => all + (one ?? NaN), 0)
  const sizes = [...sent, ...stopped.map(([, size]) => size)]
  t.is(sum(sizes) - sum(stopped.map(([left]) => left)), of('readings received'))
  t.is(sizes.length, 11)
})

test('plant: the program ends as a device does, with its tasks running', (t) => {
  t.is(run.end, 'power off')
  t.is(run.now, 3_600_000)
  const [main, ...others] = run.pending
  t.deepEqual(others, [])
  t.is(main?.waits, 'gather blink, sampler, uploader')
  t.deepEqual(main?.children.map(({ name, waits }) => [name, waits]), [['blink', 'sleep'], ['sampler', 'sleep'], ['uploader', 'Queue.get']])
})

test('plant: it wakes for each distinct deadline once, and for each host event', (t) => {
  // the LED changes every half second, and all other deadlines (two seconds, half a second after those) fall together with it
  t.is(run.wakeups.deadlines, 2 * 3600 - 1)
  // the probe's answers, the radio's, and three presses
  const answers = of('probe reads') - of('without answer')
  t.is(run.wakeups.events, answers + of('radio sessions') + of('packets') + 3)
  // the loop itself counts its start, and no wake-up that found nothing to do for it
  t.is(run.stats?.wakeups, 1 + run.wakeups.deadlines + run.wakeups.events - run.wakeups.idle)
})

test('plant: a wake-up runs a task, unless it is an answer that nobody waits for', (t) => {
  // late answers; the press without an upload; the packet and the radio that were cut off by the other two
  t.is(run.wakeups.idle, of('answered too late') + 1 + 2)
})

test('plant: tasks, steps and levels are what they must be', (t) => {
  t.like(lane('blink'), { started: 1, steps: 7200, finished: 0 })
  t.like(lane('upload'), { started: 11, finished: 9, cancelled: 2, failed: 0 })
  const { ready, timers, tasks } = run.stats as LoopStats
  t.deepEqual([ready.capacity, timers.capacity, tasks], [16, 16, 4])
  t.true(ready.high <= 16 && ready.used <= ready.high)
  t.is(timers.high, 2) // the LED's sleep, and the sampler's sleep or timeout
})

test('plant: the heap stays as it is, but for the longest batch', (t) => {
  t.true(run.heap.bytes > 0)
  t.true((run.heap.growth ?? Infinity) < 65536, `${run.heap.growth}`)
})

// The script that is flashed.

test('bundle: it is one ES5 script without imports, and its parts add up to it', async (t) => {
  const { program: { code }, bytes: parts, warnings } = await bundle(plant)
  t.notThrows(() => parse(code, { ecmaVersion: 5, sourceType: 'script' }))
  t.notRegex(code, /\brequire\(/)
  t.is(Object.values(parts).reduce((sum, bytes) => sum + bytes, 0), Buffer.byteLength(code))
  t.deepEqual(warnings, [])
})

test('bundle: lists have no holes, which Espruino could not skip', async (t) => {
  const { program: { code } } = await bundle(plant)
  t.notRegex(code, /\[[^[\]]*,,/)
})

test.serial('bundle: names of fields in the data of a program stay', async (t) => {
  const entry = program('declare const console: { log: (text: string) => void }', 'console.log(JSON.stringify({ _id: 1, _ring: 2 }))')
  const { events, end } = await runProgram({ entry })
  t.is(end, 'done')
  t.deepEqual(events.map(({ text }) => text), ['{"_id":1,"_ring":2}'])
})

test.serial('bundle: a change of the program is noticed', async (t) => {
  const entry = program('declare const console: { log: (text: string) => void }', 'console.log("first")')
  const first = await runProgram({ entry })
  writeFileSync(entry, readFileSync(entry, 'utf8').replace('first', 'second'))
  const second = await runProgram({ entry })
  t.deepEqual([...first.events, ...second.events].map(({ text }) => text), ['first', 'second'])
})

test.serial('bundle: a declaration that comes is noticed, and a change of the settings', async (t) => {
  const own = mkdtempSync(join(folder, 'own'))
  const entry = join(own, 'app.ts')
  writeFileSync(entry, 'console.log("here")\nlet unused = 1\nexport {}\n')
  const warningsOf = async () => (await runProgram({ entry })).bundle.warnings.map((warning) => /TS\d+/.exec(warning)?.[0])
  await new Promise((done) => { setTimeout(done, 20) })
  t.deepEqual(await warningsOf(), ['TS2584'])
  t.deepEqual(await warningsOf(), ['TS2584'])
  writeFileSync(join(own, 'tsconfig.json'), '{ "include": ["."] }')
  writeFileSync(join(own, 'device.d.ts'), 'declare const console: { log(text: string): void }\n')
  t.deepEqual(await warningsOf(), [])
  writeFileSync(join(own, 'tsconfig.json'), '{ "include": ["."], "compilerOptions": { "noUnusedLocals": true } }')
  t.deepEqual(await warningsOf(), ['TS6133'])
})

test.serial('bundle: what TypeScript has against a program is told, and the program runs', async (t) => {
  const entry = program('const n: number = "one"', 'declare const console: { log: (text: string) => void }', 'console.log(String(n))')
  const { bundle: { warnings }, events } = await runProgram({ entry })
  t.is(warnings.length, 1)
  t.regex(warnings[0] ?? '', /program\d+\.ts:1:7 TS2322: Type 'string' is not assignable to type 'number'/)
  t.is(events[0]?.text, 'one')
})

test.serial('bundle: mocks cannot have the library, and a module that is not there is named', async (t) => {
  const entry = program('import { run, sleep } from "ringloop"', 'run(sleep(1))')
  const mocks = program('import { sleep } from "ringloop"', 'sleep(1)')
  await t.throwsAsync(runProgram({ entry, preload: mocks }), { message: /mocks: they import the library/ })
  await t.throwsAsync(runProgram({ entry: program('import { x } from "nowhere"', 'x()') }), { message: /program\d+\.ts:1:19 'nowhere' is not installed/ })
  await t.throwsAsync(runProgram({ entry: 'nothing.ts' }), { message: 'nothing.ts: there is no such file' })
})

// Counts that can be told beforehand.

test.serial('emulator: turns, wake-ups and steps are what they must be', async (t) => {
  const { end, now, stats, wakeups, lanes } = await runProgram({ entry: 'test/programs/ticks.ts' })
  t.is(end, 'done')
  t.is(now, 10_000)
  t.deepEqual(wakeups, { deadlines: 10, events: 0, idle: 0 }) // two tasks, but their deadlines are the same
  t.is(stats?.wakeups, 1 + 10) // the start is one
  t.is(
    stats?.turns,
    1 + // main starts
    1 + // the two start
    10 * 2 + // a timer fires and wakes its task; the task's step is in the turn after that
    1 + // gather hears that they are done
    1 + // main goes on, and is done
    1 // a run ends with the turn after that
  )
  t.deepEqual(lanes.map(({ name, steps }) => [name, steps]), [['main', 2], ['left', 11], ['right', 11]])
})

// Programs that fail.

test.serial('start: an error leads to its place in the source, and to the task it happened to', async (t) => {
  const { code, stdout, stderr } = await ringloop('run', 'test/programs/broken.ts')
  const lines = readFileSync('test/programs/broken.ts', 'utf8').split('\n')
  const line = lines.findIndex((text) => text.includes('// fails')) + 1
  const column = (lines[line - 1] ?? '').indexOf('percent') + 1
  t.is(code, 1)
  t.regex(stdout, /^00:00:00\.250 {2}main {6}waits for the sampler$/m)
  t.true(stderr.includes([
    'test/programs/broken.ts: failed at 00:00:00.750, in sampler',
    "  TypeError: cannot read property 'percent' of undefined",
    `  at test/programs/broken.ts:${line}:${column}`,
  ].join('\n')), stderr)
})

test.serial('start: a full heap says which knob to turn', async (t) => {
  const { code, stderr } = await npmStart('--timers', '1')
  t.is(code, 1)
  t.regex(stderr, /failed at 00:00:00\.000, in sampler\n {2}CapacityError: waitFor: timer heap full .*raise timers/)
})

test.serial('start: a wrong option is told in one line', async (t) => {
  const { code, stdout, stderr } = await npmStart('--until', 'soon')
  t.is(code, 2)
  t.is(stdout, '')
  t.is(stderr, "ringloop run: 'soon' is no time; give one as 500ms, 90s, 10m, 1h or 2d\n")
})

test.serial('emulator: a deadlock is told, with the tasks that wait', async (t) => {
  const deadlock = await runProgram({ entry: 'test/programs/deadlock.ts' })
  t.is(deadlock.end, 'deadlock')
  t.deepEqual(complaintOf(deadlock).split('\n'), [
    'test/programs/deadlock.ts: deadlock at 00:00:01.000: these wait for ever, for no timer is armed and no host event is due',
    '  main waits for gather there, back, since 00:00:00.000',
    '  ├ there waits for Queue.get, since 00:00:01.000',
    '  └ back waits for Queue.get, since 00:00:01.000',
  ])
})

test.serial('emulator: an error of a mock leads to its place', async (t) => {
  const mocks = program('declare const board: { at: (when: number, fn: () => void) => void }', 'board.at(500, () => {', '  throw new Error("short")', '})')
  const failed = await runProgram({ entry: 'test/programs/ticks.ts', preload: mocks })
  t.is(failed.now, 500)
  t.regex(complaintOf(failed), /^test\/programs\/ticks\.ts: failed at 00:00:00\.500\n {2}Error: short\n {2}at \S+program\d+\.ts:3:\d+$/m)
})

test.serial('emulator: an error outside of tasks leads to its place too', async (t) => {
  const failed = await runProgram({ entry: program('import { sleep } from "ringloop"', '', 'sleep("1s" as never)') })
  t.is(failed.end, 'error')
  t.regex(complaintOf(failed), /program\d+\.ts: failed at 00:00:00\.000\n {2}TypeError: sleep: '1s' is no time.*\n {2}at \S+program\d+\.ts:3:1\n/)
})

test.serial('emulator: the error that ended main is told first, others after it', async (t) => {
  const failed = await runProgram({ entry: program(
    'import { run, sleep } from "ringloop"',
    'declare function setInterval(f: () => void, ms: number): unknown',
    'async function main(): Promise<void> {',
    '  setInterval(() => { throw new Error("later") }, 1000)',
    '  await sleep(1)',
    '  throw new Error("why main ended")',
    '}',
    'run(main())') })
  t.regex(complaintOf(failed), /: failed at 00:00:00\.001, in main\n {2}Error: why main ended\n {2}at [^]*\nalso at 00:00:01\.000: Error: later$/)
})

for (const target of ['espruino', 'quickjs', 'node'] as const) {
  test.serial(`emulator: main has failed if it was cancelled without being asked to end (${target})`, async (t) => {
    const entry = program(
      'import { createTask, run, sleep } from "ringloop"',
      'async function main(): Promise<void> {',
      '  const task = createTask(sleep(1000))',
      '  await sleep(50)',
      '  task.cancel()',
      '  await task',
      '}',
      'run(main())')
    const failed = await runProgram({ entry, target })
    t.deepEqual([failed.end, failed.exitCode, failed.events.filter(({ kind }) => kind === 'error').length], ['error', 1, 1])
    t.regex(complaintOf(failed), /: failed at 00:00:00\.05\d, in .*\n {2}ended by a cancellation that nobody asked it for; .*\n {2}CancelledError$/)
  })
}

test.serial('emulator: an error of a background task is told when it happens, and the program goes on', async (t) => {
  const { end, now, failure, events } = await runProgram({
    until: 5000,
    entry: program(
      'import { createTask, run, sleep } from "ringloop"',
      'async function fails(): Promise<void> { await sleep(1000); throw new Error("no water") }',
      'async function main(): Promise<void> { createTask(fails(), { name: "pump" }); await sleep(60000) }',
      'run(main())',
    ),
  })
  t.deepEqual([end, now], ['power off', 5000])
  t.like(failure, { kind: 'error', at: 1000, who: 'pump' })
  t.deepEqual(events.map(({ kind, at }) => [kind, at]), [['failed', 1000], ['error', 1000]])
})

test.serial('emulator: a program that never gives up control is stopped', async (t) => {
  const mocks = program('declare const board: { provide: (globals: object) => void }', 'board.provide({ goesOn: () => true })')
  const entry = program('declare const goesOn: () => boolean', 'while (goesOn());')
  const stopped = await runProgram({ entry, preload: mocks, limitMs: 300 })
  t.is(stopped.end, 'too long')
  t.regex(complaintOf(stopped), /stopped after .* of real time, at 00:00:00\.000 of 01:00:00\.000$/)
})

test.serial('emulator: no catch and no finally runs after the power is off', async (t) => {
  const { end, events } = await runProgram({
    until: 1500,
    entry: program(
      'import { run, sleep } from "ringloop"',
      'declare const console: { log: (text: string) => void }',
      'async function main(): Promise<void> {',
      '  try { for (;;) { console.log("works"); await sleep(1000) } }',
      '  catch (error) { console.log(String(error)) }',
      '  finally { console.log("cleans up") }',
      '}',
      'try { run(main()) } catch (error) { console.log(String(error)) } finally { console.log("returned") }',
    ),
  })
  t.is(end, 'power off')
  t.deepEqual(events.map(({ text, at }) => [text, at]), [['returned', 0], ['works', 0], ['works', 1000]]) // as on a device, run() returns at once
})
