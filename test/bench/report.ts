// report.ts: the bench's numbers as text for a terminal.

import type { Bundle } from './bundles'
import { FORMS } from './engines'
import { MEMORY_ROWS, ROWS } from './measure'
import type { Bytes, Time } from './measure'

export interface Report {
  engine: string
  library: string
  rounds: number
  times: Time[]
  /** none in V8, which hides them */
  memory: Bytes[]
  bundles: Bundle[]
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function cell(value: number, spread: number | undefined, ratio: number | undefined): string {
  const parts = [whole(value).padStart(7)]
  if (spread !== undefined) parts.push(`±${Math.round(spread * 100)}%`.padStart(5))
  parts.push((ratio === undefined ? '' : `×${ratio.toFixed(2)}`).padStart(6))
  return parts.join(' ')
}

/** Lines of columns: the first to the left, the others to the right, all in one width. */
function aligned(lines: string[][]): string {
  const widths = (lines[0] as string[]).map((_, i) => Math.max(...lines.map((line) => (line[i] as string).length)))
  return lines.map((line) => line.map((text, i) => {
    const width = widths[i] as number
    return i === 0 ? text.padEnd(width) : text.padStart(width)
  }).join('   ').trimEnd()).join('\n')
}

function titled(title: string, lines: string[][]): string {
  return `${title}\n\n${aligned(lines).replace(/^/gm, '  ')}\n`
}

/** One column per form. */
function perForm<T extends { form: string }>(found: T[], show: (one: T) => string): string[] {
  return FORMS.map(({ name }) => {
    const one = found.find(({ form }) => form === name)
    return one ? show(one) : ''
  })
}

function times({ times }: Report): string[][] {
  return ROWS.map(({ name, title }) => [
    title,
    ...perForm(times.filter(({ row }) => row === name), ({ ns, spread, ratio }) => cell(ns, spread, ratio))
  ])
}

function memory({ memory }: Report): string[][] {
  return MEMORY_ROWS.map(({ name, title }) => [
    title,
    ...perForm(memory.filter(({ row }) => row === name), ({ bytes, ratio }) => cell(bytes, undefined, ratio))
  ])
}

/** The whole report. */
export function text(report: Report): string {
  const head = ['', ...FORMS.map(({ name }) => name)]
  const parts = [
    `${report.engine}; ${report.library}; ${report.rounds} interleaved rounds\n`,
    titled('Time: ns per operation, median, ± half the distance between the quartiles, × by native', [head, ...times(report)])
  ]
  if (report.memory.length > 0) parts.push(titled('Memory: bytes per task, × by native', [head, ...memory(report)]))
  parts.push(titled('Bundles: bytes', [
    ['', 'plain', 'minified', 'gzip'],
    ...report.bundles.map(({ file, plain, minified, gzip }) =>
      [file, whole(plain), minified === undefined ? '' : whole(minified), whole(gzip)])
  ]))
  return parts.join('\n')
}
