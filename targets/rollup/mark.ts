// mark.ts: for the library's own bundles: marks what shake.ts may take out of a program.
//
// A file of src/ does nothing at load time but declare, so whatever a program does not reach may go: each method, what is
// said about one class or hook, and each constant that a call makes.

import type { CustomTransformers, Expression, SourceFile, Statement, TransformerFactory } from 'typescript'
import type { TypeScript } from './peers'
import { MARK } from './shake'

/** A comment's text, between its stars. */
const METHOD = MARK.slice(2, -2)

/** To be given to TypeScript, which has made ES5 of the file by then. `isDeclaring`: is this a file that only declares? */
export function marking(ts: TypeScript, isDeclaring: (file: string) => boolean): CustomTransformers {
  const comment = (node: Expression, text: string) =>
    ts.addSyntheticLeadingComment(node, ts.SyntaxKind.MultiLineCommentTrivia, text, false)

  /** `X.prototype.m = function`, `hook.m = function`, calls about `X.prototype`: the part that is marked. */
  function aboutOne(statement: Statement): Expression | undefined {
    if (!ts.isExpressionStatement(statement)) return undefined
    const { expression } = statement
    if (ts.isBinaryExpression(expression)) {
      return ts.isPropertyAccessExpression(expression.left) && ts.isFunctionExpression(expression.right) ? expression.right : undefined
    }
    const [first] = ts.isCallExpression(expression) ? expression.arguments : []
    return first !== undefined && ts.isPropertyAccessExpression(first) && first.name.text === 'prototype' ? first : undefined
  }

  /** Without parentheses and what only TypeScript sees. */
  function within(node: Expression): Expression {
    return ts.isParenthesizedExpression(node) || ts.isPartiallyEmittedExpression(node) ? within(node.expression) : node
  }

  function marked(statements: readonly Statement[]): void {
    for (const statement of statements) {
      const part = aboutOne(statement)
      if (part !== undefined) comment(part, METHOD)
    }
  }

  const factory: TransformerFactory<SourceFile> = () => (file) => {
    if (!isDeclaring(file.fileName)) return file
    marked(file.statements)
    for (const statement of file.statements) {
      if (!ts.isVariableStatement(statement)) continue
      for (const { initializer } of statement.declarationList.declarations) {
        if (initializer === undefined) continue
        const call = within(initializer)
        if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) continue
        comment(initializer, '#__PURE__')
        const callee = within(call.expression)
        if (ts.isFunctionExpression(callee)) marked(callee.body.statements)
      }
    }
    return file
  }
  return { after: [factory] }
}
