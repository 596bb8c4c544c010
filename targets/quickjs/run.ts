// run.ts: run() of qjs, in two ways.
//
//   run(main())      the engine's own loop drives the turns: timers, files, workers and promises go on beside the program
//   runSync(main())  returns when the program has ended, as asyncio.run does; the engine sleeps in between, so what else it
//                    should hear of waits until then
//   QR1  an error of main that nobody looked at makes the exit code 1: runSync() throws it, run() ends the process, where it
//        can (the module "std" as a global, as `qjs --std` and the build have it)

import { RuntimeError } from '../../src/index'
import type { LoopOptions, Port, Runnable, Task } from '../../src/index'
import type { PortFactory } from '../../src/port'
import { run as start } from '../../src/run'
import { events } from '../../src/running'
import { whenOver } from '../node/ending'
import { quickjsPort } from './port'

declare const globalThis: {
  os?: { sleep?: (ms: number) => void }
  std?: { exit?: (code: number) => void }
}

/** As in src/run.ts; see QR1. */
export function run<T>(main: Runnable<T>, options?: Partial<LoopOptions>): Task<T> {
  const task = start(main, options)
  const std = globalThis.std
  whenOver(task, function (failed) {
    if (failed && std && std.exit) std.exit(1)
  })
  return task
}

/**
 * Runs a program to its end and gives main's result, or throws its error. RuntimeError without `os.sleep` (qjs has it), while a loop
 * runs, and if nothing is left that could wake the program: then its tasks are cancelled.
 */
export function runSync<T>(main: Runnable<T>, options?: Partial<LoopOptions>): T {
  const os = globalThis.os
  const pause = os && os.sleep
  if (!pause) throw new RuntimeError('runSync: this engine has no os.sleep; use run(main())')
  const port = events._port as PortFactory
  events._port = function (loop) {
    return blocking(quickjsPort(loop), pause)
  }
  let task: Task<T>
  try {
    task = start(main, options, 'runSync')
  } catch (error) {
    events._port = port
    throw error
  }
  events._port = port
  return task.result()
}

/** Sleeps instead of arming. */
function blocking(port: Port, pause: (ms: number) => void): Port {
  port.arm = function () {
    // block() looks for itself
  }
  port.block = function (delayMs) {
    if (delayMs === Infinity) {
      throw new RuntimeError('runSync: nothing is left that could wake the program (deadlock); use run(main()) to wait for the host')
    }
    pause(Math.ceil(delayMs))
  }
  return port
}
