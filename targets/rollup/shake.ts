// shake.ts: takes out of a program what nobody can reach: methods of the library's classes, and what only they need.
//
// Rollup and terser drop functions that nobody refers to, but keep every method of a class that is used. The library's bundles
// mark what may go (mark.ts): a statement behind MARK belongs to the class that it names, and is needed only if that class is
// used and, where it gives the class a method, if somebody mentions the method's name.
//   SH1  a name is mentioned by reading a member of that name, and by a text of exactly that name: task['getName']() keeps
//        getName; a name that is put together while the program runs mentions nothing
//   SH2  what the engine calls by itself stays (PROTOCOL); `then` only if the program's own code has to do with promises
//   SH3  only mentions in what stays count
//   SH4  what the library would do with things that the engine lacks is left out
//   SH5  nothing moves: what goes becomes blanks, so source maps stay true

import type { AnyNode, Expression, Program } from 'acorn'
import { walk } from './walk'

export const MARK = '/*@method*/'

/** Methods that an engine calls. */
const PROTOCOL = ['constructor', 'next', 'return', 'throw', 'toJSON', 'toString', 'valueOf']

/** A piece of the program that is needed, or not, as a whole. */
interface Part {
  start: number
  end: number
  /** the variable that it declares; undefined for what is needed anyway */
  declares: string | undefined
  /** what it belongs to, and the method that it gives that */
  owner: string | undefined
  method: string | undefined
  refers: Set<string>
  mentions: Set<string>
}

interface Uses {
  refers: Set<string>
  mentions: Set<string>
}

/** The variables that a piece of code refers to and the names that it mentions (SH1). */
export function usesOf(node: AnyNode): Uses {
  const refers = new Set<string>()
  const mentions = new Set<string>()
  walk(node, (inner, parents) => {
    const parent = parents.at(-1)
    if (inner.type === 'Literal' && typeof inner.value === 'string') mentions.add(inner.value)
    else if (inner.type === 'TemplateElement' && inner.value.cooked) mentions.add(inner.value.cooked)
    else if (inner.type === 'Identifier') {
      if (parent?.type === 'MemberExpression' && parent.property === inner && !parent.computed) {
        const around = parents.at(-2)
        const written = around?.type === 'AssignmentExpression' && around.left === parent && around.operator === '='
        if (!written) mentions.add(inner.name)
      } else if (parent?.type === 'Property' && parent.key === inner && !parent.computed) {
        if (parents.at(-2)?.type === 'ObjectPattern') mentions.add(inner.name)
        if (parent.shorthand) refers.add(inner.name)
      } else refers.add(inner.name)
    }
    return true
  })
  return { refers, mentions }
}

/** Is the function that it assigns marked, or the first thing that it hands over? */
function isMarked(code: string, statement: AnyNode): boolean {
  if (statement.type !== 'ExpressionStatement') return false
  const { expression } = statement
  const part = expression.type === 'AssignmentExpression' ? expression.right : expression.type === 'CallExpression' ? expression.arguments[0] : undefined
  return part !== undefined && code.slice(0, part.start).trimEnd().endsWith(MARK)
}

/** Is this sure to do nothing but give a value? */
function isPure(node: Expression | null | undefined): boolean {
  switch (node?.type) {
    case undefined:
    case 'Literal':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': return true
    case 'UnaryExpression': return isPure(node.argument)
    case 'ArrayExpression': return node.elements.every((element) => element !== null && element.type !== 'SpreadElement' && isPure(element))
    case 'ObjectExpression':
      return node.properties.every((property) => property.type === 'Property' && !property.computed && isPure(property.value))
    default: return false
  }
}

/** `a.b.c`: a */
function rootOf(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' ? rootOf(node.object) : undefined
}

/** What a marked statement belongs to, and the method that it gives that. */
function ownerOf(statement: Program['body'][number]): { owner: string | undefined; method: string | undefined } {
  const nothing = { owner: undefined, method: undefined }
  if (statement.type !== 'ExpressionStatement') return nothing
  const { expression } = statement
  if (expression.type === 'AssignmentExpression' && expression.left.type === 'MemberExpression') {
    const { property, computed } = expression.left
    // a symbol's method is called by the engine
    return { owner: rootOf(expression.left), method: property.type === 'Identifier' && !computed ? property.name : undefined }
  }
  if (expression.type !== 'CallExpression' || expression.arguments[0] === undefined) return nothing
  const [object, name] = expression.arguments
  return { owner: rootOf(object), method: name?.type === 'Literal' && typeof name.value === 'string' ? name.value : undefined }
}

function isPureCall(code: string, init: Expression | null | undefined): boolean {
  return (init?.type === 'CallExpression' || init?.type === 'NewExpression') && /\/[*] ?[@#]__PURE__ ?[*]\/$/.test(code.slice(0, init.start).trimEnd())
}

function partOf(code: string, statement: Program['body'][number]): Part {
  const { start, end } = statement
  const whole = { start, end, declares: undefined, owner: undefined, method: undefined }
  if (statement.type === 'FunctionDeclaration') {
    return { ...whole, declares: statement.id.name, ...usesOf(statement) }
  }
  const [only, second] = statement.type === 'VariableDeclaration' ? statement.declarations : []
  if (only?.id.type === 'Identifier' && second === undefined && (isPure(only.init) || isPureCall(code, only.init))) {
    return { ...whole, declares: only.id.name, ...usesOf(only.init ?? statement) }
  }
  if (statement.type === 'ExpressionStatement' && isMarked(code, statement)) {
    return { ...whole, ...ownerOf(statement), ...usesOf(statement) }
  }
  return { ...whole, ...usesOf(statement) }
}

/** What is needed of `parts`. */
function needed(parts: Part[], kept: string[]): Set<Part> {
  const live = new Set<Part>()
  const refers = new Set<string>()
  const mentions = new Set<string>(kept)
  const isNeeded = ({ declares, owner, method }: Part) =>
    declares !== undefined ? refers.has(declares)
      : owner === undefined || (refers.has(owner) && (method === undefined || mentions.has(method)))
  for (let before = -1; before < live.size;) {
    before = live.size
    for (const part of parts) {
      if (live.has(part) || !isNeeded(part)) continue
      live.add(part)
      for (const name of part.refers) refers.add(name)
      // the library itself calls then() of what is not its own only
      for (const name of part.mentions) if (name !== 'then') mentions.add(name)
    }
  }
  return live
}

/** Does this code of the program have to do with promises, so that something may call then()? */
export function knowsPromises(program: AnyNode): boolean {
  const { refers, mentions } = usesOf(program)
  return refers.has('Promise') || mentions.has('then')
}

/** `typeof Symbol` and `Error.captureStackTrace` as what they give on an engine that lacks them. */
function withoutLacking(code: string, program: Program, lacks: string[]): string {
  let left = code
  const put = ({ start, end }: AnyNode, text: string) => { left = left.slice(0, start) + text.padEnd(end - start) + left.slice(end) }
  walk(program, (node) => {
    if (node.type === 'UnaryExpression' && node.operator === 'typeof' && node.argument.type === 'Identifier' && lacks.includes(node.argument.name)) {
      put(node, '"undefined"')
    } else if (node.type === 'MemberExpression' && lacks.includes(code.slice(node.start, node.end))) put(node, 'void 0')
    return true
  })
  return left
}

/**
 * `C.prototype.a = f; C.prototype.b = g` as `($p = C.prototype).a = f; $p.b = g`. There is room for it where the
 * marks were, so nothing moves from the functions on.
 */
function withShortPrototypes(code: string, program: Program, live: Set<number>): string {
  const variable = ['p', 'q', 'r', 's', 't', 'u', 'v', 'w'].map((letter) => `$${letter}`).find((name) => !code.includes(name))
  if (variable === undefined) return code
  let left = code
  let last: string | undefined
  for (const statement of program.body) {
    if (!live.has(statement.start) || statement.type !== 'ExpressionStatement' || !isMarked(code, statement)) continue
    const { expression } = statement
    if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') continue
    const { object, property, computed } = expression.left
    const owner = code.slice(object.start, object.end)
    if (computed || !/^[\w$]+\.prototype$/.test(owner)) continue
    const name = code.slice(property.start, property.end)
    const short = last === owner ? variable : `(${variable}=${owner})`
    const { start } = expression.right
    left = left.slice(0, statement.start) + `${short}.${name}=`.padEnd(start - statement.start) + left.slice(start)
    last = owner
  }
  return last === undefined ? left : `${left}\nvar ${variable};\n`
}

export interface Shaking {
  /** May something call then()? */
  promises: boolean
  /** What the engine has not (engines.ts). */
  lacks: string[]
  /** Is it to be as short as it can be? */
  short: boolean
}

/** `code` without what is not needed, blanks in its place. */
export function shake(code: string, program: Program, { promises, lacks, short }: Shaking): string {
  const parts = program.body.map((statement) => partOf(code, statement))
  const live = needed(parts, promises ? [...PROTOCOL, 'then'] : PROTOCOL)
  let left = withoutLacking(code, program, lacks)
  if (short) left = withShortPrototypes(left, program, new Set([...live].map(({ start }) => start)))
  for (const part of parts) {
    if (!live.has(part)) left = left.slice(0, part.start) + code.slice(part.start, part.end).replace(/[^\n]/g, ' ') + left.slice(part.end)
  }
  return left
}
