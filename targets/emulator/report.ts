// report.ts: a run as text for people: what happened when, a picture of who did how much, and the sums.
//
//   RP1  the same run gives the same text: real time is not in it
//   RP2  no line is longer than `columns`, unless a single word is

import { relative } from 'node:path'
import type { EventKind, Lane } from './guest/host'
import type { Event, Frame, Run } from './run'

export interface Look {
  columns: number
  colour: boolean
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
  return `${number(ms)} ms`
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
    this.#nameWidth = Math.min(16, Math.max(8, ...names.map((name) => name.length)))
  }

  paint(text: string, colour: number | undefined): string {
    return this.#look.colour && colour !== undefined ? `\x1b[${colour}m${text}\x1b[0m` : text
  }

  #name(who: string): string {
    const text = who.slice(0, this.#nameWidth).padEnd(this.#nameWidth)
    return this.paint(text, this.#colours.get(who) ?? NAMED.dim)
  }

  // The timeline.

  timeline(): string[] {
    return this.#run.events.flatMap((event) => {
      const indent = 12 + 2 + this.#nameWidth + 2
      const lines = wrap(textOf(event), this.#look.columns - indent)
      const colour = COLOURS[event.kind]
      return lines.map((line, i) => {
        const head = i === 0 ? `${this.paint(clock(event.at), NAMED.dim)}  ${this.#name(event.who)}  ` : ' '.repeat(indent)
        return (head + this.paint(line, colour)).trimEnd()
      })
    })
  }

  // The picture: a line for each lane, a column for some seconds.

  picture(): string[] {
    const { lanes, now, until } = this.#run
    const slices = Math.ceil((lanes[0]?.activity.length ?? 0) * now / until)
    const room = this.#look.columns - this.#nameWidth - 2 - 2 - 8
    const columns = Math.min(slices, room - room % 30)
    if (columns < 10) return []
    const sums = lanes.map(({ activity }) => gathered(activity, slices, columns))
    const most = Math.max(...sums.flat())
    const rows = lanes.map((lane, i) => {
      const alive = gathered(lane.alive, slices, columns)
      const cells = (sums[i] as number[]).map((sum, at) => cell(sum, most, alive[at] as number))
      for (const { at } of this.#run.events.filter(({ kind, who }) => (kind === 'cancelled' || kind === 'failed') && who === lane.name)) {
        cells[Math.min(columns - 1, Math.floor(at / now * columns))] = '×'
      }
      return `${this.#name(lane.name)}  ${this.paint(cells.join(''), this.#colours.get(lane.name))}  ${number(lane.steps).padStart(8)}`
    })
    const head = `${' '.repeat(this.#nameWidth + 2)}${ruler(now, columns)}  ${'steps'.padStart(8)}`
    return [this.paint(head, NAMED.dim), ...rows]
  }

  // The sums.

  summary(): string[] {
    const { stats, wakeups, heap, bundle, counters, lanes } = this.#run
    const lines: [string, string][] = [['tasks', tasksText(this.#run)]]
    if (stats !== null) {
      const woken = `${number(wakeups.deadlines)} for a deadline, ${number(wakeups.events)} by a host event`
      lines.push(
        ['turns', `${number(stats.turns)}, in which tasks took ${number(total(lanes.map(({ steps }) => steps)))} steps`],
        ['wake-ups', `${number(stats.wakeups)}: ${woken}; ${number(wakeups.idle)} woke no task`],
        ['ready', level(stats.ready)],
        ['timers', level(stats.timers)],
      )
    }
    const parts = Object.entries(bundle.parts).map(([part, bytes]) => `${part} ${number(bytes)}`)
    lines.push(
      ['heap', `${number(heap.bytes)} bytes${heap.growth === null ? '' : `, ${number(heap.growth)} of them in the second half`}`],
      ['bundle', `${number(bundle.bytes)} bytes of ES5: ${parts.join(', ')}`],
    )
    if (counters.length > 0) lines.push(['board', counters.map(({ what, count }) => `${number(count)} ${what}`).join(', ')])
    return lines.flatMap(([label, text]) => wrap(text, this.#look.columns - this.#nameWidth - 2).map((line, i) =>
      this.paint((i === 0 ? label : '').padEnd(this.#nameWidth), NAMED.bold) + '  ' + line))
  }
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function textOf({ kind, text, frames }: Event): string {
  if (kind === 'cancelled') return 'was cancelled'
  const frame = frames.find(({ own }) => own)
  return (kind === 'failed' ? 'failed: ' : '') + text + (frame ? ` (${placeOf(frame)})` : '')
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
  const title = writer.paint(relative(process.cwd(), run.entry), NAMED.bold) + `, ${duration(run.now)} of device time`
  const parts = [[title], writer.timeline(), writer.picture(), writer.summary()]
  return parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n') + '\n').join('\n')
}

/** Why the program failed, or undefined if it did not. */
export function complaint({ entry, end, now, failure, pending, until, took }: Run): string | undefined {
  const name = relative(process.cwd(), entry)
  const tasks = pending.map(({ name, waits }) => (waits === 'coroutine' ? name : `${name} (${waits})`)).join(', ')
  if (end === 'deadlock') return `${name}: deadlock at ${clock(now)}: no timer and no host event is left that could wake ${tasks}`
  if (end === 'too long') return `${name}: stopped after ${duration(took.run)} of real time, at ${clock(now)} of ${clock(until)}`
  if (failure === null) return undefined
  const { at, who, text, frames } = failure
  const shown = frames.filter(({ own }) => own)
  const [first, ...callers] = shown
  const lines = [`${name}: failed at ${clock(at)}${who === '' ? '' : `, in ${who}`}`, ...text.split('\n').map((line) => `  ${line}`)]
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
  return lines.join('\n')
}
