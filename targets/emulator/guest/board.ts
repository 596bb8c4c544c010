// board.ts: the device around the program: a clock, host events, a console. Mocks play the hardware with the global `board`.
//
// It is loaded, with the mocks, before the program; the program's bundle holds the runtime and plugs it in (ringloop.ts).
//   BD1  one clock serves every loop, so device time never goes back; events that mocks ask for before there is one wait
//   BD2  when its time is over the device loses power: no `catch` and no `finally` of the program runs any more

import type { ErrorContext, Port } from '../../../src/port'
import type { VirtualPort } from '../../virtual/port'
import type { Counter, Host, Recording, Wakeups } from './host'
import { ended, lanesNow, nameOf, stackOf, started, statsNow, stepCount, stepped } from './recorder'
import type { Ending, SeenTask } from './recorder'

/** What mocks have. Times are milliseconds of device time. */
export interface Board {
  now(): number
  /** Runs `fn` as an interrupt would, when the clock reaches `when`. */
  at(when: number, fn: () => void): void
  /** The same, `delay` from now. */
  after(delay: number, fn: () => void): void
  /** Puts a line into the timeline, in the name of `who`. */
  log(who: string, text: string): void
  /** Adds 1, or `by`, to a counter that the summary shows. */
  count(what: string, by?: number): void
  /** Gives the program these globals. */
  provide(globals: object): void
}

/** What the runtime plugs in. */
export interface Runtime {
  port: VirtualPort
  currentTask(): SeenTask | null
  pendingTasks(): SeenTask[]
  /** Methods that the board calls: the build drops those that the program's own bundle does not mention. */
  keeps: unknown
}

interface HostEvent {
  when: number
  fn: () => void
}

declare const host: Host
declare const globalThis: { [name: string]: unknown }

const counters: Counter[] = []
const wakeups: Wakeups = { deadlines: 0, events: 0, idle: 0 }
let early: HostEvent[] = []
let runtime: Runtime | undefined
/** host events that are still to come */
let expected = 0
let woken = false
let byEvent = false
let stepsBefore = 0
let half = false

function now(): number {
  return runtime === undefined ? 0 : runtime.port.now()
}

// What the program is given.

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null && !(value instanceof Error) ? JSON.stringify(value) : String(value)
}

/** `print` and `console.log`. */
function print(...values: unknown[]): void {
  const task = runtime === undefined ? null : runtime.currentTask()
  host.tell('log', now(), task === null ? '' : nameOf(task), values.map(textOf).join(' '), '')
}

// What mocks are given.

function at(when: number, fn: () => void): void {
  if (runtime === undefined) {
    early.push({ when: when, fn: fn })
    return
  }
  expected++
  runtime.port.at(when, function () {
    expected--
    byEvent = true
    fn()
  })
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
}

// What the runtime and the host are given: the global `emulator`.

/** Ends the program here. The host interrupts what runs in a way that no program can catch. */
function stop(reason: 'power off' | 'deadlock'): void {
  host.stop(reason)
  while (host.until > 0) stepCount() // for ever; an empty loop is dropped by rollup
}

/** Makes the virtual clock the board's, and gives it back. */
function plug(made: Runtime): Port {
  runtime = made
  const port = made.port
  const block = port.block as (delayMs: number) => void
  port.report = report
  port.block = function (delayMs) {
    if (woken && stepCount() === stepsBefore) wakeups.idle++
    if (delayMs === Infinity && expected === 0) stop('deadlock')
    if (!half && now() * 2 >= host.until) {
      half = true
      host.halfTime()
    }
    byEvent = false
    block(delayMs)
    woken = true
    stepsBefore = stepCount()
    if (byEvent) wakeups.events++
    else wakeups.deadlines++
  }
  // first, so that nothing else happens at that time
  port.at(host.until, () => { stop('power off') })
  early.forEach((event) => { at(event.when, event.fn) })
  early = []
  return port
}

function report(context: ErrorContext): void {
  const task = context.future as Partial<SeenTask> | undefined
  const who = task !== undefined && task.getName ? nameOf(task as SeenTask) : ''
  // the name stands before the line already
  const message = context.message.replace(who === '' ? '' : (task as SeenTask).getName() + ': ', '')
  if (!('exception' in context)) host.tell('warning', now(), who, message, '')
  else host.tell('error', now(), who, message + '\n' + String(context.exception), stackOf(context.exception))
}

/** What is known so far, as JSON. */
function record(): string {
  const tasks = runtime === undefined ? [] : runtime.pendingTasks()
  const result: Recording = {
    now: now(),
    stats: statsNow(),
    wakeups: wakeups,
    lanes: lanesNow(now()),
    counters: counters,
    pending: tasks.map((task) => ({ name: nameOf(task), waits: task.getStack().pop() || '' })),
  }
  return JSON.stringify(result)
}

const emulator = {
  ready: host.ready,
  timers: host.timers,
  plug: plug,
  record: record,
  started: (task: SeenTask): void => { started(task, now()) },
  stepped: (task: SeenTask): void => { stepped(task, now()) },
  ended: (task: SeenTask, how: Ending, error: unknown): void => { ended(task, how, error, now()) },
}

export type Emulator = typeof emulator

/** Gives the library's errors a stack, which on QuickJS only the engine's own have. */
function captureStackTrace(target: object): void {
  Object.defineProperty(target, 'stack', { value: new Error().stack, writable: true, configurable: true })
}

Object.defineProperty(Error, 'captureStackTrace', { value: captureStackTrace, writable: true, configurable: true })
provide({ board: board, emulator: emulator, print: print, console: { log: print, info: print, warn: print, error: print } })
