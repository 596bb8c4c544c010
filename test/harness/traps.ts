// traps.ts: cases that must fail, each for one reason. test/harness.test.ts springs them; no other test runs them.

import { Loop, createTask, sleep } from 'ringloop'
import { TRAP, test } from './cases'

test(TRAP + 'a wrong value', async (t) => {
  t.log('before')
  await sleep(1)
  t.is(1 + 1, 3)
})

test(TRAP + 'a wrong trace', (t) => {
  t.log('a')
  t.trace(['b'])
  return sleep(0)
})

test(TRAP + 'no error where one was expected', async (t) => {
  await t.raises(sleep(1), { name: 'CancelledError' })
})

test(TRAP + 'another error than expected', async (t) => {
  t.throws(() => { throw new TypeError('x') }, { name: 'RangeError' })
  await sleep(0)
})

test(TRAP + 'a timer stays', async (t) => {
  t.loop.callLater(1000, () => undefined)
  await sleep(0)
})

test(TRAP + 'a task stays', async () => {
  createTask(sleep(1000), { name: 'sleeper' })
  await sleep(0)
})

test.plain(TRAP + 'a callback stays in a second loop', (t) => {
  const again = (loop: Loop) => { loop.callSoon(again, loop) }
  again(t.newLoop({ ready: 2, timers: 2 }))
})

test(TRAP + 'an error that nobody expected', async (t) => {
  t.loop.callSoon(() => { throw new TypeError('oops') })
  await sleep(0)
})

test(TRAP + 'it hangs', () => {
  for (;;);
})

test.locked(TRAP + 'it allocates', () => {
  const kept: { last: object | undefined } = { last: undefined }
  return () => { kept.last = {} }
})
