// smoke.ts: the harness itself works in every engine.

import { createTask, sleep } from 'ringloop'
import type { Coroutine } from 'ringloop'
import { test } from '../harness/cases'

test('smoke: an async function sleeps on the virtual clock', async (t) => {
  const start = t.loop.time()
  t.log('before')
  t.is(await sleep(3_600_000, 'an hour'), 'an hour')
  t.log(t.loop.time() - start)
  t.trace(['before', '3600000'])
})

test('smoke: a generator is a coroutine too', function* (t): Coroutine<void> {
  const task = createTask(sleep(10, 4))
  t.is(yield* task, 4)
})

test('smoke: an error is caught across awaits', async (t) => {
  async function broken(): Promise<void> {
    await sleep(1)
    throw new TypeError('broken')
  }
  await t.raises(broken(), { name: 'TypeError', message: 'broken' })
})

test.plain('smoke: a plain case runs outside of any loop', (t) => {
  t.is(t.loop.isRunning(), false)
})

test.locked('smoke: counting allocates nothing', () => {
  const counter = { count: 0 }
  return () => { counter.count++ }
})
