// explain.ts: an outcome that is not ok, as the text of a failed test.

import type { Outcome } from './run'

export function explain({ trace, reports, error, stack }: Outcome): string {
  const lines = trace.map((line) => `  ${JSON.stringify(line)}`)
  return [`${error?.name}: ${error?.message}`, ...reports.map((text) => `reported: ${text}`), 'trace:', ...lines, stack].join('\n')
}
