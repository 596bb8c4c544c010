// memory.mjs: what a program takes of Espruino's memory, in blocks: after loading it from flash, with its loop and main; and for each
// task that sleeps. On the engine itself, if it is on this machine: `espruino_small`, with the memory of a board, run from the flash
// that `espruino` writes; or by RINGLOOP_ESPRUINO_SMALL and RINGLOOP_ESPRUINO.
//
//   ME1  flash is read-only and in place there, as it is on a board: functions take no memory for their text

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { given, isThere } from './command.mjs'
import { built } from './sizes.mjs'

const LIMIT_MS = 60_000
const TASKS = 8

const PARKED = `
import { createTask, run, sleep } from 'ringloop'
declare const process: { memory(): { usage: number } }
declare function print(text: string): void
async function nap(): Promise<void> { await sleep(3600000) }
async function main(): Promise<void> {
  await sleep(1)
  const before = process.memory().usage
  for (let i = 0; i < ${TASKS}; i++) createTask(nap())
  await sleep(1)
  print('parked ' + (process.memory().usage - before) / ${TASKS})
}
run(main())
`

/** The command, if it is there. */
function commandOf(name) {
  const command = given(name) ?? name
  return isThere(command) ? command : undefined
}

/** Runs a script in `folder`, where the flash is. */
function output(command, script, folder, env = {}) {
  const file = join(folder, 'script.js')
  writeFileSync(file, script)
  return spawnSync(command, [file], { cwd: folder, input: '', encoding: 'utf8', timeout: LIMIT_MS, env: { ...process.env, ...env } }).stdout
}

/** What stands behind a word that the script prints. */
function told(text, word) {
  return Number(new RegExp(`${word} (-?[\\d.]+)`).exec(text)?.[1])
}

/** Runs a program from flash, after `before`; it is looked at when main waits. */
function fromFlash(small, flasher, code, folder) {
  output(flasher, `require("Storage").eraseAll(); require("Storage").write("app", ${JSON.stringify(String(code))})`, folder)
  // the blinker's pin
  const script = `var LED1 = 1, digitalWrite = function () {}, before = process.memory().usage; eval(require("Storage").read("app"));
setTimeout(function () { print("loaded " + (process.memory().usage - before)) }, 50); setTimeout(quit, 300)`
  return output(small, script, folder, { ESPR_FLASHRO: '1' })
}

/** Blocks of each program after loading, and of a parked task; or why there are none. */
export async function espruinoMemory(programs) {
  const [small, flasher] = [commandOf('espruino_small'), commandOf('espruino')]
  if (small === undefined || flasher === undefined) return 'espruino_small and espruino: not on this machine; name them by RINGLOOP_ESPRUINO_SMALL and RINGLOOP_ESPRUINO'
  const folder = mkdtempSync(join(tmpdir(), 'ringloop-memory-'))
  const parked = join(folder, 'parked.ts')
  writeFileSync(parked, PARKED)
  const rows = []
  for (const [program, entry] of Object.entries(programs)) {
    rows.push(`${program.padEnd(12)} loaded ${String(told(fromFlash(small, flasher, await built('espruino', entry), folder), 'loaded')).padStart(6)} blocks`)
  }
  rows.push(`a task that sleeps ${told(fromFlash(small, flasher, await built('espruino', parked), folder), 'parked')} blocks`)
  rmSync(folder, { recursive: true })
  return rows.join('\n')
}
