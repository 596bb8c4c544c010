// needed.test.ts: programs that need little of the library carry little of it (src/needed.ts), and do all the same what they should.
//
// Each is built by the preset for Espruino, and runs in V8 on a few functions of that engine and a clock that jumps.

import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import test from 'ava'
import { built } from './harness/sizes'

const folder = mkdtempSync(join(tmpdir(), 'ringloop-needed-'))
let count = 0

/** What a program prints, with the time in front, and how many bytes it takes. */
async function printed(source: string): Promise<{ lines: string[]; bytes: number }> {
  const file = join(folder, `program${++count}.ts`)
  const names = ['CancelledError', 'Future', 'Queue', 'app', 'createTask', 'currentTask', 'gather', 'getRunningLoop', 'isCancelled', 'run', 'shield', 'sleep', 'waitFor']
    .filter((name) => new RegExp(`\\b${name}\\b`).test(source))
  writeFileSync(file, `import { ${names.join(', ')} } from 'ringloop'\ndeclare function print(...parts: unknown[]): void\n${source}`)
  const code = await built('espruino', file)
  const lines: string[] = []
  const timers = new Map<number, { when: number; fn: () => void }>()
  let now = 0
  let ids = 0
  const host: Record<string, unknown> = {
    getTime: () => now / 1000,
    setTimeout: (fn: () => void, ms: number) => { timers.set(++ids, { when: now + ms, fn }); return ids },
    clearTimeout: (id: number) => timers.delete(id),
    E: { on: () => undefined, removeListener: () => undefined },
    print: (...parts: unknown[]) => { lines.push([Math.round(now), ...parts.map(String)].join(' ')) },
  }
  host.global = host
  host.sensor = { read: () => ({ then: (done: (value: string) => void) => { done('read') } }) }
  // the engine's own, which a deleted stand-in uncovers
  Object.setPrototypeOf(host, { setTime: () => undefined })
  const context = createContext(host)
  try {
    runInContext(code.toString(), context)
  } catch (error) {
    lines.push(`thrown: ${String(error)}`)
  }
  for (let turns = 0; timers.size > 0 && turns < 1000; turns++) {
    const [[id, timer]] = [...timers].sort(([, a], [, b]) => a.when - b.when) as [[number, { when: number; fn: () => void }]]
    timers.delete(id)
    now = Math.max(now, timer.when)
    timer.fn()
  }
  return { lines, bytes: code.length }
}

const programs: [title: string, source: string, expected: string[], bytes?: number][] = [
  ['main that sleeps', `
    async function main() { print('a'); await sleep(5); print('b'); await sleep(0); print('c') }
    run(main())`, ['0 a', '5 b', '5 c'], 6000],
  ['an error of main is reported', `
    async function main() { await sleep(5); throw new Error('boom') }
    run(main())`, ['5 ringloop: Task-1: exception was never retrieved; await it or look at exception() Error: boom'], 6000],
  ['coroutines that await one another, with results and errors', `
    async function inner(n: number) { await sleep(n); if (n > 2) throw new Error('at ' + n); return n * 2 }
    async function outer(n: number) { try { return await inner(n) } catch (error) { return String(error) } finally { print('finally', n) } }
    async function main() { print(await outer(1)); print(await outer(3)); print(await (await passing(2))) }
    async function passing(n: number) { return inner(n) }
    run(main())`, ['1 finally 1', '1 2', '4 finally 3', '4 Error: at 3', '6 4']],
  ['what is no coroutine, a coroutine twice, what is no time', `
    async function child() { await sleep(1) }
    async function main() {
      const once = child()
      await once
      try { await once } catch (error) { print(error) }
      try { await sleep(NaN) } catch (error) { print(error) }
      try { await sleep('x' as never) } catch (error) { print(error) }
      print(await 7, await null, await 'text')
    }
    try { run(main as never) } catch (error) { print(error) }
    try { run(undefined as never) } catch (error) { print(error) }
    const task = run(main())
    try { run(main()) } catch (error) { print(error) }
    print(task.getName())`, [
    '0 TypeError: run: a coroutine was expected, got the function main; call it',
    '0 TypeError: run: a coroutine was expected, got undefined; call an async function or a generator function',
    '0 RuntimeError: run: a loop runs already; await the coroutine, or createTask it',
    '0 Task-1',
    '1 RuntimeError: await: this coroutine runs already or ran; call its function again for another run',
    '1 RangeError: sleep: NaN is no time; give a number of milliseconds',
    "1 TypeError: sleep: 'x' is no time; give a number of milliseconds",
    '1 7 null text',
  ]],
  ['run twice, one after the other', `
    async function main(n: number) { await sleep(n); print('ran', n); if (n < 3) then(n + 1) }
    function then(n: number) { setTimeout(function () { run(main(n)) }, 1) }
    declare function setTimeout(fn: () => void, ms: number): number
    run(main(1))`, ['1 ran 1', '4 ran 2', '8 ran 3']],
  ['main is stopped, and cancelled for that', `
    async function main() { try { await sleep(1); getRunningLoop().stop(); await sleep(9) } finally { await sleep(2); print('end') } }
    run(main())`, ['3 end']],
  ['an app that ends', `
    async function main() { try { for (;;) { await sleep(4); print('tick') } } finally { print('end') } }
    const clock = app(main())
    declare function setTimeout(fn: () => void, ms: number): number
    setTimeout(function () { clock.end(); print(clock.task.cancelled()) }, 10)`, ['4 tick', '8 tick', '10 end', '10 true']],
  ['a loop is asked for its counts', `
    async function main() { const { tasks, ready } = getRunningLoop().stats(); print(tasks, ready.capacity) }
    run(main())`, ['0 1 16']],
  ['tasks, and main that ends before them', `
    async function work(n: number) { try { for (;;) { await sleep(n); print('work', n) } } finally { print('end', n) } }
    async function main() { createTask(work(2)); createTask(work(3), { name: 'three' }); await sleep(7) }
    run(main())`, ['2 work 2', '3 work 3', '4 work 2', '6 work 3', '6 work 2', '7 end 2', '7 end 3']],
  ['cancelled from outside', `
    async function main() { try { await sleep(9) } catch (error) { print(error, isCancelled(error)); await sleep(1); print('clean'); throw error } }
    const task = run(main())
    declare function setTimeout(fn: () => void, ms: number): number
    setTimeout(function () { print(task.cancel('stop'), task.done()) }, 4)
    setTimeout(function () { print(task.done(), task.cancelled()) }, 20)`, ['4 true false', '4 CancelledError: stop true', '5 clean', '20 true true']],
  ['a coroutine that throws CancelledError itself, and nothing that cancels', `
    async function main() { await sleep(1); throw new CancelledError('mine') }
    const task = run(main())
    declare function setTimeout(fn: () => void, ms: number): number
    setTimeout(function () { print(task.cancelled()) }, 4)`, ['4 true']],
  ['futures that a host callback settles', `
    declare function setTimeout(fn: () => void, ms: number): number
    async function main() {
      const future = new Future<string>()
      setTimeout(function () { future.setResult('pressed') }, 3)
      print(await future)
      const failing = new Future<string>()
      setTimeout(function () { failing.setException(new Error('no')) }, 2)
      try { await failing } catch (error) { print(error) }
    }
    run(main())`, ['3 pressed', '5 Error: no']],
  ['main awaits its own task', `
    async function main() { await sleep(1); try { await currentTask() } catch (error) { print(error) } }
    run(main())`, ['1 RuntimeError: Task-1 awaits itself; it would wait for ever']],
  ['what is awaited may be a promise, or any other thenable', `
    declare const sensor: { read(): PromiseLike<number> }
    async function returned() { return sensor.read() }
    async function main() { print(await sensor.read()); await sleep(1); print(await returned()) }
    run(main())`, ['0 read', '1 read']],
  ['generators', `
    function* count(n: number) { for (let i = 0; i < n; i++) yield i }
    async function main() { for (const i of count(3)) { await sleep(i); print(i) } const all = [...count(4)]; print(all.join()) }
    run(main())`, ['0 0', '1 1', '3 2', '3 0,1,2,3']],
  ['a sleep that is kept, and awaited later', `
    async function main() { const pause = sleep(4); print('made'); await pause; print('slept'); print(await sleep(1, 'result')) }
    run(main())`, ['0 made', '4 slept', '5 result']],
  ['gather, waitFor, shield, a queue', `
    const queue = new Queue<number>()
    async function give() { for (let i = 0; i < 3; i++) { await sleep(2); await queue.put(i) } return 'given' }
    async function take() { let sum = 0; for (let i = 0; i < 3; i++) sum += await queue.get(); return sum }
    async function main() {
      print((await gather([give(), take()])).join())
      try { await waitFor(sleep(50), 3) } catch (error) { print(error) }
      print(await shield(take2()))
    }
    async function take2() { await sleep(1); return 'shielded' }
    run(main())`, ['6 given,3', '9 TimeoutError: waitFor: not done after 3 ms, so it was cancelled; allow more, or shield() it', '10 shielded']],
]

for (const [title, source, expected, bytes] of programs) {
  test(`needed: ${title}`, async (t) => {
    const program = await printed(source)
    // the minifier gives the program's own functions short names
    t.deepEqual(program.lines.map((line) => line.replace(/the function \w+/, 'the function main')), expected)
    if (bytes !== undefined) t.true(program.bytes <= bytes, `${program.bytes} bytes`)
  })
}

test('needed: each name that is asked for is one of the library, the targets, or the language', (t) => {
  const files = ['src', ...readdirSync('targets').map((name) => `targets/${name}`)]
    .flatMap((path) => readdirSync(path, { withFileTypes: true }).filter((file) => file.name.endsWith('.ts')).map((file) => readFileSync(join(path, file.name), 'utf8')))
  const text = files.filter((file) => !file.startsWith('// needed.ts')).join('\n')
  const needed = readFileSync('src/needed.ts', 'utf8')
  const names = [...needed.matchAll(/__(?:needed|written)\('([\w ]+)'\)/g)].flatMap((match) => (match[1] as string).split(' '))
  t.true(names.length > 30)
  // a name that no program has
  for (const name of names) t.true(name === 'await' || new RegExp(`(function|class|const) ${name}\\b|^ +(get )?${name}[?]?[(:<]|declare ${name}[?]?:`, 'm').test(text), name)
})
