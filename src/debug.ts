// debug.ts: what debug mode says about callbacks that hold up the others, and what it keeps of each task for inspect().
//
// Where a task was created is noted when it is put into the loop's list (registry.ts): only in debug mode is anything there that
// notices.

import type { Entry } from './entries'
import type { Loop } from './loop'
import type { ErrorContext } from './port'
import { report } from './scheduler'
import type { Task } from './task'

/** Stands behind an entry in the batch, to see how long that took. */
class Probe implements Entry {
  _next: Entry | undefined
  _loop: Loop
  _entry: Entry
  _started: number

  constructor(loop: Loop, entry: Entry) {
    this._next = loop._batch
    this._loop = loop
    this._entry = entry
    this._started = loop._port.now()
  }

  _step(): void {
    const loop = this._loop
    const now = loop._port.now()
    const tookMs = now - this._started
    const entry = this._entry as Task<unknown> | (Entry & { _top?: undefined })
    const task = entry._top && entry
    if (task) task._since = now
    if (tookMs < loop.slowCallbackMs) return
    const what = task ? 'step of ' + task.getName() : 'callback'
    const context: ErrorContext = {
      message: what + ' took ' + tookMs + ' ms (limit ' + loop.slowCallbackMs + '); split the work with sleep(0)'
    }
    if (task) context.future = task
    report(loop, context)
  }
}

/** The loop is about to run `entry`. */
function probe(loop: Loop, entry: Entry): void {
  if (!(entry instanceof Probe)) loop._batch = new Probe(loop, entry)
}

/** Calls `born` with each task that the loop gets from now on, at once. */
export function noteBirths(loop: Loop, born: (task: Task<unknown>) => void): void {
  const others = loop._births
  loop._births = function (task) {
    if (others) others(task)
    born(task)
  }
}

/** In debug mode, notes when and where a task is created. */
function noteBirth(task: Task<unknown>): void {
  const loop = task._loop
  if (!loop._probe) return
  task._since = loop._port.now()
  // the one Error that is made for its stack
  // eslint-disable-next-line no-restricted-syntax
  const stack: unknown = new Error().stack
  // JerryScript has an array there
  if (typeof stack === 'string') task._born = stack
}

/** Begins or ends debug mode. */
export function setProbe(loop: Loop, enabled: boolean): void {
  if (enabled && !loop._debugged) {
    loop._debugged = true
    noteBirths(loop, noteBirth)
  }
  loop._probe = enabled ? probe : undefined
}
