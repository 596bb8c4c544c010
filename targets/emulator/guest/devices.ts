// devices.ts: what each kind of device gives a program before any mock does: timers and clocks, as its port of the library
// uses them (targets/<engine>/port.ts).
//
//   DV1  all of them count the board's time, so a run is the same each time; in virtual time Date and Math.random are too

import type { Clock, Due } from '../../virtual/clock'
import type { Board } from './mocks'
import type { Host } from './host'

declare const globalThis: { Date: DateConstructor; Math: { random: () => number } }

/** What the program asks the machine for. */
export interface Requests {
  /** To end at once. */
  exit(code: number): void
}
declare const Proxy: new (target: object, handler: object) => DateConstructor

interface Interval {
  fn: () => void
  ms: number
  due: Due
}

/** setTimeout and its family. */
function timersOn(clock: Clock, now: () => number) {
  const set = new Map<number, Interval>()
  let ids = 0

  function arm(id: number, ms: number, fn: () => void): Due {
    now()
    return clock.timer(ms, () => {
      set.delete(id)
      fn()
    })
  }
  function setTimeout(fn: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): number {
    const id = ++ids
    const call = () => { fn(...args) }
    set.set(id, { fn: call, ms: ms || 0, due: arm(id, ms || 0, call) })
    return id
  }
  function repeat(id: number, interval: Interval): void {
    interval.due = arm(id, interval.ms, () => {
      repeat(id, interval)
      interval.fn()
    })
    set.set(id, interval)
  }
  function setInterval(fn: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): number {
    const id = ++ids
    // no time at all would be for ever at one time
    repeat(id, { fn: () => { fn(...args) }, ms: Math.max(1, ms || 0) } as Interval)
    return id
  }
  function clear(id: unknown): void {
    const found = set.get(id as number)
    if (found === undefined) return
    clock.cancel(found.due)
    set.delete(id as number)
  }
  /** Espruino's: with another time from now on. */
  function changeInterval(id: number, ms: number): void {
    const found = set.get(id)
    if (found === undefined) return
    clear(id)
    found.ms = Math.max(1, ms)
    repeat(id, found)
  }
  /** Espruino's: without an id, all of them. */
  function clearAny(...ids: unknown[]): void {
    if (ids.length > 0) clear(ids[0])
    else [...set.keys()].forEach(clear)
  }
  return { setTimeout: setTimeout, setInterval: setInterval, clear: clear, changeInterval: changeInterval, clearAny: clearAny }
}

type Timers = ReturnType<typeof timersOn>

/** A timer of twelve days is how the port parks its own (targets/moddable/port.ts): it is none. */
const PARKED_MS = 0x3fffffff

function moddable(board: Board, clock: Clock, now: () => number): void {
  interface XsTimer { fn: (timer: object) => void; due: Due | undefined }
  function schedule(timer: XsTimer, ms?: number, repeatMs?: number): void {
    if (timer.due !== undefined) clock.cancel(timer.due)
    timer.due = undefined
    if (ms === undefined || ms === PARKED_MS) return
    now()
    timer.due = clock.timer(ms, () => {
      if (repeatMs === undefined) timer.due = undefined
      else schedule(timer, repeatMs, repeatMs)
      timer.fn(timer)
    })
  }
  function set(fn: (timer: object) => void, ms?: number, repeatMs?: number): XsTimer {
    const timer: XsTimer = { fn: fn, due: undefined }
    schedule(timer, ms === undefined ? 0 : ms, repeatMs)
    return timer
  }
  const time = { delta: (start: number, end?: number) => (end === undefined ? Math.floor(now()) : end) - start }
  Object.defineProperty(time, 'ticks', { get: () => Math.floor(now()) })
  Object.defineProperty(time, 'microseconds', { get: () => Math.floor(now() * 1000) })
  board.module('time', { default: time })
  board.module('timer', { default: {
    set: set, schedule: schedule, repeat: (fn: () => void, ms: number) => set(fn, ms, ms), clear: (timer: XsTimer) => { schedule(timer) },
  } })
  board.provide({ trace: (text: string) => { board.log('trace', text.replace(/\n$/, '')) } })
}

/** Functions of the firmware: a global of the same name hides one, and deleting that brings it back. */
function firmware(functions: object): void {
  Object.setPrototypeOf(globalThis, Object.assign(Object.create(Object.prototype) as object, functions))
}

type Listener = (...args: unknown[]) => void

/** Espruino's `E`, as far as a program can notice it here: what is emitted is heard. */
function emitter(): object {
  const listeners = new Map<string, Listener[]>()
  const of = (event: string) => listeners.get(event) || []
  return {
    on: (event: string, listener: Listener) => { listeners.set(event, [...of(event), listener]) },
    removeListener: (event: string, listener: Listener) => { listeners.set(event, of(event).filter((one) => one !== listener)) },
    removeAllListeners: (event: string) => { listeners.delete(event) },
    emit: (event: string, ...args: unknown[]) => { of(event).forEach((listener) => { listener(...args) }) },
  }
}

function espruino(host: Host, timers: Timers, now: () => number): void {
  /** the wall clock, in ms, when the device started */
  let started = host.epoch
  firmware({
    setTimeout: timers.setTimeout, clearTimeout: timers.clearAny, setInterval: timers.setInterval, clearInterval: timers.clearAny,
    changeInterval: timers.changeInterval, global: globalThis, E: emitter(),
    getTime: () => (started + now()) / 1000,
    setTime: (seconds: number) => { started = seconds * 1000 - now() },
  })
}

function pageTimers(timers: Timers): object {
  return { setTimeout: timers.setTimeout, clearTimeout: timers.clear, setInterval: timers.setInterval, clearInterval: timers.clear }
}

/** Makes Date and Math.random tell the same in each run. */
function repeatable(host: Host, now: () => number): void {
  const RealDate = globalThis.Date
  const today = () => host.epoch + Math.floor(now())
  globalThis.Date = new Proxy(RealDate, {
    construct: (date: new (...args: unknown[]) => object, args: unknown[]) =>
      (args.length === 0 ? new RealDate(today()) : new date(...args)),
    apply: () => new RealDate(today()).toString(),
    get: (target: { [name: string]: unknown }, name: string) => (name === 'now' ? today : target[name]),
  })
  let seed = 1
  // Park and Miller's generator
  globalThis.Math.random = () => {
    seed = (seed * 48271) % 2147483647
    return seed / 2147483647
  }
}

export function provideDevice(host: Host, board: Board, clock: Clock, now: () => number, requests: Requests): void {
  const timers = timersOn(clock, now)
  const performance = { now: now }
  if (!host.real) repeatable(host, now)
  switch (host.target) {
    case 'espruino':
      espruino(host, timers, now)
      break
    case 'quickjs':
      // the engine has its timers in a module only
      board.module('os', { setTimeout: timers.setTimeout, clearTimeout: timers.clear, now: now, platform: 'ringloop' })
      board.module('std', { exit: requests.exit })
      board.provide({ performance: performance })
      break
    case 'moddable':
      moddable(board, clock, now)
      break
    case 'mquickjs':
      board.provide({ setTimeout: timers.setTimeout, clearTimeout: timers.clear, performance: performance })
      break
    case 'node':
      board.provide(pageTimers(timers))
      board.provide({ performance: performance, setImmediate: (fn: () => void) => timers.setTimeout(fn, 0), clearImmediate: timers.clear })
      break
  }
}
