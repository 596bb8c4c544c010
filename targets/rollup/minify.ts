// minify.ts: how terser makes small what is flashed: the library's bundles and programs.
//
//   MI1  the library's constants stand where they are used: a name is longer, and looked up each time. It has to be done before
//        variables are moved, for of one that is moved terser does not know the value; so it is done when the library is built
//   MI2  what a program names most often has one letter: terser hands its names out in the order of the text, so it is told those

import type { Program } from 'acorn'
import type { CompressOptions, MangleOptions, MinifyOptions } from 'terser'
import { walk } from './walk'

/** What the minifier may do. Function declarations move to the top of their scope: Espruino runs them where they stand. */
function compress(es5: boolean): MinifyOptions {
  // hoist_vars, inline (1: only calls that are a single expression): Espruino knows a variable only after its `var` has run, and
  // makes a global of it until then; reduce_funcs: a function moved to its only use is a new closure at each call, in the hot path too
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- terser declares an enum that it does not have
  const inline: CompressOptions['inline'] = 1
  // lhs_constants: a text at the start of a statement is lost on Espruino (facts.ts); sequences: parsers recurse over a, b, c, ...
  // inline, reduce_funcs: a number that becomes known only so would be added to another behind a text (texts.ts), in modern ones too
  const options: CompressOptions = {
    hoist_funs: true, hoist_vars: true, inline, reduce_funcs: false, lhs_constants: false, sequences: 20, passes: 2,
  }
  return { ecma: es5 ? 5 : 2016, compress: es5 ? options : { inline, reduce_funcs: false } }
}

export interface MinifySettings {
  es5: boolean
  /** May names at the top level be made short? Not where they are the script's globals. */
  toplevel: boolean
  /** Fields whose names are made short. */
  fields: RegExp
  /** Names of variables that are not to be used. */
  reserved: string[]
}

/** Short names, without what nobody calls. */
export function minified(settings: MinifySettings): MinifyOptions {
  return { ...compressed(settings), ...mangled(settings), ...compress(settings.es5) }
}

/** The first half of it: without what nobody calls, but names as they are. */
export function compressed({ es5, toplevel }: MinifySettings): MinifyOptions {
  return { ...compress(es5), toplevel, mangle: false, format: { preserve_annotations: true } }
}

/** What is left to do after blocks.ts: nothing that changes how statements stand in one another. */
const TIDY: CompressOptions = {
  defaults: false, booleans: true, collapse_vars: true, comparisons: true, evaluate: true, join_vars: true, sequences: 20, unused: true,
}

/** The second half: short names. */
export function mangled({ es5, toplevel, fields, reserved }: MinifySettings): MinifyOptions {
  // ie8 keeps the names of catch blocks apart, as mquickjs wants them; it makes nothing longer
  const mangle: MangleOptions & { ie8: boolean } = { ie8: es5, reserved, properties: { regex: fields } }
  return { ecma: es5 ? 5 : 2016, compress: es5 ? TIDY : false, toplevel, mangle, format: {} }
}

/** As it is, but that functions stand before what calls them, and variables, if they have to, before what uses them. */
export function hoisted(es5: boolean, variables: boolean, more: CompressOptions = {}): MinifyOptions {
  return {
    ecma: es5 ? 5 : 2016,
    compress: es5 ? { defaults: false, hoist_funs: true, hoist_vars: variables, ...more } : false,
    mangle: false,
    format: { beautify: true, indent_level: 2, comments: 'all', preserve_annotations: true },
  }
}

/** MI1 */
export const CONSTANTS: CompressOptions = { toplevel: true, evaluate: true, reduce_vars: true, reduce_funcs: false }

/** Fields of the library, but those that a program's lowered functions use (lower/): the two may be minified apart. */
export const FIELDS = /^_(?!at$|catch$)[a-z]/

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_'.split('')

/** The variables at the top level. */
function variablesOf({ body }: Program): Set<string> {
  const names = new Set<string>()
  for (const statement of body) {
    if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') names.add(statement.id.name)
    if (statement.type !== 'VariableDeclaration') continue
    for (const { id } of statement.declarations) if (id.type === 'Identifier') names.add(id.name)
  }
  return names
}

/** One letter each for the names that are there most often, by name as terser wants them; `taken` is not given. */
function lettersFor(counts: Map<string, number>, taken: Set<string>): Record<string, string> {
  const names = [...counts].filter(([name]) => name.length > 1).sort(([, a], [, b]) => b - a).map(([name]) => name)
  const letters = LETTERS.filter((letter) => !taken.has(letter))
  return Object.fromEntries(letters.slice(0, names.length).map((letter, i) => [`$${names[i]}`, letter]))
}

/** MI2, as terser's cache of names. */
export function frequent(program: Program, { fields, reserved }: MinifySettings): object {
  const top = variablesOf(program)
  const variables = new Map<string, number>()
  const members = new Map<string, number>()
  const taken = new Set(reserved)
  walk(program, (node, parents) => {
    if (node.type === 'Literal') taken.add(String(node.value))
    if (node.type !== 'Identifier') return true
    taken.add(node.name)
    const parent = parents.at(-1)
    const isMember = (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
      (parent?.type === 'Property' && parent.key === node && !parent.computed)
    const counts = isMember ? members : variables
    if (isMember ? fields.test(node.name) : top.has(node.name)) counts.set(node.name, (counts.get(node.name) ?? 0) + 1)
    return true
  })
  return { vars: { props: lettersFor(variables, taken) }, props: { props: lettersFor(members, taken) } }
}
