// start.ts: `npm start`: a program in the emulator, from the command line.
//
//   start.ts <program.ts> [--mocks <file>] [--until <seconds>] [--ready <n>] [--timers <n>]
// The mocks of program.ts are program.mocks.ts, if there is one. The report goes to stdout; how long it took, and what went
// wrong, to stderr. Exit code 1 if the program failed.

import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { complaint, duration, report } from './report'
import { runProgram } from './run'

const USAGE = 'give a program: npm start -- <program.ts> [--mocks <file>] [--until <seconds>] [--ready <n>] [--timers <n>]'

function numberOf(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!(number > 0)) throw new Error(`--${name}: '${value}' is no number above 0`)
  return number
}

async function main(): Promise<void> {
  const string = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { mocks: string, until: string, ready: string, timers: string },
  })
  const entry = positionals.at(-1)
  if (entry === undefined) throw new Error(USAGE)
  const beside = entry.replace(/\.ts$/, '.mocks.ts')
  const seconds = numberOf('until', values.until)
  const run = await runProgram({
    entry,
    preload: values.mocks ?? (existsSync(beside) ? beside : undefined),
    until: seconds && seconds * 1000,
    ready: numberOf('ready', values.ready),
    timers: numberOf('timers', values.timers),
  })
  for (const warning of run.bundle.warnings) console.error(warning)
  const { isTTY, columns } = process.stdout
  const look = { columns: isTTY ? Math.min(Math.max(columns, 60), 120) : 80, colour: isTTY && !process.env.NO_COLOR }
  process.stdout.write(report(run, look))
  const seen = (ms: number) => `${(ms / 1000).toFixed(2)} s`
  console.error(`\nbuilt in ${seen(run.took.build)}; ran ${duration(run.now)} in ${seen(run.took.run)}`)
  const failed = complaint(run)
  if (failed === undefined) return
  console.error(`\n${failed}`)
  process.exitCode = 1
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
