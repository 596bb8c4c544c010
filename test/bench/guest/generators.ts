// generators.ts: the workloads on ringloop, as generators that delegate.

import { createTask, gather, sleep } from 'ringloop'
import type { Coroutine, Task } from 'ringloop'
import { drive, park as parkOn } from './ours'
import { BATCH, DEEP, FOREVER, SLEEPERS, TASKS, pause } from './workloads'
import type { WorkloadName } from './workloads'

export { state } from './ours'

function* nothing(): Coroutine<void> {
  // nothing
}

function* turns(count: number): Coroutine<void> {
  for (let i = 0; i < count; i++) yield* sleep(0)
}

function* deepTurns(levels: number, count: number): Coroutine<void> {
  if (levels > 1) yield* deepTurns(levels - 1, count)
  else for (let i = 0; i < count; i++) yield* sleep(0)
}

function* all(tasks: Task<unknown>[]): Coroutine<void> {
  for (let i = 0; i < tasks.length; i++) yield* (tasks[i] as Task<unknown>)
}

function* sleeper(index: number, count: number): Coroutine<void> {
  for (let i = 0; i < count; i++) yield* sleep(pause(index, i))
}

function* parked(levels: number): Coroutine<void> {
  if (levels > 0) yield* parked(levels - 1)
  else yield* sleep(FOREVER)
}

const workloads: Record<WorkloadName, (count: number) => Coroutine<void>> = {
  *switch(count) {
    const tasks: Task<unknown>[] = []
    for (let i = 0; i < TASKS; i++) tasks.push(createTask(turns(count / TASKS)))
    yield* all(tasks)
  },

  *child(count) {
    for (let i = 0; i < count; i++) yield* nothing()
  },

  *spawn(count) {
    for (let done = 0; done < count; done += BATCH) {
      const tasks: Task<unknown>[] = []
      for (let i = 0; i < BATCH; i++) tasks.push(createTask(nothing()))
      yield* all(tasks)
    }
  },

  *gather(count) {
    for (let done = 0; done < count; done += BATCH) {
      const coros: Coroutine<void>[] = []
      for (let i = 0; i < BATCH; i++) coros.push(nothing())
      yield* gather(coros)
    }
  },

  *deep(count) {
    const tasks: Task<unknown>[] = []
    for (let i = 0; i < TASKS; i++) tasks.push(createTask(deepTurns(DEEP, count / TASKS)))
    yield* all(tasks)
  },

  *sleepers(count) {
    const tasks: Task<unknown>[] = []
    for (let i = 0; i < SLEEPERS; i++) tasks.push(createTask(sleeper(i, count / SLEEPERS)))
    yield* all(tasks)
  },

  *cancel(count) {
    for (let done = 0; done < count; done += BATCH) {
      const tasks: Task<unknown>[] = []
      for (let i = 0; i < BATCH; i++) tasks.push(createTask(parked(0)))
      yield* sleep(0)
      for (let i = 0; i < BATCH; i++) (tasks[i] as Task<unknown>).cancel()
      for (let i = 0; i < BATCH; i++) {
        try {
          yield* (tasks[i] as Task<unknown>)
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
