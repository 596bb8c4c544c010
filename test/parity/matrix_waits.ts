// matrix_waits.ts: whatever waits x what it is given x how that ends x when: before the wait, during it, after it was given up.
//
// The twin is matrix_waits.py. The programs are made, one for each cell: `programs` has them by name.

import {
  FIRST_COMPLETED, FIRST_EXCEPTION, asCompleted, createTask, currentTask, ensureFuture, gather, getRunningLoop, shield, sleep, wait, waitFor
} from 'ringloop'
import type { Future, Task, WaitResult } from 'ringloop'
import { TurnCounter, boom, cell, end, err, shown, timers, turns } from './shared'
import type { Deviations, Log } from './shared'

type Wait = (it: PromiseLike<unknown>) => PromiseLike<unknown>

const LONG = 1000_000

const plainly = async (it: PromiseLike<unknown>): Promise<unknown> => await it

const FUNCTIONS: Record<string, Wait> = {
  'await': plainly,
  'ensureFuture': (it) => ensureFuture(it),
  'gather': (it) => gather([it]),
  'gather with returnExceptions': (it) => gather([it], { returnExceptions: true }),
  'gather beside another': (it) => gather([it, sleep(0, 'other')]),
  'shield': (it) => shield(it),
  'wait': (it) => wait([it]),
  'wait for FIRST_COMPLETED': (it) => wait([it], { returnWhen: FIRST_COMPLETED }),
  'wait for FIRST_EXCEPTION': (it) => wait([it], { returnWhen: FIRST_EXCEPTION }),
  'wait with a time-out': (it) => wait([it], { timeout: LONG }),
  'waitFor without a time': (it) => waitFor(it, null),
  'waitFor': (it) => waitFor(it, LONG),
  'waitFor of no time': (it) => waitFor(it, 0),
  'asCompleted': (it) => asCompleted([it]).next().value as PromiseLike<unknown>,
  'asCompleted with a time-out': (it) => asCompleted([it], { timeout: LONG }).next().value as PromiseLike<unknown>
}

const KINDS = ['future', 'task', 'coroutine']
const ENDS = ['result', 'error', 'cancelled']
const MOMENTS = ['before', 'during', 'after']

/** What is waited for: it ends when it is told to. */
class Child {
  it: PromiseLike<unknown>
  task: Task<unknown> | null = null
  private readonly gate: Future<string>
  private readonly ends: string

  constructor(kind: string, ends: string) {
    this.ends = ends
    this.gate = getRunningLoop().createFuture()
    this.it = this.gate
    if (kind !== 'future') this.it = this.body()
    if (kind === 'task') this.it = createTask(this.it)
  }

  private async body(): Promise<string> {
    this.task = currentTask()
    return await this.gate
  }

  end(): void {
    if (this.gate.done()) return
    if (this.ends === 'result') this.gate.setResult('child')
    else if (this.ends === 'error') this.gate.setException(boom('child'))
    else this.gate.cancel('child')
  }

  /** How it stands. The gate is looked at in any case: of a task that never started nobody else does. */
  ended(body: Task<unknown>): string {
    const gate = end(this.gate)
    if (this.it === this.gate) return gate
    if (this.task === null) return 'not started'
    return this.task === body ? 'in place' : end(this.task)
  }
}

/** What the wait gave, as a trace shows it. */
const told = (value: unknown): unknown => {
  if (value instanceof Error) return err(value)
  if (value instanceof Array) return value.map(told)
  const result = value as WaitResult<Future<unknown>> | string | undefined
  if (typeof result === 'object') return [result.done.map(end), result.pending.map(end)]
  return shown(value)
}

const programFor = (how: Wait, kind: string, ends: string, moment: string) => async (log: Log) => {
  const body = async () => {
    const start = counter.count
    try {
      log(['gives', told(await how(child.it)), counter.count - start])
    } catch (error) {
      log(['raises', err(error), counter.count - start])
      throw error
    }
  }

  const counter = new TurnCounter()
  const child = new Child(kind, ends)
  await turns(2)
  if (moment === 'before') {
    child.end()
    await turns(3)
  }
  const task = createTask(body())
  await turns(3)
  log([end(task), child.ended(task), timers()])
  if (moment === 'during') child.end()
  else if (moment === 'after') {
    log(['cancel', task.cancel('outer')])
    await turns(5)
    log([end(task), child.ended(task)])
    child.end()
  }
  await turns(6)
  log([end(task), child.ended(task), timers()])
  counter.stop()
}

export const programs: Record<string, (log: Log) => Promise<void>> = {}

for (const name of Object.keys(FUNCTIONS)) {
  const how = FUNCTIONS[name] as Wait
  for (const kind of KINDS) {
    for (const ends of ENDS) {
      for (const moment of MOMENTS) {
        if (kind === 'coroutine' && moment === 'before') continue
        cell(programs, name + ' of a ' + kind + ', ' + ends + ', ' + moment, programFor(how, kind, ends, moment))
      }
    }
  }
}

export const deviations: Deviations = {}
