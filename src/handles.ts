// handles.ts: functions that wait for their turn. Python: `Handle`, `TimerHandle`.
//
//   H1  a Handle owns one ring slot or one timer slot from the call that accepts it until its function is called; there is
//       one for each slot, made with the loop, so accepting allocates nothing and finds one always
//   H2  an id is _index + size * n, with n counting up: one safe integer that no other Handle ever has
//   H3  a free Handle has the id 0, keeps nothing alive, and is in the loop's chain of spare ones

import { callIn, scope } from './context'
import type { Context, Vars } from './context'
import { unchain } from './entries'
import type { Entry } from './entries'
import type { Future } from './future'
import type { Loop } from './loop'
import type { Callback } from './port'
import { NOW, addTimer, dropTimer, needTimer, report } from './scheduler'
import type { Alarm } from './timers'

/** What may stand in a Handle instead of a function: it is told which future settled. */
export interface Listener {
  _heard(future: Future<unknown> | undefined): void
}

export class Handle implements Alarm {
  _next: Entry | undefined
  _loop: Loop
  _for: Callback | Listener | undefined
  _arg: unknown
  _ctx: Context | Vars
  _when: number
  _index: number
  _id: number

  constructor(loop: Loop) {
    this._next = undefined
    this._loop = loop
    this._for = undefined
    this._arg = undefined
    this._ctx = undefined
    this._when = 0
    this._index = loop._handles.length
    this._id = 0
  }

  _step(): void {
    const fn = this._for
    const arg = this._arg
    const ctx = this._ctx
    free(this)
    if (fn === undefined) return
    try {
      if (typeof fn === 'object') fn._heard(arg as Future<unknown>)
      else callIn(ctx, fn as (argument: unknown) => unknown, arg)
    } catch (error) {
      scope._at = undefined
      report(this._loop, { message: 'exception in callback', exception: error, callback: fn as Callback })
    }
  }
}

/** of deadlines */
const EARLIEST = -1e300

/** Makes all that a loop will ever need (H1). */
export function fill(loop: Loop): void {
  for (let count = loop._ready + loop._timerSlots; count > 0; count--) {
    const made = new Handle(loop)
    made._next = loop._spare
    loop._spare = made
    loop._handles.push(made)
  }
}

/** A Handle for what was accepted: its slot is reserved. `when`: the time of a timer, or NOW for one in the ring. */
export function handle(loop: Loop, fn: Callback | Listener, arg: unknown, ctx: Context | Vars, when: number): Handle {
  const made = loop._spare as Handle
  loop._spare = made._next as Handle | undefined
  made._next = undefined
  made._for = fn
  made._arg = arg
  made._ctx = ctx
  made._when = when
  made._id = made._index + loop._handleIds
  loop._handleIds = loop._handleIds + loop._ready + loop._timerSlots
  return made
}

/** A Handle in the timers. CapacityError when they are full. */
export function timerHandle(loop: Loop, call: string, fn: Callback | Listener, arg: unknown, ctx: Context | Vars, when: number): Handle {
  needTimer(loop, call)
  // NOW is for what is in the ring
  const made = handle(loop, fn, arg, ctx, Math.max(when, EARLIEST))
  addTimer(loop, made)
  return made
}

/** Gives a Handle back, and its ring slot if it has one. */
export function free(made: Handle): void {
  const loop = made._loop
  if (made._when === NOW) loop._free++
  else loop._alarms--
  made._for = undefined
  made._arg = undefined
  made._ctx = undefined
  made._id = 0
  made._next = loop._spare
  loop._spare = made
}

/** Has `listener` told when the future settles. A ring slot is reserved for that. */
export function listen(future: Future<unknown>, listener: Listener): void {
  future._listen(handle(future._loop, listener, future, undefined, NOW))
}

/** Takes what listens to a future back from it, however often it is there; gives how often. */
export function unlisten(future: Future<unknown>, what: unknown): number {
  let count = 0
  future._first = unchain(future._first, what, function (entry) {
    free(entry as Handle)
    count++
  })
  return count
}

/** Takes back the callback with this id; false if it ran or was taken back before. */
export function cancelHandle(loop: Loop, id: number): boolean {
  const made = loop._handles[id % (loop._ready + loop._timerSlots)]
  if (made === undefined || made._id !== id || id === 0) return false
  if (made._when === NOW) {
    // it keeps its place, and its slot, until its turn
    made._for = undefined
    made._arg = undefined
    made._ctx = undefined
    made._id = 0
  } else {
    dropTimer(loop, made)
    loop._alarms++ // free() counts it
    free(made)
  }
  return true
}
