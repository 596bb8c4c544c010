// engines.ts: how a program gets into an engine and what it prints comes back: with the engine's own binary, or on a board with
// the ecosystem's own tool. Nothing of either is in this repository.

import { spawnSync } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Target } from '../targets/rollup'
import { linesOf } from './console'
import { listenerOn, start, temporary } from './processes'

/** Where to run. */
export interface Place {
  /** a board: a serial port, a Bluetooth address, tcp://host:port */
  port: string | undefined
  /** an engine's binary */
  engine: string | undefined
  /** Espruino's binary is spoken to as a board is */
  telnet: boolean
  /** Espruino's upload tool */
  tool: string
}

/** What a program came to. */
export interface Outcome {
  passed: number
  failed: number
  /** number and unit */
  measured: Record<string, string>
}

/** What was measured: one file for each board or engine. */
export interface Results {
  engine: string
  date: string
  programs: Record<string, Outcome>
}

/** Espruino's binary knows no other. */
const TELNET_PORT = 2323
/** how long a binary may take to listen */
const START_MS = 20_000

const LAST = /^(\d+) passed, (\d+) failed(, \d+ skipped)?$/

const BINARY = 'give the path of the engine\'s binary'

/** What is said of a command that is not there, or is none. */
function absent(option: string, command: string, error: unknown, remedy: string): Error {
  return new Error(`${option}: ${command} does not start (${(error as NodeJS.ErrnoException).code}); ${remedy}`)
}

async function started(option: string, command: string, args: string[], options: SpawnOptions, remedy: string): Promise<ChildProcess> {
  const child = start(command, args, options)
  await once(child, 'spawn').catch((error: unknown) => { throw absent(option, command, error, remedy) })
  return child
}

function startedEngine(engine: string, args: string[], folder: string, output: 'pipe' | 'ignore' = 'pipe'): Promise<ChildProcess> {
  return started('--engine', engine, args, { cwd: folder, stdio: ['ignore', output, output] }, BINARY)
}

/** Waits for the last line of a program, shows each as it comes, and ends the process that printed them. */
async function collect(child: ChildProcess, limitMs: number, shown: (line: string) => void): Promise<string[]> {
  let output = ''
  let count = 0
  const show = (): string[] => {
    // the last one may be half a line
    const lines = linesOf(output).slice(0, -1)
    for (; count < lines.length; count++) shown(lines[count] as string)
    return lines
  }
  const ended = new Promise<void>((done) => {
    const hear = (data: Buffer): void => {
      output += data.toString('latin1')
      if (show().some((line) => LAST.test(line))) done()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.on('close', () => { output += '\n'; done() })
  })
  const limit = new AbortController()
  await Promise.race([ended, pause(limitMs, undefined, { signal: limit.signal }).catch(() => undefined)])
  limit.abort()
  child.kill('SIGKILL')
  return show()
}

/** Sends a program to an Espruino, into Storage, where its code is run from, and starts it. */
function upload({ tool, port = '' }: Place, file: string, limitMs: number): Promise<ChildProcess> {
  const ble = /^([\da-f]{2}:){5}[\da-f]{2}$/i.test(port) ? [] : ['--no-ble']
  const stay = ['--sleep', String(Math.ceil(limitMs / 1000))]
  // it ends when its input does
  const args = [...ble, ...stay, '-q', '-p', port, '--storage', 'hw.js:-', '-e', 'load("hw.js")', file]
  return started('--tool', tool, args, { stdio: ['pipe', 'pipe', 'pipe'] }, 'npm install -g espruino, or give its path')
}

/** Espruino's binary, when it listens. */
async function telnetBoard(engine: string, folder: string): Promise<ChildProcess> {
  const taken = listenerOn(TELNET_PORT)
  if (taken !== undefined) throw new Error(`--telnet: port ${TELNET_PORT}, the only one that Espruino listens on, is taken by ${taken}; end that first`)
  const board = await startedEngine(engine, ['--telnet'], folder, 'ignore')
  for (let waited = 0; listenerOn(TELNET_PORT) === undefined; waited += 100) {
    if (waited > START_MS || board.exitCode !== null) throw new Error(`--telnet: ${engine} did not listen on port ${TELNET_PORT}; is it built for Linux, with its telnet server?`)
    await pause(100)
  }
  return board
}

async function espruino(place: Place, file: string, folder: string, limitMs: number, shown: (line: string) => void): Promise<string[]> {
  if (place.engine === undefined) return collect(await upload(place, file, limitMs), limitMs, shown)
  // its flash is a file in the working directory
  if (!place.telnet) return collect(await startedEngine(place.engine, [file], folder), limitMs, shown)
  const board = await telnetBoard(place.engine, folder)
  const lines = await collect(await upload({ ...place, port: `tcp://127.0.0.1:${TELNET_PORT}` }, file, limitMs), limitMs, shown)
  board.kill('SIGKILL')
  return lines
}

/** xst has neither of Moddable's modules: stand-ins are laid beside the program. */
function withStandIns(file: string, folder: string): string {
  for (const name of ['time', 'timer']) copyFileSync(resolve('hw/stand-ins', `${name}.js`), join(folder, `${name}.mjs`))
  const module = join(folder, 'program.mjs')
  writeFileSync(module, readFileSync(file, 'utf8').replace(/(from\s*)(["'])(timer?)\2/g, '$1$2./$3.mjs$2'))
  return module
}

/** The binary and its arguments. mquickjs has as much memory as a small board, so that what is not given back shows. */
function command(target: Target, engine: string, file: string, folder: string): [string, string[]] {
  if (target === 'mquickjs') return [engine, ['--memory-limit', '128k', file]]
  if (target === 'moddable') return [engine, ['-m', withStandIns(file, folder)]]
  return [engine, [file]]
}

/** Runs a built program; the lines that it printed. */
export async function runOn(target: Target, place: Place, file: string, limitMs: number, shown: (line: string) => void): Promise<string[]> {
  const folder = temporary()
  try {
    if (target === 'espruino') return await espruino(place, resolve(file), folder, limitMs, shown)
    const [binary, args] = command(target, place.engine as string, resolve(file), folder)
    return await collect(await startedEngine(binary, args, folder), limitMs, shown)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the engine says of itself. */
export async function versionOf(target: Target, place: Place): Promise<string> {
  if (target === 'espruino') {
    const file = join(temporary(), 'version.js')
    writeFileSync(file, 'print("version "+process.version+", "+process.env.BOARD+", "+process.memory().total+" blocks of "+process.memory().blocksize+" bytes");print("0 passed, 0 failed");setTimeout(quit,0)\n')
    const lines = await runOn(target, place, file, 30_000, () => undefined)
    return lines.find((line) => line.startsWith('version '))?.slice('version '.length) ?? 'unknown'
  }
  const [binary, args] = [place.engine as string, target === 'moddable' ? ['-v'] : ['--help']]
  const { stdout, stderr, error } = spawnSync(binary, args, { encoding: 'utf8' })
  if (error) throw absent('--engine', binary, error, BINARY)
  return target === 'node' ? process.version : /version ?\S*|XS \S+.*/.exec(`${stdout}${stderr}`)?.[0] ?? 'no version of its own'
}

export function outcomeOf(lines: string[]): { passed: number; failed: number } | undefined {
  const last = lines.map((line) => LAST.exec(line)).find((match) => match !== null)
  return last ? { passed: Number(last[1]), failed: Number(last[2]) } : undefined
}
