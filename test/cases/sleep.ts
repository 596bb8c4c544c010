// sleep.ts: pauses, long and short.

import { createTask, currentTask, gather, sleep } from 'ringloop'
import type { Coroutine, Task } from 'ringloop'
import { test } from '../harness/cases'
import { TurnCounter, attempt, turns } from '../parity/shared'

test('sleep: of 0 or less is exactly one turn, without a timer (fact 42)', async (t) => {
  const counter = new TurnCounter()
  await turns()
  for (const ms of [0, -1, -Infinity, -0]) {
    const before = counter.count
    await sleep(ms)
    t.is(counter.count - before, 1, String(ms))
  }
  counter.stop()
  t.is(t.loop.stats().timers.high, 0)
})

test('sleep: of 0 lets others have their turn in between (fact 42)', async (t) => {
  async function body(name: string): Promise<void> {
    for (let step = 0; step < 3; step++) {
      t.log(name + step)
      await sleep(0)
    }
  }
  await gather([body('a'), body('b')])
  t.trace(['a0', 'b0', 'a1', 'b1', 'a2', 'b2'])
})

test('sleep: cancelled, it takes its timer back at once (fact 42)', async (t) => {
  const task = createTask(sleep(5000))
  await turns()
  t.is(t.loop.stats().timers.used, 1)
  task.cancel()
  t.is(t.loop.stats().timers.used, 0)
  await t.raises(task, { name: 'CancelledError' })
  t.is(t.loop.time(), 0)
})

test('sleep: NaN and what is no number are refused (D5)', (t) => {
  t.throws(() => sleep(NaN), { name: 'RangeError', message: 'sleep: NaN is no time; give a number of milliseconds' })
  t.throws(() => sleep('1s' as never), { name: 'TypeError', message: 'sleep: \'1s\' is no time; give a number of milliseconds' })
  return sleep(0)
})

test('sleep: equal deadlines fire in the order in which they were set (D6)', async (t) => {
  async function body(name: string, ms: number): Promise<void> {
    await sleep(ms)
    t.log(name)
  }
  const names = 'abcdefghij'.split('')
  const tasks = names.map((name) => createTask(body(name, 10)))
  await gather(tasks)
  t.trace(names) // CPython's heap gives another order from six on
})

test('sleep: equal deadlines reached from different starts fire in the order in which they were set (D6)', async (t) => {
  async function body(name: string, ms: number): Promise<void> {
    await sleep(ms)
    t.log(name)
  }
  const first = createTask(body('set first', 30))
  await sleep(10)
  const later = createTask(body('set later', 20))
  await gather([first, later])
  t.is(t.loop.time(), 30)
  t.trace(['set first', 'set later'])
})

test('sleep: gives its result, or undefined', function* (t): Coroutine<void> {
  t.is(yield* sleep(10, 'timed'), 'timed')
  t.is(yield* sleep(0, 'at once'), 'at once')
  t.is(yield* sleep(10), undefined)
})

test('sleep: the time runs from the first await, not from the call', async (t) => {
  const sleeping = sleep(20)
  await sleep(30)
  t.is(t.loop.stats().timers.used, 0)
  await sleeping
  t.is(t.loop.time(), 50)
})

test('sleep: never ends early, also by fractions of a millisecond', async (t) => {
  for (const ms of [0.1, 1e-9, 0.30000000000000004, 1 / 3]) {
    const start = t.loop.time()
    await sleep(ms)
    t.ok(t.loop.time() >= start + ms, String(ms))
  }
})

test('sleep: for longer than a host timer can wait', async (t) => {
  const year = 365 * 24 * 3600 * 1000
  await sleep(year)
  t.is(t.loop.time(), year)
})

test('sleep: awaited again is an error, as for every coroutine', async (t) => {
  const once = sleep(1, 'once')
  t.is(await once, 'once')
  await t.raises(once, { name: 'RuntimeError', message: 'sleep: this coroutine runs already or ran; call its function again for another run' })
})

test('sleep: a finished one is used again by its task\'s next sleep, so that a loop of them allocates nothing (D8)', async (t) => {
  const once = sleep(1, 'once')
  t.is(await once, 'once')
  const next = sleep(5, 'next')
  t.is(next, once) // CPython: two objects, and awaiting the first again is an error
  t.is(await next, 'next')
  t.is(t.loop.time(), 6)
})

test('sleep: a finished one is never used by another task (D8)', async (t) => {
  const once = sleep(1, 'once')
  t.is(await once, 'once')
  async function other(): Promise<void> {
    const first = sleep(5, 'first')
    t.isNot(first, once)
    t.is(await first, 'first')
    t.isNot(sleep(5), once)
  }
  await createTask(other())
  await t.raises(once, { name: 'RuntimeError' })
})

test('sleep: several at once are several, in one task too (D8)', async (t) => {
  await sleep(1)
  const sleeps = [sleep(3, 'a'), sleep(1, 'b'), sleep(2, 'c')]
  t.ok(sleeps[0] !== sleeps[1] && sleeps[1] !== sleeps[2] && sleeps[0] !== sleeps[2])
  t.deepEqual(await gather(sleeps), ['a', 'b', 'c'])
  t.is(t.loop.time(), 4)
})

test('sleep: given to a second task is refused', async (t) => {
  const once = sleep(1)
  const task = createTask(once)
  t.throws(() => createTask(once), {
    name: 'RuntimeError',
    message: 'createTask: this coroutine runs already or ran; call its function again for another run'
  })
  await task
})

test('sleep: a thousand of them, made and awaited one after the other, hold one timer at a time', async (t) => {
  for (let i = 0; i < 1000; i++) await sleep(1)
  t.is(t.loop.time(), 1000)
  t.is(t.loop.stats().timers.high, 1)
})

test('sleep: cancelled in the turn in which its time is up, it is a cancellation', async (t) => {
  const task: Task<string> = createTask(sleep(20, 'slept'))
  await turns()
  t.loop.callLater(20, () => { t.is(task.cancel('late'), true) })
  t.log(await attempt(task))
  t.is(currentTask()?.done(), false)
  t.trace(['raised CancelledError()'])
})
