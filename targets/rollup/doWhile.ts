// doWhile.ts: no `do...while` in a `case`, for Espruino: it reads a loop that it passes over as well, and takes the `break` or
// `continue` that it passes over it for to be one of that loop. So what stands behind the loop would run.
//
//   do S while (c)    -->    for (var again = true; again; again = c) S
//
//   DW1  braces around it would do in the text, but the minifier takes them away

import type { Node, SourceFile, TransformerFactory } from 'typescript'
import type { TypeScript } from './peers'

/** To be given to TypeScript after it has made ES5: its own loops are there then. */
export function withoutDo(ts: TypeScript): TransformerFactory<SourceFile> {
  return (context) => {
    const { factory } = context

    function into(node: Node, inCase: boolean): Node {
      const within = ts.isCaseOrDefaultClause(node) || (inCase && !ts.isFunctionLike(node))
      const made = ts.visitEachChild(node, (child) => into(child, within), context)
      if (!inCase || !ts.isDoStatement(made)) return made
      const again = factory.createUniqueName('again')
      return ts.setTextRange(factory.createForStatement(
        factory.createVariableDeclarationList([factory.createVariableDeclaration(again, undefined, undefined, factory.createTrue())]),
        again, factory.createAssignment(again, made.expression), made.statement), node)
    }

    return (file) => into(file, false) as SourceFile
  }
}
