// matrix_cancels.ts: a task is cancelled x what it waits for x how that answers x when: before its first step, while it waits,
// twice, as the wait ends, afterwards.
//
// The twin is matrix_cancels.py. The programs are made, one for each cell: `programs` has them by name.

import {
  CancelledError, Queue, asCompleted, createTask, currentTask, gather, getRunningLoop, shield, sleep, wait, waitFor
} from 'ringloop'
import type { Future, Task } from 'ringloop'
import { TurnCounter, attempt, boom, cell, end, err, shown, timers, turns } from './shared'
import type { Deviations, Log } from './shared'

const LONG = 1000_000

type Wait = (it: PromiseLike<unknown>) => PromiseLike<unknown>

const plainly = async (it: PromiseLike<unknown>): Promise<unknown> => await it

const firstOf = async (it: PromiseLike<unknown>): Promise<unknown> => {
  const { done, pending } = await wait([it])
  return [done.map(end), pending.map(end)]
}

const firstInTime = async (it: PromiseLike<unknown>): Promise<unknown> => {
  const { done, pending } = await wait([it], { timeout: LONG })
  return [done.map(end), pending.map(end)]
}

// What a task waits for that has a child, which may answer in its own way.
const OF_A_CHILD: Record<string, Wait> = {
  'coroutine': plainly,
  'task': (it) => createTask(it),
  'gather': (it) => gather([it]),
  'gather with returnExceptions': (it) => gather([it], { returnExceptions: true }),
  'gather in gather': (it) => gather([gather([it])]),
  'shield': (it) => shield(it),
  'wait': firstOf,
  'wait with a time-out': firstInTime,
  'waitFor without a time': (it) => waitFor(it, null),
  'waitFor': (it) => waitFor(it, LONG),
  'asCompleted': (it) => asCompleted([it]).next().value as PromiseLike<unknown>,
  'asCompleted with a time-out': (it) => asCompleted([it], { timeout: LONG }).next().value as PromiseLike<unknown>
}

// And what has none.
const ALONE = ['future', 'sleep', 'one turn', 'Queue.get', 'Queue.put', 'Queue.join']

const ANSWERS = ['obeys', 'obeys after a while', 'swallows', 'fails']
const MOMENTS = ['before', 'during', 'during, twice', 'during, again', 'as the gate opens', 'as the child ends', 'after']

/** What is waited for, and how to end it. */
interface Waited {
  start(): PromiseLike<unknown>
  open(): void
  ended(body: Task<unknown>): unknown
}

class Alone implements Waited {
  private readonly name: string
  private readonly queue = new Queue<string>(1)
  private readonly future: Future<string> = getRunningLoop().createFuture()

  constructor(name: string) {
    this.name = name
    if (name === 'Queue.put' || name === 'Queue.join') this.queue.putNowait('first')
  }

  start(): PromiseLike<unknown> {
    const ways: Record<string, () => PromiseLike<unknown>> = {
      'future': () => this.future,
      'sleep': () => sleep(LONG, 'slept'),
      'one turn': () => sleep(0, 'a turn'),
      'Queue.get': () => this.queue.get(),
      'Queue.put': () => this.queue.put('second'),
      'Queue.join': () => this.queue.join()
    }
    return (ways[this.name] as () => PromiseLike<unknown>)()
  }

  open(): void {
    if (this.name === 'future' && !this.future.done()) this.future.setResult('future')
    else if (this.name === 'Queue.get') this.queue.putNowait('item')
    else if (this.name === 'Queue.put') this.queue.getNowait()
    else if (this.name === 'Queue.join') this.queue.taskDone()
  }

  ended(): unknown {
    return [end(this.future), this.queue.qsize()]
  }
}

/** A child that waits at a gate, and answers a cancellation in its own way. */
class Child implements Waited {
  private task: Task<unknown> | null = null
  private readonly gate: Future<string> = getRunningLoop().createFuture()
  private readonly how: Wait
  private readonly answer: string
  private readonly log: Log

  constructor(how: Wait, answer: string, log: Log) {
    this.how = how
    this.answer = answer
    this.log = log
  }

  start(): PromiseLike<unknown> {
    return this.how(this.body())
  }

  private async body(): Promise<string> {
    this.task = currentTask()
    try {
      return await this.gate
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error
      this.log(['child', err(error)])
      if (this.answer === 'swallows') return 'swallowed'
      if (this.answer === 'fails') throw boom('child')
      if (this.answer !== 'obeys') this.log(['child', await attempt(turns(3))])
      throw error
    }
  }

  open(): void {
    if (!this.gate.done()) this.gate.setResult('child')
  }

  ended(body: Task<unknown>): unknown {
    if (this.task === null) return 'not started'
    return this.task === body ? 'in place' : end(this.task)
  }
}

const programFor = (make: (log: Log) => Waited, moment: string) => async (log: Log) => {
  const body = async () => {
    const start = counter.count
    try {
      log(['gives', shown(await it.start()), counter.count - start])
    } catch (error) {
      log(['raises', err(error), counter.count - start])
      throw error
    }
  }

  const cancel = (message: string) => {
    log(['cancel', task.cancel(message), end(task), it.ended(task)])
  }

  const it = make(log)
  const late = moment.indexOf('as') === 0 || moment === 'after'
  const counter = new TurnCounter()
  await turns()
  const task = createTask(body())
  if (moment === 'before') {
    cancel('outer')
    await turns(3)
  } else {
    await turns(3)
    if (moment.indexOf('during') === 0) cancel('outer')
    if (moment === 'during, twice') cancel('second')
    if (moment === 'during, again') {
      await turns()
      cancel('second')
    }
    if (late) it.open()
    if (moment === 'as the child ends') await turns()
    if (moment === 'after') await turns(6)
    if (late) cancel('outer')
  }
  await turns(10)
  log([end(task), it.ended(task), timers()])
  if (!late) {
    it.open()
    await turns(4)
    log([end(task), it.ended(task), timers()])
  }
  counter.stop()
}

export const programs: Record<string, (log: Log) => Promise<void>> = {}

for (const name of Object.keys(OF_A_CHILD)) {
  const how = OF_A_CHILD[name] as Wait
  for (const answer of ANSWERS) {
    for (const moment of MOMENTS) {
      cell(programs, 'cancel of ' + name + ', ' + answer + ', ' + moment, programFor((log) => new Child(how, answer, log), moment))
    }
  }
}
for (const name of ALONE) {
  for (const moment of MOMENTS) {
    if (moment !== 'before' && (name === 'one turn' || (name === 'sleep' && moment.indexOf('during') !== 0))) continue
    cell(programs, 'cancel of ' + name + ', obeys, ' + moment, programFor(() => new Alone(name), moment))
  }
}

export const deviations: Deviations = {}

for (const answer of ANSWERS) {
  for (const moment of ['as the gate opens', 'as the child ends']) {
    const ended = moment === 'as the child ends'
    deviations['cancel of waitFor, ' + answer + ', ' + moment] = {
      id: 'D1',
      why: 'the reference returns the child\'s result, and the cancellation is lost',
      trace: [
        ['cancel', true, 'pending', ended ? 'returned child' : 'pending'],
        ['raises', 'CancelledError(outer)', ended ? 4 : 3],
        ['cancelled', 'returned child', 0]
      ]
    }
  }
}
