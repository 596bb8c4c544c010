// recorder.ts: writes down what tasks do (host.ts says how). It is the watcher that the library tells (src/watch.ts).
//
//   RC1  what it needs was made before the program is loaded, but for a number in each task and the texts it has not met yet

import type { LoopStats } from '../../../src/stats'
import { ASKED, ENDED, ENDINGS, EVENT, MARK, MOST_IDS, RECORDS, STEP, WAITS } from './host'
import type { Host } from './host'

/** A task, or a loop, of the program's. */
export interface SeenTask {
  /** its number here, from 1 */
  seen?: number
}

/** What can be done with them (src/watch.ts). */
export interface Tools {
  nameOf(task: SeenTask): string
  isDone(task: SeenTask): boolean
  cancel(task: SeenTask): boolean
  statsOf(loop: object): LoopStats
  /** Of a task or a future: what it is and its state. */
  textOf(value: object): string | undefined
}

declare const host: Host

const list = new Float64Array(RECORDS)
list.set(MARK)
let length = 0
/** where the record stands whose ids are still to come */
let waiting = 0
let tasks = 0
let steps = 0
let texts = 0
const numbers: { [what: string]: number | undefined } = {}
let first: SeenTask | undefined
export let tools: Tools

export function begins(given: Tools): void {
  tools = given
}

export function flush(): void {
  if (length > 0) host.flush(length)
  length = 0
}

function write(value: number): void {
  list[length++] = value
}

/** Begins a record. */
function begin(kind: number, now: number, task: number): void {
  if (length > RECORDS - MOST_IDS - 8) flush()
  write(kind)
  write(now)
  write(task)
}

function numberOf(what: string): number {
  let number = numbers[what]
  if (number === undefined) {
    number = texts++
    numbers[what] = number
    host.text(number, what)
  }
  return number
}

function idOf(task: SeenTask | undefined): number {
  return (task && task.seen) || 0
}

export function created(task: SeenTask, by: SeenTask | undefined, now: number): void {
  if (first === undefined) first = task
  task.seen = ++tasks
  host.born(tasks, idOf(by), now, nameOf(task), host.debug ? String(new Error().stack) : '')
}

/** The task's name; the first task of all is the one that run() made of main(), which has none. */
export function nameOf(task: SeenTask): string {
  return task === first ? 'main' : tools.nameOf(task)
}

/** It has another name now. */
export function named(task: SeenTask): void {
  // what it did before, it did in its old name
  flush()
  host.named(idOf(task), nameOf(task))
}

export function stepped(task: SeenTask, now: number): void {
  begin(STEP, now, idOf(task))
  steps++
}

/** It waits; awaited() tells of the tasks that it waits for. */
export function waits(task: SeenTask, what: string, until: number | undefined, now: number): void {
  begin(WAITS, now, idOf(task))
  write(numberOf(what))
  write(until === undefined ? NaN : until)
  waiting = length
  write(0)
}

export function awaited(task: SeenTask): void {
  if ((list[waiting] as number) >= MOST_IDS) return
  list[waiting] = (list[waiting] as number) + 1
  write(idOf(task))
}

export function asked(task: SeenTask, by: SeenTask | undefined, now: number): void {
  begin(ASKED, now, idOf(task))
  write(idOf(by))
}

export function ended(task: SeenTask, how: string, now: number): void {
  begin(ENDED, now, idOf(task))
  write(ENDINGS.indexOf(how as 'finished'))
}

export function happened(now: number): void {
  begin(EVENT, now, 0)
}

/** Steps of all tasks so far. */
export function stepCount(): number {
  return steps
}

export function main(): SeenTask | undefined {
  return first
}
