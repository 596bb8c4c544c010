// registry.ts: which tasks a loop has, and which one runs now.
//
// Pending tasks are a doubly linked list in the tasks' own fields, oldest first; the loop knows its ends. It keeps a
// pending task alive, so none can be collected under its user's feet, and needs no Set.

import { RuntimeError } from './errors'
import type { Loop } from './loop'
import { hasDebug } from './needed'
import { runningLoop, runningTask } from './running'
import { rearm } from './scheduler'
import type { Task } from './task'

/** A task in its loop's list. */
export interface Linked {
  _nextTask: Linked | undefined
  _prevTask: Linked | undefined
  done(): boolean
}

/** Puts a task last in its loop's list. */
export function link(loop: Loop, task: Linked): void {
  const last = loop._lastTask
  if (last) {
    task._prevTask = last
    last._nextTask = task
  } else loop._firstTask = task
  loop._lastTask = task
  if (hasDebug() && loop._births) loop._births(task as Task<unknown>)
}

/** Takes a task out of its loop's list, if it is there. */
export function unlink(loop: Loop, task: Linked): void {
  const prev = task._prevTask
  const next = task._nextTask
  if (prev) prev._nextTask = next
  else if (loop._firstTask === task) loop._firstTask = next
  else return
  if (next) next._prevTask = prev
  else loop._lastTask = prev
  if (prev) task._prevTask = undefined
  if (next) task._nextTask = undefined
}

/** What the hooks below take: a Task, or an object of another class that behaves as one. */
export interface TaskLike {
  getLoop(): Loop
  done(): boolean
  /** run() asks for it when main has ended */
  cancel?(message?: string): boolean
}

/** The task whose step runs now, or null. Python: `asyncio.current_task`. RuntimeError if no loop is given and none runs. */
export function currentTask(loop?: Loop): Task<unknown> | null {
  const task = (loop || runningLoop('currentTask'))._current
  return task || null
}

/** The pending tasks, oldest first, in a new array. Python: `asyncio.all_tasks`. RuntimeError if no loop is given and none runs. */
export function allTasks(loop?: Loop): Task<unknown>[] {
  const list: Task<unknown>[] = []
  for (let at = (loop || runningLoop('allTasks'))._firstTask; at; at = at._nextTask) {
    if (!at.done()) list.push(at as unknown as Task<unknown>)
  }
  return list
}

/** Makes allTasks() list a task of another class. Python: `asyncio._register_task`. */
export function registerTask(task: TaskLike): void {
  const loop = task.getLoop()
  unlink(loop, task as unknown as Linked)
  link(loop, task as unknown as Linked)
}

/** Takes back registerTask. Python: `asyncio._unregister_task`. */
export function unregisterTask(task: TaskLike): void {
  unlink(task.getLoop(), task as unknown as Linked)
}

/** Makes `task` the current one. Python: `asyncio._enter_task`. RuntimeError if there is one. @cold */
export function enterTask(loop: Loop, task: TaskLike): void {
  if (loop._current) throw new RuntimeError('enterTask: another task runs; leaveTask it first')
  loop._current = task as unknown as Task<unknown>
}

/** Takes back enterTask. Python: `asyncio._leave_task`. RuntimeError if `task` is not the current one. @cold */
export function leaveTask(loop: Loop, task: TaskLike): void {
  if ((loop._current as unknown) !== task) throw new RuntimeError('leaveTask: this is not the current task; leave the one that was entered')
  loop._current = undefined
  // what came meanwhile has not armed the port
  rearm(loop)
}

/** The loop's task for a call that only makes sense in one. @cold */
export function requireTask(call: string): Task<unknown> {
  const task = runningTask()
  if (!task) throw new RuntimeError(call + ': no task runs; await it in a coroutine that run() or createTask() was given')
  return task
}
