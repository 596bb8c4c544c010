// runner.ts: from the start of a run to its end.
//
//   U1  when main is done, every other task is cancelled and awaited, then the loop is closed

import { unchain } from './entries'
import type { Entry } from './entries'
import { RuntimeError } from './errors'
import type { Future } from './future'
import type { Loop } from './loop'
import { canBlock, hasEnding, hasHandles, hasHeap, hasMany, hasSetLoop, hasStats, hasStop, isWatched } from './needed'
import { events } from './running'
import { NOW, checkOpen, delay, pass, reportUnseen } from './scheduler'
import { PENDING } from './state'
import { Task } from './task'
import { newRing } from './timers'

/** @cold */
export function checkStart(loop: Loop, call: string): void {
  checkOpen(loop, call)
  if (loop._running) throw new RuntimeError(call + ': this loop runs already; await the coroutine, or createTask it')
  if (events._running) throw new RuntimeError(call + ': another loop runs; one at a time can')
}

/** What follows a run: nothing; the end of the program that main was; the end of the loop. */
export const NOTHING = 0
export const FINISH = 1
export const CLOSE = 2

/** Stands among the callbacks of a future, and ends the run in the turn after the last of these settled, as CPython does it (L7). */
interface Stopper extends Entry {
  /** undefined: its run is over */
  _loop: Loop | undefined
}

/** @cold */
function stopper(loop: Loop): Stopper {
  return { _next: undefined, _step: stopped, _loop: loop }
}

function stopped(this: Stopper): void {
  const loop = this._loop
  // main's, where stop() ended the run in the turn that main ended in: this one is another run
  if (hasStop() && !loop) return
  if (--(loop as Loop)._left === 0) (loop as Loop)._stopping = true
}

/** Runs until stop(), then `after`: at once on a port that blocks, later on one that does not. @cold */
export function start(loop: Loop, after: number): void {
  loop._after = after
  loop._running = true
  events._running = loop
  if (canBlock() && loop._port.block) block(loop)
  else loop._port.arm(0)
}

/** Runs until `future` is done or stop(), then `after`. @cold */
export function runUntil(loop: Loop, future: Future<unknown>, after: number): void {
  const entry = stopper(loop)
  loop._left = 1
  future._listen(entry)
  if (canBlock() || hasStop()) loop._main = future
  if (hasStop()) loop._stopper = entry
  start(loop, after)
}

/** Runs on a port that blocks. */
function block(loop: Loop): void {
  try {
    for (;;) {
      pass(loop, 1)
      if (loop._stopping) break
      if (!loop._next) reportUnseen(loop)
      if (loop._next || loop._stopping) continue
      const when = loop._timers._next._when as number
      ;(loop._port.block as (ms: number) => void)(when < Infinity ? delay(loop, when) : Infinity)
      if (hasStats()) loop._wakeups++
    }
  } catch (error) {
    // only the port can throw here: the virtual clock does when nothing could ever wake the loop
    loop._after = NOTHING
    ended(loop)
    throw error
  }
  ended(loop)
}

/** The run is over. @cold */
export function ended(loop: Loop): void {
  const after = loop._after
  loop._after = NOTHING
  loop._stopping = false
  loop._running = false
  loop._armed = NOW
  events._running = undefined
  loop._port.disarm(true)
  if (hasStop() && loop._stopper) {
    const main = loop._main as Future<unknown>
    main._first = unchain(main._first, loop._stopper)
    ;(loop._stopper as Stopper)._loop = undefined
    loop._stopper = undefined
  }
  if (after === FINISH) {
    if (canBlock()) {
      const main = loop._main as Future<unknown>
      loop._stopped = main._state === PENDING
      // where run() throws main's error, it is not lost
      if (loop._port.block) main._seen = true
    }
    if ((hasMany() || hasStop()) && cancelAll(loop)) start(loop, CLOSE)
    else closeProgram(loop)
  } else if (after === CLOSE) closeProgram(loop)
}

/** The program is over. @cold */
export function closeProgram(loop: Loop): void {
  closeLoop(loop)
  if (hasSetLoop()) events._set = null
}

/** The port gave up, for nothing could ever wake the program: its tasks clean up, as far as that needs nobody else. */
export function giveUp(loop: Loop): void {
  try {
    if (cancelAll(loop)) return start(loop, CLOSE)
  } catch {
    // it gave up again
  }
  closeProgram(loop)
}

/** Cancels the tasks that are left, and has the loop stop when they have ended; false if there are none. @cold */
export function cancelAll(loop: Loop): boolean {
  const left: Task<unknown>[] = []
  // what their clean-up starts is on its own, as with asyncio.run
  for (let at = loop._firstTask; at; at = at._nextTask) if (at instanceof Task) left.push(at)
  loop._left = left.length
  for (let i = 0; i < left.length; i++) {
    const task = left[i] as Task<unknown>
    task._listen(stopper(loop))
    task.cancel()
  }
  return left.length > 0
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
    loop._timers = newRing()
    if (hasHeap()) loop._heap = undefined
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
