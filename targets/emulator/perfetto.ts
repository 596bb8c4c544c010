// perfetto.ts: a trace in Chrome's trace event format, which ui.perfetto.dev and chrome://tracing open.
//
// Each task is a thread: a slice for each wait and each step, an instant for a cancellation, an arrow from the end of a task to
// whoever waited for it. Times are in microseconds, as the format wants them.

import { timelineOf } from './timeline'
import type { Run } from './types'

const PID = 1
/** The thread of what happens from outside: before all tasks. */
const HOST = 0

interface TraceEvent {
  name: string
  ph: 'X' | 'i' | 'M' | 's' | 'f'
  pid: number
  tid: number
  ts?: number
  dur?: number
  cat?: string
  id?: number
  bp?: 'e'
  s?: 't'
  args?: object
}

const micros = (ms: number): number => Math.round(ms * 1000)

/** JSON for the Perfetto or Chrome trace viewer. Throws for a run without a trace. */
export function perfettoOf(run: Run): string {
  const { lives, links, events } = timelineOf(run, 'perfettoOf')
  const out: TraceEvent[] = [
    { name: 'process_name', ph: 'M', pid: PID, tid: HOST, args: { name: run.entry } },
    { name: 'thread_name', ph: 'M', pid: PID, tid: HOST, args: { name: 'host events' } },
  ]
  for (const { task, from, spans, steps, asked } of lives) {
    const tid = task.id
    out.push(
      { name: 'thread_name', ph: 'M', pid: PID, tid, args: { name: task.name } },
      { name: 'thread_sort_index', ph: 'M', pid: PID, tid, args: { sort_index: task.id } },
      { name: 'created', ph: 'i', s: 't', pid: PID, tid, ts: micros(from), args: { by: lives.find((life) => life.task.id === task.by)?.task.name ?? '' } },
    )
    for (const { from: start, to, what, doing } of spans) {
      out.push({ name: what, cat: doing, ph: 'X', pid: PID, tid, ts: micros(start), dur: micros(to) - micros(start) })
    }
    for (const { at, took } of steps) out.push({ name: 'step', cat: 'step', ph: 'X', pid: PID, tid, ts: micros(at), dur: Math.max(1, micros(took)) })
    for (const { at } of asked) out.push({ name: 'cancel', ph: 'i', s: 't', pid: PID, tid, ts: micros(at) })
    if (task.ended !== null) {
      out.push({ name: task.how ?? '', ph: 'i', s: 't', pid: PID, tid, ts: micros(task.ended), ...(task.error === '' ? {} : { args: { error: task.error } }) })
    }
  }
  for (const at of events) out.push({ name: 'event', ph: 'i', s: 't', pid: PID, tid: HOST, ts: micros(at) })
  links.forEach(({ at, from, to }, id) => {
    out.push(
      { name: 'waited for', cat: 'wait', ph: 's', id, pid: PID, tid: from, ts: micros(at) },
      { name: 'waited for', cat: 'wait', ph: 'f', bp: 'e', id, pid: PID, tid: to, ts: micros(at) },
    )
  })
  return JSON.stringify({ displayTimeUnit: 'ms', otherData: { end: run.end, entry: run.entry }, traceEvents: out })
}
