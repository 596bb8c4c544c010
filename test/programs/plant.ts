// plant.ts: a plant monitor. It blinks, measures the soil every two seconds and uploads every five minutes; the button
// stops an upload.

import { Future, Queue, TimeoutError, createTask, gather, getRunningLoop, run, sleep, wait, waitFor } from 'ringloop'
import type { Task } from 'ringloop'

// The board. On a device these are what the firmware offers; in the emulator plant.mocks.ts plays them.
declare const led: { write: (on: boolean) => void }
declare const probe: { read: (answer: (percent: number) => void) => void }
declare const radio: { on: (ready: () => void) => void; send: (packet: number[], sent: () => void) => void; off: () => void }
declare const button: { onPress: (handler: () => void) => void }
declare const console: { log: (text: string) => void }

/** A call that answers through a callback, as something to await. */
function answerOf<T = void>(ask: (answer: (value: T) => void) => void): Future<T> {
  const future = new Future<T>()
  ask((value) => {
    if (!future.done()) future.setResult(value) // done: the answer came too late, nobody waits for it
  })
  return future
}

async function blink(): Promise<void> {
  for (let on = true; ; on = !on) {
    led.write(on)
    await sleep(500)
  }
}

/** One reading in percent, or NaN. The probe answers at once or not at all, so it is asked up to three times. */
async function measure(): Promise<number> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      return await waitFor(answerOf(probe.read), 500)
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error // catch gets cancellation too: always let it through
    }
  }
  return NaN
}

async function sample(readings: Queue<number>): Promise<void> {
  const loop = getRunningLoop()
  for (let due = loop.time(); ; due += 2000) {
    await sleep(due - loop.time()) // keeps the beat, however long the probe took
    const percent = await measure()
    if (percent >= 0) await readings.put(percent)
    else console.log('no answer from the probe')
  }
}

/** Sends the readings, thirty at a time. Those that arrived are taken out of `batch`, whatever happens to the rest. */
async function upload(batch: number[]): Promise<void> {
  try {
    await answerOf(radio.on)
    while (batch.length > 0) {
      await send(batch.slice(0, 30))
      batch.splice(0, 30)
    }
  } finally {
    radio.off() // done, failed or cancelled
  }
}

function send(packet: number[]): Future<void> {
  return answerOf((sent) => { radio.send(packet, sent) })
}

let uploading: Task<void> | undefined

async function collect(readings: Queue<number>): Promise<void> {
  const batch: number[] = []
  for (;;) {
    for (let i = 0; i < 150; i++) batch.push(await readings.get())
    const size = batch.length
    uploading = createTask(upload(batch), { name: 'upload' })
    await wait([uploading]) // unlike `await uploading`, it does not throw what the upload ended with
    if (uploading.cancelled()) console.log(`stopped; keeps ${batch.length} of ${size} readings for the next time`)
    else {
      uploading.result() // throws what it failed with, if it did
      console.log(`sent ${size} readings`)
    }
  }
}

async function main(): Promise<void> {
  const readings = new Queue<number>(32)
  button.onPress(() => uploading && uploading.cancel())
  await gather([
    createTask(blink(), { name: 'blink' }),
    createTask(sample(readings), { name: 'sampler' }),
    createTask(collect(readings), { name: 'uploader' }),
  ])
}

run(main())
