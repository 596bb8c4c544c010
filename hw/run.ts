// run.ts: `npm run hw -- <target>`: builds the programs of this folder, runs them on a board or an engine's binary, and compares
// what they measure with what was measured there before.
//
//   npm run hw -- espruino --port /dev/ttyACM0 --pins D2,D3
//   npm run hw -- espruino --engine ~/bin/espruino --telnet
//   npm run hw -- quickjs --engine qjs soak --minutes 5 --write

import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { rollup } from 'rollup'
import type { OutputOptions, Plugin } from 'rollup'
import { target as targetFor } from '../targets/rollup'
import type { Target } from '../targets/rollup'
import { outcomeOf, runOn, versionOf } from './engines'
import type { Place } from './engines'

const TARGETS: Target[] = ['espruino', 'quickjs', 'mquickjs', 'moddable', 'node']
const PROGRAMS = ['timers', 'watch', 'cancel', 'memory']
const LIMIT_MS = 120_000

/** What was measured: one file for each board or engine. */
interface Results {
  engine: string
  date: string
  programs: Record<string, { passed: number; failed: number; measured: Record<string, string> }>
}

const USAGE = `npm run hw -- <target> [program ...] [options]

  target      ${TARGETS.join(', ')}
  program     ${PROGRAMS.join(', ')} (default: these), soak, or suite: every case, in parts
  --port P    a board: a serial port, a Bluetooth address, tcp://host:port (espruino)
  --engine X  a binary of the engine instead: espruino, qjs, mqjs, xst
  --telnet    speak to espruino's binary as to a board
  --tool X    Espruino's upload tool (npm install -g espruino); default: espruino
  --pins A,B  two pins that a wire connects, A drives B
  --minutes N how long soak takes; default: 60
  --version V what the engine is, where it does not say
  --name N    the name of the results file; default: the target's
  --write     keep the results in hw/results/`

function fail(message: string): never {
  console.error(`hw: ${message}`)
  process.exit(2)
}

function configured(minutes: number, pins: string[], target: Target): Plugin {
  return {
    name: 'hw',
    resolveId: (id, importer) => (target === 'espruino' && id === './edge' && importer?.endsWith('/watch.ts') ? resolve('hw/programs/edge.espruino.ts') : null),
    transform: (code, id) => (!id.endsWith('/hw/programs/config.ts') ? null : {
      code: code.replace(/MINUTES = \d+/, `MINUTES = ${minutes}`).replace(/(PINS: string\[\] =|PINS =) \[\]/, `$1 ${JSON.stringify(pins)}`), map: null,
    }),
  }
}

async function build(target: Target, program: string, folder: string, plugin: Plugin): Promise<string> {
  const file = join(folder, `${program}.${target === 'node' ? 'mjs' : 'js'}`)
  const config = targetFor(target, `hw/programs/${program}.ts`, { file, sourcemap: false, plugins: [plugin] })
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

const { values, positionals: [target, ...named] } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' }, engine: { type: 'string' }, telnet: { type: 'boolean', default: false }, tool: { type: 'string', default: 'espruino' },
    pins: { type: 'string', default: '' }, minutes: { type: 'string', default: '60' }, name: { type: 'string' }, version: { type: 'string' }, write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help || target === undefined) {
  console.log(USAGE)
  process.exit(values.help ? 0 : 2)
}
if (!TARGETS.includes(target as Target)) fail(`'${target}' is no target; give one of ${TARGETS.join(', ')}`)
const engine = values.engine ?? (target === 'node' ? process.execPath : undefined)
if (engine === undefined && values.port === undefined) fail(`${target}: where? give --engine PATH${target === 'espruino' ? ' or --port PORT' : ''}`)
if (values.port !== undefined && target !== 'espruino') fail(`--port: no tool is known that sends programs to a ${target} board; see hw/README.md`)
const minutes = Number(values.minutes)
if (!(minutes > 0)) fail(`--minutes: '${values.minutes}' is no number of minutes`)

const place: Place = { port: values.port, engine, telnet: values.telnet, tool: values.tool }
const programs = named.length > 0 ? named : PROGRAMS
const known = [...PROGRAMS, 'soak', 'suite']
const unknown = programs.find((program) => !known.includes(program))
if (unknown !== undefined) fail(`'${unknown}' is no program; give ${known.join(', ')}`)

const resultsFile = resolve('hw/results', `${values.name ?? target}.json`)
const before = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) as Results : undefined
const version = values.version ?? await versionOf(target as Target, place)
const results: Results = { engine: version, date: new Date().toISOString().slice(0, 10), programs: { ...before?.programs } }
const folder = mkdtempSync(join(tmpdir(), 'ringloop-hw-'))
const total = { passed: 0, failed: 0 }

async function one(program: string, file: string): Promise<void> {
  console.log(`\n${program}`)
  const lines = await runOn(target as Target, place, file, LIMIT_MS + (program === 'soak' ? minutes * 60_000 : 0), (line) => {
    if (/^(ok|not ok|#|FAIL) /.test(line) || line.includes('ringloop:')) console.log(`  ${line}`)
  })
  const outcome = outcomeOf(lines)
  const end = lines.filter((line) => line !== '').slice(-5).join('\n  ')
  if (outcome === undefined) console.log(`  not ok the program did not end; its last lines:\n  ${end}`)
  total.passed += outcome?.passed ?? 0
  total.failed += outcome?.failed ?? 1
  const measured = measuredIn(lines)
  for (const [what, value] of Object.entries(measured)) {
    const old = before?.programs[program]?.measured[what]
    if (old !== undefined && old !== value) console.log(`  ${what}: ${value}, was ${old}`)
  }
  results.programs[program] = { passed: outcome?.passed ?? 0, failed: outcome?.failed ?? 1, measured }
}

console.log(`${target}: ${results.engine}`)
const plugin = configured(minutes, values.pins === '' ? [] : values.pins.split(','), target as Target)
for (const program of programs.filter((name) => name !== 'suite')) await one(program, await build(target as Target, program, folder, plugin))
if (programs.includes('suite')) {
  for (const part of readdirSync('dist/suite/parts').filter((file) => file.endsWith('.js'))) await one(`suite ${basename(part, '.js')}`, `dist/suite/parts/${part}`)
}
rmSync(folder, { recursive: true })
if (values.write) {
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`)
  console.log(`\nwritten to ${resultsFile}`)
}
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
