// mended.ts: cases of faults that reading found; each failed before.

import { RuntimeError, createTask, gather, getRunningLoop, isCancelled, run, runCoroutineThreadsafe, sleep, waitFor } from 'ringloop'
import type { Task } from 'ringloop'
import { test } from '../harness/cases'

test('cancel: of a circle that goes through a gather ends the circle (D4)', async (t) => {
  const tasks: Task<unknown>[] = []
  const first = async () => { await tasks[1] }
  const second = async () => { await gather([tasks[0] as Task<unknown>]) }
  tasks.push(createTask(first()), createTask(second()))
  await sleep(1)
  t.is(tasks[0]?.cancel('stop'), true)
  for (const task of tasks) {
    try {
      await task
    } catch (error) {
      t.ok(isCancelled(error))
    }
  }
  t.deepEqual(tasks.map((task) => task.done()), [true, true])
})

test('waitFor: without time left, a thenable that settles at once gives its result', async (t) => {
  const thenable = { then(done: (value: number) => void) { done(1) } } as unknown as PromiseLike<number>
  t.is(await waitFor(thenable, 0), 1)
  t.is(t.loop.stats().ready.used, 1)
})

test.plain('run: it does not wait for what the clean-up starts', (t) => {
  let naps = 0
  const again = async () => { for (;;) { await sleep(1000); naps++ } }
  const stubborn = async () => {
    try {
      await sleep(5000)
    } finally {
      createTask(again())
    }
  }
  const main = async () => {
    createTask(stubborn())
    await sleep(1)
    return 'done'
  }
  t.is(run(main()).result(), 'done')
  t.is(naps, 0)
})

test.plain('run: a loop that is stopped before main is done is an error', (t) => {
  let cleaned = false
  const main = async () => {
    getRunningLoop().stop()
    try {
      await sleep(1000)
    } finally {
      cleaned = true
    }
  }
  const error = t.throws(() => run(main()), { name: 'RuntimeError' })
  t.ok(error instanceof RuntimeError)
  t.ok(cleaned)
})

test.plain('loop: a stop from the exception handler when nothing is left to run ends the run', (t) => {
  t.loop.setExceptionHandler((loop) => { loop.stop() })
  const fails = async () => {
    await sleep(1)
    throw new TypeError('nobody looks')
  }
  t.loop.createTask(fails())
  t.loop.runForever()
  t.is(t.loop.time(), 1)
})

test('generators: ordinary ones give results that can be kept', (t) => {
  const gives = function* (value: number) { yield; return value }
  const one = gives(1)
  const two = gives(2)
  const first = [one.next(), one.next()]
  const second = [two.next(), two.next()]
  t.deepEqual([first[1]?.value, second[1]?.value], [1, 2])
  t.ok(first[0] !== second[0])
  return sleep(0)
})

test('threadsafe: cancelled before the start of a coroutine that is taken by then, it gives every slot back', async (t) => {
  const body = async () => { await sleep(1) }
  const coro = body()
  const handed = runCoroutineThreadsafe(coro, t.loop)
  const task = createTask(coro)
  handed.cancel()
  await task
  t.is(t.reports().length, 1)
  t.is(t.loop.stats().ready.used, 1)
})
