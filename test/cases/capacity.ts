// capacity.ts: a loop with no room left says so at the call that asked, changes nothing, and goes on.
//
// What a slot of the ring is for: a callback that waits, a done-callback, a pending task. What a slot of the timer heap is for:
// a sleep, a time-out, a callLater. Cases whose title starts with `capacity sweep: ` are run with 1, 2, 3, ... of both, too.

import {
  CapacityError, LifoQueue, Queue, RuntimeError, allTasks, asCompleted, createTask, ensureFuture, gather, isCancelled,
  runCoroutineThreadsafe, shield, sleep, wait, waitFor
} from 'ringloop'
import type { Coroutine, Loop } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { attempt, boom, end, turns } from '../parity/shared'

const nothing = () => undefined

/** Takes all but `left` of the ring's free slots; gives what gives them back. */
function fillRing(loop: Loop, left: number): () => void {
  const future = loop.createFuture()
  const filler = () => undefined
  for (let { used, capacity } = loop.stats().ready; used < capacity - left; used++) future.addDoneCallback(filler)
  return () => { future.removeDoneCallback(filler) }
}

/** Takes all but `left` of the free timers; gives what gives them back. */
function fillTimers(loop: Loop, left: number): () => void {
  const ids: number[] = []
  for (let { used, capacity } = loop.stats().timers; used < capacity - left; used++) ids.push(loop.callLater(Infinity, nothing))
  return () => {
    for (const id of ids) loop.cancelCallback(id)
  }
}

/** All that a call could have left behind. */
function traces(loop: Loop): string {
  const { ready, timers, tasks } = loop.stats()
  return [ready.used, timers.used, tasks].join()
}

async function child(): Promise<string> {
  return await sleep(1, 'child')
}

// The call that asked.

test('capacity: a full ring throws CapacityError that names the knob', async (t) => {
  const release = fillRing(t.loop, 0)
  const error = t.throws(() => t.loop.callSoon(nothing), {
    name: 'CapacityError',
    message: 'callSoon: ring full (4 of 4 taken, 1 more needed); raise ready in new Loop(port, { ready })'
  })
  t.ok(error instanceof CapacityError)
  t.ok(error instanceof RuntimeError)
  release()
  await turns()
}, { ready: 4, timers: 4 })

test('capacity: a full timer heap throws CapacityError that names the knob', async (t) => {
  const release = fillTimers(t.loop, 0)
  t.throws(() => t.loop.callLater(1, nothing), {
    name: 'CapacityError',
    message: 'callLater: timer heap full (4); raise timers in new Loop(port, { timers })'
  })
  await t.raises(sleep(1), {
    name: 'CapacityError',
    message: 'sleep: timer heap full (4); raise timers in new Loop(port, { timers })'
  })
  release()
  await sleep(1)
}, { ready: 4, timers: 4 })

test('capacity: all that was accepted before runs, and the loop goes on', async (t) => {
  for (let i = 0; i < 7; i++) t.loop.callSoon(() => { t.log('callback ' + i) })
  t.throws(() => t.loop.callSoon(() => { t.log('refused') }), { name: 'CapacityError' })
  for (let i = 0; i < 4; i++) t.loop.callLater(i, () => { t.log('timer ' + i) })
  t.throws(() => t.loop.callLater(0, () => { t.log('refused') }), { name: 'CapacityError' })
  await turns()
  t.loop.callSoon(() => { t.log('room again') })
  await turns(2)
  await sleep(10)
  t.loop.callLater(5, () => { t.log('room for a timer') })
  await createTask(sleep(10))
  t.trace([
    'callback 0', 'callback 1', 'callback 2', 'callback 3', 'callback 4', 'callback 5', 'callback 6',
    'timer 0', 'room again', 'timer 1', 'timer 2', 'timer 3', 'room for a timer'
  ])
}, { ready: 8, timers: 4 })

/** Every call that takes ring slots of a loop with `ready` 16, and how many. */
const ringCalls: [name: string, slots: number, call: (t: T, made: PromiseLike<unknown>[]) => unknown][] = [
  ['callSoon', 1, (t) => t.loop.callSoon(nothing)],
  ['callSoonThreadsafe', 1, (t) => t.loop.callSoonThreadsafe(nothing)],
  ['createTask', 1, (_, made) => createTask(coroutine(made))],
  ['loop.createTask', 1, (t, made) => t.loop.createTask(coroutine(made))],
  ['ensureFuture', 1, (_, made) => ensureFuture(coroutine(made))],
  ['addDoneCallback', 1, (t) => { t.loop.createFuture().addDoneCallback(nothing) }],
  ['then', 1, (t) => t.loop.createFuture().then(nothing)],
  ['then of a coroutine', 2, (_, made) => coroutine(made).then(nothing)],
  ['gather of coroutines', 4, (_, made) => gather([coroutine(made), coroutine(made)])],
  ['gather of futures', 2, (t) => gather([t.loop.createFuture(), t.loop.createFuture()])],
  ['gather of a coroutine twice', 2, (_, made) => {
    const coro = coroutine(made)
    return gather([coro, coro])
  }],
  ['shield of a coroutine', 3, (_, made) => shield(coroutine(made))],
  ['shield of a future', 2, (t) => shield(t.loop.createFuture())],
  ['asCompleted', 4, (_, made) => asCompleted([coroutine(made), coroutine(made)], { timeout: 5 }).next()],
  ['runCoroutineThreadsafe', 2, (t, made) => runCoroutineThreadsafe(coroutine(made), t.loop)]
]

/** Those that wait for a future that nobody settles. */
const leaving = ['addDoneCallback', 'then', 'gather of futures', 'shield of a future']

/** The same for those that ask when they are awaited. */
const awaitedRingCalls: [name: string, slots: number, call: (t: T, made: PromiseLike<unknown>[]) => PromiseLike<unknown>][] = [
  ['wait of coroutines', 4, (_, made) => wait([coroutine(made), coroutine(made)], { timeout: 5 })],
  ['wait of futures', 2, (t) => wait([t.loop.createFuture(), t.loop.createFuture()], { timeout: 5 })],
  ['waitFor of a coroutine', 2, (_, made) => waitFor(coroutine(made), 5)],
  ['waitFor of a coroutine, without time', 2, (_, made) => waitFor(coroutine(made), 0)],
  ['waitFor of a future', 1, (t) => waitFor(t.loop.createFuture(), 5)]
]

/** A coroutine that is put down, to be awaited if nobody took it. */
function coroutine(made: PromiseLike<unknown>[]): Promise<string> {
  const coro = child()
  made.push(coro)
  return coro
}

const room = { ready: 16, timers: 16 }

for (const [name, slots, call] of ringCalls) {
  test('capacity: ' + name + ' is refused without a trace when the ring is full', async (t) => {
    const made: PromiseLike<unknown>[] = []
    for (let left = 0; left < slots; left++) {
      const release = fillRing(t.loop, left)
      const before = traces(t.loop)
      t.throws(() => call(t, made), { name: 'CapacityError', message: /; raise ready in new Loop\(port, \{ ready \}\)$/ })
      t.is(traces(t.loop), before, left + ' left')
      t.is(allTasks().length, 1)
      release()
    }
    for (const coro of made) t.is(await coro, 'child') // nobody took them
  }, { ready: 16, timers: 16 })

  test('capacity: ' + name + ' is accepted when the ring has just room for it, and gives it back', async (t) => {
    const made: PromiseLike<unknown>[] = []
    const release = fillRing(t.loop, slots)
    call(t, made)
    release()
    await sleep(10)
    t.ok(t.loop.stats().ready.used <= 1 + slots)
  }, leaving.indexOf(name) >= 0 ? { ...room, leaves: 'futures that nobody settles' } : room)
}

for (const [name, slots, call] of awaitedRingCalls) {
  test('capacity: ' + name + ' is refused without a trace when the ring is full', async (t) => {
    const made: PromiseLike<unknown>[] = []
    for (let left = 0; left < slots; left++) {
      const release = fillRing(t.loop, left)
      const before = traces(t.loop)
      await t.raises(call(t, made), { name: 'CapacityError', message: /; raise ready in new Loop\(port, \{ ready \}\)$/ })
      t.is(traces(t.loop), before, left + ' left')
      t.is(allTasks().length, 1)
      release()
    }
    for (const coro of made) t.is(await coro, 'child')
  }, { ready: 16, timers: 16 })

  test('capacity: ' + name + ' is accepted when the ring has just room for it, and gives it back', async (t) => {
    const made: PromiseLike<unknown>[] = []
    const release = fillRing(t.loop, slots)
    const before = traces(t.loop)
    await attempt(call(t, made))
    t.is(traces(t.loop), before)
    release()
  }, { ready: 16, timers: 16 })
}

test('capacity: every call that takes a timer is refused without a trace when the heap is full', async (t) => {
  const future = t.loop.createFuture()
  const made: PromiseLike<unknown>[] = []
  const release = fillTimers(t.loop, 0)
  const before = traces(t.loop)
  const full = (call: string) => ({
    name: 'CapacityError',
    message: call + ': timer heap full (16); raise timers in new Loop(port, { timers })'
  })
  t.throws(() => t.loop.callLater(1, nothing), full('callLater'))
  t.throws(() => t.loop.callAt(1, nothing), full('callAt'))
  t.throws(() => asCompleted([coroutine(made), future], { timeout: 5 }).next(), full('asCompleted'))
  await t.raises(sleep(1), full('sleep'))
  await t.raises(wait([coroutine(made), future], { timeout: 5 }), full('wait'))
  await t.raises(waitFor(coroutine(made), 5), full('waitFor'))
  await t.raises(waitFor(future, 5), full('waitFor'))
  t.is(traces(t.loop), before)
  release()
  for (const coro of made) t.is(await coro, 'child')
}, { ready: 16, timers: 16 })

test('capacity: what needs no timer is done with a full heap', async (t) => {
  const release = fillTimers(t.loop, 0)
  await sleep(0)
  t.is(await waitFor(turns(), null), undefined)
  await wait([createTask(turns())])
  await gather([turns(), turns()])
  await t.raises(waitFor(t.loop.createFuture(), 0), { name: 'TimeoutError' })
  for (const next of asCompleted([turns()])) await next
  release()
}, { ready: 16, timers: 4 })

test('capacity: a task refused leaves its coroutine as it was, for another try', async (t) => {
  const coro = child()
  const release = fillRing(t.loop, 0)
  t.throws(() => createTask(coro), { name: 'CapacityError' })
  t.is(allTasks().length, 1) // nothing of it is listed
  release()
  t.is(await createTask(coro), 'child')
}, { ready: 8, timers: 8 })

test('capacity: a refused task uses no name', async (t) => {
  const number = () => Number(createTask(turns()).getName().slice(5))
  const before = number()
  const release = fillRing(t.loop, 0)
  t.throws(() => t.loop.createTask(child()), { name: 'CapacityError' })
  release()
  t.is(number() - before, 1)
  await turns(2)
}, { ready: 8, timers: 8 })

test('capacity: ConcurrentFuture.cancel with a full ring is refused, and it goes on', async (t) => {
  const handed = runCoroutineThreadsafe(child(), t.loop)
  await turns(3)
  const release = fillRing(t.loop, 0)
  t.throws(() => handed.cancel(), { name: 'CapacityError' })
  t.is(handed.done(), false)
  release()
  await sleep(5)
  t.is(handed.result(), 'child')
}, { ready: 8, timers: 8 })

// What was accepted runs.

test('capacity: every callback, task and done-callback that was accepted can be ready in one turn', async (t) => {
  const future = t.loop.createFuture()
  async function waits(name: string): Promise<void> {
    await future
    t.log('task ' + name)
  }
  const tasks = ['a', 'b', 'c'].map((name) => createTask(waits(name)))
  await turns()
  for (let i = 0; i < 3; i++) future.addDoneCallback(() => { t.log('done-callback ' + i) })
  t.loop.callSoon(() => { t.log('callback') })
  t.is(t.loop.stats().ready.used, 8)
  t.throws(() => t.loop.callSoon(nothing), { name: 'CapacityError' })
  future.setResult(undefined)
  await turns()
  t.trace(['callback', 'task a', 'task b', 'task c', 'done-callback 0', 'done-callback 1', 'done-callback 2'])
  t.deepEqual(tasks.map(end), ['returned null', 'returned null', 'returned null'])
}, { ready: 8, timers: 8 })

test('capacity: with a full ring tasks wake, sleep, wait for one another and are cancelled', async (t) => {
  const queue = new Queue<string>()
  async function consumer(): Promise<void> {
    for (;;) {
      const item = await queue.get()
      await sleep(1)
      t.log(item)
    }
  }
  const first = createTask(consumer())
  const second = createTask(consumer())
  t.is(t.loop.stats().ready.used, 3)
  await sleep(1)
  queue.putNowait('a')
  queue.putNowait('b')
  await sleep(5)
  first.cancel()
  second.cancel()
  t.is(await attempt(first), 'raised CancelledError()')
  t.is(await attempt(second), 'raised CancelledError()')
  t.is(t.loop.stats().ready.high, 3)
  t.trace(['a', 'b'])
}, { ready: 3, timers: 3 })

test('capacity: a done-callback may take the slot that its own call gave back', async (t) => {
  const future = t.loop.createFuture()
  future.addDoneCallback(() => {
    t.loop.callSoon(() => { t.log('second') })
    t.log('first')
  })
  t.throws(() => t.loop.callSoon(nothing), { name: 'CapacityError' })
  future.setResult(undefined)
  await turns(2)
  t.trace(['first', 'second'])
}, { ready: 2, timers: 1 })

test('capacity: a timer may set the next one though the heap is full', async (t) => {
  let left = 5
  const again = (): void => {
    t.log(t.loop.time())
    left--
    if (left > 0) t.loop.callLater(10, again)
  }
  t.loop.callLater(10, again)
  const other = t.loop.createFuture()
  t.loop.callLater(100, () => { other.setResult(undefined) })
  t.throws(() => t.loop.callLater(1, nothing), { name: 'CapacityError' })
  await other
  t.trace(['10', '20', '30', '40', '50'])
}, { ready: 4, timers: 2 })

test('capacity: ready 1 and timers 1 are enough for a task that sleeps', async (t) => {
  for (let i = 0; i < 10; i++) await sleep(1)
  t.is(t.loop.time(), 10)
  t.throws(() => createTask(sleep(1)), { name: 'CapacityError' })
}, { ready: 1, timers: 1 })

test('capacity: a capacity that is no power of two is kept to the slot', async (t) => {
  for (const ready of [1, 2, 3, 5, 6, 7, 9, 15, 17]) {
    const loop = t.newLoop({ ready, timers: ready })
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < ready; i++) loop.callSoon(nothing)
      t.throws(() => loop.callSoon(nothing), { name: 'CapacityError' })
      for (let i = 0; i < ready; i++) loop.callLater(i, nothing)
      t.throws(() => loop.callLater(1, nothing), { name: 'CapacityError' })
      t.is(loop.stats().ready.used, ready)
      t.is(loop.stats().timers.used, ready)
      loop.close()
      break
    }
  }
  await turns()
})

// What was taken comes back.

test('capacity: reservations return after every end', async (t) => {
  const ends: [string, () => unknown][] = [
    ['a callback', () => { t.loop.callSoon(nothing) }],
    ['a callback taken back', () => { t.loop.cancelCallback(t.loop.callSoon(nothing)) }],
    ['a callback that fails', () => { t.loop.callSoon(() => { throw boom('x') }) }],
    ['a timer', () => { t.loop.callLater(1, nothing) }],
    ['a timer taken back', () => { t.loop.cancelCallback(t.loop.callLater(1, nothing)) }],
    ['a timer that fails', () => { t.loop.callLater(1, () => { throw boom('x') }) }],
    ['a task', () => createTask(child())],
    ['a task that fails', () => createTask(fails())],
    ['a task cancelled before its start', () => { createTask(child()).cancel() }],
    ['a task cancelled as it sleeps', () => cancelled(createTask(child()))],
    ['a task that makes a bad yield', () => createTask(badYield())],
    ['a done-callback', () => {
      const future = t.loop.createFuture()
      future.addDoneCallback(nothing)
      future.setResult(1)
    }],
    ['a done-callback taken back', () => {
      const future = t.loop.createFuture()
      for (let i = 0; i < 3; i++) future.addDoneCallback(nothing)
      future.removeDoneCallback(nothing)
    }],
    ['a done-callback of a future that is cancelled', () => {
      const future = t.loop.createFuture()
      future.addDoneCallback(nothing)
      future.cancel()
    }],
    ['gather', () => gather([child(), child()])],
    ['gather that fails early', () => gather([child(), fails(), child()])],
    ['gather cancelled', () => {
      const gathering = gather([child(), child()])
      gathering.cancel()
      return gathering
    }],
    ['gather with returnExceptions cancelled', () => {
      const gathering = gather([child(), fails()], { returnExceptions: true })
      gathering.cancel()
      return gathering
    }],
    ['wait', () => wait([child(), child()])],
    ['wait until the first', () => wait([child(), sleep(5, 'slept')], { returnWhen: 'FIRST_COMPLETED' })],
    ['wait that times out', () => wait([sleep(5), sleep(6)], { timeout: 1 })],
    ['wait cancelled', () => cancelled(createTask(wait([child(), child()], { timeout: 5 })))],
    ['waitFor', () => waitFor(child(), 5)],
    ['waitFor that times out', () => waitFor(sleep(5), 1)],
    ['waitFor without time', () => waitFor(sleep(5), 0)],
    ['waitFor cancelled', () => cancelled(createTask(waitFor(sleep(5), 8)))],
    ['waitFor cancelled twice', () => {
      const task = createTask(waitFor(stubborn(), 8))
      t.loop.callLater(1, () => { task.cancel() })
      t.loop.callLater(2, () => { task.cancel() })
      return task
    }],
    ['shield', () => shield(child())],
    ['shield cancelled', () => {
      const shielded = shield(child())
      shielded.cancel()
      return shielded
    }],
    ['shield whose inner one is cancelled', () => {
      const inner = createTask(child())
      const shielded = shield(inner)
      inner.cancel()
      return shielded
    }],
    ['shield set by hand', () => {
      const shielded = shield(child())
      shielded.setResult('by hand')
      return shielded
    }],
    ['asCompleted', () => eachOf([child(), child()], 10)],
    ['asCompleted that times out', () => eachOf([sleep(5), child()], 2)],
    ['asCompleted left early', () => asCompleted([child(), sleep(4)], { timeout: 5 }).next().value as PromiseLike<unknown>],
    ['then', () => createTask(child()).then(nothing)],
    ['then of what fails', () => createTask(fails()).then(nothing, nothing)],
    ['runCoroutineThreadsafe', () => { runCoroutineThreadsafe(child(), t.loop) }],
    ['runCoroutineThreadsafe cancelled at once', () => { runCoroutineThreadsafe(child(), t.loop).cancel() }],
    ['runCoroutineThreadsafe cancelled later', () => {
      const handed = runCoroutineThreadsafe(sleep(9), t.loop)
      t.loop.callLater(1, () => { handed.cancel() })
    }],
    ['a queue\'s get cancelled', () => cancelled(createTask(new Queue().get()))],
    ['a queue\'s put cancelled', () => {
      const queue = new LifoQueue<number>(1)
      queue.putNowait(1)
      return cancelled(createTask(queue.put(2)))
    }]
  ]
  const before = traces(t.loop)
  for (const [what, start] of ends) {
    for (let round = 0; round < 3; round++) {
      const started = start()
      if (started !== undefined) await attempt(started as PromiseLike<unknown>)
      await sleep(10)
      t.is(traces(t.loop), before, what)
    }
  }
  t.reports()
})

async function fails(): Promise<string> {
  await sleep(1)
  throw boom('fails')
}

async function stubborn(): Promise<void> {
  try {
    await sleep(9)
  } catch {
    await sleep(5)
  }
}

function* badYield(): Coroutine<void> {
  yield 42 as never
}

async function cancelled(task: { cancel(): boolean } & PromiseLike<unknown>): Promise<void> {
  await sleep(0.5)
  task.cancel()
  await attempt(task)
}

async function eachOf(awaitables: PromiseLike<unknown>[], timeout: number): Promise<void> {
  for (const next of asCompleted(awaitables, { timeout })) await attempt(next)
}

test('capacity: thousands of callbacks and timers go through a loop of four', async (t) => {
  let ran = 0
  const count = () => { ran++ }
  for (let i = 0; i < 1000; i++) {
    t.loop.callSoon(count)
    t.loop.callSoon(count)
    t.loop.callLater(1, count)
    t.loop.callLater(0, count)
    await turns(2)
    await sleep(1)
  }
  t.is(ran, 4000)
  t.is(t.loop.stats().ready.high, 3)
}, { ready: 4, timers: 4 })

// Sweeps: the full trace, or CapacityError, with 1, 2, 3, ... slots.

test('capacity sweep: callbacks and timers that schedule more of them', async (t) => {
  const spread = (depth: number): void => {
    t.log(depth)
    if (depth === 0) return
    t.loop.callSoon(spread, depth - 1)
    t.loop.callLater(depth, spread, depth - 1)
  }
  t.loop.callSoon(spread, 3)
  await sleep(20)
})

test('capacity sweep: gather of sleeps, errors and duplicates', async (t) => {
  const coro = sleep(3, 'twice')
  t.log(await gather([sleep(5, 'a'), coro, sleep(1, 'b'), coro]))
  t.log(await attempt(gather([sleep(2), fails(), sleep(4)])))
  await sleep(10)
  const gathering = gather([sleep(50), gather([sleep(60), sleep(70)])], { returnExceptions: true })
  await turns(2)
  gathering.cancel('stop')
  t.log(await attempt(gathering))
})

test('capacity sweep: wait in its modes, with time-outs', async (t) => {
  const tasks = [createTask(sleep(5, 'a')), createTask(fails()), createTask(sleep(9, 'c'))]
  for (const returnWhen of ['FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'] as const) {
    const { done, pending } = await wait(tasks, { returnWhen, timeout: 7 })
    t.log(returnWhen + ': ' + done.map(end).join() + ' / ' + pending.length)
  }
  await wait(tasks)
})

test('capacity sweep: waitFor in time, late, stubborn and cancelled', async (t) => {
  t.log(await attempt(waitFor(child(), 5)))
  t.log(await attempt(waitFor(sleep(9), 5)))
  t.log(await attempt(waitFor(stubborn(), 5)))
  const task = createTask(waitFor(waitFor(sleep(100), 50), 80))
  await sleep(2)
  task.cancel('stop')
  t.log(await attempt(task))
  t.log(t.loop.time())
})

test('capacity sweep: shields, left and kept', async (t) => {
  const inner = createTask(sleep(10, 'inner'))
  const outer = shield(shield(inner))
  const other = shield(inner)
  await turns()
  other.cancel()
  t.log(await attempt(other))
  t.log(await attempt(outer))
  t.log(await attempt(waitFor(shield(sleep(5, 'late')), 2)))
  await sleep(10)
})

test('capacity sweep: asCompleted with a time-out', async (t) => {
  for (const next of asCompleted([sleep(30, 'a'), sleep(10, 'b'), fails(), sleep(20, 'c')], { timeout: 25 })) {
    t.log(await attempt(next))
  }
  await sleep(20)
})

test('capacity sweep: producers and consumers over a small queue, joined and cancelled', async (t) => {
  const queue = new Queue<number>(2)
  let sum = 0
  async function consumer(): Promise<void> {
    for (;;) {
      const item = await queue.get()
      await sleep(item)
      sum += item
      queue.taskDone()
    }
  }
  async function producer(from: number): Promise<void> {
    for (let i = 0; i < 4; i++) await queue.put(from + i)
  }
  const consumers = [createTask(consumer()), createTask(consumer())]
  const producers = [createTask(producer(1)), createTask(producer(5))]
  await gather(producers)
  await queue.join()
  for (const task of consumers) task.cancel()
  t.log(await gather(consumers, { returnExceptions: true }).then((ends) => ends.every(isCancelled)))
  t.log(sum)
})

test('capacity sweep: futures with many callbacks, some taken back', async (t) => {
  const future = t.loop.createFuture<string>()
  const callbacks = [0, 1, 2, 3, 4].map((i) => () => { t.log('callback ' + i) })
  for (const fn of callbacks) future.addDoneCallback(fn)
  for (const fn of callbacks) future.addDoneCallback(fn)
  t.log(future.removeDoneCallback(callbacks[2] as () => void))
  const chained = future.then((value) => value + '!').then((value) => value + '?')
  t.loop.callLater(5, () => { future.setResult('result') })
  t.log(await chained)
})

test('capacity sweep: tasks that make tasks, three deep', async (t) => {
  async function tree(depth: number): Promise<number> {
    await sleep(depth)
    if (depth === 0) return 1
    const [left, right] = await gather([tree(depth - 1), createTask(tree(depth - 1))])
    return left + right
  }
  t.log(await tree(3))
  t.log(t.loop.time())
})

test('capacity sweep: coroutines handed over from outside, some cancelled', async (t) => {
  const handed = [child(), sleep(9, 'nine'), fails()].map((coro) => runCoroutineThreadsafe(coro, t.loop))
  await turns(3)
  handed[1]?.cancel()
  await sleep(5)
  t.log(handed.map((one) => (one.cancelled() ? 'cancelled' : one.exception() === null ? one.result() : 'failed')))
})

test('capacity sweep: generators that wait for each other', function* (t): Coroutine<void> {
  function* ping(name: string, inbox: Queue<number>, outbox: Queue<number>): Coroutine<void> {
    for (;;) {
      const n = yield* inbox.get()
      t.log(name + n)
      if (n === 0) return
      yield* sleep(1)
      yield* outbox.put(n - 1)
      if (n === 1) return
    }
  }
  const a = new Queue<number>(1)
  const b = new Queue<number>(1)
  const tasks = [createTask(ping('a', a, b)), createTask(ping('b', b, a))]
  yield* a.put(5)
  yield* wait(tasks, { timeout: 100 })
})
