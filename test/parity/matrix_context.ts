// matrix_context.ts: each call on context variables and contexts x whether the variable is set x where: before a task is made,
// within it, after it has ended, in a callback, in Context.run.
//
// The twin is matrix_context.py. The programs are made, one for each cell: `programs` has them by name.

import { Context, ContextVar, copyContext, createTask, getRunningLoop } from 'ringloop'
import { cell, err } from './shared'
import type { Deviations, Log } from './shared'

type Variable = ContextVar<string>

const setAndGet = (variable: Variable): string => {
  variable.set('performed')
  return variable.get()
}

const CALLS: Record<string, (variable: Variable) => unknown> = {
  'get': (variable) => variable.get(),
  'get with a fallback': (variable) => variable.get('fallback'),
  'set': setAndGet,
  'set and reset': (variable) => {
    variable.reset(variable.set('performed'))
    return variable.get('none')
  },
  'reset twice': (variable) => {
    const token = variable.set('performed')
    variable.reset(token)
    variable.reset(token)
  },
  'reset elsewhere': (variable) => {
    variable.reset(copyContext().run(() => variable.set('elsewhere')))
  },
  'copyContext': (variable) => copyContext().get(variable, null),
  'copyContext and has': (variable) => copyContext().has(variable),
  'copyContext and keys': (variable) => copyContext().keys().filter((key) => key === variable).map((key) => key.name),
  'Context.run': (variable) => {
    const copy = copyContext()
    return [copy.run(setAndGet, variable), variable.get('none'), copy.get(variable, 'none')]
  },
  'Context.run of a new one': (variable) => new Context().run(() => variable.get('none')),
  'Context.copy': (variable) => {
    const copy = copyContext()
    const second = copy.copy()
    second.run(() => variable.set('second'))
    return [copy.get(variable, 'none'), second.get(variable, 'none')]
  }
}

const STATES = ['unset', 'of a default', 'set']
const MOMENTS = ['before', 'during', 'during, set there', 'after', 'in a callback', 'in Context.run']

const programFor = (call: (variable: Variable) => unknown, state: string, moment: string) => async (log: Log) => {
  const perform = () => {
    try {
      log(['gives', call(variable)])
    } catch (error) {
      log(['raises', err(error)])
    }
  }

  const child = async () => {
    if (moment === 'during') perform()
    variable.set('of the child')
    if (moment === 'during, set there') perform()
  }

  const variable = new ContextVar<string>('variable', { default: state === 'of a default' ? 'default' : undefined })
  if (state === 'set') variable.set('set')
  if (moment === 'before') perform()
  if (moment === 'in a callback') getRunningLoop().callSoon(perform)
  if (moment === 'in Context.run') copyContext().run(perform)
  await createTask(child())
  if (moment === 'after') perform()
  log(variable.get('none'))
}

export const programs: Record<string, (log: Log) => Promise<void>> = {}

for (const call of Object.keys(CALLS)) {
  for (const state of STATES) {
    for (const moment of MOMENTS) {
      cell(programs, call + ' of a variable, ' + state + ', ' + moment, programFor(CALLS[call] as (variable: Variable) => unknown, state, moment))
    }
  }
}

export const deviations: Deviations = {}
