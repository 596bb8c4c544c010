// asCompleted.ts: the results of several futures, each as soon as it is there.
//
//   AC1  lazy: nothing is made, armed or listened to before the first next()
//   AC2  a round is not bound to a future: whichever is done next is its result; after the time-out it throws
//   AC3  one ring slot is owned in every future that is still to come; a timer only while some are

import { checkList, listenTo, unlistenTo } from './awaitables'
import { finish, iterable } from './coroutine'
import type { Awaitable, Result, Step } from './coroutine'
import { loopOf } from './ensureFuture'
import { TimeoutError } from './errors'
import type { Future } from './future'
import type { Handle } from './handles'
import type { Loop } from './loop'
import type { Operation } from './operation'
import { Queue, QueueWait } from './queue'
import { needTimer } from './scheduler'
import { checkTimeout, startTimer, stopTimer } from './timeout'
import type { Timed } from './timeout'

/** What the finished queue holds for a round that came too late. */
const LATE = null

class Round extends QueueWait<Future<unknown> | null> {
  _rounds: AsCompleted

  constructor(rounds: AsCompleted) {
    super(rounds._finished, rounds._finished._getters)
    this._rounds = rounds
  }

  _name(): string {
    return 'asCompleted'
  }

  _resume(): Step<unknown> {
    const step = super._resume()
    if (!step.done) return step
    const future = step.value as Future<unknown> | null
    if (future === LATE) {
      throw new TimeoutError('asCompleted: not all done after ' + this._rounds._timeout + ' ms; allow more, or await what is left by other means')
    }
    return finish(future.result())
  }
}

class AsCompleted implements Timed {
  declare [Symbol.iterator]: () => Iterator<Operation<any>, undefined>
  _awaitables: readonly Awaitable<unknown>[]
  _timeout: number | null | undefined
  /** the futures that are not done; undefined before the first next() */
  declare _todo: Future<unknown>[] | undefined
  _finished: Queue<Future<unknown> | null>
  declare _timer: Handle | undefined
  /** how many rounds next() has still to give */
  declare _rounds: number
  declare _loop: Loop

  constructor(awaitables: readonly Awaitable<unknown>[], timeout: number | null | undefined) {
    this._awaitables = awaitables
    this._timeout = timeout
    this._finished = new Queue<Future<unknown> | null>()
  }

  next(): IteratorResult<Operation<any>, undefined> {
    if (!this._todo) start(this)
    if (this._rounds === 0) return { done: true, value: undefined }
    this._rounds--
    return { done: false, value: new Round(this) }
  }

  /** A future is done, or the time is over. */
  _heard(future: Future<unknown> | undefined): void {
    const todo = this._todo as Future<unknown>[]
    if (future) {
      const at = todo.indexOf(future)
      if (at < 0) return // the time-out was here first
      todo.splice(at, 1)
      future._seen = true
      this._finished.putNowait(future)
    } else {
      unlistenTo(todo, this)
      while (todo.pop()) this._finished.putNowait(LATE)
    }
    if (todo.length === 0) stopTimer(this)
  }
}
iterable(AsCompleted.prototype)

/** What the first next() begins (AC1). */
function start(rounds: AsCompleted): void {
  const call = 'asCompleted'
  const awaitables = rounds._awaitables
  const timeout = rounds._timeout
  checkList(call, awaitables)
  checkTimeout(call, timeout)
  const loop = loopOf(awaitables)
  const timed = typeof timeout === 'number' && awaitables.length > 0
  if (timed) needTimer(loop, call)
  rounds._loop = loop
  rounds._todo = listenTo(call, awaitables, loop, rounds)
  rounds._rounds = rounds._todo.length
  if (timed) startTimer(call, rounds, timeout)
}

/**
 * Coroutines, as many as there are distinct awaitables; awaiting the first gives whichever result comes first, and so on:
 * `for (const next of asCompleted([a(), b()])) console.log(await next)`. Python: `asyncio.as_completed`.
 * After `timeout` ms each one left throws TimeoutError. Lazy: errors in the arguments show at the first round.
 */
export function asCompleted<A extends Awaitable<any>>(
  awaitables: readonly A[],
  options?: { timeout?: number | null | undefined }
): IterableIterator<Operation<Result<A>>> {
  return new AsCompleted(awaitables, options && options.timeout) as unknown as IterableIterator<Operation<Result<A>>>
}
