// worker.ts: the thread that a program runs in. It blocks while it waits, and looks at `flag` for what is wanted (drive.ts, DR2).

import { parentPort, workerData } from 'node:worker_threads'
import type { Bundle } from './bundle'
import { Driver } from './drive'
import type { DriveOptions, Driven } from './drive'
import type { RunEvent } from './types'

export interface Task {
  bundle: Bundle
  options: DriveOptions
  flag: Int32Array
}

export type Message = { event: RunEvent } | { progress: number } | { result: Driven }

const { bundle, options, flag } = workerData as Task

function send(message: Message): void {
  parentPort?.postMessage(message)
}

const driver = new Driver(options, {
  asked: () => Atomics.load(flag, 0),
  wait: (ms) => { Atomics.wait(flag, 0, Atomics.load(flag, 0), ms) },
  event: (event) => { send({ event }) },
  progress: (now) => { send({ progress: now }) },
})
send({ result: await driver.run(bundle) })
