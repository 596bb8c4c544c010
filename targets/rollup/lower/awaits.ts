// awaits.ts: may a module await a promise that is none of ours, the host's say?
//
// An `async` function of the module itself and a call of the library give coroutines, and a number is a number; anything else
// that is awaited, or returned by an `async` function, may be a promise. Types do not tell: they call coroutines promises, too.

import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'

/** Is this sure to be a coroutine, a future, or a plain value? */
function isOwn(path: NodePath<t.Node | null | undefined>): boolean {
  const node = path.node
  switch (node?.type) {
    case undefined:
    case 'NumericLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
    case 'ArrayExpression':
    case 'AwaitExpression': return true
    case 'CallExpression':
    case 'NewExpression': return node.callee.type === 'Identifier' && givesOwn(path, node.callee.name)
    default: return false
  }
}

/** Does a function of this name give what is ours? */
function givesOwn(path: NodePath<t.Node | null | undefined>, name: string): boolean {
  const binding = path.scope.getBinding(name)
  if (!binding?.constant) return false
  const { node, parent } = binding.path
  if (binding.kind === 'module') return parent.type === 'ImportDeclaration' && parent.source.value === 'ringloop'
  const made = node.type === 'VariableDeclarator' ? node.init : node
  return (made?.type === 'FunctionDeclaration' || made?.type === 'FunctionExpression' || made?.type === 'ArrowFunctionExpression') && made.async
}

/** Visitors that tell of the first such place. */
export function foreignAwaits(found: () => void): Record<string, (path: NodePath) => void> {
  return {
    AwaitExpression(path) {
      if (!isOwn(path.get('argument'))) found()
    },
    ReturnStatement(path) {
      const around = path.getFunctionParent()?.node
      if (around?.async && !isOwn(path.get('argument'))) found()
    },
    ArrowFunctionExpression(path) {
      const node = path.node as t.ArrowFunctionExpression
      if (node.async && node.body.type !== 'BlockStatement' && !isOwn(path.get('body') as NodePath)) found()
    },
  }
}
