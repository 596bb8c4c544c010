// desktop.test.ts: a program is a process: it lives as long as its tasks, Ctrl-C ends it as it ends asyncio.run, and its exit
// code tells how it went. And one in a browser. These take real time, some tenths of a second.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import { CALL, PARKED, SUSPEND, TURN } from '../src/coroutine'
import { mend } from '../targets/node/passing'

const LIBRARY = pathToFileURL(resolve('dist/node/index.mjs')).href

interface Ended {
  code: number | null
  signal: string | null
  out: string
  err: string
}

/** Runs a program; `interrupts`: what it prints when Ctrl-C is to be pressed. */
async function program(code: string, interrupts: string[] = []): Promise<Ended> {
  const file = join(mkdtempSync(join(tmpdir(), 'ringloop-')), 'program.mjs')
  writeFileSync(file, `import { createTask, Future, getRunningLoop, newEventLoop, run, sleep } from '${LIBRARY}'\n${code}`)
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 })
  const ended: Ended = { code: null, signal: null, out: '', err: '' }
  const left = [...interrupts]
  child.stdout.on('data', (data: Buffer) => {
    ended.out += data.toString()
    while (left[0] !== undefined && ended.out.includes(left[0])) {
      left.shift()
      child.kill('SIGINT')
    }
  })
  child.stderr.on('data', (data: Buffer) => { ended.err += data.toString() })
  await new Promise<void>((done) => {
    child.on('close', (code, signal) => {
      Object.assign(ended, { code, signal })
      done()
    })
  })
  return ended
}

test('desktop: a process stays while main waits, though nothing else keeps it', async (t) => {
  const { code, out } = await program(`
    function* main() {
      const future = new Future()
      setTimeout(() => future.setResult('event'), 300).unref()
      console.log(yield* future)
    }
    run(main())`)
  t.is(out, 'event\n')
  t.is(code, 0)
})

test('desktop: it stays while a loop runs for ever, until that is stopped', async (t) => {
  const { code, out } = await program(`
    const loop = newEventLoop()
    loop.runForever()
    setTimeout(() => { console.log('stop'); loop.stop() }, 300).unref()
    process.on('exit', () => console.log('exit'))`)
  t.is(out, 'stop\nexit\n')
  t.is(code, 0)
})

test('desktop: it ends with main, whose other tasks are cancelled and clean up', async (t) => {
  const { code, out } = await program(`
    function* other() { try { yield* sleep(1e9) } finally { yield* sleep(50); console.log('clean') } }
    function* main() { createTask(other()); yield* sleep(10); console.log('end') }
    run(main())
    process.on('exit', () => console.log('exit'))`)
  t.is(out, 'end\nclean\nexit\n')
  t.is(code, 0)
})

test('desktop: an error of main that nobody looks at is told, and is exit code 1', async (t) => {
  const { code, err } = await program(`
    function* main() { yield* sleep(10); throw new TypeError('broken') }
    run(main())`)
  t.regex(err, /Task-1: exception was never retrieved.*TypeError: broken/s)
  t.is(code, 1)
})

test('desktop: an error of main that only the exception handler is told of is exit code 1', async (t) => {
  const { code, out } = await program(`
    function* main() {
      getRunningLoop().setExceptionHandler((loop, context) => { console.log(context.future.exception().message) })
      yield* sleep(10)
      throw new TypeError('broken')
    }
    run(main())`)
  t.is(out, 'broken\n')
  t.is(code, 1)
})

test('desktop: an error of main that somebody looks at is exit code 0', async (t) => {
  const { code, out, err } = await program(`
    function* main() { yield* sleep(10); throw new TypeError('broken') }
    try { await run(main()) } catch (error) { console.log(error.message) }`)
  t.is(out, 'broken\n')
  t.is(err, '')
  t.is(code, 0)
})

test('desktop: a main that was cancelled without being asked to end has failed, unless somebody looks', async (t) => {
  const main = `
    function* child() { yield* sleep(1e9) }
    function* main() { const task = createTask(child()); yield* sleep(10); task.cancel('stop'); yield* task; console.log('not reached') }`
  const { code, out, err } = await program(`${main}\n    run(main())`)
  t.is(out, '')
  t.regex(err, /Task-1: ended by a cancellation that nobody asked it for; .*\[CancelledError\]/s)
  t.is(code, 1)
  const looked = await program(`${main}\n    try { await run(main()) } catch (error) { console.log(error.name) }`)
  t.deepEqual([looked.out, looked.err, looked.code], ['CancelledError\n', '', 0])
})

test('desktop: a main that the program itself cancels has not failed', async (t) => {
  const { code, err } = await program(`
    function* main() { yield* sleep(1e9) }
    const task = run(main())
    setTimeout(() => task.cancel(), 20)`)
  t.deepEqual([code, err], [0, ''])
})

const WAITING = `
  function* main() {
    try { console.log('waiting'); yield* sleep(1e9) } finally { console.log('cleaning'); yield* sleep(DELAY); console.log('clean') }
  }
  run(main())`

test('desktop: Ctrl-C cancels main, whose finally runs to its end; the exit code is a shell\'s 130', async (t) => {
  const { code, out } = await program(WAITING.replace('DELAY', '50'), ['waiting'])
  t.is(out, 'waiting\ncleaning\nclean\n')
  t.is(code, 130)
})

test('desktop: a second Ctrl-C ends the process at once', async (t) => {
  const { signal, out } = await program(WAITING.replace('DELAY', '1e9'), ['waiting', 'cleaning'])
  t.is(out, 'waiting\ncleaning\n')
  t.is(signal, 'SIGINT')
})

test('desktop: main may go on after Ctrl-C, and end well', async (t) => {
  const { code, out } = await program(`
    function* main() {
      try { console.log('waiting'); yield* sleep(1e9) } catch (error) { console.log(error.name, error.message) }
      yield* sleep(10)
    }
    run(main())`, ['waiting'])
  t.is(out, 'waiting\nCancelledError Ctrl-C\n')
  t.is(code, 0)
})

test('desktop: who listens to SIGINT already keeps it', async (t) => {
  const { code, out } = await program(`
    process.on('SIGINT', () => { console.log('mine'); task.cancel() })
    function* main() { console.log('waiting'); yield* sleep(1e9) }
    const task = run(main())`, ['waiting'])
  t.is(out, 'waiting\nmine\n')
  t.is(code, 0)
})

test('desktop: a program that is over leaves no listener of SIGINT', async (t) => {
  const { out } = await program(`
    function* main() { yield* sleep(1) }
    await run(main())
    setTimeout(() => console.log(process.listenerCount('SIGINT')), 20)`)
  t.is(out, '0\n')
})

// A browser: Debian's chromium, or RINGLOOP_CHROMIUM. Where there is none a developer sees that it was skipped.

const chromium = [process.env['RINGLOOP_CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome']
  .find((name) => name !== undefined && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)
const inBrowser = chromium === undefined && process.env['CI'] === undefined ? test.skip : test

inBrowser('desktop: the module runs in a browser as it stands', (t) => {
  if (chromium === undefined) return t.fail('no browser was found; install chromium, or name one in RINGLOOP_CHROMIUM')
  const folder = mkdtempSync(join(tmpdir(), 'ringloop-'))
  const page = join(folder, 'page.html')
  // modules of file: URLs may not import each other, so the library is a module within the page
  const sources = ['shared', 'index'].map((name) => readFileSync(`dist/node/${name}.mjs`, 'utf8'))
  writeFileSync(page, `<!doctype html><body>waiting<script type="module">
    const url = (code) => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
    const [shared, index] = ${JSON.stringify(sources).replaceAll('</', '<\\/')}
    const at = url(shared)
    const { createTask, gather, run, sleep, waitFor } = await import(url(index.replaceAll(/(['"])[^'"]*shared\\.mjs\\1/g, '"' + at + '"')))
    const lines = []
    function* slow() { try { yield* sleep(60000) } finally { lines.push('cleaned') } }
    function* main() {
      lines.push(...(yield* gather([sleep(30, 'late'), sleep(10, 'early')])))
      try { yield* waitFor(slow(), 20) } catch (error) { lines.push(error.name) }
      for (let i = 0; i < 100; i++) yield* sleep(0)
      return 'result'
    }
    lines.push(await run(main()))
    document.body.textContent = lines.join(' ')
  </script>`)
  const { stdout } = spawnSync(chromium, [
    '--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${folder}/profile`, '--virtual-time-budget=20000', '--dump-dom', pathToFileURL(page).href,
  ], { encoding: 'utf8', timeout: 60_000 })
  t.regex(stdout, /<body>late early cleaned TimeoutError result<\/body>/)
})

test('desktop: where `yield*` copies what it hands out, as JavaScriptCore does, generators are mended', (t) => {
  /** `yield* inner`, as JavaScriptCore does it. */
  class Copying {
    constructor(private readonly inner: Iterator<unknown>) {}
    next(value?: unknown): IteratorResult<unknown> {
      const { done, value: given } = this.inner.next(value)
      return { done: done ?? false, value: given } as IteratorResult<unknown>
    }
    throw(error?: unknown): IteratorResult<unknown> {
      const { done, value } = (this.inner as Required<Iterator<unknown>>).throw(error)
      return { done: done ?? false, value } as IteratorResult<unknown>
    }
  }
  class Mended extends Copying {}
  mend(Mended.prototype)
  const signals = [SUSPEND, CALL, TURN, PARKED, { done: false, value: 'other' }, { done: true, value: PARKED }]
  SUSPEND.value = {}
  CALL.value = {}
  for (const signal of signals) {
    const inner = { next: () => signal, throw: () => signal } as unknown as Iterator<unknown>
    const isSignal = signal !== signals[4] && signal !== signals[5]
    for (const resume of ['next', 'throw'] as const) {
      const out = new Mended(inner)[resume]()
      t.is((out as unknown) === signal, isSignal)
      t.deepEqual([out.done, out.value], [signal.done, signal.value])
    }
  }
  for (const signal of [SUSPEND, CALL, TURN, PARKED]) signal.value = undefined
})
