// marks.ts: which functions and methods seldom run: those whose comment says `@cold` (blocks.ts).

import type { Program } from 'acorn'

export interface Marks {
  functions: Set<string>
  methods: Set<string>
}

/** What the comment right before it marks, among the statements of `program`. A method is known by its name. */
export function marksIn(code: string, program: Program): Marks {
  const functions = new Set<string>()
  const methods = new Set<string>()
  let end = 0
  for (const statement of program.body) {
    const comment = /\/\*(?:[^*]|\*(?!\/))*\*\/\s*$/.exec(code.slice(end, statement.start))?.[0]
    end = statement.end
    if (!comment || !/@cold\b/.test(comment)) continue
    if (statement.type === 'FunctionDeclaration') functions.add(statement.id.name)
    else if (statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression') {
      const { left } = statement.expression
      if (left.type === 'MemberExpression' && !left.computed && left.property.type === 'Identifier') methods.add(left.property.name)
    }
  }
  return { functions, methods }
}
