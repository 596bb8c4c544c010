// memory.ts: what 1,000 tasks took is there again when they have ended, whichever way. Where the engine does not say how much it
// has, the run itself is the test: it has less memory than 1,000 tasks would need (run.ts).

import { createTask, gather, isCancelled, run, sleep } from 'ringloop'
import { check, end, measured, memory, say } from './check'

const ROUNDS = 200

async function short(ms: number): Promise<number> {
  await sleep(ms)
  return ms
}

async function failing(): Promise<void> {
  await sleep(1)
  throw new TypeError('on purpose')
}

const TASKS = 5
/** Espruino's blocks: counters that have grown large (turns, names) take one more each. */
const COUNTERS = 4

async function hearing(task: PromiseLike<unknown>): Promise<boolean> {
  try {
    await task
  } catch (error) {
    return isCancelled(error)
  }
  return false
}

/** Five tasks: they end well, fail, are cancelled, or hear that another one was. */
async function round(): Promise<void> {
  const cancelled = createTask(short(60000))
  const tasks = [cancelled, createTask(hearing(cancelled)), createTask(failing()), createTask(short(0)), createTask(short(2))]
  await sleep(0)
  cancelled.cancel()
  await gather(tasks, { returnExceptions: true })
}

async function main(): Promise<void> {
  await round()
  await round()
  const before = memory()
  for (let i = 0; i < ROUNDS; i++) await round()
  const after = memory()
  if (before === undefined || after === undefined) say('# the engine does not tell its memory')
  else {
    check('after ' + ROUNDS * TASKS + ' tasks no more memory is in use', after - before <= COUNTERS, after - before + ' blocks')
    await sleep(5)
    const empty = memory() as number
    const sleepers = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => createTask(short(60000 + i)))
    await sleep(5)
    const parked = memory() as number
    measured('in use while it runs', empty, 'blocks')
    measured('a sleeping task takes', (parked - empty) / sleepers.length, 'blocks')
    for (const task of sleepers) task.cancel()
  }
  check(ROUNDS * TASKS + ' tasks ran', true, 'all of them')
  end()
}

run(main())
