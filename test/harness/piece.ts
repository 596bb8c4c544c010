// piece.ts: a piece of a part of the suite (pieces.mjs) says before each case which it is, for it may not come back; and of a
// matrix (test/parity) it makes those programs only that it is to run.

const wanted: Record<string, boolean> = {}
let piece = false

/** This is a piece. */
export function begin(): void {
  piece = true
}

/** It runs the program of a subject that has this name. */
export function want(name: string): void {
  wanted[name] = true
}

export function isWanted(name: string): boolean {
  return !piece || wanted[name] === true
}

export function isPiece(): boolean {
  return piece
}
