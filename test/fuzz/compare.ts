// compare.ts: runs programs on both sides and tells where they disagree.

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { traceOf } from './interpret'
import type { Program, Trace } from './program'
import { shrink } from './shrink'

const INTERPRET = fileURLToPath(new URL('interpret.py', import.meta.url))

/** Runs a program. The tests give a broken one. */
export type Run = (program: Program) => Trace

/** What CPython does with them, in one process. */
export function tracesOfPython(programs: Program[]): Trace[] {
  const text = execFileSync('python3', [INTERPRET], { input: JSON.stringify(programs), encoding: 'utf8', maxBuffer: 1 << 30 })
  return JSON.parse(text) as Trace[]
}

/** Why there is no comparison here: no python3, or one that record.py does not take. */
export function whyNot(): string | undefined {
  try {
    tracesOfPython([])
    return undefined
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr || error).trim()
  }
}

/** Of each program whether they disagree. */
function verdicts(programs: Program[], run: Run): boolean[] {
  const expected = tracesOfPython(programs)
  return programs.map((program, index) => JSON.stringify(run(program)) !== JSON.stringify(expected[index]))
}

export function disagreements(programs: Program[], run: Run = traceOf): Program[] {
  const disagree = verdicts(programs, run)
  return programs.filter((_, index) => disagree[index])
}

/** A program's core: the smallest found on which they disagree as well. */
export function coreOf(program: Program, run: Run = traceOf): Program {
  return shrink(program, (programs) => verdicts(programs, run))
}

/** The program as JSON, and both traces side by side; what differs is marked. */
export function told(program: Program, run: Run = traceOf): string {
  const python = tracesOfPython([program])[0] ?? []
  const ours = run(program)
  const lines = [`seed ${program.seed}`, JSON.stringify(program), `  ${'CPython'.padEnd(50)}  ringloop`]
  for (let at = 0; at < Math.max(python.length, ours.length); at++) {
    const [left, right] = [JSON.stringify(python[at]) ?? '', JSON.stringify(ours[at]) ?? '']
    lines.push(`${left === right ? ' ' : '≠'} ${left.padEnd(50)}  ${right}`)
  }
  return lines.join('\n')
}
