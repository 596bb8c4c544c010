// run.ts: runs the program of each fact on the engines that are there, and says which of them shows it.
//
//   npx tsx test/engines/run.ts                 the table, fact by engine
//   npx tsx test/engines/run.ts labels          what each engine printed there, beside V8
//   RINGLOOP_ESPRUINO=~/bin/espruino npx tsx .. binaries by RINGLOOP_ and their name in capitals, or on the PATH: espruino, mqjs, qjs, xst
//
// A program prints by print(). What stands below `// instead` is the remedy: a program of its own, that all engines run as V8 does.
// An engine shows a fact if it prints anything else than V8 for the upper part. XS runs it with its built-ins frozen, as they are
// in a firmware.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { getQuickJS } from 'quickjs-emscripten'
import { FACTS } from '../../targets/rollup/facts'
import type { Device, FactId } from '../../targets/rollup/facts'
import { linesOf } from '../../hw/console'
import { commandOf } from '../harness/command'

export interface Engine {
  device: Device
  name: string
  /** Runs a script; gives what it printed, and the first line of the error that ended it. */
  run(code: string): Promise<string>
}

const FOLDER = fileURLToPath(new URL('facts', import.meta.url))
const LIMIT_MS = 20000
/** of the emulator: less than the host's own stack */
const STACK_BYTES = 100000

/** The program that shows the fact, and the remedy. */
export function programOf(id: string): { shows: string; instead: string | undefined } {
  const [shows = '', instead] = readFileSync(join(FOLDER, `${id}.js`), 'utf8').split(/^\/\/ instead\n/m)
  return { shows, instead }
}

export function programs(): string[] {
  return readdirSync(FOLDER).map((file) => file.replace('.js', ''))
}

const START = '-- program --'

const FREEZE = `Object.getOwnPropertyNames(globalThis).forEach(function (name) {
  var value = globalThis[name]
  if (typeof value !== 'function' && name !== 'Math' && name !== 'JSON') return
  if (value.prototype) Object.freeze(value.prototype)
  Object.freeze(value)
})
`

/** What is left of an engine's output: the lines of the program, or, if it printed none, that it ended with an error. */
function cleaned(output: string): string {
  const after = output.includes(START) ? output.slice(output.indexOf(START) + START.length) : output
  return linesOf(after).filter((line) => line !== '').join('\n')
}

function binary(device: Device, name: string, prelude = ''): Engine | undefined {
  const command = commandOf(name)
  if (command === undefined) return undefined
  return {
    device, name,
    run: async (code) => {
      const folder = mkdtempSync(join(tmpdir(), 'ringloop-'))
      try {
        const file = join(folder, 'program.js')
        // a function of its own where a directive stands first, and so that nothing of it is there yet when the prelude runs
        const isBody = prelude !== '' || code.startsWith("'use strict'")
        writeFileSync(file, `${prelude}print('${START}')\n;${isBody ? `(function () { ${code}\n})()` : code}`)
        const { stdout, stderr } = spawnSync(command, [file], { input: '', timeout: LIMIT_MS, encoding: 'utf8' })
        return cleaned(`${stdout}${stderr}`)
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  }
}

/** QuickJS as it comes with the emulator: always there. */
const emulator: Engine = {
  device: 'quickjs', name: 'emulator',
  run: async (code) => {
    const runtime = (await getQuickJS()).newRuntime()
    runtime.setMaxStackSize(STACK_BYTES)
    const context = runtime.newContext()
    const lines: string[] = []
    const print = context.newFunction('print', (...parts) => {
      lines.push(parts.map((part) => String(context.dump(part))).join(' '))
    })
    context.setProp(context.global, 'print', print)
    print.dispose()
    const result = context.evalCode(code)
    if (result.error) lines.push(String((context.dump(result.error) as { message?: string } | null)?.message))
    result.dispose()
    context.dispose()
    runtime.dispose()
    return lines.join('\n')
  },
}

/** Those that are there. */
export function engines(): Engine[] {
  return [
    binary('espruino', 'espruino'), binary('mquickjs', 'mqjs'), binary('quickjs', 'qjs'), binary('moddable', 'xst', FREEZE), emulator,
  ].filter((engine) => engine !== undefined)
}

export const ALL = ['espruino', 'mqjs', 'qjs', 'xst', 'emulator']

/** What the language says: V8. */
export async function language(code: string): Promise<string> {
  const lines: string[] = []
  let pending = 0
  const timers = {
    setTimeout: (fn: (...args: unknown[]) => void, ms: number, ...args: unknown[]) => {
      pending++
      return setTimeout(() => { pending--; fn(...args) }, ms)
    },
    clearTimeout: (timer: NodeJS.Timeout | undefined) => {
      if (timer !== undefined) pending--
      clearTimeout(timer)
    },
  }
  runInContext(code, createContext({ print: (...parts: unknown[]) => lines.push(parts.map(String).join(' ')), ...timers }))
  while (pending > 0) await new Promise((resolve) => { setTimeout(resolve, 1) })
  return lines.join('\n')
}

async function table(): Promise<string> {
  const there = engines()
  const rows = await Promise.all(Object.keys(FACTS).map(async (id) => {
    const { shows } = programOf(id)
    const expected = await language(shows)
    const cells = await Promise.all(ALL.map(async (name) => {
      const engine = there.find((one) => one.name === name)
      if (engine === undefined) return 'absent'
      const isShown = await engine.run(shows) !== expected
      const isTold = (FACTS[id as FactId].engines as readonly Device[]).includes(engine.device)
      return `${isShown ? 'shown' : '·'}${isShown === isTold ? '' : ' (!)'}`
    }))
    return [id, ...cells]
  }))
  return [['fact', ...ALL], ...rows].map(([id = '', ...cells]) => id.padEnd(26) + cells.map((cell) => cell.padEnd(12)).join('')).join('\n')
}

async function single(id: string): Promise<string> {
  const { shows, instead = '' } = programOf(id)
  const answers = await Promise.all([{ name: 'V8', run: language }, ...engines()].map(async ({ name, run }) =>
    `${name.padEnd(10)} ${JSON.stringify((await run(shows)).slice(0, 200))}, instead ${JSON.stringify((await run(instead)).slice(0, 200))}`))
  return [shows, ...answers].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [id] = process.argv.slice(2)
  console.log(id === undefined ? await table() : await single(id))
}
