// finders.ts: what each fact looks like in a program.
//
// A finder answers with the part that the engine cannot run, which is where the message points to. It is asked for every node of
// the file.

import ts from 'typescript'
import { clashing } from './catches'
import type { FACTS, FactId, LimitId } from './facts'
import { isAssignment, isFunction, own, ownPart, written } from './scope'
import type { Scope } from './scope'

/** The part of `node` that the engine cannot run, if there is one. */
export type Finder = (node: ts.Node, scope: Scope) => ts.Node | undefined

/** What is found at all. */
export type FoundId = { [Id in FactId]: (typeof FACTS)[Id]['found'] extends 'nowhere' ? never : Id }[FactId]

const if_ = (node: ts.Node, condition: boolean): ts.Node | undefined => (condition ? node : undefined)

// What the build lowers

/** Does the build take this apart, since it waits in the middle? (C2) */
function lowered(node: ts.Node): boolean {
  return ownPart(node, (part) => ts.isAwaitExpression(part) || ts.isYieldExpression(part) ||
    (ts.isForOfStatement(part) && part.awaitModifier !== undefined)) !== undefined
}

function inCoroutine(node: ts.Node): boolean {
  const fn = ts.findAncestor(node.parent, isFunction)
  if (fn === undefined || !('modifiers' in fn || 'asteriskToken' in fn)) return false
  const { modifiers, asteriskToken } = fn as ts.FunctionLikeDeclaration
  return asteriskToken !== undefined || (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false)
}

// Shapes of expressions

function isUndefined(node: ts.Node | undefined): boolean {
  return node !== undefined && (ts.isVoidExpression(node) || (ts.isIdentifier(node) && node.text === 'undefined'))
}

function isMember(node: ts.Node, names: RegExp): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && names.test(node.name.text)
}

/** Is this a call of the global function, or of the method `owner.name` of a global? */
function isCallOf(node: ts.Node, scope: Scope, names: RegExp): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false
  const { expression } = node
  if (ts.isIdentifier(expression)) return names.test(expression.text) && scope.isGlobal(expression)
  return ts.isPropertyAccessExpression(expression) && names.test(expression.getText()) && scope.isGlobal(expression.expression)
}

function isNewOf(node: ts.Node, scope: Scope, names: RegExp): node is ts.NewExpression {
  return ts.isNewExpression(node) && names.test(node.expression.getText()) && scope.isGlobal(node.expression)
}

/** Those whose prototypes show none of their methods on Espruino. */
const CONSTRUCTORS = /^(\w*Array|String|Function|Number|RegExp|Date|Promise)$/

/** `Array.prototype` of a built-in. */
function isPrototype(node: ts.Node, scope: Scope, names: RegExp): boolean {
  return isMember(node, /^prototype$/) && names.test(node.expression.getText()) && scope.isGlobal(node.expression)
}

/** Is this array a pattern that takes another array apart? */
function isPattern(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent) || ts.isPropertyAssignment(parent) ||
    ts.isSpreadElement(parent)) return isPattern(parent)
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node
  return isAssignment(parent) && parent.left === node
}

/** The characters of a regular expression: escapes and classes count as one. */
function piecesOf(node: ts.Node): { pieces: string[]; flags: string } {
  if (!ts.isRegularExpressionLiteral(node)) return { pieces: [], flags: '' }
  const end = node.text.lastIndexOf('/')
  return { pieces: node.text.slice(1, end).match(/\\.|\[(?:\\.|[^\]\\])*\]|[^]/g) ?? [], flags: node.text.slice(end + 1) }
}

/** A regular expression whose pieces, between spaces, have this. */
function regex(pattern: RegExp): Finder {
  return (node) => if_(node, pattern.test(piecesOf(node).pieces.join(' ')))
}

// finally

/** Leaves `block` before its end, other than by throwing. */
function jumpOut(block: ts.Block): ts.Node | undefined {
  return ownPart(block, (part) => {
    if (ts.isReturnStatement(part)) return true
    if (!ts.isBreakOrContinueStatement(part)) return false
    const target = ts.findAncestor(part, (outer) => outer === block || (part.label === undefined
      ? ts.isIterationStatement(outer, false) || (ts.isBreakStatement(part) && ts.isSwitchStatement(outer))
      : ts.isLabeledStatement(outer) && outer.label.text === part.label.text))
    return target === block || target === undefined
  })
}

function finallyOf(node: ts.Node): ts.Block | undefined {
  return ts.isTryStatement(node) && !lowered(node) ? node.finallyBlock : undefined
}

// var

/** Parts of `decides` that need not run. */
function mayBeSkipped(part: ts.Node, decides: ts.Node): boolean {
  if (ts.isIfStatement(decides) || ts.isSwitchStatement(decides)) return part !== decides.expression
  if (ts.isWhileStatement(decides) || ts.isForInStatement(decides) || ts.isForOfStatement(decides)) return part === decides.statement
  if (ts.isForStatement(decides)) return part === decides.statement || part === decides.incrementor
  if (ts.isTryStatement(decides)) return part !== decides.tryBlock
  return ts.isCaseBlock(decides)
}

interface Mention {
  symbol: ts.Symbol | undefined
  node: ts.Identifier
  /** The parts around it that may be skipped. */
  skippable: ts.Node[]
}

/** A use of a variable of this function where its `var` need not have run. */
function useBeforeVar(fn: ts.Node, scope: Scope): ts.Node | undefined {
  const declared: Mention[] = []
  const used: Mention[] = []
  const around: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    if (node !== fn && isFunction(node)) return
    around.push(node)
    if (ts.isIdentifier(node) && scope.isReference(node)) {
      const skippable = around.filter((part, i) => i > 0 && mayBeSkipped(part, around[i - 1] as ts.Node))
      const isVar = ts.isVariableDeclaration(node.parent) && node.parent.name === node && !ts.isCatchClause(node.parent.parent)
      const mentions = isVar ? declared : used
      mentions.push({ symbol: scope.symbolOf(node), node, skippable })
    }
    ts.forEachChild(node, visit)
    around.pop()
  }
  visit(fn)
  const variables = new Set(declared.map(({ symbol }) => symbol))
  return used.find((use) => use.symbol !== undefined && variables.has(use.symbol) &&
    !use.symbol.declarations?.some(ts.isParameter) &&
    !declared.some((declaration) => declaration.symbol === use.symbol && declaration.node.pos < use.node.pos &&
      declaration.skippable.every((part) => use.skippable.includes(part))))?.node
}

/** A function declaration below the first thing that runs in its scope. */
function lateFunction(statements: readonly ts.Statement[]): ts.Node | undefined {
  const isSilent = (statement: ts.Statement): boolean => ts.isFunctionDeclaration(statement) || ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) || (ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression))
  const first = statements.findIndex((statement) => !isSilent(statement))
  return first < 0 ? undefined : statements.slice(first).find(ts.isFunctionDeclaration)
}

/** Does a loop that starts at or behind the declared parameters ask for it? Then the count is right where it matters. */
function countsRest(node: ts.PropertyAccessExpression): boolean {
  const fn = ts.findAncestor(node, (outer): outer is ts.FunctionLikeDeclaration => isFunction(outer) && !ts.isArrowFunction(outer))
  const { parameters } = fn ?? {}
  if (parameters === undefined || parameters.length === 0) return true
  const condition = node.parent
  const loop = condition.parent
  if (!ts.isBinaryExpression(condition) || !ts.isForStatement(loop) || loop.condition !== condition) return false
  const index = condition.left.getText()
  return loop.initializer !== undefined && ownPart(loop.initializer, (part) => {
    const [name, value] = ts.isVariableDeclaration(part) ? [part.name, part.initializer] : isAssignment(part) ? [part.left, part.right] : []
    return name !== undefined && name.getText() === index && value !== undefined && Number(value.getText()) >= parameters.length
  }) !== undefined
}

function isPrimitive(node: ts.Expression | undefined): boolean {
  return node !== undefined && (ts.isLiteralExpression(node) && !ts.isRegularExpressionLiteral(node) || ts.isTemplateExpression(node) ||
    ts.isPrefixUnaryExpression(node) || ts.isTypeOfExpression(node) || /^(true|false)$/.test(node.getText()))
}

function baseOf(node: ts.Node): ts.Expression | undefined {
  if (!ts.isClassLike(node)) return undefined
  return node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression
}

/** The name of a field that this sets in an object of its class. */
function fieldSet(node: ts.Node): string | undefined {
  if (isAssignment(node)) return /^this\.(\w+)$/.exec(node.left.getText())?.[1]
  if (!ts.isPropertyDeclaration(node) || node.initializer === undefined) return undefined
  return ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static ? undefined : node.name.getText()
}

/** Is a text its first token? */
function startsWithText(node: ts.Expression): boolean {
  return /^["'`]/.test(node.getText())
}

/** Does a variable, parameter, function or class get its name here? */
function declares(node: ts.Identifier): boolean {
  const { parent } = node
  return (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent) || ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) || ts.isClassLike(parent)) && parent.name === node
}

export const FINDERS: Record<FoundId, Finder> = {
  'holes': (node) => if_(node, ts.isArrayLiteralExpression(node) && node.elements.some(ts.isOmittedExpression) && !isPattern(node)),
  'labels': (node) => if_(node, ts.isLabeledStatement(node) && !inCoroutine(node)),
  'of-name': (node) => if_(node, ts.isIdentifier(node) && node.text === 'of' && declares(node)),
  'ascii-name': (node) => if_(node, ts.isIdentifier(node) && /[^\0-\x7F]/.test(node.text)),
  'leading-text': (node) => if_(node, ts.isExpressionStatement(node) && !ts.isStringLiteral(node.expression) && startsWithText(node.expression)),
  'default-last': (node) => if_(node, ts.isDefaultClause(node) && node.parent.clauses.at(-1) !== node && !lowered(node.parent.parent)),
  'do-in-case': (node) => if_(node, ts.isDoStatement(node) && own(node).some(ts.isCaseOrDefaultClause)),
  'finally-call': (node, scope) => {
    const block = finallyOf(node)
    return block && ownPart(block, (part) => ts.isTryStatement(part) ||
      ((ts.isCallExpression(part) || ts.isNewExpression(part)) && scope.mayTry(part)))
  },
  'finally-throw': (node) => {
    const block = finallyOf(node)
    return block && ownPart(block, ts.isThrowStatement)
  },
  'finally-jump': (node) => {
    const block = finallyOf(node)
    return block && jumpOut(block)
  },
  'in-in-for': (node) => ts.isForStatement(node) && node.initializer !== undefined
    ? ownPart(node.initializer, (part) => ts.isBinaryExpression(part) && part.operatorToken.kind === ts.SyntaxKind.InKeyword)
    : undefined,
  'delete-in-for-in': (node) => {
    if (!ts.isDeleteExpression(node) || !ts.isElementAccessExpression(node.expression)) return undefined
    const { expression, argumentExpression } = node.expression
    return if_(node, own(node).some((outer) => ts.isForInStatement(outer) && !lowered(outer) &&
      outer.expression.getText() === expression.getText() && outer.initializer.getText().split(' ').at(-1) === argumentExpression.getText()))
  },
  'getter-statement': (node) => if_(node, ts.isExpressionStatement(node) && ts.isPropertyAccessExpression(node.expression)),
  'compound-call': (node, scope) => if_(node, isAssignment(node) && node.operatorToken.kind !== ts.SyntaxKind.EqualsToken &&
    !lowered(node) && scope.changes(node.right, node.left)),
  'hoisting': (node) => ts.isSourceFile(node) || ts.isBlock(node) || ts.isCaseOrDefaultClause(node) ? lateFunction(node.statements) : undefined,
  'block-function': (node) => if_(node, ts.isFunctionDeclaration(node) && !ts.isSourceFile(node.parent) && !isFunction(node.parent.parent) &&
    !ts.isModuleBlock(node.parent)),
  'skipped-var': (node, scope) => isFunction(node) ? useBeforeVar(node, scope) : undefined,
  'catch-name': (node, scope) => ts.isSourceFile(node) || isFunction(node) ? clashing(node, scope)[0] : undefined,
  'direct-eval': (node, scope) => if_(node, isCallOf(node, scope, /^eval$/)),

  'arguments-length': (node) => if_(node, isMember(node, /^length$/) && node.expression.getText() === 'arguments' && !countsRest(node)),
  'new-primitive': (node, scope) => if_(node, ts.isNewExpression(node) && scope.functionsOf(node.expression).some((fn) => {
    const body = ts.isClassLike(fn) ? fn.members.find(ts.isConstructorDeclaration) : fn
    return ownPart(body, (part) => ts.isReturnStatement(part) && isPrimitive(part.expression))
  })),
  'new-spread': (node) => if_(node, ts.isNewExpression(node) && (node.arguments?.some(ts.isSpreadElement) ?? false)),
  'length-write': (node, scope) => {
    const target = written(node)
    return target && if_(node, isMember(target, /^length$/) && target.expression.kind !== ts.SyntaxKind.ThisKeyword &&
      scope.mayBeArray(target.expression))
  },
  'built-in-prototype': (node, scope) => if_(node, ts.isPropertyAccessExpression(node) &&
    isPrototype(node.expression, scope, CONSTRUCTORS) && node.name.text !== 'constructor' && !(isAssignment(node.parent) && node.parent.left === node)),
  'object-create-properties': (node, scope) => if_(node, isCallOf(node, scope, /^Object\.create$/) && node.arguments.length > 1 &&
    !isUndefined(node.arguments[1])),
  'object-to-string': (node) => if_(node, ts.isCallExpression(node) &&
    /^(Object\.prototype|\(?\{\}\)?)\.toString\.(call|apply)$/.test(node.expression.getText().replace(/\s/g, ''))),
  'boxed': (node, scope) => if_(node, isNewOf(node, scope, /^(Number|String|Boolean)$/)),

  'error-class': (node, scope) => if_(node, ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
    /^(Type|Reference|Syntax|Range|Eval|URI)Error$/.test(node.right.getText()) && scope.isGlobal(node.right)),
  'error-name': (node, scope) => if_(node, isMember(node, /^name$/) && scope.isCaught(node.expression) &&
    !scope.isGuarded(node, (part) => ts.isBinaryExpression(part) && part.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
      part.left.getText() === node.expression.getText())),
  'assign-error-field': (node) => if_(node, /^(name|message|stack)$/.test(fieldSet(node) ?? '') &&
    /Error$/.test(baseOf(ts.findAncestor(node, ts.isClassLike) ?? node)?.getText() ?? '')),

  'assign-inherited': (node) => if_(node, isAssignment(node) &&
    isMember(node.left, /^(constructor|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable)$/)),
  'patched-prototype': (node, scope) => {
    const names = /^(Object|Math|JSON|\w*Error|Map|Set|Symbol|\w*Array|String|Function|Number|Boolean|RegExp|Date|Promise)$/
    const isField = (part: ts.Node) => ts.isPropertyAccessExpression(part) || ts.isElementAccessExpression(part)
    const changed = isCallOf(node, scope, /^Object\.defineProperty$/) ? node.arguments[0]
      : isAssignment(node) && isField(node.left) ? node.left.expression : undefined
    return changed && if_(node, isPrototype(changed, scope, names) || (names.test(changed.getText()) && scope.isGlobal(changed)))
  },

  'new-date': (node, scope) => if_(node, isNewOf(node, scope, /^Date$/) || isCallOf(node, scope, /^Date$/)),
  'negative-zero': (node) => if_(node, ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(node.operand) && Number(node.operand.text) === 0),
  'json-filter': (node, scope) => if_(node, isCallOf(node, scope, /^JSON\.(parse|stringify)$/) && node.arguments[1] !== undefined &&
    !isUndefined(node.arguments[1]) && node.arguments[1].kind !== ts.SyntaxKind.NullKeyword),
  'split-limit': (node) => if_(node, ts.isCallExpression(node) && isMember(node.expression, /^split$/) && node.arguments.length > 1),

  'regex-question': regex(/(^| )\?/),
  'regex-counted': regex(/(^| )\{ \d/),
  'regex-repeated-group': regex(/\) [*+]/),
  'regex-boundary': regex(/(^| )\\[bB]/),
  'regex-backreference': regex(/(^| )\\[1-9]/),
  'regex-escape': regex(/\\[uc]/),
  'regex-flags': (node) => if_(node, /[^gi]/.test(piecesOf(node).flags)),
  'regex-lookbehind': regex(/\( \? < [=!]/),
  'regex-named-group': regex(/\( \? < [^=!]/),
  'regex-property': regex(/\\[pP]/),

  'clear-all-timers': (node, scope) => if_(node, isCallOf(node, scope, /^clear(Timeout|Interval|Watch)$/) && node.arguments.length === 0),
  'clear-nothing': (node, scope) => if_(node, isCallOf(node, scope, /^clear(Timeout|Interval|Watch)$/) && isUndefined(node.arguments[0])),
  'extra-timer-arguments': (node, scope) => if_(node, isCallOf(node, scope, /^set(Timeout|Interval)$/) && node.arguments.length > 2),
}

/** Is a property of super read or written in a way that asks a getter or setter? */
function isAskedOfSuper(node: ts.Node, scope: Scope): boolean {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return false
  if (node.expression.kind !== ts.SyntaxKind.SuperKeyword) return false
  const declarations = scope.declarationsOf(ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression)
  if (declarations.some((one) => ts.isAccessor(one))) return true
  const { parent } = node
  if (written(parent) === node) return true
  const isCalled = ts.isCallExpression(parent) && parent.expression === node || isMember(parent, /^(call|apply|bind)$/)
  return declarations.length === 0 && !isCalled
}

export const LIMIT_FINDERS: Record<LimitId, Finder> = {
  'extends-built-in': (node, scope) => {
    const base = baseOf(node)
    const names = /^((Type|Range|Reference|Syntax|Eval|URI|Aggregate)?Error|\w*Array|Promise|Map|Set|RegExp|Date|Function|String|Number)$/
    return base && if_(base, names.test(base.getText()) && scope.isGlobal(base))
  },
  'dynamic-import': (node) => if_(node, ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword),
  'super-accessor': (node, scope) => if_(node, isAskedOfSuper(node, scope)),
  'top-level-await': (node) => if_(node, (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) &&
    ts.findAncestor(node, isFunction) === undefined),
}
