// timeline.ts: a trace put in order for pictures: what each task did from when to when.
//
//   TL1  a task's spans follow one another without a gap from its creation to its end, or to the end of the run

import type { Mark, Run, TracedTask } from './types'

export type Doing = 'ready' | 'sleeping' | 'waiting'

export interface Span {
  from: number
  to: number
  doing: Doing
  /** `sleep`, `Queue.get`, `gather blink, sampler` */
  what: string
  /** the tasks that it waits for */
  on: number[]
}

export interface Life {
  task: TracedTask
  from: number
  to: number
  spans: Span[]
  /** the times of its steps, and how long each took (0 in virtual time) */
  steps: { at: number; took: number }[]
  /** when it was asked to end, and by which task */
  asked: { at: number; by: number | null }[]
}

/** A task goes on because another has ended. */
export interface Link {
  at: number
  from: number
  to: number
}

export interface Timeline {
  end: number
  lives: Life[]
  links: Link[]
  /** when something happened from outside */
  events: number[]
}

function doingOf(waits: string): Doing {
  return waits === 'sleep' ? 'sleeping' : waits === 'ready' || waits === 'running' ? 'ready' : 'waiting'
}

/** Throws for a run without a trace. */
export function timelineOf(run: Run, call: string): Timeline {
  const { trace } = run
  if (trace === null) throw new Error(`${call}: this run has no trace; run it with { trace: true }`)
  const end = trace.full ?? run.now
  const lives = new Map<number, Life>()
  for (const task of trace.tasks) {
    lives.set(task.id, { task, from: task.created, to: Math.min(task.ended ?? end, end), spans: [], steps: [], asked: [] })
  }
  const open = new Map<number, Span>()
  const ready = (at: number): Span => ({ from: at, to: at, doing: 'ready', what: 'ready', on: [] })
  for (const { task } of lives.values()) open.set(task.id, ready(task.created))
  const nameOf = (id: number) => lives.get(id)?.task.name ?? ''
  const links: Link[] = []
  const endings = new Map<number, number>()
  const close = (life: Life, at: number) => {
    const span = open.get(life.task.id)
    if (span === undefined) return
    span.to = at
    if (at > span.from) life.spans.push(span)
    // it goes on because the last of these has ended
    const ended = span.on.filter((id) => endings.has(id)).sort((a, b) => (endings.get(a) as number) - (endings.get(b) as number))
    const last = ended.at(-1)
    if (last !== undefined && span.doing === 'waiting') links.push({ at: endings.get(last) as number, from: last, to: life.task.id })
  }
  const events: number[] = []
  const act: Record<Mark['kind'], (mark: Mark, life: Life) => void> = {
    event: () => undefined,
    step: ({ at }, life) => {
      close(life, at)
      open.delete(life.task.id)
      life.steps.push({ at, took: 0 })
    },
    wait: ({ at, waits, on }, life) => {
      const step = life.steps.at(-1)
      if (step) step.took = at - step.at
      const names = on.length > 3 ? ` of ${on.length} tasks` : on.length > 0 ? ` ${on.map(nameOf).join(', ')}` : ''
      open.set(life.task.id, { from: at, to: at, doing: doingOf(waits), what: waits + names, on })
    },
    cancel: ({ at, on }, life) => { life.asked.push({ at, by: on[0] ?? null }) },
    end: ({ at }, life) => {
      const step = life.steps.at(-1)
      if (step && open.get(life.task.id) === undefined) step.took = at - step.at
      close(life, at)
      open.delete(life.task.id)
      endings.set(life.task.id, at)
    },
  }
  for (const mark of trace.marks) {
    if (mark.kind === 'event') events.push(mark.at)
    const life = mark.task === null ? undefined : lives.get(mark.task)
    if (life) act[mark.kind](mark, life)
  }
  for (const life of lives.values()) if (life.task.ended === null) close(life, end)
  return { end, lives: [...lives.values()], links, events }
}
