// layers.test.ts: imports in src/ point one way (design: layers), and no file is longer than 300 lines.
//
// The spine is named here. No file of it reaches one of a later layer, by whatever way; other files stand where their
// imports put them; there is no circle. Imports of types alone are free: they are gone at run time.

import { readFileSync, readdirSync } from 'node:fs'
import { basename } from 'node:path'
import test from 'ava'
import ts from 'typescript'

const SPINE = [
  ['errors'],
  ['running', 'entries'],
  ['context', 'timers', 'heap'],
  ['port'],
  ['scheduler'],
  ['coroutine'],
  ['future'],
  ['task'],
  ['loop'],
  ['sleep', 'gather', 'wait', 'waitFor', 'asCompleted', 'shield', 'threadsafe', 'queue', 'run'],
  ['emit'],
  ['index']
]

const files = readdirSync('src').filter((file) => file.endsWith('.ts')).map((file) => basename(file, '.ts'))

function layerOf(file: string): number | undefined {
  const found = SPINE.findIndex((layer) => layer.includes(file))
  return found < 0 ? undefined : found
}

/** What a statement imports at run time: a module's name, or nothing. */
function imported(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement)) {
    const clause = statement.importClause
    if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return undefined
    const names = clause?.namedBindings
    if (names && ts.isNamedImports(names) && !clause.name && names.elements.every((element) => element.isTypeOnly)) return undefined
  } else if (ts.isExportDeclaration(statement)) {
    if (statement.isTypeOnly || !statement.moduleSpecifier) return undefined
  } else {
    return undefined
  }
  return (statement.moduleSpecifier as ts.StringLiteral).text
}

function importsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(`src/${file}.ts`, 'utf8'), ts.ScriptTarget.Latest)
  return source.statements.map(imported).filter((name) => name !== undefined)
}

/** Every file that `from` reaches by imports, itself only if there is a circle; with the way there. */
function reached(from: string, way: string[] = [], found = new Map<string, string[]>()): Map<string, string[]> {
  for (const name of importsOf(from)) {
    const file = name.replace('./', '')
    if (found.has(file)) continue
    found.set(file, [...way, file])
    reached(file, [...way, file], found)
  }
  return found
}

for (const file of files) {
  test(`layers: ${file}.ts imports from src/ only, and from below`, (t) => {
    for (const name of importsOf(file)) t.regex(name, /^\.\/\w+$/)
    const all = reached(file)
    t.false(all.has(file), `a circle: ${file} > ${all.get(file)?.join(' > ')}`)
    const layer = layerOf(file)
    if (layer === undefined) return
    for (const [other, way] of all) t.true((layerOf(other) ?? 0) <= layer, `${file} > ${way.join(' > ')}`)
  })

  test(`layers: ${file}.ts has at most 300 lines`, (t) => {
    t.true(readFileSync(`src/${file}.ts`, 'utf8').trimEnd().split('\n').length <= 300)
  })
}
