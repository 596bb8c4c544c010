// marks.ts: which functions seldom run: those whose comment says `@cold` (cold.ts).

import type { Program } from 'acorn'

/** The functions of the top level that are marked: the comment right before them says `@cold`. */
export function markedCold(code: string, program: Program): Set<string> {
  const marked = new Set<string>()
  let end = 0
  for (const statement of program.body) {
    const comment = /\/\*(?:[^*]|\*(?!\/))*\*\/\s*$/.exec(code.slice(end, statement.start))?.[0]
    if (statement.type === 'FunctionDeclaration' && comment && /@cold\b/.test(comment)) marked.add(statement.id.name)
    end = statement.end
  }
  return marked
}
