// asyncGenerator.ts: async generators and `for await`: what the language says of them, and cancelling.

/* eslint-disable @typescript-eslint/await-thenable -- what for await does with things that are no async iterables is asked here */

import { Queue, asCompleted, createTask, gather, isCoroutine, sleep, waitFor } from 'ringloop'
import { test } from '../harness/cases'
import { nameOf } from '../harness/format'
import type { T } from '../harness/cases'
import { attempt, boom, err, turns } from '../parity/shared'

type Log = Pick<T, 'log'>

async function* numbers(t: Log, count: number): AsyncGenerator<number, string, unknown> {
  try {
    for (let i = 0; i < count; i++) {
      await sleep(10)
      yield i
    }
    return 'end'
  } finally {
    t.log('closed')
  }
}

/** What a `yield` gives is logged. */
async function* echo(t: Log): AsyncGenerator<string, string, string> {
  let got = 'nothing'
  for (let i = 0; ; i++) {
    try {
      got = yield 'asked ' + i + ' after ' + got
      await sleep(1)
      if (got === 'stop') return 'stopped'
    } catch (error) {
      got = err(error)
    }
    t.log('got ' + got)
  }
}

test('async generator: for await gives its values, and runs it between them', async (t) => {
  for await (const n of numbers(t, 3)) t.log(n + ' at ' + t.loop.time())
  t.trace(['0 at 10', '1 at 20', '2 at 30', 'closed'])
})

test('async generator: nothing runs before the first next() is awaited', async (t) => {
  async function* body(): AsyncGenerator<number> {
    t.log('runs')
    yield 1
  }
  const values = body()
  const first = values.next()
  await turns(2)
  t.trace([])
  t.deepEqual(await first, { done: false, value: 1 })
  t.trace(['runs'])
})

test('async generator: break closes it, and waits for its finally block', async (t) => {
  async function* body(): AsyncGenerator<number> {
    try {
      for (let i = 0; ; i++) yield i
    } finally {
      await sleep(5)
      t.log('closed at ' + t.loop.time())
    }
  }
  for await (const n of body()) {
    t.log(n)
    if (n === 1) break
  }
  t.log('after')
  t.trace(['0', '1', 'closed at 5', 'after'])
})

test('async generator: an error and a return in the loop close it', async (t) => {
  async function leaves(kind: string): Promise<string> {
    for await (const n of numbers(t, 3)) {
      if (kind === 'return') return 'left with ' + n
      throw boom('in the loop')
    }
    return 'not reached'
  }
  t.log(await attempt(leaves('return')))
  t.log(await attempt(leaves('throw')))
  t.trace(['closed', 'returned left with 0', 'closed', 'raised Boom(in the loop)'])
})

test('async generator: an error of its own ends the loop, and it', async (t) => {
  async function* body(): AsyncGenerator<number> {
    yield 1
    await sleep(1)
    throw boom('own')
  }
  const values = body()
  async function loop(): Promise<void> {
    for await (const n of values) t.log(n)
  }
  t.log(await attempt(loop()))
  t.deepEqual(await values.next(), { done: true, value: undefined })
  t.trace(['1', 'raised Boom(own)'])
})

test('async generator: next() sends a value in, and its result is what return gave', async (t) => {
  const values = echo(t)
  t.deepEqual(await values.next('lost'), { done: false, value: 'asked 0 after nothing' })
  t.deepEqual(await values.next('a'), { done: false, value: 'asked 1 after a' })
  t.deepEqual(await values.next('stop'), { done: true, value: 'stopped' })
  t.deepEqual(await values.next('b'), { done: true, value: undefined })
  t.trace(['got a'])
})

test('async generator: throw() throws at the yield', async (t) => {
  const values = echo(t)
  await values.next('')
  t.deepEqual(await values.throw(boom('x')), { done: false, value: 'asked 1 after Boom(x)' })
  await values.return('')
  t.log(await attempt(values.throw(boom('late'))))
  t.trace(['got Boom(x)', 'raised Boom(late)'])
})

test('async generator: throw() and return() before the first next() end it, and the body never runs', async (t) => {
  async function* body(): AsyncGenerator<number, string> {
    t.log('runs')
    yield 1
    return ''
  }
  const thrown = body()
  t.log(await attempt(thrown.throw(boom('early'))))
  t.deepEqual(await thrown.next(), { done: true, value: undefined })
  const returned = body()
  t.deepEqual(await returned.return(sleep(5, 'value')), { done: true, value: 'value' })
  t.deepEqual(await returned.next(), { done: true, value: undefined })
  t.trace(['raised Boom(early)'])
})

test('async generator: return() awaits its argument, and a failed one is thrown at the yield', async (t) => {
  async function* body(): AsyncGenerator<string, string> {
    try {
      yield 'first'
    } catch (error) {
      t.log('caught ' + err(error))
      yield 'second'
    } finally {
      t.log('finally')
    }
    return 'end'
  }
  async function fails(): Promise<never> {
    await sleep(1)
    throw boom('argument')
  }
  const values = body()
  await values.next()
  t.deepEqual(await values.return(fails()), { done: false, value: 'second' })
  t.deepEqual(await values.return(sleep(1, 'given')), { done: true, value: 'given' })
  t.trace(['caught Boom(argument)', 'finally'])
})

test('async generator: a yield in a finally block answers return()', async (t) => {
  async function* body(): AsyncGenerator<string, string> {
    try {
      yield 'in try'
    } finally {
      await sleep(1)
      yield 'in finally'
      t.log('finally ends')
    }
    return 'not reached'
  }
  const values = body()
  await values.next()
  t.deepEqual(await values.return('r'), { done: false, value: 'in finally' })
  t.deepEqual(await values.next(), { done: true, value: 'r' })
  t.trace(['finally ends'])
})

test('async generator: what is yielded and returned is awaited', async (t) => {
  async function* body(): AsyncGenerator<string, string> {
    const sent: unknown = yield sleep(10, 'yielded')
    t.log('sent ' + String(sent))
    try {
      yield createTask(fails(), { name: 'fails' }) as never
    } catch (error) {
      t.log('caught ' + err(error))
    }
    return sleep(5, 'returned')
  }
  async function fails(): Promise<never> {
    throw boom('yielded')
  }
  const values = body()
  t.deepEqual(await values.next(), { done: false, value: 'yielded' })
  t.deepEqual(await values.next(), { done: true, value: 'returned' })
  t.is(t.loop.time(), 15)
  t.trace(['sent undefined', 'caught Boom(yielded)'])
})

test('async generator: concurrent requests are answered in the order of the calls', async (t) => {
  const values = numbers(t, 2)
  const requests = [values.next(), values.next(), values.next(), values.next()]
  const results = await gather(requests)
  t.deepEqual(results, [
    { done: false, value: 0 }, { done: false, value: 1 }, { done: true, value: 'end' }, { done: true, value: undefined }
  ])
  t.is(t.loop.time(), 20)
})

test('async generator: a request awaited before an earlier one runs the body for both', async (t) => {
  const values = numbers(t, 3)
  const first = values.next()
  const second = values.next()
  t.deepEqual(await second, { done: false, value: 1 })
  t.is(t.loop.time(), 20)
  t.deepEqual(await first, { done: false, value: 0 })
  t.is(t.loop.time(), 20)
  t.deepEqual(await values.return('r'), { done: true, value: 'r' })
})

test('async generator: an error answers one request, and the next finds it ended', async (t) => {
  async function* body(): AsyncGenerator<number> {
    await sleep(1)
    throw boom('x')
  }
  const values = body()
  const first = values.next()
  const second = values.next()
  t.deepEqual(await second, { done: true, value: undefined })
  t.log(await attempt(first))
  t.trace(['raised Boom(x)'])
})

test('async generator: cancelled, the error arrives at its await, and its finally blocks run before those outside', async (t) => {
  async function* body(): AsyncGenerator<number> {
    try {
      yield 1
      await sleep(1000)
    } catch (error) {
      t.log('inside: ' + err(error))
      throw error
    } finally {
      await sleep(5)
      t.log('closed at ' + t.loop.time())
    }
  }
  async function loop(): Promise<void> {
    try {
      for await (const n of body()) t.log(n)
    } finally {
      t.log('outside')
    }
  }
  const task = createTask(loop())
  await turns(2)
  task.cancel('stop')
  t.is(await attempt(task), 'raised CancelledError()')
  t.is(task.cancelled(), true)
  t.trace(['1', 'inside: CancelledError(stop)', 'closed at 5', 'outside'])
})

test('async generator: it may swallow the cancellation and go on', async (t) => {
  async function* body(): AsyncGenerator<string> {
    for (let i = 0; i < 2; i++) {
      try {
        await sleep(1000)
      } catch (error) {
        yield err(error)
      }
    }
  }
  async function loop(): Promise<void> {
    for await (const text of body()) t.log(text)
  }
  const task = createTask(loop())
  await turns(2)
  task.cancel('stop')
  t.is(await attempt(task), 'returned null')
  t.is(t.loop.time(), 1000)
  t.trace(['CancelledError(stop)'])
})

test('async generator: waitFor gives up on a value, and the generator ends', async (t) => {
  const values = numbers(t, 3)
  await t.raises(waitFor(values.next(), 5), { name: 'TimeoutError' })
  t.deepEqual(await values.next(), { done: true, value: undefined })
  t.trace(['closed'])
})

test('async generator: a request cancelled in line leaves it, and those behind are answered', async (t) => {
  const values = numbers(t, 3)
  const tasks = [createTask(values.next()), createTask(values.next()), createTask(values.next())]
  await turns(2)
  tasks[1]?.cancel()
  await sleep(25)
  t.is(tasks[1]?.cancelled(), true)
  t.deepEqual(tasks[0]?.result(), { done: false, value: 0 })
  t.deepEqual(tasks[2]?.result(), { done: false, value: 1 })
  await values.return('')
})

test('async generator: a request cancelled when its turn has come passes it on', async (t) => {
  const values = numbers(t, 3)
  const request = values.next()
  async function first(): Promise<void> {
    await request
    second.cancel() // it is called up, and has not run
  }
  createTask(first())
  const second = createTask(values.next())
  const third = createTask(values.next())
  await sleep(30)
  t.is(second.cancelled(), true)
  t.deepEqual(third.result(), { done: false, value: 1 })
  await values.return('')
})

test('async generator: a request cancelled before it starts takes no value', async (t) => {
  const values = numbers(t, 2)
  const task = createTask(values.next())
  task.cancel()
  t.is(await attempt(task), 'raised CancelledError()')
  t.deepEqual(await values.next(), { done: false, value: 0 })
  await values.return('')
})

test('async generator: cancelled while it runs the body for an earlier request, that one and it are cancelled', async (t) => {
  const values = numbers(t, 3)
  const first = values.next()
  const task = createTask(values.next())
  await turns(2)
  task.cancel('stop')
  t.is(await attempt(task), 'raised CancelledError()')
  t.is(await attempt(first), 'raised CancelledError(stop)')
  t.deepEqual(await values.next(), { done: true, value: undefined })
  t.trace(['closed'])
})

test('async generator: the body runs in the task that awaits the request', async (t) => {
  const queue = new Queue<number>()
  async function* items(): AsyncGenerator<number> {
    for (;;) yield await queue.get()
  }
  async function worker(name: string): Promise<void> {
    for await (const item of shared) {
      t.log(name + ' ' + item)
      await sleep(1)
    }
  }
  const shared = items()
  const workers = [createTask(worker('a')), createTask(worker('b'))]
  for (let i = 0; i < 4; i++) {
    await queue.put(i)
    await sleep(2)
  }
  for (const task of workers) task.cancel()
  await gather(workers, { returnExceptions: true })
  t.trace(['a 0', 'b 1', 'a 2', 'b 3'])
})

test('async generator: it is neither a coroutine nor awaited', async (t) => {
  const values = numbers(t, 1)
  t.is(isCoroutine(values), false)
  t.is((await values) === values, true)
  t.throws(() => createTask(values as never), { name: 'TypeError', message: /a coroutine was expected/ })
  t.is(isCoroutine(values.next()), true)
})

test('async generator: this, arguments and methods', async (t) => {
  class Counter {
    step: number
    constructor(step: number) {
      this.step = step
    }
    async* count(upTo: number): AsyncGenerator<number> {
      for (let i = 0; i < upTo; i += this.step) yield i
    }
  }
  const got: number[] = []
  for await (const n of new Counter(2).count(5)) got.push(n)
  t.deepEqual(got, [0, 2, 4])
})

test('async generator: closures made in its loops each keep their own variable', async (t) => {
  async function* makers(): AsyncGenerator<() => number> {
    for (let i = 0; i < 3; i++) {
      await sleep(1)
      yield () => i
    }
  }
  const made: (() => number)[] = []
  for await (const make of makers()) made.push(make)
  t.deepEqual(made.map((make) => make()), [0, 1, 2])
})

test('async generator: yield* gives the values and the result of another', async (t) => {
  async function* outer(): AsyncGenerator<number | string, string> {
    const result = yield* numbers(t, 2)
    yield 'inner gave ' + result
    return 'outer'
  }
  const values = outer()
  t.deepEqual(await values.next(), { done: false, value: 0 })
  t.deepEqual(await values.next(), { done: false, value: 1 })
  t.deepEqual(await values.next(), { done: false, value: 'inner gave end' })
  t.deepEqual(await values.next(), { done: true, value: 'outer' })
  t.trace(['closed'])
})

test('async generator: yield* hands next(), throw() and return() on, and return() ends the outer one too', async (t) => {
  async function* outer(): AsyncGenerator<string, string, string> {
    try {
      const result = yield* echo(t)
      t.log('went on with ' + result)
      return 'outer'
    } finally {
      t.log('outer finally')
    }
  }
  const values = outer()
  await values.next('')
  t.deepEqual(await values.next('a'), { done: false, value: 'asked 1 after a' })
  t.deepEqual(await values.throw(boom('b')), { done: false, value: 'asked 2 after Boom(b)' })
  t.deepEqual(await values.return('r'), { done: true, value: 'r' })
  const others = outer()
  await others.next('')
  t.deepEqual(await others.next('stop'), { done: true, value: 'outer' })
  t.trace(['got a', 'got Boom(b)', 'outer finally', 'went on with stopped', 'outer finally'])
})

test('async generator: an error of what yield* delegates to can be caught outside of it', async (t) => {
  async function* inner(): AsyncGenerator<number> {
    yield 1
    throw boom('inner')
  }
  async function* outer(): AsyncGenerator<number | string> {
    try {
      yield* inner()
    } catch (error) {
      yield err(error)
    }
  }
  const got: unknown[] = []
  for await (const value of outer()) got.push(value)
  t.deepEqual(got, [1, 'Boom(inner)'])
})

test('async generator: yield* takes arrays of what can be awaited, and generators', async (t) => {
  function* plain(): Generator<number, string> {
    yield 4
    return 'plain'
  }
  async function* all(): AsyncGenerator {
    yield* [sleep(10, 1), 2, createTask(sleep(5, 3))]
    yield yield* plain()
  }
  const got: unknown[] = []
  for await (const value of all()) got.push(value)
  t.deepEqual(got, [1, 2, 3, 4, 'plain'])
})

test('async generator: cancelled in a yield*, the inner one sees it first', async (t) => {
  async function* outer(): AsyncGenerator<number> {
    try {
      yield* numbers(t, 5)
    } catch (error) {
      t.log('outer: ' + err(error))
      throw error
    }
  }
  const task = createTask((async () => {
    for await (const n of outer()) t.log(n)
  })())
  await sleep(15)
  task.cancel('stop')
  t.is(await attempt(task), 'raised CancelledError()')
  t.trace(['0', 'closed', 'outer: CancelledError(stop)'])
})

test('async generator: yield* of an iterator without throw() closes it and refuses', async (t) => {
  const iterator = {
    next: () => ({ done: false, value: 1 }),
    return: () => {
      t.log('closed')
      return { done: true, value: undefined }
    }
  }
  async function* outer(): AsyncGenerator<number> {
    try {
      yield* iterator as unknown as AsyncIterable<number>
    } catch (error) {
      t.log(nameOf(error))
      yield 2
    }
  }
  const values = outer()
  await values.next()
  t.deepEqual(await values.throw(boom('x')), { done: false, value: 2 })
  t.trace(['closed', 'TypeError'])
})

test('async generator: closed while it waits, its finally block runs and the next request finds it ended', async (t) => {
  const future = t.loop.createFuture()
  async function* body(): AsyncGenerator<number> {
    try {
      await future
      yield 1
    } finally {
      t.log('closed')
    }
  }
  const values = body()
  const request = values.next() as unknown as Generator
  t.is(request.next().done, false)
  t.is(request.return(undefined).done, true)
  t.trace(['closed'])
  t.deepEqual(await values.next(), { done: true, value: undefined })
})

test('for await: takes arrays of coroutines, tasks, futures and plain values', async (t) => {
  const future = t.loop.createFuture<string>()
  t.loop.callLater(30, () => { future.setResult('future') })
  async function slow(): Promise<string> {
    await sleep(10)
    return 'coroutine'
  }
  for await (const value of [slow(), 'plain', createTask(sleep(5, 'task')), future, null]) t.log(value)
  t.is(t.loop.time(), 30)
  t.trace(['coroutine', 'plain', 'task', 'future', 'null'])
})

test('for await: takes asCompleted, whose results come as they are there', async (t) => {
  for await (const ms of asCompleted([sleep(30, 30), sleep(10, 10), sleep(20, 20)])) t.log(ms + ' at ' + t.loop.time())
  t.trace(['10 at 10', '20 at 20', '30 at 30'])
})

test('for await: a value that fails ends the loop and closes the iterator', async (t) => {
  async function fails(): Promise<never> {
    await sleep(1)
    throw boom('value')
  }
  function* plain(): Generator {
    try {
      yield sleep(1, 'first')
      yield fails()
    } finally {
      t.log('closed')
    }
  }
  async function loop(): Promise<void> {
    for await (const value of plain()) t.log(value)
  }
  t.log(await attempt(loop()))
  t.trace(['first', 'closed', 'raised Boom(value)'])
})

test('for await: break closes a plain iterator', async (t) => {
  function* plain(): Generator<number> {
    try {
      for (let i = 0; ; i++) yield i
    } finally {
      t.log('closed')
    }
  }
  for await (const n of plain()) {
    if (n === 2) break
  }
  t.trace(['closed'])
})

test('for await: takes an object with a method of its own, of any awaitable', async (t) => {
  const key = typeof Symbol === 'function' && Symbol.asyncIterator ? Symbol.asyncIterator : '@@asyncIterator'
  const ticker = {
    [key]() {
      let i = 0
      return { next: () => sleep(10, { done: i === 2, value: i++ }) }
    }
  }
  for await (const n of ticker as unknown as AsyncIterable<number>) t.log(n + ' at ' + t.loop.time())
  t.trace(['0 at 10', '1 at 20'])
})

test('for await: what is not iterable is refused', async (t) => {
  async function loop(over: unknown): Promise<void> {
    for await (const value of over as number[]) t.log(value)
  }
  await t.raises(loop({}), { name: 'TypeError', message: /is not iterable/ })
  await t.raises(loop(undefined), { name: 'TypeError', message: /is not iterable/ })
})
