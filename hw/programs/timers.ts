// timers.ts: how late sleeps end, and how far a steady rhythm drifts.

import { getRunningLoop, run, sleep } from 'ringloop'
import { LATE_MS, check, end, measured } from './check'

const SLEEPS = 50
const BEATS = 50
const BEAT_MS = 100

/** Fractions too, so that rounding shows. */
async function sleeps(): Promise<void> {
  const loop = getRunningLoop()
  let most = 0
  let sum = 0
  let early = 0
  for (let i = 0; i < SLEEPS; i++) {
    const ms = 5 + (i * 7.7) % 40
    const start = loop.time()
    await sleep(ms)
    const late = loop.time() - start - ms
    if (late < 0) early++
    sum = sum + late
    if (late > most) most = late
  }
  check('no sleep ends early', early === 0, early + ' of ' + SLEEPS)
  check('none is later than ' + LATE_MS + ' ms', most < LATE_MS, most + ' ms')
  measured('a sleep ends late by, mean', sum / SLEEPS, 'ms')
  measured('a sleep ends late by, most', most, 'ms')
}

/** Counted from the first beat on, so lateness does not add up. */
async function rhythm(): Promise<void> {
  const loop = getRunningLoop()
  const first = loop.time() + BEAT_MS
  const wall = Date.now()
  let late = 0
  for (let beat = 0; beat < BEATS; beat++) {
    await sleep(first + beat * BEAT_MS - loop.time())
    late = loop.time() - first - beat * BEAT_MS
  }
  check('after ' + BEATS + ' beats the rhythm is kept', late >= 0 && late < LATE_MS, late + ' ms late')
  measured('the last of ' + BEATS + ' beats is late by', late, 'ms')
  const drift = loop.time() - first + BEAT_MS - (Date.now() - wall)
  check('the loop\'s clock and the wall clock agree', drift > -20 && drift < 20, drift + ' ms')
  measured('the two clocks differ after ' + BEATS * BEAT_MS / 1000 + ' s by', drift, 'ms')
}

async function main(): Promise<void> {
  await sleeps()
  await rhythm()
  const loop = getRunningLoop()
  const order: string[] = []
  const when = loop.time() + 100
  for (const [name, ms] of [['a', 0], ['b', -20], ['c', 0], ['d', -20]] as const) loop.callAt(when + ms, () => { order.push(name) })
  await sleep(150)
  check('equal deadlines come in the order they were set', order.join() === 'b,d,a,c', order.join())
  end()
}

run(main())
