// debug.ts: what debug mode says about callbacks that hold up the others.

import { mainHolder, scope } from './context'
import type { Entry } from './ring'
import type { Scheduler } from './scheduler'
import type { Task } from './task'

/** Reports what ran since `started` if that took too long, and gives the time now. */
export function reportSlow(loop: Scheduler, fn: Entry, started: number): number {
  const now = loop._port.now()
  const tookMs = now - started
  if (tookMs >= loop.slowCallbackMs) {
    const task = typeof fn === 'object' && 'getName' in fn ? (fn as Task<unknown>) : undefined
    const what = task === undefined ? 'callback' : 'step of ' + task.getName()
    const message = what + ' took ' + tookMs + ' ms (limit ' + loop.slowCallbackMs + '); split the work with sleep(0)'
    scope._at = mainHolder
    loop.callExceptionHandler(task === undefined ? { message: message } : { message: message, future: task })
  }
  return now
}
