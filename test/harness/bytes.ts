// bytes.ts: of what kinds the bytes of a flashed program are: those that its promises need, and those that a rewrite could save.
//
//   npx tsx test/harness/bytes.ts     for the program that uses everything, on Espruino; `npm run build:library` first
//
// The first four kinds are there as long as each public name is, and each message says the call, the fact and what to do.

import { fileURLToPath } from 'node:url'
import { parse, tokTypes, tokenizer } from 'acorn'
import type { AnyNode } from 'acorn'
import { full } from 'acorn-walk'
import { built, programs } from './sizes'

export const KINDS = {
  texts: 'texts: messages, and the names that they begin with',
  program: "the program's own list of what it uses",
  methods: 'public methods, with nothing in them',
  names: "other names that stay: public ones, the engine's",
  functions: 'other functions, with nothing in them',
  keywords: 'keywords',
  short: 'short names',
  signs: 'signs, numbers, blanks',
}

type Kind = keyof typeof KINDS
export type Bytes = Record<Kind, { count: number; bytes: number }>

/** Counts each byte once; `code` is minified ES5, and its program gives an array of what it uses to a member `all`. */
export function bytesOf(code: string): Bytes {
  const result = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, { count: 0, bytes: 0 }])) as Bytes
  const counted = new Set<number>()
  /** Parts of the text, as far as they are not counted yet. */
  function add(kind: Kind, ...parts: [start: number, end: number][]): void {
    const before = counted.size
    for (const [start, end] of parts) for (let at = start; at < end; at++) counted.add(at)
    result[kind].bytes += counted.size - before
    if (counted.size > before) result[kind].count++
  }
  // the minifier's names are shorter
  const isKept = (name: string): boolean => name.length > 2

  const program = parse(code, { ecmaVersion: 5 })
  full(program, (node: AnyNode) => {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression' || node.left.property.type !== 'Identifier') return
    const { left, left: { property: { name } }, right } = node
    if (name === 'all' && right.type === 'ArrayExpression') {
      for (const element of right.elements) if (element?.type === 'Literal') add('program', [element.start, element.end + 1])
    } else if (right.type === 'FunctionExpression' && isKept(name)) {
      // `c.name=function(` and `){` and `}` and what parts it from the next
      add('methods', [left.start, right.start + 'function('.length], [right.body.start - 1, right.body.start + 1], [right.body.end - 1, right.body.end + 1])
    }
  })
  full(program, (node: AnyNode) => {
    if (node.type !== 'FunctionDeclaration' && node.type !== 'FunctionExpression') return
    const { start, end } = node.body
    add('functions', [node.start, node.start + 'function'.length], [start - 1, start + 1], [end - 1, end])
  })
  for (const { type, start, end } of tokenizer(code, { ecmaVersion: 5 })) {
    if (type === tokTypes.string) add('texts', [start, end])
    else if (type === tokTypes.name) add(isKept(code.slice(start, end)) ? 'names' : 'short', [start, end])
    else if (type.keyword !== undefined) add('keywords', [start, end])
    else add('signs', [start, end])
  }
  add('signs', [0, code.length])
  return result
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { everything } = await programs()
  const code = String(await built('espruino', everything))
  for (const [kind, { count, bytes }] of Object.entries(bytesOf(code))) {
    console.log(`${String(bytes).padStart(6)} bytes ${String(count).padStart(6)} times  ${KINDS[kind as Kind]}`)
  }
  console.log(`${String(code.length).padStart(6)} bytes in all`)
}
