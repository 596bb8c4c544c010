// run.ts: runs a program in the emulator, from its sources to its end.
//
//   EM1  the program runs in a thread of its own, so this one is free for signals, whatever the program does

import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ROOT } from '../rollup/library'
import { CANCEL, KILL, untilOf } from './asked'
import type { DriveOptions } from './drive'
import { isSource } from './parts'
import { installed, tool } from './tools'
import type { Run, RunOptions } from './types'
import type { Message, Task } from './worker'

/** Refuses numbers that mean nothing. */
function check(name: string, value: number | undefined, least: number, what: string): void {
  if (value === undefined) return
  if (typeof value !== 'number' || !(value >= least)) throw new RangeError(`${name}: ${String(value)} is no ${what}; give ${least} or more`)
}

export function checkOptions({ ready, timers, memory, until, limitMs }: RunOptions): void {
  check('ready', ready, 1, 'number of callbacks and tasks')
  check('timers', timers, 1, 'number of timers')
  check('memory', memory, 1024, 'number of bytes that a program could run in')
  check('until', until, 0, 'time in ms')
  check('limitMs', limitMs, 1, 'time in ms')
}

/** worker.ts as a thread. From the sources of this repository it needs what reads TypeScript first. */
function start(task: Task): Worker {
  if (!isSource) return new Worker(resolve(ROOT, 'dist/emulator/worker.mjs'), { workerData: task })
  const boot = `import { register } from '${import.meta.resolve('tsx/esm/api')}'; register(); await import('${new URL('./worker.ts', import.meta.url).href}')`
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(boot)}`), { workerData: task })
}

/**
 * Builds a program for a device and runs it in the emulator to its end. Rejects for what cannot be built or is no option;
 * what goes wrong in the program is in the result.
 */
export async function runProgram(options: RunOptions): Promise<Run> {
  checkOptions(options)
  const { entry, target = 'espruino', signal, kill, onEvent, onProgress } = options
  const until = untilOf(options)
  const started = performance.now()
  onProgress?.({ stage: 'build', now: 0, until })
  const { bundle } = await tool(import('./bundle'))
  const made = await bundle(options)
  await installed('quickjs-emscripten')
  const built = performance.now()
  const { ready, timers, memory, debug, trace, clock, limitMs } = options
  const drive: DriveOptions = { target, ready, timers, memory, debug, trace, clock, until, limitMs }
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = start({ bundle: made, options: drive, flag })
  const ask = (what: number) => () => {
    Atomics.store(flag, 0, what)
    Atomics.notify(flag, 0)
  }
  const [cancel, end] = [ask(CANCEL), ask(KILL)]
  try {
    return await new Promise<Run>((done, reject) => {
      for (const [source, act] of [[signal, cancel], [kill, end]] as const) {
        if (source?.aborted) act()
        else source?.addEventListener('abort', act)
      }
      worker.on('error', (error) => { reject(error instanceof Error ? error : new Error(String(error))) })
      worker.on('exit', () => { reject(new Error('runProgram: the thread of the program ended without a result')) })
      worker.on('message', (message: Message) => {
        if ('event' in message) onEvent?.(message.event)
        else if ('progress' in message) onProgress?.({ stage: 'run', now: message.progress, until })
        else {
          const { tookMs, ...result } = message.result
          const { program, bytes, warnings } = made
          done({
            ...result, entry, target, bundle: { bytes: Buffer.byteLength(program.code), parts: bytes, warnings },
            took: { build: built - started, run: tookMs },
          })
        }
      })
    })
  } finally {
    signal?.removeEventListener('abort', cancel)
    kill?.removeEventListener('abort', end)
    await worker.terminate()
  }
}
