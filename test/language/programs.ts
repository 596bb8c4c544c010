// programs.ts: the programs written by hand, found in programs/*.js.
//
// A program is one exported async function. It uses the language, and of the library what guest.js gives it, nothing else.

import { readFileSync, readdirSync } from 'node:fs'
import { parse } from 'acorn'

export interface Program {
  name: string
  /** `async function name() { ... }` */
  source: string
  /** Where it is written. */
  file: string
}

/** What a program's name says, as words. */
export function titleOf(name: string): string {
  return name.replace(/[A-Z]+(?![a-z])|[A-Z]/g, (letters) => ' ' + letters.toLowerCase())
}

/** The programs of one file's text. */
function programsIn(file: string, text: string): Program[] {
  const programs: Program[] = []
  for (const statement of parse(text, { ecmaVersion: 2022, sourceType: 'module' }).body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : undefined
    if (declaration?.type !== 'FunctionDeclaration') {
      throw new Error(`${file}: a program is an exported async function, not ${text.slice(statement.start, statement.start + 60)}`)
    }
    programs.push({ name: declaration.id.name, source: text.slice(declaration.start, declaration.end), file })
  }
  return programs
}

/** Those of test/language/programs, file by file. */
export function writtenPrograms(): Program[] {
  const folder = new URL('programs/', import.meta.url)
  const files = readdirSync(folder).filter((file) => file.endsWith('.js')).sort()
  const programs = files.flatMap((file) => programsIn(file, readFileSync(new URL(file, folder), 'utf8')))
  const names = programs.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`language: two programs are called ${twice}`)
  return programs
}

/** One ES module of them all. */
export function moduleOf(programs: Program[]): string {
  const given = "import { log, tick, later, done, now, fail, failed } from 'language'\n"
  return [given, ...programs.map(({ source }) => `export ${source}\n`)].join('\n')
}
