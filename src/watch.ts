// watch.ts: what an emulator plugs in to see every task and loop. No part of what users call; a program pays nothing for it.
//
//   WA1  the library's own paths know nothing of it: methods of tasks are replaced by ones that tell, then do the same
//   WA2  what it calls must not throw, nor touch the task

import { noteBirths } from './debug'
import { isFuture } from './future'
import { awaitedBy, endOfWait, stateOf, waitsIn } from './inspect'
import type { Loop } from './loop'
import type { LoopOptions } from './options'
import type { ErrorContext } from './port'
import { events } from './running'
import { ALARM } from './scheduler'
import { PENDING, stateNames } from './state'
import { statsOf } from './stats'
import type { LoopStats } from './stats'
import { Task } from './task'

/** What a watcher may do with tasks and loops: methods by these names need not be in a program's bundle. */
export interface Tools {
  nameOf(task: Task<unknown>): string
  isDone(task: Task<unknown>): boolean
  cancel(task: Task<unknown>): boolean
  statsOf(loop: Loop): LoopStats
  /** Of a task or a future: what it is and its state. */
  textOf(value: object): string | undefined
}

export interface Watcher {
  /** First of all. */
  begins(tools: Tools): void
  /** Capacities that a loop gets unless the program gives its own. */
  defaults: Partial<LoopOptions>
  opened(loop: Loop): void
  closed(loop: Loop): void
  /** Instead of the port's report. */
  reported(context: ErrorContext): void
  /** `by`: the task that creates it, if one does. */
  created(task: Task<unknown>, by: Task<unknown> | undefined): void
  named(task: Task<unknown>): void
  /** It takes a step. */
  steps(task: Task<unknown>): void
  /** It has taken it, and is not done: see inspect.ts. awaits() tells of each task that it waits for. */
  waits(task: Task<unknown>, state: string, waitsIn: string, until: number | undefined): void
  awaits(task: Task<unknown>): void
  /** Somebody asks it to end; `by`: the task that does, if it is one. */
  asked(task: Task<unknown>, by: Task<unknown> | undefined): void
  /** `how`: `finished`, `failed`, `cancelled` */
  ended(task: Task<unknown>, how: string, value: unknown): void
}

/** Tells `watcher` of everything from now on, in every loop that is made later. */
export function __watch(watcher: Watcher): void {
  const task = Task.prototype
  const step = task._step
  const threw = task._threw
  const end = task._end
  const cancel = task.cancel
  const setName = task.setName
  const make = events._make as NonNullable<typeof events._make>

  watcher.begins({
    nameOf: function (named) {
      return named.getName()
    },
    isDone: function (done) {
      return done.done()
    },
    cancel: function (asked) {
      return asked.cancel()
    },
    statsOf: statsOf,
    textOf: function (value) {
      if (!isFuture(value)) return undefined
      return value instanceof Task ? 'task ' + value.getName() + ', ' + stateOf(value) : 'future, ' + (stateNames[value._state] as string)
    }
  })

  function awaits(other: Task<unknown>): void {
    watcher.awaits(other)
  }
  function tell(pending: Task<unknown>): void {
    if (pending._state !== PENDING) return
    watcher.waits(pending, stateOf(pending), waitsIn(pending), endOfWait(pending))
    awaitedBy(pending).forEach(awaits)
  }

  task._step = function () {
    // the turn of its timer is none of its own
    if (this._waiter === ALARM) return step.call(this)
    watcher.steps(this)
    step.call(this)
    tell(this)
  }
  task._threw = function (error) {
    threw.call(this, error)
    tell(this)
  }
  task._end = function (state, value) {
    watcher.ended(this, stateNames[state] as string, value)
    end.call(this, state, value)
  }
  task.cancel = function (message) {
    if (this._state === PENDING) watcher.asked(this, this._loop._current)
    return cancel.call(this, message)
  }
  task.setName = function (name) {
    setName.call(this, name)
    watcher.named(this)
  }
  events._make = function (options) {
    const given: Partial<LoopOptions> = options || {}
    const defaults = watcher.defaults
    return make({
      ready: given.ready === undefined ? defaults.ready : given.ready,
      timers: given.timers === undefined ? defaults.timers : given.timers,
      debug: given.debug === undefined ? defaults.debug : given.debug
    })
  }
  events._made = function (loop) {
    loop._port.report = watcher.reported
    watcher.opened(loop)
    noteBirths(loop, function (born) {
      watcher.created(born, loop._current)
    })
  }
  events._closed = watcher.closed
}
