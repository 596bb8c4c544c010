// context.ts: context variables: one set of values per task and per callback.

import { Context, ContextVar, Token, copyContext, createTask, gather, runCoroutineThreadsafe, shield, sleep, wait, waitFor } from 'ringloop'
import type { Coroutine, Task } from 'ringloop'
import { test } from '../harness/cases'
import { boom, refused, turns } from '../parity/shared'

test('context: a task has a copy, taken when it was made', async (t) => {
  const variable = new ContextVar<string>('variable')
  async function child(): Promise<void> {
    t.log('child starts with ' + variable.get())
    variable.set('of the child')
    await turns()
    t.log('child has ' + variable.get())
  }
  variable.set('of the parent')
  const task = createTask(child())
  variable.set('changed')
  await task
  t.log('parent has ' + variable.get())
  t.trace(['child starts with of the parent', 'child has of the child', 'parent has changed'])
})

test('context: a coroutine awaited in place shares that of the one who awaits', async (t) => {
  const variable = new ContextVar<string>('variable')
  async function child(): Promise<void> {
    variable.set('of the child')
  }
  function* generator(): Coroutine<void> {
    variable.set(variable.get() + ' and the generator')
    yield
  }
  await child()
  await waitFor(generator(), null)
  t.is(variable.get(), 'of the child and the generator')
})

test('context: waitFor with null awaits in place, with a time in a copy', async (t) => {
  const variable = new ContextVar<string>('variable')
  async function child(): Promise<void> {
    variable.set('of the child')
  }
  variable.set('of the parent')
  await waitFor(child(), 50)
  t.is(variable.get(), 'of the parent')
  await waitFor(child(), null)
  t.is(variable.get(), 'of the child')
})

test('context: each child of gather, wait and shield has its own', async (t) => {
  const variable = new ContextVar<string>('variable', { default: 'default' })
  async function child(name: string): Promise<string> {
    const before = variable.get()
    variable.set(name)
    await turns()
    return before + ' ' + variable.get()
  }
  variable.set('parent')
  t.deepEqual(await gather([child('a'), child('b')]), ['parent a', 'parent b'])
  t.is(await shield(child('c')), 'parent c')
  await wait([child('d')])
  t.is(variable.get(), 'parent')
})

test('context: is kept over waits of every kind, whoever runs meanwhile', async (t) => {
  const variable = new ContextVar<string>('variable')
  async function child(name: string): Promise<void> {
    variable.set(name)
    const future = t.loop.createFuture()
    t.loop.callLater(1, () => { future.setResult(undefined) })
    await future
    await turns()
    await sleep(5)
    await gather([sleep(1)])
    t.is(variable.get(), name)
  }
  await gather([child('a'), child('b'), child('c')])
})

test('context: a callback runs in a copy, taken when it was scheduled', async (t) => {
  const variable = new ContextVar<string>('variable')
  const callback = (name: string) => {
    t.log(name + ': ' + variable.get())
    variable.set('set by ' + name)
  }
  variable.set('one')
  t.loop.callSoon(callback, 'soon')
  t.loop.callLater(10, callback, 'later')
  t.loop.callAt(10, callback, 'at')
  variable.set('two')
  t.loop.callSoon(callback, 'soon again')
  await sleep(20)
  t.is(variable.get(), 'two')
  t.trace(['soon: one', 'soon again: two', 'later: one', 'at: one'])
})

test('context: a done-callback has that of the one who added it', async (t) => {
  const variable = new ContextVar<string>('variable')
  const future = t.loop.createFuture()
  const callback = () => { t.log(variable.get()) }
  variable.set('when added')
  future.addDoneCallback(callback)
  variable.set('given')
  const given = copyContext()
  variable.set('when settled')
  future.addDoneCallback(callback, { context: given })
  future.setResult(undefined)
  variable.set('afterwards')
  future.addDoneCallback(callback)
  await turns()
  t.trace(['when added', 'given', 'afterwards'])
})

test('context: one that is given is used itself: what a callback sets, the next one finds', async (t) => {
  const variable = new ContextVar<string>('variable')
  variable.set('outside')
  const context = copyContext()
  const callback = (name: string) => {
    t.log(name + ': ' + variable.get())
    variable.set('set by ' + name)
  }
  t.loop.callSoon(callback, 'soon', { context })
  t.loop.callLater(10, callback, 'later', { context })
  await sleep(20)
  t.is(variable.get(), 'outside')
  t.is(context.get(variable), 'set by later')
  t.trace(['soon: outside', 'later: set by soon'])
})

test('context: a callback that fails leaves none behind, given or not', async (t) => {
  const variable = new ContextVar<string>('variable', { default: 'default' })
  const context = new Context()
  const fails = () => {
    variable.set('of the callback')
    throw boom('callback')
  }
  t.loop.callSoon(fails)
  t.loop.callSoon(fails, undefined, { context })
  t.loop.callSoon(() => { t.log(variable.get()) })
  t.loop.callLater(1, () => { t.log(variable.get()) })
  await sleep(5)
  t.is(variable.get(), 'default')
  t.is(context.get(variable), 'of the callback')
  t.is(context.run(() => variable.get()), 'of the callback') // it is not left entered
  t.is(t.reports().length, 2)
  t.trace(['default', 'default'])
})

test('context: a handler of then has that of the one who called then', async (t) => {
  const variable = new ContextVar<string>('variable')
  const future = t.loop.createFuture()
  variable.set('when called')
  const next = future.then(() => variable.get())
  variable.set('afterwards')
  future.setResult(undefined)
  t.is(await next, 'when called')
})

test('context: a task made in Context.run has a copy of that one', async (t) => {
  const variable = new ContextVar<string>('variable')
  variable.set('outside')
  const context = copyContext()
  async function child(): Promise<void> {
    t.log(variable.get())
    variable.set('of the child')
  }
  const task = context.run(() => {
    variable.set('inside')
    return createTask(child())
  })
  await task
  t.is(variable.get(), 'outside')
  t.is(context.get(variable), 'inside')
  t.trace(['inside'])
})

test('context: one made by runCoroutineThreadsafe has a copy of the caller\'s', async (t) => {
  const variable = new ContextVar<string>('variable')
  async function child(): Promise<string> {
    return variable.get()
  }
  variable.set('of the caller')
  const handed = runCoroutineThreadsafe(child(), t.loop)
  variable.set('changed')
  await turns(3)
  t.is(handed.result(), 'of the caller')
})

test('context: a callback of a ConcurrentFuture has the one of who handed it over, and changes nobody else\'s', async (t) => {
  const variable = new ContextVar<string>('variable')
  async function other(name: string): Promise<string> {
    variable.set(name)
    await turns(10)
    return variable.get()
  }
  variable.set('of the caller')
  const handed = runCoroutineThreadsafe(sleep(0), t.loop)
  handed.addDoneCallback(() => {
    t.log(variable.get('nothing'))
    variable.set('of the callback')
  })
  const others = ['a', 'b'].map((name) => createTask(other(name))) // one of them runs just before it
  t.deepEqual(await gather(others), ['a', 'b'])
  t.is(variable.get(), 'of the caller')
  t.trace(['of the caller'])
})

test.plain('context: outside of any loop there is one too', (t) => {
  const variable = new ContextVar<string>('variable')
  const token = variable.set('outside')
  async function child(): Promise<string> {
    const before = variable.get()
    variable.set('inside')
    return before
  }
  t.is(t.loop.runUntilComplete(child()), 'outside')
  t.is(variable.get(), 'outside')
  variable.reset(token)
})

test('context: a variable without a value gives the fallback, the default, or an error', async (t) => {
  const plain = new ContextVar<string>('plain')
  const withDefault = new ContextVar<string>('withDefault', { default: 'default' })
  t.is(plain.name, 'plain')
  t.throws(() => plain.get(), {
    name: 'RuntimeError',
    message: 'ContextVar.get: plain has no value in this context; set it or give a default'
  })
  t.is(plain.get('fallback'), 'fallback')
  t.is(withDefault.get(), 'default')
  t.is(withDefault.get('fallback'), 'fallback')
  plain.set('set')
  t.is(plain.get('fallback'), 'set')
  await turns()
})

test('context: a value of undefined, null, 0 or the empty text is a value', async (t) => {
  const variable = new ContextVar<unknown>('variable', { default: 'default' })
  for (const value of [undefined, null, 0, '', false]) {
    variable.set(value)
    t.is(variable.get('fallback'), value)
  }
  await turns()
})

test('context: reset takes back one set, whatever was set in between', async (t) => {
  const variable = new ContextVar<string>('variable', { default: 'default' })
  const outer = variable.set('outer')
  t.ok(outer instanceof Token)
  t.is(outer.variable, variable)
  const inner = variable.set('inner')
  variable.reset(inner)
  t.is(variable.get(), 'outer')
  variable.set('other')
  variable.reset(outer)
  t.is(variable.get(), 'default')
  await turns()
})

test('context: a token is used once, for its variable, in its context', async (t) => {
  const variable = new ContextVar<string>('variable')
  const other = new ContextVar<string>('other')
  const token = variable.set('set')
  t.throws(() => { other.reset(token) }, {
    name: 'RangeError',
    message: 'ContextVar.reset: the token is of variable; other was expected'
  })
  async function child(): Promise<void> {
    t.throws(() => { variable.reset(token) }, {
      name: 'RangeError',
      message: 'ContextVar.reset: the token of variable is of another context; reset it where it was set'
    })
  }
  await createTask(child())
  t.is(variable.get(), 'set')
  variable.reset(token)
  t.throws(() => { variable.reset(token) }, {
    name: 'RuntimeError',
    message: 'ContextVar.reset: this token was used before; each set gives one reset'
  })
})

test('context: a token of one callback is another context\'s in the next callback', async (t) => {
  const variable = new ContextVar<string>('variable')
  let token: Token<string> | undefined
  t.loop.callSoon(() => {
    token = variable.set('set')
    t.loop.callSoon(() => {
      t.throws(() => { variable.reset(token as Token<string>) }, { name: 'RangeError', message: /is of another context/ })
      t.is(variable.get(), 'set')
    })
  })
  t.loop.callSoon(() => {
    const own = variable.set('own')
    variable.reset(own)
    t.is(variable.get('unset'), 'unset')
  })
  await turns(3)
})

test('context: many variables are told apart, also of one name', async (t) => {
  const variables: ContextVar<number>[] = []
  for (let i = 0; i < 20; i++) variables.push(new ContextVar<number>('same', { default: -1 }))
  const tokens = variables.map((variable, i) => variable.set(i))
  t.deepEqual(variables.map((variable) => variable.get()), variables.map((_, i) => i))
  for (let i = 0; i < 20; i = i + 2) variables[i]?.reset(tokens[i] as Token<number>)
  t.deepEqual(variables.map((variable) => variable.get()), variables.map((_, i) => (i % 2 === 0 ? -1 : i)))
  t.is(copyContext().keys().filter((variable) => variables.indexOf(variable as never) >= 0).length, 10)
  await turns()
})

test('context: Context.run gives the result, and keeps what was set', async (t) => {
  const variable = new ContextVar<string>('variable')
  variable.set('outside')
  const context = copyContext()
  const inside = (text: string) => {
    const before = variable.get()
    variable.set(text)
    return before
  }
  t.is(context.run(inside, 'first'), 'outside')
  t.is(context.run(inside, 'second'), 'first')
  t.is(variable.get(), 'outside')
  t.is(context.get(variable), 'second')
  t.is(context.has(variable), true)
  await turns()
})

test('context: Context.run hands errors on, and can be run again', async (t) => {
  const variable = new ContextVar<string>('variable')
  variable.set('outside')
  const context = copyContext()
  t.throws(() => context.run(() => {
    variable.set('inside')
    throw boom('x')
  }), { name: 'Boom' })
  t.is(variable.get(), 'outside')
  t.is(context.run(() => variable.get()), 'inside')
  await turns()
})

test('context: Context.run in itself is refused, in a copy it is not', async (t) => {
  const context = copyContext()
  const nothing = () => 'ran'
  t.is(context.run(() => refused(() => context.run(nothing))), 'RuntimeError')
  t.throws(() => context.run(() => context.run(nothing)), {
    name: 'RuntimeError',
    message: 'Context.run: this context runs already; run a copy of it'
  })
  t.is(context.run(() => context.copy().run(nothing)), 'ran')
  t.is(context.run(() => copyContext().run(nothing)), 'ran')
  t.is(context.run(nothing), 'ran')
  await turns()
})

test('context: a callback scheduled for the context that runs just then finds it left', async (t) => {
  const context = new Context()
  t.loop.callSoon(() => {
    t.loop.callSoon(() => { t.log('runs') }, undefined, { context })
  }, undefined, { context })
  await turns(2)
  t.trace(['runs']) // the context was left by then
})

test('context: keys, values and items list what is set, a new Context nothing', async (t) => {
  const one = new ContextVar<number>('one')
  const two = new ContextVar<string>('two')
  const context = new Context()
  t.deepEqual([context.keys().length, context.values().length, context.items().length], [0, 0, 0])
  context.run(() => {
    one.set(1)
    two.set('2')
    one.set(11)
  })
  t.is(context.keys().length, 2)
  t.ok(context.keys().indexOf(one) >= 0 && context.keys().indexOf(two) >= 0)
  t.deepEqual(context.values().map(String).sort(), ['11', '2'])
  t.deepEqual(context.items().map(([variable, value]) => variable.name + '=' + String(value)).sort(), ['one=11', 'two=2'])
  t.is(new Context().get(one, 7), 7)
  t.is(new Context().get(one), undefined)
  await turns()
})

test('context: a copy and its original go separate ways', async (t) => {
  const variable = new ContextVar<string>('variable')
  const original = new Context()
  original.run(() => variable.set('original'))
  const copy = original.copy()
  copy.run(() => variable.set('copy'))
  t.is(original.get(variable), 'original')
  t.is(copy.get(variable), 'copy')
  await turns()
})

test('context: a Context is asked for a variable, not for its name', async (t) => {
  const variable = new ContextVar<string>('variable')
  const context = new Context()
  for (const wrong of ['variable', 1, null, undefined] as never[]) {
    t.throws(() => context.get(wrong), { name: 'TypeError', message: /^Context.get: a ContextVar was expected, got / })
    t.throws(() => context.has(wrong), { name: 'TypeError', message: /^Context.has: a ContextVar was expected, got / })
  }
  t.is(context.get(variable), undefined)
  await turns()
})

test('context: run in another one, the first is back afterwards, and neither sees the other', async (t) => {
  const variable = new ContextVar<string>('variable')
  const first = new Context()
  const second = new Context()
  const copy = first.run(() => {
    t.is(variable.get('none'), 'none')
    variable.set('first')
    t.is(second.run(() => variable.get('none')), 'none')
    t.is(variable.get(), 'first')
    return copyContext()
  })
  t.deepEqual(copy.items(), first.items())
  t.is(copy.get(variable), 'first')
  t.is(second.has(variable), false)
  await turns()
})

test('context: a default is not in a Context; a value that was set is, until it is reset', async (t) => {
  const variable = new ContextVar<number>('variable', { default: 42 })
  const context = new Context()
  context.run(() => {
    t.is(variable.get(), 42)
    t.is(context.has(variable), false)
    t.is(context.get(variable), undefined)
    t.is(context.get(variable, 7), 7)
    t.deepEqual(context.keys(), [])
    const token = variable.set(1)
    t.is(context.get(variable), 1)
    t.deepEqual(context.keys(), [variable])
    t.deepEqual(context.values(), [1])
    variable.reset(token)
    t.deepEqual(context.keys(), [])
    t.is(context.get(variable, 7), 7)
  })
  await turns()
})

test('context: a token of another context is refused, outside of any task too', async (t) => {
  const variable = new ContextVar<number>('variable', { default: 42 })
  const token = new Context().run(() => variable.set(1))
  t.throws(() => { variable.reset(token) }, { name: 'RangeError', message: /is of another context/ })
  await turns()
})

test('context: a copy has the very values, not copies of them', async (t) => {
  const variable = new ContextVar<number[]>('variable')
  variable.set([])
  copyContext().run(() => { variable.get().push(1) })
  t.deepEqual(variable.get(), [1])
  copyContext().run(() => {
    variable.set([])
    variable.get().push(2)
  })
  t.deepEqual(variable.get(), [1])
  await turns()
})

test('context: a copy made within stays as it is when the first goes on, and the other way round', async (t) => {
  const variable = new ContextVar<number>('variable', { default: 42 })
  const first = new Context()
  first.run(() => {
    variable.set(10)
    const second = first.copy()
    variable.set(20)
    t.is(second.get(variable), 10)
    second.run(() => {
      t.is(variable.get(), 10)
      variable.set(30)
      t.is(variable.get(), 30)
    })
    t.is(first.get(variable), 20)
    t.is(variable.get(), 20)
    t.is(second.get(variable), 30)
  })
  await turns()
})

test('context: a hundred tasks set one variable again and again, and each finds its own', async (t) => {
  const variable = new ContextVar<number>('variable', { default: -1 })
  async function child(number: number): Promise<void> {
    for (let i = 0; i < 10; i++) {
      variable.set(number + i)
      await sleep(1 + ((number * 7 + i * 13) % 50))
      t.is(variable.get(), number + i)
    }
  }
  const tasks: Task<void>[] = []
  for (let i = 0; i < 100; i++) tasks.push(createTask(child(i)))
  await gather(tasks)
  t.is(variable.get(), -1)
}, { ready: 256, timers: 128 })

test('context: what a done-callback sets stays there, though its future is awaited', async (t) => {
  const variable = new ContextVar<string>('variable', { default: 'default' })
  for (let i = 0; i < 2; i++) {
    const future = t.loop.createFuture<undefined>()
    future.addDoneCallback(() => { variable.set('of the callback') })
    variable.set('round ' + i)
    t.loop.callSoon((value: undefined) => { future.setResult(value) })
    await future
    t.is(variable.get(), 'round ' + i)
    await sleep(1)
    t.is(variable.get(), 'round ' + i)
  }
})
