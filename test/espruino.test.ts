// espruino.test.ts: what an Espruino program has beyond the library: run() again and again, apps that leave nothing behind, pins
// that wake tasks; on a simulated board (harness/hosts.ts), with the bundles and builds that are flashed.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import type { ExecutionContext } from 'ava'
import { rollup } from 'rollup'
import type { OutputOptions } from 'rollup'
import { target } from '../targets/rollup'
import type { Target } from '../targets/rollup'
import { brokenOff, hang } from './harness/brokenOff'
import { EspruinoBoard } from './harness/hosts'

const SCRIPT = readFileSync('dist/espruino/ringloop.iife.js', 'utf8')

const PROGRAM = `
var log = []
var pressed
var R = ringloop
function* sleeper(name) {
  try { for (;;) { yield* R.sleep(1000); log.push(name) } } finally { log.push(name + ' cleaned') }
}
function* stubborn() {
  try { yield* R.sleep(1e6) } finally { yield* R.sleep(500); log.push('too late') }
}
function* main(name) {
  R.createTask(sleeper(name))
  R.createTask(stubborn())
  try { for (;;) { yield* R.edge(BTN1); log.push(name + ' pressed') } } finally { log.push(name + ' main cleaned') }
}
`

function board(): EspruinoBoard {
  const host = new EspruinoBoard()
  host.script(SCRIPT)
  host.script(PROGRAM)
  return host
}

function log(host: EspruinoBoard): string[] {
  return [...host.script('log.splice(0)') as string[]]
}

/** AP3 */
function nothingIsLeft(t: ExecutionContext, host: EspruinoBoard): void {
  t.deepEqual([host.timers.length, host.watches.size, host.listeners.length], [0, 0, 0])
  const globals = Object.keys(host.global('global') as object)
  t.deepEqual(globals.filter((name) => name === 'setTime' || name === 'ringloopEnd'), [])
  host.press('BTN1', 1)
  const fired = host.fired
  host.run(1e7)
  t.is(host.fired, fired)
  t.deepEqual(log(host), [])
}

test('espruino: run() again ends the run before: its finally blocks run, and of timers and watches there are as many as before', (t) => {
  const host = board()
  for (let times = 0; times < 5; times++) {
    host.script(`R.run(main('a${times}'))`)
    if (times > 0) t.deepEqual(log(host), [`a${times - 1} main cleaned`, `a${times - 1} cleaned`])
    host.press('BTN1', 500)
    host.run(1500)
    t.deepEqual(log(host), [`a${times} pressed`, `a${times}`])
    t.deepEqual([host.timers.length, host.watches.size], [1, 1])
  }
  t.deepEqual(host.lines, [])
})

test('espruino: run() again from a callback of the loop ends that run; from a task it is refused', (t) => {
  const host = board()
  host.script("R.run(main('a'))")
  host.run(10)
  host.script("R.getEventLoop().callSoon(function () { R.run(main('b')) })")
  host.run(1500)
  t.deepEqual(log(host), ['a main cleaned', 'a cleaned', 'b'])
  host.script("R.createTask((function* () { try { R.run(main('c')) } catch (error) { log.push(error.message) } })())")
  host.run(1)
  t.deepEqual(log(host), ['run: a loop runs already; await the coroutine, createTask it, or try again if a step was broken off'])
})

for (const run of ['run', 'app']) {
  test(`espruino: after a step that was broken off ${run}() is refused once, as the loop goes on then`, (t) => {
    const host = board()
    const context = host.global('global') as { hang: () => void }
    context.hang = hang
    host.script(`
      function* broken() { R.createTask(sleeper('b')); yield* R.sleep(100); hang() }
      R.${run}(broken())`)
    brokenOff(() => { host.run(200) })
    t.is(host.script(`try { R.${run}(main('a')) } catch (error) { error.message }`),
      'run: a loop runs already; await the coroutine, createTask it, or try again if a step was broken off')
    host.run(1)
    t.regex(host.lines.join('\n'), /the engine aborted this step/)
    host.script(`R.${run}(main('a'))`)
    t.deepEqual(log(host), ['b cleaned'])
    host.run(1500)
    t.deepEqual(log(host), ['a'])
    t.is(host.timers.length, 1)
  })
}

test('espruino: an app that is ended leaves no timer, no watch, no listener, no task and nothing global', (t) => {
  const host = board()
  host.script(`
    var app = R.app(main('a'))
    app.watch(BTN1, function () { log.push('watched') })
    app.on(E, 'midnight', function () { log.push('midnight') })
    app.own(function () { log.push('undone first') })
    app.own(function () { log.push('undone last'); throw new TypeError('broken') })`)
  host.press('BTN1', 500)
  host.run(1500)
  host.emit('midnight')
  t.deepEqual(log(host), ['watched', 'a pressed', 'a', 'midnight'])
  t.is(host.watches.size, 2)
  host.script('var end = app.end; end(); end()')
  t.deepEqual(log(host), ['a main cleaned', 'a cleaned', 'undone last', 'undone first'])
  t.is(host.lines.length, 1)
  t.regex(host.lines[0] ?? '', /exception in what was to be undone TypeError: broken/)
  nothingIsLeft(t, host)
})

test('espruino: an app ends with main, once its other tasks have cleaned up', (t) => {
  const host = board()
  host.script(`
    function* short() { R.createTask(stubborn()); yield* R.sleep(100) }
    var app = R.app(short())
    app.watch(BTN1, function () {})`)
  host.run(300)
  t.is(host.watches.size, 1) // the other one still cleans up
  host.run(1000)
  t.deepEqual(log(host), ['too late'])
  nothingIsLeft(t, host)
})

test('espruino: an app ends when the interpreter goes', (t) => {
  const host = board()
  host.script("R.app(main('a'))")
  host.run(10)
  host.emit('kill')
  t.deepEqual(log(host), ['a main cleaned', 'a cleaned'])
  nothingIsLeft(t, host)
})

test('espruino: an app ends from one of its tasks, which runs on to its next wait', (t) => {
  const host = board()
  host.script(`
    function* ending() { yield* R.sleep(100); app.end(); log.push('goes on'); yield* R.sleep(100); log.push('too far') }
    function* two() { R.createTask(ending()); yield* main('a') }
    var app = R.app(two())
    app.watch(BTN1, function () {})`)
  host.run(200)
  t.deepEqual(log(host).sort(), ['a cleaned', 'a main cleaned', 'goes on'])
  host.run(1000)
  t.deepEqual(log(host), ['too late']) // what waits in its finally was given the time
  nothingIsLeft(t, host)
})

test('espruino: what an app is given when it is over is undone at once', (t) => {
  const host = board()
  host.script(`
    function* short() { yield* R.sleep(10) }
    var app = R.app(short())`)
  host.run(100)
  host.script(`
    app.watch(BTN1, function () { log.push('watched') })
    app.on(E, 'midnight', function () {})
    app.own(function () { log.push('undone'); throw new TypeError('broken') })
    log.push('goes on')`)
  t.deepEqual(log(host), ['undone', 'goes on'])
  t.is(host.lines.length, 1)
  nothingIsLeft(t, host)
})

test('espruino: an app ends the one before it, also one with a copy of the library of its own', (t) => {
  const host = board()
  for (let times = 0; times < 5; times++) {
    host.script(`${SCRIPT}; R = ringloop; R.app(main('a${times}'))`)
    host.press('BTN1', 500)
    host.run(1500)
    t.deepEqual([host.timers.length, host.watches.size, host.listeners.length], [1, 1, 1])
  }
  host.script('ringloopEnd()')
  t.deepEqual(log(host).slice(-2), ['a4 main cleaned', 'a4 cleaned'])
  nothingIsLeft(t, host)
})

test('espruino: an app that is refused has changed nothing but that the one before has ended', (t) => {
  const host = board()
  t.throws(() => host.script('R.app(main)'), { message: /^run: a coroutine was expected, got the function main; call it$/ })
  nothingIsLeft(t, host)
})

test('espruino: a pin wakes a task; its watch goes when the wait ends, by the edge, by cancelling or by a time-out', (t) => {
  const host = board()
  host.script(`
    function* waits() {
      const start = getTime()
      const edge = yield* R.edge(BTN1, { edge: 'both', debounce: 20 })
      log.push(edge.state, Math.round((edge.time - start) * 1000))
      try { yield* R.waitFor(R.edge(BTN1), 50) } catch (error) { log.push(error.name) }
      yield* R.edge(BTN1)
    }
    var task = R.run(waits())`)
  host.run(1)
  t.is(host.watches.size, 1)
  host.press('BTN1', 99)
  host.run(120)
  t.is(host.watches.size, 1)
  host.run(100)
  t.deepEqual(host.script('log'), host.script("[true, 100, 'TimeoutError']"))
  t.is(host.watches.size, 1)
  host.script('task.cancel()')
  host.run(10)
  t.is(host.watches.size, 0)
  t.is(host.script('task.cancelled()'), true)
})

test('espruino: with its loop a watch goes that nobody waits for: wait() has left it, or it is a finally that was cut off', (t) => {
  const waits = '{ yield* R.wait([R.edge(BTN1), R.edge(BTN1)], { returnWhen: R.FIRST_COMPLETED }) }'
  for (const main of [`try ${waits} finally { yield* R.edge(BTN1) }`, `${waits}; R.edge(BTN1)`]) {
    const host = board()
    host.script(`function* waits() { ${main} }`)
    for (let times = 0; times < 3; times++) {
      host.script('R.run(waits())')
      host.run(10)
      t.is(host.watches.size, 2)
    }
    host.script('var app = R.app(waits())')
    host.run(10)
    t.is(host.watches.size, 2)
    host.script('app.end()')
    nothingIsLeft(t, host)
    host.script('app = R.app(waits())')
    host.press('BTN1', 100)
    host.run(50)
    t.is(host.watches.size, 2)
    host.run(100)
    host.script('app.end()')
    nothingIsLeft(t, host)
  }
})

test('espruino: a future of an edge whose loop is over, cancelled again, takes no watch of another', (t) => {
  const host = board()
  host.script(`
    var edge
    function* main() { edge = R.edge(BTN1); yield* R.sleep(10) }
    R.run(main())`)
  host.run(100)
  t.is(host.watches.size, 0)
  host.script('var id = setWatch(function () {}, BTN1, { repeat: true }); edge.cancel()')
  t.is(host.watches.size, 1)
})

// Builds.

async function build(name: Target, text: string): Promise<string> {
  const entry = join(mkdtempSync(join(tmpdir(), 'ringloop-')), 'app.ts')
  writeFileSync(entry, text)
  const config = target(name, entry, { minify: true })
  const bundle = await rollup(config)
  const { output: [{ code }] } = await bundle.generate(config.output as OutputOptions)
  return code
}

const APP = `
import { app, edge, sleep } from 'ringloop/espruino'
import { createTask } from 'ringloop'
declare const BTN1: unknown
declare const Bangle: { setUI(options: { mode: string; remove: () => void }): void }
declare function print(text: string): void
async function tick(): Promise<void> { for (;;) { await sleep(1000); print('tick') } }
async function main(): Promise<void> {
  createTask(tick())
  for (;;) {
    const { state } = await edge(BTN1, { edge: 'both' })
    print('pressed ' + state)
  }
}
const it = app(main())
it.watch(BTN1, (found) => { print('watched ' + found.state) }, { debounce: 10 })
Bangle.setUI({ mode: 'custom', remove: it.end })
`

test('espruino: a program that imports from ringloop/espruino is built, with types, and runs from one script', async (t) => {
  const code = await build('espruino', APP)
  const host = new EspruinoBoard()
  host.script('var remove; Bangle = { setUI: function (options) { remove = options.remove } }')
  host.script(code)
  host.press('BTN1', 500)
  host.run(1500)
  t.deepEqual(host.lines.sort(), ['pressed true', 'tick', 'watched true'])
  host.script('remove()')
  t.deepEqual([host.timers.length, host.watches.size, host.listeners.length], [0, 0, 0])
})

test('espruino: a built app has nothing global but what ends it, then nothing; it ends one of other functions with the same names (AP3)', async (t) => {
  const globals = (host: EspruinoBoard) => Object.keys(host.global('global') as object).filter((name) => !before.includes(name))
  const host = new EspruinoBoard()
  host.script('var remove; Bangle = { setUI: function (options) { remove = options.remove } }')
  host.run(1)
  const before = [...Object.keys(host.global('global') as object), 'g', 'remove']
  host.script("var g = 'the screen'")
  host.script(await build('espruino', APP))
  host.run(1500)
  t.deepEqual(globals(host).sort(), ['ringloopEnd', 'setTime'])
  host.script(await build('espruino', APP.replace("print('pressed ' + state)", "print(state ? 'up' : 'down')")))
  t.deepEqual([host.timers.length, host.watches.size, host.listeners.length], [1, 1, 1])
  host.press('BTN1', 500)
  host.run(1500)
  t.deepEqual(host.lines.sort(), ['tick', 'tick', 'up', 'watched true'])
  host.script('remove()')
  t.deepEqual(globals(host), [])
  t.is(host.global('g'), 'the screen')
})

test('espruino: a program that mentions neither app nor edge pays for neither', async (t) => {
  const code = await build('espruino', readFileSync('targets/cli/project/src/blink.ts', 'utf8'))
  t.notRegex(code, /ringloopEnd|setWatch|removeListener/)
})

test('espruino: its names are refused where another engine is built for', async (t) => {
  const error = await t.throwsAsync(build('quickjs', APP))
  t.regex(error?.message ?? '', /app\.ts:2:\d+ 'ringloop\/espruino' is for espruino alone; import 'ringloop'/)
})
