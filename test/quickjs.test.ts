// quickjs.test.ts: a program as qjs runs it: run() beside the engine's own loop, runSync() instead of it; and its exit code. On a
// simulated qjs (harness/hosts.ts), with the bundle.

import { readFileSync } from 'node:fs'
import test from 'ava'
import { QuickJS } from './harness/hosts'

const SCRIPT = readFileSync('dist/quickjs/ringloop.js', 'utf8')

function qjs(program: string): QuickJS {
  const host = new QuickJS()
  host.script(SCRIPT)
  host.script(`var R = ringloop, log = []; ${program}`)
  return host
}

/** What a call throws, of another realm than ours. */
function refusal(host: QuickJS, call: string): string {
  return String(host.script(`try { ${call}; 'nothing' } catch (error) { error.message }`))
}

const BROKEN = "function* main() { yield* R.sleep(10); throw new TypeError('broken') }"

test('quickjs: runSync() returns main\'s result, after its sleeps, and leaves nothing armed', (t) => {
  const host = qjs(`
    function* other() { try { yield* R.sleep(1e6) } finally { yield* R.sleep(5); log.push('clean') } }
    function* main() { R.createTask(other()); yield* R.sleep(10.5); return 'result' }`)
  t.is(host.script('R.runSync(main())'), 'result')
  t.true(host.time >= 15.5 && host.time <= 17.5, `${host.time} ms`)
  t.is(host.script('log.join()'), 'clean')
  t.deepEqual([host.timers.length, host.fired], [0, 0])
})

test('quickjs: runSync() throws main\'s error, as it is', (t) => {
  const host = qjs(BROKEN)
  t.is(refusal(host, 'R.runSync(main())'), 'broken')
  t.deepEqual([host.lines, host.exits], [[], []])
})

test('quickjs: runSync() takes the loop\'s capacities, and refuses what run() does', (t) => {
  const host = qjs('function* main() { return R.getRunningLoop().stats().ready.capacity }')
  t.is(host.script('R.runSync(main(), { ready: 3 })'), 3)
  t.is(host.script('R.runSync(main())'), 256)
  for (const ready of ['0', 'NaN', '2.5']) t.regex(refusal(host, `R.runSync(main(), { ready: ${ready} })`), /^Loop: ready is [\d.Na]+; give a whole number/)
  t.regex(refusal(host, 'R.runSync(main(), { timers: 0 })'), /^Loop: timers is 0; give a whole number/)
  t.regex(refusal(host, 'R.runSync(main)'), /^runSync: a coroutine was expected/)
  t.regex(refusal(host, 'R.runSync((function* () { R.getRunningLoop().stop(); yield* R.sleep(1) })())'), /^runSync: the loop was stopped before main was done/)
  host.script('R.run(main())')
  t.regex(refusal(host, 'R.runSync(main())'), /^runSync: a loop runs already/)
  t.regex(refusal(host, 'R.run(main())'), /^run: a loop runs already/)
})

test('quickjs: runSync() gives up when nothing could wake the program, and run() works as before then', (t) => {
  const host = qjs(`
    function* main() { yield* new R.Future() }
    function* after() { yield* R.sleep(10); log.push('after') }`)
  t.regex(refusal(host, 'R.runSync(main())'), /^runSync: nothing is left that could wake the program \(deadlock\)/)
  host.script('R.run(after())')
  t.is(host.script('log.length'), 0)
  host.run(20)
  t.is(host.script('log.join()'), 'after')
})

test('quickjs: what runSync() gives up is cancelled first, and cleans up as far as it can', (t) => {
  const host = qjs(`
    function* stuck(name) {
      try { yield* new R.Future() } finally { yield* R.sleep(5); log.push(name); yield* new R.Future() }
    }
    function* main() { R.createTask(stuck('other')); yield* stuck('main') }`)
  t.regex(refusal(host, 'R.runSync(main())'), /^runSync: nothing is left that could wake the program \(deadlock\)/)
  t.is(host.script('log.join()'), 'main,other')
  t.is(host.script('R.runSync(R.sleep(1, 2))'), 2)
})

test('quickjs: runSync() says what to do where the engine cannot sleep', (t) => {
  const host = qjs('function* main() {}; delete os.sleep')
  t.is(refusal(host, 'R.runSync(main())'), 'runSync: this engine has no os.sleep; use run(main())')
})

test('quickjs: run() ends the process with exit code 1 if main failed and nobody looked, once all has cleaned up', (t) => {
  const host = qjs(`
    function* other() { try { yield* R.sleep(1e6) } finally { yield* R.sleep(50); log.push('clean') } }
    function* main() { R.createTask(other()); yield* R.sleep(10); throw new TypeError('broken') }
    R.run(main())`)
  host.run(30)
  t.deepEqual(host.exits, [])
  host.run(100)
  t.is(host.script('log.join()'), 'clean')
  t.deepEqual(host.exits, [1])
  t.regex(host.lines.join('\n'), /Task-1: exception was never retrieved.*\nTypeError: broken/)
})

test('quickjs: run() ends the process with exit code 1 also if only an exception handler was told of the error', (t) => {
  const host = qjs(`
    function* main() {
      R.getRunningLoop().setExceptionHandler(function (loop, context) { log.push(context.exception.message) })
      yield* R.sleep(10)
      throw new TypeError('broken')
    }
    R.run(main())`)
  host.run(100)
  t.is(host.script('log.join()'), 'broken')
  t.deepEqual([host.exits, host.lines], [[1], []])
})

test('quickjs: run() ends the process with exit code 1 if main was cancelled without being asked to end', (t) => {
  const main = 'function* main() { var task = R.createTask(R.sleep(1e6)); yield* R.sleep(10); task.cancel("stop"); yield* task }'
  const host = qjs(`${main}; R.run(main())`)
  host.run(100)
  t.deepEqual(host.exits, [1])
  t.regex(host.lines.join('\n'), /Task-1: ended by a cancellation that nobody asked it for; .*\nCancelledError/)
  const asked = qjs('function* main() { yield* R.sleep(1e6) }; var task = R.run(main()); os.setTimeout(function () { task.cancel() }, 10)')
  asked.run(100)
  t.deepEqual([asked.exits, asked.lines], [[], []])
})

test('quickjs: run() leaves the exit code alone if main ended well, or its error was looked at', (t) => {
  const host = qjs(`${BROKEN}
    R.run((function* () { yield* R.sleep(1) })())`)
  host.run(100)
  host.script('R.run(main()).addDoneCallback(function (task) { log.push(task.exception().message) })')
  host.run(100)
  t.is(host.script('log.join()'), 'broken')
  t.deepEqual([host.exits, host.lines], [[], []])
})
