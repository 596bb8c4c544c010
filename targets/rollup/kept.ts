// kept.ts: loops stay that only take time. To Rollup a loop without an effect is nothing, and Date.now() is pure, so
// `while (Date.now() < end);` and `for (var i = 0; i < 1000; i++);`, by which programs wait for the hardware, would be gone.
//
//   KP1  each loop has an effect that Rollup believes in, a variable that nobody knows, until the bundle is made; then that
//        becomes blanks, so source maps stay true
//   KP2  not where it waits by itself: that is an effect

import type { Node, SourceFile, Statement, TransformerFactory } from 'typescript'
import type { TypeScript } from './peers'

const TIME = '$ringloop_time'
const SAID = new RegExp(`\\${TIME};`, 'g')

/** To be given to TypeScript before it takes the types away. */
export function kept(ts: TypeScript): TransformerFactory<SourceFile> {
  return (context) => {
    const { factory } = context

    function waits(node: Node): boolean {
      if (ts.isAwaitExpression(node) || ts.isYieldExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true
      return !ts.isFunctionLike(node) && ts.forEachChild(node, waits) === true
    }

    function takingTime(body: Statement): Statement {
      const time = factory.createExpressionStatement(factory.createIdentifier(TIME))
      return factory.createBlock([time, ...(ts.isBlock(body) ? body.statements : [body])], true)
    }

    function visit(node: Node): Node {
      const made = ts.visitEachChild(node, visit, context)
      if (!ts.isIterationStatement(made, false) || waits(node)) return made
      return ts.visitEachChild(made, (child) => (child === made.statement ? takingTime(made.statement) : child), context)
    }

    return (file) => ts.visitEachChild(file, visit, context)
  }
}

/** The bundle without what kept() has put into it. */
export function withoutTime(code: string): string {
  return code.replace(SAID, (text) => ' '.repeat(text.length))
}
