// waitFor.ts: waiting, but not for ever.

import { Queue, TimeoutError, createTask, currentTask, sleep, wait, waitFor } from 'ringloop'
import type { Coroutine, Task } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { TurnCounter, attempt, boom, end, err, turns } from '../parity/shared'

/** N of a task's name Task-N. */
function numberOf(task: Task<unknown>): number {
  return Number(task.getName().slice(5))
}

/** Sleeps for long; asked to end, it logs that, cleans up for a while, and goes on with its cancellation. */
async function child(t: T, cleanup: number): Promise<string> {
  try {
    await sleep(1000)
  } catch (error) {
    t.log('child: ' + err(error))
    await sleep(cleanup)
    t.log('child ends at ' + t.loop.time())
    throw error
  }
  return 'child'
}

/** Awaits `awaitable` through waitFor and logs how that ended. */
async function body(t: T, awaitable: PromiseLike<unknown>, timeout: number | null): Promise<unknown> {
  try {
    return await waitFor(awaitable, timeout)
  } catch (error) {
    t.log('body: ' + err(error) + ' at ' + t.loop.time())
    throw error
  }
}

test('waitFor: with null it awaits in place: no task, no name used, same current task (fact 28)', async (t) => {
  async function inside(): Promise<string> {
    t.is(currentTask(), program)
    return await sleep(10, 'inside')
  }
  const program = currentTask()
  const before = createTask(sleep(0))
  t.is(await waitFor(inside(), null), 'inside')
  const after = createTask(sleep(0))
  t.is(numberOf(after) - numberOf(before), 1)
  t.is(t.loop.stats().timers.high, 1) // the sleep's own
  await after
})

test('waitFor: with null a future and a task are awaited in place too (fact 28)', function* (t): Coroutine<void> {
  const future = t.loop.createFuture<string>()
  t.loop.callLater(5, () => { future.setResult('future') })
  t.is(yield* waitFor(future, null), 'future')
  t.is(yield* waitFor(createTask(sleep(5, 'task')), null), 'task')
  t.is(t.loop.time(), 10)
})

test('waitFor: with a time the coroutine becomes a task of its own', async (t) => {
  async function inside(): Promise<void> {
    t.isNot(currentTask(), program)
  }
  const program = currentTask()
  await waitFor(inside(), 10)
})

test('waitFor: without time left, a done future gives its result or error without suspending (fact 29)', async (t) => {
  const good = t.loop.createFuture<string>()
  const bad = t.loop.createFuture()
  good.setResult('good')
  bad.setException(boom('bad'))
  const counter = new TurnCounter()
  await turns()
  const before = counter.count
  t.log(await attempt(waitFor(good, 0)))
  t.log(await attempt(waitFor(bad, -1)))
  t.is(counter.count, before)
  counter.stop()
  t.trace(['returned good', 'raised Boom(bad)'])
})

test('waitFor: without time left, a coroutine becomes a task that never starts, then TimeoutError (fact 29)', async (t) => {
  async function inside(): Promise<void> {
    t.log('runs')
  }
  await t.raises(waitFor(inside(), 0), { name: 'TimeoutError' })
  await t.raises(waitFor(inside(), -5), { name: 'TimeoutError' })
  t.is(t.loop.stats().timers.high, 0)
  t.trace([])
})

test('waitFor: without time left, what is pending is cancelled and its end awaited (fact 29)', async (t) => {
  const future = t.loop.createFuture()
  const task = createTask(child(t, 20))
  await turns()
  await t.raises(waitFor(future, 0), { name: 'TimeoutError' })
  await t.raises(waitFor(task, 0), { name: 'TimeoutError' })
  t.is(end(future) + ', ' + end(task), 'cancelled, cancelled')
  t.trace(['child: CancelledError()', 'child ends at 20'])
})

test('waitFor: a task that answers the time-out with a value: that value is returned (fact 30, D2)', async (t) => {
  async function late(): Promise<string> {
    try {
      await sleep(50)
    } catch {
      await sleep(10)
    }
    return 'late value'
  }
  t.is(await waitFor(late(), 20), 'late value') // CPython before 3.9.18: TimeoutError, and the value is lost
  t.is(t.loop.time(), 30)
  const task = createTask(late())
  await turns()
  t.is(await waitFor(task, 0), 'late value')
})

test('waitFor: an error raised on the time-out\'s cancellation comes out in place of TimeoutError (fact 31)', async (t) => {
  async function instead(): Promise<void> {
    try {
      await sleep(50)
    } catch {
      throw boom('instead')
    }
  }
  await t.raises(waitFor(instead(), 20), { name: 'Boom', message: 'instead' })
  t.is(t.loop.time(), 20)
})

test('waitFor: it does not return until the inner one has ended, however long that takes (fact 32)', async (t) => {
  await t.raises(waitFor(child(t, 5000), 20), {
    name: 'TimeoutError',
    message: 'waitFor: not done after 20 ms, so it was cancelled; allow more, or shield() it'
  })
  t.is(t.loop.time(), 5020)
  t.trace(['child: CancelledError()', 'child ends at 5020'])
})

test('waitFor: cancelled from outside, it cancels the inner one without message, waits, and raises with the message (fact 33)', async (t) => {
  const task = createTask(body(t, child(t, 20), 500))
  await sleep(10)
  t.is(task.cancel('stop'), true)
  t.is(t.loop.stats().timers.used, 2) // the inner sleep, and ours: both go in the next turn
  t.log(await attempt(task))
  t.trace([
    'child: CancelledError()',
    'child ends at 30',
    'body: CancelledError(stop) at 30',
    'raised CancelledError()'
  ])
})

test('waitFor: cancelled from outside, it drops what the inner one returns or raises (fact 33)', async (t) => {
  async function answers(how: string): Promise<string> {
    try {
      await sleep(1000)
    } catch {
      if (how === 'raises') throw boom('dropped')
    }
    return 'dropped'
  }
  for (const how of ['returns', 'raises']) {
    const inner = createTask(answers(how))
    const task = createTask(body(t, inner, 500))
    await turns(2)
    task.cancel('stop')
    t.log(await attempt(task))
    await sleep(1) // nothing is reported: waitFor looked at it
    t.log(end(inner))
  }
  t.trace([
    'body: CancelledError(stop) at 0', 'raised CancelledError()', 'returned dropped',
    'body: CancelledError(stop) at 1', 'raised CancelledError()', 'raised Boom(dropped)'
  ])
})

test('waitFor: cancelled in the turn in which the inner one ended, it raises CancelledError (fact 34, D1)', async (t) => {
  for (const fails of [false, true]) {
    const future = t.loop.createFuture<string>()
    const task = createTask(body(t, future, 500))
    await turns()
    if (fails) future.setException(boom('child'))
    else future.setResult('child')
    t.is(task.cancel('stop'), true)
    t.log(await attempt(task)) // CPython 3.9: the future's result or error, and the cancellation is lost
    t.is(task.cancelled(), true)
    await sleep(1)
  }
  t.deepEqual(t.reports(), []) // the error counts as looked at
  t.is(t.loop.stats().timers.used, 0)
  t.trace([
    'body: CancelledError(stop) at 0', 'raised CancelledError()',
    'body: CancelledError(stop) at 1', 'raised CancelledError()'
  ])
})

test('waitFor: cancelled a turn after the inner one ended, before it is woken, it raises CancelledError (fact 34, D1)', async (t) => {
  const future = t.loop.createFuture<string>()
  const task = createTask(body(t, future, 500))
  await turns()
  future.setResult('child')
  t.loop.callSoon(() => { t.is(task.cancel('stop'), true) }) // behind waitFor's callback, before the wake-up
  await t.raises(task, { name: 'CancelledError' })
  t.trace(['body: CancelledError(stop) at 0'])
})

test('waitFor: a second cancel while it waits for the inner one gives up waiting, with the second message (fact 35)', async (t) => {
  const inner = createTask(child(t, 50))
  const task = createTask(body(t, inner, 500))
  await turns(2)
  t.is(task.cancel('first'), true)
  await sleep(10)
  t.is(task.cancel('second'), true)
  t.log(await attempt(task))
  t.log('inner ' + end(inner))
  t.log(await attempt(inner))
  t.trace([
    'child: CancelledError()',
    'body: CancelledError(second) at 10',
    'raised CancelledError()',
    'inner pending',
    'child ends at 50',
    'raised CancelledError()'
  ])
})

test('waitFor: a cancel after the time-out gives CancelledError, not TimeoutError (fact 35)', async (t) => {
  const inner = createTask(child(t, 50))
  const task = createTask(body(t, inner, 20))
  await sleep(30)
  t.is(task.cancel('stop'), true)
  t.log(await attempt(task))
  t.log(await attempt(inner))
  t.trace([
    'child: CancelledError()',           // by the time-out, at 20
    'body: CancelledError(stop) at 30',
    'raised CancelledError()',
    'child ends at 70',
    'raised CancelledError()'
  ])
})

test('waitFor: with time to spare, a done future still costs turns (fact 36)', async (t) => {
  const future = t.loop.createFuture<string>()
  future.setResult('done')
  const counter = new TurnCounter()
  await turns()
  const before = counter.count
  t.is(await waitFor(future, 500), 'done')
  t.is(counter.count - before, 2) // the done-callback, then the wake-up
  counter.stop()
  t.is(t.loop.stats().timers.used, 0)
})

test('waitFor: in a tie with its own coroutine it times out, with a task that sleeps already it does not (fact 36)', async (t) => {
  await t.raises(waitFor(sleep(20, 'child'), 20), { name: 'TimeoutError' }) // its timer was armed first
  const task = createTask(sleep(20, 'task'))
  await turns()
  t.is(await waitFor(task, 20), 'task')
})

test('waitFor: an argument that cannot be awaited is refused before the timer is armed (fact 37, D3)', async (t) => {
  const before = t.loop.stats()
  await t.raises(waitFor(42 as never, 1000), {
    name: 'TypeError',
    message: /^waitFor: a future, coroutine or promise was expected, got 42; /
  })
  t.deepEqual(t.loop.stats().timers, before.timers) // CPython leaves a timer for 1000 ms
})

test('waitFor: in time gives the result and takes its timer back', async (t) => {
  t.is(await waitFor(sleep(10, 'child'), 50), 'child')
  t.is(t.loop.time(), 10)
  t.is(t.loop.stats().timers.used, 0)
})

test('waitFor: late, the inner one is cancelled without a message', async (t) => {
  const task = createTask(child(t, 0))
  await t.raises(waitFor(task, 20), { name: 'TimeoutError' })
  t.is(task.cancelled(), true)
  t.trace(['child: CancelledError()', 'child ends at 20'])
})

test('waitFor: an inner one cancelled by somebody else is a cancellation, not a time-out', async (t) => {
  const future = t.loop.createFuture()
  t.loop.callLater(10, () => { future.cancel('by somebody') })
  await t.raises(waitFor(future, 500), { name: 'CancelledError', message: 'by somebody' })
  t.is(t.loop.stats().timers.used, 0)
})

test('waitFor: in waitFor, whichever is first decides', async (t) => {
  await t.raises(waitFor(waitFor(child(t, 0), 20), 50), { name: 'TimeoutError', message: /20 ms/ })
  await t.raises(waitFor(waitFor(child(t, 0), 50), 20), { name: 'TimeoutError', message: /20 ms/ })
  t.is(t.loop.time(), 40)
  t.is(t.loop.stats().timers.used, 0)
})

test('waitFor: of a queue\'s get, late, takes no item', async (t) => {
  const queue = new Queue<string>()
  await t.raises(waitFor(queue.get(), 20), { name: 'TimeoutError' })
  queue.putNowait('item')
  t.is(queue.qsize(), 1)
  t.is(queue.getNowait(), 'item')
})

test('waitFor: an infinite time is a time that never comes', async (t) => {
  t.is(await waitFor(sleep(3_600_000, 'an hour'), Infinity), 'an hour')
  t.is(t.loop.stats().timers.used, 0)
})

test('waitFor: nothing happens before it is awaited', async (t) => {
  async function inside(): Promise<string> {
    t.log('runs')
    return 'inside'
  }
  const waiting = waitFor(inside(), 10)
  await sleep(50)
  t.trace([])
  t.is(await waiting, 'inside')
  t.is(t.loop.time(), 50)
})

test('waitFor: an inner one that swallows every request is cancelled once, and its end awaited', async (t) => {
  async function stubborn(): Promise<string> {
    for (let until = t.loop.time() + 200; t.loop.time() < until;) {
      try {
        await sleep(until - t.loop.time())
      } catch (error) {
        t.log(err(error) + ' at ' + t.loop.time())
      }
    }
    return 'ended at ' + t.loop.time()
  }
  t.is(await waitFor(stubborn(), 100), 'ended at 200') // CPython 3.9.18 and later (D2)
  const waiting = createTask(waitFor(stubborn(), 400))
  await turns()
  waiting.cancel()
  await wait([waiting])
  t.is(waiting.cancelled(), true)
  t.is(t.loop.time(), 400)
  t.trace(['CancelledError() at 100', 'CancelledError() at 200'])
})

test('waitFor: cancelled while the inner one holds up the cancellation, it ends, and the inner one runs on', async (t) => {
  async function holdsUp(): Promise<number> {
    for (let i = 0; i < 3; i++) await attempt(sleep(300))
    return 42
  }
  const inner = createTask(holdsUp())
  const waiting = createTask(waitFor(inner, 100))
  await sleep(200)
  waiting.cancel()
  await t.raises(waiting, { name: 'CancelledError' })
  t.is(inner.done(), false)
  t.is(await inner, 42)
})

test('waitFor: cancelled, it cancels the task that it waits for, with a time and without', async (t) => {
  for (const timeout of [null, 60_000]) {
    const task = createTask(sleep(1_000_000))
    const waiting = createTask(waitFor(task, timeout))
    t.loop.callSoon(() => { waiting.cancel() })
    await t.raises(waiting, { name: 'CancelledError' })
    t.is(task.cancelled(), true)
  }
})

test('waitFor: late, a task is done and cancelled when TimeoutError comes, its finally blocks over', async (t) => {
  async function body(): Promise<void> {
    try {
      await sleep(1000)
    } finally {
      await sleep(5)
      t.log('finally')
    }
  }
  for (const timeout of [100, 0, -1]) {
    const task = createTask(body())
    await turns()
    const error = await t.raises(waitFor(task, timeout), { name: 'TimeoutError' })
    t.ok(error instanceof TimeoutError)
    t.is(task.cancelled(), true)
  }
  t.trace(['finally', 'finally', 'finally'])
})

test('waitFor: of a queue\'s get, in time, gives the item', async (t) => {
  const queue = new Queue<number>()
  const task = createTask(waitFor(queue.get(), 51))
  await sleep(10)
  queue.putNowait(1)
  t.is(await task, 1)
  t.is(t.loop.time(), 10)
  t.is(queue.qsize(), 0)
})
