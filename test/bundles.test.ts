// bundles.test.ts: what is flashed is ES5, imports nothing, and keeps to what Espruino, mquickjs and Moddable can run.

import { readFileSync, readdirSync } from 'node:fs'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import { parse } from 'acorn'
import type { Program } from 'acorn'
import { full } from 'acorn-walk'
import test from 'ava'
import { checkOutput } from '../targets/rollup/checks'

const TARGETS = ['espruino', 'quickjs', 'moddable', 'virtual']

/** The bundles of a target. */
function bundlesOf(target: string): string[] {
  return readdirSync(`dist/${target}`).filter((file) => /\.m?js$/.test(file)).map((file) => `dist/${target}/${file}`)
}

/** Modules of the engine itself. */
const BUILT_IN_MODULES: Record<string, string[]> = { moddable: ['time', 'timer'] }

/** A module without its import and export statements, which are all that it may have beyond ES5. */
function asScript(code: string, importable: string[]): string {
  const { body } = parse(code, { ecmaVersion: 2015, sourceType: 'module' })
  let script = code
  for (const node of body) {
    if (node.type === 'ExportAllDeclaration' || node.type === 'ExportDefaultDeclaration') throw new Error(node.type)
    if (node.type === 'ImportDeclaration') {
      if (!importable.includes(String(node.source.value))) throw new Error(`it imports ${String(node.source.value)}`)
    } else if (node.type === 'ExportNamedDeclaration') {
      if (node.source || node.declaration) throw new Error('an export is more than a list of names')
    } else continue
    script = script.slice(0, node.start) + ' '.repeat(node.end - node.start) + script.slice(node.end)
  }
  return script
}

function parsed(target: string, file: string): Program {
  const code = readFileSync(file, 'utf8')
  const isModule = file.endsWith('.mjs') || target === 'moddable'
  return parse(isModule ? asScript(code, BUILT_IN_MODULES[target] ?? []) : code, { ecmaVersion: 5 })
}

function mapOf(file: string): EncodedSourceMap {
  return JSON.parse(readFileSync(`${file}.map`, 'utf8')) as EncodedSourceMap
}

for (const target of TARGETS) {
  for (const file of bundlesOf(target)) {
    test(`${file}: is ES5 and imports nothing`, (t) => {
      t.notThrows(() => parsed(target, file))
    })

    test(`${file}: asks for no module by name`, (t) => {
      full(parsed(target, file), (node) => {
        t.false(node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require')
      })
    })

    for (const device of ['espruino', 'mquickjs', 'moddable'] as const) {
      test(`${file}: has nothing that ${device} cannot run`, (t) => {
        t.deepEqual(checkOutput(readFileSync(file, 'utf8'), device, mapOf(file)), [])
      })
    }
  }
}

test('bundles: every device target has readable and minified ones, with source maps', (t) => {
  for (const target of TARGETS) {
    const files = bundlesOf(target)
    const small = files.filter((file) => file.includes('.min.'))
    t.is(small.length * 2, files.length)
    for (const file of files) t.notThrows(() => readFileSync(`${file}.map`), file)
  }
})
