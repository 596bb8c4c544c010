// sleep.ts: the coroutine of a pause.
//
// A sleeping task stands in the timers itself: no future, no callback, one timer slot.
//   S1  as with CPython's future, two turns pass: the timer's, which queues the step, then the step's
//   S2  a Sleep that ended by itself stays with its task, whose next sleep() gives it again: `while (true) await sleep(10)`
//       allocates nothing. So a task must not await a sleep it has awaited before: after its next sleep() that is the new one

import { PARKED, RETURN, TURN } from './coroutine'
import type { Step } from './coroutine'
import { CancelledError, RuntimeError, checkMs } from './errors'
import type { Loop } from './loop'
import { hasCancel, hasHeap, hasMany, hasOthers } from './needed'
import { FRESH, Operation } from './operation'
import { requireTask } from './registry'
import { events, runningTask } from './running'
import { ALARM, ASKED, needTimer } from './scheduler'
import type { Task } from './task'
import type { Alarm, Ring } from './timers'

/**
 * Parks the task that runs: `await sleep(ms)`, as the build lowers it, makes no object for the sleep. Gives TURN, or nothing: it
 * is the task's waiter that tells then. (On Espruino, to compare objects takes as long as five additions.)
 */
export function __pause(ms: number): Step<undefined> | undefined {
  const loop = events._running as Loop
  const task = (hasOthers() ? loop && loop._current : loop._current) as Task<unknown>
  if (ms !== +ms || !(ms > 0)) return noPause(ms)
  if ((hasOthers() || hasCancel()) && (!(task as object | undefined) || task._waiter !== undefined)) return parkElse()
  if (hasMany()) {
    if (loop._alarms >= loop._mostAlarms) raiseMark(loop)
    loop._alarms++
  }
  task._waiter = ALARM
  ms = loop._port.now() + ms
  task._when = ms
  if (hasHeap() && loop._heap) loop._heap._add(task)
  else {
    // setAlarm(): of a step on Espruino, a call is a twentieth
    let before = loop._timers as Ring as unknown as Alarm
    do before = before._before as Alarm
    while ((before._when as number) > ms)
    task._before = before
    task._next = before._next
    before._next = task
    ;(task._next as Alarm)._before = task
  }
  return undefined
}

/** Looks closely, as the mark that was reached is passed (scheduler.ts, L8). */
function raiseMark(loop: Loop): void {
  needTimer(loop, 'sleep')
  loop._mostAlarms++
}

/** A turn, or no time at all. */
function noPause(ms: number): Step<undefined> {
  if (typeof ms !== 'number' || ms !== ms) checkMs('sleep', ms)
  return TURN as Step<undefined>
}

/** There is no task to park, or it cannot be. @cold */
function parkElse(): undefined {
  const task = requireTask('sleep')
  if (task._waiter !== ASKED) throw new RuntimeError('sleep: ' + task.getName() + ' waits already; await one thing at a time')
  // a cancel that came before the wait strikes now: there is nothing to arm
  task._next = undefined
  task._wakeWith(new CancelledError(task._takeCancel()))
}

class Sleep<T> extends Operation<T | undefined> {
  _ms: number
  _result: T | undefined

  constructor() {
    super()
    this._ms = 0
    this._result = undefined
  }

  _name(): string {
    return 'sleep'
  }

  _start(): Step<T | undefined> {
    return __pause(this._ms) || PARKED as Step<undefined>
  }

  _resume(): Step<T | undefined> {
    const task = this._owner as Task<unknown>
    RETURN.value = this._result
    // not the task's own coroutine, which would be given a second time
    if (task._top !== this) {
      this._result = undefined
      this._owner = undefined
      task._nap = this
    }
    return RETURN as Step<T | undefined>
  }
}

/**
 * A coroutine that takes `ms` milliseconds, then gives `result`. 0 or less: exactly one turn. Python: `asyncio.sleep`.
 * TypeError or RangeError for what is no time; CapacityError, when awaited, if the timer heap is full.
 */
export function sleep(ms: number): Operation<void>
export function sleep<T>(ms: number, result: T): Operation<T>
export function sleep<T>(ms: number, result?: T): Operation<T | undefined> {
  if (typeof ms !== 'number' || ms !== ms) checkMs('sleep', ms)
  const task = runningTask()
  let op = task && (task._nap as Sleep<T> | undefined)
  if (op === undefined) op = new Sleep<T>()
  else {
    ;(task as Task<unknown>)._nap = undefined
    op._stage = FRESH
    op._owner = undefined
  }
  op._ms = ms
  op._result = result
  return op
}
