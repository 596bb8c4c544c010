// reasons.ts: how the table is written: which of our cases show what a case of CPython shows, or why none can.
//
// A key is the name of a case, or the beginning of several followed by `*`. What stands for it is a list of our cases: titles
// of test/cases ('subject: fact') and names of recorded pairs (test/parity); or a Reason, when the case is not applicable.

/** Why a case of CPython's has no place here. */
export class Reason {
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}

/** Of one class: cases by name. */
export type ClassTable = Record<string, readonly string[] | Reason>

/** Of one file: classes by name. */
export type FileTable = Record<string, ClassTable>

function reason(why: string): Reason {
  return new Reason(why)
}

// What JavaScript, or an engine without an operating system, does not have.
export const TYPING = reason('generic aliases (Future[int]): TypeScript has its own generics, looked at in test/types')
export const REPR = reason('repr(): futures have no text of their own here; what error messages call them is tested with the messages')
export const FINALIZER = reason('finalizers and collection (__del__, weak references): most engines have none; see D7')
export const TRACEBACK = reason('tracebacks and frames: an engine keeps what stack it keeps')
export const CHAINING = reason('exception chaining (__context__): a JavaScript error has none')
export const C_TWIN = reason('the C accelerator, or objects that its constructor did not see: there is one implementation here')
export const PRIVATE = reason('a private attribute or function of CPython\'s, which no program may use')
export const ITERATORS = reason('any iterable: lists are arrays here, since ES5 engines have no iterators')
export const POSITIONAL = reason('too many or keyword arguments: JavaScript ignores what a call does not take')
export const SYSTEM_EXIT = reason('SystemExit and KeyboardInterrupt, which leave the loop: JavaScript has one kind of exception')
export const STOP_ITERATION = reason('StopIteration: a JavaScript iterator gives its result as a value')
export const EQUALITY = reason('callbacks that compare equal by a method of their own: functions are compared by identity')
export const THREADS = reason('threads, processes and executors: an engine has one thread')
export const SYSTEM = reason('sockets, pipes, files, signals, subprocesses: the host owns the machine')
export const ENVIRONMENT = reason('environment variables and options of the interpreter')

// What the reference or this library leaves out.
export const LOOP_ARGUMENT = reason('the deprecated loop= argument, gone in Python 3.10')
export const OLD_COROUTINE = reason('the deprecated @asyncio.coroutine and its wrapper, gone in Python 3.11')
export const IS_COROUTINE_FUNCTION = reason('iscoroutinefunction(): a lowered async function is an ordinary one')
export const WRAP_FUTURE = reason('wrap_future(): futures of other threads; runCoroutineThreadsafe is the one bridge')
export const TASK_FACTORY = reason('task factories and Loop.create_task overridden: the loop makes Tasks only')
export const HANDLES = reason('handle objects: callSoon, callLater and callAt give numbers')
export const POLICY = reason('event loop policies: setDefaults says once how loops are made')
export const ABSTRACT = reason('abstract base classes: TypeScript\'s interfaces have no methods to call')
export const LOCKS = reason('locks, streams and transports: not part of asyncio.tasks')
export const HAMT = reason('the hash tree that CPython keeps contexts in; here they are lists of bindings')
export const ASYNC_GENERATOR_HOOKS = reason('the collector closes async generators: there is none to ask; see FINALIZER')
export const UNCANCEL = reason('cancelling() and uncancel(), new in Python 3.11')
export const TASK_CONTEXT = reason('create_task(context=), new in Python 3.11')
export const RUNNER = reason('asyncio.Runner, new in Python 3.11')
export const TIMEOUT = reason('asyncio.timeout(), new in Python 3.11')
export const TASK_GROUP = reason('asyncio.TaskGroup, new in Python 3.11')
export const BEHIND_ITS_BACK = reason('a task settled through Future\'s method, round its own refusal: nothing that a program may do')
