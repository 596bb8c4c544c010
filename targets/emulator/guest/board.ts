// board.ts: the device around the program: a clock, host events, a console. Mocks play the hardware with the global `board`.
//
// It is loaded, with the mocks, before the program. What each kind of device has besides is in devices.ts.
//   BD1  one clock serves everything; the host says how far it may go (advance)
//   BD2  when the host calls no more, no code of the program runs any more: no `catch` and no `finally`

import type { ErrorContext } from '../../../src/port'
import type { LoopStats } from '../../../src/stats'
import { Clock } from '../../virtual/clock'
import { provideDevice } from './devices'
import type { Counter, Guest, Host, Wakeups } from './host'
import type { Board } from './mocks'
import { asked, awaited, begins, created, ended, flush, happened, main, nameOf, named, stepCount, stepped, tools, waits } from './recorder'
import type { SeenTask } from './recorder'

declare const host: Host
declare const globalThis: { [name: string]: unknown }

const clock = new Clock()
const counters: Counter[] = []
const wakeups: Wakeups = { deadlines: 0, events: 0, idle: 0 }
const modules: { [name: string]: object } = {}
let open = 0
let opened = false
let exited = false
let loop: object | undefined
let stats: LoopStats | null = null
let woken = false
let stepsBefore = 0

/** In real time the clock follows the host's. */
function now(): number {
  if (host.real) clock.now = Math.max(clock.now, host.now())
  return clock.now
}

// What the program is given.

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || value instanceof Error) return String(value)
  /** the objects that what is written stands in */
  const around: unknown[] = []
  let text: string | undefined
  const json = JSON.stringify(value, function (this: unknown, _key, inner: unknown) {
    if (typeof inner !== 'object' || inner === null) return inner
    text = tools && tools.textOf(inner)
    if (text !== undefined) return text
    while (around.length > 0 && around[around.length - 1] !== this) around.pop()
    if (around.includes(inner)) return '…'
    around.push(inner)
    return inner
  })
  return around.length === 0 && text !== undefined ? text : json
}

/** The task whose step runs. */
let running: SeenTask | undefined

/** `print` and `console.log`. */
function print(...values: unknown[]): void {
  host.tell('log', now(), running === undefined ? '' : nameOf(running), values.map(textOf).join(' '), '')
}

// What mocks are given.

function at(when: number, fn: () => void): void {
  clock.at(when, fn)
}

function count(what: string, by?: number): void {
  let counter = counters.filter((one) => one.what === what)[0]
  if (counter === undefined) counters.push((counter = { what: what, count: 0 }))
  counter.count = counter.count + (by === undefined ? 1 : by)
}

function provide(globals: object): void {
  Object.keys(globals).forEach((name) => { globalThis[name] = (globals as { [name: string]: unknown })[name] })
}

const board: Board = {
  now: now,
  at: at,
  after: (delay, fn) => { at(now() + delay, fn) },
  log: (who, text) => { host.tell('board', now(), who, text, '') },
  count: count,
  provide: provide,
  module: (name, exports) => { modules[name] = exports },
}

// What the host calls.

/** Judges the wake-up that is over: has any task run? */
function judge(): void {
  if (woken && stepCount() === stepsBefore) wakeups.idle++
  woken = false
}

function advance(limit: number, most: number): number {
  for (let left = most; left > 0; left--) {
    const next = clock.next()
    if (next === undefined || next.when > limit || exited) break
    clock.take()
    if (!next.now) {
      judge()
      woken = true
      stepsBefore = stepCount()
      if (next.timer) wakeups.deadlines++
      else wakeups.events++
    }
    if (!next.timer) happened(now())
    running = undefined
    next.fn()
  }
  const next = clock.next()
  return next === undefined ? Infinity : next.when
}

/** The global function at a path, and what it is a method of. */
function lookUp(path: string): (...args: unknown[]) => unknown {
  const names = path.split('.')
  let owner: unknown
  let found: unknown = globalThis
  names.forEach((name) => {
    owner = found
    found = found === undefined || found === null ? undefined : (found as { [name: string]: unknown })[name]
  })
  if (typeof found !== 'function') throw new TypeError(path + ': there is no such function; mocks give it with board.provide()')
  return (...args) => (found as (...args: unknown[]) => unknown).call(owner, ...args)
}

function call(path: string, args: string): string {
  const result = lookUp(path)(...JSON.parse(args) as unknown[])
  return result === undefined ? 'null' : JSON.stringify(result)
}

const guest: Guest = {
  advance: advance,
  finished: () => exited || (opened && open === 0 && !clock.hasTimer()),
  now: now,
  pass: (to) => { clock.now = Math.max(clock.now, to) },
  flush: flush,
  cancel: () => {
    const task = main()
    return task !== undefined && !tools.isDone(task) && tools.cancel(task)
  },
  call: (path, args) => {
    happened(now())
    return call(path, args)
  },
  at: (when, path, args) => {
    lookUp(path)
    at(when, () => { call(path, args) })
  },
  summary: () => {
    judge()
    return JSON.stringify({ stats: open > 0 && loop !== undefined ? tools.statsOf(loop) : stats, wakeups: wakeups, counters: counters })
  },
}

// What the library tells (src/watch.ts).

const defaults: { ready?: number; timers?: number; debug?: boolean } = {}
if (host.ready > 0) defaults.ready = host.ready
if (host.timers > 0) defaults.timers = host.timers
if (host.debug) defaults.debug = true

function stackOf(error: unknown): string {
  return ((error as Error | null | undefined) || { stack: '' }).stack || ''
}

const watcher = {
  defaults: defaults,
  begins: begins,
  opened: (made: object) => {
    loop = made
    opened = true
    open++
  },
  closed: (made: object) => {
    open--
    // closing clears them
    stats = tools.statsOf(made)
  },
  reported: (context: ErrorContext) => {
    const task = context.future as SeenTask | undefined
    const isTask = task !== undefined && task.seen !== undefined
    const who = isTask ? nameOf(task) : ''
    // the name stands before the line already
    const message = context.message.replace(isTask ? tools.nameOf(task) + ': ' : '', '')
    if (!('exception' in context)) host.tell('warning', now(), who, message, '')
    else host.tell('error', now(), who, message + '\n' + String(context.exception), stackOf(context.exception))
  },
  created: (task: SeenTask, by: SeenTask | undefined) => { created(task, by, now()) },
  named: named,
  steps: (task: SeenTask) => {
    running = task
    stepped(task, now())
  },
  waits: (task: SeenTask, state: string, waitsIn: string, until: number | undefined) => {
    running = undefined
    waits(task, state === 'waiting' || state === 'sleeping' ? waitsIn : state, until, now())
  },
  awaits: awaited,
  asked: (task: SeenTask, by: SeenTask | undefined) => { asked(task, by, now()) },
  ended: (task: SeenTask, how: string, error: unknown) => {
    running = undefined
    ended(task, how, now())
    const failed = how === 'failed'
    if (how !== 'finished') host.ended(task.seen || 0, failed, now(), failed ? String(error) : '', failed ? stackOf(error) : '')
  },
}

/** Gives the library's errors a stack, which on QuickJS only the engine's own have. */
function captureStackTrace(target: object): void {
  Object.defineProperty(target, 'stack', { value: new Error().stack, writable: true, configurable: true })
}

Object.defineProperty(Error, 'captureStackTrace', { value: captureStackTrace, writable: true, configurable: true })
provide({
  board: board, print: print, console: { log: print, info: print, warn: print, error: print, debug: print },
  emulator: { watcher: watcher, guest: guest, modules: modules, loaded: () => { host.loaded() } },
})
provideDevice(host, board, clock, now, { exit: () => { exited = true } })
