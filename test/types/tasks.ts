// tasks.ts: what makes tasks and futures, and what these tell.

import {
  ConcurrentFuture, Future, Task, allTasks, createTask, currentTask, ensureFuture, isCoroutine, isFuture, run, runCoroutineThreadsafe, sleep
} from 'ringloop'
import type { Coroutine, Ensured, Runnable } from 'ringloop'
import { expectType } from './expect'
import { awaitable, blink, coroutine, future, greeting, half, inferred, loop, operation, promise, task, third } from './programs'

export function starts(name: string | undefined): void {
  expectType(createTask(half())).is<Task<number>>()
  expectType(createTask(third(), { name: 'third' })).is<Task<boolean>>()
  expectType(createTask(greeting(), { name })).is<Task<string>>()
  expectType(createTask(sleep(10, 4))).is<Task<number>>()
  expectType(createTask(inferred())).is<Task<number>>()
  expectType(createTask(coroutine)).is<Task<boolean>>()
  expectType(new Task(third(), { loop, name })).is<Task<boolean>>()
  expectType(loop.createTask(blink(), { name })).is<Task<void>>()
  expectType(run(half(), { ready: 16, timers: 16, debug: true })).is<Task<number>>()
  expectType(run(third())).is<Task<boolean>>()
  expectType(runCoroutineThreadsafe(greeting(), loop)).is<ConcurrentFuture<string>>()
  expectType(runCoroutineThreadsafe(third(), loop).result()).is<boolean>()
  const runnables: Runnable<unknown>[] = [half(), third(), operation]
  for (const each of runnables) createTask(each)
}

export function startsWrongly(): void {
  // @ts-expect-error a function: call it
  createTask(half)
  // @ts-expect-error a generator function: call it
  createTask(third)
  // @ts-expect-error a task runs already: just await it
  createTask(task)
  // @ts-expect-error a future is no coroutine: just await it
  createTask(future)
  // @ts-expect-error an ordinary generator that yields numbers
  createTask((function* () { yield 4 })())
  // @ts-expect-error a plain value
  createTask(4)
  // @ts-expect-error a name is a string
  createTask(half(), { name: 4 })
  // @ts-expect-error a function: call it
  run(half)
  // @ts-expect-error a future is no program
  run(future)
  // @ts-expect-error a capacity is a number
  run(half(), { ready: '16' })
  // @ts-expect-error a task is started already
  new Task(task)
  // @ts-expect-error a future is started already
  loop.createTask(future)
  // @ts-expect-error a future is started already
  runCoroutineThreadsafe(future, loop)
  // @ts-expect-error the loop must be given
  runCoroutineThreadsafe(half())
}

/** Futures and tasks come back as they are; the task of a coroutine is a task. */
export function ensures(): void {
  expectType(ensureFuture(task)).is<Task<number>>()
  expectType(ensureFuture(future)).is<Future<string>>()
  expectType(ensureFuture(third())).is<Task<boolean>>()
  expectType(ensureFuture(operation, { loop })).is<Task<string>>()
  expectType(ensureFuture(half(), { loop: undefined })).is<Future<number>>()
  expectType(ensureFuture(promise)).is<Future<Date>>()
  expectType(ensureFuture(awaitable)).is<Task<number> | Future<number>>()
  expectType<Ensured<Task<number>>>(task).is<Task<number>>()
  // @ts-expect-error a plain value cannot be awaited
  ensureFuture(4)
  // @ts-expect-error a function is not what it gives
  ensureFuture(half)
}

export function looksAt(): void {
  expectType(task.result()).is<number>()
  expectType(task.exception()).is<unknown>()
  expectType(task.done()).is<boolean>()
  expectType(task.getName()).is<string>()
  expectType(task.getCoro()).is<Coroutine<number>>()
  expectType(task.getStack({ limit: undefined })).is<string[]>()
  expectType(task.getLoop()).is<typeof loop>()
  expectType(currentTask()).is<Task<unknown> | null>()
  expectType(allTasks(loop)).is<Task<unknown>[]>()
  task.addDoneCallback((ended) => { expectType(ended.result()).is<number>() })
  future.addDoneCallback((ended) => { expectType(ended.result()).is<string>() }, { context: undefined })
  runCoroutineThreadsafe(half(), loop).addDoneCallback((ended) => { expectType(ended.result()).is<number>() })
  const tasks: Task<unknown>[] = [task, createTask(greeting())]
  const futures: Future<unknown>[] = [...tasks, future]
  expectType(futures[0]).is<Future<unknown> | undefined>()
  // @ts-expect-error there may be no task
  currentTask().cancel()
  // @ts-expect-error a callback takes the future, not its result
  future.addDoneCallback((ended: string) => ended)
  // @ts-expect-error a future has no name
  future.getName()
  // @ts-expect-error a Task<number> is no Task<string>
  const wrong: Task<string> = task
  wrong.cancel()
}

export function cancels(reason: string | undefined): void {
  expectType(task.cancel()).is<boolean>()
  task.cancel('enough')
  task.cancel(reason)
  future.cancel('enough')
  // @ts-expect-error a message is a string
  task.cancel(4)
  // @ts-expect-error a message, not an error
  task.cancel(new Error('enough'))
  // @ts-expect-error what runs elsewhere takes no message
  runCoroutineThreadsafe(half(), loop).cancel('enough')
}

export function settles(): void {
  const made = new Future<number>({ loop })
  made.setResult(4)
  made.setException(new Error('no answer'))
  made.setException(Error)
  new Future<void>().setResult()
  expectType(loop.createFuture<Date>()).is<Future<Date>>()
  // @ts-expect-error of another type
  made.setResult('4')
  // @ts-expect-error there must be a result
  made.setResult()
  // @ts-expect-error only its coroutine settles a task: return the value there
  task.setResult(4)
  // @ts-expect-error only its coroutine settles a task: throw the error there
  task.setException(new Error('no answer'))
}

export function tells(value: unknown): void {
  if (isFuture(value)) expectType(value).is<Future<unknown>>()
  if (isCoroutine(value)) expectType(value).is<Coroutine<unknown>>()
  if (value instanceof Task) value.cancel()
}

export function drives(): void {
  expectType(loop.runUntilComplete(half())).is<number>()
  expectType(loop.runUntilComplete(third())).is<boolean>()
  expectType(loop.runUntilComplete(future)).is<string>()
  expectType(loop.callSoon((text: string) => text.length, 'text')).is<number>()
  expectType(loop.callLater(10, () => future.cancel())).is<number>()
  // @ts-expect-error the argument is of another type than the function wants
  loop.callSoon((text: string) => text.length, 4)
  // @ts-expect-error the time comes first
  loop.callLater(() => future.cancel(), 10)
}
