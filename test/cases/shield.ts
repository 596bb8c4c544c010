// shield.ts: waiting for something that must not be cancelled together with the wait.

import { createTask, shield, sleep, waitFor } from 'ringloop'
import { test } from '../harness/cases'
import { attempt, boom, end, err, turns } from '../parity/shared'

test('shield: of a done future gives that very object (fact 25)', async (t) => {
  const future = t.loop.createFuture<string>()
  const shielded = shield(future)
  t.isNot(shielded, future)
  future.setResult('done')
  t.is(shield(future), future)
  t.is(await shielded, 'done')
})

test('shield: of a done task that failed or was cancelled gives that very task (fact 25)', async (t) => {
  async function fails(): Promise<void> {
    throw boom('x')
  }
  const failed = createTask(fails())
  const cancelled = createTask(sleep(1000))
  cancelled.cancel()
  await turns(2)
  t.is(shield(failed), failed)
  t.is(shield(cancelled), cancelled)
  t.is(end(failed), 'raised Boom(x)')
})

test('shield: when the inner one is cancelled, the outer one is, without the message (fact 26)', async (t) => {
  const future = t.loop.createFuture()
  const outer = shield(future)
  future.cancel('inner')
  await t.raises(outer, { name: 'CancelledError', message: '' })
  t.is(outer.cancelled(), true)
})

test('shield: when an inner task is cancelled, the outer one is, without the message (fact 26)', async (t) => {
  const task = createTask(sleep(1000))
  const outer = shield(task)
  await turns()
  task.cancel('inner')
  await t.raises(outer, { name: 'CancelledError', message: '' })
  t.is(outer.cancelled(), true)
})

test('shield: both ending in one turn reports nothing (fact 27)', async (t) => {
  for (const outerFirst of [true, false]) {
    const inner = t.loop.createFuture()
    const outer = shield(inner)
    if (outerFirst) outer.cancel()
    inner.setException(boom('nobody looks'))
    if (!outerFirst) outer.cancel()
    await sleep(10) // time enough to be found never retrieved
    t.log(end(outer))
  }
  t.deepEqual(t.reports(), [])
  t.trace(['cancelled', 'cancelled'])
})

test('shield: an outer one set by hand while the inner is finishing makes the callback fail (fact 27)', async (t) => {
  const inner = t.loop.createFuture<string>()
  const outer = shield(inner)
  inner.setResult('inner')    // its callbacks are queued
  outer.setResult('by hand')
  await turns(2)
  t.is(outer.result(), 'by hand')
  const [report, ...more] = t.reports()
  t.is(err(report?.exception), 'InvalidStateError')
  t.is(more.length, 0)
})

test('shield: an outer one set by hand earlier takes the callback back, and nothing fails (fact 27)', async (t) => {
  const inner = t.loop.createFuture<string>()
  const outer = shield(inner)
  outer.setResult('by hand')
  await turns(2)
  inner.setResult('inner')
  await turns(2)
  t.is(outer.result(), 'by hand')
  t.deepEqual(t.reports(), [])
})

test('shield: cancelling the outer one leaves the inner one running', async (t) => {
  async function child(): Promise<string> {
    await sleep(30)
    t.log('child ends at ' + t.loop.time())
    return 'child'
  }
  const inner = createTask(child())
  async function body(): Promise<void> {
    try {
      await shield(inner)
    } catch (error) {
      t.log('body: ' + err(error) + ' at ' + t.loop.time())
      throw error
    }
  }
  const task = createTask(body())
  await sleep(10)
  t.is(task.cancel('stop'), true)
  await t.raises(task, { name: 'CancelledError' })
  t.is(await inner, 'child')
  t.trace(['body: CancelledError(stop) at 10', 'child ends at 30'])
})

test('shield: with the outer one cancelled, a later error of the inner one is reported, since nobody looks at it', async (t) => {
  async function child(): Promise<void> {
    await sleep(10)
    throw boom('late')
  }
  const outer = shield(child())
  outer.cancel()
  await sleep(30)
  t.deepEqual(t.reports().map((report) => err(report.exception)), ['Boom(late)'])
})

test('shield: starts a coroutine at once, before anybody awaits', async (t) => {
  async function child(): Promise<string> {
    t.log('runs')
    return 'child'
  }
  const outer = shield(child())
  await turns()
  t.trace(['runs'])
  t.is(await outer, 'child')
})

test('shield: of a shield is cancelled layer by layer', async (t) => {
  const inner = createTask(sleep(10, 'inner'))
  const middle = shield(inner)
  const outer = shield(middle)
  outer.cancel()
  await turns(2)
  t.is([outer, middle, inner].map(end).join(), 'cancelled,pending,pending')
  t.is(await middle, 'inner')
})

test('shield: two over one task know nothing of each other', async (t) => {
  const inner = createTask(sleep(10, 'inner'))
  const first = shield(inner)
  const second = shield(inner)
  first.cancel()
  t.log(await attempt(first))
  t.log(await attempt(second))
  t.trace(['raised CancelledError()', 'returned inner'])
})

test('shield: in waitFor keeps what is late alive', async (t) => {
  const inner = createTask(sleep(50, 'inner'))
  await t.raises(waitFor(shield(inner), 20), { name: 'TimeoutError' })
  t.is(t.loop.time(), 20)
  t.is(await inner, 'inner')
  t.is(t.loop.time(), 50)
})

test('shield: each outer that is left early gives its ring slots back', async (t) => {
  const inner = t.loop.createFuture()
  const before = t.loop.stats().ready.used
  for (let i = 0; i < 100; i++) {
    shield(inner).cancel()
    await turns(2)
  }
  t.is(t.loop.stats().ready.used, before)
  inner.setResult(undefined)
})

test('shield: gives the inner one\'s result and error, as they are', async (t) => {
  const [inner, failing] = [t.loop.createFuture<number>(), t.loop.createFuture<number>()]
  const [outer, failed] = [shield(inner), shield(failing)]
  const error = boom('inner')
  inner.setResult(42)
  failing.setException(error)
  t.is(await outer, 42)
  t.is(await t.raises(failed), error)
  t.is(failed.exception(), error)
})

test('shield: a task that waits in one is cancelled, and what it waited for goes on', async (t) => {
  const future = t.loop.createFuture<undefined>()
  async function inner(): Promise<void> {
    await future
    t.log('inner goes on')
  }
  async function outer(): Promise<void> {
    await shield(inner())
    t.log('outer goes on')
  }
  const task = createTask(outer())
  await turns()
  t.is(task.cancel(), true)
  await t.raises(task, { name: 'CancelledError' })
  future.setResult(undefined)
  await turns(3)
  t.trace(['inner goes on'])
})
