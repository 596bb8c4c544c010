// matrix_queues.ts: each method of each kind of queue x how full it is x who waits: nobody, one who waits, one who gave up
// waiting.
//
// The twin is matrix_queues.py. The programs are made, one for each cell: `programs` has them by name.

import { LifoQueue, PriorityQueue, Queue, createTask } from 'ringloop'
import type { Task } from 'ringloop'
import { attempt, cell, end, err, turns } from './shared'
import type { Deviations, Log } from './shared'

const KINDS: Record<string, () => Queue<number>> = {
  Queue: () => new Queue<number>(3),
  LifoQueue: () => new LifoQueue<number>(3),
  PriorityQueue: () => new PriorityQueue<number>(3)
}

const WAITS: Record<string, (queue: Queue<number>) => PromiseLike<unknown>> = {
  get: (queue) => queue.get(),
  put: (queue) => queue.put(4),
  join: (queue) => queue.join()
}

const CALLS: Record<string, (queue: Queue<number>) => unknown> = {
  getNowait: (queue) => queue.getNowait(),
  putNowait: (queue) => queue.putNowait(4),
  taskDone: (queue) => queue.taskDone(),
  qsize: (queue) => queue.qsize(),
  empty: (queue) => queue.empty(),
  full: (queue) => queue.full()
}

const STATES: Record<string, number[]> = { 'empty': [], 'partly full': [2], 'full': [2, 3, 1] }

// Who waits: a getter of an empty queue, a putter of a full one; for one that is partly full, who joins it.
const MOMENTS = ['before', 'during', 'after']

const outcome = (call: () => unknown): unknown => {
  try {
    const value = call()
    return ['gives', value === undefined ? null : value]
  } catch (error) {
    return ['raises', err(error)]
  }
}

const programFor = (make: () => Queue<number>, call: string, state: string, moment: string) => async (log: Log) => {
  const waits = async () => {
    if (state === 'empty') log(['got', await queue.get()])
    else if (state === 'full') {
      await queue.put(0)
      log('put')
    } else {
      await queue.join()
      log('joined')
    }
  }

  const performs = async (wait: (queue: Queue<number>) => PromiseLike<unknown>) => {
    log(await attempt(wait(queue)))
  }

  const queue = make()
  for (const item of STATES[state] as number[]) queue.putNowait(item)
  let waiter: Task<void> | undefined
  if (moment !== 'before') {
    waiter = createTask(waits())
    await turns()
  }
  if (moment === 'after') {
    waiter?.cancel()
    await turns(2)
  }
  let performer: Task<void> | undefined
  const wait = WAITS[call]
  const method = CALLS[call]
  if (wait) performer = createTask(performs(wait))
  else if (method) log(outcome(() => method(queue)))
  await turns(3)
  log([waiter ? end(waiter) : null, performer ? end(performer) : null, queue.qsize()])
  for (const task of [waiter, performer]) if (task) task.cancel()
  await turns(2)
  const left: number[] = []
  while (!queue.empty()) left.push(queue.getNowait())
  log(left)
}

export const programs: Record<string, (log: Log) => Promise<void>> = {}

for (const kind of Object.keys(KINDS)) {
  for (const call of Object.keys(WAITS).concat(Object.keys(CALLS))) {
    for (const state of Object.keys(STATES)) {
      for (const moment of MOMENTS) {
        cell(programs, call + ' of a ' + kind + ', ' + state + ', ' + moment, programFor(KINDS[kind] as () => Queue<number>, call, state, moment))
      }
    }
  }
}

export const deviations: Deviations = {}
