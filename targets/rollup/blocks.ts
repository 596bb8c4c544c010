// blocks.ts: a program in fewer functions and objects, for an engine where each takes memory as long as it is there.
//
// Espruino, 13-byte blocks, code in flash: a function 3, 1 for each parameter and 1 for its name; a method the same; what an error
// class is made of 29. So what seldom runs is one function for all, and what only that needs is made when it is first needed:
// methods.ts (a method becomes a function), later.ts, cold.ts. `@cold` in a comment marks what seldom runs (marks.ts).
//
//   BL1  the program does what it did, in the same order; only the names of functions in a stack are others
//   BL2  every part keeps its place in the source map; of a function that is called where it stands, that of the call counts, which
//        terser has left at the bracket: the function itself can be from elsewhere
//   BL3  it comes after what is not needed is gone and expressions are as short as they can be (the first half of minify.ts), so
//        that only functions are counted that are left; names get short afterwards

import { generate } from '@babel/generator'
import { parse } from '@babel/parser'
import babelTraverse from '@babel/traverse'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { withoutBases } from './bases'
import { coldFunctions, inDispatchers } from './cold'
import { inline } from './inline'
import { madeLater } from './later'
import type { Marks } from './marks'
import { asFunctions } from './methods'
import { seldomRun } from './seldom'

// the package is CommonJS, and its types say otherwise
const traverse = ((babelTraverse as unknown as { default?: typeof babelTraverse }).default ?? babelTraverse)

export interface Written {
  code: string
  map: object
}

/** BL2: what is called where it stands begins, for the map, where the call's bracket is. */
function callsKeepTheirPlace(program: NodePath<t.Program>): void {
  program.traverse({
    CallExpression: ({ node: { callee } }) => {
      if (callee.type === 'FunctionExpression' && callee.loc) callee.loc = { ...callee.loc, start: callee.loc.end }
    },
  })
}

/** `map` is the code's own, and leads further back; `words`: those of the program's own files. */
export function inFewBlocks({ code, map }: Written, marks: Marks, words: Set<string>): Written {
  const ast = parse(code, { sourceFilename: 'program.js', sourceType: 'module' })
  traverse(ast, {
    Program: (program: NodePath<t.Program>) => {
      withoutBases(program)
      inline(program)
      const { functions, methods } = seldomRun(program, marks, words)
      const marked = new Set([...functions, ...asFunctions(program, methods)])
      for (const maker of madeLater(program, coldFunctions(program, marked), marked)) marked.add(maker)
      inDispatchers(program, coldFunctions(program, marked))
      callsKeepTheirPlace(program)
      program.stop()
    },
  })
  // the types know nothing of inputSourceMap
  const options: object = { sourceMaps: true, sourceFileName: 'program.js', inputSourceMap: map }
  const result = generate(ast, options, code)
  return { code: result.code, map: result.map as object }
}
