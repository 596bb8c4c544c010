// bases.ts: a class that is only the base of one other is one with it (blocks.ts).
//
//   function Future(loop) { this._loop = loop }                function Task(loop) {
//   Future.prototype._settle = function () {}                    var _loop = loop
//   function Task(loop) {                              -->       this._loop = _loop
//     Future.call(this, loop)                                    this._top = 0
//     this._top = 0                                            }
//   }                                                          Task.prototype._settle = function () {}
//   inherit(Task, Future)
//
//   BA1  the program makes no object of the base itself, and mentions it only as such: to give it methods while it loads, to
//        inherit, to call it first of all in the constructor, and in `instanceof`, where the one class is as good as the other
//   BA2  methods are given in the order of the source, so a method of the derived class still stands for that of the base

import type { Binding, NodePath } from '@babel/traverse'
import * as t from '@babel/types'
import { isStatement } from './methods'

type FunctionPath = NodePath<t.FunctionDeclaration>

interface Uses {
  prototypes: NodePath[]
  instances: NodePath[]
  inherits: NodePath<t.CallExpression>[]
  calls: NodePath<t.CallExpression>[]
}

/** How a class is mentioned; undefined if otherwise than in these ways. */
function usesOf(binding: Binding): Uses | undefined {
  const uses: Uses = { prototypes: [], instances: [], inherits: [], calls: [] }
  for (const mention of binding.referencePaths) {
    const { parentPath: around, key } = mention
    const call = around?.parentPath
    if (around?.isMemberExpression() && key === 'object' && !around.node.computed && t.isIdentifier(around.node.property)) {
      if (around.node.property.name === 'prototype' && around.getFunctionParent() === null) uses.prototypes.push(mention)
      else if (around.node.property.name === 'call' && around.key === 'callee' && call?.isCallExpression()) uses.calls.push(call)
      else return undefined
    } else if (around?.isBinaryExpression({ operator: 'instanceof' }) && key === 'right') uses.instances.push(mention)
    else if (around?.isCallExpression() && t.isIdentifier(around.node.callee, { name: 'inherit' }) && around.getFunctionParent() === null) {
      uses.inherits.push(around)
    } else return undefined
  }
  return uses
}

/** The call that a constructor begins with, if it is that of its base: it stands first in its statement, too. */
function isFirst(call: NodePath, constructor: FunctionPath): boolean {
  const first = constructor.get('body').get('body').find((statement) => {
    return !(statement.isVariableDeclaration() && statement.node.declarations.every(({ init }) => init == null))
  })
  for (let at: NodePath | null = call; at && at !== first; at = at.parentPath) {
    const { parentPath: around, key } = at
    const leads: boolean = around?.isSequenceExpression() === true ? key === 0
      : around?.isExpressionStatement() === true || (around?.isIfStatement() === true && key === 'test')
    if (!leads) return false
  }
  return first !== undefined
}

/** Puts the base's constructor where it is called. */
function putIn(base: FunctionPath, call: NodePath<t.CallExpression>, constructor: FunctionPath): void {
  const [, ...given] = call.node.arguments as t.Expression[]
  const names = Object.keys(base.scope.bindings)
  for (const name of names) base.scope.rename(name, constructor.scope.generateUid(name))
  const params = base.node.params.map((param, at) => t.variableDeclarator(param as t.Identifier, given[at] ?? null))
  const statements = [...(params.length > 0 ? [t.variableDeclaration('var', params)] : []), ...base.node.body.body]
  if (call.parentPath.isExpressionStatement()) call.parentPath.remove()
  else call.remove()
  const { body } = constructor.node.body
  const at = body.findIndex((statement) => !(t.isVariableDeclaration(statement) && statement.declarations.every(({ init }) => init == null)))
  body.splice(at < 0 ? body.length : at, 0, ...statements)
}

function isPlain(base: FunctionPath): boolean {
  let plain = base.node.params.every((param) => t.isIdentifier(param))
  base.traverse({
    Function: () => { plain = false },
    ReturnStatement: () => { plain = false },
    Identifier: ({ node }) => { if (node.name === 'arguments') plain = false },
  })
  return plain
}

/** Makes classes one with their only heirs. */
export function withoutBases(program: NodePath<t.Program>): void {
  for (const base of program.get('body')) {
    if (!base.isFunctionDeclaration() || !base.node.id) continue
    const binding = program.scope.getBinding(base.node.id.name)
    const uses = binding?.constant ? usesOf(binding) : undefined
    const [inherits, second] = uses?.inherits ?? []
    const [derived, from] = inherits?.node.arguments ?? []
    if (!uses || !inherits || second || !t.isIdentifier(derived) || !t.isIdentifier(from, { name: base.node.id.name })) continue
    const [call, other] = uses.calls
    const constructor = program.scope.getBinding(derived.name)?.path as FunctionPath | undefined
    if (!call || other || !constructor?.isFunctionDeclaration() || call.getFunctionParent() !== constructor) continue
    if (!t.isThisExpression(call.node.arguments[0]) || !isFirst(call, constructor) || !isPlain(base) || !isStatement(inherits)) continue
    for (const mention of [...uses.prototypes, ...uses.instances]) mention.replaceWith(t.identifier(derived.name))
    inherits.remove()
    putIn(base, call, constructor)
    base.remove()
    program.scope.crawl()
    withoutBases(program)
    return
  }
}
