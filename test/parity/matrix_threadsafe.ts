// matrix_threadsafe.ts: each method of what runCoroutineThreadsafe gives x what has become of the coroutine x when: while it is
// pending, in its own callback, afterwards.
//
// The twin is matrix_threadsafe.py. The programs are made, one for each cell: `programs` has them by name.

import { CancelledError, currentTask, getRunningLoop, runCoroutineThreadsafe } from 'ringloop'
import type { ConcurrentFuture, Task } from 'ringloop'
import { boom, cell, err, turns } from './shared'
import type { Deviations, Log } from './shared'

type Call = (future: ConcurrentFuture<string>, added: () => void) => unknown

const CALLS: Record<string, Call> = {
  done: (future) => future.done(),
  cancelled: (future) => future.cancelled(),
  result: (future) => future.result(),
  exception: (future) => future.exception(),
  cancel: (future) => future.cancel(),
  addDoneCallback: (future, added) => future.addDoneCallback(added)
}

// While it is pending, result() and exception() of CPython's wait for another thread.
const WAIT = ['result', 'exception']

const PENDING = ['handed over', 'taken over', 'started']
const SETTLED = ['finished', 'failed', 'cancelled', 'its task cancelled']
const MOMENTS = ['during', 'after']

const programFor = (call: Call, state: string, moment: string) => async (log: Log) => {
  const perform = () => {
    try {
      const value = call(future, () => { log('added') })
      log(['gives', value instanceof Error ? err(value) : value === undefined ? null : value])
    } catch (error) {
      log(['raises', err(error)])
    }
  }

  const body = async () => {
    tasks.push(currentTask() as Task<unknown>)
    log('starts')
    try {
      await gate
    } catch (error) {
      if (error instanceof CancelledError) log('inside: cancelled')
      throw error
    }
    if (state === 'failed') throw boom('error')
    return 'result'
  }

  const tasks: Task<unknown>[] = []
  const loop = getRunningLoop()
  const gate = loop.createFuture<undefined>()
  const future = runCoroutineThreadsafe(body(), loop)
  if (moment === 'during') future.addDoneCallback(perform)
  future.addDoneCallback(() => { log('there') })
  if (state === 'handed over') perform()
  await turns()
  if (state === 'taken over') perform()
  await turns(2)
  if (state === 'started') perform()
  if (state === 'cancelled') future.cancel()
  else if (state === 'its task cancelled') tasks[0]?.cancel('message')
  else if (!gate.done()) gate.setResult(undefined)
  await turns(5)
  if (moment === 'after') perform()
  log([future.done(), future.cancelled()])
  await turns(3)
}

export const programs: Record<string, (log: Log) => Promise<void>> = {}

for (const name of Object.keys(CALLS)) {
  const call = CALLS[name] as Call
  for (const state of PENDING) {
    if (WAIT.indexOf(name) < 0) cell(programs, name + ' of a ConcurrentFuture, ' + state + ', before', programFor(call, state, 'before'))
  }
  for (const state of SETTLED) {
    for (const moment of MOMENTS) cell(programs, name + ' of a ConcurrentFuture, ' + state + ', ' + moment, programFor(call, state, moment))
  }
}

export const deviations: Deviations = {}
