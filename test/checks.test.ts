// checks.test.ts: what a target cannot run is found at its place, the remedy passes, and the facts behind it hold on the engines.
//
// The programs of test/engines/facts run on every engine that is there: QuickJS always is, in the emulator; see test/engines/run.ts
// for the others.

import test from 'ava'
import { minify } from 'terser'
import ts from 'typescript'
import { BROUGHT, LACKS } from '../targets/rollup/builtins'
import { apart } from '../targets/rollup/catches'
import { check, checkOutput, libFor } from '../targets/rollup/checks'
import type { Problem } from '../targets/rollup/checks'
import { FACTS, LIMITS } from '../targets/rollup/facts'
import type { Device, Fact, FactId, TargetName } from '../targets/rollup/facts'
import { minified } from '../targets/rollup/minify'
import { missingOn, toldOf } from './engines/builtins'
import { ALL, engines, language, programOf, programs } from './engines/run'

const facts: [FactId, Fact][] = Object.entries(FACTS) as [FactId, Fact][]
const there = engines()

/** As a program for a device is made small. */
const SETTINGS = { es5: true, toplevel: true, fields: /^_\$/, reserved: ['print'] }

// The facts hold

test('facts: each has a program, and each program a fact', (t) => {
  t.deepEqual(programs().sort(), Object.keys(FACTS).sort())
})

for (const [id, { engines: told }] of facts) {
  test.serial(`facts: ${id} is shown by ${told.join(', ')}, and by no other engine`, async (t) => {
    const { shows, instead = '' } = programOf(id)
    const expected = await language(shows)
    const remedied = await language(instead)
    const small = (await minify(instead, minified(SETTINGS))).code ?? ''
    t.not(expected, '')
    for (const { name, device, run } of there) {
      const printed = await run(shows)
      t.is(printed !== expected, told.includes(device), `${name} prints ${JSON.stringify(printed)}, V8 ${JSON.stringify(expected)}`)
      if (instead === '') continue
      t.is(await run(instead), remedied, `${name}, with the remedy`)
      t.is(await run(small), remedied, `${name}, with the remedy, minified: ${small}`)
    }
    t.log(there.map(({ name }) => name).join(', '))
  })
}

for (const engine of there) {
  test.serial(`facts: ${engine.name} lacks the built-ins that the table says${engine.name === 'emulator' ? '' : ', and no other of them'}`, async (t) => {
    const [missing, told] = [await missingOn(engine), toldOf(engine)]
    // the emulator is a host of its own, with less around the engine
    t.deepEqual(engine.name === 'emulator' ? missing.filter((name) => told.includes(name)) : missing, told)
  })
}

for (const name of ALL.filter((one) => !there.some((engine) => engine.name === one))) {
  test.skip(`facts: ${name} is not on this machine, so nothing was run on it`, (t) => { t.pass() })
}

// They are found

function idsOf(problems: Problem[]): string[] {
  return problems.map(({ fact }) => fact)
}

/** What programs of a fact are like before TypeScript lowers them. */
const AS_WRITTEN: Partial<Record<FactId, [shows: string, instead: string]>> = {
  'new-spread': ['class Box { constructor(a) { this.a = a } }; new Box(...list)', 'class Box { constructor(list) { this.a = list[0] } }; new Box(list)'],
  'assign-error-field': [
    'class Oops extends TimeoutError { constructor() { super(); this.name = "Oops" } }',
    'class Oops extends TimeoutError { constructor() { super(); Object.defineProperty(this, "name", { value: "Oops" }) } }',
  ],
}

for (const [id, { engines: told, found }] of facts) {
  const { shows: written, instead: remedy = '' } = programOf(id)
  const [shows, instead] = AS_WRITTEN[id] ?? [written, remedy]
  const stages = found === 'both' ? ['source', 'output'] as const : found === 'nowhere' ? [] : [found]
  for (const stage of stages) {
    test(`checks: ${id} is found in the ${stage} for ${told.join(', ')}, and its remedy passes`, (t) => {
      const at = (source: string, target: TargetName): Problem[] => stage === 'source' ? check(source, 'app.js', target) : checkOutput(source, target)
      t.not(instead, '')
      for (const device of ['espruino', 'mquickjs', 'quickjs', 'moddable'] as const) {
        t.is(idsOf(at(shows, device)).includes(id), told.includes(device), device)
        t.false(idsOf(at(instead, device)).includes(id), device)
      }
      t.deepEqual(at(shows, 'node'), [])
    })
  }
}

test('checks: a message says what, why, and what to do, in one line', (t) => {
  for (const { what, why, remedy } of [...Object.values(FACTS), ...Object.values(LIMITS)]) {
    t.regex(`${what}: ${why}; ${remedy}`, /^[^;\n]+: [^;\n]+; [^\n]+[^.\n]$/)
  }
})

/** Finds `problem`, at the place of the first `»`, for the target; or nothing, where there is no `»`. */
const PLACES: [title: string, target: TargetName, source: string, problem?: string][] = [
  ['a label in a function', 'espruino', 'function f() {\n  »outer: for (;;) { for (;;) break outer }\n}', 'a label: Espruino has none; put the loops into a function and return from it'],
  ['no label in an async function, which becomes states', 'espruino', 'async function f() { outer: for (;;) { await g(); break outer } }'],
  ['a label in a function inside of an async one', 'espruino', 'async function f() { [1].forEach(() => { »outer: for (;;) break outer }) }', 'a label: Espruino has none; put the loops into a function and return from it'],
  ['no hole in a pattern', 'mquickjs', 'const [, b] = list; [, a] = list; for ([, a] of lists) a'],
  ['no finally around an await', 'espruino', 'async function f() { try { await g() } finally { h() } }'],
  ['finally around no await, in an async function', 'espruino', 'async function f(h) { try { g() } finally { »h() } await g() }',
    'a call in finally: Espruino loses the error that is on its way if anything in it runs a try/catch; clean up after a catch that throws again, catch (error) { cleanUp(); throw error }, and after the try; or make the function async and await in the try'],
  ['no call of the engine in finally', 'espruino', 'function f() { try { g() } finally { digitalWrite(LED1, 0); LED1.reset(); list.push(Math.abs(1)) } }'],
  ['no call in finally of a function without try', 'espruino', 'function off() { LED1.reset() }; class A { close() { off() } }; function f(a) { try { g() } finally { off(); a.close() } }'],
  ['a call in finally of a method with try', 'espruino', 'class A { close() { try { x() } catch {} } }; function f(a) { try { g() } finally { »a.close() } }', 'a call in finally: '],
  ['a call in finally of what is imported', 'espruino', 'import { close } from "./x"; function f() { try { g() } finally { »close() } }', 'a call in finally: '],
  ['break that stays in finally', 'espruino', 'function f() { try { g() } finally { for (;;) break } }'],
  ['break out of finally', 'espruino', 'function f() { for (;;) { try { g() } finally { »break } } }', 'return, break or continue in finally: '],
  ['a compound assignment of a call of a function that changes it', 'espruino', 'let n = 0\nfunction next() { n = 5; return 1 }\nfunction f() { »n += 2 * next() }', 'a compound assignment of what changes its left side: '],
  ['a compound assignment of a call of a method that changes the field by another', 'espruino', 'class A { n = 0; reset() { this.n = 0 }; read() { this.reset(); return 1 }; f() { »this.n += this.read() } }', 'a compound assignment of what changes its left side: '],
  ['no compound assignment of a call that changes something else', 'espruino', 'class A { n = 0; m = 0; read() { this.m++; return 1 }; f() { this.n += this.read() + Math.abs(1) } }'],
  ['no compound assignment of an await', 'espruino', 'let n = 0; async function next() { n = 5; return 1 }; async function f() { n += await next() }'],
  ['no arguments.length where a rest parameter says it', 'espruino', 'function f(a, ...rest) { return rest.length }'],
  ['no function of a namespace, or at the top', 'mquickjs', 'namespace A { export function f() {} }; function g() { function h() {} return h }; g()'],
  ['no case after default in what waits', 'espruino', 'async function f() { switch (1) { default: await g(); break; case 1: h() } }'],
  ['no length of an own class', 'espruino', 'class A { constructor() { this.length = 0 } }'],
  ['a built-in', 'espruino', 'const kept = »new Map()'.replace('»new ', 'new »'), 'Map: Espruino has none; use an object, or two arrays'],
  ['a built-in in an extended class', 'quickjs', 'class A extends »Array {}', 'a class that extends a built-in: '],
  ['a getter of super', 'quickjs', 'class A { get g() { return 1 } }; class B extends A { get g() { return 1 + »super.g } }',
    "a property of super: in ES5 its getter or setter has the base class's prototype for this; make it a method, super.read()"],
  ['a setter of super', 'espruino', 'class B extends A { set s(x) { »super.s = x } }', 'a property of super: '],
  ['a property of super that is not known', 'mquickjs', 'class B extends A { get s() { return »super["s"] } }', 'a property of super: '],
  ['no method of super', 'quickjs', 'class A { g() {} static n = 1 }; class B extends A { g() { return super.g() || super.h.call(this) || super.g } static m() { return super.n } }'],
  ['no built-in that the file declares', 'espruino', 'import { Map } from "./map"; function f(Set) { return new Set(new Map()) }; class Proxy {}; new Proxy()'],
  ['no built-in in a type', 'espruino', 'let m: Map<string, Set<number>> | undefined; interface A extends Iterable<Symbol> { s: WeakMap<object, object> }; declare const b: BigInt; export type { m }'],
  ['no property named like a built-in', 'espruino', 'o.Map = { Set: 1, Symbol() { return 2 } }; const { Proxy: p } = o; class A { Map = 1 }; p()'],
  ['a shorthand property of a built-in', 'espruino', 'const o = { »Map }', 'Map: Espruino has none; use an object, or two arrays'],
  ['no built-in under typeof', 'espruino', 'const key = typeof Symbol === "function" ? Symbol.toStringTag : ""; if (typeof Map !== "undefined") { new Map() }; typeof Set !== "undefined" && new Set()'],
  ['no built-in behind an early return', 'espruino', 'function f() { if (typeof Map === "undefined") return null; return new Map() }'],
  ['a built-in in the branch of another', 'espruino', 'if (typeof Map !== "undefined") new »Set()', 'Set: Espruino has none; use an object that has the members as keys, or an array'],
  ['no Symbol.iterator, which the build makes a string', 'mquickjs', 'class A { [Symbol.iterator]() { return this } }; class B { async *[Symbol.asyncIterator]() {} }'],
  ['another symbol', 'mquickjs', 'class A { get [»Symbol.toStringTag]() { return "A" } }', 'Symbol: mquickjs has none; use a string as the key'],
  ['a static method', 'espruino', 'const list = »Array.from(other)', 'Array.from: Espruino has none; use [...list], or a loop'],
  ['no static method that is asked for', 'mquickjs', 'const copy = Object.assign ? Object.assign({}, o) : o; if (Object.entries) { Object.entries(o) }; const f = Object.values || g; if (Object.is && Object.hasOwn) { Object.hasOwn(o, "x") }'],
  ['no static method that a variable is asked for', 'mquickjs', 'const assign = Object.assign; export const f = (o) => { if (assign) assign(o, {}) }; let is; is = f ? Object.is : undefined; is && is(1, 2)'],
  ['a static method in a variable that nobody asks', 'mquickjs', 'const assign = »Object.assign; assign({}, {})', 'Object.assign: mquickjs has none; use { ...a, ...b }'],
  ['no static method of an own class', 'espruino', 'class Array { static from() {} }; Array.from()'],
  ['a big integer', 'mquickjs', 'const big = »10n', 'BigInt: mquickjs has none; use numbers, exact up to 2 ** 53, or two of 32 bits'],
  ['setTimeout on QuickJS', 'quickjs', '»setTimeout(f, 10)', "setTimeout: QuickJS has none; await sleep(ms) of 'ringloop', or getRunningLoop().callLater(ms, fn)"],
  ['what the web has', 'espruino', 'async function f() { await »fetch("x") }', 'fetch: Espruino has none; '],
  ['what of the web mcpack brings to a program that mentions it', 'moddable', 'console.log(1); setTimeout(f, 1); new URL("x")'],
  ['what of the web mcpack does not bring', 'moddable', 'const now = »performance.now()', 'performance: Moddable has none; '],
  ['require, which Espruino has', 'espruino', 'const wifi = require("Wifi")'],
  ['import()', 'quickjs', 'async function f() { await »import("./x") }', 'import(): a device is given one file; import it at the top of the file'],
  ['await at the top', 'moddable', '»await sleep(1)', 'await outside of a function: a device does not wait for a file to have run; put it into async function main() and call run(main())'],
  ['no name of an error whose class was asked for', 'espruino', 'try { f() } catch (error) { if (error instanceof Oops) g(error.name) }'],
  ['a method named like one of Object.prototype that is defined by a literal', 'moddable', 'const o = { toString() { return "o" } }; class A { toString() { return "a" } }'],
  ['a message that is set in an error class', 'moddable', 'import { RuntimeError } from "ringloop"; class Oops extends RuntimeError { »name = "Oops" }', 'assignment of name, message or stack in an error class: '],
  ['a name that is set in another class', 'moddable', 'class Sensor extends Device { name = "sensor" }'],
  ['characters of a regular expression that are none of its signs', 'espruino', 'const r = /a\\?[?{}b]+\\\\{x}[(]*/gi'],
  ['a regular expression in TSX', 'espruino', 'const r = »/ab?/', '? in a regular expression: '],
]

for (const [title, target, marked, problem] of PLACES) {
  test(`checks: ${problem === undefined ? 'allows' : 'finds'} ${title} (${target})`, (t) => {
    const source = marked.replace('»', '')
    const problems = check(source, '/home/me/app.ts', target)
    t.is(problems.length, problem === undefined ? 0 : 1, JSON.stringify(problems))
    if (problem === undefined) return
    const before = marked.slice(0, marked.indexOf('»')).split('\n')
    t.like(problems[0], { file: '/home/me/app.ts', line: before.length, column: (before.at(-1) ?? '').length + 1 })
    t.true(problems[0]?.message.startsWith(problem), problems[0]?.message)
  })
}

// Methods, by type

/** A method that an engine lacks, and what the message says to write instead. */
const METHODS: [targets: Device[], word: string, bad: string, good: string][] = [
  [['mquickjs'], 'Array.prototype.includes', 'list.includes(1)', 'list.indexOf(1) >= 0'],
  [['mquickjs'], 'String.prototype.includes', 'text.includes("a")', 'text.indexOf("a") >= 0'],
  [['mquickjs'], 'String.prototype.padStart', 'text.padStart(2, "0")', '("0" + text).slice(-2)'],
  [['mquickjs'], 'String.prototype.startsWith', 'text.startsWith("ab")', 'text.slice(0, 2) === "ab"'],
  [['mquickjs'], 'String.prototype.endsWith', 'text.endsWith("ab")', 'text.slice(-2) === "ab"'],
  [['mquickjs'], 'Array.prototype.find', 'list.find((x) => x > 1)', 'list.filter((x) => x > 1)[0]'],
  [['mquickjs'], 'Array.prototype.fill', 'list.fill(0)', 'for (let i = 0; i < list.length; i++) list[i] = 0'],
  [['mquickjs'], 'Uint8Array.prototype.slice', 'bytes.slice(1)', 'bytes.subarray(1)'],
  [['espruino', 'mquickjs'], 'Array.prototype.at', 'list.at(-1)', 'list[list.length - 1]'],
  [['espruino', 'mquickjs'], 'Array.prototype.flat', '[list].flat()', '[].concat.apply([], [list] as never)'],
  [['espruino', 'mquickjs'], 'Array.prototype.entries', 'fixed.entries()', 'fixed.forEach((value, i) => value + i)'],
  [['espruino', 'mquickjs'], 'String.prototype.localeCompare', 'text.localeCompare("b")', 'text < "b" ? -1 : text > "b" ? 1 : 0'],
  [['espruino'], 'String.prototype.trimStart', 'text.trimStart()', 'text.replace(/^\\s+/, "")'],
  [['espruino'], 'String.prototype.search', 'text.search(/a/)', 'const at = (/a/.exec(text) || { index: -1 }).index; Math.abs(at)'],
  [['espruino'], 'Array.prototype.lastIndexOf', 'list.lastIndexOf(1)', 'for (let i = list.length - 1; i >= 0; i--) if (list[i] === 1) break'],
  [['espruino'], 'Array.prototype.reduceRight', 'list.reduceRight((a, b) => a - b)', 'list.slice().reverse().reduce((a, b) => a - b)'],
  [['espruino'], 'Number.prototype.toPrecision', '(1).toPrecision(3)', '(1).toFixed(3)'],
  [['espruino', 'mquickjs'], 'Uint8Array.prototype.at', 'bytes.at(-1)', 'bytes[bytes.length - 1]'],
  [['espruino', 'mquickjs'], 'Array.from', 'Array.from(list)', '[...list]'],
  [['mquickjs'], 'Object.assign', 'Object.assign({}, fixed)', '({ ...fixed })'],
  [['mquickjs'], 'Object.entries', 'Object.entries(fixed)', 'Object.keys(fixed).map((key) => [key, fixed[Number(key)]])'],
  [['espruino', 'mquickjs'], 'Object.freeze', 'Object.freeze(fixed)', 'fixed as Readonly<readonly number[]>'],
  [['espruino', 'mquickjs'], 'Object.hasOwn', 'Object.hasOwn(fixed, "0")', 'fixed.hasOwnProperty("0")'],
  [['espruino', 'mquickjs'], 'Number.isInteger', 'Number.isInteger(1)', '1 % 1 === 0'],
  [['espruino'], 'Math.trunc', 'Math.trunc(1)', '1 < 0 ? Math.ceil(1) : Math.floor(1)'],
  [['espruino', 'mquickjs'], 'Math.hypot', 'Math.hypot(1, 2)', 'Math.sqrt(1 * 1 + 2 * 2)'],
  [['espruino', 'mquickjs'], 'Uint8Array.from', 'Uint8Array.from(list)', 'new Uint8Array(list)'],
]

const HEAD = 'declare const list: number[], fixed: readonly number[], text: string, bytes: Uint8Array, own: { includes(x: number): boolean; at: number }\n'

/** One program of a file each, type-checked as a user's. */
function programWith(sources: string[], lib: string[]): ts.Program {
  const options: ts.CompilerOptions = {
    strict: true, noEmit: true, types: [], target: ts.ScriptTarget.ES2017, lib: lib.map((name) => `lib.${name.toLowerCase()}.d.ts`),
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  const textOf = (file: string): string | undefined => sources[Number(/^\/app\/(\d+)\.ts$/.exec(file)?.[1])]
  host.fileExists = (file) => textOf(file) !== undefined || fileExists(file)
  host.getSourceFile = (file, language_, ...rest) => {
    const text = textOf(file)
    return text === undefined ? getSourceFile.call(host, file, language_, ...rest) : ts.createSourceFile(file, text, language_, true)
  }
  return ts.createProgram(sources.map((_, i) => `/app/${i}.ts`), options, host)
}

const typed = METHODS.flatMap(([, , bad, good]) => [`${HEAD}export const r = () => { ${bad} }\n`, `${HEAD}export const r = () => { ${good} }\n`])
const OWN = `${HEAD}export const r = [own.includes(1), own.at]\n`
const program = programWith([...typed, OWN], libFor('espruino'))

test('checks: programs are type-checked with what the language has, for the check tells what an engine lacks of it', (t) => {
  t.deepEqual(program.getGlobalDiagnostics(), [])
  t.deepEqual(program.getSemanticDiagnostics().map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')), [])
})

METHODS.forEach(([targets, word, bad, good], i) => {
  test(`checks: ${word} is missing on ${targets.join(', ')}, and its remedy passes`, (t) => {
    for (const device of ['espruino', 'mquickjs', 'quickjs', 'moddable'] as const) {
      const problems = check(typed[2 * i] ?? '', `/app/${2 * i}.ts`, device, program)
      t.deepEqual(problems.map(({ message }) => message.split(':')[0]), targets.includes(device) ? [word] : [], `${bad} on ${device}`)
      t.deepEqual(check(typed[2 * i + 1] ?? '', `/app/${2 * i + 1}.ts`, device, program), [], `${good} on ${device}`)
    }
  })
})

test("checks: a class's own method is not taken for one of a built-in", (t) => {
  t.deepEqual(check(OWN, `/app/${typed.length}.ts`, 'mquickjs', program), [])
})

test('checks: every built-in that is missing has a remedy of one line', (t) => {
  for (const device of Object.keys(LACKS) as Device[]) {
    for (const name of (LACKS[device][''] ?? '').split(' ').filter((name) => !BROUGHT[device]?.includes(name))) {
      const [problem] = check(`${name}(1)`, 'app.js', device)
      t.regex(problem?.message ?? '', new RegExp(`^${name}: \\w+ has none; [^\\n]+$`))
    }
  }
})

// The output

test('checks: a compound assignment that the minifier made of a plain one is found', async (t) => {
  const { code = '' } = await minify('var x = 1; function f() { x = 10; return 1 }; x = x + f(); print(x)', minified(SETTINGS))
  t.deepEqual(idsOf(checkOutput(code, 'espruino')), ['compound-call'], code)
})

test('checks: what is found in the output is told at its place in the source', (t) => {
  // line 2, column 5 of the output comes from line 7, column 3 of the source
  const map = { version: 3 as const, names: [], sources: ['src/app.ts'], mappings: ';IAME' }
  t.deepEqual(checkOutput('f();\n    outer: for (;;) break outer', 'espruino', map).map(({ file, line, column, fact }) => ({ file, line, column, fact })),
    [{ file: 'src/app.ts', line: 7, column: 3, fact: 'labels' }])
})

test('checks: what no source has made is told at its place in the output', (t) => {
  t.like(checkOutput('f();\n    outer: for (;;) break outer', 'espruino')[0], { file: 'output', line: 2, column: 5 })
})

test('checks: Symbol.iterator must be a string in the output', (t) => {
  t.deepEqual(idsOf(checkOutput('A.prototype[Symbol.iterator] = function () { return this }', 'mquickjs')), ['built-in'])
})

/** Programs whose catch variables clash, and one that has none such. */
const CATCHES: [code: string, apart: string][] = [
  ['function f() { try { g() } catch (e) { h(e) } try { g() } catch (e) { return e.e } }', 'function f() { try { g() } catch (a) { h(a) } try { g() } catch (b) { return b.e } }'],
  ['function f(e) { try { g() } catch (e) { return e } }', 'function f(e) { try { g() } catch (a) { return a } }'],
  ['var e = 5; function f() { try { g() } catch (e) { } return e }', 'var e = 5; function f() { try { g() } catch (a) { } return e }'],
  ['var e = 5; function f() { try { g() } catch (e) { } return function () { return e } }', 'var e = 5; function f() { try { g() } catch (a) { } return function () { return e } }'],
  ['try { g() } catch (error) { a(error) } try { g() } catch (error) { b(error) }', 'try { g() } catch (erroa) { a(erroa) } try { g() } catch (errob) { b(errob) }'],
  ['var f = function e() { try { g() } catch (e) { } }', 'var f = function e() { try { g() } catch (a) { } }'],
  ['function e() { try { g() } catch (e) { return e } }', 'function e() { try { g() } catch (e) { return e } }'],
  ['function f() { try { g() } catch (e) { return function () { try { g() } catch (e) { return e } } } }', 'function f() { try { g() } catch (e) { return function () { try { g() } catch (e) { return e } } } }'],
]

for (const [code, result] of CATCHES) {
  test(`catches: ${code} ${code === result ? 'stays' : 'is told apart, and nothing moves'}`, (t) => {
    t.is(apart(code), result)
    t.deepEqual(idsOf(checkOutput(result, 'mquickjs')), [])
    t.is(idsOf(checkOutput(code, 'mquickjs')).includes('catch-name'), code !== result)
  })
}

test('checks: a loop over the arguments behind the parameters may stay in the output', (t) => {
  t.deepEqual(checkOutput('function f(a) { for (var r = [], i = 1; i < arguments.length; i++) r.push(arguments[i]); return r }', 'espruino'), [])
  t.deepEqual(idsOf(checkOutput('function f(a) { for (var r = [], i = 0; i < arguments.length; i++) r.push(arguments[i]); return r }', 'espruino')), ['arguments-length'])
})

test('checks: a var of a case is there for the rest of its clause, and may be skipped for the next', (t) => {
  t.deepEqual(checkOutput('function f(a) { switch (a) { case 1: var n = g(); return n } }', 'espruino'), [])
  t.deepEqual(idsOf(checkOutput('function f(a) { switch (a) { case 1: var n = g(); case 2: return n } }', 'espruino')), ['skipped-var'])
  t.deepEqual(idsOf(checkOutput('function f(a) { switch (a) { case 1: if (g()) var n = 1; return n } }', 'espruino')), ['skipped-var'])
})
