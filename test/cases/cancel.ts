// cancel.ts: what a cancellation does, before a task starts, while it waits, while it runs, and afterwards.
//
// (fact N) in a title is the number of a fact of CPython that is easily got wrong; (DN) is one of our deviations.

import { CancelledError, createTask, currentTask, gather, getRunningLoop, sleep, wait } from 'ringloop'
import type { Coroutine, Future, Task } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { attempt, boom, end, err, handOut, me, refused, turns } from '../parity/shared'

/** Awaits a future and logs what comes of it; passes an error on. */
async function waits(t: T, name: string, future: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await future
  } catch (error) {
    t.log(name + ': ' + err(error))
    throw error
  }
}

/** The same, but swallows the error, and gives one turn away before it ends. */
async function swallows(t: T, future: PromiseLike<unknown>): Promise<string> {
  try {
    await future
    t.log('not cancelled')
  } catch (error) {
    t.log('inside: ' + err(error))
  }
  await turns()
  return 'went on'
}

test('cancel: while waiting it goes to the future at once, and the task hears of it in the next turn (fact 1)', async (t) => {
  const future = t.loop.createFuture()
  const task = createTask(waits(t, 'task', future))
  await turns()
  t.log(task.cancel('stop'))
  t.log(end(future))
  t.log(end(task))
  await turns()
  t.log(end(task))
  t.trace([
    'true',
    'cancelled',                  // the future, in the very call
    'pending',                    // the task has not run yet
    'task: CancelledError(stop)', // the wake-up carries the message
    'cancelled'
  ])
})

test('cancel: once the waiter took it, the task itself has no request left (fact 1)', async (t) => {
  const future = t.loop.createFuture()
  const task = createTask(swallows(t, future))
  await turns()
  task.cancel('stop')
  t.is(await task, 'went on') // a second error would end it at the turn that it gives away
  t.trace(['inside: CancelledError(stop)'])
})

test('cancel: between the result and the wake-up it replaces the result (fact 2)', async (t) => {
  const future = t.loop.createFuture<string>()
  const task = createTask(swallows(t, future))
  await turns()
  future.setResult('lost')
  t.is(task.cancel('late'), true)
  t.is(await task, 'went on')
  t.is(future.result(), 'lost') // for others it is there
  t.trace(['inside: CancelledError(late)'])
})

test('cancel: between the error and the wake-up it replaces the error (fact 2)', async (t) => {
  const future = t.loop.createFuture()
  const task = createTask(swallows(t, future))
  await turns()
  future.setException(boom('lost'))
  t.is(task.cancel('late'), true)
  t.is(await task, 'went on')
  t.trace(['inside: CancelledError(late)']) // and the lost error is not reported: the task counts as having waited for it
})

test('cancel: between the end of a sleep and the wake-up it replaces the result (fact 2)', async (t) => {
  const task = createTask(swallows(t, sleep(10)))
  await turns()
  t.loop.callLater(10, () => { t.log(task.cancel('late')) }) // set later, so due behind the sleep, in the same turn
  t.is(await task, 'went on')
  t.trace(['true', 'inside: CancelledError(late)'])
})

test('cancel: a wake-up that brings a cancellation already keeps its own message (fact 3)', async (t) => {
  const future = t.loop.createFuture()
  const task = createTask(swallows(t, future))
  await turns()
  future.cancel('of the future')
  t.is(task.cancel('of the task'), true)
  t.is(await task, 'went on') // the request was used up with it
  t.trace(['inside: CancelledError(of the future)'])
})

test('cancel: a second one while waiting keeps the first message (fact 4)', async (t) => {
  const task = createTask(swallows(t, t.loop.createFuture()))
  await turns()
  t.is(task.cancel('first'), true)
  t.is(task.cancel('second'), true)
  t.is(await task, 'went on')
  t.trace(['inside: CancelledError(first)']) // one error, not two
})

test('cancel: a second one while sleeping keeps the first message (fact 4)', async (t) => {
  const task = createTask(swallows(t, sleep(1000)))
  await turns()
  t.is(task.cancel('first'), true)
  t.is(task.cancel('second'), true)
  t.is(await task, 'went on')
  t.trace(['inside: CancelledError(first)'])
})

test('cancel: a second one between two steps brings the second message (fact 4)', async (t) => {
  const task = createTask(swallows(t, sleep(0)))
  await turns()
  t.is(task.cancel('first'), true)
  t.is(task.cancel('second'), true)
  t.is(await task, 'went on')
  t.trace(['inside: CancelledError(second)'])
})

test('cancel: before the first step, the body never runs (fact 5)', async (t) => {
  async function body(): Promise<void> {
    t.log('runs')
  }
  const task = createTask(body())
  t.is(task.cancel('stop'), true)
  t.is(task.cancelled(), false) // not yet: that takes its first step
  t.is(task.done(), false)
  await turns()
  t.is(task.cancelled(), true)
  t.trace([])
})

test('cancel: before the first step, a generator\'s body never runs (fact 5)', function* (t): Coroutine<void> {
  function* body(): Coroutine<void> {
    t.log('runs')
    yield* sleep(1)
  }
  const task = createTask(body())
  t.is(task.cancel(), true)
  yield* sleep(0)
  t.is(task.cancelled(), true)
  t.trace([])
})

test('cancel: before the first step, an operation of the library arms nothing (fact 5)', async (t) => {
  const task = createTask(sleep(1000))
  t.is(task.cancel(), true)
  await turns()
  t.is(task.cancelled(), true)
  t.is(t.loop.stats().timers.high, 0)
})

test('cancel: the message does not cross a task\'s border (fact 6)', async (t) => {
  const task = createTask(waits(t, 'inside', sleep(1000)))
  await turns()
  task.cancel('stop')
  t.log('waiter: ' + await attempt(task))
  t.log('later: ' + await attempt(task))
  t.log(refused(() => task.result()))
  t.log(refused(() => task.exception()))
  t.trace([
    'inside: CancelledError(stop)',
    'waiter: raised CancelledError()', // a fresh error for whoever waits
    'later: raised CancelledError()',
    'CancelledError()',
    'CancelledError()'
  ])
})

test('cancel: each waiter gets an error of its own (fact 6)', async (t) => {
  const task = createTask(sleep(1000))
  const first = createTask(attemptError(task))
  const second = createTask(attemptError(task))
  await turns()
  task.cancel('stop')
  t.isNot(await first, await second)
})

async function attemptError(future: Future<unknown>): Promise<unknown> {
  try {
    return await future
  } catch (error) {
    return error
  }
}

test('cancel: a task cancelled while it runs, that returns without suspending, keeps the message (fact 7)', async (t) => {
  async function body(): Promise<string> {
    me().cancel('kept')
    return 'lost'
  }
  const task = createTask(body())
  await t.raises(task, { name: 'CancelledError', message: 'kept' })
  t.is(task.cancelled(), true)
})

test('cancel: a task cancelled while it runs, that throws without suspending, ends with that error (fact 8)', async (t) => {
  async function body(): Promise<void> {
    me().cancel('stop')
    throw boom('instead')
  }
  const task = createTask(body())
  await t.raises(task, { name: 'Boom', message: 'instead' })
  t.is(task.cancelled(), false)
})

test('cancel: a task that answers with another error ends with that one (fact 8)', async (t) => {
  async function body(): Promise<void> {
    try {
      await sleep(1000)
    } catch {
      throw boom('instead')
    }
  }
  const task = createTask(body())
  await turns()
  task.cancel()
  await t.raises(task, { name: 'Boom', message: 'instead' })
  t.is(task.cancelled(), false)
})

test('cancel: of oneself, it cancels the future that is awaited next at once (fact 9)', async (t) => {
  const future = t.loop.createFuture()
  async function body(): Promise<void> {
    t.log(me().cancel('self'))
    t.log('still runs')
    await waits(t, 'body', future)
  }
  const task = createTask(body())
  await turns()
  t.log(end(future))
  t.log(end(task))
  await turns()
  t.log(end(task))
  t.trace([
    'true',
    'still runs',                 // the request waits for the next suspension
    'cancelled',                  // the future was cancelled as the task began to wait
    'pending',                    // the task hears of it a turn later, as always
    'body: CancelledError(self)',
    'cancelled'
  ])
})

test('cancel: of oneself, an inner task that swallows it lets the outer one go on (fact 9)', async (t) => {
  const inner = createTask(swallows(t, sleep(1000)))
  async function outer(): Promise<string> {
    await turns()
    me().cancel('self')
    t.log('inner: ' + await inner)
    await turns() // no request is left
    return 'outer went on'
  }
  t.is(await createTask(outer()), 'outer went on')
  t.trace(['inside: CancelledError(self)', 'inner: went on'])
})

test('cancel: of oneself, a sleep that begins next is taken back (fact 9)', async (t) => {
  async function body(): Promise<void> {
    me().cancel('self')
    await waits(t, 'body', sleep(1000))
  }
  const task = createTask(body())
  await turns()
  t.is(t.loop.stats().timers.used, 0)
  await turns()
  t.is(task.cancelled(), true)
  t.is(t.loop.time(), 0)
  t.trace(['body: CancelledError(self)'])
})

test('cancel: of oneself, a wait that cannot be cancelled any more leaves the request for the wake-up (fact 10)', async (t) => {
  const child = t.loop.createFuture()
  child.setResult('child')
  async function body(): Promise<string> {
    const gathering = gather([child])
    me().cancel('self')
    try {
      await gathering // pending still, but its cancel() says false: its one child is done
    } catch (error) {
      t.log(err(error) + ', gather ' + end(gathering))
    }
    await turns()
    return 'went on'
  }
  t.is(await createTask(body()), 'went on')
  t.trace(['CancelledError(self), gather returned ["child"]'])
})

test('cancel: of oneself, awaiting what is done does not suspend, so the request stays (fact 11)', async (t) => {
  const future = t.loop.createFuture<string>()
  future.setResult('result')
  const done = createTask(sleep(0, 'done'))
  await done
  async function body(): Promise<void> {
    me().cancel('self')
    t.log(await future)
    t.log(await done)
    await waits(t, 'next real wait', sleep(0))
  }
  t.log(await attempt(createTask(body())))
  t.trace(['result', 'done', 'next real wait: CancelledError(self)', 'raised CancelledError()'])
})

test('cancel: a coroutine that throws CancelledError itself makes its task cancelled, without the message (fact 12)', async (t) => {
  async function body(): Promise<void> {
    throw new CancelledError('mine')
  }
  const task = createTask(body())
  await t.raises(task, { name: 'CancelledError', message: '' })
  t.is(task.cancelled(), true)
})

test('cancel: a CancelledError set as an exception leaves the future uncancelled but cancels who awaits it (fact 13)', async (t) => {
  const future = t.loop.createFuture()
  const task = createTask(waits(t, 'task', future))
  await turns()
  future.setException(new CancelledError('as an error'))
  t.is(future.cancelled(), false)
  t.is(err(future.exception()), 'CancelledError(as an error)')
  await t.raises(task, { name: 'CancelledError', message: '' })
  t.is(task.cancelled(), true)
  t.trace(['task: CancelledError(as an error)'])
})

test('cancel: of one of two who wait for a future cancels the future, and so the other one (fact 14)', async (t) => {
  const future = t.loop.createFuture()
  const first = createTask(waits(t, 'first', future))
  const second = createTask(waits(t, 'second', future))
  await turns()
  first.cancel('stop')
  await turns()
  t.log([end(future), end(first), end(second)].join(', '))
  t.trace(['first: CancelledError(stop)', 'second: CancelledError(stop)', 'cancelled, cancelled, cancelled'])
})

test('task: a bad yield is an error in the next turn, and the coroutine may go on (fact 15)', async (t) => {
  async function body(): Promise<string> {
    try {
      await handOut(42)
    } catch (error) {
      t.log((error as Error).name)
    }
    await turns()
    return 'went on'
  }
  const task = createTask(body())
  await turns()
  t.log('a turn')
  t.is(await task, 'went on')
  t.trace(['a turn', 'RuntimeError'])
})

test('task: a cancel takes the place of the error for a bad yield (fact 15)', async (t) => {
  const task = createTask(waits(t, 'inside', handOut(42)))
  await turns()
  t.is(task.cancel('stop'), true)
  await t.raises(task, { name: 'CancelledError' })
  t.trace(['inside: CancelledError(stop)'])
})

test('task: a bare yield of a future is an error, also if another task awaits that future (fact 16)', async (t) => {
  const future = t.loop.createFuture<string>()
  const awaits = createTask(waits(t, 'awaits', future))
  await turns()
  const yields = createTask(waits(t, 'yields', handOut(future)))
  await t.raises(yields, { name: 'RuntimeError' })
  future.setResult('result')
  t.is(await awaits, 'result')
  t.trace(['yields: RuntimeError'])
})

test('cancel: of a circle of waiting tasks asks each of them once, and neither recurses nor hangs (fact 46, D4)', async (t) => {
  const tasks: Task<unknown>[] = []
  async function body(name: string, next: number): Promise<void> {
    await waits(t, name, tasks[next] as Task<unknown>)
  }
  tasks.push(createTask(body('a', 1)), createTask(body('b', 2)), createTask(body('c', 0)))
  await turns()
  t.is((tasks[0] as Task<unknown>).cancel('stop'), true)
  await turns(4)
  t.log(tasks.map(end).join(', '))
  // Against the direction of the arrows: c waits for a, where the circle closes, so c is the one that is woken.
  t.trace(['c: CancelledError(stop)', 'b: CancelledError()', 'a: CancelledError()', 'cancelled, cancelled, cancelled'])
})

test('cancel: of a task that waits for a circle ends that circle too (fact 46, D4)', async (t) => {
  const tasks: Task<unknown>[] = []
  async function body(name: string, next: number): Promise<void> {
    await waits(t, name, tasks[next] as Task<unknown>)
  }
  tasks.push(createTask(body('a', 1)), createTask(body('b', 0)))
  const outside = createTask(body('outside', 0))
  await turns()
  t.is(outside.cancel('stop'), true)
  await turns(4)
  t.is([outside as Task<unknown>].concat(tasks).map(end).join(), 'cancelled,cancelled,cancelled')
})

test('cancel: of a circle through gather ends every task in it (fact 46, D4)', async (t) => {
  const loop = getRunningLoop()
  const gate = loop.createFuture()
  const tasks: Task<unknown>[] = []
  async function first(): Promise<void> {
    await gate
    await waits(t, 'first', gather([tasks[1] as Task<unknown>]))
  }
  async function second(): Promise<void> {
    await waits(t, 'second', tasks[0] as Task<unknown>)
  }
  tasks.push(createTask(first()), createTask(second()))
  await turns()
  gate.setResult(undefined)
  await turns(2)
  t.is((tasks[0] as Task<unknown>).cancel('stop'), true)
  await turns(8)
  t.is(tasks.map(end).join(), 'cancelled,cancelled')
})

test('cancel: of a task that is done gives false and changes nothing', async (t) => {
  const returned = createTask(sleep(0, 1))
  const failed = createTask(waits(t, 'failed', handOut(42)))
  const cancelled = createTask(sleep(1000))
  cancelled.cancel()
  await turns(3)
  for (const task of [returned, failed, cancelled]) t.log(String(task.cancel('too late')) + ' ' + end(task))
  t.trace(['failed: RuntimeError', 'false returned 1', 'false raised RuntimeError', 'false cancelled'])
})

test('cancel: swallowed, the task goes on, and can be cancelled again', async (t) => {
  async function body(): Promise<string> {
    for (let round = 1; round <= 2; round++) t.log(await attempt(sleep(1000)))
    await sleep(1000)
    return 'not reached'
  }
  const task = createTask(body())
  await turns()
  task.cancel('one')
  await turns(2)
  task.cancel('two')
  await turns(2)
  task.cancel('three')
  await t.raises(task, { name: 'CancelledError' })
  t.is(t.loop.time(), 0)
  t.trace(['raised CancelledError(one)', 'raised CancelledError(two)'])
})

test('cancel: during the cleanup of an earlier one is a request of its own', async (t) => {
  async function body(): Promise<void> {
    try {
      await sleep(1000)
    } finally {
      t.log('cleanup: ' + await attempt(sleep(100)))
    }
  }
  const task = createTask(body())
  await turns()
  task.cancel('first')
  await sleep(10)
  task.cancel('second')
  await t.raises(task, { name: 'CancelledError' })
  t.is(t.loop.time(), 10)
  t.trace(['cleanup: raised CancelledError(second)'])
})

test('cancel: of a chain of tasks reaches the innermost at once and comes back one task per turn', async (t) => {
  const future = t.loop.createFuture()
  const inner = createTask(waits(t, 'inner', future))
  const middle = createTask(waits(t, 'middle', inner))
  const outer = createTask(waits(t, 'outer', middle))
  await turns(2)
  t.is(outer.cancel('stop'), true)
  const ends = () => [future, inner, middle, outer].map(end).join()
  t.log(ends())
  for (let turn = 1; turn <= 3; turn++) {
    await turns()
    t.log(ends())
  }
  t.trace([
    'cancelled,pending,pending,pending',
    'inner: CancelledError(stop)',
    'cancelled,cancelled,pending,pending',
    'middle: CancelledError()', // the message stopped at inner's border
    'cancelled,cancelled,cancelled,pending',
    'outer: CancelledError()',
    'cancelled,cancelled,cancelled,cancelled'
  ])
})

test('cancel: of a chain of 500 tasks needs no stack', async (t) => {
  const future = t.loop.createFuture()
  let last: PromiseLike<unknown> = future
  async function link(inner: PromiseLike<unknown>): Promise<void> {
    await inner
  }
  const tasks: Task<unknown>[] = []
  for (let i = 0; i < 500; i++) {
    const task = createTask(link(last))
    tasks.push(task)
    last = task
  }
  await turns(2)
  t.is((tasks[499] as Task<unknown>).cancel(), true)
  t.is(future.cancelled(), true)
  await turns(501)
  t.is(tasks.every((task) => task.cancelled()), true)
}, { ready: 512 })

test('cancel: of the running task is seen by currentTask, and leaves it running', async (t) => {
  async function body(): Promise<string> {
    const task = currentTask() as Task<unknown>
    task.cancel('self')
    t.is(currentTask(), task)
    t.is(task.done(), false)
    t.log(await attempt(sleep(0)))
    return 'went on'
  }
  t.is(await createTask(body()), 'went on')
  t.trace(['raised CancelledError(self)'])
})

test('cancel: with a message before the first step, who asks afterwards gets none (fact 6)', async (t) => {
  const task = createTask(sleep(1000))
  t.is(task.cancel('message'), true)
  await wait([task])
  t.throws(() => task.exception(), { name: 'CancelledError', message: '' })
  t.throws(() => task.result(), { name: 'CancelledError', message: '' })
  await t.raises(task, { name: 'CancelledError', message: '' })
})

test('cancel: of oneself, a task that is awaited next is cancelled at once, and what that waits for (fact 9)', async (t) => {
  const future = t.loop.createFuture()
  const nested = createTask(waits(t, 'nested', future))
  async function body(): Promise<void> {
    await turns()
    me().cancel()
    await waits(t, 'body', nested)
  }
  const task = createTask(body())
  await t.raises(task, { name: 'CancelledError' })
  t.deepEqual([task.cancelled(), nested.cancelled(), future.cancelled()], [true, true, true])
  t.trace(['nested: CancelledError()', 'body: CancelledError()'])
})

test('cancel: of the future that a task awaits cancels the task', async (t) => {
  const future = t.loop.createFuture()
  const task = createTask(waits(t, 'task', future))
  await turns()
  t.is(future.cancel(), true)
  t.is(task.done(), false)
  await t.raises(task, { name: 'CancelledError' })
  t.is(task.cancelled(), true)
  t.trace(['task: CancelledError()'])
})

test('cancel: goes through a chain of coroutines to what the innermost awaits, and each may catch it', async (t) => {
  const future = t.loop.createFuture()
  async function outer(): Promise<string> {
    try {
      await waits(t, 'inner', future)
    } catch (error) {
      t.log('outer: ' + err(error))
    }
    return 'went on'
  }
  const task = createTask(outer())
  await turns()
  task.cancel()
  t.is(future.cancelled(), true)
  t.is(await task, 'went on')
  t.trace(['inner: CancelledError()', 'outer: CancelledError()'])
})

test('cancel: of a task between two turns that it gives away, it ends at the next', async (t) => {
  async function body(): Promise<number> {
    await turns()
    t.log('one')
    await turns()
    t.log('two')
    return 12
  }
  const task = createTask(body())
  await turns()
  t.is(task.cancel(), true)
  await t.raises(task, { name: 'CancelledError' })
  t.is(task.cancelled(), true)
  t.is(task.cancel(), false)
  t.trace([])
})

test('cancel: of a task that another one awaits reaches that one as an error, at that time', async (t) => {
  const sleeper = createTask(sleep(5_000_000))
  t.loop.callLater(100, () => { sleeper.cancel() })
  t.log(await attempt(sleeper))
  t.is(t.loop.time(), 100)
  t.trace(['raised CancelledError()'])
})

test('cancel: of a task in a loop of gathers with returnExceptions ends the loop', async (t) => {
  async function polls(): Promise<void> {
    for (;;) await gather([sleep(50)], { returnExceptions: true })
  }
  const task = createTask(polls())
  await sleep(210)
  t.is(task.cancel('message'), true)
  await t.raises(task, { name: 'CancelledError' })
  t.is(task.cancelled(), true)
  t.is(t.loop.time(), 210)
})
