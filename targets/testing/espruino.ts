// espruino.ts: `ringloop/testing/espruino`: the commonest of what Espruino offers, played: pins, watches, LEDs, the button.
//
// It runs in the emulator, before the program, and is there for every program that is built for Espruino. Mocks of one's own
// import it to wire pins: `import { onWrite, setPin } from 'ringloop/testing/espruino'`. Timers and getTime() are the board's.
//   ES1  a pin that nobody has set is low; reading one that was written gives what was written

import type { Board } from '../emulator/guest/mocks'

declare const board: Board
declare const host: { used: () => number; memory: number }

/** What is given to a watch. Times are in seconds, as on a board. */
export interface WatchEvent {
  state: boolean
  time: number
  lastTime: number
  pin: string
}

interface Watch {
  id: number
  pin: string
  fn: (event: WatchEvent) => void
  repeat: boolean
  edge: 'rising' | 'falling' | 'both'
  debounce: number
  lastTime: number
  /** the level that it has told of last, and the check that is under way */
  told: boolean
  checks: number
}

interface WatchOptions {
  repeat?: boolean
  edge?: 'rising' | 'falling' | 'both' | 1 | -1 | 0
  debounce?: number
}

type Level = boolean | number

/** A pin, as programs have it. */
export class Pin {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  toString(): string {
    return this.name
  }

  read(): boolean {
    return pin(this.name) !== 0
  }

  set(): void {
    digitalWrite(this, 1)
  }

  reset(): void {
    digitalWrite(this, 0)
  }

  write(value: Level): void {
    digitalWrite(this, value)
  }

  toggle(): boolean {
    digitalWrite(this, pin(this.name) === 0)
    return this.read()
  }

  mode(_mode: string): void {
    // what it is for matters to no mock
  }

  getMode(): string {
    return 'output'
  }
}

export type PinLike = Pin | string | number

const levels = new Map<string, number>()
const pins = new Map<string, Pin>()
const writers: { pin: string; fn: (value: number) => void }[] = []
const readers = new Map<string, () => number>()
const watches = new Map<number, Watch>()
let watchIds = 0

/** LED is LED1, and BTN is BTN1: one pin with two names. */
const other: Record<string, string | undefined> = { LED: 'LED1', BTN: 'BTN1' }

function nameOf(pin: PinLike): string {
  const name = typeof pin === 'object' ? pin.name : typeof pin === 'number' ? `D${pin}` : pin
  return other[name] ?? name
}

/** The pin of a name, always the same. */
export function pinOf(name: string): Pin {
  let found = pins.get(name)
  if (found === undefined) pins.set(name, (found = new Pin(name)))
  return found
}

/** What a pin is at: 0 or 1, or an analog value. */
export function pin(of: PinLike): number {
  const name = nameOf(of)
  return readers.get(name)?.() ?? levels.get(name) ?? 0
}

/** Sets an input from outside, as a button or a sensor does: whoever watches it is called. */
export function setPin(of: PinLike, value: Level): void {
  const name = nameOf(of)
  const level = Number(value)
  levels.set(name, level)
  for (const watch of [...watches.values()]) if (watch.pin === name) look(watch)
}

/** Has `fn` told of each write to a pin, at the time of the write. */
export function onWrite(of: PinLike, fn: (value: number) => void): void {
  writers.push({ pin: nameOf(of), fn })
}

/** Has reads of a pin, digital and analog, give what `fn` gives. */
export function onRead(of: PinLike, fn: () => number): void {
  readers.set(nameOf(of), fn)
}

/** Tells a watch, at once or when the level has stayed for as long as it wants. */
function look(watch: Watch): void {
  const mine = ++watch.checks
  if (watch.debounce > 0) board.after(watch.debounce, () => { if (mine === watch.checks) tell(watch) })
  else tell(watch)
}

function tell(watch: Watch): void {
  const state = pin(watch.pin) !== 0
  if (state === watch.told || !watches.has(watch.id)) return
  watch.told = state
  if (watch.edge !== 'both' && (watch.edge === 'rising') !== state) return
  const time = board.now() / 1000
  const { lastTime } = watch
  watch.lastTime = time
  if (!watch.repeat) watches.delete(watch.id)
  watch.fn({ state, time, lastTime, pin: watch.pin })
}

// What programs call.

function each(of: PinLike | PinLike[], value: Level, fn: (pin: PinLike, value: Level) => void): void {
  if (!Array.isArray(of)) fn(of, value)
  // the last pin is the lowest bit
  else of.slice().reverse().forEach((one, bit) => { fn(one, (Number(value) >> bit) & 1) })
}

function write(of: PinLike, value: number): void {
  const name = nameOf(of)
  levels.set(name, value)
  board.count(`writes to ${name}`)
  for (const writer of writers) if (writer.pin === name) writer.fn(value)
  for (const watch of [...watches.values()]) if (watch.pin === name) look(watch)
}

function digitalWrite(of: PinLike | PinLike[], value: Level): void {
  each(of, value, (one, level) => { write(one, level ? 1 : 0) })
}

function digitalRead(of: PinLike | PinLike[]): number {
  const bit = (one: PinLike) => (pin(one) !== 0 ? 1 : 0)
  return Array.isArray(of) ? of.reduce<number>((bits, one) => bits * 2 + bit(one), 0) : bit(of)
}

function digitalPulse(of: PinLike, value: Level, ms: number | number[]): void {
  let level = Boolean(value)
  let at = 0
  write(of, Number(level))
  for (const length of [ms].flat()) {
    at += length
    level = !level
    const next = Number(level)
    board.after(at, () => { write(of, next) })
  }
}

function setWatch(fn: (event: WatchEvent) => void, of: PinLike, options?: WatchOptions | boolean): number {
  const { repeat = false, edge = 'both', debounce = 0 } = typeof options === 'object' ? options : { repeat: options === true }
  const id = ++watchIds
  const name = nameOf(of)
  watches.set(id, {
    id, pin: name, fn, repeat, debounce, lastTime: 0, told: pin(name) !== 0, checks: 0,
    edge: edge === 1 ? 'rising' : edge === -1 ? 'falling' : edge === 0 ? 'both' : edge,
  })
  return id
}

function clearWatch(...ids: unknown[]): void {
  if (ids.length === 0) watches.clear()
  else watches.delete(ids[0] as number)
}

/** A block of the interpreter's memory. */
const BLOCK = 16

function memory(): object {
  const total = Math.floor(host.memory / BLOCK)
  const usage = Math.ceil(host.used() / BLOCK)
  return { free: total - usage, usage, total, history: 0, blocksize: BLOCK }
}

const named = ['LED', 'LED1', 'LED2', 'LED3', 'BTN', 'BTN1', 'BTN2', 'BTN3']
const letters = ['A', 'B', 'C', 'D'].flatMap((letter) => Array.from({ length: letter === 'D' ? 48 : 16 }, (_, i) => `${letter}${i}`))

board.provide(Object.fromEntries([...named, ...letters].map((name) => [name, pinOf(nameOf(name))])))
board.provide({
  HIGH: 1, LOW: 0, Pin, digitalWrite, digitalRead, digitalPulse, setWatch, clearWatch,
  analogRead: pin,
  analogWrite: (of: PinLike, value: number) => { write(of, value) },
  pinMode: () => undefined,
  process: { memory, env: { BOARD: 'EMULATOR', VERSION: '2v29' }, version: '2v29' },
  espruino: { pin, setPin, onWrite, onRead, pinOf },
})
