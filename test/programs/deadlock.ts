// deadlock.ts: two tasks, each of which waits for the other.

import { Queue, createTask, gather, run, sleep } from 'ringloop'

async function relay(from: Queue<string>, to: Queue<string>): Promise<void> {
  await sleep(1000)
  await to.put(await from.get())
}

async function main(): Promise<void> {
  const first = new Queue<string>()
  const second = new Queue<string>()
  await gather([createTask(relay(first, second), { name: 'there' }), createTask(relay(second, first), { name: 'back' })])
}

run(main())
