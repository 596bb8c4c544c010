// measure.ts: time per operation, and bytes per parked task.
//
// Time is what the process had of the processor, so that others on the machine disturb less.

import { FORMS, NATIVE, complete, load, newModule, wordsOf } from './engines'
import type { Form, Subject } from './engines'
import { BATCH, SLEEPERS } from './guest/workloads'
import type { WorkloadName } from './guest/workloads'

export interface Row {
  name: WorkloadName
  title: string
  /** operations per round; whole batches, whole sleepers */
  count: number
}

export const ROWS: Row[] = [
  { name: 'switch', title: 'task switch (10 tasks)', count: 5000 },
  { name: 'child', title: 'await of a child', count: 5000 },
  { name: 'spawn', title: 'spawn and finish (100, await each)', count: 20 * BATCH },
  { name: 'gather', title: 'spawn and finish (gather of 100)', count: 20 * BATCH },
  { name: 'deep', title: 'a wait ten awaits deep, per resume', count: 5000 },
  { name: 'sleepers', title: 'wake-up of one of 1,000 sleepers', count: 20 * SLEEPERS },
  { name: 'cancel', title: 'cancel (create, park, cancel, finish)', count: 20 * BATCH }
]

export interface Time {
  row: WorkloadName
  form: string
  ns: number
  /** half the distance between the quartiles, as a part of ns */
  spread: number
  /** ns by native's; none for native */
  ratio?: number
}

export interface Bytes {
  row: MemoryRowName
  form: string
  bytes: number
  /** bytes by native's, where native has any; none for native */
  ratio?: number
}

export type MemoryRowName = 'parked' | 'parked deep' | 'slots'

export const MEMORY_ROWS: { name: MemoryRowName; title: string }[] = [
  { name: 'parked', title: 'parked in sleep()' },
  { name: 'parked deep', title: 'parked in sleep(), one await deep' },
  { name: 'slots', title: 'of that: slots made with the loop' }
]

export interface Effort {
  rounds: number
  /** how many times fewer operations than ROWS says */
  less: number
  /** tasks parked for the memory rows, and then twice as many; a power of two, as rings have */
  parked: number
}

export const FULL: Effort = { rounds: 11, less: 1, parked: 4096 }
export const QUICK: Effort = { rounds: 3, less: 5, parked: 1024 }

function quantile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = part * (sorted.length - 1)
  const low = sorted[Math.floor(at)] as number
  const high = sorted[Math.ceil(at)] as number
  return low + (high - low) * (at - Math.floor(at))
}

/** Whole batches and sleepers also when there are fewer. */
function countOf({ name, count }: Row, less: number): number {
  const unit = name === 'sleepers' ? SLEEPERS : BATCH
  return Math.max(unit, Math.round(count / less / unit) * unit)
}

function timed(subject: Subject, name: WorkloadName, count: number): number {
  const before = process.cpuUsage()
  complete(subject, `start('${name}', ${count})`)
  const { user, system } = process.cpuUsage(before)
  return (user + system) * 1000 / count
}

/** Every row in every form, interleaved: one round is each of them once, the first round is thrown away. */
export async function measureTimes(effort: Effort, library: string, inNode: boolean): Promise<Time[]> {
  const module = inNode ? undefined : await newModule()
  const subjects = FORMS.map((form) => load(form, library, module))
  const samples = new Map<string, number[]>()
  const samplesOf = ({ name }: Row, form: Form) => samples.get(`${name} ${form.name}`) ?? []
  for (let round = 0; round <= effort.rounds; round++) {
    for (const row of ROWS) {
      for (const subject of subjects) {
        const ns = timed(subject, row.name, countOf(row, effort.less))
        if (round > 0) samples.set(`${row.name} ${subject.form.name}`, [...samplesOf(row, subject.form), ns])
      }
    }
  }
  return ROWS.flatMap((row) => {
    const native = quantile(samplesOf(row, NATIVE), 0.5)
    return FORMS.map((form) => {
      const found = samplesOf(row, form)
      const ns = quantile(found, 0.5)
      const spread = (quantile(found, 0.75) - quantile(found, 0.25)) / 2 / ns
      return { row: row.name, form: form.name, ns, spread, ratio: form.ours ? ns / native : undefined }
    })
  })
}

/** How much of its memory a new engine has touched after `count` tasks are parked. */
async function touched(form: Form, library: string, count: number, capacity: number, levels: number): Promise<number> {
  const module = await newModule()
  complete(load(form, library, module), `park(${count}, ${capacity}, ${levels})`)
  const words = wordsOf(module)
  let top = words.length - 1
  while (words[top] === 0) top--
  return top * 4
}

/** What one more of them takes, when there are `count` to twice as many. */
export async function measureBytes({ parked: count }: Effort, library: string): Promise<Bytes[]> {
  const found: Bytes[] = []
  const perTask = async (form: Form, levels: number) =>
    (await touched(form, library, 2 * count, 2 * count, levels) - await touched(form, library, count, count, levels)) / count
  const perSlot = async (form: Form) =>
    (await touched(form, library, count, 2 * count, 0) - await touched(form, library, count, count, 0)) / count
  for (const { name } of MEMORY_ROWS) {
    let native: number | undefined
    for (const form of FORMS) {
      if (name === 'slots' && !form.ours) continue
      const bytes = await (name === 'slots' ? perSlot(form) : perTask(form, name === 'parked' ? 0 : 1))
      if (!form.ours) native = bytes
      found.push({ row: name, form: form.name, bytes, ratio: form.ours && native !== undefined ? bytes / native : undefined })
    }
  }
  return found
}
