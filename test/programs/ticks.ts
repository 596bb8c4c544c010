// ticks.ts: two tasks that wake at the same moments, so that every number of the run can be told beforehand.

import { createTask, gather, run, sleep } from 'ringloop'

async function tick(): Promise<void> {
  for (let i = 0; i < 10; i++) await sleep(1000)
}

async function main(): Promise<void> {
  await gather([createTask(tick(), { name: 'left' }), createTask(tick(), { name: 'right' })])
}

run(main())
