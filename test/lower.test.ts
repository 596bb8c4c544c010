// lower.test.ts: the shape of what the lowering makes (targets/rollup/lower), and what it costs. That it means the same is
// shown by language.test.ts, and by the suite.

import test from 'ava'
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import { readFileSync } from 'node:fs'
import { getQuickJS } from 'quickjs-emscripten'
import type { QuickJSContext } from 'quickjs-emscripten'
import ts from 'typescript'
import { lower } from '../targets/rollup/lower/lower'

const quickjs = await getQuickJS()

function lowered(code: string): string {
  return lower(code)?.code ?? code
}

test('lower: a module without async functions and generators stays as it is', (t) => {
  t.is(lower('export const f = (a) => a * 2'), undefined)
})

test('lower: the body stands once beside its function, not in it', (t) => {
  const code = lowered('export async function f(a) { await g(a); return a }')
  t.regex(code, /^function f\$body\(frame, sent, at\)/m)
  t.regex(code, /export function f\(a\) \{\s+const made = new __coroutine\(f\$body\);\s+made\._\$a = a;\s+return made;\s+\}/)
})

test('lower: a body that uses variables of the function around it stands in that', (t) => {
  t.regex(lowered('function make(pin) { return async () => { await g(); return pin } }'), /return new __coroutine\(\(frame\$1, sent, at\) =>/)
})

test('lower: a round of a loop with one wait takes no jump', (t) => {
  t.notRegex(lowered('async function f(p) { while (true) { on(p); await g(); off(p) } }'), /continue/)
})

test('lower: a variable that no wait needs is a plain one, another is a field of the frame', (t) => {
  const code = lowered('async function f() { const a = await g(); const b = a + 1; await h(b); return a }')
  t.regex(code, /frame\._\$a = sent/)
  t.notRegex(code, /_\$b/)
})

test('lower: a variable of a closure in a loop lives in an object of its round', (t) => {
  const code = lowered('async function f(fns) { for (let i = 0; i < 3; i++) { await g(); fns.push(() => i) } }')
  t.regex(code, /_\$scope = \{\s+_\$i: frame\._\$scope\._\$i\s+\}/)
})

test("lower: await of the library's sleep arms the timer without an object, another sleep is called", (t) => {
  const body = 'async function f() { await sleep(5) }'
  t.regex(lowered(`import { sleep } from 'ringloop'\n${body}`), /return __pause\(5\)/)
  t.regex(lowered(`import { sleep as nap } from 'ringloop'\n${body.replace('sleep', 'nap')}`), /return __pause\(5\)/)
  t.notRegex(lowered(`import { sleep } from './mine'\n${body}`), /__pause/)
  t.notRegex(lowered(`import { sleep } from 'ringloop'\nasync function f(sleep) { await sleep(5) }`), /__pause/)
})

test('lower: labels are gone from what waits, and from functions around it', (t) => {
  t.notRegex(lowered('async function f(a) { outer: for (const x of a) for (const y of x) { if (y) continue outer; await y } }'), /outer/)
})

test('lower: a name of the program that the lowering would take stays the program\'s', (t) => {
  const code = lowered('async function f(frame, sent, at) { await g(); return [frame, sent, at] }')
  t.regex(code, /function f\$body\(frame\$1, sent\$1, at\$1\)/)
})

for (const [what, code, place] of [
  ['for await', 'async function f(a) {\n  for await (const x of a) g(x)\n}', { line: 2, column: 2 }],
  ['async generator', '\nasync function* f() {}', { line: 2, column: 0 }],
] as const) {
  test(`lower: ${what} as it is is refused at its place, since TypeScript lowers it before`, (t) => {
    const error = t.throws(() => lower(code), { instanceOf: SyntaxError }) as SyntaxError & { loc: object }
    t.true(error.message.startsWith(`${what}: `), error.message)
    t.deepEqual(error.loc, place)
  })
}

test('lower: the source map leads each line of a body to the line it came from', (t) => {
  const source = ['async function f(a) {', '  const b = first(a)', '  try {', '    await second(b)', '  } catch (error) {',
    '    third(error)', '  }', '  return fourth(b)', '}'].join('\n')
  const { code, map } = lower(source, { file: 'f.js' }) as { code: string; map: EncodedSourceMap }
  for (const name of ['first', 'second', 'third', 'fourth']) {
    const before = code.slice(0, code.indexOf(`${name}(`)).split('\n')
    const found = originalPositionFor(new TraceMap(map), { line: before.length, column: (before.at(-1) as string).length })
    const lines = source.slice(0, source.indexOf(`${name}(`)).split('\n')
    t.is(found.line, lines.length, name)
    t.is(found.column, (lines.at(-1) as string).length, name)
  }
})

// What it costs, in the emulator.

const library = readFileSync('dist/virtual/ringloop.js', 'utf8')

function es5(code: string): string {
  const { outputText } = ts.transpileModule(lowered(code), {
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    compilerOptions: { target: ts.ScriptTarget.ES5, module: ts.ModuleKind.ESNext, ignoreDeprecations: '6.0' },
  })
  return outputText.replace(/^import \{(.*)\} from .*$/gm, (_, names: string) => `var {${names.replaceAll(' as ', ': ')}} = ringloop;`)
}

function start(code: string): QuickJSContext {
  const context = quickjs.newContext()
  context.unwrapResult(context.evalCode(library)).dispose()
  context.unwrapResult(context.evalCode(`(function () { ${es5(code)} })()`)).dispose()
  return context
}

const PARKED = `
import { run, sleep, createTask } from 'ringloop'
async function parked(value) { await sleep(1e9); return value }
async function main(count) { for (let i = 0; i < count; i++) createTask(parked(i)); await sleep(0); globalThis.inside() }
globalThis.park = (count) => run(main(count), { ready: 2048, timers: 2048 })
`

test('lower: a sleeping task is two objects, the task and the one frame of its function', (t) => {
  // an engine of its own for each, as the other's garbage is still about
  const objectsWith = (count: number) => {
    const context = start(PARKED)
    let objects = 0
    const inside = context.newFunction('inside', () => {
      const usage = context.runtime.computeMemoryUsage()
      objects = (context.dump(usage) as { obj_count: number }).obj_count
      usage.dispose()
    })
    context.setProp(context.global, 'inside', inside)
    context.unwrapResult(context.evalCode(`park(${count})`)).dispose()
    return objects
  }
  t.is(objectsWith(1100) - objectsWith(100), 2 * 1000)
})

const DEEP = `
import { run, sleep } from 'ringloop'
async function wait(count) { for (let i = 0; i < count; i++) await sleep(0) }
async function deep(levels, count) { if (levels > 1) await deep(levels - 1, count); else await wait(count) }
globalThis.deep = (levels, count) => { run(deep(levels, count)) }
`

test('lower: resuming fifty awaits deep costs what resuming one deep does', (t) => {
  const context = start(DEEP)
  // the engine asks after a fixed number of calls and jumps whether it is to stop: a measure that no other process disturbs
  let asked = 0
  context.runtime.setInterruptHandler(() => {
    asked++
    return false
  })
  const cost = (levels: number, count: number) => {
    const before = asked
    context.unwrapResult(context.evalCode(`deep(${levels}, ${count})`)).dispose()
    return asked - before
  }
  const perResume = (levels: number) => (cost(levels, 60_000) - cost(levels, 20_000)) / 40_000
  const [one, fifty] = [perResume(1), perResume(50)]
  t.true(one > 0 && fifty <= 1.02 * one, `${fifty} against ${one}`)
})
