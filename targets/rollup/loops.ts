// loops.ts: `for...of` without what TypeScript would make of it for ES5: a `finally`, in which Espruino loses errors.
//
//   LP1  over what is known to be an array it becomes a loop with an index. It means the same, for an array's iterator reads the
//        length at each step too; it is smaller, and a wait in it needs no label to close an iterator
//   LP2  over anything else it closes its iterator by catch, and before each jump out of it
//   LP3  one that waits is left to lower/; and so is one with a jump out of it through a `finally` of its own, which has to run first

import type { Expression, ForOfStatement, Node, SourceFile, Statement, TransformationContext, TransformerFactory, TypeChecker } from 'typescript'
import type { TypeScript } from './peers'

/** What LP2 calls, as the file imports it. */
const HELPERS = { __values: '$values', __close: '$close', __abandon: '$abandon' }

/** The import of what LP2 has put into a file's code. */
export function loopImports(code: string): string {
  const names = Object.entries(HELPERS).filter(([, local]) => code.includes(`${local}(`)).map(([name, local]) => `${name} as ${local}`)
  return names.length === 0 ? '' : `import { ${names.join(', ')} } from "tslib";\n`
}

/** To be given to TypeScript before it takes the types away. */
export function loops(ts: TypeScript, checker: TypeChecker): TransformerFactory<SourceFile> {
  const { factory } = ts

  function isArray(node: Expression): boolean {
    const type = checker.getTypeAtLocation(node)
    const types = type.isUnion() ? type.types : [type]
    return types.every((one) => checker.isArrayType(one) || checker.isTupleType(one))
  }

  /** Does the loop itself wait, not only a function in it? */
  function waits(node: Node): boolean {
    if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true
    if (ts.isForOfStatement(node) && node.awaitModifier) return true
    return !ts.isFunctionLike(node) && ts.forEachChild(node, waits) === true
  }

  /** Is this a jump out of a loop? `inner`: what an unlabelled break or continue would mean instead; `labels` stand in the loop. */
  function leaves(node: Node, inner: { break: boolean; continue: boolean }, labels: string[]): boolean {
    if (ts.isReturnStatement(node)) return true
    if (!ts.isBreakStatement(node) && !ts.isContinueStatement(node)) return false
    if (node.label) return !labels.includes(node.label.text)
    return ts.isBreakStatement(node) && !inner.break
  }

  const isLoop = (node: Node) => ts.isIterationStatement(node, false)

  interface Around {
    inner: { break: boolean; continue: boolean }
    labels: string[]
    /** in a try statement with a finally block */
    guarded: boolean
  }

  function into(node: Node, { inner, labels, guarded }: Around): Around {
    return {
      inner: { break: inner.break || isLoop(node) || ts.isSwitchStatement(node), continue: inner.continue || isLoop(node) },
      labels: ts.isLabeledStatement(node) ? [...labels, node.label.text] : labels,
      guarded: guarded || (ts.isTryStatement(node) && node.finallyBlock !== undefined),
    }
  }

  const OUTSIDE: Around = { inner: { break: false, continue: false }, labels: [], guarded: false }

  function leavesGuarded(node: Node, around: Around): boolean {
    if (around.guarded && leaves(node, around.inner, around.labels)) return true
    return !ts.isFunctionLike(node) && ts.forEachChild(node, (child) => leavesGuarded(child, into(node, around))) === true
  }

  const call = (helper: keyof typeof HELPERS, ...args: Expression[]) =>
    factory.createCallExpression(factory.createIdentifier(HELPERS[helper]), undefined, args)

  /** The loop's variable, or what stands in its place, gets `value`. */
  function taking({ initializer }: ForOfStatement, value: Expression): Statement {
    if (!ts.isVariableDeclarationList(initializer)) return factory.createExpressionStatement(factory.createAssignment(initializer, value))
    const declarations = initializer.declarations.map((one) =>
      factory.updateVariableDeclaration(one, one.name, undefined, undefined, value))
    return factory.createVariableStatement(undefined, factory.updateVariableDeclarationList(initializer, declarations))
  }

  const declared = (...pairs: [ReturnType<typeof factory.createLoopVariable>, Expression | undefined][]) =>
    factory.createVariableDeclarationList(
      pairs.map(([name, value]) => factory.createVariableDeclaration(name, undefined, undefined, value)), ts.NodeFlags.Let)

  const statementsOf = (body: Statement): readonly Statement[] => (ts.isBlock(body) ? body.statements : [body])

  /** LP1 */
  function counted(node: ForOfStatement): Statement {
    const index = factory.createLoopVariable()
    const list = factory.createTempVariable(undefined)
    const first = ts.setTextRange(taking(node, factory.createElementAccessExpression(list, index)), node.initializer)
    const more = factory.createLessThan(index, factory.createPropertyAccessExpression(list, 'length'))
    return factory.createForStatement(declared([index, factory.createNumericLiteral(0)], [list, node.expression]), more,
      factory.createPostfixIncrement(index), factory.createBlock([first, ...statementsOf(node.statement)], true))
  }

  /** LP2 */
  function closed(node: ForOfStatement, context: TransformationContext): Statement {
    const iterator = factory.createTempVariable(undefined)
    const step = factory.createTempVariable(undefined)
    const error = factory.createUniqueName('error')
    const close = () => factory.createExpressionStatement(call('__close', iterator))

    const exits = (around: Around) => (inside: Node): Node => {
      if (ts.isFunctionLike(inside)) return inside
      if (leaves(inside, around.inner, around.labels)) {
        if (!ts.isReturnStatement(inside) || !inside.expression) return factory.createBlock([close(), inside as Statement])
        const result = factory.createTempVariable(undefined)
        return factory.createBlock([
          factory.createVariableStatement(undefined, declared([result, inside.expression])), close(),
          ts.setTextRange(factory.createReturnStatement(result), inside),
        ])
      }
      return ts.visitEachChild(inside, exits(into(inside, around)), context)
    }
    const body = statementsOf(node.statement).map((statement) => exits(OUTSIDE)(statement) as Statement)
    const first = ts.setTextRange(taking(node, factory.createPropertyAccessExpression(step, 'value')), node.initializer)
    const next = factory.createAssignment(step,
      factory.createCallExpression(factory.createPropertyAccessExpression(iterator, 'next'), undefined, []))
    const caught = factory.createCatchClause(error, factory.createBlock([factory.createExpressionStatement(call('__abandon', iterator, error))]))
    return factory.createForStatement(declared([iterator, call('__values', node.expression)], [step, undefined]),
      factory.createLogicalNot(factory.createPropertyAccessExpression(factory.createParenthesizedExpression(next), 'done')), undefined,
      factory.createBlock([factory.createTryStatement(factory.createBlock([first, ...body], true), caught, undefined)], true))
  }

  return (context) => (file) => {
    const visit = (node: Node): Node => {
      const inside = ts.visitEachChild(node, visit, context)
      if (!ts.isForOfStatement(node) || !ts.isForOfStatement(inside) || node.awaitModifier) return inside
      const array = isArray(node.expression)
      if (!array && (waits(node) || leavesGuarded(node.statement, OUTSIDE))) return inside
      return ts.setOriginalNode(ts.setTextRange(array ? counted(inside) : closed(inside, context), node), node)
    }
    return ts.visitEachChild(file, visit, context)
  }
}
