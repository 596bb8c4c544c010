// build.ts: `ringloop build`: the bundle of a program, its size, and what it contains.

import { resolve } from 'node:path'
import type { OutputOptions, RollupWatcherEvent } from 'rollup'
import { rollup } from '../rollup/peers'
import { shown } from '../rollup/problems'
import { ending } from './errors'
import { collected, make, settings } from './make'
import type { Made, Parts, Program } from './make'
import { Progress, colours, errorColours, grouped, seconds } from './terminal'
import { refuse, writeWhole } from './whole'

const LABELS: Record<keyof Parts, string> = { runtime: 'runtime', helpers: 'helpers', packages: 'packages', own: 'own code' }
const BAR = 30

/** A table of the parts: bytes, share, a bar. */
export function tableOf({ file, bytes, parts }: Pick<Made, 'file' | 'bytes' | 'parts'>): string {
  const rows = (Object.keys(LABELS) as (keyof Parts)[]).filter((part) => part !== 'packages' || parts.packages > 0)
  const width = grouped(bytes).length
  const head = `${colours.bold(shown(file))}  ${grouped(bytes)} bytes`
  return [head, ...rows.map((part) => {
    const share = bytes === 0 ? 0 : parts[part] / bytes
    const bar = '█'.repeat(Math.round(share * BAR))
    const percent = `${Math.round(share * 100)} %`.padStart(5)
    return `  ${LABELS[part].padEnd(8)}  ${grouped(parts[part]).padStart(width)}  ${colours.dim(percent)}  ${colours.cyan(bar)}`.trimEnd()
  })].join('\n')
}

export function warn(message: string): void {
  process.stderr.write(`${errorColours.yellow('warning:')} ${message.replace(/\s*\n\s*/g, ' ')}\n`)
}

export async function build(program: Program): Promise<void> {
  const started = Date.now()
  if (program.file !== undefined) refuse(resolve(program.file))
  const made = await make(program, new Progress(), warn)
  writeWhole(made.files)
  console.log(tableOf(made))
  console.error(errorColours.dim(`built in ${seconds(Date.now() - started)}`))
}

/** Builds again whenever a file of the program changes, until the user stops it. */
export async function watch(program: Program, verbose: boolean): Promise<void> {
  const progress = new Progress()
  const options = settings(program, progress, warn)
  const watcher = (await rollup()).watch({ ...options, watch: { skipWrite: true, clearScreen: false } })
  let before: number | undefined

  async function written(event: Extract<RollupWatcherEvent, { code: 'BUNDLE_END' }>): Promise<void> {
    const made = await collected(event.result, options.output as OutputOptions, program.target)
    await event.result.close()
    progress.clear()
    writeWhole(made.files)
    console.log(before === undefined ? tableOf(made) : `${colours.bold(shown(made.file))}  ${grouped(made.bytes)} bytes${change(made.bytes - before)}`)
    before = made.bytes
  }

  function failed(error: unknown): void {
    progress.clear()
    console.error(errorColours.red(ending(error, 'ringloop build', verbose).text))
  }

  watcher.on('event', (event) => {
    if (event.code === 'BUNDLE_START') progress.step(shown(resolve(program.entry)))
    else if (event.code === 'ERROR') {
      failed(event.error)
      void event.result?.close()
    } else if (event.code === 'BUNDLE_END') void written(event).catch(failed).then(waiting)
    if (event.code === 'ERROR') waiting()
  })
  await new Promise(() => undefined)
}

function waiting(): void {
  console.error(errorColours.dim(`${new Date().toTimeString().slice(0, 8)} waiting for changes; Ctrl-C stops`))
}

function change(bytes: number): string {
  return bytes === 0 ? '' : colours.dim(`  ${bytes > 0 ? '+' : '−'}${grouped(Math.abs(bytes))}`)
}
