// inspect.ts: what a task does now and what it waits for, read from what it has anyway.
//
// A program that does not mention inspect() or printTasks() has nothing of this. Times and places of birth are there in debug
// mode only (debug.ts), for they would have to be kept while nobody asks.
// The tree of printTasks: a task stands below the oldest task that waits for it. It is found by walking, so that nothing has
// to be remembered:
//   I1  each pending task is printed once in full; where another waits for it too, by its name
//   I2  tasks that wait for one another in a circle stand below the oldest of them

import { unexpected } from './errors'
import { Future } from './future'
import type { Loop } from './loop'
import { getEventLoop } from './running'
import { ALARM } from './scheduler'
import { PENDING, stateNames } from './state'
import { Task } from './task'

/** What inspect() gives. Times are the loop's, in ms. */
export interface TaskView {
  name: string
  /** `running`, `ready`, `sleeping`, `waiting`, or how it ended: `finished`, `failed`, `cancelled` */
  state: string
  /** what it waits in, by the name a user calls it by (`sleep`, `Queue.get`, `gather`, `a task`, `a future`); '' if it does not wait */
  waits: string
  /** when the wait ends at the latest; undefined if it has no end */
  until: number | undefined
  /** the tasks that it waits for and that are not done */
  on: Task<unknown>[]
  /** debug mode: since when it has been so, and the stack of the call that created it */
  since: number | undefined
  created: string | undefined
}

/** What operations have, as far as they are looked at. */
interface Waiting {
  _name?: () => string
  _inner?: Waiting | undefined
  /** waitFor */
  _future?: Future<unknown>
  _timer?: { _when: number } | undefined
  /** wait; asCompleted, while it is under way; gather */
  _futures?: Future<unknown>[]
  _rounds?: { _todo: Future<unknown>[] | undefined; _timer?: { _when: number } | undefined }
  _children?: Future<unknown>[]
}

/** The future that the task waits for, if that is what it does. */
function waiterOf(task: Task<unknown>): Future<unknown> | undefined {
  const waiter = task._waiter
  return task._state === PENDING && waiter instanceof Future && waiter._state === PENDING ? waiter : undefined
}

/** The operation of the library that the task waits in, if it is one. */
function operationOf(task: Task<unknown>): Waiting | undefined {
  let at: Waiting | undefined = task._top as Waiting
  while (at !== undefined && !at._name) at = at._inner
  return at
}

function isTask(future: unknown): future is Task<unknown> {
  return future instanceof Task
}

/** Calls `fn` with each task that settles `future`, or is it, and is not done. */
function eachBehind(future: Future<unknown>, fn: (task: Task<unknown>) => void): void {
  if (future._state !== PENDING) return
  if (isTask(future)) return fn(future)
  const children = (future as Waiting)._children
  if (children) return eachOf(children, fn)
  // what shield() gave: its link to the inner future listens to both
  for (let entry = future._first; entry !== undefined; entry = entry._next) {
    const link = entry._for as { _inner?: unknown } | undefined
    if (link && link._inner instanceof Future) return eachBehind(link._inner, fn)
  }
}

function eachOf(futures: Future<unknown>[], fn: (task: Task<unknown>) => void): void {
  for (let i = 0; i < futures.length; i++) {
    // one that was given twice counts once
    if (futures.indexOf(futures[i] as Future<unknown>) === i) eachBehind(futures[i] as Future<unknown>, fn)
  }
}

/** Calls `fn` with each task that `task` waits for. Allocates nothing. */
export function eachAwaited(task: Task<unknown>, fn: (task: Task<unknown>) => void): void {
  const waiter = waiterOf(task)
  if (waiter === undefined) return
  const operation = operationOf(task)
  if (operation === undefined) return eachBehind(waiter, fn)
  if (operation._future) eachBehind(operation._future, fn)
  else if (operation._futures) eachOf(operation._futures, fn)
  else if (operation._rounds && operation._rounds._todo) eachOf(operation._rounds._todo, fn)
}

/** `running`, `ready`, `sleeping`, `waiting`, or how it ended. */
export function stateOf(task: Task<unknown>): string {
  if (task._state !== PENDING) return stateNames[task._state] as string
  if (task._loop._current === task) return 'running'
  if (task._waiter === ALARM) return 'sleeping'
  return waiterOf(task) === undefined ? 'ready' : 'waiting'
}

/** The name of what it waits in; '' if it does not wait. Allocates nothing. */
export function waitsIn(task: Task<unknown>): string {
  if (task._waiter === ALARM) return 'sleep'
  const waiter = waiterOf(task)
  if (waiter === undefined) return ''
  const operation = operationOf(task)
  if (operation !== undefined) return (operation._name as () => string)()
  return isTask(waiter) ? 'a task' : (waiter as Waiting)._children ? 'gather' : 'a future'
}

/** When the wait ends at the latest. */
export function endOfWait(task: Task<unknown>): number | undefined {
  if (task._waiter === ALARM) return task._when
  const operation = waiterOf(task) && operationOf(task)
  const timer = operation && (operation._timer || (operation._rounds && operation._rounds._timer))
  return timer ? timer._when : undefined
}

/** What a task does now. Allocates what it gives. TypeError for what is no task. */
export function inspect(task: Task<unknown>): TaskView {
  if (!isTask(task)) throw unexpected('inspect', 'a task', task, 'createTask, currentTask and allTasks give one')
  const on: Task<unknown>[] = []
  eachAwaited(task, function (other) {
    on.push(other)
  })
  return {
    name: task.getName(), state: stateOf(task), waits: waitsIn(task), until: endOfWait(task), on: on,
    since: task._since, created: task._born
  }
}

/** `sleep until 1500 ms`, `waitFor upload until 2500 ms` */
function textOf(task: Task<unknown>): string {
  const until = endOfWait(task)
  let names = ''
  eachAwaited(task, function (other) {
    names = names + (names === '' ? ' ' : ', ') + other.getName()
  })
  const waits = waitsIn(task)
  const what = waits === '' ? 'is ' + stateOf(task) : waits === 'sleep' ? 'sleeps' : 'waits for ' + (waits === 'a task' ? 'task' : waits) + names
  return what + (until === undefined ? '' : ' until ' + until + ' ms') +
    (task._since === undefined ? '' : ', since ' + task._since + ' ms') + (task._born === undefined ? '' : ', created' + placeIn(task._born))
}

/** The first place of a stack outside of the library. */
function placeIn(stack: string): string {
  const lines = stack.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] as string).trim()
    if (line.slice(0, 3) === 'at ' && line.indexOf('ringloop') < 0) return ' ' + line
  }
  return ''
}

/** The oldest task that waits for `task`. */
function parentOf(task: Task<unknown>): Task<unknown> | undefined {
  let parent: Task<unknown> | undefined
  for (let at = task._loop._firstTask; at !== undefined && parent === undefined; at = at._nextTask) {
    const other = at
    if (isTask(other)) {
      eachAwaited(other, function (awaited) {
        if (awaited === task) parent = other
      })
    }
  }
  return parent
}

/** Does it stand at the top: does nobody wait for it, or is it the oldest of its circle (I2)? */
function isRoot(task: Task<unknown>): boolean {
  let parent = parentOf(task)
  if (parent === undefined) return true
  let steps = 0
  for (let at = task._loop._firstTask; at !== undefined; at = at._nextTask) steps++
  let oldest = task
  for (; parent !== undefined && parent !== task; parent = parentOf(parent)) {
    if (isBefore(parent, oldest)) oldest = parent
    // it hangs below a circle
    if (--steps < 0) return false
  }
  return parent === task && oldest === task
}

function isBefore(task: Task<unknown>, other: Task<unknown>): boolean {
  for (let at = task._loop._firstTask; at !== undefined && at !== other; at = at._nextTask) if (at === task) return true
  return false
}

/**
 * Prints the pending tasks of a loop as a tree, a line for each: what it does, and below it the tasks that it waits for.
 * `print` defaults to the port's report. Keeps nothing, so it needs no memory but that of one line; it takes time in
 * proportion to the square of the number of tasks.
 */
export function printTasks(options?: { loop?: Loop | undefined; print?: ((line: string) => void) | undefined }): void {
  const loop = (options && options.loop) || getEventLoop()
  const given = options && options.print
  const print = given || function (line: string): void {
    loop.defaultExceptionHandler({ message: line })
  }
  function branch(task: Task<unknown>, indent: string): void {
    print(indent + task.getName() + ' ' + textOf(task))
    eachAwaited(task, function (child) {
      if (parentOf(child) === task && !isRoot(child)) branch(child, indent + '  ')
    })
  }
  for (let at = loop._firstTask; at !== undefined; at = at._nextTask) if (isTask(at) && isRoot(at)) branch(at, '')
}
