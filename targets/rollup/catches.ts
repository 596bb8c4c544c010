// catches.ts: gives every catch block of a function a variable of its own name, as mquickjs wants it.
//
// terser, told so (minify.ts), keeps different names different, but not equal ones. A new name has the length of the old one, so
// nothing moves.

import type { AnyNode, CatchClause, Identifier, Program } from 'acorn'
import { walk } from './walk'

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_'

/** A name like `name` that nobody has. */
function another(name: string, taken: Set<string>): string | undefined {
  for (let at = name.length - 1; at >= 0; at--) {
    for (const letter of LETTERS) {
      const made = name.slice(0, at) + letter + name.slice(at + 1)
      if (!taken.has(made)) return made
    }
  }
  return undefined
}

function isReference(node: AnyNode, parent: AnyNode | undefined): node is Identifier {
  if (node.type !== 'Identifier') return false
  if (parent?.type === 'MemberExpression') return parent.computed || parent.object === node
  return !(parent?.type === 'Property' && parent.key === node && !parent.computed)
}

/** The variables that a function itself declares, its parameters among them. */
function declaredIn(fn: AnyNode): Set<string> {
  const names = new Set<string>()
  walk(fn, (node, parents) => {
    const parent = parents.at(-1)
    if (node.type === 'Identifier' && (parent === fn || parent?.type === 'VariableDeclarator' && parent.id === node)) names.add(node.name)
    if (node.type === 'FunctionDeclaration' && node !== fn && node.id !== null) names.add(node.id.name)
    return node === fn || !/Function/.test(node.type)
  })
  return names
}

/** Where the variable of a catch block is used. */
function usesOf({ param, body }: CatchClause, name: string): Identifier[] {
  const uses = [param as Identifier]
  walk(body, (node, parents) => {
    if (isReference(node, parents.at(-1)) && node.name === name) uses.push(node)
    return !(/Function/.test(node.type) && declaredIn(node).has(name))
  })
  return uses
}

export function distinctCatches(code: string, program: Program): string {
  const taken = new Set(code.match(/[\w$]+/g) ?? [])
  const seen = new Map<AnyNode, Set<string>>()
  let left = code
  walk(program, (node, parents) => {
    if (node.type !== 'CatchClause' || node.param?.type !== 'Identifier') return true
    const fn = parents.findLast(({ type }) => /Function/.test(type)) ?? program
    const names = seen.get(fn) ?? declaredIn(fn)
    seen.set(fn, names)
    const { name } = node.param
    const made = names.has(name) ? another(name, taken) : undefined
    names.add(made ?? name)
    if (made !== undefined) {
      taken.add(made)
      for (const { start, end } of usesOf(node, name)) left = left.slice(0, start) + made + left.slice(end)
    }
    return true
  })
  return left
}
