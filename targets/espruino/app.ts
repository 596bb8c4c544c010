// app.ts: a program that can go without a reset: what it started is its own, and one call takes all of it back.
//
//   AP1  one app at a time: app() ends the one before, also if that came with a copy of the library of its own; so a script that
//        is sent again, and an app that is loaded fast, leave nothing behind
//   AP2  it ends with main, by end(), and when the interpreter goes (E 'kill': reset, load); what it owns is undone last first
//   AP3  what is left then: no timer, no watch, no listener, no task, nothing global

import type { LoopOptions, Runnable, Task } from '../../src/index'
import { whenOver } from '../node/ending'
import { clearLoop } from './clear'
import { keepWatch } from './edge'
import type { Edge, Pin, WatchOptions } from './edge'
import { run } from './run'

/** What has on() and removeListener(): E, Bangle, NRF, Serial1. */
export interface Emitter {
  on(event: string, listener: (...args: any[]) => void): void
  removeListener(event: string, listener: (...args: any[]) => void): void
}

export interface App<T> {
  /** Main's. */
  readonly task: Task<T>
  /** Has `undo` called when the app ends; at once if it has ended. */
  own(undo: () => void): void
  /** setWatch(), until the app ends. */
  watch(pin: Pin, fn: (edge: Edge) => void, options?: WatchOptions): void
  /** emitter.on(), until the app ends. */
  on(emitter: Emitter, event: string, listener: (...args: any[]) => void): void
  /**
   * Ends the app: each `finally` runs as far as it gets without waiting. Needs no `this`. Within a task of the app, main is
   * cancelled, and the tasks end when that one gives up control.
   */
  end(): void
}

declare const global: { ringloopEnd?: (() => void) | undefined; setTime?: unknown }
declare const E: Emitter
declare function clearWatch(id: number): void
declare function print(...parts: unknown[]): void

/** Runs a program as an app. Errors as run(). */
export function app<T>(main: Runnable<T>, options?: Partial<LoopOptions>): App<T> {
  if (global.ringloopEnd) global.ringloopEnd()
  const undos: (() => void)[] = []
  const task = run(main, options)
  const loop = task._loop

  function release(): void {
    let undo
    while ((undo = undos.pop())) {
      try {
        undo()
      } catch (error) {
        print('ringloop: app: exception in what was to be undone', error)
      }
    }
  }

  function end(): void {
    if (!loop._closed) {
      if (loop._current) task.cancel()
      else clearLoop(loop)
    }
    release()
  }

  function own(undo: () => void): void {
    undos.push(undo)
    if (loop._closed) release()
  }

  function on(emitter: Emitter, event: string, listener: (...args: any[]) => void): void {
    emitter.on(event, listener)
    own(function () {
      emitter.removeListener(event, listener)
    })
  }

  global.ringloopEnd = end
  own(function () {
    delete global.ringloopEnd
    // the port's stand-in (port.ts, EP1)
    delete global.setTime
  })
  on(E, 'kill', end)
  whenOver(task, release)
  return {
    task: task,
    own: own,
    watch: function (pin, fn, more) {
      const id = keepWatch(pin, fn, more)
      own(function () {
        clearWatch(id)
      })
    },
    on: on,
    end: end
  }
}
