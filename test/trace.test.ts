// trace.test.ts: the pictures of a run: svgOf and perfettoOf.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { perfettoOf, runProgram, svgOf } from '../targets/testing'
import type { Run } from '../targets/testing'

const folder = mkdtempSync(join(tmpdir(), 'ringloop-trace-'))
let files = 0

function runOf(...lines: string[]): Promise<Run> {
  const entry = join(folder, `program${++files}.ts`)
  writeFileSync(entry, ["import { Queue, TimeoutError, createTask, gather, run, sleep, wait, waitFor } from 'ringloop'", ...lines, ''].join('\n'))
  return runProgram({ entry, trace: true })
}

interface Element {
  name: string
  attributes: Record<string, string>
  text: string
  inside: Element[]
}

/** Reads XML strictly: every tag is closed, every `<` and `&` of a text is written as it must be, no attribute stands twice. */
function parsed(xml: string): Element {
  const root: Element = { name: '', attributes: {}, text: '', inside: [] }
  const open = [root]
  let rest = xml.trim()
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const found = pattern.exec(rest) ?? undefined
    if (found) rest = rest.slice(found[0].length)
    return found
  }
  while (rest !== '') {
    const top = open.at(-1) as Element
    const tag = take(/^<([a-z]+)((?: [a-z][a-z0-9-]*="(?:[^"<&]|&(?:amp|lt|gt|quot);)*")*)(\/?)>/i)
    if (tag) {
      const pairs = [...(tag[2] ?? '').matchAll(/([a-z][a-z0-9-]*)="([^"]*)"/gi)].map(([, key = '', value = '']) => [key, value] as const)
      if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error(`an attribute stands twice: ${tag[0]}`)
      const element: Element = { name: tag[1] ?? '', attributes: Object.fromEntries(pairs), text: '', inside: [] }
      top.inside.push(element)
      if (tag[3] === '') open.push(element)
      continue
    }
    const end = take(/^<\/([a-z]+)>/i)
    if (end) {
      if (open.length < 2 || open.pop()?.name !== end[1]) throw new Error(`${end[0]} closes nothing`)
      continue
    }
    const text = take(/^(?:[^<&]|&(?:amp|lt|gt|quot);)+/)
    if (!text) throw new Error(`not XML: ${rest.slice(0, 40)}`)
    top.text += text[0]
  }
  const [only, ...others] = root.inside
  if (open.length > 1 || only === undefined || others.length > 0) throw new Error('not one element')
  return only
}

const all = (element: Element): Element[] => [element, ...element.inside.flatMap(all)]
const texts = (svg: string) => all(parsed(svg)).filter(({ name }) => name === 'text').map(({ text }) => text)
const titles = (svg: string) => all(parsed(svg)).filter(({ name }) => name === 'title').map(({ text }) => text)
const count = (svg: string, piece: string) => svg.split(piece).length - 1

const run = await runOf(
  'async function reads(queue: Queue<number>) { await queue.get() }',
  'async function fails() { await sleep(300); throw new Error("no <water> & \\"air\\"") }',
  'async function main() {',
  '  const failing = createTask(fails(), { name: "pump <1> & more" })',
  '  const reader = createTask(reads(new Queue<number>()), { name: "reader" })',
  '  await wait([failing])',
  '  reader.cancel()',
  '  await wait([reader])',
  '  await sleep(200)',
  '}',
  'run(main())',
)
const plant = await runProgram({ entry: 'test/programs/plant.ts', preload: 'test/programs/plant.mocks.ts', trace: true })

// The picture.

test('svg: it is well-formed, whatever tasks are called and fail with', (t) => {
  t.is(parsed(svgOf(run)).name, 'svg')
  t.true(texts(svgOf(run)).includes('pump &lt;1&gt; &amp; more'))
  t.true(texts(svgOf(run)).some((text) => text.includes('Error: no &lt;water&gt; &amp; &quot;air&quot;')))
})

test('svg: it tells what ran, how long, how it ended, and what the signs mean', (t) => {
  const found = texts(svgOf(run))
  t.regex(found[0] ?? '', /program\d+\.ts$/)
  t.is(found[1], '500 ms of device time · ended: done')
  for (const sign of ['takes a step', 'sleeps', 'waits for something', 'finished', 'cancelled', 'failed', 'creates', 'event from outside']) {
    t.true(found.includes(sign), sign)
  }
  for (const time of ['0 ms', '100 ms', '500 ms']) t.true(found.includes(time), time)
})

test('svg: a row for each task, and what it waited for from when to when', (t) => {
  const svg = svgOf(run)
  for (const name of ['main', 'reader']) t.is(texts(svg).filter((text) => text === name).length, 1)
  const found = titles(svg)
  t.true(found.includes('waits for Queue.get, 00:00:00.000 to 00:00:00.300'))
  t.true(found.includes('sleeps, 00:00:00.300 to 00:00:00.500'))
  t.true(found.includes('waits for wait pump &lt;1&gt; &amp; more, 00:00:00.000 to 00:00:00.300'))
  t.true(found.includes('reader: created at 00:00:00.000, cancelled at 00:00:00.300'))
})

test('svg: failures and cancellations are marked, in the plot and in the legend', (t) => {
  t.is(count(svgOf(run), '#c3201f'), 1 + 1 + 1) // the sign, its text, the legend
  t.is(count(svgOf(run), '#b96a00'), 1 + 1)
})

test('svg: tasks of one name that follow one another share a row', (t) => {
  const panels = texts(svgOf(plant)).filter((text) => text === 'blink').length
  t.is(panels, 4)
  t.is(texts(svgOf(plant)).filter((text) => text === 'upload').length, panels)
})

test('svg: an hour is some hundred kilobytes, and a part of it fewer', (t) => {
  const whole = svgOf(plant)
  t.true(whole.length < 400_000, `${whole.length}`)
  const minute = svgOf(plant, { from: 300_000, to: 310_000, width: 800 })
  t.true(minute.length < 60_000, `${minute.length}`)
  t.is(parsed(minute).attributes.width, '800')
  t.true(texts(minute).includes('0:05:05'))
})

test('svg: nothing stands outside of the picture', (t) => {
  for (const svg of [svgOf(run), svgOf(plant), svgOf(run, { width: 400 })]) {
    const { width, height } = parsed(svg).attributes
    for (const { name, attributes } of all(parsed(svg))) {
      if (name !== 'rect') continue
      const [x, y, w, h] = ['x', 'y', 'width', 'height'].map((key) => Number(attributes[key] ?? 0)) as [number, number, number, number]
      t.true(x >= 0 && y >= 0 && x + w <= Number(width) + 0.2 && y + h <= Number(height) + 0.2, JSON.stringify(attributes))
    }
  }
})

test('svg: the same run gives the same picture', (t) => {
  t.is(svgOf(run), svgOf(run))
})

test('svg: a program that ends at once, and one of many tasks, have a picture too', async (t) => {
  const short = await runOf('async function main() {}', 'run(main())')
  t.true(texts(svgOf(short)).includes('main'))
  const many = await runOf(
    'async function rests(i: number) { await sleep(i) }',
    'async function main() { for (let round = 0; round < 3; round++) { const list = []; for (let i = 1; i < 100; i++) list.push(rests(i)); await gather(list) } }',
    'run(main(), { ready: 400, timers: 200 })',
  )
  // they have no names, so they share rows
  t.is(texts(svgOf(many)).filter((text) => text === 'unnamed').length, 99)
  t.notThrows(() => parsed(svgOf(many)))
})

test('svg, perfetto: a run without a trace, and no part of one, are refused', async (t) => {
  const untraced = await runProgram({ entry: 'test/programs/ticks.ts' })
  t.throws(() => svgOf(untraced), { message: 'svgOf: this run has no trace; run it with { trace: true }' })
  t.throws(() => perfettoOf(untraced), { message: 'perfettoOf: this run has no trace; run it with { trace: true }' })
  t.throws(() => svgOf(run, { from: 10, to: 5 }), { instanceOf: RangeError })
  t.throws(() => svgOf(run, { width: 10 }), { instanceOf: RangeError })
})

// The trace viewer's file.

interface TraceEvent {
  name: string
  ph: string
  tid: number
  ts: number
  dur: number
  id: number
  args: { name?: string; error?: string }
}

const eventsOf = (traced: Run) => (JSON.parse(perfettoOf(traced)) as { traceEvents: TraceEvent[] }).traceEvents

test('perfetto: each task is a thread with its name, its waits, steps and end', (t) => {
  const events = eventsOf(run)
  const threads = new Map(events.filter(({ name }) => name === 'thread_name').map(({ tid, args }) => [args.name, tid]))
  t.deepEqual([...threads.keys()], ['host events', 'main', 'pump <1> & more', 'reader'])
  const of = (task: string) => events.filter(({ tid, ph }) => tid === threads.get(task) && ph !== 'M' && ph !== 's' && ph !== 'f')
  t.deepEqual(of('reader').map(({ name, ph, ts }) => `${name} ${ph} ${ts}`), ['created i 0', 'Queue.get X 0', 'step X 0', 'step X 300000', 'cancel i 300000', 'cancelled i 300000'])
  t.is(of('pump <1> & more').at(-1)?.args.error, 'Error: no <water> & "air"')
})

test('perfetto: slices of a thread lie beside or within one another, and every arrow has two ends', (t) => {
  for (const traced of [run, plant]) {
    const events = eventsOf(traced)
    const byThread = new Map<number, TraceEvent[]>()
    for (const event of events) if (event.ph === 'X') byThread.set(event.tid, [...byThread.get(event.tid) ?? [], event])
    for (const slices of byThread.values()) {
      const waits = slices.filter(({ name }) => name !== 'step').sort((a, b) => a.ts - b.ts)
      waits.forEach((slice, i) => {
        const before = waits[i - 1]
        if (before !== undefined && before.ts + before.dur > slice.ts) t.fail(`${JSON.stringify(before)} ${JSON.stringify(slice)}`)
      })
    }
    const ends = (ph: string) => events.filter((event) => event.ph === ph).map(({ id }) => id)
    t.deepEqual(ends('s'), ends('f'))
    t.true(ends('s').length > 0)
  }
})
