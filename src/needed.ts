// needed.ts: what a program that has no use for it need not carry.
//
// A build that knows the whole program answers these questions while it builds (targets/rollup/shake.ts, SH6) and leaves out
// what nothing could reach; everywhere else the answer is yes. A name is that of a function, class, method, field or option
// of the library that something which stays refers to, calls or gives.

/** Is something of one of these names, with blanks between them, in the program? */
export function __needed(names: string): boolean {
  return names !== ''
}

/** Is one of these words in the program's own files? */
export function __written(words: string): boolean {
  return words !== ''
}

/** Tasks beside main, or somebody who cancels or counts all that there are. */
export function hasTasks(): boolean {
  return __needed('spawn allTasks registerTask noteBirths stats statsOf stop clearLoop giveUp') || __written('Task')
}

/** Futures that a coroutine may wait for. */
export function hasFutures(): boolean {
  return __needed('newFuture spawn GatheringFuture currentTask allTasks') || __written('Future Task')
}

/** Coroutines that are no lowered async functions: a task, or a caller, drives them by next() and throw(). */
export function hasOthers(): boolean {
  return __needed('Operation GeneratorFrame NativeFrame TscFrame') || __written('next')
}

/** `catch` or `finally` blocks that are left for a wait (frame.ts, B2). */
export function hasHandlers(): boolean {
  return __needed('_catch TscFrame NativeFrame')
}

/** Tasks that have a name of their own. */
export function hasNames(): boolean {
  return __needed('setName spawn') || __written('Task')
}

/** Something that closes a coroutine before its end. */
export function hasClosing(): boolean {
  return __needed('return')
}

/** Something that cancels. */
export function hasCancel(): boolean {
  return __needed('cancel') || __written('CancelledError')
}

/** Promises, of the program or of the host. */
export function hasPromises(): boolean {
  return __needed('then __await __asyncValues __asyncDelegator NativeFrame TscFrame') || __written('await')
}

/** Functions that wait for their turn. */
export function hasHandles(): boolean {
  return __needed('handle')
}

/** Context variables. */
export function hasContexts(): boolean {
  return __needed('callIn Context ContextVar')
}

/** More than main's own pauses: tasks, callbacks, timers; or somebody who counts them. */
export function hasMany(): boolean {
  return __needed('spawn handle addTimer registerTask stats statsOf') || __written('Task')
}

/** Futures, or tasks, that the program makes itself, perhaps without naming the loop. */
export function madeByHand(): boolean {
  return __written('Future Task')
}

/** A run that may end before its future. */
export function hasStop(): boolean {
  return __needed('stop')
}

/** A handler of errors that nobody handled. */
export function hasHandler(): boolean {
  return __needed('setExceptionHandler')
}

/** A loop that the program chooses, or whose size. */
export function hasOptions(): boolean {
  return __needed('__watch') || __written('loop Loop ready timers')
}

export function hasDebug(): boolean {
  return __needed('setDebug __watch') || __written('debug')
}

export function hasStats(): boolean {
  return __needed('stats statsOf')
}

/** Something that takes the loop that is set. */
export function hasSetLoop(): boolean {
  return __needed('getEventLoop')
}

/** Something that makes loops and knows no class of them, or has its own way to make them. */
export function hasMaker(): boolean {
  return __needed('_make')
}

/** Something that waits for the end of a loop. */
export function hasEnding(): boolean {
  return __needed('whenOver edge')
}

/** No target's entry: there is one wherever a build knows the whole program. */
export function mayLackEngine(): boolean {
  return __needed('(none)')
}

/** Timers that are held in a heap (events.ts). */
export function hasHeap(): boolean {
  return __needed('timerHeap')
}

/** An emulator that looks on (watch.ts). */
export function isWatched(): boolean {
  return __needed('__watch')
}

/** A port that can block (port.ts, P5). */
export function canBlock(): boolean {
  return __needed('block')
}

/** A port whose engine may abort a turn (port.ts, P6). */
export function canAbort(): boolean {
  return __needed('guardMs')
}
