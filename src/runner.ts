// runner.ts: from the start of a run to its end.

import { unchain } from './entries'
import type { Entry } from './entries'
import { RuntimeError } from './errors'
import type { Future } from './future'
import type { Loop } from './loop'
import { canBlock, hasEnding, hasHandles, hasMany, hasStats, hasStop, isWatched } from './needed'
import { events } from './running'
import { NOW, checkOpen, delay, nearest, pass, reportUnseen } from './scheduler'
import { TimerChain } from './timers'

/** @cold */
export function checkStart(loop: Loop, call: string): void {
  checkOpen(loop, call)
  if (loop._running) throw new RuntimeError(call + ': this loop runs already; await the coroutine, or createTask it')
  if (events._running !== undefined) throw new RuntimeError(call + ': another loop runs; one at a time can')
}

/** Stands among the callbacks of a future, and ends the run in the turn after the last of these settled, as CPython does it (L7). */
export class Stopper implements Entry {
  _next: Entry | undefined
  _loop: Loop

  constructor(loop: Loop) {
    this._next = undefined
    this._loop = loop
  }

  _step(): void {
    const loop = this._loop
    if (--loop._left === 0) loop._stopping = true
  }
}

/** Runs until stop(), then `after`: at once on a port that blocks, later on one that does not. @cold */
export function start(loop: Loop, after: (() => void) | undefined): void {
  loop._after = after
  loop._running = true
  events._running = loop
  if (canBlock() && loop._port.block) block(loop)
  else loop._port.arm(0)
}

/** Runs until `future` is done or stop(), then `after`. @cold */
export function runUntil(loop: Loop, future: Future<unknown>, after: (() => void) | undefined): void {
  const stopper = new Stopper(loop)
  loop._left = 1
  future._listen(stopper)
  start(loop, hasStop() ? function () {
    future._first = unchain(future._first, stopper)
    if (after) after()
  } : after)
}

/** Runs on a port that blocks. */
function block(loop: Loop): void {
  try {
    for (;;) {
      pass(loop, 1)
      if (loop._stopping) break
      if (loop._next === undefined) reportUnseen(loop)
      loop._armed = nearest(loop)
      if (loop._armed !== NOW) {
        ;(loop._port.block as (ms: number) => void)(delay(loop))
        if (hasStats()) loop._wakeups++
      }
      loop._armed = NOW
    }
  } catch (error) {
    // only the port can throw here: the virtual clock does when nothing could ever wake the loop
    loop._after = undefined
    ended(loop)
    throw error
  }
  ended(loop)
}

/** The run is over. @cold */
export function ended(loop: Loop): void {
  const after = loop._after
  loop._after = undefined
  loop._stopping = false
  loop._running = false
  loop._armed = NOW
  events._running = undefined
  loop._port.disarm(true)
  if (after) after()
}

/** Forgets all that waits, for good. @cold */
export function closeLoop(loop: Loop): void {
  loop._closed = true
  reportUnseen(loop)
  if (isWatched() && events._closed) events._closed(loop)
  if (hasMany()) {
    loop._next = undefined
    loop._last = loop
    loop._batch = undefined
    loop._timers = new TimerChain()
    loop._alarms = 0
    loop._mostAlarms = 0
    loop._firstTask = undefined
    loop._lastTask = undefined
    loop._free = loop._ready
  }
  if (hasHandles()) {
    loop._handles = []
    loop._spare = undefined
  }
  if (hasEnding() && loop._over) loop._over()
}
