// later.ts: what only seldom is needed is made when it is first needed.
//
//   var RuntimeError = errorClass('RuntimeError')       function made() {
//                                                         return RuntimeError || (RuntimeError = errorClass('RuntimeError'))
//   function check(loop) {                       -->      }
//     if (loop._closed) throw new RuntimeError('closed')  var RuntimeError
//   }                                                     function check(loop) { if (loop._closed) throw new (made())('closed') }
//
//   LA1  only what makes something of its own and has no other effect: calls that are marked as pure, of what stays the same; literals of
//        objects, functions that are values
//   LA2  only what is mentioned where it seldom comes to it: in cold functions, in `throw new X()`, in what makes others like it;
//        and in `error instanceof X`, for of what was never made nothing is one
//   LA3  it is made once, so it is the same thing everywhere

import type { NodePath } from '@babel/traverse'
import * as t from '@babel/types'

/** The statement of the top level that a path is in. */
export function statementOf(path: NodePath): NodePath {
  return path.findParent(({ parentPath }) => parentPath?.isProgram() === true) ?? path
}

function isMadeByCall(node: t.Expression): boolean {
  return (t.isCallExpression(node) || t.isNewExpression(node)) && node.leadingComments?.some(({ value }) => /[@#]__PURE__/.test(value)) === true
}

/** Does it make something of its own, and nothing else? */
function isMaking(init: NodePath<t.Expression | null | undefined>): init is NodePath<t.Expression> {
  if (!init.isExpression()) return false
  return isMadeByCall(init.node) || ((init.isObjectExpression() || init.isArrayExpression()) && init.isPure()) || init.isFunctionExpression()
}

/** Are these names the same for as long as the program runs? */
function isConstant(init: NodePath<t.Expression>): boolean {
  let constant = true
  init.traverse({
    Identifier: (path) => {
      if (path.isReferencedIdentifier() && path.scope.getBinding(path.node.name)?.constant === false) constant = false
    },
  })
  return constant
}

/** `throw new X()` */
function isThrown(mention: NodePath): boolean {
  const { key, parentPath: made } = mention
  return key === 'callee' && made?.isNewExpression() === true && made.parentPath.isThrowStatement()
}

/** `error instanceof X`: of what was never made nothing is one. */
function isAsked({ key, parent }: NodePath): boolean {
  return t.isBinaryExpression(parent, { operator: 'instanceof' }) && key === 'right' && t.isIdentifier(parent.left)
}

/** The variables that are mentioned only where it seldom comes to it, or in what makes other such variables (LA2). */
function seldomMade(program: NodePath<t.Program>, cold: Set<t.Node>): Map<string, NodePath<t.VariableDeclarator>> {
  const found = new Map<string, NodePath<t.VariableDeclarator>>()
  for (const [name, { path, constant }] of Object.entries(program.scope.bindings)) {
    if (!constant || !path.isVariableDeclarator() || path.parentPath.parentPath !== program) continue
    const init = path.get('init')
    if (isMaking(init) && isConstant(init)) found.set(name, path)
  }
  const isCold = (mention: NodePath) => isThrown(mention) || isAsked(mention) || cold.has(statementOf(mention).node) ||
    [...found.values()].some(({ node }) => mention.findParent((around) => around.node === node) !== null)
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const name of found.keys()) if (!program.scope.bindings[name]?.referencePaths.every(isCold)) found.delete(name)
  }
  return found
}

/** Marked functions that are mentioned as values only, as variables, so that they can be made later, too; or where the only mention is. */
function asVariables(program: NodePath<t.Program>, cold: Set<t.Node>, marked: Set<string>): void {
  const values = program.get('body').filter((path) => {
    if (!path.isFunctionDeclaration() || !path.node.id || !marked.has(path.node.id.name) || cold.has(path.node)) return false
    const binding = program.scope.getBinding(path.node.id.name)
    return binding?.constant === true && binding.referencePaths.length > 0 && binding.referencePaths.every((mention) => {
      return cold.has(statementOf(mention).node) && mention.key !== 'callee' && statementOf(mention) !== path
    })
  }) as NodePath<t.FunctionDeclaration>[]
  for (const path of values) {
    const { id, params, body, loc } = path.node
    const value = { ...t.functionExpression(null, params, body), loc: loc ?? null }
    const [mention, second] = program.scope.getBinding((id as t.Identifier).name)?.referencePaths ?? []
    if (mention && second === undefined) {
      mention.replaceWith(value)
      path.remove()
    } else path.replaceWith(t.variableDeclaration('var', [t.variableDeclarator(id as t.Identifier, value)]))
  }
  if (values.length > 0) program.scope.crawl()
}

/** Has each such variable be made by a function, and gives the names of these: they are cold themselves. */
export function madeLater(program: NodePath<t.Program>, cold: NodePath<t.FunctionDeclaration>[], marked: Set<string>): string[] {
  const nodes = new Set<t.Node>(cold.map(({ node }) => node))
  asVariables(program, nodes, marked)
  const makers = [...seldomMade(program, nodes)].map(([name, declarator]) => {
    const { node } = declarator
    const maker = program.scope.generateUid(name)
    const init = node.init as t.Expression
    const variable = () => t.identifier(name)
    for (const mention of program.scope.bindings[name]?.referencePaths ?? []) {
      if (isAsked(mention)) {
        const isThere = t.unaryExpression('!', t.unaryExpression('!', variable()))
        mention.parentPath?.replaceWith(t.logicalExpression('&&', isThere, mention.parent as t.Expression))
      } else mention.replaceWith(t.callExpression(t.identifier(maker), []))
    }
    node.init = null
    const made = t.logicalExpression('||', variable(), t.assignmentExpression('=', variable(), init))
    program.node.body.unshift(t.functionDeclaration(t.identifier(maker), [], t.blockStatement([t.returnStatement(made)])))
    return maker
  })
  if (makers.length > 0) program.scope.crawl()
  return makers
}
