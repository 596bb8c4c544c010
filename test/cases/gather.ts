// gather.ts: one future for the results of several.

import { createTask, gather, shield, sleep } from 'ringloop'
import type { Coroutine, Future, Task } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { attempt, boom, end, err, me, turns } from '../parity/shared'

/** A child that is asked to end, cleans up for a while, and then goes on with its cancellation. */
async function child(t: T, name: string, cleanup: number): Promise<string> {
  try {
    await sleep(1000)
  } catch (error) {
    t.log(name + ': ' + err(error))
    await sleep(cleanup)
    t.log(name + ': cleaned up at ' + t.loop.time())
    throw error
  }
  return name
}

/** A child that answers a cancellation with a value, after a while. */
async function stubborn(t: T, name: string, cleanup: number): Promise<string> {
  try {
    await sleep(1000)
  } catch (error) {
    t.log(name + ': ' + err(error))
    await sleep(cleanup)
    t.log(name + ': went on until ' + t.loop.time())
  }
  return name
}

test('gather: gives results in argument order, whoever was first', async (t) => {
  const results = await gather([sleep(30, 'a'), sleep(10, 'b'), sleep(20, 'c')])
  t.deepEqual(results, ['a', 'b', 'c'])
  t.is(t.loop.time(), 30)
})

test('gather: of a generator\'s coroutines, awaited with yield*', function* (t): Coroutine<void> {
  function* twice(ms: number): Coroutine<number> {
    yield* sleep(ms)
    return ms * 2
  }
  t.deepEqual(yield* gather([twice(10), sleep(5, 'slept')]), [20, 'slept'])
  t.is(t.loop.time(), 10)
})

test('gather: cancelled from outside, it ends at the first child that ends cancelled, and is not cancelled() (fact 17)', async (t) => {
  const slow = createTask(child(t, 'slow', 50))
  const quick = createTask(child(t, 'quick', 10))
  const gathering = gather([slow, quick])
  await turns()
  t.log(gathering.cancel('stop'))
  t.log('outer ' + end(gathering)) // it asks the children, and is pending until one has ended
  t.log(await attempt(gathering))
  t.log(gathering.cancelled())
  t.log('slow ' + end(slow))
  t.log(await attempt(slow))
  t.trace([
    'true',
    'outer pending',
    'slow: CancelledError(stop)',
    'quick: CancelledError(stop)',
    'quick: cleaned up at 10',
    'raised CancelledError()', // as an error among errors
    'false',
    'slow pending',
    'slow: cleaned up at 50',
    'raised CancelledError()'
  ])
})

test('gather: cancelled from outside, a child that throws another error decides how it ends (fact 17)', async (t) => {
  async function instead(): Promise<void> {
    try {
      await sleep(1000)
    } catch {
      throw boom('instead')
    }
  }
  const gathering = gather([instead()])
  await turns()
  t.is(gathering.cancel(), true)
  await t.raises(gathering, { name: 'Boom', message: 'instead' })
})

test('gather: with returnExceptions, a cancel raises only when all children have ended, though each swallowed it (fact 18)', async (t) => {
  const gathering = gather([stubborn(t, 'quick', 10), stubborn(t, 'slow', 30)], { returnExceptions: true })
  await turns()
  t.log(gathering.cancel('stop'))
  t.log(await attempt(gathering))
  t.log(t.loop.time())
  t.trace([
    'true',
    'quick: CancelledError(stop)',
    'slow: CancelledError(stop)',
    'quick: went on until 10',
    'slow: went on until 30',
    'raised CancelledError()', // never a list of results
    '30'
  ])
})

test('gather: with returnExceptions, the message of a cancel comes from the last child in argument order (fact 19)', async (t) => {
  for (const futureIsLast of [true, false]) {
    const future = t.loop.createFuture()
    const task = createTask(sleep(1000))
    const gathering = gather(futureIsLast ? [task, future] : [future, task], { returnExceptions: true })
    await turns()
    gathering.cancel('stop')
    t.log(await attempt(gathering))
  }
  t.trace([
    'raised CancelledError(stop)', // a future keeps its message
    'raised CancelledError()'      // a task does not
  ])
})

test('gather: with returnExceptions, the message can be an old one, which the last child once swallowed (fact 19)', async (t) => {
  async function swallowsTwice(): Promise<void> {
    t.log(await attempt(sleep(0)))
    t.log(await attempt(sleep(1000)))
  }
  const task = createTask(swallowsTwice())
  await turns()
  task.cancel('old') // between two steps: kept by the task
  await turns(2)
  const gathering = gather([task], { returnExceptions: true })
  gathering.cancel('new') // while waiting: goes to what it waits for
  t.log(await attempt(gathering))
  t.trace(['raised CancelledError(old)', 'raised CancelledError(new)', 'raised CancelledError(old)'])
})

test('gather: cancel gives false, without effect, when all children are done but it is not yet (fact 20)', async (t) => {
  const futures = [t.loop.createFuture<string>(), t.loop.createFuture<string>()]
  const gathering = gather(futures)
  for (const future of futures) future.setResult('child')
  t.is(gathering.done(), false)
  t.is(gathering.cancel(), false)
  t.deepEqual(await gathering, ['child', 'child'])
})

test('gather: cancel gives true as long as one child is pending', async (t) => {
  const done = t.loop.createFuture<string>()
  const pending = t.loop.createFuture<string>()
  const gathering = gather([done, pending])
  done.setResult('child')
  await turns(2)
  t.is(gathering.cancel('stop'), true)
  await t.raises(gathering, { name: 'CancelledError', message: 'stop' })
  t.is(pending.cancelled(), true)
})

test('gather: among results a cancelled future keeps its message, a cancelled task has none (fact 21)', async (t) => {
  const future = t.loop.createFuture()
  const task = createTask(sleep(1000))
  const gathering = gather([future, task, sleep(0, 'fine')], { returnExceptions: true })
  await turns()
  future.cancel('of the future')
  task.cancel('of the task')
  t.deepEqual((await gathering).map((one) => (typeof one === 'string' ? one : err(one))), [
    'CancelledError(of the future)',
    'CancelledError()',
    'fine'
  ])
  t.is(gathering.cancelled(), false)
})

test('gather: a gather in it hands its CancelledError on as an error, message intact (fact 21)', async (t) => {
  const future = t.loop.createFuture()
  const inner = gather([future])
  const outer = gather([inner], { returnExceptions: true })
  future.cancel('deep')
  const [result] = await outer
  t.is(err(result), 'CancelledError(deep)')
  t.is(result, inner.exception()) // the very error
  t.is(inner.cancelled(), false)
})

test('gather: duplicates run once and appear several times (fact 22)', async (t) => {
  async function once(): Promise<string> {
    t.log('runs')
    return await sleep(10, 'once')
  }
  const coroutine = once()
  const future = t.loop.createFuture<string>()
  future.setResult('future')
  t.deepEqual(await gather([coroutine, future, coroutine, future]), ['once', 'future', 'once', 'future'])
  t.trace(['runs'])
})

test('gather: duplicates are cancelled several times, yet only one error is seen (fact 22)', async (t) => {
  const task = createTask(stubborn(t, 'child', 10))
  const gathering = gather([task, task, task])
  await turns()
  t.is(gathering.cancel('stop'), true)
  await t.raises(gathering, { name: 'CancelledError', message: 'stop' })
  t.is(task.result(), 'child')
  t.trace(['child: CancelledError(stop)', 'child: went on until 10']) // the second and third request left nothing
})

test('gather: after the first failure the siblings run on, and cancel gives false (fact 23)', async (t) => {
  async function fails(): Promise<void> {
    await sleep(10)
    throw boom('first')
  }
  const sibling = createTask(sleep(30, 'sibling'))
  const gathering = gather([fails(), sibling])
  await t.raises(gathering, { name: 'Boom', message: 'first' })
  t.is(t.loop.time(), 10)
  t.is(gathering.cancel(), false)
  t.is(sibling.done(), false)
  t.is(await sibling, 'sibling')
})

test('gather: a second failure is dropped, and not reported', async (t) => {
  async function fails(ms: number): Promise<void> {
    await sleep(ms)
    throw boom('after ' + ms)
  }
  await t.raises(gather([fails(20), fails(10)]), { name: 'Boom', message: 'after 10' })
  await sleep(20)
  t.is(t.reports().length, 0)
})

test('gather: of nothing is done already (fact 24)', async (t) => {
  const gathering = gather([])
  t.is(gathering.done(), true)
  t.deepEqual(gathering.result(), [])
  t.deepEqual(await gathering, [])
})

test.plain('gather: of nothing needs no running loop (fact 24)', (t) => {
  t.deepEqual(gather([]).result(), [])
})

test('gather: a bad later argument is refused before anything is wrapped or registered (fact 45, D3)', async (t) => {
  async function body(): Promise<void> {
    t.log('runs')
  }
  const coroutine = body()
  const before = t.loop.stats()
  t.throws(() => gather([coroutine, 42 as never]), {
    name: 'TypeError',
    message: /^gather: a future, coroutine or promise was expected, got 42; /
  })
  t.deepEqual(t.loop.stats(), before)
  await turns(2)
  t.trace([]) // CPython has made a task of the first argument by now
  await coroutine
  t.trace(['runs'])
})

test('gather: a cancelled child is an error of gather, not a cancellation, and the siblings run on', async (t) => {
  const first = createTask(sleep(20))
  const second = createTask(sleep(20, 'second'))
  const gathering = gather([first, second])
  await turns()
  first.cancel('child')
  await t.raises(gathering, { name: 'CancelledError', message: '' })
  t.is(gathering.cancelled(), false)
  t.is(end(second), 'pending')
  t.is(await second, 'second')
})

test('gather: cancelled before the children started, none of them runs', async (t) => {
  async function body(): Promise<void> {
    t.log('runs')
  }
  const gathering = gather([body(), body()])
  t.is(gathering.cancel(), true)
  await t.raises(gathering, { name: 'CancelledError' })
  await turns()
  t.trace([])
})

test('gather: awaited by a task that is cancelled, it asks all children, and the task hears of it when the first has ended', async (t) => {
  async function body(): Promise<void> {
    try {
      await gather([child(t, 'a', 20), child(t, 'b', 10)])
    } catch (error) {
      t.log('body: ' + err(error) + ' at ' + t.loop.time())
      throw error
    }
  }
  const task = createTask(body())
  await turns(2)
  t.is(task.cancel('stop'), true)
  t.log(await attempt(task))
  await sleep(20)
  t.trace([
    'a: CancelledError(stop)',
    'b: CancelledError(stop)',
    'b: cleaned up at 10',
    'body: CancelledError() at 10',
    'raised CancelledError()',
    'a: cleaned up at 20'
  ])
})

test('gather: within gather within gather gives nested results', async (t) => {
  t.deepEqual(await gather([gather([gather([sleep(2, 1)]), sleep(1, 2)]), gather([])]), [[[1], 2], []])
})

test('gather: promises and thenables are awaited too', async (t) => {
  const thenable = {
    then(onDone: (value: string) => void): void {
      onDone('at once')
    }
  }
  const future = t.loop.createFuture<string>()
  t.loop.callLater(5, () => { future.setResult('later') })
  t.deepEqual(await gather([thenable as PromiseLike<string>, future]), ['at once', 'later'])
})

test('gather: the children are tasks of their own, made in argument order, before anybody awaits', async (t) => {
  const owners: Task<unknown>[] = []
  async function body(name: string): Promise<void> {
    owners.push(me())
    t.log(name)
  }
  const gathering = gather([body('a'), body('b')])
  await turns()
  t.trace(['a', 'b'])
  await gathering
  t.isNot(owners[0], owners[1])
})

test('gather: with returnExceptions and no error it gives what it gives without', async (t) => {
  for (const options of [undefined, {}, { returnExceptions: false }, { returnExceptions: true }]) {
    const futures = [0, 1, 2].map(() => t.loop.createFuture<number>())
    const gathering = options === undefined ? gather(futures) : gather(futures, options)
    gathering.addDoneCallback(() => { t.log('done') })
    futures[1]?.setResult(1)
    futures[0]?.setResult(2)
    await turns(2)
    t.is(gathering.done(), false)
    futures[2]?.setResult(3)
    await turns(2)
    t.deepEqual(gathering.result(), [2, 1, 3])
  }
  t.trace(['done', 'done', 'done', 'done'])
})

test('gather: with returnExceptions an error is a result in its place, by identity, and the others are waited for', async (t) => {
  const [first, second] = [boom('first'), boom('second')]
  const futures = [0, 1, 2, 3].map(() => t.loop.createFuture<number>())
  const gathering = gather(futures, { returnExceptions: true })
  futures[1]?.setResult(1)
  futures[2]?.setException(first)
  futures[0]?.setResult(3)
  await turns(2)
  t.is(gathering.done(), false)
  futures[3]?.setException(second)
  const results = await gathering
  t.deepEqual(results.slice(0, 2), [3, 1])
  t.is(results[2], first)
  t.is(results[3], second)
})

test('gather: ended by the first error, it lets the others be settled as they like', async (t) => {
  const error = boom('first')
  const futures = [0, 1, 2, 3, 4].map(() => t.loop.createFuture<number>())
  const gathering = gather(futures)
  gathering.addDoneCallback(() => { t.log('done') })
  futures[0]?.setResult(1)
  futures[1]?.setException(error)
  await turns(2)
  t.is(gathering.exception(), error)
  futures[2]?.setResult(3)
  futures[3]?.cancel()
  futures[4]?.setException(boom('late'))
  await turns(2)
  t.is(gathering.exception(), error)
  await sleep(10)
  t.deepEqual(t.reports(), [])
  t.trace(['done'])
})

test('gather: a child that fails after it has ended is not reported: gather has looked at it', async (t) => {
  async function fails(after: Future<undefined>): Promise<void> {
    await after
    throw boom('not lost')
  }
  const [first, second] = [t.loop.createFuture<undefined>(), t.loop.createFuture<undefined>()]
  async function outer(): Promise<void> {
    await gather([fails(first), fails(second)])
  }
  const task = createTask(outer())
  await turns()
  first.setResult(undefined)
  await turns()
  second.setResult(undefined)
  await turns(3)
  t.is(end(task), 'raised Boom(not lost)')
  await sleep(10)
  t.deepEqual(t.reports(), [])
})

test('gather: of futures is of their loop, whichever runs', async (t) => {
  const other = t.newLoop({ ready: 16, timers: 4 })
  const futures = [0, 1, 2].map(() => other.createFuture<number>())
  const gathering = gather(futures)
  t.is(gathering.getLoop(), other)
  t.is(gather(futures).getLoop(), other) // as often as one likes
  t.is(gathering.done(), false)
  await turns()
}, { leaves: 'the other loop does not run' })

test('gather: in a shield that is cancelled, it goes on', async (t) => {
  const [first, second] = [t.loop.createFuture<number>(), t.loop.createFuture<number>()]
  const gathering = gather([first, second])
  const outer = shield(gathering)
  await turns()
  outer.cancel()
  await turns()
  t.is(outer.cancelled(), true)
  first.setResult(1)
  second.setResult(2)
  t.deepEqual(await gathering, [1, 2])
})

test('gather: of shields, cancelled, cancels these and not what they shield', async (t) => {
  const [first, second] = [t.loop.createFuture<number>(), t.loop.createFuture<number>()]
  const shields = [shield(first), shield(second)]
  const gathering = gather(shields)
  await turns()
  t.is(gathering.cancel(), true)
  await turns()
  t.is(end(gathering), 'raised CancelledError()')
  t.deepEqual(shields.map(end), ['cancelled', 'cancelled'])
  first.setResult(1)
  second.setResult(2)
  await turns(2)
  t.deepEqual([first, second].map(end), ['returned 1', 'returned 2'])
})

test('gather: a task of gather\'s future is cancelled through it, or not at all when its children are done (fact 20)', async (t) => {
  const future = t.loop.createFuture<number>()
  async function child(): Promise<number> {
    return await future
  }
  const gathering = gather([child()])
  const asked: boolean[] = []
  future.addDoneCallback(() => { asked.push(gathering.cancel()) }) // ahead of the child's step
  await turns()
  future.addDoneCallback(() => { asked.push(gathering.cancel()) }) // behind it
  future.setResult(42)
  const result = await attempt(gathering)
  t.deepEqual(asked, [true, false])
  t.is(result, 'raised CancelledError()')
})
