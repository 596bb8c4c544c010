// locals.ts: is a name that of a variable of a function around it, and so nothing at the top level?
//
//   LO1  parameters, `var`, functions in a function, and a function expression's own name; what a block of its own has (`let`,
//        a class, what is caught) counts as no local, which keeps too much rather than too little

import type { AnyNode, Function as FunctionNode, Pattern } from 'acorn'
import { walk } from './walk'

const known = new WeakMap<AnyNode, Set<string>>()

function isFunction(node: AnyNode): node is FunctionNode & AnyNode {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

/** The variables that a pattern names. */
function namesIn(pattern: Pattern | null): string[] {
  switch (pattern?.type) {
    case 'Identifier': return [pattern.name]
    case 'ArrayPattern': return pattern.elements.flatMap(namesIn)
    case 'ObjectPattern': return pattern.properties.flatMap((part) => namesIn(part.type === 'Property' ? part.value : part.argument))
    case 'AssignmentPattern': return namesIn(pattern.left)
    case 'RestElement': return namesIn(pattern.argument)
    default: return []
  }
}

function localsOf(fn: FunctionNode & AnyNode): Set<string> {
  const names = known.get(fn) ?? new Set(fn.params.flatMap(namesIn))
  if (known.has(fn)) return names
  known.set(fn, names)
  if (fn.type === 'FunctionExpression' && fn.id) names.add(fn.id.name)
  walk(fn.body, (node) => {
    if (node.type === 'FunctionDeclaration' && node.id) names.add(node.id.name)
    if (node.type === 'VariableDeclaration' && node.kind === 'var') for (const { id } of node.declarations) for (const name of namesIn(id)) names.add(name)
    return !isFunction(node)
  })
  return names
}

/** `parents`: what is around the name, outermost first. */
export function isLocal(name: string, parents: AnyNode[]): boolean {
  return parents.some((around) => isFunction(around) && localsOf(around).has(name))
}
