// run.ts: `npm run hw -- <target>`: builds the programs of this folder, runs them on a board or an engine's binary, and compares
// what they measure with what was measured there before.
//
//   npm run hw -- espruino --port /dev/ttyACM0 --pins D2,D3
//   npm run hw -- espruino --engine ~/bin/espruino --telnet
//   npm run hw -- quickjs --engine qjs soak --minutes 5 --write

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rollup } from 'rollup'
import type { OutputOptions, Plugin } from 'rollup'
import { target as targetFor } from '../targets/rollup'
import { USAGE, optionsOf } from './arguments'
import type { Options } from './arguments'
import { outcomeOf, runOn, versionOf } from './engines'
import { runPart } from './part'
import { temporary } from './processes'
import { PARTS } from '../test/harness/pieces'
import type { Outcome, Results } from './engines'

/** How long a program may take, but for soak. */
const LIMIT_MS = 120_000

/** What a program is told: files that stand in for its config.ts and edge.ts. */
function configured({ target, minutes, pins }: Options, folder: string): Plugin {
  const config = join(folder, 'config.ts')
  writeFileSync(config, `export const MINUTES = ${minutes}\nexport const PINS: string[] = ${JSON.stringify(pins)}\n`)
  return {
    name: 'hw',
    resolveId: (id, importer) => {
      if (id === './config') return config
      return target === 'espruino' && id === './edge' && importer?.startsWith(resolve('hw/programs/watch.ts')) ? resolve('hw/programs/edge.espruino.ts') : null
    },
  }
}

async function build(program: string, options: Options, folder: string): Promise<string> {
  const { target } = options
  const file = join(folder, `${program}.${target === 'node' ? 'mjs' : 'js'}`)
  const config = targetFor(target, `hw/programs/${program}.ts`, { file, sourcemap: false, plugins: [configured(options, folder)] })
  const bundle = await rollup(config)
  await bundle.write(config.output as OutputOptions)
  await bundle.close()
  return file
}

function measuredIn(lines: string[]): Record<string, string> {
  return Object.fromEntries(lines.flatMap((line) => {
    const [, what, value] = /^# ([^:]+): (-?[\d.]+ .+)$/.exec(line) ?? []
    return what === undefined || value === undefined ? [] : [[what, value]]
  }))
}

/** What is measured, and how many checks passed and failed. */
async function measure(options: Options): Promise<void> {
  const { target, place, programs, name, write } = options
  if (programs.includes('suite') && !existsSync('dist/suite/parts')) throw new Error('suite: dist/suite/parts is not there; npm run build')
  const resultsFile = resolve('hw/results', `${name}.json`)
  const before = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) as Results : undefined
  const version = options.version ?? await versionOf(target, place)
  const results: Results = { engine: version, date: new Date().toISOString().slice(0, 10), programs: { ...before?.programs } }
  const total = { passed: 0, failed: 0 }
  const note = (program: string, found: Outcome): void => {
    total.passed += found.passed
    total.failed += found.failed
    for (const [what, value] of Object.entries(found.measured)) {
      const old = before?.programs[program]?.measured[what]
      if (old !== undefined && old !== value) console.log(`  ${what}: ${value}, was ${old}`)
    }
    results.programs[program] = found
  }

  console.log(`${target}: ${results.engine}`)
  const folder = temporary()
  for (const program of programs.filter((known) => known !== 'suite')) note(program, await one(program, options, folder))
  if (programs.includes('suite')) {
    for (const part of PARTS) {
      const found = await suite(part, options, folder)
      // one whose cases are all for other engines says nothing
      if (found.passed + found.failed + Object.keys(found.measured).length > 0) note(`suite ${part}`, found)
    }
  }
  if (write) {
    writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`)
    console.log(`\nwritten to ${resultsFile}`)
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  process.exitCode = total.failed > 0 ? 1 : 0
}

async function one(program: string, options: Options, folder: string): Promise<Outcome> {
  const { target, place, minutes } = options
  console.log(`\n${program}`)
  const file = await build(program, options, folder)
  const lines = await runOn(target, place, file, LIMIT_MS + (program === 'soak' ? minutes * 60_000 : 0), (line) => {
    if (/^(ok|not ok|#|FAIL) /.test(line) || line.includes('ringloop:')) console.log(`  ${line}`)
  })
  const outcome = outcomeOf(lines)
  const end = lines.filter((line) => line !== '').slice(-5).join('\n  ')
  if (outcome === undefined) console.log(`  not ok the program did not end; its last lines:\n  ${end}`)
  return { passed: 0, failed: 1, ...outcome, measured: measuredIn(lines) }
}

async function suite(part: string, { target, place }: Options, folder: string): Promise<Outcome> {
  console.log(`\nsuite ${part}`)
  const file = join(folder, 'part.js')
  const { passed, failures, misfits, pieces } = await runPart(part, (script) => {
    writeFileSync(file, script)
    return runOn(target, place, file, LIMIT_MS, () => undefined)
  })
  for (const line of failures) console.log(`  FAIL ${line}`)
  for (const title of misfits) console.log(`  # does not fit: ${title}`)
  console.log(`  ${passed} passed, ${failures.length} failed, in ${pieces} piece(s)`)
  return { passed, failed: failures.length, measured: misfits.length === 0 ? {} : { 'do not fit': `${misfits.length} cases` } }
}

function usage(error: unknown): never {
  console.error(`hw: ${(error as Error).message}`)
  process.exit(2)
}

let options: Options | undefined
try {
  options = optionsOf(process.argv.slice(2))
} catch (error) {
  usage(error)
}
if (options === undefined) console.log(USAGE)
else await measure(options).catch(usage)
