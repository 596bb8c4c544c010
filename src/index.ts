// index.ts: every public name, in the order of the README.

export { run } from './run'
export { createTask } from './createTask'
export { Task } from './task'
export { ensureFuture } from './ensureFuture'
export type { Ensured } from './ensureFuture'
export { sleep } from './sleep'
export { gather } from './gather'
export { wait, FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED } from './wait'
export type { WaitOptions, WaitResult } from './wait'
export { waitFor } from './waitFor'
export { asCompleted } from './asCompleted'
export { shield } from './shield'
export { currentTask, allTasks, registerTask, unregisterTask, enterTask, leaveTask } from './registry'
export type { TaskLike } from './registry'
export { inspect, printTasks } from './inspect'
export type { TaskView } from './inspect'
export { runCoroutineThreadsafe, ConcurrentFuture } from './threadsafe'
export { Future, isFuture } from './future'
export { isCoroutine } from './coroutine'
export type { Awaitable, Coroutine, Result, Runnable } from './coroutine'
export type { Operation } from './operation'
export { Queue, PriorityQueue, LifoQueue } from './queue'
export type { Ordered } from './queue'
export { ContextVar, Context, Token, copyContext } from './context'
export { getRunningLoop, getEventLoop, newEventLoop, setEventLoop, setDefaults } from './events'
export { Loop } from './loop'
export type { CallOptions, ExceptionHandler, LoopOptions } from './options'
export type { Level, LoopStats } from './stats'
export type { ErrorContext, Port, PortFactory } from './port'
export type { StackOptions } from './stack'
export {
  CancelledError,
  TimeoutError,
  InvalidStateError,
  RuntimeError,
  CapacityError,
  QueueEmpty,
  QueueFull,
  ValueError,
  isCancelled
} from './errors'
export type { ErrorClass } from './errors'
