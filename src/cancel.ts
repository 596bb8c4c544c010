// cancel.ts: asking a task to end.
//
// The request goes down the chain of tasks that wait for one another, to the one that has to be asked: the one that waits
// for a plain future or a time, or for nothing. A loop, for stacks are small.
//   D4  a chain that leads back to itself, through tasks or through the cancel() of a future such as gather's, is cut in one
//       place, so each task in it is asked once

import { unchain } from './entries'
import { CancelledError } from './errors'
import { ALARM, ASKED, dropTimer } from './scheduler'
import { PENDING } from './state'
import type { Task } from './task'

/** Cancels a pending task; true. */
export function cancelTask(task: Task<unknown>, message: string | undefined): boolean {
  let last = task
  let circle = task._asked
  // no chain is longer than there are tasks, and each of these owns a ring slot
  for (let left = task._loop._ready; !circle; left--) {
    const next = last._waiter as Partial<Task<unknown>> | undefined
    // only a task has a _top
    if (!next || !next._top || next._state !== PENDING) break
    if (left === 0 || next === task || next._asked) circle = true
    else last = next as Task<unknown>
  }
  last._asked = true
  const taken = cancelWait(last, message, circle)
  last._asked = undefined
  if (taken) return true
  last._mustCancel = true
  last._message = message
  if (last._waiter === undefined) last._waiter = ASKED
  return true
}

/** Cancels what the task waits for; false if there is nothing left to cancel. In a circle, it only stops waiting, which ends that (D4). */
function cancelWait(task: Task<unknown>, message: string | undefined, circle: boolean | undefined): boolean {
  const waiter = task._waiter
  if (waiter === ALARM) dropTimer(task._loop, task)
  // nothing, or an error that is to be thrown
  else if (typeof waiter !== 'object' || !('cancel' in waiter)) return false
  else if (circle) waiter._first = unchain(waiter._first, task)
  else return waiter.cancel(message)
  task._wakeWith(new CancelledError(message))
  return true
}
