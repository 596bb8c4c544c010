// queue.ts: hand items from task to task.
//
//   Q1  getters wait only while the queue is empty, putters only while it is full
//   Q2  who is woken and then cancelled passes the wake-up on, so no item is left behind
//   Q3  a task that waits here owns no ring slot but its own (task.ts, A4)

import { finish, suspend } from './coroutine'
import type { Step } from './coroutine'
import { QueueEmpty, QueueFull, ValueError, show } from './errors'
import { newFuture } from './future'
import type { Future } from './future'
import { Operation } from './operation'
import { runningLoop } from './running'
import { release } from './timeout'

type Waiters = Future<void>[]

/** Wakes the first that still waits. */
function wakeNext(waiters: Waiters): void {
  for (let waiter = waiters.shift(); waiter; waiter = waiters.shift()) {
    if (!waiter.done()) return release(waiter)
  }
}

/** What get, put and join give: it waits in one of the queue's lists, by which the three are told apart, for as long as it must. */
export class QueueWait<T> extends Operation<unknown> {
  _queue: Queue<T>
  _waiters: Waiters
  /** put: what to put */
  declare _item: T
  declare _waiter: Future<void> | undefined

  constructor(queue: Queue<T>, waiters: Waiters) {
    super()
    this._queue = queue
    this._waiters = waiters
  }

  _name(): string {
    const queue = this._queue
    const waiters = this._waiters
    return 'Queue.' + (waiters === queue._getters ? 'get' : waiters === queue._putters ? 'put' : 'join')
  }

  _start(): Step<unknown> {
    return this._resume()
  }

  _resume(): Step<unknown> {
    const queue = this._queue
    const waiters = this._waiters
    // join: one wait is all; items put between the wake-up and the step do not count
    if (blocked(this) && !(this._waiter && waiters === queue._joiners)) {
      const waiter: Future<void> = newFuture(runningLoop(this._name()))
      this._waiter = waiter
      waiters.push(waiter)
      return suspend(waiter)
    }
    if (waiters === queue._getters) return finish(queue.getNowait())
    if (waiters === queue._putters) queue.putNowait(this._item)
    return finish(undefined)
  }

  _abort(error: unknown): Step<unknown> {
    const waiters = this._waiters
    const waiter = this._waiter as Future<void>
    const at = waiters.indexOf(waiter)
    waiter.cancel()
    if (at >= 0) waiters.splice(at, 1)
    if (!blocked(this) && !waiter.cancelled()) wakeNext(waiters)
    throw error
  }
}

/** Must it wait? */
function blocked(wait: QueueWait<any>): boolean {
  const queue = wait._queue
  const waiters = wait._waiters
  return waiters === queue._getters ? queue.empty() : waiters === queue._putters ? queue.full() : queue._unfinished > 0
}

/** First in, first out. Python: `asyncio.Queue`. For one loop; tell interrupts to use putNowait. */
export class Queue<T> {
  /** the most items it holds; 0: no limit */
  readonly maxsize: number
  _items: T[]
  _getters: Waiters
  _putters: Waiters
  _joiners: Waiters
  _unfinished: number

  constructor(maxsize?: number) {
    if (maxsize !== undefined && (typeof maxsize !== 'number' || maxsize !== maxsize)) {
      throw new TypeError('Queue: maxsize is ' + show(maxsize) + '; give a number, 0 for no limit')
    }
    this.maxsize = maxsize || 0
    this._items = []
    this._getters = []
    this._putters = []
    this._joiners = []
    this._unfinished = 0
  }

  qsize(): number {
    return this._items.length
  }

  empty(): boolean {
    return this._items.length === 0
  }

  full(): boolean {
    return this.maxsize > 0 && this._items.length >= this.maxsize
  }

  /** A coroutine of the next item; waits while there is none. */
  get(): Operation<T> {
    return new QueueWait<T>(this, this._getters) as Operation<T>
  }

  /** A coroutine that puts `item` in; waits while the queue is full. */
  put(item: T): Operation<void> {
    const wait = new QueueWait<T>(this, this._putters)
    wait._item = item
    return wait as Operation<void>
  }

  /** The next item now, or QueueEmpty. */
  getNowait(): T {
    if (this.empty()) throw new QueueEmpty('Queue.getNowait: no item; get() waits for one')
    const item = this._take()
    wakeNext(this._putters)
    return item
  }

  /** Puts `item` in now, or QueueFull. May be called from an interrupt. */
  putNowait(item: T): void {
    if (this.full()) throw new QueueFull('Queue.putNowait: full (' + this.maxsize + '); put() waits for room')
    this._add(item)
    this._unfinished++
    wakeNext(this._getters)
  }

  /** Says that one item that was got is dealt with. RangeError (Python: ValueError) if said more often than items were put. */
  taskDone(): void {
    if (this._unfinished <= 0) throw new ValueError('Queue.taskDone: called more often than items were put; call it once per item')
    this._unfinished--
    while (this._unfinished === 0 && this._joiners.length > 0) wakeNext(this._joiners)
  }

  /** A coroutine that waits until taskDone() was called for every item that was put. */
  join(): Operation<void> {
    return new QueueWait<T>(this, this._joiners) as Operation<void>
  }

  _add(item: T): void {
    this._items.push(item)
  }

  _take(): T {
    return this._items.shift() as T
  }
}

/** Last in, first out. Python: `asyncio.LifoQueue`. */
export class LifoQueue<T> extends Queue<T> {
  _take(): T {
    return this._items.pop() as T
  }
}

/** What `<` orders: numbers, strings, dates, objects whose valueOf() gives such; or a list that starts with one: [priority, item]. */
export type Ordered = { valueOf(): number | string | bigint | boolean } | readonly [Ordered, ...unknown[]] | readonly Ordered[]

/** Is `a` smaller? Arrays are compared as Python's tuples: [priority, item]. */
function less(a: unknown, b: unknown): boolean {
  if (!(a instanceof Array) || !(b instanceof Array)) return (a as number) < (b as number)
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (less(a[i], b[i])) return true
    if (less(b[i], a[i])) return false
  }
  return a.length < b.length
}

/** Smallest item first, by `<`; arrays as Python's tuples, so [priority, item] works. Python: `asyncio.PriorityQueue`. O(n) to put. */
export class PriorityQueue<T extends Ordered> extends Queue<T> {
  _add(item: T): void {
    let at = this._items.length
    while (at > 0 && less(item, this._items[at - 1])) at--
    this._items.splice(at, 0, item)
  }
}
