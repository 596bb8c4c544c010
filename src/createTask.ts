// createTask.ts: start a coroutine on the running loop.

import type { Runnable } from './coroutine'
import { runningLoop } from './running'
import type { Task } from './task'

/** Schedules a coroutine on the running loop. Python: `asyncio.create_task`. Errors as `new Task`, RuntimeError if no loop runs. */
export function createTask<T>(coro: Runnable<T>, options?: { name?: string | undefined }): Task<T> {
  const task = runningLoop('createTask').createTask(coro)
  if (options && options.name !== undefined) task.setName(options.name)
  return task
}
