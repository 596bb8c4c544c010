// matrix_methods.ts: each method of futures and tasks, and each function that asks about one x the state it is in x when it is
// called.
//
// The moments of a settled one: before its callbacks are called, during the first of them, after. The twin is
// matrix_methods.py. The programs are made, one for each cell: `programs` has them by name.

import {
  allTasks, createTask, currentTask, ensureFuture, enterTask, getRunningLoop, isCoroutine, isFuture, leaveTask, registerTask, shield,
  unregisterTask
} from 'ringloop'
import type { Future, Task } from 'ringloop'
import { boom, cell, end, err, turns } from './shared'
import type { Deviations, Log } from './shared'

type Callback = () => void
type Call<F> = (it: F, there: Callback, added: Callback) => unknown

const CALLS: Record<string, Call<Future<unknown>>> = {
  done: (it) => it.done(),
  cancelled: (it) => it.cancelled(),
  result: (it) => it.result(),
  exception: (it) => it.exception(),
  setResult: (it) => it.setResult('by hand'),
  setException: (it) => it.setException(boom('by hand')),
  cancel: (it) => it.cancel('by hand'),
  addDoneCallback: (it, _there, added) => it.addDoneCallback(added),
  removeDoneCallback: (it, there) => it.removeDoneCallback(there),
  getLoop: (it) => it.getLoop() === getRunningLoop(),
  isFuture: (it) => isFuture(it),
  ensureFuture: (it) => ensureFuture(it) === it,
  shield: (it) => shield(it) === it
}

const ABOUT_TASKS: Record<string, Call<Task<unknown>>> = {
  getName: (it) => it.getName(),
  setName: (it) => [it.setName('renamed'), it.getName()],
  getCoro: (it) => isCoroutine(it.getCoro()),
  allTasks: (it) => allTasks().indexOf(it) >= 0,
  currentTask: (it) => currentTask() === it,
  registerTask: (it) => [registerTask(it), allTasks().indexOf(it) >= 0],
  enterTask: (it) => [enterTask(it.getLoop(), it), leaveTask(it.getLoop(), it)],
  leaveTask: (it) => leaveTask(it.getLoop(), it)
}

const SETTLED = ['finished', 'failed', 'cancelled']
const MOMENTS = ['before', 'during', 'after']

/** As a trace shows it: nothing is null. */
const told = (value: unknown): unknown => {
  if (value instanceof Error) return err(value)
  if (value instanceof Array) return value.map(told)
  return value === undefined ? null : value
}

/** What calling it gives, as a trace shows it. */
const outcome = (call: () => unknown): unknown => {
  try {
    return ['gives', told(call())]
  } catch (error) {
    return ['raises', err(error)]
  }
}

const settle = (future: Future<unknown>, state: string): void => {
  if (state === 'finished') future.setResult('result')
  else if (state === 'failed') future.setException(boom('error'))
  else if (state === 'cancelled') future.cancel('message')
}

const ofFuture = (call: Call<Future<unknown>>, state: string, moment: string) => async (log: Log) => {
  const there = () => { log('there') }
  const perform = () => { log(outcome(() => call(future, there, () => { log('added') }))) }

  const future = getRunningLoop().createFuture()
  if (moment === 'during') future.addDoneCallback(perform)
  future.addDoneCallback(there)
  settle(future, state)
  if (moment === 'after') await turns(2)
  if (moment !== 'during') perform()
  await turns(3)
  log(end(future))
  if (!future.done()) {
    future.setResult('late')
    await turns(2)
  }
}

const ofTask = (call: Call<Task<unknown>>, state: string, moment: string) => async (log: Log) => {
  const there = () => { log('there') }
  const perform = () => { if (!over) log(outcome(() => call(task, there, () => { log('added') }))) }

  const body = async () => {
    if (state === 'running') perform()
    await gate
    if (state === 'failed') throw boom('error')
    return 'result'
  }

  // with too little room it is over before the task is
  let over = false
  const loop = getRunningLoop()
  const gate = loop.createFuture<string>()
  const task: Task<unknown> = createTask(body(), { name: 'task' })
  try {
    const settled = SETTLED.indexOf(state) >= 0
    if (settled && moment === 'during') task.addDoneCallback(perform)
    task.addDoneCallback(there)
    if (state === 'not started') perform()
    await turns()
    if (state === 'waiting') perform()
    if (state === 'cancelled') task.cancel('message')
    if (!gate.done()) gate.setResult('gate')
    if (state === 'woken') perform()
    if (settled && moment === 'before') loop.callSoon(perform)
    await turns(4)
    if (settled && moment === 'after') perform()
    await turns(3)
    log(end(task))
  } finally {
    over = true
    if (task.done()) unregisterTask(task)
  }
}

export const programs: Record<string, (log: Log) => Promise<void>> = {}

for (const call of Object.keys(CALLS)) {
  const fn = CALLS[call] as Call<Future<unknown>>
  cell(programs, call + ' of a future, pending, before', ofFuture(fn, 'pending', 'before'))
  for (const state of SETTLED) {
    for (const moment of MOMENTS) cell(programs, call + ' of a future, ' + state + ', ' + moment, ofFuture(fn, state, moment))
  }
}
for (const calls of [CALLS, ABOUT_TASKS]) {
  for (const call of Object.keys(calls)) {
    const fn = calls[call] as Call<Task<unknown>>
    cell(programs, call + ' of a task, not started, before', ofTask(fn, 'not started', 'before'))
    for (const state of ['waiting', 'woken', 'running']) {
      if (call !== 'leaveTask' || state !== 'running') cell(programs, call + ' of a task, ' + state + ', during', ofTask(fn, state, 'during'))
    }
    for (const state of SETTLED) {
      for (const moment of MOMENTS) cell(programs, call + ' of a task, ' + state + ', ' + moment, ofTask(fn, state, moment))
    }
  }
}

export const deviations: Deviations = {}
