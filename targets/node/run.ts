// run.ts: run() in a process, which it keeps alive until the program has ended (port.ts, NP2). Python: `asyncio.run`.
//
//   NR1  the first Ctrl-C cancels main, so that every `finally` runs; the next one ends the process at once. Who has a listener
//        of SIGINT already keeps it, and we have none
//   NR2  the exit code is 1 if main failed and nobody looked at that, 130 if Ctrl-C ended it
// In a browser, and where run() is over when it returns, it is the plain one.

import { run as start } from '../../src/run'
import type { LoopOptions } from '../../src/options'
import type { Runnable } from '../../src/coroutine'
import type { Task } from '../../src/task'
import { whenOver } from './ending'

interface Process {
  exitCode?: unknown
  readonly pid: number
  on(signal: string, listener: () => void): void
  off(signal: string, listener: () => void): void
  kill(pid: number, signal: string): void
  listenerCount(signal: string): number
}

declare const globalThis: { process?: Partial<Process> }

/** As in src/run.ts; see NR1 and NR2. */
export function run<T>(main: Runnable<T>, options?: Partial<LoopOptions>): Task<T> {
  const task = start(main, options)
  const process = globalThis.process
  // some bundlers give browsers a process that has no signals
  if (process && process.on && process.off && process.kill && !task.getLoop().isClosed()) attend(task, process as Process)
  return task
}

function attend(task: Task<unknown>, process: Process): void {
  let interrupted = false

  function interrupt(): void {
    if (!interrupted && task.cancel('Ctrl-C')) {
      interrupted = true
      return
    }
    process.off('SIGINT', interrupt)
    process.kill(process.pid, 'SIGINT')
  }

  if (process.listenerCount('SIGINT') === 0) process.on('SIGINT', interrupt)
  whenOver(task, function (failed) {
    process.off('SIGINT', interrupt)
    if (failed) process.exitCode = 1
    else if (interrupted && task.cancelled()) process.exitCode = 130
  })
}
