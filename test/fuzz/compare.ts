// compare.ts: runs programs on both sides and tells where they disagree.

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Interpreter } from './interpreters'
import type { Program, Trace } from './program'
import { shrink } from './shrink'

const INTERPRET = fileURLToPath(new URL('interpret.py', import.meta.url))

/** What CPython does with them, in one process. */
export function tracesOfPython(programs: Program[]): Trace[] {
  const text = execFileSync('python3', [INTERPRET], { input: JSON.stringify(programs), encoding: 'utf8', maxBuffer: 1 << 30, stdio: 'pipe' })
  return JSON.parse(text) as Trace[]
}

/** Why there is no comparison here: no python3, or one that record.py or interpret.py refuses. Throws if it fails otherwise. */
export function whyNot(): string | undefined {
  try {
    tracesOfPython([])
    return undefined
  } catch (error) {
    const { code, stderr } = error as { code?: string, stderr?: string }
    if (code === 'ENOENT') return 'there is no python3'
    if (stderr !== undefined && /^(record|interpret)\.py: /.test(stderr)) return stderr.trim()
    throw error
  }
}

/** Of each program the first interpreter that disagrees with CPython, if one does. */
function dissenters(programs: Program[], interpreters: Interpreter[]): (Interpreter | undefined)[] {
  const expected = tracesOfPython(programs).map((trace) => JSON.stringify(trace))
  return programs.map((program, index) => interpreters.find(({ traceOf }) => JSON.stringify(traceOf(program)) !== expected[index]))
}

/** A program, and who does not do with it what CPython does. */
export interface Disagreement {
  program: Program
  interpreter: Interpreter
}

export function disagreements(programs: Program[], interpreters: Interpreter[]): Disagreement[] {
  const found = dissenters(programs, interpreters)
  return programs.flatMap((program, index) => {
    const interpreter = found[index]
    return interpreter === undefined ? [] : [{ program, interpreter }]
  })
}

/** Its core: the smallest program found on which they disagree as well. */
export function coreOf({ program, interpreter }: Disagreement): Disagreement {
  const disagree = (programs: Program[]) => dissenters(programs, [interpreter]).map((found) => found !== undefined)
  return { program: shrink(program, disagree), interpreter }
}

/** The program as JSON, and both traces side by side; what differs is marked. */
export function told({ program, interpreter }: Disagreement): string {
  const python = tracesOfPython([program])[0] ?? []
  const ours = interpreter.traceOf(program)
  const lines = [`seed ${program.seed}`, JSON.stringify(program), `  ${'CPython'.padEnd(50)}  ringloop (${interpreter.name})`]
  for (let at = 0; at < Math.max(python.length, ours.length); at++) {
    const [left, right] = [python, ours].map((trace) => trace[at] === undefined ? '' : JSON.stringify(trace[at])) as [string, string]
    lines.push(`${left === right ? ' ' : '≠'} ${left.padEnd(50)}  ${right}`)
  }
  return lines.join('\n')
}
