// run.ts: `ringloop run`: a program in the emulator, from the command line.
//
//   RU1  what the program did goes to stdout; warnings, how long it took, and why it failed go to stderr
//   RU2  the first Ctrl-C cancels main, so that its `finally` blocks run; the second switches the power off

import { extname, resolve } from 'node:path'
import { complaint, duration, eventLines, perfettoOf, report, runProgram, svgOf } from '../testing'
import type { Run, RunOptions } from '../testing'
import { shown } from '../rollup/problems'
import { Usage } from './errors'
import { onSignal } from './signals'
import { Progress, colours, errorColours, hasColours, seconds } from './terminal'
import { refuse, writeWhole } from './whole'

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }
const SIZES: Record<string, number> = { '': 1, k: 1024, m: 1024 * 1024 }

/** '1h', '90s', '1.5m': ms. */
export function timeOf(text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(text) ?? []
  const ms = UNITS[unit]
  if (ms === undefined) throw new Usage(`'${text}' is no time; give one as 500ms, 90s, 10m, 1h or 2d`)
  return Number(digits) * ms
}

/** '64k': bytes. */
export function sizeOf(text: string): number {
  const [, digits, unit = ''] = /^(\d+)([km]?)b?$/i.exec(text) ?? []
  if (digits === undefined) throw new Usage(`'${text}' is no size; give bytes, as 65536, 64k or 1M`)
  return Number(digits) * (SIZES[unit.toLowerCase()] ?? NaN)
}

export function countOf(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new Usage(`'${text}' is no number of 1 or more`)
  return count
}

/** How a trace is drawn, by what its file's name ends with. */
const PICTURES = { '.svg': (run: Run) => svgOf(run), '.json': perfettoOf }

export function traceFile(file: string): string {
  if (!(extname(file) in PICTURES)) throw new Usage(`'${file}': a trace is a picture in an .svg or a .json for Perfetto; give such a name`)
  return file
}

export interface Looks {
  /** only what the program prints */
  quiet: boolean
  traces: string[]
}

/** Aborts as RU2 says. */
function interruptible(progress: Progress): { signal: AbortSignal; kill: AbortSignal } {
  const [first, second] = [new AbortController(), new AbortController()]
  function interrupt(): void {
    progress.clear()
    if (first.signal.aborted) second.abort()
    else {
      console.error(errorColours.dim('cancelling main; once more switches the power off'))
      first.abort()
    }
  }
  onSignal(interrupt)
  return { signal: first.signal, kill: second.signal }
}

function look() {
  const { columns, isTTY } = process.stdout
  return { columns: isTTY ? Math.min(Math.max(columns, 60), 120) : 80, colour: hasColours(process.stdout) }
}

/** Gives the exit code. */
export async function run(options: RunOptions, { quiet, traces }: Looks): Promise<number> {
  for (const file of traces) refuse(resolve(file))
  const progress = new Progress()
  const { signal, kill } = interruptible(progress)
  const live = options.clock === 'real' && !quiet
  const result = await runProgram({
    ...options, signal, kill, trace: traces.length > 0,
    onProgress({ stage, now, until }) {
      const what = stage === 'build' ? 'building' : `${duration(now)}${until === Infinity ? '' : ` of ${duration(until)}`}`
      if (!live || stage === 'build') progress.step(`${shown(resolve(options.entry))}: ${what}`)
    },
    onEvent(event) {
      if (!live) return
      progress.clear()
      console.log(eventLines(event, look()).join('\n'))
    },
  }).finally(() => {
    onSignal()
    progress.clear()
  })
  for (const warning of result.bundle.warnings) console.error(`${errorColours.yellow('warning:')} ${warning}`)
  if (quiet) for (const line of result.output) console.log(line)
  else process.stdout.write(`${live ? '\n' : ''}${report(result, { ...look(), timeline: !live })}`)
  draw(result, traces)
  const { took, now } = result
  if (!quiet) console.error(errorColours.dim(`\nbuilt in ${seconds(took.build)}; ran ${duration(now)} in ${seconds(took.run)}`))
  const failed = complaint(result)
  if (failed !== undefined) console.error(`\n${failed}`)
  return result.exitCode
}

function draw(result: Run, traces: string[]): void {
  for (const file of traces) {
    writeWhole([[resolve(file), PICTURES[extname(file) as keyof typeof PICTURES](result)]])
    console.error(`trace: ${colours.bold(file)}`)
  }
}
