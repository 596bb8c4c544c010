// sleep.ts: the coroutine of a pause.
//
// A sleeping task waits in the timer heap itself: no future, no callback, one timer slot.
//   S1  as with CPython's future, two turns pass: the timer's, which queues the step, then the step's
//   S2  a Sleep that ended by itself stays with its task, whose next sleep() gives it again: `while (true) await sleep(10)`
//       allocates nothing. So a task must not await a sleep it has awaited before: after its next sleep() that is the new one

import { scope } from './context'
import type { Holder } from './context'
import { FRESH, Operation, RETURN, SUSPEND, TURN } from './coroutine'
import type { Step } from './coroutine'
import { checkMs } from './errors'
import { requireTask } from './registry'
import type { Task } from './task'

/** Who keeps its last sleep that ended: a task, as a rule. */
interface Napping extends Holder {
  _nap?: Sleep<unknown> | undefined
  _coro?: unknown
}

/** Arms the timer of the task that runs and gives what its coroutine hands out. */
function arm(ms: number): Step<undefined> {
  if (ms <= 0) return TURN as Step<undefined>
  const task = requireTask('sleep')
  const loop = task._loop
  SUSPEND.value = loop._arm('sleep', loop._port.now() + ms, wake, task, undefined)
  return SUSPEND as Step<undefined>
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
    return arm(this._ms)
  }

  _resume(): Step<T | undefined> {
    const holder = this._owner as Napping
    RETURN.value = this._result
    if (holder._coro !== this) {
      this._result = undefined
      this._owner = undefined
      holder._nap = this
    }
    return RETURN as Step<T | undefined>
  }
}

function wake(task: Task<unknown>): void {
  task._waiter = undefined
  task._loop._ring._push(task, undefined, undefined)
}

/**
 * A coroutine that takes `ms` milliseconds, then gives `result`. 0 or less: exactly one turn. Python: `asyncio.sleep`.
 * TypeError or RangeError for what is no time; CapacityError, when awaited, if the timer heap is full.
 */
export function sleep(ms: number): Operation<void>
export function sleep<T>(ms: number, result: T): Operation<T>
export function sleep<T>(ms: number, result?: T): Operation<T | undefined> {
  if (typeof ms !== 'number' || ms !== ms) checkMs('sleep', ms)
  const holder = scope._at as Napping
  let op = holder._nap as Sleep<T> | undefined
  if (op === undefined) op = new Sleep<T>()
  else {
    holder._nap = undefined
    op._stage = FRESH
    op._owner = undefined
  }
  op._ms = ms
  op._result = result
  return op
}

/** `await sleep(ms)`, as the build lowers it: without an object for the sleep. */
export function __pause(ms: number): Step<undefined> {
  if (typeof ms !== 'number' || ms !== ms) checkMs('sleep', ms)
  return arm(ms)
}
