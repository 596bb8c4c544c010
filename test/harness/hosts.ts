// hosts.ts: engines as a port sees them, simulated: their clocks, timers and idle loops, as read in the engines' sources.
//
// `time` is true time, which no engine shows: a port is right if its loop keeps to it. Time passes while the host is idle, and a
// little in each callback.
//   HO1  a port runs in a context of its own, from its source, with nothing but the engine's globals
//   HO2  an idle pass is the engine's: in which order events and due timers are served, and how many of them

import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import vm from 'node:vm'
import ts from 'typescript'
import * as coroutine from '../../src/coroutine'
import * as frame from '../../src/frame'
import type { PortFactory } from '../../src/port'
import * as scheduler from '../../src/scheduler'

export interface HostTimer {
  id: number
  /** in true time */
  at: number
  fn: () => void
}

interface HostEvent {
  at: number
  fn: () => void
}

/** What a port shares with the loop that the test makes. */
const OWN: Record<string, object> = { coroutine, frame, scheduler }

/** Each source as a script. */
const scripts = new Map<string, string>()

/** How long a callback takes. */
const CALLBACK_MS = 0.05

export abstract class Host {
  abstract readonly name: string
  time = 0
  /** what the wall clock shows beyond true time */
  wallMs = 1.7e12
  timers: HostTimer[] = []
  events: HostEvent[] = []
  /** what the port reported */
  lines: string[] = []
  /** callbacks of host timers */
  fired = 0
  /** the most timers that were set when the host fell idle */
  mostTimers = 0
  /** how late timers fire */
  lateMs = 0
  /** Does the engine break off callbacks where no catch runs? */
  readonly aborts: boolean = false
  /** Can its clock be moved? By nobody, by scripts, or by the firmware too. */
  readonly movable: 'not' | 'wall' = 'not'
  /** how much earlier than asked a timer may fire, by the port's own clock */
  readonly earlyMs: number = 0

  /** The globals of the engine, and its modules by name. */
  protected abstract globals(): Record<string, unknown>
  protected modules(): Record<string, unknown> {
    return {}
  }

  /** One pass of the engine's idle loop, with what is due now. */
  protected abstract pass(): void

  abstract readonly factory: string

  /** host timers that exist, be they set or not */
  get kept(): number {
    return this.timers.length
  }

  private context: vm.Context | undefined

  /** The engine's global scope. */
  private scope(): vm.Context {
    if (this.context !== undefined) return this.context
    const natives = this.globals()
    const context = vm.createContext(Object.create(natives) as object)
    // what V8 gives every context would hide the engine's
    const hidden = Object.entries(natives).filter(([name]) => name === 'Date' || name === 'console')
    Object.assign(context, Object.fromEntries(hidden), { global: context })
    this.context = context
    return context
  }

  /** Runs a script, as it is sent to the engine; gives what it ends with. */
  script(code: string): unknown {
    return vm.runInContext(code, this.scope())
  }

  /** Runs a bundle that imports modules of the engine. */
  module(code: string): void {
    const context = this.scope()
    Object.assign(context, { modules: this.modules() })
    vm.runInContext(code.replace(/import\s*([\w$]+)\s*from\s*["'](\w+)["'];?/g, 'const $1 = modules["$2"];'), context)
  }

  /** The port's factory (HO1). */
  port(): PortFactory {
    const context = this.scope()
    const exports = this.load(resolve(`targets/${this.name.split(' ')[0] as string}/port.ts`), context)
    return exports[this.factory] as PortFactory
  }

  private load(file: string, context: vm.Context): Record<string, unknown> {
    const text = scripts.get(file) ?? ts.transpileModule(readFileSync(file, 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020, esModuleInterop: true },
    }).outputText
    scripts.set(file, text)
    const require = (name: string): unknown => {
      if (name in this.modules()) return { __esModule: true, default: this.modules()[name] }
      const shared = OWN[basename(name)]
      if (shared && name.includes('/src/')) return shared
      return this.load(resolve(dirname(file), `${name}.ts`), context)
    }
    const exports = {}
    const run = vm.runInContext(`(function (exports, require) { ${text}\n})`, context, { filename: file }) as (...args: unknown[]) => void
    run(exports, require)
    return exports
  }

  /** A global as a script sees it: the engine's, or what was put in its place. */
  global(name: string): unknown {
    return (this.context as Record<string, unknown>)[name]
  }

  /** The host calls `fn` from its own top level. */
  protected call(fn: () => void): void {
    fn()
    this.time += CALLBACK_MS
  }

  /** An interrupt, or any other event of the host, in `ms`. */
  after(ms: number, fn: () => void): void {
    this.events.push({ at: this.time + ms, fn })
  }

  protected add(fn: () => void, ms: number, id: number): number {
    this.timers.push({ id, at: this.time + ms, fn })
    return id
  }

  protected remove(id: number): void {
    this.timers = this.timers.filter((timer) => timer.id !== id)
  }

  protected lowestFreeId(from: number): number {
    let id = from
    while (this.timers.some((timer) => timer.id === id)) id++
    return id
  }

  protected due(timer: HostTimer): boolean {
    return timer.at + this.lateMs <= this.time + this.earlyMs
  }

  fire(timer: HostTimer): void {
    this.timers = this.timers.filter((other) => other !== timer)
    this.fired++
    this.call(timer.fn)
  }

  protected serveEvents(): void {
    for (;;) {
      const index = this.events.findIndex(({ at }) => at <= this.time)
      if (index < 0) return
      const [event] = this.events.splice(index, 1)
      this.call((event as HostEvent).fn)
    }
  }

  /** All that are due now, in the order in which `order` puts them; those set meanwhile wait for the next pass. */
  protected serveTimers(order: (a: HostTimer, b: HostTimer) => number): void {
    const due = this.timers.filter((timer) => this.due(timer)).sort(order)
    for (const timer of due) if (this.timers.includes(timer)) this.fire(timer)
  }

  /** The host runs for `ms`. */
  run(ms: number): void {
    const until = this.time + ms
    for (let passes = 0; ; passes++) {
      if (passes > 1_000_000) throw new Error('it does not end')
      this.mostTimers = Math.max(this.mostTimers, this.timers.length)
      const next = Math.min(...this.timers.map(({ at }) => at + this.lateMs - this.earlyMs), ...this.events.map(({ at }) => at))
      if (!(next <= until)) break
      this.time = Math.max(this.time, next)
      this.pass()
    }
    this.time = Math.max(this.time, until)
  }
}

const byTime = (a: HostTimer, b: HostTimer) => a.at - b.at
const byId = (a: HostTimer, b: HostTimer) => a.id - b.id

/** jsinteractive.c: events of pins first, then all timers that are due. Ids begin with 1 and are used again at once. */
export class Espruino extends Host {
  readonly name = 'espruino'
  readonly factory = 'espruinoPort'
  override readonly movable = 'wall'
  override readonly aborts = true

  protected globals(): Record<string, unknown> {
    return {
      getTime: () => (this.time + this.wallMs) / 1000,
      // pending timers keep what they had left
      setTime: (seconds: number) => { this.wallMs = seconds * 1000 - this.time },
      setTimeout: (fn: () => void, ms: number) => this.add(fn, Math.max(ms, 0.1), this.lowestFreeId(1)),
      clearTimeout: (...ids: number[]) => {
        if (ids.length === 0) this.timers = []
        else if (ids[0] === undefined) throw new Error('clearTimeout(undefined) not allowed')
        else this.remove(ids[0])
      },
      print: (...parts: unknown[]) => { this.lines.push(parts.map(String).join(' ').trim()) },
    }
  }

  protected pass(): void {
    this.serveEvents()
    this.serveTimers(byTime)
  }
}

/** A board: pins that can be watched, and listeners. */
export class EspruinoBoard extends Espruino {
  watches = new Map<number, { pin: unknown; fn: (edge: object) => void; repeat: boolean }>()
  readonly listeners: { event: string; fn: () => void }[] = []

  protected override globals(): Record<string, unknown> {
    return {
      ...super.globals(),
      BTN1: 'BTN1',
      setWatch: (fn: (edge: object) => void, pin: unknown, options: { repeat?: boolean }) => {
        let id = 1
        while (this.watches.has(id)) id++
        this.watches.set(id, { pin, fn, repeat: options.repeat === true })
        return id
      },
      clearWatch: (...ids: number[]) => {
        if (ids[0] === undefined || !this.watches.delete(ids[0])) throw new Error('Unknown Watch')
      },
      E: {
        on: (event: string, fn: () => void) => { this.listeners.push({ event, fn }) },
        removeListener: (event: string, fn: () => void) => {
          const index = this.listeners.findIndex((one) => one.event === event && one.fn === fn)
          if (index >= 0) this.listeners.splice(index, 1)
        },
      },
    }
  }

  /** The pin goes up, in `ms`. */
  press(pin: unknown, ms: number): void {
    this.after(ms, () => {
      for (const [id, watch] of [...this.watches]) {
        if (watch.pin !== pin) continue
        if (!watch.repeat) this.watches.delete(id)
        watch.fn({ state: true, time: (this.time + this.wallMs) / 1000 })
      }
    })
  }

  emit(event: string): void {
    for (const one of [...this.listeners]) if (one.event === event) one.fn()
  }
}

/** quickjs-libc.c: one timer that is due, the first that was set; files and workers only if none is. Whole milliseconds. */
export class QuickJS extends Host {
  readonly name: string = 'quickjs'
  readonly factory = 'quickjsPort'
  protected ids = 1
  /** what std.exit() was called with */
  readonly exits: number[] = []

  protected globals(): Record<string, unknown> {
    return {
      std: { exit: (code: number) => { this.exits.push(code) } },
      os: {
        sleep: (ms: number) => { this.time += ms },
        setTimeout: (fn: () => void, ms: number) => this.addWhole(fn, ms),
        clearTimeout: (id: number) => { this.remove(id) },
        now: () => this.time,
      },
      performance: { now: () => this.time },
      Date: { now: () => Math.floor(this.time + this.wallMs) },
      print: (text: string) => { this.lines.push(text) },
    }
  }

  protected addWhole(fn: () => void, ms: number): number {
    if (ms % 1 !== 0) throw new Error(`the engine would cut off ${ms} ms`)
    const id = this.add(fn, 0, this.ids++)
    const timer = this.timers.at(-1) as HostTimer
    timer.at = Math.floor(this.time) + ms
    return id
  }

  // the engine's clock counts whole milliseconds, begun ones too: a timer may fire almost one early
  override readonly earlyMs = 0

  protected pass(): void {
    const due = this.timers.find((timer) => this.due(timer))
    if (due === undefined) this.serveEvents()
    else this.fire(due)
  }
}

/** An embedding that gives setTimeout and the wall clock, and no other. */
export class QuickJSEmbedded extends QuickJS {
  override readonly name = 'quickjs embedded'
  override readonly movable = 'wall'

  protected override globals(): Record<string, unknown> {
    return {
      setTimeout: (fn: () => void, ms: number) => this.addWhole(fn, ms),
      clearTimeout: (id: number) => { this.remove(id) },
      Date: { now: () => Math.floor(this.time + this.wallMs) },
      console: { log: (text: string) => { this.lines.push(text) } },
    }
  }
}

/** mqjs.c: 16 places; the first one that is due is served, then it looks from the first on again. Ids begin with 0. */
export class MQuickJS extends Host {
  readonly name = 'mquickjs'
  readonly factory = 'mquickjsPort'

  protected globals(): Record<string, unknown> {
    return {
      setTimeout: (fn: () => void, ms: number) => {
        const id = this.lowestFreeId(0)
        if (id === 16) throw new Error('too many timers')
        this.add(fn, 0, id)
        ;(this.timers.at(-1) as HostTimer).at = Math.floor(this.time) + Math.trunc(ms)
        return id
      },
      clearTimeout: (id: unknown) => { this.remove(Number(id) | 0) },
      performance: { now: () => Math.floor(this.time) },
      print: (...parts: unknown[]) => { this.lines.push(parts.map(String).join(' ')) },
    }
  }

  protected pass(): void {
    const due = [...this.timers].sort(byId).find((timer) => this.due(timer))
    if (due === undefined) this.serveEvents()
    else this.fire(due)
  }
}

/** A host timer that is this far away is as good as none. */
const FAR_MS = 2 ** 30 - 1

/**
 * modTimer: due timers in the order of the list; 32-bit ticks; a timer whose interval is 0 is gone when its callback returns.
 * Timer.schedule(timer) was to park it, but since October 2025 what is not given is 0: it fires at once, and is gone.
 */
export class Moddable extends Host {
  readonly name: string = 'moddable'
  readonly factory = 'moddablePort'
  private readonly repeats = new Map<object, number>()
  private readonly parked = new Set<object>()
  private rescheduled = false
  /** where the count begins: just before it wraps */
  protected origin = 2 ** 31 - 5000

  override get kept(): number {
    return this.repeats.size
  }

  protected ticks(): number {
    return (Math.floor(this.time) + this.origin) | 0
  }

  protected globals(): Record<string, unknown> {
    return { trace: (text: string) => { this.lines.push(text.trimEnd()) } }
  }

  protected override modules(): Record<string, unknown> {
    const ticks = () => this.ticks()
    const check = (ms: number) => {
      if (ms % 1 !== 0 || ms < 0 || ms >= 2 ** 31) throw new Error(`${ms} is no 32-bit time`)
      return ms
    }
    return {
      time: {
        get ticks() { return ticks() },
        delta: (start: number, end: number) => this.delta(start, end),
      },
      timer: {
        set: (fn: (timer: object) => void, ms: number, repeat = 0) => {
          const timer = { id: this.lowestFreeId(1), at: Math.floor(this.time) + check(ms), fn: () => { fn(timer) } }
          this.timers.push(timer)
          this.repeats.set(timer, repeat)
          return timer
        },
        schedule: (timer: HostTimer, ms = 0, repeat = 0) => {
          if (!this.repeats.has(timer)) throw new Error('this timer is gone')
          this.rescheduled = true
          this.timers = this.timers.filter((other) => other !== timer)
          this.parked.delete(timer)
          this.repeats.set(timer, repeat)
          if (check(ms) === FAR_MS) this.parked.add(timer)
          else this.timers.push(Object.assign(timer, { at: Math.floor(this.time) + ms }))
        },
        clear: (timer: HostTimer) => {
          this.timers = this.timers.filter((other) => other !== timer)
          this.repeats.delete(timer)
        },
      },
    }
  }

  protected delta(start: number, end: number): number {
    return (end - start) | 0
  }

  override fire(timer: HostTimer): void {
    this.fired++
    this.rescheduled = false
    this.call(timer.fn)
    const repeat = this.repeats.get(timer)
    if (repeat === undefined) return
    const goes = repeat === 0 || (repeat === FAR_MS && !this.rescheduled)
    if (repeat === 0) this.repeats.delete(timer)
    if (goes) this.timers = this.timers.filter((other) => other !== timer)
    else if (!this.rescheduled && !this.parked.has(timer)) timer.at = this.time + repeat
  }

  protected pass(): void {
    this.serveTimers(() => 0)
    this.serveEvents()
  }
}

/** The simulator's Time.ticks is the wall clock, and no 32-bit count. */
export class ModdableSimulator extends Moddable {
  override readonly name = 'moddable simulator'

  protected override ticks(): number {
    return Math.floor(this.time + this.wallMs)
  }

  protected override delta(start: number, end: number): number {
    return end - start
  }
}

/** libuv: due timers, then events, then immediates. A timer may fire a part of a millisecond early by performance.now(). */
export class Node extends Host {
  readonly name: string = 'node'
  readonly factory = 'nodePort'
  override readonly earlyMs = 0.9
  protected readonly immediates: HostTimer[] = []
  /** what only keeps the process alive */
  readonly keepers = new Set<number>()
  private ids = 1

  protected globals(): Record<string, unknown> {
    return {
      process: {},
      setTimeout: (fn: () => void, ms: number) => {
        if (ms > 2 ** 31 - 1) throw new Error(`${ms} ms would be 1 ms`)
        return this.add(fn, Math.max(1, Math.trunc(ms)), this.ids++)
      },
      clearTimeout: (id: number) => { this.remove(id) },
      setInterval: (_fn: () => void, ms: number) => {
        if (ms < 2 ** 30) throw new Error('it would fire')
        this.keepers.add(this.ids)
        return this.ids++
      },
      clearInterval: (id: number) => { this.keepers.delete(id) },
      // an immediate counts as a timer of no time, behind the events
      setImmediate: (fn: () => void) => {
        const id = this.add(fn, 0, this.ids++)
        this.immediates.push(this.timers.at(-1) as HostTimer)
        return id
      },
      clearImmediate: (id: number) => { this.remove(id) },
      performance: { now: () => this.time },
      console: { error: (...parts: unknown[]) => { this.lines.push(parts.map(String).join(' ')) } },
    }
  }

  protected pass(): void {
    const isImmediate = (timer: HostTimer) => this.immediates.includes(timer)
    const due = this.timers.filter((timer) => !isImmediate(timer) && this.due(timer)).sort(byTime)
    for (const timer of due) if (this.timers.includes(timer)) this.fire(timer)
    this.serveEvents()
    for (const timer of this.timers.filter(isImmediate)) if (this.timers.includes(timer)) this.fire(timer)
  }
}

/** No immediates, no process. */
export class Browser extends Node {
  override readonly name = 'node browser'

  protected override globals(): Record<string, unknown> {
    const { setTimeout, clearTimeout, performance, console } = super.globals()
    return { setTimeout, clearTimeout, performance, console }
  }
}

/** The made-up engine of targets/template. */
export class Template extends Host {
  readonly name = 'template'
  readonly factory = 'templatePort'

  protected globals(): Record<string, unknown> {
    return {
      engine: {
        millis: () => (Math.floor(this.time) + 2 ** 32 - 5000) >>> 0,
        setAlarm: (fn: () => void, ms: number) => {
          this.timers = []
          this.add(fn, 0, 1)
          ;(this.timers[0] as HostTimer).at = Math.floor(this.time) + ms
        },
        clearAlarm: () => { this.timers = [] },
        log: (text: string) => { this.lines.push(text) },
      },
    }
  }

  protected pass(): void {
    this.serveEvents()
    this.serveTimers(byTime)
  }
}
