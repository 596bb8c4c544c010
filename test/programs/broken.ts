// broken.ts: a task fails, deep down, after a while; main awaits it.

import { createTask, run, sleep } from 'ringloop'

interface Reading { percent: number }

declare const console: { log: (text: string) => void }

async function read(): Promise<Reading | undefined> {
  await sleep(750)
  return undefined
}

async function measure(): Promise<number> {
  const reading = await read()
  return (reading as Reading).percent // fails
}

async function main(): Promise<void> {
  const sampler = createTask(measure(), { name: 'sampler' })
  await sleep(250)
  console.log('waits for the sampler')
  await sampler
}

run(main())
