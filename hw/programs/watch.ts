// watch.ts: a task that waits for what comes from outside: a pin on Espruino (with a wire, PINS), elsewhere the host's own timer.

import { createTask, getRunningLoop, run, sleep } from 'ringloop'
import { edge } from './edge'
import { LATE_MS, check, end, measured } from './check'

const EDGES = 20

async function main(): Promise<void> {
  const loop = getRunningLoop()
  let most = 0
  let sum = 0
  for (let i = 0; i < EDGES; i++) {
    const { came, at } = edge(10 + i)
    await came
    const took = loop.time() - at()
    sum = sum + took
    if (took > most) most = took
  }
  check('each of ' + EDGES + ' events woke the task', true, EDGES)
  check('none is later than ' + LATE_MS + ' ms', most < LATE_MS, most + ' ms')
  measured('from the event to the task, mean', sum / EDGES, 'ms')
  measured('from the event to the task, most', most, 'ms')

  const waiting = createTask(wait(edge(30).came))
  waiting.cancel()
  await sleep(60)
  check('an event that comes after its task was cancelled does nothing', waiting.cancelled(), waiting.done())
  end()
}

async function wait(event: PromiseLike<unknown>): Promise<void> {
  await event
}

run(main())
