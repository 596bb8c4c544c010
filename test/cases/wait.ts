// wait.ts: waiting for futures to be done, without taking their results.

import { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, createTask, sleep, wait } from 'ringloop'
import type { Coroutine, Future, Task, WaitResult } from 'ringloop'
import { test } from '../harness/cases'
import { TurnCounter, attempt, boom, end, err, timers, turns } from '../parity/shared'

async function fails(ms: number): Promise<string> {
  await sleep(ms)
  throw boom('after ' + ms)
}

function indexes<T>(futures: Future<T>[], some: Future<T>[]): number[] {
  return some.map((future) => futures.indexOf(future))
}

test('wait: FIRST_EXCEPTION ignores cancelled futures (fact 38)', async (t) => {
  const tasks = [createTask(sleep(20)), createTask(sleep(30))]
  await turns()
  tasks[0]?.cancel()
  const { done, pending } = await wait(tasks, { returnWhen: FIRST_EXCEPTION })
  t.is(t.loop.time(), 30)
  t.deepEqual([indexes(tasks, done), indexes(tasks, pending)], [[0, 1], []])
})

test('wait: suspends even if all are done (fact 38)', async (t) => {
  const future = t.loop.createFuture()
  future.setResult('done')
  const counter = new TurnCounter()
  await turns()
  for (const returnWhen of [ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION] as const) {
    const before = counter.count
    t.is((await wait([future], { returnWhen })).done[0], future)
    t.is(counter.count - before, 2, returnWhen) // the done-callback, then the wake-up
  }
  counter.stop()
})

test('wait: never cancels anything when its time is up (fact 38)', async (t) => {
  const tasks = [createTask(sleep(10)), createTask(sleep(30))]
  const { done, pending } = await wait(tasks, { timeout: 20 })
  t.is(t.loop.time(), 20)
  t.deepEqual([indexes(tasks, done), indexes(tasks, pending)], [[0], [1]])
  await wait(tasks)
  t.is(t.loop.time(), 30)
  t.is(tasks.map(end).join(), 'returned null,returned null')
})

test('wait: never cancels anything when it is cancelled itself (fact 38)', async (t) => {
  const tasks = [createTask(sleep(20, 'a')), createTask(sleep(30, 'b'))]
  async function body(): Promise<void> {
    try {
      await wait(tasks, { timeout: 50 })
    } catch (error) {
      t.log(err(error) + ', timers: ' + timers())
      throw error
    }
  }
  const waiter = createTask(body())
  await sleep(10)
  t.is(waiter.cancel('stop'), true)
  await t.raises(waiter, { name: 'CancelledError' })
  t.trace(['CancelledError(stop), timers: 2']) // the message is seen: what it waits on is a future; its timer is gone
  await wait(tasks)
  t.is(tasks.map(end).join(), 'returned a,returned b')
})

test('wait: a time-out of 0 is not "none" (fact 38)', async (t) => {
  const futures = [t.loop.createFuture<string>(), t.loop.createFuture<string>()]
  t.loop.callSoon(() => { futures[0]?.setResult('soon') })
  const { done, pending } = await wait(futures, { timeout: 0 })
  t.is(t.loop.time(), 0)
  t.deepEqual([indexes(futures, done), indexes(futures, pending)], [[0], [1]]) // a turn has passed
})

test('wait: a time-out of null or undefined is "none"', async (t) => {
  const task = createTask(sleep(5000))
  await wait([task], { timeout: null })
  await wait([task], { timeout: undefined, returnWhen: undefined })
  t.is(t.loop.time(), 5000)
  t.is(t.loop.stats().timers.high, 1)
})

test('wait: a negative time-out is up at once', async (t) => {
  const future = t.loop.createFuture()
  const { done, pending } = await wait([future], { timeout: -1 })
  t.is(done.length, 0)
  t.is(pending[0], future)
})

test('wait: ALL_COMPLETED is the default', async (t) => {
  const tasks = [createTask(sleep(20)), createTask(sleep(30)), createTask(sleep(10))]
  const { done, pending } = await wait(tasks)
  t.is(t.loop.time(), 30)
  t.is(done.length, 3)
  t.is(pending.length, 0)
})

test('wait: FIRST_COMPLETED ends with the first, be it an error', async (t) => {
  const tasks = [createTask(sleep(20, 'slow')), createTask(fails(10))]
  const { done, pending } = await wait(tasks, { returnWhen: FIRST_COMPLETED })
  t.is(t.loop.time(), 10)
  t.deepEqual([indexes(tasks, done), indexes(tasks, pending)], [[1], [0]])
  t.is(end(tasks[1] as Future<string>), 'raised Boom(after 10)')
  await wait(tasks)
})

test('wait: FIRST_EXCEPTION ends with the first error', async (t) => {
  const tasks = [createTask(sleep(10, 'quick')), createTask(fails(20)), createTask(sleep(30, 'slow'))]
  const { done, pending } = await wait(tasks, { returnWhen: FIRST_EXCEPTION })
  t.is(t.loop.time(), 20)
  t.deepEqual([indexes(tasks, done), indexes(tasks, pending)], [[0, 1], [2]])
  await wait(pending)
})

test('wait: results come in argument order, whoever was first (D6)', async (t) => {
  const delays = [50, 10, 40, 20, 30, 60, 5]
  const tasks = delays.map((ms) => createTask(sleep(ms, ms)))
  const { done, pending } = await wait(tasks, { timeout: 35 })
  t.deepEqual(indexes(tasks, done), [1, 3, 4, 6]) // CPython: a set, in any order
  t.deepEqual(indexes(tasks, pending), [0, 2, 5])
  await wait(pending)
})

test('wait: never raises what the futures failed with, and that counts as looked at only by who looks', async (t) => {
  const task = createTask(fails(10))
  const { done } = await wait([task])
  t.is(done[0], task)
  t.is(err(task.exception()), 'Boom(after 10)')
})

test('wait: duplicates are one', async (t) => {
  const task = createTask(sleep(10))
  const { done, pending } = await wait([task, task, task])
  t.is(done.length, 1)
  t.is(pending.length, 0)
})

test('wait: coroutines become tasks', function* (t): Coroutine<void> {
  const { done }: WaitResult<Task<string>> = yield* wait([sleep(10, 'a'), sleep(5, 'b')])
  t.deepEqual(done.map(end), ['returned a', 'returned b'])
  t.is(t.loop.time(), 10)
})

test('wait: in time, it takes its timer back', async (t) => {
  await wait([createTask(sleep(10))], { timeout: 5000 })
  t.is(t.loop.time(), 10)
  t.is(t.loop.stats().timers.used, 0)
})

test('wait: two that are settled in one turn are both done', async (t) => {
  const futures = [t.loop.createFuture(), t.loop.createFuture(), t.loop.createFuture()]
  t.loop.callSoon(() => {
    futures[2]?.setResult('c')
    futures[0]?.setResult('a')
  })
  const { done } = await wait(futures, { returnWhen: FIRST_COMPLETED })
  t.deepEqual(indexes(futures, done), [0, 2])
  futures[1]?.cancel()
})

test('wait: several over the same futures do not disturb each other', async (t) => {
  const tasks = [createTask(sleep(10)), createTask(sleep(20))]
  async function body(returnWhen: 'FIRST_COMPLETED' | 'ALL_COMPLETED'): Promise<void> {
    const { done } = await wait(tasks, { returnWhen })
    t.log(returnWhen + ' at ' + t.loop.time() + ': ' + done.length)
  }
  const all = createTask(body(ALL_COMPLETED))
  const first = createTask(body(FIRST_COMPLETED))
  await wait([all, first])
  t.trace(['FIRST_COMPLETED at 10: 1', 'ALL_COMPLETED at 20: 2'])
})

test('wait: given up early, it gives its ring slots back', async (t) => {
  const future = t.loop.createFuture()
  const before = t.loop.stats().ready.used
  for (let i = 0; i < 50; i++) await wait([future], { timeout: 1 })
  t.is(t.loop.stats().ready.used, before)
})

test('wait: nothing happens before it is awaited', async (t) => {
  async function body(): Promise<void> {
    t.log('runs')
  }
  const waiting = wait([body()])
  await turns(3)
  t.trace([])
  await waiting
  t.trace(['runs'])
})

test('wait: of a task that fails is told by FIRST_EXCEPTION though others are cancelled meanwhile', async (t) => {
  const cancelled = createTask(sleep(1000, 'slept'))
  const failing = createTask(fails(10))
  t.loop.callLater(5, () => { cancelled.cancel() })
  const { done } = await wait([cancelled, failing], { returnWhen: FIRST_EXCEPTION })
  t.is(t.loop.time(), 10)
  t.deepEqual(await endsOf([cancelled, failing]), ['raised CancelledError()', 'raised Boom(after 10)'])
  t.is(done.length, 2)
})

async function endsOf(futures: Future<unknown>[]): Promise<string[]> {
  const ends: string[] = []
  for (const future of futures) ends.push(await attempt(future))
  return ends
}

test('wait: the same once more takes no time, and gives the same', async (t) => {
  const tasks = [createTask(sleep(100)), createTask(sleep(150))]
  for (let i = 0; i < 2; i++) {
    const { done, pending } = await wait(tasks)
    t.deepEqual(indexes(tasks, done), [0, 1])
    t.deepEqual(pending, [])
    t.is(t.loop.time(), 150)
  }
})

test('wait: a time-out in a tie with a task that sleeps already lets that one be done', async (t) => {
  const tasks = [createTask(sleep(100)), createTask(sleep(150))]
  await turns()
  const { done, pending } = await wait(tasks, { timeout: 100 })
  t.deepEqual(indexes(tasks, done), [0])
  t.deepEqual(indexes(tasks, pending), [1])
  t.is(t.loop.time(), 100)
  await wait(tasks)
})

test('wait: FIRST_EXCEPTION ends with an error that is there already, or that comes while it waits', async (t) => {
  for (const ms of [0, 10]) {
    const tasks: Task<unknown>[] = [createTask(sleep(1000)), createTask(fails(ms))]
    const start = t.loop.time()
    const { done, pending } = await wait(tasks, { returnWhen: FIRST_EXCEPTION })
    t.deepEqual(indexes(tasks, done), [1])
    t.deepEqual(indexes(tasks, pending), [0])
    t.is(t.loop.time() - start, ms)
    tasks[0]?.cancel()
    await wait(tasks)
  }
})
