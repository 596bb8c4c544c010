// substitutes.ts: what TypeScript makes of object spread (Object.assign) and of private fields (WeakMap, WeakSet) calls our helpers,
// since not every engine has these.
//
//   SU1  what the user wrote so is the user's: only what TypeScript has made, which has no place in the text, is replaced

import type { CallExpression, Expression, Identifier, NewExpression, Node, SourceFile, TransformerFactory } from 'typescript'
import type { TypeScript } from './peers'

/** To be given to TypeScript after its own steps. */
export function substitutes(ts: TypeScript): TransformerFactory<SourceFile> {
  const isMade = (node: Node) => ts.getOriginalNode(node).pos < 0

  /** The helper that is to be called instead. */
  function helperFor({ expression: callee }: CallExpression | NewExpression): string | undefined {
    if (!isMade(callee)) return undefined
    if (ts.isIdentifier(callee)) return /^Weak(Map|Set)$/.test(callee.text) ? `__${callee.text}` : undefined
    return ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'Object' &&
      callee.name.text === 'assign' ? '__assign' : undefined
  }

  return (context) => (file) => {
    const { factory } = context
    const locals = new Map<string, Identifier>()

    function localOf(helper: string): Expression {
      const local = locals.get(helper) ?? factory.createUniqueName(helper)
      locals.set(helper, local)
      return local
    }

    const visit = (node: Node): Node => {
      const inside = ts.visitEachChild(node, visit, context)
      const helper = ts.isCallExpression(inside) || ts.isNewExpression(inside) ? helperFor(inside) : undefined
      if (helper === undefined) return inside
      if (ts.isNewExpression(inside)) return factory.updateNewExpression(inside, localOf(helper), undefined, inside.arguments)
      const call = inside as CallExpression
      return factory.updateCallExpression(call, localOf(helper), undefined, call.arguments)
    }

    const changed = ts.visitEachChild(file, visit, context)
    if (locals.size === 0) return file
    const names = [...locals].map(([helper, local]) => factory.createImportSpecifier(false, factory.createIdentifier(helper), local))
    const imports = factory.createImportDeclaration(undefined,
      factory.createImportClause(undefined, undefined, factory.createNamedImports(names)), factory.createStringLiteral('tslib'))
    return factory.updateSourceFile(changed, [...changed.statements, imports])
  }
}
