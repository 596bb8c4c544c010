// contract.ts: what a port promises (src/port.ts), as far as it shows on the engine itself: host events get through a busy loop, an
// error stops nothing; on Espruino, a turn that the engine breaks off (for want of stack, or of memory), and a wall clock that is moved.

import { RuntimeError, createTask, getRunningLoop, run, sleep } from 'ringloop'
import { LATE_MS, check, end } from './check'
import { edge } from './edge'

declare const setTime: ((seconds: number) => void) | undefined
declare const getTime: () => number
declare const process: { env?: { BOARD?: string }; memory?: () => { total: number } } | undefined

async function busy(): Promise<never> {
  for (;;) await sleep(0)
}

const SMALL_BLOCKS = 4000

/** Breaks the turn off: nothing that called it goes on. */
function tooMuch(depth: number): number {
  // small boards: of memory. Espruino 2v29 itself may crash where a call finds none, so it is a text that finds none
  if (typeof process !== 'undefined' && process.memory && process.memory().total < SMALL_BLOCKS) return new Array(16 * SMALL_BLOCKS).join('x').length
  return tooMuch(depth + 1) + 1
}

async function big(log: string[]): Promise<void> {
  try {
    await sleep(10)
    log.push(String(tooMuch(0)))
  } finally {
    log.push('finally')
  }
}

/** How late a sleep of 300 ms is, by itself and with the wall clock moved in its middle. */
async function moved(seconds: number): Promise<number> {
  const loop = getRunningLoop()
  const start = loop.time()
  loop.callLater(150, () => { if (typeof setTime === 'function') setTime(getTime() + seconds) })
  await sleep(300)
  return loop.time() - start - 300
}

async function main(): Promise<void> {
  const loop = getRunningLoop()
  const spinning = createTask(busy())
  let most = 0
  for (let i = 0; i < 5; i++) {
    const { came, at } = edge(20)
    const start = loop.time()
    await came
    most = Math.max(most, at() - start - 20)
  }
  spinning.cancel()
  check('host events get through a busy loop', most < LATE_MS, most + ' ms late')

  loop.callSoon(() => { throw new TypeError('on purpose: this is to be reported') })
  await sleep(10)
  check('an error in a callback stops nothing', true, 'still here')

  if (typeof setTime === 'function') {
    const log: string[] = []
    const task = createTask(big(log))
    await sleep(3000)
    const ended = task.done() && log.join() === 'finally' && task.exception() instanceof RuntimeError
    check('a step that took too much ended its task, with its finally, and the loop wakes', ended, String(task.done() && task.exception()))
    // the Linux build cannot move its clock
    if (typeof process !== 'undefined' && process.env && process.env.BOARD !== 'LINUX') {
      for (const seconds of [3600, -3600]) {
        const late = await moved(seconds)
        check('moving the wall clock by ' + seconds + ' s moves no deadline', late >= 0 && late < LATE_MS, late + ' ms late')
      }
    }
  }
  end()
}

run(main())
