// cold.ts: the functions of a program that seldom run, as one: for an engine where each function costs memory as long as it is there.
//
//   function open(loop, call) {                        function cold(k, a, b, c) {
//     if (loop._closed) throw closed(call)               if (k == 0) { if (a._closed) throw cold(1, b); return }
//   }                                          -->       if (k == 1) return new (cold(2))(b)
//   function closed(call) {                              return RuntimeError || (RuntimeError = errorClass('RuntimeError', Error))
//     return new RuntimeError(call)                    }
//   }                                                  var RuntimeError
//   var RuntimeError = errorClass(...)
//
//   CO1  cold is a function of the top level whose comment says `@cold`, and which is called by its name and nothing else: it is
//        never a value, and has no `this`, no `arguments` and no function declared in it. Others stay as they are
//   CO2  arguments that are not given, and variables, are undefined to begin with: a call hands over no more arguments than the
//        function has, so what parameters are left serve as its variables
//   CO3  what is made at load time, without effects, and is mentioned only in cold functions, thrown (`throw new X`), or asked for
//        (`error instanceof X`), is made when it is first needed, once
//   CO4  the first case of a dispatcher that is called is found by going over the text of those before it: no dispatcher is
//        longer than LIMIT, and cases stand in the order of the source
//   CO5  every part keeps its place in the source map

import { generate } from '@babel/generator'
import { parse } from '@babel/parser'
import babelTraverse from '@babel/traverse'
import type { NodePath, Scope } from '@babel/traverse'
import * as t from '@babel/types'

// the package is CommonJS, and its types say otherwise
const traverse = ((babelTraverse as unknown as { default?: typeof babelTraverse }).default ?? babelTraverse)

type FunctionPath = NodePath<t.FunctionDeclaration>

/** The most characters of a dispatcher, about as it is when names are short. */
const LIMIT = 2800
/** and of a case without a block. */
const SHORT = 60

/** The statement of the top level that a path is in. */
function statementOf(path: NodePath): NodePath {
  return path.findParent(({ parentPath }) => parentPath?.isProgram() === true) ?? path
}

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

function isMadeByCall(node: t.Expression): boolean {
  return (t.isCallExpression(node) || t.isNewExpression(node)) && node.leadingComments?.some(({ value }) => /[@#]__PURE__/.test(value)) === true
}

/** Does it make something of its own, and nothing else? */
function isMaking(init: NodePath<t.Expression | null | undefined>): init is NodePath<t.Expression> {
  if (!init.isExpression()) return false
  return isMadeByCall(init.node) || ((init.isObjectExpression() || init.isArrayExpression()) && init.isPure())
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

/** The variables that are mentioned only where it seldom comes to it, or in what makes other such variables (CO3). */
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

/** Makes them when they are first needed: by a function, which is cold itself. Gives the names of these. */
function makeLater(program: NodePath<t.Program>, seldom: Map<string, NodePath<t.VariableDeclarator>>): string[] {
  const makers = [...seldom].map(([name, declarator]) => {
    const { node } = declarator
    const maker = program.scope.generateUid(name)
    const init = node.init as t.Expression
    for (const mention of program.scope.bindings[name]?.referencePaths ?? []) {
      if (isAsked(mention)) {
        const isThere = t.unaryExpression('!', t.unaryExpression('!', t.identifier(name)))
        mention.parentPath?.replaceWith(t.logicalExpression('&&', isThere, mention.parent as t.Expression))
      } else mention.replaceWith(t.callExpression(t.identifier(maker), []))
    }
    node.init = null
    const variable = () => t.identifier(name)
    const made = t.logicalExpression('||', variable(), t.assignmentExpression('=', variable(), init))
    program.node.body.unshift(t.functionDeclaration(t.identifier(maker), [], t.blockStatement([t.returnStatement(made)])))
    return maker
  })
  if (makers.length > 0) program.scope.crawl()
  return makers
}

/** About how long it is when its names are short. */
function sizeOf(node: t.Node): number {
  const { code } = generate(node, { minified: true, comments: false })
  return code.replace(/"(?:\\.|[^"\\])*"|[\w$]+/g, (word) => (word.startsWith('"') || word.length < 3 ? word : 'xx')).length
}

interface Case {
  fn: FunctionPath
  calls: NodePath<t.CallExpression>[]
}

/** What shares a dispatcher (CO4). */
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

/** A block is gone over faster than a statement; a short one is shorter without. */
function blockOf(statements: t.Statement[]): t.Statement {
  const [only, second] = statements
  return only && second === undefined && sizeOf(only) < SHORT ? only : t.blockStatement(statements)
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
  const statements = group.map((one): t.Statement => {
    const test = t.binaryExpression('==', t.identifier(key), t.numericLiteral(numbers.get(one) as number))
    return t.ifStatement(test, blockOf(caseOf(one)))
  })
  for (const one of group) {
    for (const { node } of one.calls) {
      node.callee = { ...t.identifier(name), loc: node.callee.loc }
      node.arguments.unshift(t.numericLiteral(numbers.get(one) as number))
    }
  }
  const last = statements.pop() as t.IfStatement
  statements.push(...(t.isBlockStatement(last.consequent) ? last.consequent.body : [last.consequent]))
  const rest = shared.slice(count).map((one) => t.variableDeclarator(t.identifier(one)))
  if (rest.length > 0) statements.unshift(t.variableDeclaration('var', rest))
  const params = [key, ...shared.slice(0, count)]
  return t.functionDeclaration(t.identifier(name), params.map((one) => t.identifier(one)), t.blockStatement(statements))
}

export interface Merged {
  code: string
  map: object
}

/** The program with its cold functions, the `marked` ones that can be, as few functions. `map` is the code's own. */
export function merged(code: string, map: object, marked: Set<string>): Merged {
  const ast = parse(code, { sourceFilename: 'program.js', sourceType: 'module' })
  traverse(ast, {
    Program: (program) => {
      const casesOf = (names: Set<string>) => program.get('body').flatMap((fn): Case[] => {
        const calls = fn.isFunctionDeclaration() && fn.node.id && names.has(fn.node.id.name) ? callsOf(fn) : undefined
        return calls ? [{ fn: fn as FunctionPath, calls }] : []
      })
      const cold = new Set<t.Node>(casesOf(marked).map(({ fn }) => fn.node))
      const makers = makeLater(program, seldomMade(program, cold))
      const groups = groupsOf(casesOf(new Set([...marked, ...makers])))
      const dispatchers = groups.map((group) => dispatcher(program, group))
      const gone = new Set<t.Node>(groups.flat().map(({ fn }) => fn.node))
      program.node.body = [...dispatchers, ...program.node.body.filter((node) => !gone.has(node))]
      program.stop()
    },
  })
  const result = generate(ast, { sourceMaps: true, sourceFileName: 'program.js', inputSourceMap: map } as object, code)
  return { code: result.code, map: result.map as object }
}
