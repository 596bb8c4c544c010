// svg.ts: a trace as a picture: a row for each task, time to the right.
//
// Tasks of one name that follow one another share a row. A long run is wrapped into panels, one below the other, and what is
// too dense for a pixel is shown by what took most of it: a picture has some thousand shapes at the most, however long the run.
//   SV1  the same run gives the same picture

import { ticks } from 'd3-array'
import { utcTicks } from 'd3-time'
import { resolve } from 'node:path'
import { shown } from '../rollup/problems'
import { timelineOf } from './timeline'
import type { Doing, Life, Link, Timeline } from './timeline'
import { clock, duration, number } from './report'
import type { Run } from './types'

export interface SvgOptions {
  /** Pixels; default: 1200. */
  width?: number | undefined
  /** The part of the run to show, in ms; default: all of it. */
  from?: number | undefined
  to?: number | undefined
}

const COLOURS: Record<Doing, string> = { sleeping: '#c9dcf2', waiting: '#f9dcae', ready: '#d5d5d5' }
const STEP = '#1b4f91'
const CANCELLED = '#b96a00'
const FAILED = '#c3201f'
const EVENT = '#7b3fa0'
const INK = '#222'
const FAINT = '#777'

const BAR = 16
const ROW = 24
const AXIS = 26
const HEAD = 64
const LEGEND = 54
const MARGIN = 16
/** The most rows, and panels times rows. */
const MOST_ROWS = 200
const PANEL_ROWS = 60
const MOST_LINKS = 400

/** Tasks that share a row. */
interface Row {
  name: string
  lives: Life[]
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] as string)
  // characters that XML has no place for
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?')

const px = (value: number): string => String(Math.round(value * 10) / 10)

function element(name: string, attributes: Record<string, string | number>, content = ''): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? px(value) : value)}"`).join('')
  return content === '' ? `<${name}${list}/>` : `<${name}${list}>${content}</${name}>`
}

const text = (x: number, y: number, content: string, more: Record<string, string | number> = {}): string =>
  element('text', { x, y, ...more }, escaped(content))

const titled = (shape: string, title: string): string => `<g>${element('title', {}, escaped(title))}${shape}</g>`

/** Rows in the order of creation: the tasks of a name share one as long as they do not overlap. */
function rowsOf(lives: Life[]): Row[] {
  const rows: Row[] = []
  for (const life of lives) {
    const { name } = life.task
    const unnamed = /^Task-\d+$/.test(name)
    const fits = rows.find((row) => (row.name === name || (unnamed && row.name === 'unnamed')) && (row.lives.at(-1) as Life).to <= life.from)
    if (fits) fits.lives.push(life)
    else rows.push({ name, lives: [life] })
  }
  return rows
}

/** In so many rows a task without a name has none of its own. */
function fewerRows(lives: Life[]): Row[] {
  const rows = rowsOf(lives)
  if (rows.length <= 40) return rows
  const named = lives.filter(({ task }) => !/^Task-\d+$/.test(task.name))
  const others = lives.filter(({ task }) => /^Task-\d+$/.test(task.name)).map((life) => ({ ...life, task: { ...life.task, name: 'unnamed' } }))
  return rowsOf([...named, ...others].sort((a, b) => a.task.id - b.task.id))
}

/** One time axis with the rows below it. */
class Panel {
  readonly #from: number
  readonly #to: number
  readonly #left: number
  readonly #width: number
  readonly #top: number
  readonly #rows: Row[]
  readonly #at = new Map<number, number>()

  constructor(from: number, to: number, left: number, width: number, top: number, rows: Row[]) {
    this.#from = from
    this.#to = to
    this.#left = left
    this.#width = width
    this.#top = top
    this.#rows = rows
    rows.forEach((row, i) => { for (const { task } of row.lives) this.#at.set(task.id, i) })
  }

  #x(time: number): number {
    return this.#left + (time - this.#from) / (this.#to - this.#from) * this.#width
  }

  #has(time: number): boolean {
    return time >= this.#from && time <= this.#to
  }

  #rowTop(row: number): number {
    return this.#top + AXIS + row * ROW + (ROW - BAR) / 2
  }

  axis(events: number[]): string[] {
    const bottom = this.#top + AXIS + this.#rows.length * ROW
    const out: string[] = []
    for (const { at, label } of ticksOf(this.#from, this.#to, Math.max(2, Math.floor(this.#width / 110)))) {
      const x = this.#x(at)
      out.push(element('line', { x1: x, x2: x, y1: this.#top + AXIS - 4, y2: bottom, stroke: '#e4e4e4' }))
      out.push(text(x, this.#top + AXIS - 9, label, { 'text-anchor': 'middle', fill: FAINT, 'font-size': 11 }))
    }
    const columns = [...new Set(events.filter((at) => this.#has(at)).map((at) => Math.round(this.#x(at))))]
    const y = this.#top + AXIS - 7
    const signs = columns.length > this.#width / 12 ? columns.map((x) => `M${x},${y + 1}v5`) : columns.map((x) => `M${x - 3},${y}h6l-3,6z`)
    if (signs.length > 0) out.push(element('path', { d: signs.join(''), fill: EVENT, stroke: EVENT, 'stroke-width': 0.7 }))
    this.#rows.forEach((row, i) => {
      const y = this.#rowTop(i)
      const name = row.name.length > 22 ? `${row.name.slice(0, 21)}…` : row.name
      const label = text(this.#left - 10, y + BAR - 4, name, { 'text-anchor': 'end' })
      out.push(row.name === name ? label : titled(label, row.name))
    })
    return out
  }

  bars(): string[] {
    const here = ({ from, to }: Life) => to >= this.#from && from <= this.#to
    return this.#rows.flatMap((row, i) => row.lives.filter(here).flatMap((life) => this.#life(life, i)))
  }

  /** What it waited for, its steps on that, and how it came to its end. */
  #life(life: Life, row: number): string[] {
    const y = this.#rowTop(row)
    const { wide, narrow } = this.#spans(life)
    const out = wide.map(({ x, width, doing, title }) => titled(element('rect', { x, y, width, height: BAR, fill: COLOURS[doing] }), title))
    for (const [doing, columns] of Object.entries(narrow) as [Doing, number[]][]) {
      if (columns.length > 0) out.push(element('path', { d: columns.map((at) => `M${at}.5,${px(y)}v${BAR}`).join(''), stroke: COLOURS[doing] }))
    }
    const { task, from, to } = life
    const x = Math.max(this.#x(from), this.#left)
    const right = Math.min(this.#x(to), this.#left + this.#width)
    const title = `${task.name}: created at ${clock(from)}${task.ended === null ? '' : `, ${task.how} at ${clock(task.ended)}`}${task.error === '' ? '' : `\n${task.error}`}`
    out.push(titled(element('rect', { x, y, width: Math.max(1, right - x), height: BAR, fill: 'none', stroke: '#9a9a9a', 'stroke-width': 0.6 }), title))
    const columns = new Set(life.steps.filter(({ at }) => this.#has(at)).map(({ at }) => Math.round(this.#x(at) * 2) / 2))
    const dense = columns.size > 12 && columns.size > (right - x) / 4
    const height = dense ? 5 : BAR - 4
    if (columns.size > 0) {
      const d = [...columns].map((column) => `M${column},${px(y + BAR - height - (dense ? 0 : 2))}v${height}`).join('')
      out.push(element('path', { d, stroke: STEP, 'stroke-width': dense ? 1 : 1.6, fill: 'none' }))
    }
    if (task.ended !== null && this.#has(task.ended)) {
      out.push(titled(ending(task.how ?? 'finished', this.#x(task.ended), y + BAR / 2), title))
      if (task.error !== '') out.push(this.#errorText(task.error, this.#x(task.ended), y + BAR - 4))
    }
    return out
  }

  /** What a task failed with, on the side where there is room for it. */
  #errorText(error: string, x: number, y: number): string {
    const [line = ''] = error.split('\n')
    const fits = x + 12 + line.length * 6.2 < this.#left + this.#width
    const content = line.length > 60 ? `${line.slice(0, 59)}…` : line
    return text(fits ? x + 12 : x - 12, y, content, { fill: FAILED, 'font-size': 11, ...(fits ? {} : { 'text-anchor': 'end' }) })
  }

  /** Spans as wide as can be seen; what is narrower goes into the one that took most of its pixels. */
  #spans({ spans }: Life): { wide: { x: number; width: number; doing: Doing; title: string }[]; narrow: Record<Doing, number[]> } {
    const wide: { x: number; width: number; doing: Doing; title: string }[] = []
    const narrow: Record<Doing, number[]> = { sleeping: [], waiting: [], ready: [] }
    let pixel: { at: number; took: Record<Doing, number> } | undefined
    const flush = () => {
      if (pixel === undefined) return
      const [doing] = (Object.entries(pixel.took) as [Doing, number][]).sort((a, b) => b[1] - a[1])[0] as [Doing, number]
      narrow[doing].push(pixel.at)
      pixel = undefined
    }
    for (const { from, to, doing, what } of spans) {
      if (to < this.#from || from > this.#to) continue
      const [x, right] = [Math.max(this.#left, this.#x(from)), Math.min(this.#left + this.#width, this.#x(to))]
      if (right - x >= 3) {
        flush()
        const title = `${what === 'sleep' ? 'sleeps' : what === 'ready' ? 'ready' : `waits for ${what}`}, ${clock(from)} to ${clock(to)}`
        wide.push({ x, width: right - x, doing, title })
        continue
      }
      for (let at = Math.floor(x); at <= right; at++) {
        if (pixel !== undefined && pixel.at !== at) flush()
        pixel ??= { at, took: { sleeping: 0, waiting: 0, ready: 0 } }
        pixel.took[doing] += Math.min(right, at + 1) - Math.max(x, at)
      }
    }
    flush()
    return { wide, narrow }
  }

  /** Who was created by whom, who was waited for by whom. */
  links(timeline: Timeline): string[] {
    const line = (from: number, to: number, at: number, forks: boolean): string => {
      const [a, b] = [this.#at.get(from), this.#at.get(to)]
      if (a === undefined || b === undefined || a === b || !this.#has(at)) return ''
      const x = this.#x(at)
      const [y1, y2] = a < b ? [this.#rowTop(a) + BAR, this.#rowTop(b)] : [this.#rowTop(a), this.#rowTop(b) + BAR]
      const tip = y2 > y1 ? -4 : 4
      const d = `M${px(x)},${px(y1)}V${px(y2)}${forks ? '' : `m-2.5,${tip}l2.5,${-tip}l2.5,${tip}`}`
      return element('path', { d, stroke: forks ? '#aaa' : '#444', fill: 'none', 'stroke-width': forks ? 0.8 : 1, ...(forks ? { 'stroke-dasharray': '2 2' } : {}) })
    }
    const created = timeline.lives.filter(({ task }) => task.by !== null)
    const forks = created.map(({ task, from }) => line(task.by as number, task.id, from, true))
    const ended = thinned(timeline.links.filter(({ at }) => this.#has(at)), (at) => Math.round(this.#x(at)))
    const joins = ended.map(({ from, to, at }) => line(from, to, at, false))
    return [...forks, ...joins].filter((shape) => shape !== '').slice(0, MOST_LINKS)
  }
}

/** One link of those that would lie on each other. */
function thinned(links: Link[], column: (at: number) => number): Link[] {
  return [...new Map(links.map((link) => [`${column(link.at)} ${link.from} ${link.to}`, link])).values()]
}

function ending(how: 'finished' | 'failed' | 'cancelled', x: number, y: number): string {
  const cross = `M${px(x - 5)},${px(y - 5)}l10,10m0,-10l-10,10`
  if (how === 'finished') return element('circle', { cx: x, cy: y, r: 3, fill: '#fff', stroke: '#555', 'stroke-width': 1.4 })
  if (how === 'cancelled') return element('path', { d: cross, stroke: CANCELLED, 'stroke-width': 3, fill: 'none' })
  return element('path', { d: `M${px(x)},${px(y - 8)}l8,14h-16z`, fill: FAILED }) + text(x, y + 5, '!', { fill: '#fff', 'text-anchor': 'middle', 'font-size': 10, 'font-weight': 'bold' })
}

/** Times to label between two, by round parts of hours, minutes, seconds and milliseconds. */
function ticksOf(from: number, to: number, count: number): { at: number; label: string }[] {
  const span = to - from
  const times = span >= 10 ? utcTicks(new Date(Math.ceil(from)), new Date(Math.floor(to)), count).map(Number) : ticks(from, to, count)
  // a day starts at 0, not with a month
  return times.map((at) => ({ at, label: labelOf(at, span, to) }))
}

function labelOf(at: number, span: number, to: number): string {
  if (span < 10_000) return at >= 10_000 ? `${number(Math.round(at) / 1000)} s` : `${number(Math.round(at * 1000) / 1000)} ms`
  const [hours, minutes, seconds] = [Math.floor(at / 3_600_000), Math.floor(at / 60_000) % 60, Math.floor(at / 1000) % 60]
  const pad = (value: number) => String(value).padStart(2, '0')
  if (to <= 120_000) return `${number(at / 1000)} s`
  return span < 600_000 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${hours}:${pad(minutes)}`
}

/** What the signs mean. */
function legend(x: number, y: number): string[] {
  const out: string[] = []
  let at = x
  const put = (width: number, shape: (x: number) => string, label: string) => {
    out.push(shape(at), text(at + width + 6, y + 4, label, { 'font-size': 12 }))
    at += width + 6 + label.length * 6.4 + 20
  }
  const box = (fill: string) => (left: number) => element('rect', { x: left, y: y - 8, width: 22, height: BAR, fill, stroke: '#9a9a9a', 'stroke-width': 0.6 })
  put(3, (left) => element('path', { d: `M${px(left + 1)},${px(y - 6)}v12`, stroke: STEP, 'stroke-width': 1.6 }), 'takes a step')
  put(22, box(COLOURS.sleeping), 'sleeps')
  put(22, box(COLOURS.waiting), 'waits for something')
  put(22, box(COLOURS.ready), 'ready')
  put(10, (left) => ending('finished', left + 5, y), 'finished')
  put(12, (left) => ending('cancelled', left + 6, y), 'cancelled')
  put(16, (left) => ending('failed', left + 8, y), 'failed')
  put(8, (left) => element('path', { d: `M${px(left + 4)},${px(y - 8)}v16`, stroke: '#aaa', 'stroke-width': 0.8, 'stroke-dasharray': '2 2' }), 'creates')
  put(8, (left) => element('path', { d: `M${px(left + 4)},${px(y - 8)}v16m-2.5,-4l2.5,4l2.5,-4`, stroke: '#444', fill: 'none' }), 'ends, and lets go on')
  put(8, (left) => element('path', { d: `M${px(left + 1)},${px(y - 3)}h6l-3,6z`, fill: EVENT }), 'event from outside')
  return out
}

function headText(run: Run, rows: number, all: number): string {
  const parts = [`${duration(Math.round(run.now * 1000) / 1000)} of device time`, `ended: ${run.end}`]
  if (run.trace?.full !== null && run.trace?.full !== undefined) parts.push(`recorded until ${clock(run.trace.full)} only`)
  if (rows < all) parts.push(`the first ${rows} of ${number(all)} rows`)
  return parts.join(' · ')
}

/** The run as an SVG picture. Throws for a run without a trace, RangeError for a part of it that is none. */
export function svgOf(run: Run, options: SvgOptions = {}): string {
  const timeline = timelineOf(run, 'svgOf')
  const { width = 1200, from = 0 } = options
  // something has to be as wide as the picture
  const to = Math.max(options.to ?? timeline.end, from + 1e-3)
  if (!(width >= 300)) throw new RangeError(`svgOf: width is ${width}; give 300 or more`)
  if (!(from >= 0 && (options.to ?? Infinity) > from)) {
    throw new RangeError(`svgOf: from ${from} to ${options.to} is no time; give ms, 0 <= from < to`)
  }
  const all = fewerRows(timeline.lives.filter((life) => life.to >= from && life.from <= to))
  const rows = all.slice(0, MOST_ROWS)
  const left = MARGIN + 20 + Math.min(22, Math.max(4, ...rows.map(({ name }) => name.length))) * 7.2
  const plot = width - left - MARGIN - 16
  const steps = timeline.lives.flatMap((life) => life.steps.map(({ at }) => Math.round(at)))
  const moments = new Set(steps.filter((at) => at >= from && at <= to)).size
  const panels = Math.max(1, Math.min(4, Math.ceil(moments / (plot / 2)), Math.floor(PANEL_ROWS / Math.max(1, rows.length))))
  const height = AXIS + rows.length * ROW + 14
  const part = (to - from) / panels
  const shapes = Array.from({ length: panels }, (_, i) => {
    const panel = new Panel(from + i * part, from + (i + 1) * part, left, plot, HEAD + i * height, rows)
    return [...panel.axis(timeline.events), ...panel.bars(), ...panel.links(timeline)]
  }).flat()
  const total = HEAD + panels * height + LEGEND
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(total)}" viewBox="0 0 ${px(width)} ${px(total)}" font-family="system-ui, 'DejaVu Sans', sans-serif" font-size="13" fill="${INK}">`,
    element('rect', { width, height: total, fill: '#fff' }),
    text(MARGIN, 26, shown(resolve(run.entry)), { 'font-size': 16, 'font-weight': 'bold' }),
    text(MARGIN, 46, headText(run, rows.length, all.length), { fill: FAINT }),
    ...shapes,
    ...legend(MARGIN, total - LEGEND / 2),
    '</svg>\n',
  ].join('\n')
}
