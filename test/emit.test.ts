// emit.test.ts: programs of what TypeScript lowers with helpers do the same natively, and as ES5 with the library's helpers.
//
// The programs are the files of test/emit. Natively: in Node, where TypeScript's own helpers do what V8 cannot yet (`using`,
// decorators). As ES5: in QuickJS, and in a QuickJS from which all that ES5 lacks has been taken away (BARE). There, what the
// program itself needs is put in its place as the build does it: the symbols as texts, WeakMap as the helpers' own.

import { readFileSync, readdirSync } from 'node:fs'
import test from 'ava'
import ts from 'typescript'
import { quickjsWith } from './harness/vm'

const BARE = 'test/harness/bare.js'
const LIBRARY = 'dist/virtual/ringloop.js'

const programs = readdirSync('test/emit').map((file) => ({ file, source: readFileSync(`test/emit/${file}`, 'utf8') }))

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

function natively(source: string): string[] {
  const program = compiled(source, { target: ts.ScriptTarget.ES2022 })
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

for (const { file, source } of programs) {
  for (const [engine, scripts] of Object.entries(engines)) {
    test(`emit: test/emit/${file} does the same as ES5 in ${engine}`, (t) => {
      const guest = quickjsWith(scripts)
      const program = inPlace(compiled(source, ES5), engine.startsWith('bare'))
      const lines = JSON.parse(guest.evaluate(traceOf(program, 'ringloop'), file)) as string[]
      t.deepEqual(lines, natively(source))
      t.true(lines.length > 0)
    })
  }
}
