// workloads.ts: what is measured, as numbers and as the calls that the host makes (bench.ts says what each row means).
//
// async.ts, generators.ts and native.ts are the same programs written three times, each as one would write it there. Each
// is a script of its own, the global `bench`, in an engine of its own.

/** Tasks that take turns. */
export const TASKS = 10
/** Coroutines that await one another, the innermost one included. */
export const DEEP = 10
/** Tasks spawned, gathered or cancelled at a time. */
export const BATCH = 100
export const SLEEPERS = 1000

/** A pause of 1 to 50 ms, spread so that few sleepers wake together. */
export function pause(sleeper: number, step: number): number {
  return 1 + ((sleeper * 7 + step * 13) % 50)
}

/** A pause that outlives the measurement. */
export const FOREVER = 1e9

/** Begins `count` operations of a workload. */
export type Workloads = Record<WorkloadName, (count: number) => PromiseLike<unknown>>

export const NAMES = ['switch', 'child', 'spawn', 'gather', 'deep', 'sleepers', 'cancel'] as const
export type WorkloadName = (typeof NAMES)[number]

/** How the last start() went: '' while it runs, 'done', or the error. */
export const progress = { state: '' }

export function succeed(): void {
  progress.state = 'done'
}

export function fail(error: unknown): void {
  progress.state = String(error)
}
