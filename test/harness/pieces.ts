// pieces.ts: the suite as scripts for any engine that can print, in parts: a file of cases or a subject each; and in pieces of those,
// for an engine whose memory is less than a part takes.
//
// A part is what the preset makes of a program for Espruino: its lowering, shaking and minifier, with as much of the library as it
// needs. It is made of what guest.es5.js is made of (suite.rollup.mjs), so a piece takes half a second.
//
//   PC1  a unit is what a piece takes or leaves out: a statement that registers cases, or a program of a subject
//   PC2  what a piece leaves out is not in it, nor what only that needs

import { readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { parse } from 'acorn'
import type { ModuleDeclaration, Statement } from 'acorn'
import { rollup } from 'rollup'
import type { InputOptions, OutputOptions, Plugin } from 'rollup'
import { engines } from '../../targets/rollup/engines'
import { libraryFor } from '../../targets/rollup/library'
import { output } from '../../targets/rollup/output'

export const ENTRY = 'suite'
const FIRST = 'first'

export const PLAIN: OutputOptions = { esModule: false, freeze: false, externalLiveBindings: false }

/** What every file of the suite was, and what it became in guest.es5.js. */
export const MADE = 'dist/suite/made.json'

function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.ts')).sort().map((file) => resolve(folder, file))
}

export const cases = filesIn('test/cases')
export const subjects = filesIn('test/parity').filter((file) => basename(file) !== 'shared.ts')

export const nameOf = (file: string): string => basename(file, '.ts')
export const quoted = (file: string): string => JSON.stringify(resolve(file))

const SUBJECT = 'parity.'

/** The parts, by name. */
export const PARTS = [...cases.map(nameOf), ...subjects.map((file) => SUBJECT + nameOf(file))]

/** The entry; `first` runs before all that it imports. */
export function entry(lines: () => string[], first: () => string[] = () => []): Plugin {
  return {
    name: 'entry',
    resolveId: (id) => (id === ENTRY || id === FIRST ? `\0${id}` : null),
    load(id) {
      if (id === `\0${ENTRY}`) return [`import '${FIRST}'`, ...lines()].join('\n')
      return id === `\0${FIRST}` ? first().join('\n') : null
    },
  }
}

let files: Record<string, { source: string; code: string }> | undefined

function madeOf(id: string): { source: string; code: string } | undefined {
  files ??= JSON.parse(readFileSync(MADE, 'utf8')) as NonNullable<typeof files>
  return files[id]
}

const codeOf = (file: string): string => (madeOf(file) as { code: string }).code
const bodyOf = (file: string): (Statement | ModuleDeclaration)[] => parse(codeOf(file), { ecmaVersion: 'latest', sourceType: 'module' }).body

/** PC1: calls of test(), or of a function of the file's own that calls it, and loops. */
function unitsIn(file: string): (Statement | ModuleDeclaration)[] {
  const body = bodyOf(file)
  const own = body.flatMap((statement) => (statement.type === 'FunctionDeclaration' ? [statement.id.name] : []))
  return body.filter((statement) => {
    if (statement.type !== 'ExpressionStatement') return /^(For|While|Try)/.test(statement.type)
    const call = statement.expression
    if (call.type !== 'CallExpression') return false
    return (call.callee.type === 'Identifier' && own.includes(call.callee.name)) || /\btest[.(]/.test(codeOf(file).slice(call.start, call.end))
  })
}

function tracesOf(file: string): Record<string, unknown> {
  return (JSON.parse(readFileSync(file.replace(/ts$/, 'json'), 'utf8')) as { traces: Record<string, unknown> }).traces
}

const isSubject = (part: string): boolean => part.startsWith(SUBJECT)

function fileOf(part: string): string {
  return isSubject(part) ? resolve('test/parity', `${part.slice(SUBJECT.length)}.ts`) : resolve('test/cases', `${part}.ts`)
}

/** How many units a part has. */
export function unitsOf(part: string): number {
  return isSubject(part) ? Object.keys(tracesOf(fileOf(part))).length : unitsIn(fileOf(part)).length
}

/** [from, to) */
export type Units = [number, number]

function withUnits(file: string, [from, to]: Units): string {
  let code = codeOf(file)
  for (const { start, end } of unitsIn(file).filter((_, i) => i < from || i >= to).reverse()) code = code.slice(0, start) + code.slice(end)
  return code
}

const fromScript = (...names: string[]): string => `import { ${names.join(', ')} } from ${quoted('test/harness/script.ts')}`

function linesOfCases(file: string): string[] {
  return [fromScript('end', 'runCases'), `import ${quoted(file)}`, 'runCases()', 'end()']
}

function exportsOf(file: string): string[] {
  return bodyOf(file).flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return []
    const { declaration, specifiers } = statement
    const declared = declaration?.type === 'VariableDeclaration' ? declaration.declarations.map(({ id }) => id) : declaration ? [declaration.id] : []
    return [...declared, ...specifiers.map(({ exported }) => exported)].flatMap((id) => (id?.type === 'Identifier' ? [id.name] : []))
  })
}

/** A subject is an object of what is used of it: of a whole module nothing could be left out. */
function linesOfSubject(file: string, names: string[]): string[] {
  const used = exportsOf(file).filter((name) => names.includes(name) || ['programs', 'deviations', 'leaves'].includes(name))
  const traces = tracesOf(file)
  const program = (name: string): string =>
    `runProgram(${JSON.stringify(nameOf(file))}, subject, ${JSON.stringify(name)}, ${JSON.stringify(JSON.stringify(traces[name]))})`
  return [
    fromScript('end', 'runProgram'), `import { ${used.join(', ')} } from ${quoted(file)}`, `var subject = { ${used.map((name) => `${name}: ${name}`).join(', ')} }`,
    ...names.map(program), 'end()',
  ]
}

function beginOf(names: string[]): string[] {
  return [`import { begin, want } from ${quoted('test/harness/piece.ts')}`, 'begin()', ...names.map((name) => `want(${JSON.stringify(name)})`)]
}

const refuse = (): undefined => undefined
const engine = { ...engines.espruino, lacks: [], texts: [] }

/** How Rollup makes a part, or those units of it. */
export function inputOf(part: string, units?: Units): InputOptions & { plugins: Plugin[] } {
  const file = fileOf(part)
  const library = libraryFor('espruino')
  const sources = new Map<string, string>()
  // what the engine cannot run is a case that fails there
  const flashed = output({ target: 'espruino', engine, library, entry: ENTRY, sources, minify: true, es5: true, refuse })
  const again: Plugin = {
    name: 'again',
    resolveId(id, importer) {
      if (id === 'ringloop' || id === 'tslib' || id.endsWith('/src/errors')) return library.main
      return id.startsWith('.') && importer !== undefined ? resolve(dirname(importer), `${id}.ts`) : null
    },
    load(id) {
      const made = madeOf(id)
      if (made === undefined) return null
      sources.set(id, made.source)
      return id === file && units !== undefined && !isSubject(part) ? withUnits(file, units) : made.code
    },
  }
  const names = isSubject(part) ? Object.keys(tracesOf(file)).slice(...units ?? []) : []
  const lines = (): string[] => (isSubject(part) ? linesOfSubject(file, names) : linesOfCases(file))
  const first = (): string[] => (units === undefined ? [] : beginOf(names))
  return { input: ENTRY, plugins: [entry(lines, first), again, { ...flashed, generateBundle: undefined }] }
}

/** The script of a piece. */
export async function pieceOf(part: string, units: Units): Promise<string> {
  const bundle = await rollup({ ...inputOf(part, units), onwarn: () => undefined })
  const { output: [{ code }] } = await bundle.generate({ ...PLAIN, format: 'es' })
  await bundle.close()
  return code
}
