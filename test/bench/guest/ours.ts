// ours.ts: runs a workload on a loop of ringloop.

import { newEventLoop } from 'ringloop'
import type { Coroutine, Loop } from 'ringloop'
import { fail, progress, succeed } from './workloads'

type Body = () => Coroutine<void> | Promise<void>

let loop: Loop | undefined

/** Runs a workload to its end, on one loop that is never closed, so that making it is not measured. */
export function drive(body: Body): void {
  progress.state = ''
  try {
    if (loop === undefined) loop = newEventLoop({ ready: 2048, timers: 1024 })
    loop.runUntilComplete(body())
    succeed()
  } catch (error) {
    fail(error)
  }
}

/** Makes `count` tasks and lets each come to its wait. `capacity` is how many there could be. */
export function park(count: number, capacity: number, body: Body): void {
  progress.state = ''
  try {
    loop = newEventLoop({ ready: capacity, timers: capacity })
    for (let i = 0; i < count; i++) loop.createTask(body())
    // one turn
    loop.stop()
    loop.runForever()
    succeed()
  } catch (error) {
    fail(error)
  }
}

export function state(): string {
  return progress.state
}
