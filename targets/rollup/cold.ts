// cold.ts: the functions that seldom run as one, with a number for each (blocks.ts).
//
//   function open(loop, call) {                        function cold(k, a, b) {
//     if (loop._closed) throw closed(call)     -->       if (k == 0) {
//   }                                                      if (a._closed) throw cold(1, b)
//   function closed(call) {                                return
//     return new RuntimeError(call)                      }
//   }                                                    return new RuntimeError(a)
//                                                      }
//
//   CO1  a case can be what is called by its name and nothing else: it is never a value, and has no `this`, no `arguments` and no
//        function declared in it. Other functions stay as they are
//   CO2  arguments that are not given, and variables, are undefined to begin with: a call hands over no more arguments than the
//        function has, so what parameters are left serve as its variables
//   CO3  a call goes over the text of the cases before its own: no dispatcher is longer than LIMIT, and short cases come first

import { generate } from '@babel/generator'
import type { NodePath, Scope } from '@babel/traverse'
import * as t from '@babel/types'

type FunctionPath = NodePath<t.FunctionDeclaration>

/** The most characters of a dispatcher, about as it is when names are short. */
const LIMIT = 2800

/** Has it what only a function of its own can have (CO1)? */
function isBound(fn: FunctionPath): boolean {
  let bound = false
  fn.traverse({
    ThisExpression: () => { bound = true },
    Identifier: ({ node }) => { if (node.name === 'arguments') bound = true },
    FunctionDeclaration: () => { bound = true },
    FunctionExpression: (path) => { path.skip() },
  })
  return bound
}

/** The calls of a function that can be a case (CO1); undefined if it cannot. */
function callsOf(fn: FunctionPath): NodePath<t.CallExpression>[] | undefined {
  const { node, parentPath } = fn
  const binding = node.id ? parentPath.scope.getBinding(node.id.name) : undefined
  if (binding?.constant !== true || node.async || node.generator || !node.params.every((one) => t.isIdentifier(one)) || isBound(fn)) return undefined
  const calls = binding.referencePaths.map((path) => {
    const call = path.key === 'callee' && path.parentPath?.isCallExpression() ? path.parentPath : undefined
    return call && call.node.arguments.length <= node.params.length && call.node.arguments.every((one) => t.isExpression(one)) ? call : undefined
  })
  return calls.every((call) => call !== undefined) ? calls : undefined
}

/** About how long it is when its names are short. */
export function sizeOf(node: t.Node): number {
  const { code } = generate(node, { minified: true, comments: false })
  return code.replace(/"(?:\\.|[^"\\])*"|[\w$]+/g, (word) => (word.startsWith('"') || word.length < 3 ? word : 'xx')).length
}

interface Case {
  fn: FunctionPath
  calls: NodePath<t.CallExpression>[]
}

/** What shares a dispatcher (CO3). */
function groupsOf(cases: Case[]): Case[][] {
  const groups: Case[][] = []
  let size = Infinity
  for (const one of cases) {
    const more = sizeOf(one.fn.node.body) + 9
    if (size + more > LIMIT) {
      groups.push([])
      size = 0
    }
    groups.at(-1)?.push(one)
    size += more
  }
  return groups.filter((group) => group.length > 1)
}

/** The variables of the function itself, parameters first. */
function variablesOf(fn: FunctionPath): string[] {
  const params = fn.node.params.map((param) => (param as t.Identifier).name)
  const isOwn = (scope: Scope, name: string) => scope.bindings[name]?.kind === 'var'
  return [...params, ...Object.keys(fn.scope.bindings).filter((name) => isOwn(fn.scope, name) && !params.includes(name))]
}

/** `var a = 1` as `a = 1`: the dispatcher has the variables. */
function withoutDeclarations(fn: FunctionPath): void {
  fn.traverse({
    FunctionExpression: (path) => { path.skip() },
    VariableDeclaration: (path) => {
      const { parent, node: { declarations } } = path
      const [{ id } = {}] = declarations
      if (t.isForInStatement(parent) && parent.left === path.node) {
        path.replaceWith(id as t.Identifier)
        return
      }
      const values = declarations.flatMap(({ id, init, loc }) =>
        init ? [{ ...t.assignmentExpression('=', id as t.Identifier, init), loc }] : [])
      const [first] = values
      if (first === undefined) path.remove()
      else {
        const all = values.length > 1 ? t.sequenceExpression(values) : first
        path.replaceWith(t.isForStatement(parent) && parent.init === path.node ? all : t.expressionStatement(all))
      }
    },
  })
}

/** Is nothing after these statements ever reached? */
function leaves(node: t.Statement | undefined): boolean {
  if (t.isBlockStatement(node)) return leaves(node.body.at(-1))
  if (t.isIfStatement(node)) return leaves(node.consequent) && leaves(node.alternate ?? undefined)
  return t.isReturnStatement(node) || t.isThrowStatement(node)
}

/** Does nobody look at what this gives? */
function isUnused(path: NodePath): boolean {
  const { parentPath: parent, key } = path
  if (parent === null || parent.isExpressionStatement() || parent.isUnaryExpression({ operator: 'void' })) return true
  if (parent.isSequenceExpression()) return key !== parent.node.expressions.length - 1 || isUnused(parent)
  if (parent.isLogicalExpression()) return key === 'right' && isUnused(parent)
  return parent.isConditionalExpression() && key !== 'test' && isUnused(parent)
}

function inSequence(first: t.Expression, second: t.Expression): t.SequenceExpression {
  const parts = [first, second].flatMap((one) => (t.isSequenceExpression(one) ? one.expressions : [one]))
  return t.sequenceExpression(parts)
}

/** The body as a case: ends in a return, in as few statements as can be. */
function caseOf({ fn, calls }: Case): t.Statement[] {
  const statements: t.Statement[] = []
  for (const statement of fn.node.body.body) {
    const last = statements.at(-1)
    if (t.isExpressionStatement(last) && (t.isExpressionStatement(statement) || ((t.isReturnStatement(statement) || t.isThrowStatement(statement)) && statement.argument))) {
      statements.pop()
      if (t.isExpressionStatement(statement)) statement.expression = inSequence(last.expression, statement.expression)
      else statement.argument = inSequence(last.expression, statement.argument as t.Expression)
    }
    statements.push(statement)
  }
  const last = statements.at(-1)
  if (t.isExpressionStatement(last) && calls.every(isUnused)) return [...statements.slice(0, -1), { ...t.returnStatement(last.expression), loc: last.loc }]
  return leaves(last) ? statements : [...statements, t.returnStatement()]
}

/** One function of these. */
function dispatcher(program: NodePath<t.Program>, group: Case[]): t.FunctionDeclaration {
  const { scope } = program
  const name = scope.generateUid('cold')
  const key = scope.generateUid('key')
  const count = Math.max(...group.map(({ fn }) => fn.node.params.length))
  const shared: string[] = []
  for (const { fn } of group) {
    variablesOf(fn).forEach((variable, at) => {
      fn.scope.rename(variable, shared[at] ??= scope.generateUid('cold'))
    })
    withoutDeclarations(fn)
  }
  // numbers of one digit for what is called most
  const numbers = new Map([...group].sort((a, b) => b.calls.length - a.calls.length).map((one, at) => [one, at]))
  const cases = group.map((one): t.IfStatement => {
    const test = t.binaryExpression('==', t.identifier(key), t.numericLiteral(numbers.get(one) as number))
    return t.ifStatement(test, t.blockStatement(caseOf(one)))
  }).sort((a, b) => sizeOf(a) - sizeOf(b))
  for (const one of group) {
    for (const { node } of one.calls) {
      node.callee = { ...t.identifier(name), loc: node.callee.loc }
      node.arguments.unshift(t.numericLiteral(numbers.get(one) as number))
    }
  }
  const last = cases.pop() as t.IfStatement
  const statements: t.Statement[] = cases
  const ending = (last.consequent as t.BlockStatement).body
  // Espruino does not know a bare return at the end of a function
  statements.push(...ending.filter((statement, at) => at < ending.length - 1 || !t.isReturnStatement(statement, { argument: null })))
  const rest = shared.slice(count).map((one) => t.variableDeclarator(t.identifier(one)))
  if (rest.length > 0) statements.unshift(t.variableDeclaration('var', rest))
  const params = [key, ...shared.slice(0, count)]
  return t.functionDeclaration(t.identifier(name), params.map((one) => t.identifier(one)), t.blockStatement(statements))
}

/** The functions with these names that can be cases. */
export function coldFunctions(program: NodePath<t.Program>, names: Set<string>): FunctionPath[] {
  return program.get('body').filter((fn): fn is FunctionPath => fn.isFunctionDeclaration() && fn.node.id != null && names.has(fn.node.id.name) && callsOf(fn) !== undefined)
}

/** Puts dispatchers in the place of these functions. */
export function inDispatchers(program: NodePath<t.Program>, functions: FunctionPath[]): void {
  const groups = groupsOf(functions.map((fn) => ({ fn, calls: callsOf(fn) ?? [] })))
  const dispatchers = groups.map((group) => dispatcher(program, group))
  const gone = new Set<t.Node>(groups.flat().map(({ fn }) => fn.node))
  program.node.body = [...dispatchers, ...program.node.body.filter((node) => !gone.has(node))]
}
