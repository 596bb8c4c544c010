// console.ts: what a program printed, out of what comes from an engine.

/**
 * The lines, without what Espruino's console adds: prompts, colours and cursor movements, carriage returns, and the zeros with which
 * its Linux build ends. The last one may be half a line.
 */
export function linesOf(output: string): string[] {
  return output.replace(/\x1b\[[\d;]*[A-Za-z]|\r+\n?/g, '\n').replace(/[\0\ufffd]/g, '').split('\n').map((line) => line.replace(/^>+/, '').trim())
}
