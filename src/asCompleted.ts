// asCompleted.ts: the results of several futures, each as soon as it is there.
//
//   AC1  lazy: nothing is made, armed or listened to before the first next()
//   AC2  a round is not bound to a future: whichever is done next is its result; after the time-out it throws
//   AC3  one ring slot is owned in every future that is still to come; a timer only while some are

import { checkList, toFutures } from './awaitables'
import { finish, iterable } from './coroutine'
import type { Awaitable, Result, Step } from './coroutine'
import type { Entry } from './entries'
import { TimeoutError, checkMs } from './errors'
import { Future } from './future'
import { listen, unlisten } from './handles'
import type { Listener } from './handles'
import type { Loop } from './loop'
import { Operation } from './operation'
import { Queue } from './queue'
import { getEventLoop } from './running'
import { addTimer, dropTimer, needTimer, reserve } from './scheduler'
import type { Alarm } from './timers'

/** What the finished queue holds for a round that came too late. */
const LATE = null

class Round extends Operation<unknown> {
  _rounds: AsCompleted
  _get: Operation<Future<unknown> | null>

  constructor(rounds: AsCompleted) {
    super()
    this._rounds = rounds
    this._get = rounds._finished.get()
  }

  _name(): string {
    return 'asCompleted'
  }

  _start(): Step<unknown> {
    return this._took(this._get.next())
  }

  _resume(): Step<unknown> {
    return this._took(this._get.next())
  }

  _abort(error: unknown): Step<unknown> {
    return this._took(this._get.throw(error))
  }

  _took(step: Step<Future<unknown> | null>): Step<unknown> {
    if (!step.done) return step
    const future = step.value
    if (future === LATE) {
      throw new TimeoutError('asCompleted: not all done after ' + this._rounds._timeout + ' ms; allow more, or await what is left by other means')
    }
    return finish(future.result())
  }
}

class AsCompleted implements Listener {
  declare [Symbol.iterator]: () => Iterator<Operation<any>, undefined>
  _awaitables: readonly Awaitable<unknown>[]
  _timeout: number | null | undefined
  /** the futures that are not done; undefined before the first next() */
  _todo: Future<unknown>[] | undefined
  _finished: Queue<Future<unknown> | null>
  declare _timer: Late | undefined
  /** how many rounds next() has still to give */
  _rounds: number
  declare _loop: Loop

  constructor(awaitables: readonly Awaitable<unknown>[], timeout: number | null | undefined) {
    this._awaitables = awaitables
    this._timeout = timeout
    this._todo = undefined
    this._finished = new Queue<Future<unknown> | null>()
    this._rounds = 0
  }

  next(): IteratorResult<Operation<any>, undefined> {
    if (this._todo === undefined) this._start()
    if (this._rounds === 0) return { done: true, value: undefined }
    this._rounds--
    return { done: false, value: new Round(this) }
  }

  _start(): void {
    const awaitables = this._awaitables
    const timeout = this._timeout
    checkList('asCompleted', awaitables)
    if (timeout !== undefined && timeout !== null) checkMs('asCompleted', timeout)
    let loop = getEventLoop()
    for (let i = awaitables.length - 1; i >= 0; i--) {
      const each = awaitables[i]
      if (each instanceof Future) loop = each._loop
    }
    const timed = typeof timeout === 'number' && awaitables.length > 0
    if (timed) needTimer(loop, 'asCompleted')
    const todo = toFutures('asCompleted', awaitables, loop)
    this._loop = loop
    this._rounds = todo.length
    this._todo = todo.slice()
    reserve(loop, 'asCompleted', todo.length)
    for (let i = 0; i < todo.length; i++) listen(todo[i] as Future<unknown>, this)
    if (timed) {
      this._timer = new Late(this)
      addTimer(loop, 'asCompleted', this._timer, loop._port.now() + timeout)
    }
  }

  /** A future is done. */
  _heard(future: Future<unknown>): void {
    const todo = this._todo as Future<unknown>[]
    const at = todo.indexOf(future)
    if (at < 0) return // the time-out was here first
    todo.splice(at, 1)
    future._seen = true
    this._finished.putNowait(future)
    if (todo.length === 0 && this._timer !== undefined) dropTimer(this._loop, this._timer)
  }
}
iterable(AsCompleted.prototype)

/** The time-out. */
class Late implements Alarm {
  _next: Entry | undefined
  _rounds: AsCompleted

  constructor(rounds: AsCompleted) {
    this._next = undefined
    this._rounds = rounds
  }

  _step(): void {
    const rounds = this._rounds
    rounds._loop._alarms--
    const todo = rounds._todo as Future<unknown>[]
    rounds._todo = []
    for (let i = 0; i < todo.length; i++) {
      unlisten(todo[i] as Future<unknown>, rounds)
      rounds._finished.putNowait(LATE)
    }
  }
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
