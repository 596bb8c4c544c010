// piece.ts: a piece of a part of the suite (pieces.mjs) says before each case which it is, for it may not come back; and of a
// matrix (test/parity) it makes those programs only that it is to run.

const wanted: Record<string, boolean> = {}
let isPiece = false

/** This is a piece. */
export function begin(): void {
  isPiece = true
}

/** It runs the program of a subject that has this name. */
export function want(name: string): void {
  wanted[name] = true
}

export function isWanted(name: string): boolean {
  return !isPiece || wanted[name] === true
}

/** What is to be said before a case. */
export function announced(title: string): string | undefined {
  return isPiece ? 'RUN ' + title : undefined
}
