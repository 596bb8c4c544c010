// inspect.ts: what a task does now and what it waits for, read from what it has anyway.
//
// A program that does not mention inspect() or printTasks() has nothing of this. Times and places of birth are there in debug
// mode only (debug.ts), for they would have to be kept while nobody asks.
// The tree of printTasks: a task stands below the oldest task that waits for it. It is found by walking, so that nothing has
// to be remembered:
//   I1  each pending task is printed once in full; where another waits for it too, by its name
//   I2  tasks that wait for one another in a circle stand below the oldest of them

import { unexpected } from './errors'
import { isFuture } from './future'
import type { Future } from './future'
import type { Loop } from './loop'
import { allTasks } from './registry'
import { getEventLoop } from './running'
import { ALARM } from './scheduler'
import { placesIn } from './stack'
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

/** What operations and futures have, as far as it is looked at. */
interface Waiting {
  _name?: () => string
  _inner?: Waiting | undefined
  /** waitFor */
  _future?: Future<unknown>
  _timer?: { _when: number } | undefined
  /** wait; asCompleted, while it is under way; gather */
  _futures?: Future<unknown>[]
  _rounds?: { _todo?: Future<unknown>[] | undefined; _timer?: { _when: number } | undefined }
  _children?: Future<unknown>[]
}

/** What listens to the two futures of a shield(). */
interface Linking {
  _inner: Future<unknown>
  _outer?: Future<unknown>
}

/** The future that the task waits for, if that is what it does. */
function waiterOf(task: Task<unknown>): Future<unknown> | undefined {
  const waiter = task._waiter
  return task._state === PENDING && isFuture(waiter) && waiter._state === PENDING ? waiter : undefined
}

/** The operation of the library that the task waits in, if it is one. */
function operationOf(task: Task<unknown>): Waiting | undefined {
  let at: Waiting | undefined = waiterOf(task) && (task._top as Waiting)
  while (at && !at._name) at = at._inner
  return at
}

function isTask(future: unknown): future is Task<unknown> {
  return future instanceof Task
}

/** Adds each task that settles it, or is it, and is not done; one that is there already is not added again. */
function addBehind(found: Task<unknown>[], what: Future<unknown> | Future<unknown>[] | undefined): void {
  if (what instanceof Array) for (let i = 0; i < what.length; i++) addBehind(found, what[i])
  else if (what && what._state === PENDING) {
    if (isTask(what)) {
      if (found.indexOf(what) < 0) found.push(what)
      return
    }
    addBehind(found, (what as Waiting)._children)
    for (let entry = what._first; entry; entry = entry._next) {
      const link = entry._for as Linking | undefined
      if (link && link._outer === what) addBehind(found, link._inner)
    }
  }
}

/** The tasks that `task` waits for. Allocates the array. */
export function awaitedBy(task: Task<unknown>): Task<unknown>[] {
  const found: Task<unknown>[] = []
  const operation = operationOf(task)
  addBehind(found, operation ? operation._future || operation._futures || (operation._rounds && operation._rounds._todo) : waiterOf(task))
  return found
}

/** `running`, `ready`, `sleeping`, `waiting`, or how it ended. */
export function stateOf(task: Task<unknown>): string {
  if (task._state !== PENDING) return stateNames[task._state] as string
  if (task._loop._current === task) return 'running'
  if (task._waiter === ALARM) return 'sleeping'
  return waiterOf(task) === undefined ? 'ready' : 'waiting'
}

/** The name of what it waits in; '' if it does not wait. */
export function waitsIn(task: Task<unknown>): string {
  if (task._waiter === ALARM) return 'sleep'
  const waiter = waiterOf(task)
  const operation = operationOf(task)
  if (operation) return (operation._name as () => string)()
  return !waiter ? '' : isTask(waiter) ? 'a task' : (waiter as Waiting)._children ? 'gather' : 'a future'
}

/** When the wait ends at the latest. */
export function endOfWait(task: Task<unknown>): number | undefined {
  if (task._waiter === ALARM) return task._when
  const operation = operationOf(task)
  const timer = operation && (operation._timer || (operation._rounds && operation._rounds._timer))
  return timer && timer._when
}

/** What a task does now. Allocates what it gives. TypeError for what is no task. */
export function inspect(task: Task<unknown>): TaskView {
  if (!isTask(task)) throw unexpected('inspect', 'a task', task, 'createTask, currentTask and allTasks give one')
  return {
    name: task.getName(), state: stateOf(task), waits: waitsIn(task), until: endOfWait(task), on: awaitedBy(task),
    since: task._since, created: task._born
  }
}

/** `upload waits for waitFor until 2500 ms` */
function lineOf(task: Task<unknown>): string {
  const view = inspect(task)
  const waits = view.waits
  let line = view.name + (waits === '' ? ' is ' + view.state : waits === 'sleep' ? ' sleeps' : ' waits for ' + (waits === 'a task' ? 'task' : waits))
  for (let i = 0; i < view.on.length; i++) line = line + (i === 0 ? ' ' : ', ') + (view.on[i] as Task<unknown>).getName()
  if (view.until !== undefined) line = line + ' until ' + view.until + ' ms'
  if (view.since !== undefined) line = line + ', since ' + view.since + ' ms'
  if (view.created) line = line + ', created ' + (placesIn(view.created).filter(isOutside)[0] || '')
  return line
}

function isOutside(place: string): boolean {
  return place.indexOf('ringloop') < 0
}

/**
 * Prints the pending tasks of a loop as a tree, a line for each: what it does, and below it the tasks that it waits for.
 * `print` defaults to the port's report. Keeps nothing, and needs memory for a list of the tasks and for one line; it takes
 * time in proportion to the square of their number.
 */
export function printTasks(options?: { loop?: Loop | undefined; print?: ((line: string) => void) | undefined }): void {
  const loop = (options && options.loop) || getEventLoop()
  const print = (options && options.print) || function (line: string): void {
    loop.defaultExceptionHandler({ message: line })
  }
  const tasks = allTasks(loop).filter(isTask)
  const printed: Task<unknown>[] = []

  /** The oldest that waits for it. */
  function parentOf(task: Task<unknown>): Task<unknown> | undefined {
    return tasks.filter(function (other) {
      return awaitedBy(other).indexOf(task) >= 0
    })[0]
  }

  /** Does nobody wait for it, or does it stand in a circle (I2)? */
  function isTop(task: Task<unknown>): boolean {
    let above = parentOf(task)
    if (!above) return true
    // it may hang below a circle
    for (let left = tasks.length; above && above !== task && left > 0; left--) above = parentOf(above)
    return above === task
  }

  function branch(task: Task<unknown>, indent: string): void {
    printed.push(task)
    print(indent + lineOf(task))
    const on = awaitedBy(task)
    for (let i = 0; i < on.length; i++) {
      const child = on[i] as Task<unknown>
      if (parentOf(child) === task && printed.indexOf(child) < 0) branch(child, indent + '  ')
    }
  }

  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[i] as Task<unknown>
    if (printed.indexOf(task) < 0 && isTop(task)) branch(task, '')
  }
}
