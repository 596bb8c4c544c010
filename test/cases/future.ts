// future.ts: futures: their states, their callbacks, and what awaits them.

import { Future, InvalidStateError, createTask, isFuture, sleep } from 'ringloop'
import type { Coroutine } from 'ringloop'
import { test } from '../harness/cases'
import { attempt, boom, end, err, turns } from '../parity/shared'

test('future: a done-callback is always scheduled, never called at once (fact 44)', async (t) => {
  const future = t.loop.createFuture<string>()
  future.addDoneCallback((given) => { t.log('added before: ' + end(given)) })
  future.setResult('result')
  future.addDoneCallback((given) => { t.log('added after: ' + end(given)) })
  t.log('nothing yet')
  await turns()
  t.trace(['nothing yet', 'added before: returned result', 'added after: returned result'])
})

test('future: a done-callback cannot be removed once it is scheduled (fact 44)', async (t) => {
  const future = t.loop.createFuture()
  const second = () => { t.log('second') }
  const first = () => { t.log('first: ' + future.removeDoneCallback(second)) }
  future.addDoneCallback(first)
  future.addDoneCallback(second)
  future.setResult(undefined)
  t.is(future.removeDoneCallback(second), 0)
  await turns()
  t.trace(['first: 0', 'second'])
})

test('future: removeDoneCallback removes all duplicates and gives their count (fact 44)', async (t) => {
  const future = t.loop.createFuture()
  const twice = () => { t.log('twice') }
  const once = () => { t.log('once') }
  for (const fn of [twice, once, twice, twice]) future.addDoneCallback(fn)
  t.is(future.removeDoneCallback(twice), 3)
  t.is(future.removeDoneCallback(twice), 0)
  t.is(future.removeDoneCallback(() => undefined), 0)
  future.setResult(undefined)
  await turns()
  t.trace(['once'])
})

test('future: callbacks are called in the order in which they were added, the first being removed or not', async (t) => {
  const names = ['a', 'b', 'c', 'd']
  for (let removed = -1; removed < names.length; removed++) {
    const future = t.loop.createFuture()
    const called: string[] = []
    const callbacks = names.map((name) => () => { called.push(name) })
    for (const fn of callbacks) future.addDoneCallback(fn)
    const fn = callbacks[removed]
    if (fn) t.is(future.removeDoneCallback(fn), 1)
    future.addDoneCallback(() => { called.push('last') })
    future.setResult(undefined)
    await turns()
    t.deepEqual(called, names.filter((_, i) => i !== removed).concat('last'))
  }
})

test('future: the same callback added twice is called twice', async (t) => {
  const future = t.loop.createFuture()
  const fn = () => { t.log('called') }
  future.addDoneCallback(fn)
  future.addDoneCallback(fn)
  future.cancel()
  await turns()
  t.trace(['called', 'called'])
})

test('future: a callback that adds another one: that one is called a turn later', async (t) => {
  const future = t.loop.createFuture()
  future.addDoneCallback(() => { future.addDoneCallback(() => { t.log('added late') }) })
  future.addDoneCallback(() => { t.log('second') })
  future.setResult(undefined)
  await turns()
  t.log('a turn')
  await turns()
  t.trace(['second', 'a turn', 'added late'])
})

test('future: a callback that fails is reported with itself, and the others are called', async (t) => {
  const future = t.loop.createFuture()
  const fails = () => { throw boom('callback') }
  future.addDoneCallback(fails)
  future.addDoneCallback(() => { t.log('called') })
  future.setResult(undefined)
  await turns()
  t.trace(['called'])
  const [report] = t.reports()
  t.is(report?.message, 'exception in callback')
  t.is(err(report?.exception), 'Boom(callback)')
  t.is(report?.callback, fails)
})

test('future: waiting tasks and callbacks are one line, in the order of joining it', async (t) => {
  const future = t.loop.createFuture<string>()
  async function body(): Promise<void> {
    t.log('task: ' + (await future))
  }
  future.addDoneCallback(() => { t.log('before the task') })
  const task = createTask(body())
  await turns()
  future.addDoneCallback(() => { t.log('behind the task') })
  future.setResult('result')
  await task
  t.trace(['before the task', 'task: result', 'behind the task'])
})

test('future: a callback and a step that it removed and added in turn leave no reservation', async (t) => {
  const future = t.loop.createFuture()
  const before = t.loop.stats().ready.used
  const fn = () => undefined
  for (let i = 0; i < 100; i++) {
    future.addDoneCallback(fn)
    future.addDoneCallback(fn)
    t.is(t.loop.stats().ready.used, before + 2)
    future.removeDoneCallback(fn)
    t.is(t.loop.stats().ready.used, before)
  }
})

test('future: pending, it has neither result nor exception', async (t) => {
  const future = t.loop.createFuture()
  t.is(future.done(), false)
  t.is(future.cancelled(), false)
  t.throws(() => future.result(), { name: 'InvalidStateError', message: 'Future.result: pending; await it first' })
  t.throws(() => future.exception(), { name: 'InvalidStateError', message: 'Future.exception: pending; await it first' })
  await turns()
})

test('future: with a result it has that, no exception, and settles no more', async (t) => {
  const future = t.loop.createFuture<string>()
  future.setResult('result')
  t.is(future.done(), true)
  t.is(future.result(), 'result')
  t.is(future.exception(), null)
  const error = t.throws(() => { future.setResult('again') }, {
    name: 'InvalidStateError',
    message: 'Future.setResult: already finished; a future settles once'
  })
  t.ok(error instanceof InvalidStateError)
  t.throws(() => { future.setException(boom('x')) }, {
    name: 'InvalidStateError',
    message: 'Future.setException: already finished; a future settles once'
  })
  t.is(future.cancel(), false)
  t.is(await future, 'result')
})

test('future: with an exception it throws that very error, however often one asks', async (t) => {
  const future = t.loop.createFuture()
  const error = boom('error')
  future.setException(error)
  t.is(future.exception(), error)
  t.is(t.throws(() => future.result()), error)
  t.is(await t.raises(future), error)
  t.is(await t.raises(future), error)
  t.throws(() => { future.setResult(1) }, { message: 'Future.setResult: already failed; a future settles once' })
  t.is(future.cancelled(), false)
})

test('future: setException takes a class of errors too, and makes one', async (t) => {
  const future = t.loop.createFuture()
  future.setException(TypeError)
  const error = await t.raises(future, { name: 'TypeError' })
  t.is(error.message, new TypeError().message) // some engines have none
})

test('future: cancelled, it gives a new CancelledError with its message to each who asks', async (t) => {
  const future = t.loop.createFuture()
  t.is(future.cancel('stop'), true)
  t.is(future.cancel('again'), false)
  t.is(future.cancelled(), true)
  const first = t.throws(() => future.result(), { name: 'CancelledError', message: 'stop' })
  const second = t.throws(() => future.exception(), { name: 'CancelledError', message: 'stop' })
  t.isNot(first, second)
  t.throws(() => { future.setResult(1) }, { message: 'Future.setResult: already cancelled; a future settles once' })
  await t.raises(future, { name: 'CancelledError', message: 'stop' })
})

test('future: without a message, CancelledError\'s is empty', async (t) => {
  const future = t.loop.createFuture()
  future.cancel()
  await t.raises(future, { name: 'CancelledError', message: '' })
})

test('future: awaiting a done one takes no turn', async (t) => {
  const future = t.loop.createFuture<string>()
  future.setResult('result')
  t.loop.callSoon(() => { t.log('a turn') })
  t.log(await future)
  t.log(await future)
  await turns()
  t.trace(['result', 'result', 'a turn'])
})

test('future: yield* gives its result, pending or done', function* (t): Coroutine<void> {
  const future = t.loop.createFuture<number>()
  t.loop.callLater(10, () => { future.setResult(4) })
  t.is(yield* future, 4)
  t.is(yield* future, 4)
  t.is(t.loop.time(), 10)
})

test('future: yield* throws its error, pending or done', function* (t): Coroutine<void> {
  const future = t.loop.createFuture<number>()
  t.loop.callLater(10, () => { future.setException(boom('late')) })
  for (let i = 0; i < 2; i++) {
    try {
      yield* future
      t.fail('gave a result')
    } catch (error) {
      t.is(err(error), 'Boom(late)')
    }
  }
})

test('future: then calls its handler from the loop, never at once', async (t) => {
  const future = t.loop.createFuture<number>()
  const doubled = future.then((value) => {
    t.log('handler')
    return value * 2
  })
  future.setResult(2)
  t.log('settled')
  t.is(isFuture(doubled), true)
  t.is(await doubled, 4)
  t.is(await future.then((value) => value + 1), 3)
  t.trace(['settled', 'handler'])
})

test('future: then hands errors on, or to its second handler', async (t) => {
  const future = t.loop.createFuture<number>()
  future.setException(boom('x'))
  await t.raises(future.then((value) => value), { name: 'Boom', message: 'x' })
  t.is(await future.then(null, (error) => err(error)), 'Boom(x)')
  await t.raises(future.then(undefined, () => { throw boom('of the handler') }), { name: 'Boom', message: 'of the handler' })
})

test('future: then hands a cancellation to its second handler as an error', async (t) => {
  const future = t.loop.createFuture<number>()
  future.cancel('stop')
  t.is(await future.then(null, (error) => err(error)), 'CancelledError(stop)')
  const handedOn = future.then()
  await t.raises(handedOn, { name: 'CancelledError', message: 'stop' })
})

test('future: then adopts a future or thenable that its handler gives', async (t) => {
  const future = t.loop.createFuture<number>()
  future.setResult(1)
  const other = t.loop.createFuture<string>()
  t.loop.callLater(10, () => { other.setResult('other') })
  t.is(await future.then(() => other), 'other')
  t.is(t.loop.time(), 10)
  t.is(await future.then(() => sleep(10, 'slept')), 'slept')
  t.is(t.loop.time(), 20)
})

test('future: then refuses a handler that gives the very future that waits for it', async (t) => {
  const future = t.loop.createFuture<number>()
  const circle: Future<unknown> = future.then(() => circle)
  future.setResult(1)
  await t.raises(circle, { name: 'TypeError' })
})

test('future: then, its result cancelled, does not call the handler', async (t) => {
  const future = t.loop.createFuture<number>()
  const next = future.then(() => { t.log('called') })
  next.cancel()
  future.setResult(1)
  await turns(2)
  t.is(end(next), 'cancelled')
  t.trace([])
})

test('future: a thenable that settles twice, or throws afterwards, counts once', async (t) => {
  const twice = {
    then(onDone: (value: string) => void, onError: (error: unknown) => void): void {
      onDone('first')
      onDone('second')
      onError(boom('third'))
      throw boom('fourth')
    }
  }
  const given: PromiseLike<string> = twice as never
  t.is(await given, 'first')
})

test('future: a thenable that throws makes the wait throw', async (t) => {
  const broken = {
    then(): never {
      throw boom('then')
    }
  }
  await t.raises(broken, { name: 'Boom', message: 'then' })
})

test('future: one made by hand belongs to the running loop', async (t) => {
  const future = new Future<string>()
  t.is(future.getLoop(), t.loop)
  t.is(isFuture(future), true)
  t.is(isFuture({ then: () => undefined }), false)
  t.is(isFuture(null), false)
  t.loop.callSoon(() => { future.setResult('x') })
  t.is(await future, 'x')
})

test('future: a host callback settles it between turns', async (t) => {
  const future = t.loop.createFuture<string>()
  t.loop.callSoonThreadsafe((value: string) => { future.setResult(value) }, 'from outside')
  t.is(await attempt(future), 'returned from outside')
})

test('future: many waiters are woken in the order in which they began to wait', async (t) => {
  const future = t.loop.createFuture<string>()
  async function body(name: string): Promise<void> {
    await future
    t.log(name)
  }
  const names = 'abcdefgh'.split('')
  const tasks = names.map((name) => createTask(body(name)))
  await turns()
  future.setResult('x')
  for (const task of tasks) await task
  t.trace(names)
})

test('future: reported as never retrieved when the loop has nothing left to run, once (D7)', async (t) => {
  const failed = t.loop.createFuture()
  failed.setException(boom('nobody looks'))
  await turns(5)
  t.is(t.reports().length, 0) // the loop is busy: somebody may look yet
  await sleep(10)
  const [report, ...more] = t.reports()
  t.is(report?.message, 'Future: exception was never retrieved; await it or look at exception()')
  t.is(err(report?.exception), 'Boom(nobody looks)')
  t.is(report?.future, failed)
  t.is(more.length, 0)
  await sleep(10)
  t.is(t.reports().length, 0)
})

test('future: looked at in time, by any means, it is not reported (D7)', async (t) => {
  const looks: ((future: Future<unknown>) => unknown)[] = [
    (future) => future.exception(),
    (future) => t.throws(() => future.result()),
    (future) => attempt(future),
    (future) => future.cancel(),
    (future) => future.then(null, () => undefined)
  ]
  for (const look of looks) {
    const future = t.loop.createFuture()
    future.setException(boom('x'))
    const looking = look(future)
    if (looking !== null && typeof looking === 'object' && 'then' in looking) await (looking as PromiseLike<unknown>)
    await sleep(10)
  }
  t.deepEqual(t.reports(), [])
})

test('future: a done-callback alone has not looked at the error (D7)', async (t) => {
  const future = t.loop.createFuture()
  future.addDoneCallback(() => { t.log('called') })
  future.setException(boom('x'))
  await sleep(10)
  t.is(t.reports().length, 1) // as in CPython: a callback may have other things on its mind
  t.trace(['called'])
})

test('future: a result of any kind is given as it is, by identity', async (t) => {
  const results: unknown[] = [[1, 2], [], { x: 1 }, () => 1, boom('a result'), null, undefined, 0, '']
  for (const result of results) {
    const future = t.loop.createFuture<unknown>()
    const task = createTask(attemptValue(future))
    await turns()
    future.setResult(result)
    t.is(await task, result)
    t.is(await future, result)
    t.is(future.result(), result)
    t.is(future.exception(), null)
  }
})

/** Gives what awaiting it gives, whatever that is. */
async function attemptValue(future: PromiseLike<unknown>): Promise<unknown> {
  return await future
}

test('future: callbacks are called once it has failed or was cancelled, as with a result', async (t) => {
  const endings: ((future: Future<unknown>) => void)[] = [
    (future) => { future.setResult(1) },
    (future) => { future.setException(boom('x')) },
    (future) => { future.cancel() }
  ]
  for (const ending of endings) {
    const future = t.loop.createFuture()
    future.addDoneCallback(() => { t.log('first') })
    future.addDoneCallback((given) => {
      t.is(given, future)
      t.log('second: ' + end(given))
    })
    ending(future)
    await turns()
  }
  t.trace(['first', 'second: returned 1', 'first', 'second: raised Boom(x)', 'first', 'second: cancelled'])
})

test('future: isFuture knows futures and tasks from their classes and from all else', async (t) => {
  const task = createTask(sleep(0))
  for (const value of [t.loop.createFuture(), new Future(), task]) t.is(isFuture(value), true)
  for (const value of [Future, 1, 'text', undefined, null, {}, sleep(1), () => 1]) t.is(isFuture(value), false)
  await task
})

test('future: a new one is neither done nor cancelled, and can be cancelled at once', async (t) => {
  const future = new Future()
  t.is(future.done(), false)
  t.is(future.cancelled(), false)
  t.is(future.cancel(), true)
  t.is(future.cancelled(), true)
  await turns()
})

test('future: one that is left pending, or with a result nobody takes, is not reported', async (t) => {
  const future = t.loop.createFuture<number>()
  future.setResult(42)
  t.loop.createFuture()
  await sleep(10)
  t.deepEqual(t.reports(), [])
})

test('future: a callback taken back by one that runs before it in the same turn is called all the same', async (t) => {
  const future = t.loop.createFuture()
  const second = () => { t.log('second') }
  future.addDoneCallback(() => {
    t.log('first')
    t.is(future.removeDoneCallback(second), 0)
  })
  future.addDoneCallback(second)
  future.addDoneCallback(second)
  future.setResult(1)
  await turns()
  t.trace(['first', 'second', 'second'])
})

test('future: then reads a handler\'s then once; an accessor that throws fails the future, and nothing is reported', async (t) => {
  const future = t.loop.createFuture<number>()
  future.setResult(1)
  let reads = 0
  const counted = Object.defineProperty({}, 'then', {
    get: () => {
      reads++
      return (onDone: (value: string) => void) => { onDone('read') }
    }
  })
  t.is(await future.then(() => counted), 'read')
  t.is(reads, 1)
  const broken = Object.defineProperty({}, 'then', { get: () => { throw boom('accessor') } })
  await t.raises(future.then(() => broken), { name: 'Boom', message: 'accessor' })
})
