// methods.ts: a method that seldom runs as a function, so that it can be a case of others (blocks.ts, cold.ts).
//
//   Task.prototype._threw = function (error) { this._end(error) }   -->   function _threw(self, error) { self._end(error) }
//   task._threw(e)                                                        _threw(task, e)
//
//   ME1  only if the program has one member of that name, no text is equal to it, and it is only called: then no call can mean
//        another method

import type { NodePath } from '@babel/traverse'
import * as t from '@babel/types'

export interface Mentions {
  /** `C.prototype.m = function () {}` */
  made: NodePath<t.AssignmentExpression>[]
  calls: NodePath<t.CallExpression>[]
  /** anything else */
  others: number
}

/** The names of the methods that are given to a prototype. */
export function methodsIn(program: NodePath<t.Program>): Set<string> {
  const names = new Set<string>()
  program.traverse({
    Function: (path) => { path.skip() },
    AssignmentExpression: ({ node: { left, right } }) => {
      if (t.isMemberExpression(left) && !left.computed && t.isIdentifier(left.property) && t.isFunctionExpression(right)) names.add(left.property.name)
    },
  })
  return names
}

export function mentionsOf(program: NodePath<t.Program>, names: Set<string>): Map<string, Mentions> {
  const all = new Map<string, Mentions>([...names].map((name) => [name, { made: [], calls: [], others: 0 }]))
  program.traverse({
    StringLiteral: ({ node }) => {
      const mentions = all.get(node.value)
      if (mentions) mentions.others++
    },
    ObjectProperty: ({ node }) => {
      const mentions = t.isIdentifier(node.key) ? all.get(node.key.name) : undefined
      if (mentions) mentions.others++
    },
    MemberExpression: (path) => {
      const { node: { property, computed }, parentPath, key } = path
      const mentions = !computed && t.isIdentifier(property) ? all.get(property.name) : undefined
      if (!mentions) return
      if (parentPath.isCallExpression() && key === 'callee') mentions.calls.push(parentPath)
      else if (parentPath.isAssignmentExpression({ operator: '=' }) && key === 'left' && t.isFunctionExpression(parentPath.node.right)) mentions.made.push(parentPath)
      else mentions.others++
    },
  })
  return all
}

/** `this` of the function itself as `self`; false if it has what only a method can have. */
function withoutThis(fn: NodePath<t.FunctionExpression>, self: string): boolean {
  const uses: NodePath[] = []
  let free = fn.node.id == null
  fn.traverse({
    FunctionExpression: (path) => { path.skip() },
    FunctionDeclaration: (path) => { path.skip() },
    ThisExpression: (path) => { uses.push(path) },
    Identifier: ({ node }) => { if (node.name === 'arguments') free = false },
  })
  if (free) for (const use of uses) use.replaceWith({ ...t.identifier(self), loc: use.node.loc })
  return free
}

/** Is what it gives a statement of its own, or a part of a sequence at the top level? */
export function isStatement({ parentPath }: NodePath): boolean {
  return parentPath?.isExpressionStatement() === true || (parentPath?.isSequenceExpression() === true && parentPath.parentPath.isExpressionStatement())
}

/** `(p = C.prototype).m = f`: what is left of it when m goes. */
function takeOut(made: NodePath<t.AssignmentExpression>): void {
  const { object } = made.node.left as t.MemberExpression
  if (t.isAssignmentExpression(object)) made.replaceWith(object)
  else made.remove()
}

/** Makes functions of the methods of these names where that can be, and gives the names of the functions. */
export function asFunctions(program: NodePath<t.Program>, names: Set<string>): string[] {
  if (names.size === 0) return []
  const functions = [...mentionsOf(program, names)].flatMap(([name, { made: [made, second], calls, others }]): string[] => {
    if (!made || second || others > 0 || made.scope !== program.scope || !isStatement(made)) return []
    const fn = made.get('right') as NodePath<t.FunctionExpression>
    const { params } = fn.node
    const fits = calls.every(({ node }) => node.arguments.length <= params.length && node.arguments.every((one) => t.isExpression(one)))
    const self = program.scope.generateUid('self')
    if (!fits || !params.every((one) => t.isIdentifier(one)) || !withoutThis(fn, self)) return []
    const id = program.scope.generateUid(name)
    const { body, loc } = fn.node
    takeOut(made)
    for (const { node } of calls) {
      const { object, loc } = node.callee as t.MemberExpression
      node.callee = { ...t.identifier(id), loc: loc ?? null }
      node.arguments.unshift(object)
    }
    program.node.body.unshift({ ...t.functionDeclaration(t.identifier(id), [t.identifier(self), ...params], body), loc: loc ?? null })
    return [id]
  })
  if (functions.length > 0) program.scope.crawl()
  return functions
}
