// soak.ts: an hour of a small device (or as long as it is told): two blinkers, a sampler with time-outs, events from outside.
// Nothing may be lost, come early, or pile up.

import { Queue, TimeoutError, createTask, getRunningLoop, run, sleep, waitFor } from 'ringloop'
import { LATE_MS, check, end, measured, memory, say } from './check'
import { MINUTES } from './config'

const END_MS = MINUTES * 60000
/** Blocks of a sample that is under way when memory is looked at. What is lost with each of thousands would be more. */
const SAMPLE = 40
let late = 0
let early = 0
let beats = 0
let timeouts = 0
let items = 0

async function beat(everyMs: number): Promise<void> {
  const loop = getRunningLoop()
  const start = loop.time()
  for (let n = 1; ; n++) {
    await sleep(start + n * everyMs - loop.time())
    const by = loop.time() - start - n * everyMs
    if (by < 0) early++
    if (by > late) late = by
    beats++
  }
}

async function sample(queue: Queue<number>): Promise<void> {
  for (let n = 0; ; n++) {
    try {
      // every fourth takes too long
      await waitFor(sleep(n % 4 === 3 ? 500 : 20), 100)
      await queue.put(n)
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error
      timeouts++
    }
    await sleep(900)
  }
}

async function consume(queue: Queue<number>): Promise<void> {
  for (;;) {
    await queue.get()
    items++
  }
}

async function main(): Promise<void> {
  const loop = getRunningLoop()
  const start = loop.time()
  const queue = new Queue<number>(4)
  for (const coro of [beat(500), beat(333), sample(queue), consume(queue)]) createTask(coro)
  await sleep(END_MS / 6)
  const before = memory()
  for (let minute = 1; minute <= MINUTES; minute++) {
    await sleep(start + Math.min(minute * 60000, END_MS) - loop.time())
    if (minute % 10 === 0) say('# ' + minute + ' min, ' + beats + ' beats, memory ' + String(memory()))
  }
  await sleep(start + END_MS - loop.time())
  const passedMs = loop.time() - start
  const expected = Math.floor(passedMs / 500) + Math.floor(passedMs / 333)
  check('no beat is lost', Math.abs(beats - expected) <= 2, beats + ' of ' + expected)
  check('none is early', early === 0, early)
  check('none is later than ' + LATE_MS + ' ms', late < LATE_MS, late + ' ms')
  // the others have 80 ms to spare, which a busy machine may take
  check('every fourth sample times out, and few others', timeouts * 3 >= items - 4 && timeouts * 3 <= items * 1.2 + 4, timeouts + ' and ' + items)
  const after = memory()
  if (before !== undefined && after !== undefined) check('no more memory is in use than after a sixth of the time', after - before <= SAMPLE, after - before)
  const { ready, timers } = loop.stats()
  check('the loop is as full as it was', ready.high <= 16 && timers.high <= 8, ready.high + ' ready, ' + timers.high + ' timers')
  measured('latest beat', late, 'ms')
  measured('beats', beats, 'in ' + MINUTES + ' min')
  end()
}

run(main())
