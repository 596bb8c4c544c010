// emit.test.ts: programs of what TypeScript lowers with helpers do the same natively, and as ES5 with the library's helpers.
//
// The programs are the files of test/emit. Natively: in Node, where TypeScript's own helpers do what V8 cannot yet (`using`,
// decorators). As ES5: in QuickJS, and in a QuickJS from which all that ES5 lacks has been taken away (BARE). There, what the
// program itself needs is put in its place as the build does it: the symbols as texts, WeakMap as the helpers' own.

import { readFileSync, readdirSync } from 'node:fs'
import test from 'ava'
import ts from 'typescript'
import * as helpers from '../src/emit'
import { quickjsWith } from './harness/vm'

const BARE = 'test/harness/bare.js'
const LIBRARY = 'dist/virtual/ringloop.js'

/** Decorators as `experimentalDecorators` has them, which cannot stand in a file beside the language's own. */
const LEGACY = `
export function main(log) {
  function seen(label) {
    log('evaluated ' + label)
    return function (...args) {
      log([label, typeof args[0], String(args[1]), args[2] && typeof args[2] === 'object' ? Object.keys(args[2]).sort().join() : String(args[2])].join(' '))
    }
  }
  const twice = (target, key, descriptor) => ({ ...descriptor, value(n) { return 2 * descriptor.value.call(this, n) } })
  const upper = (target, key, descriptor) => {
    const { get } = descriptor
    descriptor.get = function () { return get.call(this).toUpperCase() }
  }
  const fixed = () => ({ get: () => 'fixed', configurable: true })
  const replaced = (Class) => class extends Class { extra = 'extra' }

  @replaced @seen('class')
  class Thing {
    @seen('static') static kind = 'kind'
    @seen('field') n = 3
    @fixed declare constant
    constructor(@seen('of constructor') scale) { this.scale = scale }
    @seen('outer') @twice @seen('inner') times(@seen('first') n, @seen('second') m) { return n * this.n * this.scale }
    @upper get title() { return 'title' }
    @seen('static method') static make() { return new Thing(10) }
    @seen('computed') ['com' + 'puted']() { return 'computed' }
  }
  const thing = Thing.make()
  log([thing.times(2), thing.title, thing.n, thing.constant, thing.extra, thing.computed(), Thing.kind])
}
`
const legacy: ts.CompilerOptions = { experimentalDecorators: true, emitDecoratorMetadata: true }

const programs = [
  ...readdirSync('test/emit').map((file) => ({ name: `test/emit/${file}`, source: readFileSync(`test/emit/${file}`, 'utf8'), options: {} })),
  { name: 'a program with experimentalDecorators', source: LEGACY, options: legacy },
]

function compiled(source: string, options: ts.CompilerOptions): string {
  return ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS, ignoreDeprecations: '6.0', ...options } }).outputText
}

/** An expression: the program's lines as one JSON text. `name` is what its helpers come from. */
function traceOf(program: string, name: string): string {
  return `(function () {
    var lines = []
    var exports = {}
    function show(key, value) { return value === undefined ? 'undefined' : value }
    ;(function (require, exports) { ${program} })(function () { return ${name} }, exports)
    exports.main(function (line) { lines.push(line === undefined ? 'undefined' : JSON.parse(JSON.stringify(line, show))) })
    return JSON.stringify(lines)
  })()`
}

function natively(source: string, options: ts.CompilerOptions): string[] {
  const program = compiled(source, { target: ts.ScriptTarget.ES2022, ...options })
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is a program of this test
  const run = new Function(`return ${traceOf(program, '{}')}`) as () => string
  return JSON.parse(run()) as string[]
}

/** What the build does for an engine that lacks these. */
function inPlace(program: string, bare: boolean): string {
  const missing = bare ? 'iterator|asyncIterator|dispose|asyncDispose' : 'dispose|asyncDispose'
  const mended = program.replace(new RegExp(`\\bSymbol\\.(${missing})\\b`, 'g'), "'@@$1'")
  return bare ? mended.replace(/new Weak(Map|Set)\(/g, 'new ringloop.__Weak$1(') : mended
}

const engines = { 'quickjs': [LIBRARY], 'bare quickjs': [BARE, LIBRARY] }
// TypeScript 6 is the last to have these
/* eslint-disable-next-line @typescript-eslint/no-deprecated */
const ES5: ts.CompilerOptions = { target: ts.ScriptTarget.ES5, importHelpers: true, downlevelIteration: true }

for (const { name, source, options } of programs) {
  for (const [engine, scripts] of Object.entries(engines)) {
    test(`emit: ${name} does the same as ES5 in ${engine}`, (t) => {
      const guest = quickjsWith(scripts)
      const program = inPlace(compiled(source, { ...ES5, ...options }), engine.startsWith('bare'))
      const lines = JSON.parse(guest.evaluate(traceOf(program, 'ringloop'), name)) as string[]
      t.deepEqual(lines, natively(source, options))
      t.true(lines.length > 0)
    })
  }
}

/** Those that test/cases and test/language are about: coroutines. __WeakSet is __WeakMap; __watch is the emulator's. */
const ELSEWHERE = /^__(awaiter|generator|await|async\w+|coroutine|caught|iterator|delegate|pause|close|abandon|construct|watch|Weak\w+|rewriteRelativeImportExtension)$/

test('emit: the programs call every helper', (t) => {
  const all = programs.map(({ source, options }) => compiled(source, { ...ES5, ...options })).join('')
  t.deepEqual(Object.keys(helpers).filter((name) => !ELSEWHERE.test(name) && !all.includes(`tslib_1.${name}(`)), [])
})

test('emit: __rewriteRelativeImportExtension gives what TypeScript\'s own gives', (t) => {
  const program = compiled('export const load = (path) => import(path)', { rewriteRelativeImportExtensions: true, target: ts.ScriptTarget.ES2022 })
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- TypeScript has it as text only
  const own = new Function('exports', `${program}; return __rewriteRelativeImportExtension`) as (exports: object) => (path: string, keep: boolean) => string
  const expected = own({})
  const stems = ['./a', '../b', './a.b', './a.d', './a.d.b', './.d', 'c', '/d', './x.d/y', './', '']
  const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.d.ts', '.d.mts', '.d.css.ts', '.d.css.mts', '.TS', '.json', '']
  for (const stem of stems) {
    for (const extension of extensions) {
      const path = stem + extension
      for (const keep of [false, true]) t.is(helpers.__rewriteRelativeImportExtension(path, keep), expected(path, keep), path)
    }
  }
})
