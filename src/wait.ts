// wait.ts: wait for some futures to be done, without taking their results.
//
//   W1  while it waits, it is among the callbacks of every future and owns one ring slot in each that has not called it
//   W2  it never cancels what it waits for

import { checkList, listenTo, unlistenTo } from './awaitables'
import { finish, suspend } from './coroutine'
import type { Awaitable, Step } from './coroutine'
import type { Ensured } from './ensureFuture'
import { ValueError, show } from './errors'
import { newFuture } from './future'
import type { Future } from './future'
import type { Handle } from './handles'
import type { Loop } from './loop'
import { Operation } from './operation'
import { runningLoop } from './running'
import { needTimer } from './scheduler'
import { FAILED } from './state'
import { checkTimeout, release, startTimer, stopTimer } from './timeout'
import type { Timed } from './timeout'

export const FIRST_COMPLETED = 'FIRST_COMPLETED'
export const FIRST_EXCEPTION = 'FIRST_EXCEPTION'
export const ALL_COMPLETED = 'ALL_COMPLETED'

export interface WaitOptions {
  /** give up waiting after so many ms; undefined or null: never */
  timeout?: number | null | undefined
  returnWhen?: 'FIRST_COMPLETED' | 'FIRST_EXCEPTION' | 'ALL_COMPLETED' | undefined
}

/** Futures and tasks, both in argument order. */
export interface WaitResult<F> {
  done: F[]
  pending: F[]
}

class Wait extends Operation<WaitResult<Future<unknown>>> implements Timed {
  _awaitables: readonly Awaitable<unknown>[]
  _timeout: number | null | undefined
  _when: string
  declare _loop: Loop
  declare _futures: Future<unknown>[]
  declare _waiter: Future<void>
  declare _timer: Handle | undefined
  declare _left: number

  constructor(awaitables: readonly Awaitable<unknown>[], timeout: number | null | undefined, when: string) {
    super()
    this._awaitables = awaitables
    this._timeout = timeout
    this._when = when
  }

  _name(): string {
    return 'wait'
  }

  _start(): Step<WaitResult<Future<unknown>>> {
    const call = this._name()
    const loop = runningLoop(call)
    this._loop = loop
    this._waiter = newFuture(loop)
    // a heap that is full has to be found out before tasks are made
    const timed = typeof this._timeout === 'number'
    if (timed) needTimer(loop, call)
    this._futures = listenTo(call, this._awaitables, loop, this)
    this._left = this._futures.length
    if (timed) startTimer(call, this, this._timeout as number)
    return suspend(this._waiter)
  }

  /** A future is done, or the time is over. */
  _heard(future: Future<unknown> | undefined): void {
    if (future) {
      this._left--
      future._seen = true
      if (this._left > 0 && this._when !== FIRST_COMPLETED && (this._when !== FIRST_EXCEPTION || future._state !== FAILED)) return
    }
    stopTimer(this)
    release(this._waiter)
  }

  _resume(): Step<WaitResult<Future<unknown>>> {
    stop(this)
    const result: WaitResult<Future<unknown>> = { done: [], pending: [] }
    for (let i = 0; i < this._futures.length; i++) {
      const future = this._futures[i] as Future<unknown>
      if (future.done()) result.done.push(future)
      else result.pending.push(future)
    }
    return finish(result)
  }

  _abort(error: unknown): Step<WaitResult<Future<unknown>>> {
    stop(this)
    throw error
  }
}

function stop(wait: Wait): void {
  stopTimer(wait)
  unlistenTo(wait._futures, wait)
}

/**
 * Waits until the futures are done (`returnWhen`) or `timeout` ms have passed, and gives which are done and which are not;
 * cancels nothing. Coroutines become tasks. Python: `asyncio.wait`.
 * TypeError for what is no array of awaitables, RangeError for an empty one or an unknown returnWhen; CapacityError, when
 * awaited, if ring or timer heap have no room.
 */
export function wait<A extends Awaitable<any>>(awaitables: readonly A[], options?: WaitOptions): Operation<WaitResult<Ensured<A>>> {
  checkList('wait', awaitables)
  if (awaitables.length === 0) throw new ValueError('wait: the array is empty; give at least one future')
  const given: WaitOptions = options || {}
  const when = given.returnWhen === undefined ? ALL_COMPLETED : given.returnWhen
  if (when !== ALL_COMPLETED && when !== FIRST_COMPLETED && when !== FIRST_EXCEPTION) {
    throw new ValueError('wait: returnWhen is ' + show(when) + '; give FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED')
  }
  checkTimeout('wait', given.timeout)
  return new Wait(awaitables, given.timeout, when) as unknown as Operation<WaitResult<Ensured<A>>>
}
