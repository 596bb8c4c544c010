// recording.ts: what tasks did, put together from what the board wrote down (guest/host.ts): lanes, the tree of what is not
// done, and, if it is wanted, all of it as a trace.
//
//   RE1  it knows all there is to know at any time, also of a program that has died
//   RE2  a trace holds MOST marks; what comes later is left out, and the trace says so

import { ASKED, ENDED, ENDINGS, EVENT, STEP, WAITS } from './guest/host'
import type { Frame, Lane, Mark, TaskNode, Trace, TracedTask } from './types'

export const SLICES = 600
const MOST = 1_000_000
/** Tasks without a name come and go by the thousand, made by waitFor and the like: so many have a lane of their own. */
const UNNAMED_LANES = 6
const OTHERS = 'others'

interface Seen extends TracedTask {
  lane: OpenLane
  place: Frame | null
  /** has somebody asked it to end? */
  asked: boolean
  since: number
  waits: string
  until: number | null
  on: number[]
}

/** A lane under way: how many of its tasks there are, and since which slice there has been one. */
interface OpenLane extends Lane {
  pending: number
  from: number
}

export const isNamed = (name: string): boolean => !/^Task-\d+$/.test(name)

/** `sleep until 2000 ms`, `gather of 3`, `waitFor upload` */
function textOf({ waits, until, on }: Seen, nameOf: (id: number) => string): string {
  const names = on.length > 3 ? ` of ${on.length} tasks` : on.length > 0 ? ` ${on.map(nameOf).join(', ')}` : ''
  const what = waits === 'a task' ? `task${names}` : waits + names
  return until === null || waits === 'sleep' ? what : `${what}, at most until ${until} ms`
}

export class Recording {
  readonly #span: number
  readonly #texts: string[] = []
  readonly #tasks = new Map<number, Seen>()
  readonly #lanes = new Map<string, OpenLane>()
  readonly #trace: Trace | null
  #unnamed = 0
  /** of all tasks so far */
  steps = 0
  main: Seen | undefined

  /** `span`: the time that the slices of lanes share; Infinity: an hour. */
  constructor(span: number, trace: boolean) {
    this.#span = span === Infinity ? 3_600_000 : span
    this.#trace = trace ? { tasks: [], marks: [], full: null } : null
  }

  #slice(at: number): number {
    return Math.min(SLICES - 1, Math.floor(at * SLICES / this.#span))
  }

  #laneFor(name: string): OpenLane {
    let lane = this.#lanes.get(name)
    if (lane === undefined && !isNamed(name) && this.#unnamed++ >= UNNAMED_LANES) return this.#laneFor(OTHERS)
    if (lane === undefined) {
      const zeros = () => Array<number>(SLICES).fill(0)
      lane = { name, started: 0, finished: 0, failed: 0, cancelled: 0, steps: 0, activity: zeros(), alive: zeros(), pending: 0, from: 0 }
      this.#lanes.set(name, lane)
    }
    return lane
  }

  /** Which slices a lane had tasks in, up to `at`. */
  #markAlive(lane: OpenLane, at: number): void {
    lane.alive.fill(1, lane.from, this.#slice(at) + 1)
  }

  #join(lane: OpenLane, at: number): void {
    if (lane.pending === 0) lane.from = this.#slice(at)
    lane.pending++
    lane.started++
  }

  born(id: number, by: number, at: number, name: string, place: Frame | null): void {
    const lane = this.#laneFor(name)
    const task: Seen = {
      id, name, by: by === 0 ? null : by, created: at, ended: null, how: null, error: '', lane, place, asked: false, since: at, waits: 'ready', until: null, on: [],
    }
    this.#join(lane, at)
    this.#tasks.set(id, task)
    this.main ??= task
    if (this.#trace !== null && this.#trace.full === null) this.#trace.tasks.push(task)
  }

  named(id: number, name: string): void {
    const task = this.#tasks.get(id)
    if (task === undefined || task.name === name) return
    const before = task.lane
    task.name = name
    if (before.steps === 0 && before.started === 1) {
      this.#lanes.delete(before.name)
      if (!isNamed(before.name)) this.#unnamed--
    } else {
      before.started--
      before.pending--
      this.#markAlive(before, task.since)
    }
    task.lane = this.#laneFor(name)
    this.#join(task.lane, task.since)
  }

  text(number: number, what: string): void {
    this.#texts[number] = what
  }

  #mark(mark: Mark): void {
    const trace = this.#trace
    if (trace === null || trace.full !== null) return
    if (trace.marks.length >= MOST) trace.full = mark.at
    else trace.marks.push(mark)
  }

  /** Takes `count` numbers that the board wrote. */
  read(list: Float64Array, count: number): void {
    const next = () => list[i++] as number
    let i = 0
    while (i < count) {
      const kind = next()
      const at = next()
      const id = next()
      const task = this.#tasks.get(id)
      if (kind === EVENT) this.#mark({ at, kind: 'event', task: null, waits: '', on: [], until: null })
      if (task === undefined) continue
      if (kind === STEP) this.#step(task, at)
      else if (kind === WAITS) {
        const waits = this.#texts[next()] ?? ''
        const until = next()
        const on = Array.from({ length: next() }, next)
        Object.assign(task, { since: at, waits, until: Number.isNaN(until) ? null : until, on })
        this.#waits(task, at)
      } else if (kind === ASKED) {
        const by = next()
        task.asked = true
        this.#mark({ at, kind: 'cancel', task: id, waits: '', on: by === 0 ? [] : [by], until: null })
      } else if (kind === ENDED) this.#end(task, at, ENDINGS[next()] ?? 'finished')
    }
  }

  #step(task: Seen, at: number): void {
    const { lane } = task
    const slice = this.#slice(at)
    lane.steps++
    lane.activity[slice] = (lane.activity[slice] as number) + 1
    this.steps++
    task.waits = 'running'
    task.since = at
    this.#mark({ at, kind: 'step', task: task.id, waits: '', on: [], until: null })
  }

  #waits(task: Seen, at: number): void {
    this.#mark({ at, kind: 'wait', task: task.id, waits: task.waits, on: task.on, until: task.until })
  }

  #end(task: Seen, at: number, how: (typeof ENDINGS)[number]): void {
    const { lane } = task
    lane[how]++
    lane.pending--
    if (lane.pending === 0) this.#markAlive(lane, at)
    Object.assign(task, { ended: at, how })
    this.#mark({ at, kind: 'end', task: task.id, waits: '', on: [], until: null })
    this.#tasks.delete(task.id)
  }

  /** That a task has failed is known before its end is read, which a program without memory may never write. */
  failed(id: number, error: string): void {
    const task = this.#tasks.get(id)
    if (task !== undefined) Object.assign(task, { error, how: 'failed' })
  }

  nameOf(id: number): string {
    return this.#tasks.get(id)?.name ?? ''
  }

  lanes(now: number): Lane[] {
    const open = [...this.#lanes.values()]
    for (const lane of open) if (lane.pending > 0) this.#markAlive(lane, now)
    return open.map(({ pending: _pending, from: _from, ...lane }) => lane)
  }

  trace(): Trace | null {
    const trace = this.#trace
    if (trace === null) return null
    const tasks = trace.tasks.map(({ id, name, by, created, ended, how, error }) => ({ id, name, by, created, ended, how, error }))
    return { ...trace, tasks }
  }

  /** Tasks that are not done: a task stands below the oldest that waits for it, in a circle the oldest of it on top. */
  pending(): TaskNode[] {
    const tasks = [...this.#tasks.values()]
    const below = new Map<number, number>()
    for (const { id, on } of tasks) for (const child of on) if (!below.has(child)) below.set(child, id)
    const shown = new Set<number>()
    const node = (task: Seen): TaskNode => {
      shown.add(task.id)
      const children = task.on.filter((id) => below.get(id) === task.id && !shown.has(id)).map((id) => this.#tasks.get(id))
      return {
        name: task.name,
        state: task.waits === 'running' || task.waits === 'ready' ? task.waits : task.waits === 'sleep' ? 'sleeping' : 'waiting',
        waits: textOf(task, (id) => this.nameOf(id)),
        until: task.until,
        since: task.since,
        created: { at: task.created, by: task.by === null ? '' : this.nameOf(task.by), place: task.place },
        children: children.filter((child) => child !== undefined).map(node),
      }
    }
    const roots = tasks.filter(({ id }) => !below.has(id)).map(node)
    for (const task of tasks) if (!shown.has(task.id)) roots.push(node(task))
    return roots
  }
}
