// report.ts: a run as text for people: what happened when, a picture of who did how much, and the sums.
//
//   RP1  the same run gives the same text: real time is not in it
//   RP2  no line is longer than `columns`, unless a single word is

import { resolve } from 'node:path'
import { shown } from '../rollup/problems'
import { HOUR } from './asked'
import type { EventKind, Frame, Lane, Run, RunEvent, TaskNode } from './types'

export interface Look {
  columns: number
  colour: boolean
  /** What happened when; default: true. */
  timeline?: boolean | undefined
}

const NAMED = { task: [36, 33, 32, 35, 34, 96, 93, 92, 95, 94], dim: 2, bold: 1, red: 31, yellow: 33 }
const COLOURS: Partial<Record<EventKind, number>> = { cancelled: NAMED.yellow, failed: NAMED.red, error: NAMED.red, warning: NAMED.yellow }
const HEIGHTS = ' ▁▂▃▄▅▆▇█'

export const number = (value: number): string => value.toLocaleString('en-US')

/** 00:12:30.000 */
export function clock(ms: number): string {
  const pad = (value: number, width: number) => String(Math.floor(value)).padStart(width, '0')
  return `${pad(ms / 3_600_000, 2)}:${pad(ms / 60_000 % 60, 2)}:${pad(ms / 1000 % 60, 2)}.${pad(ms % 1000, 3)}`
}

/** 3600000: '1 hour' */
export function duration(ms: number): string {
  for (const [unit, size] of [['hour', 3_600_000], ['minute', 60_000], ['second', 1000]] as const) {
    const value = number(Math.round(ms / size * 10) / 10)
    if (ms >= size) return `${value} ${unit}${value === '1' ? '' : 's'}`
  }
  return `${number(Math.round(ms * 10) / 10)} ms`
}

/** Breaks a text at its blanks. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const line of text.split('\n')) {
    let rest = line
    while (rest.length > width) {
      const at = rest.lastIndexOf(' ', width)
      if (at <= 0) break
      lines.push(rest.slice(0, at))
      rest = rest.slice(at + 1)
    }
    lines.push(rest)
  }
  return lines
}

function painted(text: string, colour: number | undefined, look: Look): string {
  return look.colour && colour !== undefined ? `\x1b[${colour}m${text}\x1b[0m` : text
}

function fitted(name: string, width: number): string {
  return name.slice(0, width).padEnd(width)
}

/** An event: when, who, what. */
export function eventLines(event: RunEvent, look: Look, nameWidth = 12, nameColour: number = NAMED.dim): string[] {
  const indent = 12 + 2 + nameWidth + 2
  return wrap(textOf(event), look.columns - indent).map((line, i) => {
    const name = painted(fitted(event.who, nameWidth), nameColour, look)
    const head = i === 0 ? `${painted(clock(event.at), NAMED.dim, look)}  ${name}  ` : ' '.repeat(indent)
    return (head + painted(line, COLOURS[event.kind], look)).trimEnd()
  })
}

/** Writes the parts of a report in one look. */
class Writer {
  readonly #run: Run
  readonly #look: Look
  /** who -> colour: tasks have one each */
  readonly #colours = new Map<string, number>()
  readonly #nameWidth: number

  constructor(run: Run, look: Look) {
    this.#run = run
    this.#look = look
    run.lanes.forEach(({ name }, i) => this.#colours.set(name, NAMED.task[i % NAMED.task.length] as number))
    const names = [...run.lanes.map(({ name }) => name), ...run.events.map(({ who }) => who)]
    // there may be more than a call has room for
    this.#nameWidth = names.reduce((width, { length }) => Math.max(width, Math.min(16, length)), 8)
  }

  paint(text: string, colour: number | undefined): string {
    return painted(text, colour, this.#look)
  }

  #name(who: string): string {
    return this.paint(fitted(who, this.#nameWidth), this.#colours.get(who) ?? NAMED.dim)
  }

  // The timeline.

  timeline(): string[] {
    return this.#run.events.flatMap((event) => eventLines(event, this.#look, this.#nameWidth, this.#colours.get(event.who)))
  }

  // The picture: a line for each lane, a column for some seconds.

  picture(): string[] {
    const { lanes, now, until } = this.#run
    const span = until === Infinity ? HOUR : until
    const slices = Math.ceil((lanes[0]?.activity.length ?? 0) * Math.min(now, span) / span)
    const room = this.#look.columns - this.#nameWidth - 2 - 2 - 8
    const columns = Math.min(slices, room - room % 30)
    if (columns < 10) return []
    const { shown, hidden } = mostActive(lanes)
    const sums = shown.map(({ activity }) => gathered(activity, slices, columns))
    const most = Math.max(...sums.flat())
    const rows = shown.map((lane, i) => {
      const alive = gathered(lane.alive, slices, columns)
      const cells = (sums[i] as number[]).map((sum, at) => cell(sum, most, alive[at] as number))
      for (const { at } of this.#run.events.filter(({ kind, who }) => (kind === 'cancelled' || kind === 'failed') && who === lane.name)) {
        cells[Math.min(columns - 1, Math.floor(at / now * columns))] = '×'
      }
      return `${this.#name(lane.name)}  ${this.paint(cells.join(''), this.#colours.get(lane.name))}  ${number(lane.steps).padStart(8)}`
    })
    const head = `${' '.repeat(this.#nameWidth + 2)}${ruler(now, columns)}  ${'steps'.padStart(8)}`
    const rest = hidden > 0 ? [this.paint(`and ${number(hidden)} more`, NAMED.dim)] : []
    return [this.paint(head, NAMED.dim), ...rows, ...rest]
  }

  // The sums.

  summary(): string[] {
    const { stats, wakeups, heap, bundle, counters, lanes } = this.#run
    const lines: [string, string][] = [['tasks', tasksText(this.#run)]]
    if (stats !== null) {
      const woken = `${number(wakeups.deadlines)} for a deadline, ${number(wakeups.events)} by a host event`
      lines.push(
        ['turns', `${number(stats.turns)}, in which tasks took ${number(total(lanes.map(({ steps }) => steps)))} steps`],
        ['wake-ups', `${number(wakeups.deadlines + wakeups.events)}: ${woken}; ${number(wakeups.idle)} woke no task`],
        // a program of nothing but main's own pauses counts none
        ...(['ready', 'timers'] as const).filter((what) => typeof stats[what].high === 'number').map((what): [string, string] => [what, level(stats[what])]),
      )
    }
    const parts = Object.entries(bundle.parts).map(([part, bytes]) => `${part} ${number(bytes)}`)
    lines.push(
      ['heap', `${number(heap.bytes)} bytes at the most, beside ${number(heap.code)} of code${growthText(heap.growth)}`],
      ['bundle', `${number(bundle.bytes)} bytes with what the emulator looks in by: ${parts.join(', ')}`],
    )
    if (counters.length > 0) lines.push(['board', counters.map(({ what, count }) => `${number(count)} ${what}`).join(', ')])
    return lines.flatMap(([label, text]) => wrap(text, this.#look.columns - this.#nameWidth - 2).map((line, i) =>
      this.paint((i === 0 ? label : '').padEnd(this.#nameWidth), NAMED.bold) + '  ' + line))
  }
}

/** `; 120 more after half of the time` */
function growthText(growth: number | null): string {
  if (growth === null || growth === 0) return ''
  return `; ${number(Math.abs(growth))} ${growth > 0 ? 'more' : 'less'} at the end than at half time`
}

/** So many lanes are shown, those that did most. */
const LANES = 20

function mostActive(lanes: Lane[]): { shown: Lane[]; hidden: number } {
  const best = new Set([...lanes].sort((a, b) => b.steps - a.steps).slice(0, LANES))
  return { shown: lanes.filter((lane) => best.has(lane)), hidden: Math.max(0, lanes.length - LANES) }
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function textOf({ kind, text, frames }: RunEvent): string {
  if (kind === 'cancelled') return 'was cancelled'
  const frame = frames.find(({ own }) => own)
  return (kind === 'failed' ? 'failed: ' : '') + text + (frame ? ` (${placeOf(frame)})` : '')
}

/** The error that an event of kind `error` tells of, below what it was found by. */
export function causeOf(text: string): string {
  return text.slice(text.indexOf('\n') + 1)
}

function placeOf({ file, line, column }: Frame): string {
  return `${file}:${line}:${column}`
}

/** The first `slices` values added up into `columns` sums. */
function gathered(values: number[], slices: number, columns: number): number[] {
  const edge = (column: number) => Math.round(column * slices / columns)
  return Array.from({ length: columns }, (_, column) => total(values.slice(edge(column), edge(column + 1))))
}

/** By the root of it, so that the quiet ones can be seen beside the busy ones. */
function cell(sum: number, most: number, alive: number): string {
  if (sum === 0) return alive > 0 ? '·' : ' '
  return HEIGHTS[Math.ceil(Math.sqrt(sum / most) * 8)] as string
}

/** Labels at round times, from 0 to `span`. */
function ruler(span: number, columns: number): string {
  const [unit, size] = span > 7_200_000 ? ['h', 3_600_000] : span > 120_000 ? ['min', 60_000] : ['s', 1000]
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].find((width) => span / size / width <= columns / 8) ?? 1000
  const cells = Array<string>(columns + 4).fill(' ')
  const put = (at: number, text: string) => { cells.splice(at, text.length, ...text.split('')) }
  for (let at = 0; at * size <= span; at += step) {
    const column = Math.floor(at * size / span * columns)
    if (column + 4 < columns) put(column, String(Math.round(at * 10) / 10))
  }
  put(columns - unit.length, unit)
  return cells.join('').slice(0, columns)
}

function level({ capacity, high }: { capacity: number; high: number }): string {
  const cells = Math.min(capacity, 16)
  const full = Math.ceil(high / capacity * cells)
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)}  ${number(high)} of ${number(capacity)} at the most`
}

function tasksText({ lanes, end }: Run): string {
  const sum = (key: 'started' | 'finished' | 'failed' | 'cancelled') => total(lanes.map((lane: Lane) => lane[key]))
  const left = sum('started') - sum('finished') - sum('failed') - sum('cancelled')
  const parts: [number, string][] = [
    [sum('finished'), 'finished'], [sum('failed'), 'failed'], [sum('cancelled'), 'cancelled'],
    [left, end === 'power off' ? 'running when the power went off' : 'left'],
  ]
  return `${number(sum('started'))} started: ${parts.filter(([count]) => count > 0).map(([count, what]) => `${number(count)} ${what}`).join(', ')}`
}

/** The whole report. */
export function report(run: Run, look: Look): string {
  const writer = new Writer(run, look)
  const title = writer.paint(shown(resolve(run.entry)), NAMED.bold) + `, ${duration(run.now)} of device time`
  const parts = [[title], look.timeline === false ? [] : writer.timeline(), writer.picture(), writer.summary()]
  return parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n') + '\n').join('\n')
}

/** A task that is not done, and what it waits for: `uploader waits for Queue.get, since 00:50:20.000` */
function lineOf({ name, state, waits, until, since, created }: TaskNode): string {
  const doing = state === 'sleeping' ? `sleeps until ${clock(until ?? 0)}` : state === 'waiting' ? `waits for ${waits}` : `is ${state}`
  const place = created.place === null ? '' : `, created at ${placeOf(created.place)}`
  return `${name} ${doing}, since ${clock(since)}${place}`
}

/** Tasks as a tree: below each those that it waits for. */
export function treeOf(tasks: TaskNode[]): string {
  const lines = (nodes: TaskNode[], indent: string): string[] => nodes.flatMap((node, i) => {
    const last = i === nodes.length - 1
    const [branch, rest] = indent === '' ? ['', ' '] : [last ? '└ ' : '├ ', last ? '  ' : '│ ']
    return [indent.slice(1) + branch + lineOf(node), ...lines(node.children, indent + rest)]
  })
  return lines(tasks, '').join('\n')
}

/** How the program ended, if it was not as it should. */
function headOf({ end, now, until, took, heap }: Run): string | undefined {
  switch (end) {
    case 'deadlock': return `deadlock at ${clock(now)}: these wait for ever, for no timer is armed and no host event is due`
    case 'too long': return `stopped after ${duration(Math.round(took.run))} of real time, at ${clock(now)}${until === Infinity ? '' : ` of ${clock(until)}`}`
    case 'out of memory': return `out of memory at ${clock(now)}: ${number(heap.bytes)} of ${number(heap.limit)} bytes were taken when it was last looked at`
    default: return undefined
  }
}

/** Why the program failed, or undefined if it did not: a line, then where it happened or what is left waiting. */
export function complaint(run: Run): string | undefined {
  const { entry, end, failure, pending } = run
  const name = shown(resolve(entry))
  const head = headOf(run)
  if (head !== undefined) return [`${name}: ${head}`, ...(end === 'out of memory' ? errorLines(failure) : indented(treeOf(pending)))].join('\n')
  if (failure === null) return undefined
  const others = run.events.filter((event) => event.kind === 'error' && causeOf(event.text) !== causeOf(failure.text))
  return [`${name}: failed at ${whenOf(failure)}`, ...errorLines(failure), ...othersText(others)].join('\n')
}

const whenOf = ({ at, who }: RunEvent) => `${clock(at)}${who === '' ? '' : `, in ${who}`}`

/** So many errors beside the one that counts are told. */
const OTHERS = 3

function othersText(others: RunEvent[]): string[] {
  const shown = others.slice(0, OTHERS).map((other) => `also at ${whenOf(other)}: ${causeOf(other.text)}`)
  return others.length > OTHERS ? [...shown, `and ${number(others.length - OTHERS)} more`] : shown
}

function indented(text: string): string[] {
  return text === '' ? [] : text.split('\n').map((line) => `  ${line}`)
}

/** An error, and the line that it happened at. */
function errorLines(failure: RunEvent | null): string[] {
  if (failure === null) return []
  const [first, ...callers] = failure.frames.filter(({ own }) => own)
  const lines = indented(failure.text)
  if (first) {
    const gutter = String(first.line).length
    const code = first.text.trimStart()
    lines.push(
      `  at ${placeOf(first)}`,
      `  ${first.line} | ${code}`,
      `  ${' '.repeat(gutter)} | ${' '.repeat(Math.max(0, first.column - 1 - (first.text.length - code.length)))}^`,
      ...callers.map((frame) => `  at ${placeOf(frame)}`),
    )
  }
  return lines
}
