// debug.ts: what debug mode says about callbacks that hold up the others.

import type { Entry } from './entries'
import type { Loop } from './loop'
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
    const tookMs = loop._port.now() - this._started
    if (tookMs < loop.slowCallbackMs) return
    const task = this._entry as Task<unknown> | (Entry & { _top?: undefined })
    const what = task._top === undefined ? 'callback' : 'step of ' + task.getName()
    const message = what + ' took ' + tookMs + ' ms (limit ' + loop.slowCallbackMs + '); split the work with sleep(0)'
    report(loop, task._top === undefined ? { message: message } : { message: message, future: task })
  }
}

/** The loop is about to run `entry`. */
export function probe(loop: Loop, entry: Entry): void {
  if (!(entry instanceof Probe)) loop._batch = new Probe(loop, entry)
}
