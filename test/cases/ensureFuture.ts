// ensureFuture.ts: anything that can be awaited, as a future.

import { ensureFuture, sleep } from 'ringloop'
import type { Task } from 'ringloop'
import { test } from '../harness/cases'
import { end } from '../parity/shared'

async function child(): Promise<string> {
  return 'child'
}

test('ensureFuture: of a future or a task gives that very one, done or not', async (t) => {
  const future = t.loop.createFuture<string>()
  const task = t.loop.createTask(child())
  t.is(ensureFuture(future), future)
  t.is(ensureFuture(future, { loop: t.loop }), future)
  t.is(ensureFuture(task), task)
  future.setResult('done')
  await task
  t.is(ensureFuture(future), future)
  t.is(ensureFuture(task, { loop: t.loop }), task)
})

test('ensureFuture: of a future or a task of another loop, with a loop given, is refused; without, it is given back', async (t) => {
  const other = t.newLoop({ ready: 4, timers: 4 })
  const future = other.createFuture<string>()
  const task = other.createTask(child())
  for (const foreign of [future, task]) {
    t.throws(() => ensureFuture(foreign, { loop: t.loop }), { name: 'RangeError', message: /^ensureFuture: the future belongs to another loop; / })
    t.is(ensureFuture(foreign), foreign)
    t.is(ensureFuture(foreign, { loop: other }), foreign)
  }
  await sleep(0)
}, { leaves: 'a task of the other loop, which does not run' })

test('ensureFuture: of a coroutine is a task of the loop that is given, or of the one that runs', async (t) => {
  const other = t.newLoop({ ready: 4, timers: 4 })
  const task: Task<string> = ensureFuture(child()) as never
  const foreign = ensureFuture(child(), { loop: other })
  t.is(task.getLoop(), t.loop)
  t.is(foreign.getLoop(), other)
  t.is(await task, 'child')
  t.is(end(foreign), 'pending')
}, { leaves: 'a task of the other loop, which does not run' })

test('ensureFuture: of a thenable is a future of what that gives', async (t) => {
  const thenable: PromiseLike<string> = { then: (onDone: (value: string) => void) => { onDone('given') } } as never
  const future = ensureFuture(thenable)
  t.is(future.getLoop(), t.loop)
  t.is(await future, 'given')
})
