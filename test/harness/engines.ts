// engines.ts: the suite on every engine that is on this machine, as a table. `npm run test:engines`, after `npm run build`.
//
//   npm run test:engines                    all that are found, by the names of their commands
//   npm run test:engines -- duk mujs        these, and it is a failure if one is not there
//   RINGLOOP_JERRY=~/bin/jerry npm run ...  the command by its path; RINGLOOP_ and the name in capitals, for each
//
//   EN1  an engine runs dist/suite/suite.es5.js, or if it has little memory each part by itself, in pieces if need be (hw/part.ts)
//   EN2  a script that does not print its last line has failed, whatever it printed
//   EN3  the last line of all is the sum: `N passed, N failed, N skipped`

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { linesOf } from '../../hw/console'
import { add, endOf, runPart } from '../../hw/part'
import type { Counts } from '../../hw/part'
import { commandOf, variableOf } from './command'
import { PARTS } from './pieces'
import { flavours, open } from './vm'
import { expectedOf } from './recorded'

/** What came out of it. */
export interface Row extends Counts {
  name: string
  version: string
}

function rowOf(name: string, version: string): Row {
  return { name, version, passed: 0, failures: [], skips: [], misfits: [], pieces: 1 }
}

interface Binary {
  name: string
  args?: string[]
  /** What tells its version: options, or a script, and where it stands in the output. */
  version?: { args?: string[]; script?: string; pattern: RegExp }
  /** Its memory is that of a board: it runs parts, from flash, where the command of that name has put them. */
  flashedBy?: string
}

export const BINARIES: Binary[] = [
  { name: 'espruino', version: { script: 'print("version " + process.env.VERSION + " " + process.env.GIT_COMMIT)', pattern: /version (.*)/ } },
  { name: 'espruino_small', flashedBy: 'espruino', version: { script: 'print("version " + process.env.VERSION + ", " + process.memory().total + " blocks of " + process.memory().blocksize + " bytes")', pattern: /version (.*)/ } },
  { name: 'qjs', version: { args: ['--help'], pattern: /QuickJS\S* version (\S+)/ } },
  { name: 'mqjs' },
  { name: 'jerry', version: { args: ['--version'], pattern: /Version: (\S+)/ } },
  { name: 'xst', version: { args: ['-v'], pattern: /XS ([\d.]+)/ } },
  { name: 'xsnap', args: ['-s'], version: { args: ['-v'], pattern: /XS ([\d.]+)/ } },
  { name: 'duk', version: { script: 'print("version " + Duktape.version)', pattern: /version (\d+)/ } },
  { name: 'mujs' },
]

const LIMIT_MS = 1_800_000

/** The lines that it prints. It runs in a folder of its own: Espruino keeps its flash there. */
function output(command: string, args: string[], folder: string): string[] {
  const { stdout, stderr, error } = spawnSync(command, args, { cwd: folder, input: '', encoding: 'utf8', timeout: LIMIT_MS, maxBuffer: 2 ** 28 })
  return linesOf(`${stdout}${stderr}${error ? error.message : ''}`)
}

function inFolder<T>(action: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ringloop-'))
  try {
    return action(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function versionOf(command: string, { args = [], version }: Binary): string {
  if (version === undefined) return ''
  return inFolder((folder) => {
    const file = join(folder, 'version.js')
    if (version.script !== undefined) writeFileSync(file, version.script)
    return version.pattern.exec(output(command, version.args ?? [...args, file], folder).join('\n'))?.[1] ?? ''
  })
}

/** Adds what a script printed. */
export function read(row: Row, script: string, lines: string[]): void {
  if (add(row, lines)) return
  row.failures.push(`${script}: it broke off: ${endOf(lines)}`) // EN2
}

/** Puts a script into the flash that an Espruino finds in its folder. */
function flash(command: string, code: string, folder: string): void {
  const file = join(folder, 'flash.js')
  writeFileSync(file, `require("Storage").eraseAll(); require("Storage").write("app", ${JSON.stringify(code)})`)
  output(command, [file], folder)
}

/** Runs a script from flash, in the global scope: in a function's, each function takes a block more. */
function fromFlash(command: string, writer: string, script: string): string[] {
  return inFolder((folder) => {
    flash(writer, script, folder)
    const file = join(folder, 'part.js')
    writeFileSync(file, 'eval(require("Storage").read("app"))')
    return output(command, [file], folder)
  })
}

async function runBinary(command: string, binary: Binary): Promise<Row> {
  const { name, args = [], flashedBy } = binary
  const row = rowOf(name, versionOf(command, binary))
  const writer = flashedBy === undefined ? undefined : commandOf(flashedBy)
  if (writer === undefined) {
    inFolder((folder) => { read(row, 'suite.es5.js', output(command, [...args, resolve('dist/suite/suite.es5.js')], folder)) })
    return row
  }
  for (const part of PARTS) {
    const counts = await runPart(part, (script) => Promise.resolve(fromFlash(command, writer, script)))
    const { passed, failures, skips, misfits, pieces } = counts
    console.log(`${name}: ${part}: ${passed} passed, in ${pieces} piece(s), ${misfits.length} do not fit`)
    row.passed += passed
    row.failures.push(...failures)
    row.skips.push(...skips, ...misfits.map((title) => `${title}: it does not fit`))
  }
  return row
}

/** The engines that Node brings: the flavours of `npm test` (vm.ts). */
async function runFlavour(flavour: (typeof flavours)[number]): Promise<Row> {
  const row = rowOf(flavour.name, flavour.version)
  const engine = await open(flavour)
  const listing = engine.list()
  const note = (title: string, ok: boolean, why: string) => {
    if (ok) row.passed++
    else row.failures.push(`${title}: ${why}`)
  }
  for (const { title, kind } of listing.cases) {
    const { ok, error } = kind === 'locked' ? engine.runLocked(title) : engine.run(title)
    note(title, ok, `${error?.name}: ${error?.message}`)
  }
  for (const [subject, { names }] of Object.entries(listing.subjects)) {
    for (const name of names) {
      const { ok, error, trace } = engine.runSubject(subject, name)
      const expected = expectedOf(listing, subject, name).trace
      note(`parity ${subject}: ${name}`, ok && JSON.stringify(trace) === JSON.stringify(expected), error?.message ?? JSON.stringify(trace))
    }
  }
  return row
}

/** Reasons, and how many cases have each. */
function reasonsOf(skips: string[]): string {
  const counts = new Map<string, number>()
  for (const line of skips) {
    const [, , why = line] = /^([^:]+: .*?): (it ran; .*|errors .*|.*)$/.exec(line) ?? []
    counts.set(why, (counts.get(why) ?? 0) + 1)
  }
  return [...counts].map(([why, count]) => `${count} (${why})`).join(', ') || '0'
}

const HEAD = ['engine', 'version', 'passed', 'failed', 'skipped']

function tableOf(rows: Row[]): string {
  const lines = [HEAD, ...rows.map(({ name, version, passed, failures, skips }) =>
    [name, version || '-', String(passed), String(failures.length), reasonsOf(skips)])]
  const widths = HEAD.map((_, i) => Math.max(...lines.map((cells) => cells[i]?.length ?? 0)))
  const drawn = lines.map((cells) => `| ${cells.map((cell, i) => (i === HEAD.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join(' | ')} |`)
  return [drawn[0], `|${HEAD.map(() => '---|').join('')}`, ...drawn.slice(1)].join('\n')
}

async function main(asked: string[]): Promise<void> {
  const all = [...BINARIES.map(({ name }) => name), ...flavours.map(({ name }) => name)]
  const unknown = asked.filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new Error(`test:engines: ${unknown.join(', ')} is no engine; give some of ${all.join(', ')}`)
  const isAsked = ({ name }: { name: string }) => asked.length === 0 || asked.includes(name)
  const rows: Row[] = []
  const note = (row: Row) => {
    rows.push(row)
    for (const line of row.failures) console.log(`${row.name}: FAIL ${line}`)
    for (const line of row.skips) console.log(`${row.name}: SKIP ${line}`)
  }
  for (const binary of BINARIES.filter(isAsked)) {
    const command = commandOf(binary.name)
    if (command !== undefined) note(await runBinary(command, binary))
    else if (asked.length > 0) note({ ...rowOf(binary.name, ''), failures: ['it is not on this machine'] })
    else console.log(`${binary.name}: not on this machine, so nothing was run on it; name it by ${variableOf(binary.name)}`)
  }
  for (const flavour of flavours.filter(isAsked)) note(await runFlavour(flavour))
  console.log(`\n${tableOf(rows)}\n`)
  const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0)
  const failed = sum(({ failures }) => failures.length)
  console.log(`${sum(({ passed }) => passed)} passed, ${failed} failed, ${sum(({ skips }) => skips.length)} skipped`) // EN3
  process.exitCode = failed > 0 || rows.length === 0 ? 1 : 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2))
