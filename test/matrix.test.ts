// matrix.test.ts: what of the public functions is recorded from CPython: function x state x moment, and no cell is empty without
// a reason.
//
// The subjects test/parity/matrix_*.ts make a program for each cell, named `<function><state>, <moment>`; the recordings have
// them. Here the dimensions stand once more, by themselves: what a subject leaves out has to be said here.

import test from 'ava'
import { recorded } from './harness/recorded'
import * as library from '../src/index'

/** Why a cell is empty, or a name has no cells. */
class Reason {
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}

interface Family {
  functions: string[]
  /** as they stand in a cell's name, behind the function's */
  states: string[]
  moments: string[]
  /** which cells are empty, and why */
  empty: [cells: RegExp, why: string][]
}

const each = (before: string[], between: string, behind: string[]): string[] => before.flatMap((a) => behind.map((b) => a + between + b))

const SETTLED = ['finished', 'failed', 'cancelled']
const FUTURE_CALLS = [
  'done', 'cancelled', 'result', 'exception', 'setResult', 'setException', 'cancel', 'addDoneCallback', 'removeDoneCallback', 'getLoop',
  'isFuture', 'ensureFuture', 'shield'
]
const TASK_CALLS = ['getName', 'setName', 'getCoro', 'allTasks', 'currentTask', 'registerTask', 'enterTask', 'leaveTask']
const WITH_CHILD = [
  'coroutine', 'task', 'gather', 'gather with returnExceptions', 'gather in gather', 'shield', 'wait', 'wait with a time-out',
  'waitFor without a time', 'waitFor', 'asCompleted', 'asCompleted with a time-out'
]
const ALONE = ['future', 'sleep', 'one turn', 'Queue.get', 'Queue.put', 'Queue.join']

const families: Record<string, Family> = {
  matrix_waits: {
    functions: [
      'await', 'ensureFuture', 'gather', 'gather with returnExceptions', 'gather beside another', 'shield', 'wait',
      'wait for FIRST_COMPLETED', 'wait for FIRST_EXCEPTION', 'wait with a time-out', 'waitFor without a time', 'waitFor',
      'waitFor of no time', 'asCompleted', 'asCompleted with a time-out'
    ],
    states: each([' of a future', ' of a task', ' of a coroutine'], ', ', ['result', 'error', 'cancelled']),
    moments: ['before', 'during', 'after'],
    empty: [[/ of a coroutine, \w+, before$/, 'a coroutine starts when it is awaited, so it cannot have ended before']]
  },
  matrix_cancels: {
    functions: [...WITH_CHILD, ...ALONE].map((name) => 'cancel of ' + name),
    states: [', obeys', ', obeys after a while', ', swallows', ', fails'],
    moments: ['before', 'during', 'during, twice', 'during, again', 'as the gate opens', 'as the child ends', 'after'],
    empty: [
      [/^cancel of (future|sleep|one turn|Queue\.\w+), (obeys after a while|swallows|fails), /, 'there is no child that could answer'],
      [/^cancel of sleep, obeys, (as|after)/, 'a sleep ends with time, not at a gate: sleep_cancelled_as_it_ends'],
      [/^cancel of one turn, obeys, (during|as|after)/, 'it is over in the turn after its start']
    ]
  },
  matrix_methods: {
    functions: [...FUTURE_CALLS, ...TASK_CALLS],
    states: [
      ...each([' of a future'], ', ', ['pending', ...SETTLED]),
      ...each([' of a task'], ', ', ['not started', 'waiting', 'woken', 'running', ...SETTLED])
    ],
    moments: ['before', 'during', 'after'],
    empty: [
      [/^(getName|setName|getCoro|allTasks|currentTask|registerTask|enterTask|leaveTask) of a future, /, 'it is about tasks'],
      [/ of a future, pending, (during|after)$/, 'a pending future calls nobody back'],
      [/ of a task, not started, (during|after)$/, 'that is before its first step'],
      [/ of a task, (waiting|woken|running), (before|after)$/, 'that is between its first step and its last'],
      [/^leaveTask of a task, running, during$/, 'CPython\'s step, and ours, takes it that its task is entered']
    ]
  },
  matrix_queues: {
    functions: ['get', 'put', 'join', 'getNowait', 'putNowait', 'taskDone', 'qsize', 'empty', 'full'],
    states: each([' of a Queue', ' of a LifoQueue', ' of a PriorityQueue'], ', ', ['empty', 'partly full', 'full']),
    moments: ['before', 'during', 'after'],
    empty: []
  },
  matrix_callbacks: {
    functions: ['callSoon', 'callSoonThreadsafe', 'callLater of no time', 'callLater', 'callAt of now', 'callAt'],
    states: each([', it '], '', [
      'runs', 'fails', 'schedules', 'is taken back', 'is taken back in its turn', 'is taken back afterwards', 'has a context'
    ]),
    moments: ['before', 'during', 'after'],
    empty: []
  },
  matrix_context: {
    functions: [
      'get', 'get with a fallback', 'set', 'set and reset', 'reset twice', 'reset elsewhere', 'copyContext', 'copyContext and has',
      'copyContext and keys', 'Context.run', 'Context.run of a new one', 'Context.copy'
    ],
    states: each([' of a variable'], ', ', ['unset', 'of a default', 'set']),
    moments: ['before', 'during', 'during, set there', 'after', 'in a callback', 'in Context.run'],
    empty: []
  },
  matrix_threadsafe: {
    functions: ['done', 'cancelled', 'result', 'exception', 'cancel', 'addDoneCallback'],
    states: each([' of a ConcurrentFuture'], ', ', ['handed over', 'taken over', 'started', 'finished', 'failed', 'cancelled', 'its task cancelled']),
    moments: ['before', 'during', 'after'],
    empty: [
      [/^(result|exception) of .*, (handed over|taken over|started), before$/, 'CPython\'s waits for another thread'],
      [/, (handed over|taken over|started), (during|after)$/, 'that is before it is done'],
      [/, (finished|failed|cancelled|its task cancelled), before$/, 'that is when it is done']
    ]
  }
}

for (const [subject, { functions, states, moments, empty }] of Object.entries(families)) {
  test(`${subject}: every function in every state at every moment is recorded, or it is said why not`, (t) => {
    const made = Object.keys(recorded(subject).traces)
    const cells = each(each(functions, '', states), ', ', moments)
    for (const cell of cells) {
      const reasons = empty.filter(([pattern]) => pattern.test(cell))
      t.is(made.includes(cell), reasons.length === 0, cell)
    }
    for (const [pattern] of empty) t.true(cells.some((cell) => pattern.test(cell)), String(pattern))
    t.deepEqual(made.filter((name) => !cells.includes(name)), [])
    t.log(`${functions.length} functions x ${states.length} states x ${moments.length} moments: ${made.length} cells, ` +
      `${cells.length - made.length} empty for ${empty.length} reasons`)
  })
}

const OUTSIDE = new Reason('it starts, ends or chooses loops, and a program of a pair runs in one: test/cases/run.ts and loop.ts')
const NO_TWIN = new Reason('CPython has no such thing')
const TO_LOOK_AT = new Reason('what it says is ours: CPython gives frames, handles or log lines')

/** Which functions of the families, or which written pairs, are about a public name. */
const covered: Record<string, string[] | Reason> = {
  'run': OUTSIDE,
  'createTask': ['cancel of task', 'task_starts_in_next_turn', 'task_names_and_numbers', 'task_of_no_coroutine'],
  'ensureFuture': ['ensureFuture', 'ensure_future_of_each'],
  'sleep': ['cancel of sleep', 'cancel of one turn', 'sleep_result', 'sleep_zero_is_one_turn', 'sleep_order'],
  'gather': ['gather', 'gather with returnExceptions', 'cancel of gather in gather'],
  'wait': ['wait', 'wait for FIRST_COMPLETED', 'wait for FIRST_EXCEPTION', 'wait with a time-out', 'cancel of wait'],
  'waitFor': ['waitFor', 'waitFor without a time', 'waitFor of no time', 'cancel of waitFor'],
  'asCompleted': ['asCompleted', 'asCompleted with a time-out', 'cancel of asCompleted'],
  'shield': ['shield', 'cancel of shield'],
  'currentTask': ['currentTask', 'current_task_in_each_place'],
  'allTasks': ['allTasks', 'all_tasks_are_the_pending'],
  'registerTask': ['registerTask', 'task_hooks_register'],
  'unregisterTask': ['task_hooks_register'],
  'enterTask': ['enterTask', 'task_hooks_enter'],
  'leaveTask': ['leaveTask', 'task_hooks_enter'],
  'runCoroutineThreadsafe': ['done', 'threadsafe_takes_turns', 'threadsafe_bad_argument'],
  'isFuture': ['isFuture'],
  'isCoroutine': ['getCoro'],
  'isCancelled': NO_TWIN,
  'copyContext': ['copyContext'],
  'getRunningLoop': ['loop_call_soon_in_order'],
  'getEventLoop': ['future_get_loop'],
  'newEventLoop': ['loop_closed', 'task_awaits_future_of_other_loop'],
  'setEventLoop': OUTSIDE,
  'setDefaults': NO_TWIN,
  'inspect': NO_TWIN,
  'printTasks': NO_TWIN,

  'Future': ['future_pending'],
  'Future.getLoop': ['getLoop'],
  'Future.done': ['done'],
  'Future.cancelled': ['cancelled'],
  'Future.result': ['result'],
  'Future.exception': ['exception'],
  'Future.setResult': ['setResult'],
  'Future.setException': ['setException'],
  'Future.cancel': ['cancel'],
  'Future.addDoneCallback': ['addDoneCallback'],
  'Future.removeDoneCallback': ['removeDoneCallback'],
  'Future.then': NO_TWIN,
  'Task': ['cancel of task'],
  'Task.getCoro': ['getCoro'],
  'Task.getName': ['getName'],
  'Task.setName': ['setName'],
  'Task.setResult': ['setResult'],
  'Task.setException': ['setException'],
  'Task.cancel': ['cancel', ...WITH_CHILD.map((name) => 'cancel of ' + name)],
  'Task.getStack': TO_LOOK_AT,
  'Task.printStack': TO_LOOK_AT,

  'Queue': ['get'],
  'Queue.get': ['get', 'cancel of Queue.get'],
  'Queue.put': ['put', 'cancel of Queue.put'],
  'Queue.join': ['join', 'cancel of Queue.join'],
  'Queue.getNowait': ['getNowait'],
  'Queue.putNowait': ['putNowait'],
  'Queue.taskDone': ['taskDone'],
  'Queue.qsize': ['qsize'],
  'Queue.empty': ['empty'],
  'Queue.full': ['full'],
  'LifoQueue': ['queue_last_in_first_out'],
  'PriorityQueue': ['queue_priority', 'queue_priority_of_pairs'],

  'ContextVar': ['context_default'],
  'ContextVar.get': ['get', 'get with a fallback'],
  'ContextVar.set': ['set'],
  'ContextVar.reset': ['set and reset', 'reset twice', 'reset elsewhere'],
  'Token': ['set and reset'],
  'Context': ['Context.run of a new one'],
  'Context.run': ['Context.run', 'context_run_raises'],
  'Context.get': ['copyContext'],
  'Context.has': ['copyContext and has'],
  'Context.copy': ['Context.copy'],
  'Context.keys': ['copyContext and keys'],
  'Context.values': ['context_run'],
  'Context.items': ['context_run'],

  'ConcurrentFuture': ['done'],
  'ConcurrentFuture.done': ['done'],
  'ConcurrentFuture.cancelled': ['cancelled'],
  'ConcurrentFuture.result': ['result'],
  'ConcurrentFuture.exception': ['exception'],
  'ConcurrentFuture.cancel': ['cancel'],
  'ConcurrentFuture.addDoneCallback': ['addDoneCallback'],

  'Loop': NO_TWIN,
  'Loop.callSoon': ['callSoon'],
  'Loop.callSoonThreadsafe': ['callSoonThreadsafe'],
  'Loop.callLater': ['callLater', 'callLater of no time'],
  'Loop.callAt': ['callAt', 'callAt of now'],
  'Loop.cancelCallback': ['callSoon', 'callLater', 'loop_callback_cancels_itself'],
  'Loop.time': ['loop_time_jumps'],
  'Loop.createFuture': ['future_pending'],
  'Loop.createTask': ['task_names_and_numbers', 'task_of_no_coroutine'],
  'Loop.runUntilComplete': ['loop_is_running'],
  'Loop.runForever': ['loop_is_running', 'loop_closed'],
  'Loop.stop': OUTSIDE,
  'Loop.close': ['loop_is_running', 'loop_closed'],
  'Loop.isRunning': ['loop_is_running'],
  'Loop.isClosed': ['loop_closed'],
  'Loop.turn': NO_TWIN,
  'Loop.setExceptionHandler': ['loop_callback_fails', 'loop_call_exception_handler'],
  'Loop.getExceptionHandler': OUTSIDE,
  'Loop.defaultExceptionHandler': TO_LOOK_AT,
  'Loop.callExceptionHandler': ['loop_call_exception_handler'],
  'Loop.setDebug': TO_LOOK_AT,
  'Loop.getDebug': TO_LOOK_AT,
  'Loop.stats': NO_TWIN
}

/** What a coroutine has for whoever drives it, and no program calls. */
const DRIVEN = ['constructor', 'next', 'throw', 'return']

function methodsOf(value: unknown): string[] {
  const { prototype } = value as { prototype?: object }
  if (prototype === undefined || prototype instanceof Error) return []
  return Object.getOwnPropertyNames(prototype).filter((name) => !name.startsWith('_') && !DRIVEN.includes(name))
}

test('matrix: every public function, class and method has cells or a pair, or it is said why not', (t) => {
  const isError = (value: { prototype?: unknown }) => value.prototype instanceof Error
  const functions = Object.entries(library).filter(([, value]) => typeof value === 'function' && !isError(value as { prototype?: unknown }))
  const names = functions.flatMap(([name, value]) => [name, ...methodsOf(value).map((method) => `${name}.${method}`)])
  t.deepEqual(names.filter((name) => !(name in covered)), [])
  t.deepEqual(Object.keys(covered).filter((name) => !names.includes(name)), [])
})

test('matrix: what is said to be about a public name is recorded', (t) => {
  const inFamilies = Object.values(families).flatMap(({ functions }) => functions)
  const subjects = ['ascompleted', 'callbacks', 'cancel', 'context', 'gather', 'loop', 'queues', 'shield', 'sleep', 'task', 'threadsafe', 'wait', 'waitfor']
  const written = subjects.flatMap((subject) => Object.keys(recorded(subject).traces))
  for (const [name, entry] of Object.entries(covered)) {
    if (entry instanceof Reason) t.true(entry.why.length > 10, name)
    else for (const each of entry) t.true(inFamilies.includes(each) || written.includes(each), `${name}: ${each}`)
  }
})

test('matrix: every recording says which CPython it is from, and what of that was undone', (t) => {
  for (const subject of [...Object.keys(families), 'task', 'loop']) {
    const { about } = recorded(subject)
    t.regex(about.CPython, /^3\.(9|10|11)\.\d+$/, subject)
    t.true(about.undone.length > 0, subject)
  }
})
