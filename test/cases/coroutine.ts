// coroutine.ts: coroutines of every kind: async functions, generators, the library's own; chains of them; closing one.

import { CancelledError, Queue, createTask, gather, isCancelled, isCoroutine, sleep, wait, waitFor } from 'ringloop'
import type { Coroutine, Future } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { attempt, boom, end, err, me, turns } from '../parity/shared'

/** An async function's coroutine as what drives it sees it. */
function driven<T>(coro: PromiseLike<T>): Coroutine<T> {
  return coro as never
}

test('coroutine: an async function starts nothing before it is awaited', async (t) => {
  async function body(): Promise<string> {
    t.log('runs')
    return 'result'
  }
  const coro = body()
  t.is(isCoroutine(coro), true)
  await turns(2)
  t.trace([])
  t.is(await coro, 'result')
  t.trace(['runs'])
})

test('coroutine: a generator starts nothing before it is awaited', function* (t): Coroutine<void> {
  function* body(): Coroutine<string> {
    t.log('runs')
    yield* sleep(1)
    return 'result'
  }
  const coro = body()
  t.is(isCoroutine(coro), true)
  yield
  t.trace([])
  t.is(yield* coro, 'result')
  t.trace(['runs'])
})

test('coroutine: an async function awaits a generator, and a generator an async function', async (t) => {
  async function inner(ms: number): Promise<number> {
    await sleep(ms)
    return ms
  }
  function* middle(): Coroutine<number> {
    const coro: Coroutine<number> = driven(inner(10))
    const first: number = yield* coro
    const second: number = yield* sleep(5, 5)
    return first + second
  }
  t.is(await createTask(middle()), 15)
  t.is(t.loop.time(), 15)
})

test('coroutine: awaiting one takes no turn, however deep', async (t) => {
  async function deep(depth: number): Promise<string> {
    return depth === 0 ? 'bottom' : await deep(depth - 1)
  }
  t.loop.callSoon(() => { t.log('a turn') })
  t.log(await deep(200))
  await turns()
  t.trace(['bottom', 'a turn'])
})

test('coroutine: plain values, null and undefined are awaited without a turn', async (t) => {
  t.loop.callSoon(() => { t.log('a turn') })
  const values: unknown[] = [1, 'text', null, undefined, false, { x: 1 }, [1]]
  for (const value of values) t.is(await (value), value)
  t.trace([])
  await turns()
})

test('coroutine: a chain of 200 awaits waits, wakes and returns through every frame', async (t) => {
  async function deep(depth: number): Promise<number> {
    if (depth === 0) {
      await sleep(10)
      return 0
    }
    return (await deep(depth - 1)) + 1
  }
  t.is(await createTask(deep(200)), 200)
  t.is(t.loop.time(), 10)
})

test('coroutine: cancelled under 200 awaits, every finally block runs, the innermost first', async (t) => {
  const order: number[] = []
  async function deep(depth: number): Promise<void> {
    try {
      await (depth === 0 ? sleep(1000) : deep(depth - 1))
    } finally {
      order.push(depth)
    }
  }
  const task = createTask(deep(200))
  await turns()
  task.cancel('stop')
  t.is(await attempt(task), 'raised CancelledError()')
  t.is(order.length, 201)
  t.is(order.every((depth, i) => depth === i), true)
  t.is(t.loop.time(), 0)
})

test('coroutine: cancelled under 100 generators, every finally block runs, the innermost first', function* (t): Coroutine<void> {
  const order: number[] = []
  function* deep(depth: number): Coroutine<void> {
    try {
      if (depth === 0) yield* sleep(1000)
      else yield* deep(depth - 1)
    } finally {
      order.push(depth)
    }
  }
  const task = createTask(deep(100))
  yield* sleep(0)
  task.cancel('stop')
  yield* wait([task])
  t.is(task.cancelled(), true)
  t.is(order.length, 101)
  t.is(order.every((depth, i) => depth === i), true)
})

test('coroutine: cancelled under awaits whose finally blocks wait themselves, they run one after the other', async (t) => {
  async function deep(depth: number): Promise<void> {
    try {
      await (depth === 0 ? sleep(1000) : deep(depth - 1))
    } finally {
      await sleep(10)
      t.log(depth + ' at ' + t.loop.time())
    }
  }
  const task = createTask(deep(3))
  await turns()
  task.cancel('stop')
  t.is(await attempt(task), 'raised CancelledError()')
  t.trace(['0 at 10', '1 at 20', '2 at 30', '3 at 40'])
})

test('coroutine: an error thrown in a finally block takes the place of the cancellation', async (t) => {
  async function body(): Promise<void> {
    try {
      await sleep(1000)
    } finally {
      await failsSlowly(t)
    }
  }
  const task = createTask(body())
  await turns()
  task.cancel()
  await t.raises(task, { name: 'Boom', message: 'in finally' })
  t.is(task.cancelled(), false)
})

async function failsSlowly(t: T): Promise<void> {
  await sleep(1)
  t.log('in finally')
  throw boom('in finally')
}

test('coroutine: a return in a finally block swallows the cancellation', async (t) => {
  async function body(): Promise<string> {
    try {
      await sleep(1000)
    } finally {
      await sleep(1)

      return 'from finally'
    }
  }
  const task = createTask(body())
  await turns()
  task.cancel()
  t.is(await task, 'from finally')
})

test('coroutine: errors pass through catch and finally blocks of every level in order', async (t) => {
  async function inner(): Promise<void> {
    await sleep(1)
    throw boom('inner')
  }
  async function middle(): Promise<void> {
    try {
      await inner()
    } finally {
      t.log('middle cleans up')
    }
  }
  async function outer(): Promise<void> {
    try {
      await middle()
    } catch (error) {
      t.log('outer: ' + err(error))
      throw boom('outer')
    }
  }
  t.log(await attempt(outer()))
  t.trace(['middle cleans up', 'outer: Boom(inner)', 'raised Boom(outer)'])
})

test('coroutine: closed before its start, the body never runs', async (t) => {
  async function body(): Promise<void> {
    t.log('runs')
  }
  const coro = driven(body())
  const step = coro.return()
  t.is(step.done, true)
  await t.raises(coro as never, { name: 'RuntimeError' })
  t.trace([])
})

test('coroutine: closed while it waits, its finally blocks run', async (t) => {
  const future = t.loop.createFuture()
  async function body(): Promise<string> {
    try {
      await future
      t.log('went on')
    } finally {
      t.log('cleaned up')
    }
    return 'not reached'
  }
  const coro = driven(body())
  t.is(coro.next().done, false)
  const step = coro.return('closed')
  t.is(step.done, true)
  t.is(step.value, 'closed')
  t.trace(['cleaned up'])
  future.setResult(undefined)
  await turns(2)
  t.trace(['cleaned up'])
})

test('coroutine: a generator closed by leaving a loop early runs its finally blocks', async (t) => {
  function* numbers(): Generator<number, void> {
    try {
      for (let i = 0; ; i++) yield i
    } finally {
      t.log('closed')
    }
  }
  for (const n of numbers()) {
    t.log(n)
    if (n === 1) break
  }
  await turns()
  t.trace(['0', '1', 'closed'])
})

test('coroutine: an operation closed while it waits takes back what it armed', async (t) => {
  const queue = new Queue<string>()
  const get = queue.get()
  t.is(get.next().done, false)
  t.is(get.return('closed').done, true)
  queue.putNowait('item') // nobody is in line any more
  t.is(await queue.get(), 'item')
})

test('coroutine: an object with next and throw is one', async (t) => {
  let step = 0
  const handMade = {
    next(): IteratorResult<undefined, string> {
      step++
      return step < 3 ? { done: false, value: undefined } : { done: true, value: 'after ' + step + ' steps' }
    },
    throw(error: unknown): never {
      throw error
    }
  }
  t.is(isCoroutine(handMade), true)
  t.is(await createTask(handMade as unknown as Coroutine<string>), 'after 3 steps')
  for (const value of [null, undefined, 1, 'x', {}, () => undefined, { next: () => undefined }, t.loop.createFuture()]) {
    t.is(isCoroutine(value), false)
  }
})

test('coroutine: a generator does all that an async function does', function* (t): Coroutine<void> {
  function* worker(queue: Queue<number>): Coroutine<number> {
    let sum = 0
    try {
      for (;;) {
        const item = yield* queue.get()
        yield* sleep(item)
        sum = sum + item
        queue.taskDone()
      }
    } catch (error) {
      if (!isCancelled(error)) throw error
      t.log('cancelled with ' + sum)
    }
    return sum
  }
  const queue = new Queue<number>()
  const task = createTask(worker(queue), { name: 'worker' })
  for (const item of [1, 2, 3]) yield* queue.put(item)
  yield* queue.join()
  t.is(t.loop.time(), 6)
  task.cancel()
  t.is(yield* task, 6)
  t.deepEqual(yield* gather([sleep(1, 'a'), sleep(2, 'b')]), ['a', 'b'])
  try {
    yield* waitFor(sleep(100), 10)
    t.fail('in time')
  } catch (error) {
    t.log((error as Error).name)
  }
  t.trace(['cancelled with 6', 'TimeoutError'])
})

test('coroutine: a generator can swallow a cancellation, and clean up with waits', function* (t): Coroutine<void> {
  function* stubborn(): Coroutine<string> {
    try {
      yield* sleep(1000)
    } catch (error) {
      t.log(err(error))
    }
    try {
      yield* sleep(1000)
    } finally {
      yield* sleep(5)
      t.log('cleaned up at ' + t.loop.time())
    }
    return 'not reached'
  }
  const task = createTask(stubborn())
  yield* sleep(0)
  task.cancel('one')
  yield* sleep(10)
  task.cancel('two')
  yield* wait([task])
  t.is(end(task), 'cancelled')
  t.trace(['CancelledError(one)', 'cleaned up at 15'])
})

test('coroutine: throwing CancelledError in a generator cancels its task', function* (t): Coroutine<void> {

  function* gives(): Coroutine<void> {
    throw new CancelledError()
  }
  const task = createTask(gives())
  yield* wait([task])
  t.is(task.cancelled(), true)
})

test('coroutine: a generator that cancels itself meets it at the next suspension', function* (t): Coroutine<void> {
  function* body(): Coroutine<string> {
    me().cancel('self')
    t.log('still runs')
    try {
      yield
    } catch (error) {
      t.log(err(error))
    }
    return 'went on'
  }
  t.is(yield* createTask(body()), 'went on')
  t.trace(['still runs', 'CancelledError(self)'])
})

test('coroutine: then on an async function\'s coroutine runs it as a task', async (t) => {
  async function body(): Promise<string> {
    t.isNot(me(), program)
    return await sleep(5, 'result')
  }
  const program = me()
  const chained = body().then((value) => value + '!')
  t.is(await chained, 'result!')
  t.is(await sleep(5, 'slept').then((value) => value.length), 5)
})

test('coroutine: loops, switches, arguments, this and destructuring work across awaits', async (t) => {
  const object = {
    factor: 2,
    async times(...numbers: number[]): Promise<number> {
      let sum = 0
      for (const n of numbers) {
        switch (n % 3) {
          case 0:
            sum += await sleep(1, n)
            break
          case 1:
            await sleep(1)
            continue
          default:
            sum += n
        }
      }
      const [first, ...rest] = numbers
      const { length } = rest
      return (sum + (first ?? 0) + length) * this.factor
    }
  }
  t.is(await object.times(3, 4, 5, 6), (3 + 5 + 6 + 3 + 3) * 2)
  t.is(t.loop.time(), 3)
})

test('coroutine: closures made in a loop with awaits each keep their own variable', async (t) => {
  const made: (() => number)[] = []
  for (let i = 0; i < 3; i++) {
    await sleep(1)
    made.push(() => i)
  }
  t.deepEqual(made.map((fn) => fn()), [0, 1, 2])
})

test('coroutine: nested try, catch and finally with returns and loops end where they must', async (t) => {
  async function odd(kind: string): Promise<string> {
    for (let i = 0; i < 3; i++) {
      try {
        try {
          await sleep(1)
          if (kind === 'return') return 'returned in ' + i
          if (kind === 'throw') throw boom('thrown')
          if (kind === 'continue' && i < 2) continue
          if (kind === 'break') break
        } catch (error) {
          await sleep(1)
          t.log('caught ' + err(error))
          if (i === 1) throw error
        } finally {
          await sleep(1)
          t.log('inner finally ' + i)
        }
      } finally {
        t.log('outer finally ' + i)
      }
    }
    return 'end'
  }
  for (const kind of ['return', 'continue', 'break', 'throw']) t.log(await attempt(odd(kind)))
  t.trace([
    'inner finally 0', 'outer finally 0', 'returned returned in 0',
    'inner finally 0', 'outer finally 0', 'inner finally 1', 'outer finally 1', 'inner finally 2', 'outer finally 2', 'returned end',
    'inner finally 0', 'outer finally 0', 'returned end',
    'caught Boom(thrown)', 'inner finally 0', 'outer finally 0',
    'caught Boom(thrown)', 'inner finally 1', 'outer finally 1', 'raised Boom(thrown)'
  ])
})

test('coroutine: a generator that returns a future gives that very future; an async function awaits it, as JavaScript does', async (t) => {
  const future = t.loop.createFuture<string>()
  function* generator(): Coroutine<Future<string>> {
    return future
  }
  async function awaits(): Promise<string> {
    return future
  }
  t.loop.callLater(10, () => { future.setResult('result') })
  t.is(await createTask(awaits()), 'result')
  t.is(t.loop.time(), 10)
  const task = createTask(generator())
  await wait([task])
  t.is(task.result(), future)
})

test('coroutine: an async function that returns a coroutine gives what that gives', async (t) => {
  async function inner(): Promise<number> {
    return await sleep(10, 1)
  }
  async function outer(): Promise<number> {
    return inner()
  }
  t.is(await createTask(outer()), 1)
  t.is(t.loop.time(), 10)
})

test('coroutine: the same twice awaited is refused, the task that has it goes on', async (t) => {
  async function body(): Promise<string> {
    return await sleep(100, 'result')
  }
  const coro = body()
  const task = createTask(coro)
  await turns()
  await t.raises(coro, { name: 'RuntimeError', message: /this coroutine runs already or ran/ })
  t.is(await task, 'result')
})
