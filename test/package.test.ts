// package.test.ts: what a project gets that depends on ringloop: modules, types, and the same names everywhere.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'acorn'
import test from 'ava'
import ts from 'typescript'
import { quickjsWith } from './harness/vm'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)
const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: object }

/** Every path in package.json's exports. */
function paths(part: unknown): string[] {
  return typeof part === 'string' ? [part] : Object.values(part as object).flatMap(paths)
}

async function load(name: string): Promise<string[]> {
  return Object.keys((await import(name)) as object)
}

// ava takes tests only until something waits, so this comes before the first test
const names = await load('ringloop')
const helpers = await load('ringloop/tslib')

for (const path of new Set(paths(exports))) {
  test(`package: exports ${path}, which the build makes`, (t) => {
    t.true(existsSync(path))
  })
}

test('package: import and require give the same names', (t) => {
  t.true(names.includes('createTask'))
  t.true(helpers.includes('__awaiter'))
  t.deepEqual(Object.keys(require('ringloop') as object).sort(), [...names].sort())
  t.deepEqual(Object.keys(require('ringloop/tslib') as object).sort(), [...helpers].sort())
})

/** The names that a device bundle gives to a program. */
function namesOf(file: string): string[] {
  const code = readFileSync(file, 'utf8')
  if (file.endsWith('.mjs') || file.includes('moddable')) {
    const { body } = parse(code, { ecmaVersion: 2015, sourceType: 'module' })
    const lists = body.flatMap((node) => (node.type === 'ExportNamedDeclaration' ? node.specifiers : []))
    return lists.map(({ exported }) => (exported.type === 'Identifier' ? exported.name : ''))
  }
  const guest = quickjsWith([])
  guest.evaluate('var exports = {}')
  guest.evaluate(code, file)
  return JSON.parse(guest.evaluate('JSON.stringify(Object.keys(typeof ringloop === "object" ? ringloop : exports))')) as string[]
}

const BUNDLES = ['espruino/ringloop.js', 'espruino/ringloop.iife.js', 'quickjs/ringloop.mjs', 'quickjs/ringloop.js', 'moddable/ringloop.js']
for (const bundle of BUNDLES) {
  for (const file of [`dist/${bundle}`, `dist/${bundle.replace(/\.m?js$/, '.min$&')}`]) {
    test(`package: ${file} has every public name and TypeScript's helpers`, (t) => {
      const found = namesOf(file)
      t.deepEqual([...names, ...helpers].filter((name) => name !== 'nodePort' && !found.includes(name)), [])
    })
  }
}

const PROGRAM = `
import { createTask, gather, run, sleep } from 'ringloop'
import type { Coroutine } from 'ringloop'
function* half(): Coroutine<number> { return yield* sleep(10, 4) }
async function main(): Promise<number> {
  const [a, b] = await gather([createTask(half()), sleep(5, 'text')])
  const sum: number = a
  const text: string = b
  return sum + text.length
}
const task = run(main())
task.cancel('enough')
`

/** What TypeScript says of PROGRAM as a file of this name. */
function diagnostics(file: string): string[] {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.Node20, target: ts.ScriptTarget.ES2020, lib: ['lib.es2020.d.ts'], strict: true, types: [], noEmit: true,
  }
  const host = ts.createCompilerHost(options)
  const path = resolve(ROOT, file)
  const { getSourceFile, fileExists, readFile } = host
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, PROGRAM, ts.ScriptTarget.ES2020) : getSourceFile.call(host, name, ...rest)
  host.fileExists = (name) => name === path || fileExists.call(host, name)
  host.readFile = (name) => (name === path ? PROGRAM : readFile.call(host, name))
  return ts.getPreEmitDiagnostics(ts.createProgram([path], options, host)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

for (const file of ['consumer.mts', 'consumer.cts']) {
  test(`package: a program that imports ringloop in ${file} type-checks`, (t) => {
    t.deepEqual(diagnostics(file), [])
  })
}
