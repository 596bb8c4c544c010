// asCompleted.ts: results as they come.

import { asCompleted, createTask, sleep, wait, waitFor } from 'ringloop'
import type { Coroutine, Operation, Task } from 'ringloop'
import { test } from '../harness/cases'
import { attempt, boom, end, turns } from '../parity/shared'

/** All rounds, as an array. */
function rounds<T>(from: Iterator<Operation<T>>): Operation<T>[] {
  const list: Operation<T>[] = []
  for (let step = from.next(); !step.done; step = from.next()) list.push(step.value)
  return list
}

test('asCompleted: gives results in the order of completion', async (t) => {
  for (const next of asCompleted([sleep(30, 'a'), sleep(10, 'b'), sleep(20, 'c')])) t.log((await next) + ' at ' + t.loop.time())
  t.trace(['b at 10', 'c at 20', 'a at 30'])
})

test('asCompleted: in a generator, by next()', function* (t): Coroutine<void> {
  const results = asCompleted([sleep(20, 'a'), sleep(10, 'b')])
  for (let step = results.next(); !step.done; step = results.next()) t.log(yield* step.value)
  t.trace(['b', 'a'])
})

test('asCompleted: is lazy: type check, tasks and timer come with the first next() (fact 39)', async (t) => {
  async function child(): Promise<string> {
    t.log('runs')
    return 'child'
  }
  const wrong = asCompleted(42 as never) // not refused yet
  t.throws(() => wrong.next(), { name: 'TypeError', message: 'asCompleted: an array was expected, got 42; put it into [ ]' })

  const results = asCompleted([child()], { timeout: 50 })
  await turns(2)
  t.log('timers: ' + t.loop.stats().timers.used)
  const first = results.next()
  t.log('timers: ' + t.loop.stats().timers.used)
  await turns(2)
  t.log('now awaited')
  t.log(await first.value)
  t.trace([
    'timers: 0',
    'timers: 1',  // armed, and the task made, by next()
    'runs',       // though nobody awaits yet
    'now awaited',
    'child'
  ])
  t.is(t.loop.stats().timers.used, 0)
})

test('asCompleted: rounds are not bound to futures: whoever awaits first gets the first result (fact 40)', async (t) => {
  const [one, two] = rounds(asCompleted([sleep(10, 'a'), sleep(20, 'b')]))
  t.is(await two, 'a')
  t.is(await one, 'b')
})

test('asCompleted: after the time-out each remaining round raises TimeoutError, and nobody is cancelled (fact 40)', async (t) => {
  const tasks = [createTask(sleep(10, 'a')), createTask(sleep(30, 'b')), createTask(sleep(40, 'c'))]
  for (const next of asCompleted(tasks, { timeout: 20 })) t.log((await attempt(next)) + ' at ' + t.loop.time())
  t.trace(['returned a at 10', 'raised TimeoutError at 20', 'raised TimeoutError at 20'])
  t.is(tasks.map(end).join(), 'returned a,pending,pending')
  for (const task of tasks) await task
})

test('asCompleted: a result whose callback has not run when the time is up is lost (fact 40)', async (t) => {
  const future = t.loop.createFuture<string>()
  t.loop.callLater(20, () => { future.setResult('lost') }) // due in the same turn as the time-out, before it
  for (const next of asCompleted([future], { timeout: 20 })) t.log(await attempt(next))
  t.trace(['raised TimeoutError'])
  t.is(future.result(), 'lost') // here it is
})

test('asCompleted: a cancelled round does not lose its result; the next one gets it (fact 41)', async (t) => {
  const [one, two] = rounds(asCompleted([sleep(30, 'a'), sleep(40, 'b')]))
  await t.raises(waitFor(one as Operation<string>, 10), { name: 'TimeoutError' })
  t.is(await two, 'a')
  t.is(t.loop.time(), 30)
  await sleep(20)
})

test('asCompleted: of nothing gives no round', (t) => {
  t.is(rounds(asCompleted([])).length, 0)
  return sleep(0)
})

test('asCompleted: an error is that round\'s, the others go on', async (t) => {
  async function fails(): Promise<string> {
    await sleep(20)
    throw boom('b')
  }
  for (const next of asCompleted([sleep(10, 'a'), fails(), sleep(30, 'c')])) t.log(await attempt(next))
  t.trace(['returned a', 'raised Boom(b)', 'returned c'])
})

test('asCompleted: duplicates are one', async (t) => {
  const task = createTask(sleep(10, 'once'))
  for (const next of asCompleted([task, task, task])) t.log(await next)
  t.trace(['once'])
})

test('asCompleted: left early, what runs runs on, and its timer is gone when all are done', async (t) => {
  const slow = createTask(sleep(30, 'slow'))
  for (const next of asCompleted([sleep(10, 'quick'), slow], { timeout: 1000 })) {
    t.log(await next)
    break
  }
  t.is(end(slow), 'pending')
  t.log(await slow)
  await turns()
  t.is(t.loop.stats().timers.used, 0)
  t.trace(['quick', 'slow'])
})

test('asCompleted: rounds awaited by tasks are served in the order in which they began to wait', async (t) => {
  const names = ['first', 'second', 'third']
  async function body(name: string, next: Operation<string>): Promise<void> {
    t.log(name + ': ' + (await next))
  }
  const tasks = rounds(asCompleted([sleep(30, 'a'), sleep(10, 'b'), sleep(20, 'c')])).map((next, i) =>
    createTask(body(names[i] as string, next))
  )
  for (const task of tasks) await task
  t.trace(['first: b', 'second: c', 'third: a'])
})

test('asCompleted: all its rounds may be taken first, and awaited in any order, by tasks too', async (t) => {
  const rounds: PromiseLike<string>[] = []
  for (const round of asCompleted([sleep(50, 'a'), sleep(100, 'b')])) rounds.push(round)
  t.is(rounds.length, 2)
  t.is(await rounds[1], 'a')
  t.is(t.loop.time(), 50)
  t.is(await rounds[0], 'b')
  t.is(t.loop.time(), 100)
  const tasks: Task<string>[] = []
  for (const round of asCompleted([sleep(50, 'c'), sleep(50, 'd')])) tasks.push(createTask(round))
  await wait(tasks)
  t.deepEqual(tasks.map((task) => task.result()).sort(), ['c', 'd'])
})
