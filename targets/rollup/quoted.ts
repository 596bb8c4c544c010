// quoted.ts: a property whose name has letters outside ASCII is named by a text, for Espruino and mquickjs read no such name.
//
//   size.größe    -->    size['größe']
//
// In literals the minifier puts such a name in quotes; of variables it takes the names away.

import type { Node, SourceFile, TransformerFactory } from 'typescript'
import type { TypeScript } from './peers'

/** To be given to TypeScript after it has made ES5: methods of classes are there then. */
export function quoted(ts: TypeScript): TransformerFactory<SourceFile> {
  return (context) => {
    const visit = (node: Node): Node => {
      const inside = ts.visitEachChild(node, visit, context)
      if (!ts.isPropertyAccessExpression(inside) || !/[^\0-\x7F]/.test(inside.name.text)) return inside
      const name = context.factory.createStringLiteral(inside.name.text)
      return ts.setTextRange(context.factory.createElementAccessExpression(inside.expression, name), inside)
    }
    return (file) => ts.visitEachChild(file, visit, context)
  }
}
