// report.ts: how a failure is told.

import type { Program } from './programs'

export type Traces = Map<string, string[]>

/** The lines around the first difference of two traces. */
function difference(expected: string[], got: string[]): string {
  let at = 0
  while (at < expected.length && expected[at] === got[at]) at++
  const part = (lines: string[]) => lines.slice(Math.max(0, at - 3), at + 3).map((line) => `    ${line}`).join('\n')
  return `from line ${at + 1} on\n  V8:\n${part(expected)}\n  ours:\n${part(got)}`
}

/** Why a program has failed, or nothing. */
export function failureOf({ name, source }: Program, expected: string[] | undefined, got: string[] | undefined): string | undefined {
  if (expected === undefined || got === undefined) return `${name} has not run`
  if (expected.length === got.length && expected.every((line, index) => line === got[index])) return undefined
  return `${name}: another trace ${difference(expected, got)}\n${source}`
}
