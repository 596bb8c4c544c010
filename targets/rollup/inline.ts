// inline.ts: a function that is one short expression and is called in one place stands there itself (blocks.ts).
//
//   function isLate(due, now) { return due <= now }
//   if (isLate(alarm, now)) ring()                      -->   if (alarm <= now) ring()
//
//   IN1  only where arguments are literals, `this`, or variables of the caller that no other function sees: they are the same
//        wherever in the expression they stand; and nothing is written to a parameter
//   IN2  no name in it means something else in the caller
//   IN3  what it gives is a value, also if it is the member of an object: called there, it has no `this`; delete leaves it; and as
//        a statement, which Espruino passes over, its getter runs
//   IN4  no number or boolean comes to stand behind a sum: terser would add it to what is before it, text or not (texts.ts)

import type { NodePath } from '@babel/traverse'
import * as t from '@babel/types'
import { sizeOf } from './cold'
import { statementOf } from './later'

/** The most characters that are put in the place of a call. */
const LIMIT = 80

type FunctionPath = NodePath<t.FunctionDeclaration>

/** What the function gives, if that is all it does. */
function valueOf({ node: { body: { body: [only, second] } } }: FunctionPath): t.Expression | undefined {
  return second === undefined && t.isReturnStatement(only) && only.argument && sizeOf(only) <= LIMIT ? only.argument : undefined
}

function isLiteral(node: t.Node): boolean {
  return t.isNumericLiteral(node) || t.isStringLiteral(node) || t.isBooleanLiteral(node) || t.isThisExpression(node)
}

/** IN1 */
function isSteady(argument: NodePath, call: NodePath): boolean {
  if (isLiteral(argument.node)) return true
  if (!argument.isIdentifier()) return false
  const binding = argument.scope.getBinding(argument.node.name)
  const caller = call.getFunctionParent()
  if (!caller || binding?.scope !== caller.scope) return false
  return [...binding.referencePaths, ...binding.constantViolations].every((mention) => mention.getFunctionParent() === caller)
}

/** IN4 */
function isBehindSum({ key, parent }: NodePath): boolean {
  return t.isBinaryExpression(parent, { operator: '+' }) && key === 'right' && t.isBinaryExpression(parent.left, { operator: '+' })
}

/** IN1, IN2, IN4 */
function fits(fn: FunctionPath, call: NodePath<t.CallExpression>): boolean {
  let fits = true
  fn.traverse({
    Function: () => { fits = false },
    ThisExpression: () => { fits = false },
    Identifier: (path) => {
      if (!path.isReferencedIdentifier()) return
      const { name } = path.node
      const binding = fn.scope.getBinding(name)
      const argument = call.node.arguments[fn.node.params.findIndex((param) => t.isIdentifier(param, { name }))]
      if ((t.isNumericLiteral(argument) || t.isBooleanLiteral(argument)) && isBehindSum(path)) fits = false
      if (name === 'arguments' || (binding?.scope === fn.scope ? !binding.constant : call.scope.getBinding(name) !== binding)) fits = false
    },
  })
  return fits
}

/** IN3 */
function isPlace({ key, parent }: NodePath): boolean {
  return key === 'callee' || key === 'tag' || t.isExpressionStatement(parent) || t.isUnaryExpression(parent, { operator: 'delete' }) ||
    t.isUnaryExpression(parent, { operator: 'typeof' })
}

function callOf(program: NodePath<t.Program>, fn: FunctionPath): NodePath<t.CallExpression> | undefined {
  const binding = fn.node.id && program.scope.getBinding(fn.node.id.name)
  const [mention, second] = binding?.constant ? binding.referencePaths : []
  const call = mention?.key === 'callee' && second === undefined ? mention.parentPath : undefined
  if (!call?.isCallExpression() || call.findParent((around) => around === fn)) return undefined
  const given = call.get('arguments')
  return given.length === fn.node.params.length && given.every((one) => isSteady(one, call)) ? call : undefined
}

/** Puts `fn` in the place of its only call. */
function putIn(fn: FunctionPath, call: NodePath<t.CallExpression>): void {
  fn.node.params.forEach((param, at) => {
    const argument = call.node.arguments[at] as t.Expression
    for (const use of fn.scope.getBinding((param as t.Identifier).name)?.referencePaths ?? []) {
      use.replaceWith({ ...t.cloneNode(argument), loc: use.node.loc ?? null })
    }
  })
  // only now: the whole of it may have been a parameter
  const [only] = fn.node.body.body
  call.replaceWith((only as t.ReturnStatement).argument as t.Expression)
  fn.remove()
}

/** Puts functions in the place of their only call, until there are none left that can be. */
export function inline(program: NodePath<t.Program>): void {
  // what is known of names is renewed once for many
  const changed = new Set<t.Node>()
  for (const fn of program.get('body')) {
    if (!fn.isFunctionDeclaration() || changed.has(fn.node) || !fn.node.params.every((one) => t.isIdentifier(one))) continue
    const value = valueOf(fn)
    const call = value && callOf(program, fn)
    if (!call || !fits(fn, call) || (t.isMemberExpression(value) || t.isIdentifier(value)) && isPlace(call)) continue
    changed.add(statementOf(call).node)
    // what it calls is called from elsewhere now
    for (const { path, referencePaths } of Object.values(program.scope.bindings)) {
      if (referencePaths.some((mention) => mention.findParent((around) => around === fn))) changed.add(path.node)
    }
    putIn(fn, call)
  }
  if (changed.size === 0) return
  program.scope.crawl()
  inline(program)
}
