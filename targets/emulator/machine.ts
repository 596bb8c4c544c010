// machine.ts: QuickJS with the board, the mocks and a program in it. It does what it is told at once; time passes when
// advance() says so.
//
//   MA1  the memory that the program can have is exactly `memory` bytes, in one piece: all else that the engine could give is
//        taken away before the program's first line runs (the engine's own counters miss most of what it takes)
//   MA2  after stop() none of the program's code runs: no `catch` and no `finally`

import { resolve } from 'node:path'
import { TraceMap, originalPositionFor, sourceContentFor } from '@jridgewell/trace-mapping'
import { RELEASE_SYNC, newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten'
import type { EmscriptenModuleLoader, QuickJSContext, QuickJSEmscriptenModule, QuickJSHandle, QuickJSSyncVariant } from 'quickjs-emscripten'
import { ROOT } from '../rollup/library'
import { shown } from '../rollup/problems'
import type { Bundle, Script } from './bundle'
import { MARK } from './guest/host'
import type { Guest, Host, Summary } from './guest/host'
import { Recording, isNamed } from './recording'
import type { Frame, ProgramOptions, RunEvent } from './types'

export const MEMORY = 16 * 1024 * 1024
const PAGE = 65536
const ROOM = 512
const OUT_OF_MEMORY = 'InternalError: out of memory'

export interface MachineOptions extends Pick<ProgramOptions, 'target' | 'ready' | 'timers' | 'memory' | 'debug' | 'trace'> {
  /** the time that lanes show */
  span: number
  /** real ms since the start; undefined: time is virtual */
  realNow?: (() => number) | undefined
  onEvent?: ((event: RunEvent) => void) | undefined
  /** The engine is there, and the program comes next. */
  begins: () => void
  /** Asked again and again while the program runs: is it to be broken off? */
  interrupted: () => boolean
}

/** What the program ended with, if it ended by itself. */
export interface Crash {
  text: string
  frames: Frame[]
}

/** Node's types leave it out. */
declare const WebAssembly: { Memory: new (pages: { initial: number; maximum: number }) => Memory }

interface Memory {
  readonly buffer: ArrayBuffer
}

interface Heap {
  _malloc(bytes: number): number
  _free(at: number): void
}

/** What an error comes to here: null stands for what there was no memory for. */
interface GuestError {
  name?: string | null
  message?: string | null
  stack?: string | null
}

/** The places of a stack trace in the sources. */
class Places {
  readonly #scripts: Map<string, Script & { head: number; traced?: TraceMap }>

  constructor(scripts: Record<string, Script & { head: number }>) {
    this.#scripts = new Map(Object.entries(scripts))
  }

  framesOf(stack: string | null): Frame[] {
    const frames: Frame[] = []
    for (const [, file, line, column] of (stack ?? '').matchAll(/\(?(\w+):(\d+):(\d+)\)?/g)) {
      const script = this.#scripts.get(file ?? '')
      if (script === undefined) continue
      const map = script.traced ??= new TraceMap(script.map)
      const at = Number(column) - 1 - (line === '1' ? script.head : 0)
      // QuickJS names the dot before a property; the map knows the property
      const dot = script.code.split('\n')[Number(line) - 1]?.[at] === '.' ? 1 : 0
      const place = originalPositionFor(map, { line: Number(line), column: Math.max(0, at + dot) })
      if (place.source === null) continue
      const { source } = place
      // what called the loop that runs this task has nothing to do with the error
      if (source === 'src/scheduler.ts') break
      frames.push({
        file: shown(resolve(ROOT, source)),
        line: place.line,
        column: place.column + 1,
        text: sourceContentFor(map, source)?.split('\n')[place.line - 1] ?? '',
        own: !/^(src|targets|dist)\//.test(source),
      })
    }
    return frames
  }
}

/** Calls what the program is: loaded() is where its first line begins, and the memory's limit. */
const HEAD = 'emulator.loaded();'

export class Machine {
  readonly recording: Recording
  readonly events: RunEvent[] = []
  readonly output: string[] = []
  /** What the program ended with; null while it has not. */
  crash: Crash | null = null
  readonly #bundle: Bundle
  readonly #options: MachineOptions
  readonly #places: Places
  readonly #context: QuickJSContext
  readonly #heap: Heap
  readonly #memory: Memory
  readonly #limit: number
  #isLoaded = false
  /** the most that used() has seen */
  mostUsed = 0
  /** bytes of the engine's memory that the program's code takes */
  codeBytes = 0
  #freeBefore = 0
  /** where the board's list of records is in the engine's memory */
  #list = 0
  #guest: QuickJSHandle | undefined
  readonly #calls = new Map<keyof Guest, QuickJSHandle>()
  /** what was taken away (MA1) */
  #taken: number[] = []
  /** the program does not run any more, and the board is only asked what was */
  #isDead = false
  /** the engine itself has failed, which it does where its own little notes find no memory: nothing in it can be called */
  #isWrecked = false
  #lastNow = 0

  private constructor(bundle: Bundle, options: MachineOptions, context: QuickJSContext, heap: Heap, memory: Memory) {
    const { board, mocks, program } = bundle
    this.#bundle = bundle
    this.#options = options
    this.#context = context
    this.#heap = heap
    this.#memory = memory
    this.#limit = options.memory ?? MEMORY
    this.#places = new Places({ board: { ...board, head: 0 }, mocks: { ...mocks, head: 0 }, program: { ...program, head: HEAD.length } })
    this.recording = new Recording(options.span, options.trace === true)
  }

  /** QuickJS in a memory of our own, with the program in it, which has run to the end of its script. */
  static async start(bundle: Bundle, options: MachineOptions): Promise<Machine> {
    const { memory = MEMORY } = options
    const pages = Math.ceil((MEMORY + memory) / PAGE)
    const wasmMemory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const base = newVariant(RELEASE_SYNC, { wasmMemory })
    let heap: Heap | undefined
    const variant: QuickJSSyncVariant = {
      ...base,
      importModuleLoader: async () => {
        const found = await base.importModuleLoader()
        const load = ('default' in found ? found.default : found) as EmscriptenModuleLoader<QuickJSEmscriptenModule>
        return async (given) => {
          const module = await load(given)
          heap = module
          return module
        }
      },
    }
    const quickjs = await newQuickJSWASMModuleFromVariant(variant)
    const machine = new Machine(bundle, options, quickjs.newContext(), heap as Heap, wasmMemory)
    machine.#load()
    return machine
  }

  #load(): void {
    const { runtime } = this.#context
    const { board, mocks, program, isModule } = this.#bundle
    runtime.setInterruptHandler(() => !this.#isDead && this.#options.interrupted())
    runtime.setModuleLoader((name) => this.#module(name))
    this.#connect()
    this.#evaluate(board.code, 'board')
    const emulator = this.#context.getProp(this.#context.global, 'emulator')
    this.#list = this.#findList()
    this.#guest = this.#context.getProp(emulator, 'guest')
    emulator.dispose()
    this.#evaluate(mocks.code, 'mocks')
    if (this.crash !== null) return
    this.#freeBefore = this.#takeAll(true)
    this.#options.begins()
    this.#evaluate(HEAD + program.code, 'program', isModule)
    // the text of the program is not needed any more, but that is no memory of its own either
    this.#heap._malloc(Buffer.byteLength(HEAD + program.code) + 1)
    this.#runJobs()
  }

  /** A module that mocks or the board play. */
  #module(name: string): string | { error: Error } {
    const list = this.#evaluateText(`JSON.stringify(Object.keys(emulator.modules[${JSON.stringify(name)}] || {}))`)
    const keys = JSON.parse(list) as string[]
    if (this.#evaluateText(`String(${JSON.stringify(name)} in emulator.modules)`) === 'false') {
      return { error: new Error(`import '${name}': nothing plays this module; mocks do, with board.module('${name}', { ... })`) }
    }
    const from = `emulator.modules[${JSON.stringify(name)}]`
    return keys.map((key) => (key === 'default' ? `export default ${from}.default` : `export const ${key} = ${from}.${key}`)).join('\n')
  }

  #evaluateText(code: string): string {
    return this.#context.unwrapResult(this.#context.evalCode(code)).consume(this.#context.getString)
  }

  /** Makes the global `host`. */
  #connect(): void {
    const { target = 'espruino', ready = 0, timers = 0, debug = false, realNow } = this.#options
    const { recording } = this
    const host: Host = {
      target, ready, timers, debug, real: realNow !== undefined, memory: this.#limit,
      epoch: realNow !== undefined ? Date.now() : target === 'espruino' ? 0 : Date.UTC(2025, 0, 1),
      now: realNow ?? (() => 0),
      loaded: () => { this.#loaded() },
      used: () => this.used(),
      tell: (kind, at, who, text, stack) => { this.#happened({ kind, at, who, text, frames: this.#places.framesOf(stack) }) },
      born: (task, by, at, name, stack) => {
        recording.born(task, by, at, name, this.#places.framesOf(stack).find(({ own }) => own) ?? null)
      },
      ended: (task, failed, at, text, stack) => {
        const who = recording.nameOf(task)
        if (failed) recording.failed(task, text)
        if (isNamed(who)) this.#happened({ kind: failed ? 'failed' : 'cancelled', at, who, text, frames: this.#places.framesOf(stack) })
      },
      named: (task, name) => { recording.named(task, name) },
      text: (number, what) => { recording.text(number, what) },
      flush: (count) => { this.#read(count) },
    }
    const context = this.#context
    const object = context.newObject()
    for (const [name, value] of Object.entries(host) as [string, number | string | boolean | ((...args: unknown[]) => unknown)][]) {
      const handle = typeof value !== 'function' ? this.#valueOf(value)
        : context.newFunction(name, (...args) => {
          // a text that there is no memory for is null
          const result = value(...args.map((arg) => (context.dump(arg) as unknown) ?? ''))
          return typeof result === 'number' ? context.newNumber(result) : context.undefined
        })
      context.setProp(object, name, handle)
      handle.dispose()
    }
    context.setProp(context.global, 'host', object)
    object.dispose()
  }

  #valueOf(value: number | string | boolean): QuickJSHandle {
    const context = this.#context
    if (typeof value === 'number') return context.newNumber(value)
    return typeof value === 'string' ? context.newString(value) : value ? context.true : context.false
  }

  #happened(event: RunEvent): void {
    this.events.push(event)
    if (event.kind === 'log') this.output.push(event.text)
    this.#options.onEvent?.(event)
  }

  /** Reading it through the engine would take a copy of it from the program's memory. */
  #findList(): number {
    const numbers = new Float64Array(this.#memory.buffer)
    const at = numbers.findIndex((_, i) => MARK.every((mark, j) => numbers[i + j] === mark))
    if (at < 0) throw new Error('emulator: the list of records is not in the memory')
    return at * 8
  }

  #read(count: number): void {
    this.recording.read(new Float64Array(this.#memory.buffer, this.#list, count), count)
  }

  // Memory.

  /** Takes all the memory that is left, and gives it back if that is asked for; gives how many bytes that was. */
  #takeAll(giveBack: boolean): number {
    const heap = this.#heap
    const taken: number[] = []
    let bytes = 0
    for (let size = this.#memory.buffer.byteLength; size >= 8; size = size >> 1) {
      for (let at = heap._malloc(size); at !== 0; at = heap._malloc(size)) {
        taken.push(at)
        bytes += size
      }
    }
    if (giveBack) taken.forEach((at) => { heap._free(at) })
    else this.#taken = taken
    return bytes
  }

  /** MA1 */
  #loaded(): void {
    const kept = this.#heap._malloc(this.#limit)
    const others = this.#takeAll(false)
    this.codeBytes = this.#freeBefore - others - this.#limit
    this.#heap._free(kept)
    this.#isLoaded = true
  }

  /** Bytes of its memory that the program has now. Takes a moment. */
  used(): number {
    const used = this.#isLoaded && !this.#isDead ? this.#limit - this.#takeAll(true) : 0
    if (used > this.mostUsed) this.mostUsed = used
    return used
  }

  get memory(): number {
    return this.#limit
  }

  // Calls.

  #evaluate(code: string, name: string, isModule = false): void {
    if (this.crash !== null) return
    const result = this.#guarded(() => this.#context.evalCode(code, name, { type: isModule ? 'module' : 'global' }))
    if (result === undefined) return
    if (result.error) this.#crashed(result.error)
    else if (isModule) this.#settled(result.value)
    else result.value.dispose()
  }

  /** A module gives its exports, or a promise of them, which may have failed. */
  #settled(exports: QuickJSHandle): void {
    const state = this.#context.getPromiseState(exports)
    if (state.type === 'rejected') this.#crashed(state.error)
    exports.dispose()
  }

  #crashed(handle: QuickJSHandle): void {
    const error = handle.consume((value) => this.#context.dump(value) as GuestError | string | null)
    const given: GuestError = error === null ? { message: OUT_OF_MEMORY, name: '' } : typeof error === 'object' ? error : { name: '', message: String(error) }
    const { name = 'Error', stack = '' } = given
    const message = given.message === null ? OUT_OF_MEMORY : given.message ?? ''
    this.crash ??= { text: !name ? message : message === '' ? name : `${name}: ${message}`, frames: this.#places.framesOf(stack) }
  }

  /** The program is not to run any more; the board can still be read, so it gets memory to answer. */
  stop(): void {
    if (this.#isDead) return
    this.used()
    this.#isDead = true
    for (const at of this.#taken) this.#heap._free(at)
  }

  /** Calls the board; undefined if that failed. */
  #call(name: keyof Guest, ...args: (number | string)[]): QuickJSHandle | undefined {
    if ((this.crash !== null && !this.#isDead) || this.#guest === undefined || this.#isWrecked) return undefined
    return this.#guarded(() => this.#called(this.#guest as QuickJSHandle, name, args))
  }

  /** What the engine cannot do any more is out of memory. */
  #guarded<T>(act: () => T): T | undefined {
    try {
      return act()
    } catch (error) {
      if (this.#options.memory === undefined) throw error
      this.crash ??= { text: OUT_OF_MEMORY, frames: [] }
      this.#isWrecked = true
      return undefined
    }
  }

  #called(guest: QuickJSHandle, name: keyof Guest, args: (number | string)[]): QuickJSHandle | undefined {
    const fn = this.#calls.get(name) ?? this.#context.getProp(guest, name)
    this.#calls.set(name, fn)
    const given = args.map((arg) => this.#valueOf(arg))
    const result = this.#context.callFunction(fn, guest, ...given)
    for (const handle of given) handle.dispose()
    if (!result.error) return result.value
    this.#crashed(result.error)
    return undefined
  }

  #number(name: keyof Guest, ...args: (number | string)[]): number {
    return this.#call(name, ...args)?.consume(this.#context.getNumber) ?? NaN
  }

  #text(name: keyof Guest, ...args: (number | string)[]): string | undefined {
    return this.#call(name, ...args)?.consume(this.#context.getString)
  }

  /** What promises have waiting runs after each thing that happens, as in every engine. Gives whether there was any. */
  #runJobs(): boolean {
    const { runtime } = this.#context
    if (this.crash !== null || this.#isWrecked || !runtime.hasPendingJob()) return false
    const result = this.#guarded(() => runtime.executePendingJobs())
    if (result?.error) this.#crashed(result.error)
    else result?.dispose()
    return true
  }

  /** Does what is due until `limit`, at most `count` things; gives when the next is due (Infinity: never; NaN: it has crashed). */
  advance(limit: number, count: number): number {
    if (!this.#hasRoom()) this.crash ??= { text: OUT_OF_MEMORY, frames: [] }
    let next = -Infinity
    for (let left = count; left > 0 && next <= limit; left--) {
      next = this.#number('advance', limit, 1)
      // they may have set a timer
      if (this.#runJobs()) next = this.#number('advance', limit, 0)
    }
    return this.crash === null ? next : NaN
  }

  /** A program that between its turns has not even this much left is out of memory: the engine could not call it. */
  #hasRoom(): boolean {
    const at = this.#heap._malloc(ROOM)
    this.#heap._free(at)
    return at !== 0
  }

  /** Have the program's loops ended, and is none of its own timers left? */
  finished(): boolean {
    return this.#call('finished')?.consume((handle) => this.#context.dump(handle) as boolean) ?? false
  }

  now(): number {
    const now = this.#number('now')
    if (now >= this.#lastNow) this.#lastNow = now
    return this.#lastNow
  }

  /** Lets the clock go on to a time until which nothing is due. */
  pass(to: number): void {
    this.#call('pass', to)?.dispose()
  }

  /** Asks main to end. */
  cancel(): boolean {
    const asked = this.#call('cancel')?.consume((handle) => this.#context.dump(handle) as boolean) ?? false
    this.#runJobs()
    return asked
  }

  /** Calls a global function of the mocks as an interrupt would. Throws what it throws. */
  call(path: string, args: unknown[]): unknown {
    const text = this.#text('call', path, JSON.stringify(args))
    if (text !== undefined) {
      this.#runJobs()
      return JSON.parse(text) as unknown
    }
    const message = this.crash === null ? 'the program has ended' : this.crash.text
    this.crash = null
    throw new Error(message.replace(/^\w*Error: /, ''))
  }

  callAt(when: number, path: string, args: unknown[]): void {
    if (this.#call('at', when, path, JSON.stringify(args)) !== undefined || this.crash === null) return
    const { text } = this.crash
    this.crash = null
    throw new Error(text.replace(/^\w*Error: /, ''))
  }

  /** Brings the recording up to date. */
  flush(): void {
    this.#call('flush')?.dispose()
  }

  summary(): Summary {
    const nothing: Summary = { stats: null, wakeups: { deadlines: 0, events: 0, idle: 0 }, counters: [] }
    return JSON.parse(this.#text('summary') ?? JSON.stringify(nothing)) as Summary
  }
}
