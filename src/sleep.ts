// sleep.ts: the coroutine of a pause.
//
// A sleeping task waits in the timer heap itself: no future, no callback, one timer slot.
//   S1  as with CPython's future, two turns pass: the timer's, which queues the step, then the step's
//   S2  a Sleep that ended by itself goes back to the pool, so `while (true) await sleep(10)` allocates nothing; one that
//       a task was given, or that was cancelled, does not

import { Operation, TURN, finish, suspend } from './coroutine'
import type { Step } from './coroutine'
import { checkMs } from './errors'
import { requireTask } from './registry'
import type { Task } from './task'

let pool: Sleep<unknown> | undefined

class Sleep<T> extends Operation<T | undefined> {
  _ms: number
  _result: T | undefined
  declare _pooled?: Sleep<unknown> | undefined

  constructor() {
    super()
    this._ms = 0
    this._result = undefined
  }

  _name(): string {
    return 'sleep'
  }

  _start(): Step<T | undefined> {
    if (this._ms <= 0) return TURN as Step<undefined>
    const task = requireTask('sleep')
    const loop = task._loop
    return suspend(loop._arm('sleep', loop.time() + this._ms, wake, task, undefined))
  }

  _resume(): Step<T | undefined> {
    const result = this._result
    if (this._owner === undefined) {
      this._result = undefined
      this._pooled = pool
      pool = this
    }
    return finish(result)
  }
}

function wake(task: Task<unknown>): void {
  task._waiter = undefined
  task._loop._queue(task, undefined, undefined)
}

/**
 * A coroutine that takes `ms` milliseconds, then gives `result`. 0 or less: exactly one turn. Python: `asyncio.sleep`.
 * TypeError or RangeError for what is no time; CapacityError, when awaited, if the timer heap is full.
 */
export function sleep(ms: number): Operation<void>
export function sleep<T>(ms: number, result: T): Operation<T>
export function sleep<T>(ms: number, result?: T): Operation<T | undefined> {
  checkMs('sleep', ms)
  let op = pool as Sleep<T> | undefined
  if (op === undefined) op = new Sleep<T>()
  else {
    pool = op._pooled
    op._pooled = undefined
    op._stage = 0
  }
  op._ms = ms
  op._result = result
  return op
}
