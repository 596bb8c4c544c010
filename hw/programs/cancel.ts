// cancel.ts: tasks that are cancelled while they sleep, await one another, or take too long; what a full loop says.

import { CapacityError, TimeoutError, createTask, gather, getRunningLoop, isCancelled, run, sleep, waitFor } from 'ringloop'
import { LATE_MS, check, end, measured } from './check'

const log: string[] = []

async function worker(name: string): Promise<void> {
  try {
    await sleep(60000)
  } finally {
    log.push(name)
  }
}

async function nested(): Promise<void> {
  try {
    await gather([worker('a'), worker('b')])
  } catch (error) {
    log.push(isCancelled(error) ? 'cancelled' : 'wrong')
    throw error
  }
}

async function main(): Promise<void> {
  const loop = getRunningLoop()
  const task = createTask(nested())
  await sleep(20)
  const start = loop.time()
  task.cancel()
  try {
    await task
  } catch (error) {
    check('awaiting a cancelled task throws CancelledError', isCancelled(error), error)
  }
  check('cancelling reaches the innermost first, and each finally runs', log.join() === 'a,b,cancelled', log.join())
  measured('cancelling three nested tasks takes', loop.time() - start, 'ms')

  let late = -1
  const begun = loop.time()
  try {
    await waitFor(worker('slow'), 50)
  } catch (error) {
    late = error instanceof TimeoutError ? loop.time() - begun - 50 : -1
  }
  check('a time-out comes at its time, when the task has cleaned up', late >= 0 && late < LATE_MS && log.length === 4, late + ' ms late')

  const tasks = []
  let refusal: unknown
  try {
    for (;;) tasks.push(createTask(worker('one of many')))
  } catch (error) {
    refusal = error
  }
  check('a full loop refuses by name', refusal instanceof CapacityError, refusal)
  for (const one of tasks) one.cancel()
  await sleep(10)
  check('and is empty again', tasks.every((one) => one.cancelled()) && loop.stats().tasks === 1, loop.stats().tasks + ' tasks')
  end()
}

run(main(), { ready: 16, timers: 16 })
