// run.ts: runs a program in the emulator: QuickJS, a clock that jumps, and a board around the program.
//
//   EM1  runs of the same sources are alike in all but the milliseconds they took
//   EM2  the program is stopped where it stands when its device time is over, when nothing could ever wake it, and when it
//        has taken `limitMs` of real time; none of its code runs after that

import { relative, resolve } from 'node:path'
import { TraceMap, originalPositionFor, sourceContentFor } from '@jridgewell/trace-mapping'
import { RELEASE_SYNC, newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten'
import type { QuickJSContext } from 'quickjs-emscripten'
import { ROOT, bundle } from './bundle'
import type { Bundle, Script, Sources } from './bundle'
import type { EventKind, Host, Recording } from './guest/host'

export interface Options extends Sources {
  /** Capacities of the program's loop; default: 16, as on Espruino. */
  ready?: number | undefined
  timers?: number | undefined
  /** Device time in ms at which the power goes off; default: an hour. */
  until?: number | undefined
  /** Real time in ms that the program may take; default: half a minute. */
  limitMs?: number | undefined
}

/** A place in the sources. */
export interface Frame {
  file: string
  line: number
  /** from 1 */
  column: number
  /** the line itself */
  text: string
  /** of the program or its mocks, not of the library */
  own: boolean
}

export interface Event {
  kind: EventKind
  /** device time in ms */
  at: number
  /** a task, a part of the board, or '' */
  who: string
  text: string
  /** where an error was thrown, innermost first */
  frames: Frame[]
}

export type End = 'done' | 'power off' | 'deadlock' | 'too long' | 'error'

export interface Run extends Recording {
  entry: string
  until: number
  end: End
  /** The error that ended the program, where it happened first; or else the first that nobody handled. */
  failure: Event | null
  events: Event[]
  /** Bytes of the engine's memory that the program took, and how many of them in the second half of its time, if it came so far. */
  heap: { bytes: number; growth: number | null }
  bundle: { bytes: number; parts: Bundle['parts']; warnings: string[] }
  /** real time in ms */
  took: { build: number; run: number }
}

/** Node's types leave it out. */
declare const WebAssembly: { Memory: new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer } }

/** QuickJS in a memory of our own, which shows its true size; the engine's own counters miss some. */
async function startEngine(): Promise<{ context: QuickJSContext; heapTop: () => number }> {
  const wasmMemory = new WebAssembly.Memory({ initial: 256, maximum: 2048 })
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(RELEASE_SYNC, { wasmMemory }))
  const heapTop = () => {
    const words = new Int32Array(wasmMemory.buffer)
    return (words.findLastIndex((word) => word !== 0) + 1) * 4
  }
  return { context: quickjs.newContext(), heapTop }
}

/** The places of a stack trace in the sources. */
function framesOf(stack: string, scripts: Map<string, Script>): Frame[] {
  const frames: Frame[] = []
  for (const [, file, line, column] of stack.matchAll(/\((\w+):(\d+):(\d+)\)/g)) {
    const script = scripts.get(file ?? '')
    if (script === undefined) continue
    // QuickJS names the dot before a property; the map knows the property
    const dot = script.code.split('\n')[Number(line) - 1]?.[Number(column) - 1] === '.' ? 1 : 0
    const map = new TraceMap(script.map)
    const place = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 + dot })
    if (place.source === null) continue
    const { source } = place
    // what called the loop that runs this task has nothing to do with the error
    if (source === 'src/scheduler.ts') break
    frames.push({
      file: relative(process.cwd(), resolve(ROOT, source)),
      line: place.line,
      column: place.column + 1,
      text: sourceContentFor(map, source)?.split('\n')[place.line - 1] ?? '',
      own: !/^(src|targets)\//.test(source),
    })
  }
  return frames
}

/** Makes the global `host`. */
function connect(context: QuickJSContext, host: Host): void {
  const object = context.newObject()
  for (const [name, value] of Object.entries(host) as [string, number | ((...args: unknown[]) => void)][]) {
    const handle = typeof value === 'number'
      ? context.newNumber(value)
      : context.newFunction(name, (...args) => value(...args.map((arg) => context.dump(arg) as unknown)))
    context.setProp(object, name, handle)
    handle.dispose()
  }
  context.setProp(context.global, 'host', object)
  object.dispose()
}

interface GuestError {
  name?: string
  message?: string
  stack?: string
}

/** Evaluates a script: undefined, or the error that it ended with. */
function evaluate(context: QuickJSContext, code: string, name: string): GuestError | undefined {
  const result = context.evalCode(code, name, { type: 'global' })
  if (!result.error) {
    result.value.dispose()
    return undefined
  }
  const error = result.error.consume((handle) => context.dump(handle) as GuestError | string | null)
  if (error === null) return { name: 'InternalError', message: 'out of memory' }
  return typeof error === 'object' ? error : { message: String(error) }
}

export async function runProgram(options: Options): Promise<Run> {
  const { entry, mocks, ready = 16, timers = 16, until = 3_600_000, limitMs = 30_000 } = options
  const started = performance.now()
  const { program, device, parts, warnings } = await bundle({ entry, mocks })
  const built = performance.now()

  const { context, heapTop } = await startEngine()
  const scripts = new Map([['program', program], ['device', device]])
  const events: Event[] = []
  let end: End | undefined
  let heapAtHalf: number | null = null
  connect(context, {
    ready,
    timers,
    until,
    tell: (kind, at, who, text, stack) => { events.push({ kind, at, who, text, frames: framesOf(stack, scripts) }) },
    halfTime: () => { heapAtHalf = heapTop() },
    stop: (reason) => { end = reason },
  })
  let deadline = Infinity
  context.runtime.setInterruptHandler(() => {
    if (end === undefined && performance.now() > deadline) end = 'too long'
    return end !== undefined
  })

  let error = evaluate(context, device.code, 'device')
  const heapBefore = heapTop()
  deadline = performance.now() + limitMs
  error ??= evaluate(context, program.code, 'program')
  const heapAfter = heapTop()
  if (end === undefined) end = error === undefined ? 'done' : 'error'
  context.runtime.removeInterruptHandler()
  const recording = JSON.parse(context.unwrapResult(context.evalCode('emulator.record()')).consume(context.getString)) as Recording
  const took = { build: built - started, run: performance.now() - built }

  let failure = events.find(({ kind }) => kind === 'error') ?? null
  if (error !== undefined && end === 'error') {
    const { name = 'Error', message = '', stack = '' } = error
    const text = `${name}: ${message}`
    const who = recording.lanes[0]?.failed ? 'main' : ''
    const last: Event = { kind: 'error', at: recording.now, who, text, frames: framesOf(stack, scripts) }
    // main's error is reported as well as thrown
    if (events.at(-1)?.text.endsWith(`\n${text}`)) events.pop()
    // the task that it happened to, rather than main, who awaited that
    failure = events.find((event) => event.kind === 'failed' && event.text === text) ?? last
    events.push(last)
  }
  return {
    ...recording, entry, until, end, failure, events,
    heap: { bytes: heapAfter - heapBefore, growth: heapAtHalf && heapAfter - heapAtHalf },
    bundle: { bytes: Buffer.byteLength(program.code), parts, warnings },
    took,
  }
}
