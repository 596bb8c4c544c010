// scope.ts: what a file says of its names: which are globals, what functions there are, and what a call of them may do.
//
//   S1  names are resolved by TypeScript in a program of this one file, without any library: what it does not find is a global
//   S2  methods are known by their names alone: a call of x.stop() may be any function of the file that is called stop
//   S3  types come from the user's program, if there is one

import ts from 'typescript'

export function isFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)
}

/** Visits the tree; `visit` answers whether to go further down. */
export function walk(node: ts.Node, visit: (node: ts.Node) => boolean): void {
  if (visit(node)) ts.forEachChild(node, (child) => walk(child, visit))
}

/** The first part of `node`, itself included, that is like this and runs with it: not in another function. */
export function ownPart(node: ts.Node | undefined, isIt: (part: ts.Node) => boolean): ts.Node | undefined {
  let found: ts.Node | undefined
  if (node !== undefined) {
    walk(node, (part) => {
      if (found !== undefined || (part !== node && isFunction(part))) return false
      if (isIt(part)) found = part
      return found === undefined
    })
  }
  return found
}

/** What is around `node` in its function, innermost first. */
export function own(node: ts.Node): ts.Node[] {
  const around: ts.Node[] = []
  for (let at = node.parent; at as ts.Node | undefined; at = at.parent) {
    around.push(at)
    if (isFunction(at)) break
  }
  return around
}

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
}

/** What `node` writes to, if it writes. */
export function written(node: ts.Node): ts.Expression | undefined {
  if (isAssignment(node)) return node.left
  const writes = (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  return writes ? node.operand : undefined
}

/** `a && b` and its like, where b may be left out. */
function isShort(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && ['&&', '||', '??'].includes(node.operatorToken.getText())
}

/** Is the value of `parent`, or whether it is one, that of its part `node`? */
function isLast(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isBinaryExpression(parent)) return parent.right === node && parent.operatorToken.kind === ts.SyntaxKind.CommaToken
  return ts.isParenthesizedExpression(parent) || ts.isPrefixUnaryExpression(parent)
}

/** A program of one file. */
function programOf(source: ts.SourceFile, name: string): ts.Program {
  return ts.createProgram({
    rootNames: [name],
    options: { noLib: true, noResolve: true, allowJs: true, types: [], target: ts.ScriptTarget.ESNext },
    host: {
      getSourceFile: (file) => (file === name ? source : undefined),
      fileExists: (file) => file === name,
      readFile: () => undefined,
      writeFile: () => undefined,
      getDefaultLibFileName: () => 'lib.d.ts',
      getCurrentDirectory: () => '/',
      getCanonicalFileName: (file) => file,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
    },
  })
}

/** The node itself of `(node)`, `node as T`, `node!`. */
function bare(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node)
    ? bare(node.expression)
    : node
}

const BUILT_IN_METHODS = new Set([[], '', 0, true, /a/, new Date(0), {}, isFunction, new Uint8Array(0), new Map(), new Set(), Promise.resolve()]
  .flatMap((value) => {
    const names: string[] = []
    for (let at: unknown = Object(value); at !== null; at = Object.getPrototypeOf(at)) names.push(...Object.getOwnPropertyNames(at))
    return names
  }))

export class Scope {
  readonly file: ts.SourceFile
  readonly #checker: ts.TypeChecker
  readonly #program: ts.Program | undefined
  /** the same file in the user's program */
  readonly #typed: ts.SourceFile | undefined
  #methods: Map<string, ts.Node[]> | undefined

  constructor(source: string, name: string, program: ts.Program | undefined) {
    const file = /\.[cm]?[jt]sx?$/.test(name) ? `/${name.replace(/^.*[\\/]/, '')}` : '/source.ts'
    this.file = ts.createSourceFile(file, source, ts.ScriptTarget.ESNext, true)
    this.#checker = programOf(this.file, file).getTypeChecker()
    const typed = program?.getSourceFile(name)
    this.#typed = typed?.text === source ? typed : undefined
    this.#program = program
  }

  symbolOf(node: ts.Identifier): ts.Symbol | undefined {
    return ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
      ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.#checker.getSymbolAtLocation(node)
  }

  isGlobal(node: ts.Node): boolean {
    // what TypeScript knows by itself, such as `require` in JavaScript, is declared nowhere
    return ts.isIdentifier(node) && this.symbolOf(node)?.declarations === undefined
  }

  /** A variable, and not the name of a property or a label? */
  isReference(node: ts.Identifier): boolean {
    const { parent } = node
    if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
    if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isAccessor(parent) || ts.isPropertyDeclaration(parent) ||
      ts.isEnumMember(parent)) return parent.name !== node
    if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent.propertyName !== node
    return !ts.isLabeledStatement(parent) && !ts.isBreakOrContinueStatement(parent) && !ts.isMetaProperty(parent)
  }

  /** Nothing of this is left at run time. */
  isOnlyType(node: ts.Node): boolean {
    if (ts.isTypeNode(node)) return !ts.isExpressionWithTypeArguments(node)
    if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword
    const isDeclared = ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
    return isDeclared === true || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isTypeParameterDeclaration(node)
  }

  isCaught(node: ts.Node): boolean {
    const declaration = ts.isIdentifier(node) ? this.symbolOf(node)?.declarations?.[0] : undefined
    return declaration !== undefined && ts.isCatchClause(declaration.parent)
  }

  /** Does a condition that decides whether `node` runs contain such a part? */
  isGuarded(node: ts.Node, isGuard: (part: ts.Node) => boolean): boolean {
    const asks = (condition: ts.Node | undefined): boolean => condition !== undefined && ownPart(condition, isGuard) !== undefined
    for (let part = node; part.parent as ts.Node | undefined; part = part.parent) {
      const decides = part.parent
      if (ts.isIfStatement(decides) && part !== decides.expression && asks(decides.expression)) return true
      if (ts.isConditionalExpression(decides) && part !== decides.condition && asks(decides.condition)) return true
      if (isShort(decides) && part === decides.right && asks(decides.left)) return true
      if (ts.isBlock(decides) || ts.isSourceFile(decides) || ts.isCaseOrDefaultClause(decides)) {
        const before = decides.statements.slice(0, decides.statements.indexOf(part as ts.Statement))
        if (before.some((statement) => ts.isIfStatement(statement) && asks(statement.expression))) return true
      }
    }
    return false
  }

  /** Is `Map` or `Array.from` here only asked for, or is it asked around it whether the engine has it? */
  isAskedFor(node: ts.Expression): boolean {
    const word = node.getText()
    if (ts.isTypeOfExpression(node.parent)) return true
    // the condition that it is a part of, or the choice
    let whole: ts.Node = node
    while (isShort(whole.parent) || isLast(whole, whole.parent)) {
      if (ts.isPropertyAccessExpression(node) && isShort(whole.parent) && whole.parent.left === whole) return true
      whole = whole.parent
    }
    const { parent } = whole
    const decides = ts.isIfStatement(parent) || (ts.isConditionalExpression(parent) && parent.condition === whole)
    if (decides && ts.isPropertyAccessExpression(node)) return true
    if (ts.isConditionalExpression(parent)) whole = parent
    const taker = whole.parent
    const keeper = ts.isVariableDeclaration(taker) ? taker.name : isAssignment(taker) && taker.right === whole ? taker.left : undefined
    if (keeper !== undefined && ts.isIdentifier(keeper) && this.#isCondition(keeper)) return true
    const last = ts.isPropertyAccessExpression(node) ? node.name.text : word
    return this.isGuarded(node, (part) => (ts.isTypeOfExpression(part) && part.expression.getText() === word) ||
      (ts.isPropertyAccessExpression(part) && part !== node && part.getText() === word) || (ts.isStringLiteral(part) && part.text === last))
  }

  /** Does a condition of the file contain this variable? */
  #isCondition(name: ts.Identifier): boolean {
    const symbol = this.symbolOf(name)
    const isIt = (part: ts.Node): boolean => ts.isIdentifier(part) && part.text === name.text && this.symbolOf(part) === symbol
    let found = false
    walk(this.file, (node) => {
      const condition = ts.isIfStatement(node) ? node.expression
        : ts.isConditionalExpression(node) ? node.condition
          : isShort(node) ? node.left : undefined
      found ||= ownPart(condition, isIt) !== undefined
      return !found
    })
    return found
  }

  /** The built-in interfaces that declare the property that `name` stands for (S3). */
  builtInInterfaces(name: ts.MemberName): string[] {
    if (this.#typed === undefined || this.#program === undefined) return []
    const node = this.#twin(name)
    const symbol = node && this.#program.getTypeChecker().getSymbolAtLocation(node)
    return (symbol?.declarations ?? []).flatMap((declaration) => {
      const isLibrary = this.#program?.isSourceFileDefaultLibrary(declaration.getSourceFile()) === true
      return isLibrary && ts.isInterfaceDeclaration(declaration.parent) ? [declaration.parent.name.text] : []
    })
  }

  /** The declarations of a property, in the user's program or else in this file; [] if there are none. */
  declarationsOf(name: ts.Node): ts.Declaration[] {
    const twin = this.#twin(name)
    const checker = twin === undefined ? this.#checker : this.#program?.getTypeChecker()
    return checker?.getSymbolAtLocation(twin ?? name)?.declarations ?? []
  }

  /** May this be an array, or a string? Without types, anything may. */
  mayBeArray(node: ts.Node): boolean {
    const twin = this.#twin(node)
    if (twin === undefined || this.#program === undefined) return true
    const checker = this.#program.getTypeChecker()
    const type = checker.getTypeAtLocation(twin)
    return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0 || checker.isArrayLikeType(type)
  }

  /** The same node in the user's program. */
  #twin(node: ts.Node): ts.Node | undefined {
    let found: ts.Node | undefined
    const visit = (at: ts.Node): void => {
      if (at.pos > node.pos || at.end < node.end) return
      if (at.pos === node.pos && at.end === node.end && at.kind === node.kind) found = at
      ts.forEachChild(at, visit)
    }
    if (this.#typed !== undefined) visit(this.#typed)
    return found
  }

  /** The functions and classes of this file that `callee` may be; [] if there are none. */
  functionsOf(callee: ts.Node): ts.Node[] {
    const node = bare(callee)
    if (isFunction(node) || ts.isClassLike(node)) return [node]
    if (ts.isIdentifier(node)) {
      return (this.symbolOf(node)?.declarations ?? []).flatMap((declaration) => {
        if (ts.isFunctionDeclaration(declaration) || ts.isClassLike(declaration)) return [declaration]
        const value = ts.isVariableDeclaration(declaration) && declaration.initializer && bare(declaration.initializer)
        return value && (isFunction(value) || ts.isClassLike(value)) ? [value] : []
      })
    }
    if (!ts.isPropertyAccessExpression(node)) return []
    if (/^(call|apply)$/.test(node.name.text)) return this.functionsOf(node.expression)
    return this.#methodsNamed(node.name.text)
  }

  /** S2 */
  #methodsNamed(name: string): ts.Node[] {
    if (this.#methods === undefined) {
      const methods = this.#methods = new Map<string, ts.Node[]>()
      const add = (key: string, fn: ts.Node): unknown => methods.get(key)?.push(fn) ?? methods.set(key, [fn])
      const addValue = (key: string, value: ts.Node | undefined): unknown => value && isFunction(bare(value)) && add(key, bare(value))
      walk(this.file, (node) => {
        if (ts.isMethodDeclaration(node) || ts.isAccessor(node)) add(node.name.getText(), node)
        if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) addValue(node.name.getText(), node.initializer)
        if (isAssignment(node) && ts.isPropertyAccessExpression(node.left)) addValue(node.left.name.text, node.right)
        return true
      })
    }
    return this.#methods.get(name) ?? []
  }

  /** A function of the engine itself, as far as names tell. */
  #isEngines(callee: ts.Node): boolean {
    const node = bare(callee)
    if (ts.isIdentifier(node)) return this.isGlobal(node)
    if (!ts.isPropertyAccessExpression(node)) return false
    let root = node.expression
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isCallExpression(root)) root = root.expression
    return this.isGlobal(root) || BUILT_IN_METHODS.has(node.name.text)
  }

  /** What runs when `node` does: it, and what it calls, as far as the file tells. Stops when `visit` answers true. */
  #reach(node: ts.Node, visit: (part: ts.Node) => boolean): boolean {
    const seen = new Set<ts.Node>()
    let stop = false
    const enter = (start: ts.Node): void => {
      if (seen.has(start)) return
      seen.add(start)
      walk(start, (part) => {
        stop ||= visit(part)
        if (!stop && (ts.isCallExpression(part) || ts.isNewExpression(part))) this.functionsOf(part.expression).forEach(enter)
        return !stop
      })
    }
    enter(node)
    return stop
  }

  /** May this call run a try statement? It may if nobody knows what it calls. */
  mayTry(call: ts.CallExpression | ts.NewExpression): boolean {
    return this.#reach(call, (part) => ts.isTryStatement(part) || ((ts.isCallExpression(part) || ts.isNewExpression(part)) &&
      this.functionsOf(part.expression).length === 0 && !this.#isEngines(part.expression)))
  }

  /** Does `value`, or what it calls, assign to what `target` names? */
  changes(value: ts.Node, target: ts.Node): boolean {
    const name = bare(target)
    const symbol = ts.isIdentifier(name) ? this.symbolOf(name) : undefined
    return this.#reach(value, (part) => {
      const place = written(part)
      const other = place && bare(place)
      if (other === undefined) return false
      if (ts.isIdentifier(name)) return ts.isIdentifier(other) && other.text === name.text && this.symbolOf(other) === symbol
      return ts.isPropertyAccessExpression(name) && ts.isPropertyAccessExpression(other) && other.name.text === name.name.text
    })
  }
}
