// recorder.ts: what each task does, in lanes: one for all tasks of a name.
//
//   RC1  the memory for lanes is taken before the program is loaded, so it does not count as the program's

import type { LoopStats } from '../../../src/stats'
import type { Host, Lane } from './host'

declare const host: Host

/** A task, as much of it as the recorder needs. */
export interface SeenTask {
  getName(): string
  getStack(): string[]
  getLoop(): { stats(): LoopStats }
}

export type Ending = 'finished' | 'failed' | 'cancelled'

export const SLICES = 600
const LANES = 16

/** A lane under way: how many of its tasks there are, and since when there has been one. */
interface OpenLane extends Lane {
  pending: number
  since: number
}

const spare: OpenLane[] = []
const lanes: OpenLane[] = []
let first: SeenTask | undefined
let steps = 0

for (let count = 0; count < LANES; count++) {
  const activity: number[] = []
  const alive: number[] = []
  for (let slice = 0; slice < SLICES; slice++) {
    activity.push(0)
    alive.push(0)
  }
  spare.push({ name: '', started: 0, finished: 0, failed: 0, cancelled: 0, steps: 0, activity: activity, alive: alive, pending: 0, since: 0 })
}

/** The task's name; the first task of all is the one that run() made of main(), which has none. */
export function nameOf(task: SeenTask): string {
  return task === first ? 'main' : task.getName()
}

/** The lane of a name. The last one takes all that there is no lane left for. */
function laneOf(task: SeenTask): OpenLane {
  const name = nameOf(task)
  for (let i = 0; i < lanes.length; i++) {
    if ((lanes[i] as OpenLane).name === name) return lanes[i] as OpenLane
  }
  const lane = spare.pop()
  if (lane === undefined) return lanes[LANES - 1] as OpenLane
  lane.name = spare.length > 0 ? name : 'others'
  lanes.push(lane)
  return lane
}

function sliceAt(now: number): number {
  return Math.min(SLICES - 1, Math.floor((now * SLICES) / host.until))
}

function markAlive(lane: OpenLane, now: number): void {
  const last = sliceAt(now)
  for (let slice = lane.since; slice <= last; slice++) lane.alive[slice] = 1
}

/** A task takes its first step now. */
export function started(task: SeenTask, now: number): void {
  if (first === undefined) first = task
  const lane = laneOf(task)
  if (lane.pending === 0) lane.since = sliceAt(now)
  lane.pending++
  lane.started++
}

/** A task takes a step. */
export function stepped(task: SeenTask, now: number): void {
  const lane = laneOf(task)
  const slice = sliceAt(now)
  lane.steps++
  lane.activity[slice] = (lane.activity[slice] as number) + 1
  steps++
}

/** Has somebody given it a name? Others come and go by the thousand, made by waitFor and the like. */
function isNamed(task: SeenTask): boolean {
  return !/^Task-\d+$/.test(task.getName())
}

/** A task has come to its end; if it failed, with this error. */
export function ended(task: SeenTask, how: Ending, error: unknown, now: number): void {
  const lane = laneOf(task)
  lane[how]++
  lane.pending--
  if (lane.pending === 0) markAlive(lane, now)
  if (how === 'finished' || !isNamed(task)) return
  if (how === 'cancelled') host.tell('cancelled', now, nameOf(task), '', '')
  else host.tell('failed', now, nameOf(task), String(error), stackOf(error))
}

export function stackOf(error: unknown): string {
  return ((error as Error | null | undefined) || { stack: '' }).stack || ''
}

/** Steps of all tasks so far. */
export function stepCount(): number {
  return steps
}

/** The lanes as they are now. */
export function lanesNow(now: number): Lane[] {
  for (let i = 0; i < lanes.length; i++) {
    if ((lanes[i] as OpenLane).pending > 0) markAlive(lanes[i] as OpenLane, now)
  }
  return lanes
}

/** What the loop of the program says of itself; null if it had none. */
export function statsNow(): LoopStats | null {
  return first === undefined ? null : first.getLoop().stats()
}
