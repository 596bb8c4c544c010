// matrix_callbacks.ts: each way to put a callback into a turn x what becomes of it x from where: a task, a callback, a timer.
//
// The twin is matrix_callbacks.py. The programs are made, one for each cell: `programs` has them by name.

import { Context, ContextVar, getRunningLoop, sleep } from 'ringloop'
import type { Loop } from 'ringloop'
import { boom, cell, err, stopwatch, timers } from './shared'
import type { Deviations, Log } from './shared'

type Callback = (argument: string) => void
type Schedule = (loop: Loop, fn: Callback, context: Context | undefined) => number

const FUNCTIONS: Record<string, Schedule> = {
  'callSoon': (loop, fn, context) => loop.callSoon(fn, 'it', { context }),
  'callSoonThreadsafe': (loop, fn, context) => loop.callSoonThreadsafe(fn, 'it', { context }),
  'callLater of no time': (loop, fn, context) => loop.callLater(0, fn, 'it', { context }),
  'callLater': (loop, fn, context) => loop.callLater(10, fn, 'it', { context }),
  'callAt of now': (loop, fn, context) => loop.callAt(loop.time(), fn, 'it', { context }),
  'callAt': (loop, fn, context) => loop.callAt(loop.time() + 10, fn, 'it', { context })
}

const STATES = ['runs', 'fails', 'schedules', 'is taken back', 'is taken back in its turn', 'is taken back afterwards', 'has a context']
const MOMENTS = ['before', 'during', 'after']

const programFor = (put: Schedule, state: string, moment: string) => async (log: Log) => {
  const variable = new ContextVar<string>('variable', { default: 'default' })
  const loop = getRunningLoop()
  const elapsed = stopwatch()
  const ids: number[] = []
  const given = state === 'has a context' ? new Context() : undefined

  const callback = (argument: string) => {
    log([argument, elapsed(), variable.get()])
    variable.set('of the callback')
    if (state === 'fails') throw boom('callback')
    if (state === 'schedules') put(loop, log, undefined)
  }

  const takeBack = () => {
    loop.cancelCallback(ids[0] as number)
    log('taken back')
  }

  const schedule = () => {
    variable.set('of the one who schedules')
    loop.callSoon(log, 'soon before')
    // never three equal deadlines: CPython's heap does not keep their order (D6)
    if (state !== 'is taken back in its turn') {
      loop.callLater(9, log, 'timer before')
      loop.callLater(11, log, 'timer behind')
    } else put(loop, takeBack, undefined)
    ids.push(put(loop, callback, given))
    variable.set('changed')
    loop.callSoon(log, 'soon behind')
    if (state === 'is taken back') takeBack()
    log(timers())
  }

  loop.setExceptionHandler((_, context) => {
    log(['reported', err(context.exception)])
  })
  if (moment === 'before') schedule()
  else if (moment === 'during') loop.callSoon(schedule)
  else loop.callLater(5, schedule)
  await sleep(50)
  if (state === 'is taken back afterwards') takeBack()
  log([timers(), variable.get(), given ? given.get(variable, null) : null])
}

export const programs: Record<string, (log: Log) => Promise<void>> = {}

for (const name of Object.keys(FUNCTIONS)) {
  for (const state of STATES) {
    for (const moment of MOMENTS) cell(programs, name + ', it ' + state + ', ' + moment, programFor(FUNCTIONS[name] as Schedule, state, moment))
  }
}

export const deviations: Deviations = {}
