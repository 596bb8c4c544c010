// threadsafe.ts: a coroutine started from outside of the loop: by an interrupt, a radio event, another thread's message.

import { ConcurrentFuture, allTasks, createTask, currentTask, runCoroutineThreadsafe, sleep } from 'ringloop'
import type { Task } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { TurnCounter, boom, err, turns } from '../parity/shared'

async function child(t: T): Promise<string> {
  t.log('child starts')
  try {
    await sleep(10)
  } catch (error) {
    t.log('child: ' + err(error))
    throw error
  }
  return 'child'
}

test('threadsafe: the coroutine starts two turns later, and its end is known a turn after it (fact 47)', async (t) => {
  async function body(): Promise<void> {
    t.log('starts after ' + (counter.count - before))
  }
  const counter = new TurnCounter()
  await turns()
  const before = counter.count
  const handed = runCoroutineThreadsafe(body(), t.loop)
  while (!handed.done()) await turns()
  t.log('known after ' + (counter.count - before))
  counter.stop()
  t.trace(['starts after 2', 'known after 3'])
})

test('threadsafe: cancelled, it is so at once, and the task hears of it through a callback (fact 47)', async (t) => {
  const handed = runCoroutineThreadsafe(child(t), t.loop)
  await turns(3)
  t.is(handed.cancel(), true)
  t.is(handed.cancelled(), true)
  t.is(handed.done(), true)
  t.is(handed.cancel(), true) // still
  t.log('asked')
  await turns(1)
  t.log('a turn')
  await turns(2)
  t.is(allTasks().length, 1)
  t.throws(() => handed.result(), { name: 'CancelledError' })
  t.trace([
    'child starts',
    'asked',
    'a turn',                  // the callback ran in it, and cancelled the task
    'child: CancelledError()'
  ])
})

test('threadsafe: cancelled before the loop took it over, its task takes its first step all the same (fact 47)', async (t) => {
  const handed = runCoroutineThreadsafe(child(t), t.loop)
  t.is(handed.cancel(), true)
  await turns(4)
  t.is(handed.cancelled(), true)
  t.is(allTasks().length, 1)
  t.trace(['child starts', 'child: CancelledError()'])
})

test('threadsafe: gives the result when it is there', async (t) => {
  const handed = runCoroutineThreadsafe(child(t), t.loop)
  t.ok(handed instanceof ConcurrentFuture)
  t.throws(() => handed.result(), { name: 'InvalidStateError', message: 'ConcurrentFuture.result: pending; use addDoneCallback' })
  t.throws(() => handed.exception(), { name: 'InvalidStateError', message: 'ConcurrentFuture.exception: pending; use addDoneCallback' })
  await sleep(20)
  t.is(handed.done(), true)
  t.is(handed.cancelled(), false)
  t.is(handed.result(), 'child')
  t.is(handed.exception(), null)
  t.is(handed.cancel(), false)
})

test('threadsafe: gives the error that the coroutine threw, and that is not reported', async (t) => {
  const error = boom('child')
  async function fails(): Promise<void> {
    throw error
  }
  const handed = runCoroutineThreadsafe(fails(), t.loop)
  await sleep(1)
  t.is(handed.exception(), error)
  t.is(t.throws(() => handed.result()), error)
  t.deepEqual(t.reports(), [])
})

test('threadsafe: callbacks are called at once, where it settles, and where they come too late', async (t) => {
  const handed = runCoroutineThreadsafe(sleep(0, 'result'), t.loop)
  handed.addDoneCallback((given) => { t.log('first: ' + given.result() + ', ' + (given === handed)) })
  handed.addDoneCallback(() => { t.log('second') })
  await sleep(1)
  handed.addDoneCallback(() => { t.log('third') })
  t.log('added')
  t.trace(['first: result, true', 'second', 'third', 'added'])
})

test('threadsafe: a callback that fails is reported, and the others are called', async (t) => {
  const handed = runCoroutineThreadsafe(sleep(0), t.loop)
  handed.addDoneCallback(() => { throw boom('callback') })
  handed.addDoneCallback(() => { t.log('second') })
  await sleep(1)
  t.trace(['second'])
  t.deepEqual(t.reports().map((report) => err(report.exception)), ['Boom(callback)'])
})

test('threadsafe: its task cancelled by somebody else, it is cancelled', async (t) => {
  const tasks: Task<unknown>[] = []
  async function body(): Promise<void> {
    tasks.push(currentTask() as Task<unknown>)
    await sleep(1000)
  }
  const handed = runCoroutineThreadsafe(body(), t.loop)
  await turns(3)
  tasks[0]?.cancel('message')
  await turns(3)
  t.is(handed.cancelled(), true)
  t.throws(() => handed.exception(), { name: 'CancelledError', message: '' })
})

test('threadsafe: cancelled, but the coroutine goes on: it stays cancelled', async (t) => {
  async function stubborn(): Promise<string> {
    try {
      await sleep(1000)
    } catch {
      await turns()
    }
    t.log('went on')
    return 'dropped'
  }
  const handed = runCoroutineThreadsafe(stubborn(), t.loop)
  await turns(3)
  handed.cancel()
  await turns(5)
  t.is(handed.cancelled(), true)
  t.trace(['went on'])
})

test('threadsafe: a coroutine that a task has by then makes it fail, and holds no slot', async (t) => {
  const coro = child(t)
  const before = t.loop.stats().ready.used
  const handed = runCoroutineThreadsafe(coro, t.loop)
  const task = createTask(coro)
  await task
  t.is(handed.done(), true)
  t.is((handed.exception() as Error).name, 'RuntimeError')
  t.is(t.loop.stats().ready.used, before)
  t.reports() // CPython reports it, too: the callback that starts it raises
})

test.plain('threadsafe: from outside, while the loop does not run, it starts with the next run', (t) => {
  const handed = runCoroutineThreadsafe(child(t), t.loop)
  t.is(handed.done(), false)
  t.loop.runUntilComplete(sleep(20))
  t.is(handed.result(), 'child')
})
