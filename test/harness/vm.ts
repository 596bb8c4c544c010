// vm.ts: engines with a build of ringloop and the suite in them: QuickJS and quickjs-ng (quickjs-emscripten), and Node's own V8.
//
//   V1  one engine per flavour serves every run; one that crashed or hung is thrown away and a new one made
//   V2  a run that takes LIMIT_MS of processor time is stopped, and fails

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import nodeVm from 'node:vm'
import variant from '@jitl/quickjs-ng-wasmfile-release-sync'
import { getQuickJS, newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten'
import type { Listing, RunOptions } from './guest'
import type { Outcome } from './run'

export const LIMIT_MS = 10_000
const LOAD_MS = 60_000

/** The name a test's title starts with, the engine's package and version, the library's files, the suite's. */
export interface Flavour {
  name: string
  version: string
  library: string[]
  suite: string
}

const packageOf = (name: string) => {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }
  return `${name} ${version}`
}

const VIRTUAL = 'dist/virtual/ringloop.js'
const bellard = packageOf('quickjs-emscripten')
const ng = packageOf('@jitl/quickjs-ng-wasmfile-release-sync')

export const flavours: Flavour[] = [
  { name: 'quickjs es5', version: bellard, library: [VIRTUAL], suite: 'dist/suite/guest.es5.js' },
  { name: 'quickjs es5 min', version: bellard, library: ['dist/virtual/ringloop.min.js'], suite: 'dist/suite/guest.es5.js' },
  { name: 'quickjs frozen', version: bellard, library: [VIRTUAL, 'test/harness/freeze.js'], suite: 'dist/suite/guest.es5.js' },
  { name: 'quickjs bare', version: bellard, library: ['test/harness/bare.js', VIRTUAL], suite: 'dist/suite/guest.es5.js' },
  { name: 'quickjs tsc', version: bellard, library: [VIRTUAL], suite: 'dist/suite/guest.tsc.js' },
  { name: 'quickjs es2015', version: bellard, library: [VIRTUAL], suite: 'dist/suite/guest.es2015.js' },
  { name: 'quickjs-ng es5', version: ng, library: [VIRTUAL], suite: 'dist/suite/guest.es5.js' },
  { name: 'quickjs-ng es2015', version: ng, library: [VIRTUAL], suite: 'dist/suite/guest.es2015.js' },
  { name: 'v8 npm', version: `Node ${process.versions.node}`, library: ['dist/node/index.mjs', 'dist/tslib/index.mjs'], suite: 'dist/suite/guest.es2015.js' },
]

/** What an engine must give: scripts evaluated in its global scope. */
interface Guest {
  /** The value of `code`, a text. Throws what the engine throws, or after LIMIT_MS. */
  evaluate(code: string, file?: string): string
  /** Does the global function `suite.step` run with every allocation failing? */
  runsLocked(): boolean
}

const quickjs = await getQuickJS()
export const quickjsNg = await newQuickJSWASMModuleFromVariant(variant)

/** QuickJS, or its fork, with these scripts loaded, one after the other. */
export function quickjsWith(files: string[], limitMs = LIMIT_MS, made = quickjs): Guest {
  const context = made.newContext()
  const { runtime } = context

  function evaluate(code: string, file = 'host', limit = limitMs): string {
    // processor time, so that a busy machine stops nobody
    const start = process.cpuUsage()
    runtime.setInterruptHandler(() => process.cpuUsage(start).user > limit * 1000)
    const result = context.evalCode(code, file, { type: 'global' })
    if (result.error) {
      const error = result.error.consume((handle) => context.dump(handle) as { name: string; message: string; stack: string })
      throw new Error(`${error.name}: ${error.message}\n${error.stack}`)
    }
    const text = result.value.consume((handle) => (context.typeof(handle) === 'string' ? context.getString(handle) : ''))
    runtime.executePendingJobs().dispose()
    return text
  }

  function runsLocked(): boolean {
    const suite = context.getProp(context.global, 'suite')
    const step = context.getProp(suite, 'step')
    runtime.setMemoryLimit(1)
    const result = context.callFunction(step, context.undefined)
    runtime.setMemoryLimit(-1)
    const ran = result.error === undefined
    for (const handle of [result, step, suite]) handle.dispose()
    return ran
  }

  for (const file of files) evaluate(readFileSync(file, 'utf8'), file, LOAD_MS)
  return { evaluate, runsLocked }
}

/** Node itself, with the npm build as the global `ringloop`. Its memory cannot be locked, so locked cases just run. */
async function v8With(library: string[], suite: string): Promise<Guest> {
  const parts = await Promise.all(library.map((file) => import(resolve(file)) as Promise<object>))
  Object.assign(globalThis, { ringloop: Object.assign({}, ...parts) as object })
  const evaluate = (code: string, file = 'host') => {
    const { exitCode } = process
    const result = nodeVm.runInThisContext(code, { filename: file, timeout: LOAD_MS }) as string
    // a main that fails is the exit code of a program, but not of its tests
    process.exitCode = exitCode
    return result
  }
  evaluate(readFileSync(suite, 'utf8'), suite)
  return {
    evaluate,
    runsLocked: () => {
      evaluate('suite.step()')
      return true
    }
  }
}

function failure(name: string, message: string): Outcome {
  const nothing = { capacity: 0, used: 0, high: 0 }
  const stats = { ready: nothing, timers: nothing, tasks: 0, turns: 0, wakeups: 0 }
  return { ok: false, trace: [], reports: [], refused: 0, error: { name, message }, stack: '', stats }
}

/** A flavour's engine, and the calls of harness/guest.ts in it. */
export class Engine {
  #start: () => Guest
  #guest: Guest | undefined

  constructor(start: () => Guest) {
    this.#start = start
  }

  list(): Listing {
    return JSON.parse(this.#open().evaluate('suite.list()')) as Listing
  }

  /** Runs a case. */
  run(title: string, options: RunOptions = {}): Outcome {
    return this.#call('run', title, options)
  }

  /** Runs one function of a parity subject. */
  runSubject(subject: string, name: string, options: RunOptions = {}): Outcome {
    return this.#call('runSubject', subject, name, options)
  }

  /** Runs a case with capacities of its own; whatever comes out of it, the loop must go on and end clean. */
  runWithCapacity(title: string, ready: number, timers: number): Outcome {
    return this.run(title, { ready, timers, sweep: true })
  }

  /** Prepares a locked case, then runs it with every allocation failing. */
  runLocked(title: string): Outcome {
    const prepared = this.#call('prepare', title)
    if (!prepared.ok) return prepared
    if (this.#open().runsLocked()) return this.#call('finish')
    this.#guest = undefined
    return failure('MemoryLocked', 'it allocates')
  }

  #open(): Guest {
    this.#guest ??= this.#start()
    return this.#guest
  }

  #call(name: string, ...args: unknown[]): Outcome {
    try {
      return JSON.parse(this.#open().evaluate(`suite.${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`)) as Outcome
    } catch (error) {
      this.#guest = undefined
      return failure('EngineError', String(error))
    }
  }
}

export async function open({ name, library, suite }: Flavour, limitMs = LIMIT_MS): Promise<Engine> {
  const made = name.startsWith('quickjs-ng') ? quickjsNg : quickjs
  if (!name.startsWith('v8')) return new Engine(() => quickjsWith([...library, suite], limitMs, made))
  const guest = await v8With(library, suite)
  let used = false
  return new Engine(() => {
    if (used) throw new Error('an earlier case broke this engine, and Node has only the one')
    used = true
    return guest
  })
}
