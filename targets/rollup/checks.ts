// checks.ts: finds what a target cannot run: in the sources as the user wrote them, and in the output.
//
//   C1  a place is that of the user's own text, also for what is found in the output: the source map leads back to it
//   C2  what the build lowers or mends is no problem in a source: what contains an await or yield of its function becomes labels
//       of a frame, and `Symbol.iterator` and its like become strings; if the build did not, the output shows it
//   C3  a name is a global only if nothing in the file declares it, and missing only if no condition around asks for it
//   C4  methods are looked up by type, so they are found only with the program that the types come from
//   C5  what a call does is known as far as its functions stand in the same file. An unknown call makes no compound assignment
//       suspicious, for it hardly ever changes the variable; but it may well contain a try/catch, so none may stand in finally

import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import ts from 'typescript'
import { LACKS, remedyOf, wordOf } from './builtins'
import { FACTS, LIMITS, NAMES } from './facts'
import type { Device, Fact, FactId, LimitId, TargetName } from './facts'
import { Scope, isAssignment, isFunction, own, ownPart, walk, written } from './scope'

export interface Problem {
  file: string
  /** both from 1 */
  line: number
  column: number
  /** a key of FACTS or LIMITS, or `built-in` */
  fact: string
  message: string
}

type Stage = 'source' | 'output'

/** The part of `node` that the engine cannot run, if there is one. */
type Finder = (node: ts.Node, scope: Scope) => ts.Node | undefined

type FoundId = { [Id in FactId]: (typeof FACTS)[Id]['found'] extends 'nowhere' ? never : Id }[FactId]

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
  return ts.isNewExpression(node) && ts.isIdentifier(node.expression) && names.test(node.expression.text) && scope.isGlobal(node.expression)
}

const CONSTRUCTORS = /^(Array|String|Function|Number|Boolean|RegExp|Date|Promise|\w+Array)$/

/** `Array.prototype` of a built-in. */
function isPrototype(node: ts.Node, scope: Scope, names: RegExp): boolean {
  return isMember(node, /^prototype$/) && ts.isIdentifier(node.expression) && names.test(node.expression.text) && scope.isGlobal(node.expression)
}

/** Is this array a pattern that takes another array apart? */
function isPattern(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent) || ts.isPropertyAssignment(parent) || ts.isSpreadElement(parent)) return isPattern(parent)
  return (isAssignment(parent) && parent.left === node) || ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === node)
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
  return ts.isCaseOrDefaultClause(decides)
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
      const mention = { symbol: scope.symbolOf(node), node, skippable: around.filter((part, i) => i > 0 && mayBeSkipped(part, around[i - 1] as ts.Node)) }
      if (ts.isVariableDeclaration(node.parent) && node.parent.name === node && !ts.isCatchClause(node.parent.parent)) declared.push(mention)
      else used.push(mention)
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

/** A catch variable whose name something else in its function has. */
function repeatedCatchName(fn: ts.Node): ts.Node | undefined {
  const names: ts.Identifier[] = []
  const caught: ts.Identifier[] = []
  walk(fn, (node) => {
    if (node !== fn && isFunction(node)) return false
    if (ts.isIdentifier(node) && (ts.isParameter(node.parent) || ts.isVariableDeclaration(node.parent)) && node.parent.name === node) {
      names.push(node)
      if (ts.isCatchClause(node.parent.parent)) caught.push(node)
    }
    return true
  })
  return caught.find((node) => names.some((other) => other !== node && other.text === node.text))
}

/** Does a loop that starts at or behind the declared parameters ask for it? Then the count is right where it matters. */
function countsRest(node: ts.PropertyAccessExpression): boolean {
  const fn = ts.findAncestor(node, (outer): outer is ts.FunctionLikeDeclaration => isFunction(outer) && !ts.isArrowFunction(outer))
  const { parameters } = fn ?? {}
  if (parameters === undefined || parameters.length === 0) return true
  const condition = node.parent
  const loop = condition.parent
  if (!ts.isBinaryExpression(condition) || !ts.isForStatement(loop) || loop.condition !== condition || !ts.isIdentifier(condition.left)) return false
  const index = condition.left.text
  return loop.initializer !== undefined && ownPart(loop.initializer, (part) => {
    const [name, value] = ts.isVariableDeclaration(part) ? [part.name, part.initializer] : isAssignment(part) ? [part.left, part.right] : []
    return name !== undefined && name.getText() === index && value !== undefined && Number(value.getText()) >= parameters.length
  }) !== undefined
}

function isPrimitive(node: ts.Expression | undefined): boolean {
  return node !== undefined && (ts.isLiteralExpression(node) && !ts.isRegularExpressionLiteral(node) || ts.isTemplateExpression(node) ||
    ts.isPrefixUnaryExpression(node) || ts.isTypeOfExpression(node) || node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
}

function baseOf(node: ts.Node): ts.Expression | undefined {
  return ts.isClassLike(node) ? node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression : undefined
}

/** The name of a field that this sets in an object of its class. */
function fieldSet(node: ts.Node): string | undefined {
  if (isAssignment(node) && ts.isPropertyAccessExpression(node.left) && node.left.expression.kind === ts.SyntaxKind.ThisKeyword) return node.left.name.text
  if (!ts.isPropertyDeclaration(node) || node.initializer === undefined || ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) return undefined
  return node.name.getText()
}

const FINDERS: Record<FoundId, Finder> = {
  'holes': (node) => if_(node, ts.isArrayLiteralExpression(node) && node.elements.some(ts.isOmittedExpression) && !isPattern(node)),
  'labels': (node) => if_(node, ts.isLabeledStatement(node) && !inCoroutine(node)),
  'default-last': (node) => if_(node, ts.isDefaultClause(node) && node.parent.clauses.at(-1) !== node && !lowered(node.parent.parent)),
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
    return if_(node, own(node).some((outer) => ts.isForInStatement(outer) && !lowered(outer) && outer.expression.getText() === expression.getText() &&
      outer.initializer.getText().split(' ').at(-1) === argumentExpression.getText()))
  },
  'getter-statement': (node) => if_(node, ts.isExpressionStatement(node) && ts.isPropertyAccessExpression(node.expression)),
  'compound-call': (node, scope) => if_(node, isAssignment(node) && node.operatorToken.kind !== ts.SyntaxKind.EqualsToken &&
    !lowered(node) && scope.changes(node.right, node.left)),
  'hoisting': (node) => ts.isSourceFile(node) || (ts.isBlock(node) && isFunction(node.parent)) ? lateFunction(node.statements) : undefined,
  'skipped-var': (node, scope) => isFunction(node) ? useBeforeVar(node, scope) : undefined,
  'catch-name': (node) => isFunction(node) ? repeatedCatchName(node) : undefined,
  'direct-eval': (node, scope) => if_(node, isCallOf(node, scope, /^eval$/)),

  'arguments-length': (node) => if_(node, isMember(node, /^length$/) && node.expression.getText() === 'arguments' && !countsRest(node)),
  'new-primitive': (node, scope) => if_(node, ts.isNewExpression(node) && scope.functionsOf(node.expression).some((fn) =>
    ownPart(ts.isClassLike(fn) ? fn.members.find(ts.isConstructorDeclaration) : fn, (part) => ts.isReturnStatement(part) && isPrimitive(part.expression)))),
  'new-spread': (node) => if_(node, ts.isNewExpression(node) && (node.arguments?.some(ts.isSpreadElement) ?? false)),
  'length-write': (node, scope) => {
    const target = written(node)
    return target && if_(node, isMember(target, /^length$/) && target.expression.kind !== ts.SyntaxKind.ThisKeyword && scope.mayBeArray(target.expression))
  },
  'built-in-prototype': (node, scope) => if_(node, ts.isPropertyAccessExpression(node) && isPrototype(node.expression, scope, CONSTRUCTORS) &&
    node.name.text !== 'constructor' && !(isAssignment(node.parent) && node.parent.left === node)),
  'object-create-properties': (node, scope) => if_(node, isCallOf(node, scope, /^Object\.create$/) && node.arguments.length > 1 && !isUndefined(node.arguments[1])),
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
    const names = /^(Object|Math|JSON|Error|\w+Error|Map|Set|Symbol|Array|String|Function|Number|Boolean|RegExp|Date|Promise|\w+Array)$/
    if (isCallOf(node, scope, /^Object\.defineProperty$/)) return if_(node, node.arguments[0] !== undefined && isPrototype(node.arguments[0], scope, names))
    const target = isAssignment(node) ? node.left : undefined
    if (target === undefined || !(ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))) return undefined
    const { expression } = target
    return if_(node, isPrototype(expression, scope, names) || (ts.isIdentifier(expression) && names.test(expression.text) && scope.isGlobal(expression)))
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

const LIMIT_FINDERS: Record<LimitId, Finder> = {
  'extends-built-in': (node, scope) => {
    const base = baseOf(node)
    return base && if_(base, /^(Error|(Type|Range|Reference|Syntax|Eval|URI|Aggregate)Error|\w*Array|Promise|Map|Set|RegExp|Date|Function|String|Number)$/.test(base.getText()) && scope.isGlobal(base))
  },
  'dynamic-import': (node) => if_(node, ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword),
  'top-level-await': (node) => if_(node, (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) &&
    ts.findAncestor(node, isFunction) === undefined),
}

// Built-ins

/** Those symbols that the build makes strings of where the engine has none (C2). */
const MADE_STRINGS = /^Symbol\.(iterator|asyncIterator|dispose|asyncDispose)$/

/** The owner, as builtins.ts names it, of a method that the type checker found in the interface `name`. */
function ownerOf(name: string): string {
  if (/^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(name)) return 'Uint8Array#'
  return `${name.replace(/^Readonly/, '').replace(/^(Callable|Newable)Function$/, 'Function')}#`
}

/** What the engine lacks, by owner. */
const lacking = new Map<Device, Map<string, Set<string>>>()

function lacks(device: Device, owner: string, name: string): boolean {
  let table = lacking.get(device)
  if (table === undefined) {
    table = new Map(Object.entries(LACKS[device]).map(([key, names]) => [key, new Set(names.split(' '))]))
    lacking.set(device, table)
  }
  return table.get(owner)?.has(name) ?? false
}

/** A built-in that `node` names and the engine lacks: its owner and name. */
function missing(node: ts.Node, device: Device, scope: Scope, stage: Stage): [owner: string, name: string] | undefined {
  if (ts.isBigIntLiteral(node)) return lacks(device, '', 'BigInt') ? ['', 'BigInt'] : undefined
  if (ts.isIdentifier(node)) {
    if (!lacks(device, '', node.text) || !scope.isReference(node) || !scope.isGlobal(node)) return undefined
    const isMadeString = stage === 'source' && MADE_STRINGS.test(node.parent.getText())
    return isMadeString || scope.isAskedFor(node) ? undefined : ['', node.text]
  }
  if (!ts.isPropertyAccessExpression(node) || scope.isAskedFor(node)) return undefined
  const { expression, name: { text } } = node
  if (ts.isIdentifier(expression) && scope.isGlobal(expression)) {
    const owner = /^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(expression.text) ? 'Uint8Array' : expression.text
    if (lacks(device, owner, text)) return [expression.text, text]
  }
  const interfaces = scope.builtInInterfaces(node.name)
  const found = interfaces.find((name) => lacks(device, ownerOf(name), text))
  return found === undefined ? undefined : [ownerOf(found), text]
}

// Checking

function problemsOf(scope: Scope, file: string, device: Device, stage: Stage): Problem[] {
  const problems: Problem[] = []
  const add = (node: ts.Node, fact: string, { what, why, remedy }: Pick<Fact, 'what' | 'why' | 'remedy'>): void => {
    const { line, character } = scope.file.getLineAndCharacterOfPosition(node.getStart(scope.file))
    problems.push({ file, line: line + 1, column: character + 1, fact, message: `${what}: ${why}; ${remedy}` })
  }
  const active = (Object.keys(FINDERS) as FoundId[]).filter((id) => {
    const { engines, found }: Fact = FACTS[id]
    return engines.includes(device) && (found === 'both' || found === stage)
  })
  walk(scope.file, (node) => {
    if (scope.isOnlyType(node)) return false
    for (const id of active) {
      const found = FINDERS[id](node, scope)
      if (found) add(found, id, FACTS[id])
    }
    if (stage === 'source') {
      for (const id of Object.keys(LIMITS) as LimitId[]) {
        const found = LIMIT_FINDERS[id](node, scope)
        if (found) add(found, id, LIMITS[id])
      }
    }
    const [owner, name] = missing(node, device, scope, stage) ?? []
    if (owner !== undefined && name !== undefined) {
      add(owner.endsWith('#') && ts.isPropertyAccessExpression(node) ? node.name : node, 'built-in',
        { what: wordOf(owner, name), why: `${NAMES[device]} has none`, remedy: remedyOf(owner, name) })
    }
    return true
  })
  return problems.sort((a, b) => a.line - b.line || a.column - b.column)
}

/**
 * What the target cannot run in a source of the user's, in TypeScript or JavaScript, in the order of the text. `program` holds `file`
 * and type-checks it with the libraries of libFor(target); without it, missing methods are not found (C4).
 */
export function check(source: string, file: string, target: TargetName, program?: ts.Program): Problem[] {
  return target === 'node' ? [] : problemsOf(new Scope(source, file, program), file, target, 'source')
}

/**
 * What the target cannot run in a finished bundle, which is ES5. `map` leads the places back to the sources; what has no place there,
 * or without it, is told by its place in the bundle, as file `output`.
 */
export function checkOutput(code: string, target: TargetName, map?: EncodedSourceMap): Problem[] {
  if (target === 'node') return []
  const problems = problemsOf(new Scope(code, 'output.js', undefined), 'output', target, 'output')
  if (map === undefined) return problems
  const trace = new TraceMap(map)
  return problems.map((problem) => {
    const { source, line, column } = originalPositionFor(trace, { line: problem.line, column: problem.column - 1 })
    return source === null ? problem : { ...problem, file: source, line, column: column + 1 }
  })
}

/** The `lib` that a target's programs are type-checked with: one for all, since check() tells what an engine lacks of it. */
export function libFor(_target: TargetName): string[] {
  return ['ES2023']
}
