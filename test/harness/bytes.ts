// bytes.ts: what the bytes of the program that uses everything are, by kind, as it is flashed to Espruino. `npm run build:library` first.
//
//   npx tsx test/harness/bytes.ts
//
// The kinds share no byte. What could go if all of it were rewritten is the last four; what the promises need is the others: each
// public name is there, each message says the call, the fact, and what to do.

import { parse, tokTypes, tokenizer } from 'acorn'
import type { AnyNode, Expression } from 'acorn'
import { full } from 'acorn-walk'
import { built, programs } from './sizes.mjs'

type Kinds = Record<string, { count: number; bytes: number }>

/** Bytes by kind; `code` is minified and ES5, and its program gives a list of what it uses to a member `all`. */
export function kindsOf(code: string): Kinds {
  const kinds: Kinds = {}
  const counted = new Set<number>()
  /** A part of the text, of which no byte was counted before. */
  function add(kind: string, start: number, end: number): void {
    const entry = kinds[kind] ??= { count: 0, bytes: 0 }
    entry.count++
    for (let at = start; at < end; at++) {
      if (counted.has(at)) continue
      counted.add(at)
      entry.bytes++
    }
  }

  const program = parse(code, { ecmaVersion: 5 })
  const isPublic = (name: string): boolean => name.length > 3
  full(program, (node: AnyNode) => {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression' || node.left.property.type !== 'Identifier') return
    const { left, right } = node
    if (node.left.property.name === 'all' && right.type === 'ArrayExpression') {
      for (const element of right.elements as Expression[]) if (element.type === 'Literal') add("the program's own list", element.start, element.end + 1)
    } else if (right.type === 'FunctionExpression' && isPublic(node.left.property.name)) {
      // `c.name=function(` and `){}`, and what parts it from the next
      add('public methods, with nothing in them', left.start, right.start + 'function('.length)
      add('public methods, with nothing in them', right.body.start - 1, right.body.start + 1)
      add('public methods, with nothing in them', right.body.end - 1, right.body.end + 1)
    }
  })
  full(program, (node: AnyNode) => {
    if (node.type !== 'FunctionDeclaration' && node.type !== 'FunctionExpression') return
    add('functions, with nothing in them', node.start, node.body.start + 1)
    add('functions, with nothing in them', node.body.end - 1, node.body.end)
  })
  for (const token of tokenizer(code, { ecmaVersion: 5 })) {
    const { type, start, end } = token
    if (type === tokTypes.string) add('texts', start, end)
    else if (type === tokTypes.name) add(isPublic(code.slice(start, end)) ? "names that stay: public ones, the engine's" : 'short names', start, end)
    else if (type.keyword !== undefined) add('keywords', start, end)
    else add('signs and numbers', start, end)
  }
  add('blanks', 0, code.length)
  return kinds
}

const { everything } = await programs()
const code = String(await built('espruino', everything as string))
for (const [kind, { count, bytes }] of Object.entries(kindsOf(code))) console.log(`${String(bytes).padStart(6)} bytes ${String(count).padStart(6)} times  ${kind}`)
console.log(`${String(code.length).padStart(6)} bytes`)
