// async.ts: the workloads on ringloop, as async functions.

import { createTask, gather, sleep } from 'ringloop'
import type { Task } from 'ringloop'
import { drive, park as parkOn } from './ours'
import { BATCH, DEEP, FOREVER, SLEEPERS, TASKS, pause } from './workloads'
import type { WorkloadName } from './workloads'

export { state } from './ours'

async function nothing(): Promise<void> {
  // an async function that ends at once
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await sleep(0)
}

async function deepTurns(levels: number, count: number): Promise<void> {
  if (levels > 1) await deepTurns(levels - 1, count)
  else for (let i = 0; i < count; i++) await sleep(0)
}

async function all(tasks: Task<unknown>[]): Promise<void> {
  for (let i = 0; i < tasks.length; i++) await (tasks[i] as Task<unknown>)
}

async function sleeper(index: number, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await sleep(pause(index, i))
}

async function parked(levels: number): Promise<void> {
  if (levels > 0) await parked(levels - 1)
  else await sleep(FOREVER)
}

const workloads: Record<WorkloadName, (count: number) => Promise<void>> = {
  async switch(count) {
    const tasks: Task<unknown>[] = []
    for (let i = 0; i < TASKS; i++) tasks.push(createTask(turns(count / TASKS)))
    await all(tasks)
  },

  async child(count) {
    for (let i = 0; i < count; i++) await nothing()
  },

  async spawn(count) {
    for (let done = 0; done < count; done += BATCH) {
      const tasks: Task<unknown>[] = []
      for (let i = 0; i < BATCH; i++) tasks.push(createTask(nothing()))
      await all(tasks)
    }
  },

  async gather(count) {
    for (let done = 0; done < count; done += BATCH) {
      const coros: Promise<void>[] = []
      for (let i = 0; i < BATCH; i++) coros.push(nothing())
      await gather(coros)
    }
  },

  async deep(count) {
    const tasks: Task<unknown>[] = []
    for (let i = 0; i < TASKS; i++) tasks.push(createTask(deepTurns(DEEP, count / TASKS)))
    await all(tasks)
  },

  async sleepers(count) {
    const tasks: Task<unknown>[] = []
    for (let i = 0; i < SLEEPERS; i++) tasks.push(createTask(sleeper(i, count / SLEEPERS)))
    await all(tasks)
  },

  async cancel(count) {
    for (let done = 0; done < count; done += BATCH) {
      const tasks: Task<unknown>[] = []
      for (let i = 0; i < BATCH; i++) tasks.push(createTask(parked(0)))
      await sleep(0)
      for (let i = 0; i < BATCH; i++) (tasks[i] as Task<unknown>).cancel()
      for (let i = 0; i < BATCH; i++) {
        try {
          await (tasks[i] as Task<unknown>)
        } catch {
          // it was cancelled
        }
      }
    }
  }
}

export function start(name: WorkloadName, count: number): void {
  drive(() => workloads[name](count))
}

export function park(count: number, capacity: number, levels: number): void {
  parkOn(count, capacity, () => parked(levels))
}
