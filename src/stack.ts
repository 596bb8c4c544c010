// stack.ts: where a task is, for people.
//
// JavaScript shows no suspended frames, so a frame is one line of text: for a pending task each coroutine of its chain of
// awaits, the innermost last; for one that failed the lines of its error's stack. Allocates what it gives.

import type { Awaiting, Driven } from './coroutine'
import { ALARM } from './scheduler'
import { FAILED, PENDING } from './state'
import type { Task } from './task'

export interface StackOptions {
  /** the most frames to give: the newest of a pending task, the oldest of an error's stack */
  limit?: number | undefined
  /** where printStack prints; default: the port's report */
  print?: ((text: string) => void) | undefined
}

/** An operation of the library knows its name. */
interface Named {
  _name?: () => string
}

function frameName(coro: Driven & Named): string {
  if (coro._name) return coro._name()
  return coro._up === undefined ? 'coroutine' : 'awaited coroutine'
}

/** The lines of an error's stack that are places. */
export function placesIn(stack: unknown): string[] {
  const places: string[] = []
  const lines = typeof stack === 'string' ? stack.split('\n') : []
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] as string).trim()
    if (line.slice(0, 3) === 'at ') places.push(line)
  }
  return places
}

export function stackOf(task: Task<unknown>, options: StackOptions | undefined): string[] {
  const limit = options && options.limit
  const failed = task._state === FAILED
  let frames: string[] = []
  if (failed) {
    const error = task._value as { stack?: unknown } | null | undefined
    frames = placesIn(error && error.stack).reverse()
  } else if (task._state === PENDING) {
    const top = task._top as Awaiting & Named
    const inner = top._inner as Named | undefined
    for (let at: Driven | undefined = task._top; at; at = at._up) frames.unshift(frameName(at))
    if (inner && inner._name) frames.push(inner._name())
    // lowered, a sleep is the task's own timer and no object
    else if (task._waiter === ALARM && !top._name) frames.push('sleep')
  }
  while (limit !== undefined && frames.length > 0 && frames.length > limit) {
    if (failed) frames.pop()
    else frames.shift()
  }
  return frames
}

export function printStack(task: Task<unknown>, options: StackOptions | undefined): void {
  const frames = stackOf(task, options)
  const failed = task._state === FAILED
  let text = (failed ? 'Traceback for ' : frames.length > 0 ? 'Stack for ' : 'No stack for ') + task.getName()
  if (frames.length > 0) text = text + ' (newest last):\n  ' + frames.join('\n  ')
  if (failed) text = text + '\n' + String(task._value)
  const print = options && options.print
  if (print) print(text)
  else task._loop.defaultExceptionHandler({ message: text, future: task })
}
