// native.ts: the workloads on what the engine itself has: async functions, promises, its job queue.
//
// It has no timers, so sleepers wait in a heap of the program (heap.ts), with a virtual clock. wake() stands for the one
// host timer: it jumps to the nearest deadline, settles what is due, and lets the jobs run. No host call is made for it.

import { add, nearest, remove } from './heap'
import { BATCH, DEEP, FOREVER, SLEEPERS, TASKS, fail, pause, progress, succeed } from './workloads'
import type { WorkloadName } from './workloads'

let now = 0

/** What a cancelled sleep throws: an object and no more, since an Error would cost a stack, which ringloop's does not. */
class Cancelled {
  readonly name = 'Cancelled'
}

/** By which a sleep can be cancelled: the leanest way there is, a stored function. */
interface Handle {
  cancel: () => void
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    add(now + ms, resolve)
  })
}

function cancellableSleep(ms: number, handle: Handle): Promise<void> {
  return new Promise((resolve, reject) => {
    const sleeper = add(now + ms, resolve)
    handle.cancel = () => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- see Cancelled
      if (remove(sleeper)) reject(new Cancelled())
    }
  })
}

async function wake(): Promise<void> {
  for (;;) {
    let next = nearest()
    if (next === undefined) return
    now = next.when
    while (next !== undefined && next.when <= now) {
      remove(next)
      next.resolve()
      next = nearest()
    }
    await Promise.resolve()
  }
}

async function nothing(): Promise<void> {
  // an async function that ends at once
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve()
}

async function deepTurns(levels: number, count: number): Promise<void> {
  if (levels > 1) await deepTurns(levels - 1, count)
  else for (let i = 0; i < count; i++) await Promise.resolve()
}

async function all(tasks: Promise<unknown>[]): Promise<void> {
  for (let i = 0; i < tasks.length; i++) await (tasks[i] as Promise<unknown>)
}

async function sleeper(index: number, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await sleep(pause(index, i))
}

async function parked(levels: number): Promise<void> {
  if (levels > 0) await parked(levels - 1)
  else await sleep(FOREVER)
}

async function cancellable(handle: Handle): Promise<void> {
  await cancellableSleep(FOREVER, handle)
}

const workloads: Record<WorkloadName, (count: number) => Promise<void>> = {
  async switch(count) {
    const tasks: Promise<void>[] = []
    for (let i = 0; i < TASKS; i++) tasks.push(turns(count / TASKS))
    await all(tasks)
  },

  async child(count) {
    for (let i = 0; i < count; i++) await nothing()
  },

  async spawn(count) {
    for (let done = 0; done < count; done += BATCH) {
      const tasks: Promise<void>[] = []
      for (let i = 0; i < BATCH; i++) tasks.push(nothing())
      await all(tasks)
    }
  },

  async gather(count) {
    for (let done = 0; done < count; done += BATCH) {
      const tasks: Promise<void>[] = []
      for (let i = 0; i < BATCH; i++) tasks.push(nothing())
      await Promise.all(tasks)
    }
  },

  async deep(count) {
    const tasks: Promise<void>[] = []
    for (let i = 0; i < TASKS; i++) tasks.push(deepTurns(DEEP, count / TASKS))
    await all(tasks)
  },

  async sleepers(count) {
    const tasks: Promise<void>[] = []
    for (let i = 0; i < SLEEPERS; i++) tasks.push(sleeper(i, count / SLEEPERS))
    await wake()
    await all(tasks)
  },

  async cancel(count) {
    for (let done = 0; done < count; done += BATCH) {
      const handles: Handle[] = []
      const tasks: Promise<void>[] = []
      for (let i = 0; i < BATCH; i++) {
        const handle: Handle = { cancel: succeed }
        handles.push(handle)
        tasks.push(cancellable(handle))
      }
      for (let i = 0; i < BATCH; i++) (handles[i] as Handle).cancel()
      for (let i = 0; i < BATCH; i++) {
        try {
          await (tasks[i] as Promise<void>)
        } catch {
          // it was cancelled
        }
      }
    }
  }
}

export function start(name: WorkloadName, count: number): void {
  progress.state = ''
  workloads[name](count).then(succeed, fail)
}

/** Makes `count` tasks, which come to their wait at the call. */
export function park(count: number, _capacity: number, levels: number): void {
  for (let i = 0; i < count; i++) void parked(levels)
  succeed()
}

export function state(): string {
  return progress.state
}
