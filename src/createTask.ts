// createTask.ts: start a coroutine on the running loop.

import type { Runnable } from './coroutine'
import type { Loop } from './loop'
import { runningLoop } from './running'
import { Task } from './task'

/** Starts a coroutine beside those that run. Errors as `new Task`. */
export function spawn<T>(coro: Runnable<T>, loop: Loop, name?: string): Task<T> {
  return new Task<T>(coro, { loop: loop, name: name })
}

/** Schedules a coroutine on the running loop. Python: `asyncio.create_task`. Errors as `new Task`, RuntimeError if no loop runs. */
export function createTask<T>(coro: Runnable<T>, options?: { name?: string | undefined }): Task<T> {
  const task = spawn(coro, runningLoop('createTask'))
  // a number is used up all the same, as in the reference
  if (options && options.name !== undefined) task.setName(options.name)
  return task
}
