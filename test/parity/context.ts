// context.ts: context variables in tasks and callbacks. The twin is context.py.

import { Context, ContextVar, ValueError, copyContext, createTask, gather, getRunningLoop, sleep, waitFor } from 'ringloop'
import { refused, turns } from './shared'
import type { Log } from './shared'

export const context_task_has_a_copy = async (log: Log) => {
  const variable = new ContextVar('variable', { default: 'none' })

  const child = async () => {
    log(['child starts with', variable.get()])
    variable.set('of the child')
    await turns()
    log(['child has', variable.get()])
  }

  variable.set('of the parent')
  const task = createTask(child())
  variable.set('changed after the call')
  await task
  log(['parent has', variable.get()])
}

// Awaited in place, a coroutine shares the context of the one who awaits.
export const context_coroutine_shares = async (log: Log) => {
  const variable = new ContextVar<string>('variable')

  const child = async () => {
    variable.set('set by the child')
  }

  variable.set('set by the parent')
  await child()
  log(variable.get())
}

// Fact 28: so with waitFor without a time; with one, the child is a task with a copy.
export const context_of_wait_for = async (log: Log) => {
  const variable = new ContextVar<string>('variable')

  const child = async () => {
    variable.set('set by the child')
  }

  variable.set('set by the parent')
  await waitFor(child(), 50)
  log(variable.get())
  await waitFor(child(), null)
  log(variable.get())
}

export const context_of_gather = async (log: Log) => {
  const variable = new ContextVar<string>('variable')

  const child = async (name: string) => {
    const before = variable.get()
    variable.set(name)
    await turns()
    return [before, variable.get()]
  }

  variable.set('parent')
  log(await gather([child('a'), child('b')]))
  log(variable.get())
}

// Kept over waits of all kinds, and not shared with tasks that run in between.
export const context_kept_over_waits = async (log: Log) => {
  const variable = new ContextVar<string>('variable')

  const child = async (name: string) => {
    variable.set(name)
    await turns()
    await sleep(10)
    log([name, variable.get()])
  }

  await gather([child('a'), child('b')])
}

// A callback runs in a copy that was taken when it was scheduled.
export const context_of_callback = async (log: Log) => {
  const loop = getRunningLoop()
  const variable = new ContextVar<string>('variable')

  const callback = (name: string) => {
    log([name, variable.get()])
    variable.set('set by ' + name)
  }

  variable.set('first')
  loop.callSoon(callback, 'call_soon')
  loop.callLater(10, callback, 'call_later')
  variable.set('second')
  loop.callSoon(callback, 'another call_soon')
  await sleep(20)
  log(variable.get())
}

// A context given by hand is used itself: what one callback sets, the next one finds.
export const context_given_to_callbacks = async (log: Log) => {
  const loop = getRunningLoop()
  const variable = new ContextVar<string>('variable')
  variable.set('outside')
  const context = copyContext()
  variable.set('changed outside')

  const callback = (name: string) => {
    log([name, variable.get()])
    variable.set('set by ' + name)
  }

  loop.callSoon(callback, 'call_soon', { context })
  loop.callLater(10, callback, 'call_later', { context })
  await sleep(20)
  log([variable.get(), context.get(variable)])
}

// A done-callback has the context of the one who added it, not of the one who settles the future.
export const context_of_done_callback = async (log: Log) => {
  const variable = new ContextVar<string>('variable')
  const future = getRunningLoop().createFuture()

  const callback = () => {
    log(variable.get())
  }

  variable.set('when added')
  future.addDoneCallback(callback)
  variable.set('given')
  const given = copyContext()
  variable.set('when settled')
  future.addDoneCallback(callback, { context: given })
  future.setResult(null)
  variable.set('afterwards')
  future.addDoneCallback(callback)
  await turns()
}

export const context_default = async (log: Log) => {
  const withDefault = new ContextVar('with_default', { default: 'its default' })
  const without = new ContextVar<string>('without')
  log([withDefault.get(), withDefault.get('fallback'), without.get('fallback')])
  try {
    without.get()
  } catch {
    log('refused')
  }
  without.set('set')
  log([without.get(), without.get('fallback')])
}

export const context_reset = async (log: Log) => {
  const variable = new ContextVar('variable', { default: 'default' })
  const outer = variable.set('outer')
  const inner = variable.set('inner')
  log(variable.get())
  variable.reset(inner)
  log(variable.get())
  variable.reset(outer)
  log(variable.get())
  log(refused(() => variable.reset(outer)))
}

export const context_reset_refused = async (log: Log) => {
  const variable = new ContextVar<string>('variable')
  const other = new ContextVar<string>('other')
  const token = variable.set('set')
  log(refused(() => other.reset(token)))

  const child = async () => {
    log(refused(() => variable.reset(token)))
  }

  await createTask(child())
  log(variable.get())
}

export const context_run = async (log: Log) => {
  const variable = new ContextVar<string>('variable')

  const inside = (text: string) => {
    const before = variable.get()
    variable.set(text)
    return before
  }

  variable.set('outside')
  const context = copyContext()
  log([context.run(inside, 'first'), context.run(inside, 'second'), variable.get()])
  log([context.get(variable), context.has(variable), new Context().get(variable, 'not there')])
  const copy = context.copy()
  copy.run(inside, 'in the copy')
  log([copy.get(variable), context.get(variable)])
}

export const context_run_again_inside = async (log: Log) => {
  const context = copyContext()
  const nothing = () => undefined
  const inside = () => refused(() => context.run(nothing))
  log(context.run(inside))
  log(refused(() => context.run(nothing)))
}

export const context_run_raises = async (log: Log) => {
  const variable = new ContextVar<string>('variable')
  variable.set('outside')
  const context = copyContext()

  const inside = () => {
    variable.set('inside')
    throw new ValueError()
  }

  log(refused(() => context.run(inside)))
  log([variable.get(), context.get(variable), refused(() => context.run(() => variable.get()))])
}

// A task made inside Context.run has a copy of that context.
export const context_task_made_in_run = async (log: Log) => {
  const variable = new ContextVar<string>('variable')
  variable.set('outside')
  const context = copyContext()

  const child = async () => {
    log(variable.get())
    variable.set('set by the child')
  }

  const inside = () => {
    variable.set('inside')
    return createTask(child())
  }

  const task = context.run(inside)
  await task
  log([variable.get(), context.get(variable)])
}

export const context_keeps_unset_variables_apart = async (log: Log) => {
  const first = new ContextVar<unknown>('same name', { default: 1 })
  const second = new ContextVar<unknown>('same name', { default: 2 })
  first.set('first')
  log([first.get(), second.get()])
  const context = copyContext()
  log([context.has(first), context.has(second)])
}
