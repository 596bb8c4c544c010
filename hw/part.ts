// part.ts: a part of the suite on an engine: whole, or where that takes too much memory, in pieces of it, as large as they fit.

import { readFileSync } from 'node:fs'
import { pieceOf, unitsOf } from '../test/harness/pieces'

/** How it went. */
export interface Counts {
  passed: number
  /** lines `title: why`; what did not fit is not among them */
  failures: string[]
  skips: string[]
  /** what does not fit: the case that broke off, or the part if not even its first case began */
  misfits: string[]
  /** in how many pieces it ran; 1: whole */
  pieces: number
}

const LAST = /^(\d+) passed, (\d+) failed, (\d+) skipped$/
/** of the first pieces */
const UNITS = 8
/** What an engine says then. */
const NO_MEMORY = /out of memory/i

/** The last that it said. */
export function endOf(lines: string[]): string {
  return lines.filter((line) => line !== '').slice(-3).join(' | ').slice(-300)
}

/** Adds what a script printed (test/harness/script.ts), if it came to its end. */
export function add(counts: Counts, lines: string[]): boolean {
  const last = lines.map((line) => LAST.exec(line)).find((found) => found !== null)
  if (!last) return false
  const told = (word: string): string[] => lines.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length))
  counts.failures.push(...told('FAIL '))
  counts.skips.push(...told('SKIP '))
  counts.passed += Number(last[1])
  return true
}

/** Runs a part by `run`, which takes a script and gives the lines that it printed. */
export async function runPart(part: string, run: (script: string) => Promise<string[]>): Promise<Counts> {
  const counts: Counts = { passed: 0, failures: [], skips: [], misfits: [], pieces: 1 }
  if (add(counts, await run(readFileSync(`dist/suite/parts/${part}.js`, 'utf8')))) return counts
  counts.pieces = 0
  const inPieces = async (from: number, to: number): Promise<void> => {
    const lines = await run(await pieceOf(part, [from, to]))
    if (add(counts, lines)) counts.pieces++
    else if (to - from === 1) {
      const title = lines.findLast((line) => line.startsWith('RUN '))?.slice('RUN '.length) ?? part
      if (lines.some((line) => NO_MEMORY.test(line))) counts.misfits.push(title)
      else counts.failures.push(`${title}: it broke off: ${endOf(lines)}`)
    }
    else {
      const middle = Math.ceil((from + to) / 2)
      await inPieces(from, middle)
      await inPieces(middle, to)
    }
  }
  const units = unitsOf(part)
  for (let from = 0; from < units; from += UNITS) await inPieces(from, Math.min(from + UNITS, units))
  return counts
}
