// memory.ts: what programs take of an engine's memory, as the engine itself counts it: after loading, with the loop and all tasks
// that the program starts with; and for each task that sleeps.
//
//   ME1  a program is looked at when its first turns have run and what comes next is far away
//   ME2  a task is what a program of twelve takes more than one of four, by eight
//   ME3  Espruino runs the program from its flash, as on a board: functions take no memory for their text. QuickJS and XS have
//        loaded it from its text, so its compiled code is counted too
//   ME4  the same program and engine give the same numbers again. QuickJS's are those of 32 bit. XS's are those of this machine:
//        with pointers of 32 bit a slot is half as large (16 bytes), and each chunk 8 bytes smaller

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getQuickJS } from 'quickjs-emscripten'
import type { Target } from '../../targets/rollup'
import { commandOf, variableOf } from './command'
import { built } from './sizes'

/** By unit. */
export type Memory = Record<string, number>

export interface Engine {
  target: Target
  /** its binaries, all of which it needs */
  commands: string[]
  /** What a program takes. */
  taken(code: string): Promise<Memory>
}

const LIMIT_MS = 60_000
/** what comes next is far away if it is not within this time: ME1 */
const NEAR_MS = 50

/** A host of one timer on a clock that jumps, for engines whose own is not at hand, and the blinker's board. `pass()`: ME1 */
const HOST = `(function () {
  var now = 0, due = NaN, turn
  function arm(fn, ms) { turn = fn; due = now + ms; return {} }
  globalThis.LED1 = 1
  globalThis.digitalWrite = function () {}
  globalThis.performance = { now: function () { return now } }
  globalThis.setTimeout = arm
  globalThis.clearTimeout = function () { due = NaN }
  globalThis.Time = { get ticks() { return now }, delta: function (from, to) { return to - from } }
  globalThis.Timer = { set: arm, schedule: function (timer, ms) { due = now + ms }, clear: clearTimeout }
  globalThis.pass = function () { while (due - now <= ${NEAR_MS}) { now = due; due = NaN; turn() } }
})()
`

async function inFolder<T>(action: (folder: string) => T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ringloop-memory-'))
  try {
    return await action(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Writes scripts into `folder` and runs them there. */
function output(name: string, args: string[], scripts: string[], folder: string): string {
  const files = scripts.map((script, i) => {
    const file = join(folder, `script${i}.js`)
    writeFileSync(file, script)
    return file
  })
  const { stdout, stderr } = spawnSync(commandOf(name) ?? name, [...args, ...files], { cwd: folder, input: '', encoding: 'utf8', timeout: LIMIT_MS })
  return `${stdout}${stderr}`
}

/** `espruino_small` has the memory of a board, and runs what `espruino` has put into flash. */
const espruino: Engine = {
  target: 'espruino', commands: ['espruino_small', 'espruino'],
  taken: (code) => inFolder((folder) => {
    output('espruino', [], [`require("Storage").eraseAll(); require("Storage").write("app", ${JSON.stringify(code)})`], folder)
    // what looks at it, and Storage, which a board's load() does without, are there before
    const script = `var LED1 = 1, digitalWrite = function () {}, storage = require("Storage"), before = 0; storage.read("none");
setInterval(function () { print("taken " + (process.memory().usage - before)) }, ${NEAR_MS}); setTimeout(quit, 6 * ${NEAR_MS});
before = process.memory().usage; eval(storage.read("app"))`
    const text = output('espruino_small', [], [script], folder)
    // the last look: loading may take longer than the first
    const blocks = [...text.matchAll(/taken (\d+)/g)].at(-1)?.[1]
    if (blocks === undefined) throw new Error(`memory: espruino_small did not say what the program takes; it printed ${text.slice(-500)}`)
    return { blocks: Number(blocks) }
  }),
}

/** qjs's modules */
const OS = 'var now = performance.now, setTimeout = globalThis.setTimeout, clearTimeout = globalThis.clearTimeout; export { now, setTimeout, clearTimeout }'

/** The package that the emulator is made of. */
const quickjs: Engine = {
  target: 'quickjs', commands: [],
  taken: async (code) => {
    const context = (await getQuickJS()).newContext()
    context.runtime.setModuleLoader((name) => (name === 'os' ? OS : ''))
    const run = (module: string) => { context.unwrapResult(context.evalCode(module, 'program.js', { type: 'module' })).dispose() }
    const used = () => {
      const usage = context.runtime.computeMemoryUsage()
      const { memory_used_size: bytes } = context.dump(usage) as { memory_used_size: number }
      usage.dispose()
      return bytes
    }
    run(HOST)
    run('import "os"; import "std"')
    const before = used()
    run(code)
    run('pass()')
    const bytes = used() - before
    context.dispose()
    return { bytes }
  },
}

/** What of an XS is in use, from the snapshot that it writes when it has nothing more to do: its garbage is collected then. */
function snapshotOf(scripts: string[], folder: string): Memory {
  const file = join(folder, 'snapshot')
  const text = output('xsnap', ['-s', '-w', file], [HOST, ...scripts], folder)
  if (text !== '') throw new Error(`memory: xsnap says ${text.slice(-500)}`)
  const bytes = readFileSync(file)
  // atoms within one: a length, a name, contents
  const lengths = new Map<string, number>()
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at)) lengths.set(bytes.toString('latin1', at + 4, at + 8), bytes.readUInt32BE(at) - 8)
  const [chunks, heap] = ['BLOC', 'HEAP'].map((name) => lengths.get(name) ?? NaN) as [number, number]
  return { 'slots': heap / 32, 'bytes of chunks': chunks }
}

const xs: Engine = {
  target: 'moddable', commands: ['xsnap'],
  taken: (code) => inFolder((folder) => {
    const before = snapshotOf(['pass()'], folder)
    // a script, as its modules `time` and `timer` are the host's globals; in a scope of its own, as a module has it
    const script = code.replace(/^\/\/# source.*/m, '').replace(/import ([\w$]+) from ?"time";/, 'var $1=Time;').replace(/import ([\w$]+) from ?"timer";/, 'var $1=Timer;')
    const after = snapshotOf([`(function () {${script}})()`, 'pass()'], folder)
    return Object.fromEntries(Object.entries(after).map(([unit, count]) => [unit, count - (before[unit] ?? NaN)]))
  }),
}

export const ENGINES = [espruino, quickjs, xs]

/** What it lacks on this machine, as text; undefined if nothing. */
export function lackOf({ commands }: Engine): string | undefined {
  const missing = commands.filter((name) => commandOf(name) === undefined)
  return missing.length === 0 ? undefined : `not on this machine: ${missing.map((name) => `${name} (name it by ${variableOf(name)})`).join(', ')}`
}

function sleepers(count: number): string {
  return `import { createTask, run, sleep } from 'ringloop'
async function nap(): Promise<void> { await sleep(3600000) }
async function main(): Promise<void> {
  for (let i = 0; i < ${count}; i++) createTask(nap())
  await sleep(3600000)
}
run(main())
`
}

/** ME2 */
async function perTask(of: (entry: string) => Promise<Memory>): Promise<Memory> {
  return inFolder(async (folder) => {
    const [few, many] = await Promise.all([4, 12].map((count) => {
      const entry = join(folder, `sleepers${count}.ts`)
      writeFileSync(entry, sleepers(count))
      return of(entry)
    })) as [Memory, Memory]
    return Object.fromEntries(Object.entries(many).map(([unit, count]) => [unit, (count - (few[unit] ?? NaN)) / 8]))
  })
}

/** The most that is printed of a program's memory: unit -> program, or 'task' -> how much. */
export async function memoryOf(engine: Engine, entries: Record<string, string>): Promise<Record<string, Memory>> {
  const of = async (entry: string) => engine.taken(String(await built(engine.target, entry)))
  const rows: Record<string, Memory> = {}
  const note = (program: string, found: Memory) => {
    for (const [unit, count] of Object.entries(found)) rows[unit] = { ...rows[unit], [program]: count }
  }
  for (const [program, entry] of Object.entries(entries)) note(program, await of(entry))
  note('task', await perTask(of))
  return rows
}
