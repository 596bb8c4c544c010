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
  while (waiters.length > 0) {
    const waiter = waiters.shift() as Future<void>
    if (!waiter.done()) {
      release(waiter)
      return
    }
  }
}

function remove(waiters: Waiters, waiter: Future<void>): void {
  const at = waiters.indexOf(waiter)
  if (at >= 0) waiters.splice(at, 1)
}

/** What get, put and join share: wait in a list for as long as it must be. */
abstract class QueueWait<T, R> extends Operation<R> {
  _queue: Queue<T>
  _waiter: Future<void> | undefined

  constructor(queue: Queue<T>) {
    super()
    this._queue = queue
    this._waiter = undefined
  }

  abstract _waiters(): Waiters
  abstract _blocked(): boolean
  abstract _done(): Step<R>

  _start(): Step<R> {
    return this._resume()
  }

  _resume(): Step<R> {
    if (!this._blocked()) return this._done()
    this._waiter = newFuture(runningLoop(this._name()))
    this._waiters().push(this._waiter)
    return suspend(this._waiter)
  }

  _abort(error: unknown): Step<R> {
    const waiter = this._waiter as Future<void>
    waiter.cancel()
    remove(this._waiters(), waiter)
    if (!this._blocked() && !waiter.cancelled()) wakeNext(this._waiters())
    throw error
  }
}

class Get<T> extends QueueWait<T, T> {
  _name(): string {
    return 'Queue.get'
  }

  _waiters(): Waiters {
    return this._queue._getters
  }

  _blocked(): boolean {
    return this._queue.empty()
  }

  _done(): Step<T> {
    return finish(this._queue.getNowait())
  }
}

class Put<T> extends QueueWait<T, void> {
  _item: T

  constructor(queue: Queue<T>, item: T) {
    super(queue)
    this._item = item
  }

  _name(): string {
    return 'Queue.put'
  }

  _waiters(): Waiters {
    return this._queue._putters
  }

  _blocked(): boolean {
    return this._queue.full()
  }

  _done(): Step<void> {
    return finish(this._queue.putNowait(this._item))
  }
}

class Join<T> extends QueueWait<T, void> {
  _name(): string {
    return 'Queue.join'
  }

  _waiters(): Waiters {
    return this._queue._joiners
  }

  _blocked(): boolean {
    return this._queue._unfinished > 0
  }

  _done(): Step<void> {
    return finish(undefined)
  }

  /** One wait is all: items put between the wake-up and the step do not count. */
  _resume(): Step<void> {
    return this._waiter === undefined ? super._resume() : this._done()
  }

  _abort(error: unknown): Step<void> {
    remove(this._waiters(), this._waiter as Future<void>)
    throw error
  }
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
    this.maxsize = maxsize === undefined ? 0 : maxsize
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
    return new Get<T>(this)
  }

  /** A coroutine that puts `item` in; waits while the queue is full. */
  put(item: T): Operation<void> {
    return new Put<T>(this, item)
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
    if (this._unfinished > 0) return
    const joiners = this._joiners
    this._joiners = []
    for (let i = 0; i < joiners.length; i++) release(joiners[i] as Future<void>)
  }

  /** A coroutine that waits until taskDone() was called for every item that was put. */
  join(): Operation<void> {
    return new Join<T>(this)
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
