// loop.ts: the order of callbacks and timers, taking them back, errors, debug mode, numbers.

import { Loop, createTask, sleep, wait } from 'ringloop'
import type { ErrorContext, PortFactory } from 'ringloop'
import { test } from '../harness/cases'
import { boom, err, turns } from '../parity/shared'

test('loop: a turn runs exactly what was ready at its start (fact 44)', async (t) => {
  t.loop.callSoon(() => {
    t.log('first')
    t.loop.callSoon(() => { t.log('third') })
  })
  t.loop.callSoon(() => { t.log('second') })
  await turns()
  t.log('a turn')
  await turns()
  t.trace(['first', 'second', 'a turn', 'third'])
})

test('loop: due timers go behind what is ready, so callLater(0) follows callSoon (fact 44)', async (t) => {
  t.loop.callLater(0, () => { t.log('callLater 0') })
  t.loop.callAt(t.loop.time() - 1000, () => { t.log('callAt long ago') })
  t.loop.callSoon(() => { t.log('callSoon') })
  await turns()
  t.log('a turn') // the task itself was ready, too
  await turns()
  t.trace(['callSoon', 'a turn', 'callAt long ago', 'callLater 0'])
})

test('loop: a callback scheduled by a due timer waits for the next turn (fact 44)', async (t) => {
  t.loop.callLater(10, () => {
    t.log('first timer')
    t.loop.callSoon(() => { t.log('soon') })
    t.loop.callLater(0, () => { t.log('no time') })
  })
  t.loop.callLater(10, () => { t.log('second timer') })
  await sleep(20)
  t.trace(['first timer', 'second timer', 'soon', 'no time'])
})

test('loop: equal deadlines run in the order in which they were set, from callAt and callLater alike (D6)', async (t) => {
  for (let i = 0; i < 20; i++) {
    if (i % 2 === 0) t.loop.callAt(10, (n: number) => { t.log(n) }, i)
    else t.loop.callLater(10, (n: number) => { t.log(n) }, i)
  }
  await sleep(20)
  const order: string[] = []
  for (let i = 0; i < 20; i++) order.push(String(i))
  t.trace(order)
})

test('loop: timers run in the order of their deadlines, however they were set', async (t) => {
  const delays = [50, 10, 40, 10, 20, 60, 30, 0, 5, 70]
  for (const ms of delays) t.loop.callLater(ms, () => { t.log(ms + ' at ' + t.loop.time()) })
  await sleep(100)
  t.trace(delays.slice().sort((a, b) => a - b).map((ms) => ms + ' at ' + ms))
})

test('loop: a callback gets exactly its argument', async (t) => {
  const seen: unknown[][] = []
  const callback = function (...args: unknown[]): void {
    seen.push(args)
  }
  t.loop.callSoon(callback, 'soon')
  t.loop.callSoon(callback)
  t.loop.callSoonThreadsafe(callback, 'threadsafe')
  t.loop.callLater(1, callback, 'later')
  t.loop.callAt(2, callback, 'at')
  await sleep(5)
  t.deepEqual(seen, [['soon'], [undefined], ['threadsafe'], ['later'], ['at']])
})

test('loop: callSoonThreadsafe stands in line with callSoon', async (t) => {
  t.loop.callSoon(() => { t.log('a') })
  t.loop.callSoonThreadsafe(() => { t.log('b') })
  t.loop.callSoon(() => { t.log('c') })
  await turns()
  t.trace(['a', 'b', 'c'])
})

test('loop: tasks and callbacks share one line', async (t) => {
  async function body(name: string): Promise<void> {
    t.log(name + ' one')
    await turns()
    t.log(name + ' two')
  }
  t.loop.callSoon(() => { t.log('before') })
  const first = createTask(body('a'))
  t.loop.callSoon(() => { t.log('between') })
  const second = createTask(body('b'))
  t.loop.callSoon(() => { t.log('behind') })
  await wait([first, second])
  t.trace(['before', 'a one', 'between', 'b one', 'behind', 'a two', 'b two'])
})

test('loop: a timer is never early, whatever its fraction of a millisecond', async (t) => {
  let early = 0
  for (const ms of [0.1, 0.2, 0.30000000000000004, 1 / 3, 1e-7, 123.456]) {
    const when = t.loop.time() + ms
    t.loop.callAt(when, () => { if (t.loop.time() < when) early++ })
    await sleep(ms + 1)
  }
  t.is(early, 0)
})

test('loop: Infinity is a deadline that never comes, and can be taken back', async (t) => {
  const id = t.loop.callLater(Infinity, () => { t.log('never') })
  await sleep(1e9)
  t.is(t.loop.cancelCallback(id), true)
  t.trace([])
})

// Taking callbacks back.

test('cancelCallback: of a callback that waits, it does not run', async (t) => {
  const before = t.loop.stats().ready.used
  t.loop.callSoon(() => { t.log('first') })
  const id = t.loop.callSoon(() => { t.log('taken back') })
  t.loop.callSoon(() => { t.log('last') })
  t.is(t.loop.cancelCallback(id), true)
  t.is(t.loop.cancelCallback(id), false)
  await turns()
  t.is(t.loop.stats().ready.used, before)
  t.trace(['first', 'last'])
})

test('cancelCallback: of a timer, it leaves the heap at once', async (t) => {
  const before = t.loop.stats().timers.used
  const ids = [30, 10, 20].map((ms) => t.loop.callLater(ms, () => { t.log(ms) }))
  t.is(t.loop.cancelCallback(ids[1] as number), true)
  t.is(t.loop.cancelCallback(ids[1] as number), false)
  t.is(t.loop.stats().timers.used, before + 2)
  await sleep(50)
  t.trace(['20', '30'])
})

test('cancelCallback: by an earlier callback of the same turn, it does not run', async (t) => {
  const ids: number[] = []
  t.loop.callSoon(() => { t.log(t.loop.cancelCallback(ids[0] as number)) })
  ids.push(t.loop.callSoon(() => { t.log('taken back') }))
  t.loop.callSoon(() => { t.log('last') })
  await turns()
  t.trace(['true', 'last'])
})

test('cancelCallback: of a timer that is due but not run, by an earlier callback or timer of the same turn', async (t) => {
  for (const by of ['timer', 'callback']) {
    const ids: number[] = []
    const cancels = () => {
      for (const id of ids) t.log(t.loop.cancelCallback(id))
    }
    if (by === 'timer') t.loop.callLater(10, cancels)
    else t.loop.callLater(9, () => { t.loop.callSoon(cancels) })
    t.loop.callLater(10, () => { t.log('first') })
    ids.push(t.loop.callLater(10, () => { t.log('taken back') }))
    t.loop.callLater(10, () => { t.log('between') })
    ids.push(t.loop.callLater(10, () => { t.log('taken back') }))
    t.loop.callLater(10, () => { t.log('last') })
    await sleep(20)
    t.log(by)
  }
  t.trace([
    'true', 'true', 'first', 'between', 'last', 'timer',
    'true', 'true', 'first', 'between', 'last', 'callback'
  ])
})

test('cancelCallback: of all the due by the first of them', async (t) => {
  const ids: number[] = []
  t.loop.callLater(10, () => { t.log(ids.map((id) => t.loop.cancelCallback(id)).join()) })
  for (let i = 0; i < 5; i++) ids.push(t.loop.callLater(10, () => { t.log('taken back') }))
  await sleep(20)
  t.trace(['true,true,true,true,true'])
})

test('cancelCallback: of itself, or of what ran, gives false', async (t) => {
  const ids: number[] = []
  const callback = () => { t.log(ids.map((id) => t.loop.cancelCallback(id)).join()) }
  ids.push(t.loop.callSoon(callback))
  await turns()
  ids.push(t.loop.callLater(10, callback))
  await sleep(20)
  callback()
  t.trace(['false', 'false,false', 'false,false'])
})

test('cancelCallback: a stale id takes back nothing, after thousands of others', async (t) => {
  const stale: number[] = []
  stale.push(t.loop.callSoon(() => undefined), t.loop.callLater(0, () => undefined), t.loop.callLater(5, () => undefined))
  t.loop.cancelCallback(stale[2] as number)
  await turns(2)
  let ran = 0
  const count = () => { ran++ }
  for (let round = 0; round < 500; round++) {
    for (let i = 0; i < 5; i++) t.loop.callSoon(count)
    for (let i = 0; i < 5; i++) t.loop.callLater(i, count)
    for (const id of stale) t.is(t.loop.cancelCallback(id), false)
    await sleep(5)
    for (const id of stale) t.is(t.loop.cancelCallback(id), false)
  }
  t.is(ran, 5000)
})

test('cancelCallback: ids are safe integers, all different', async (t) => {
  const ids: number[] = []
  for (let i = 0; i < 20; i++) ids.push(t.loop.callSoon(() => undefined), t.loop.callLater(i, () => undefined))
  t.is(ids.every((id, i) => id % 1 === 0 && Math.abs(id) < 9007199254740992 && ids.indexOf(id) === i), true)
  await sleep(30)
})

test('cancelCallback: of a number that was never given takes back nothing', async (t) => {
  const kept: number[] = []
  for (let i = 0; i < 3; i++) {
    t.loop.callLater(5, () => { kept.push(i) })
    t.loop.callSoon(() => { kept.push(i + 10) })
  }
  const before = t.loop.stats()
  const used = t.loop.callLater(5, () => { kept.push(99) })
  for (const id of [0, 1, 2, 3, 7, 63, 10007, -500, 1e15, -1e15, used + 1, used - 1, used + 64]) {
    t.is(t.loop.cancelCallback(id), false, String(id))
  }
  t.is(t.loop.cancelCallback(used), true)
  t.is(t.loop.stats().timers.used, before.timers.used)
  await sleep(10)
  t.deepEqual(kept, [10, 11, 12, 0, 1, 2])
})

test('cancelCallback: keeps nothing of what was taken back for who comes next', async (t) => {
  for (let round = 0; round < 200; round++) {
    const ids = [5, 3, 4, 1, 2].map((ms) => t.loop.callLater(ms, () => { t.log('wrong') }))
    for (const id of ids) t.loop.cancelCallback(id)
    const soon = t.loop.callSoon(() => { t.log('wrong') })
    t.loop.cancelCallback(soon)
    await turns()
  }
  t.is(t.loop.stats().timers.used, 0)
  t.trace([])
})

// Errors.

test('loop: an error of a callback is reported, and the turn goes on', async (t) => {
  const fails = () => { throw boom('callback') }
  t.loop.callSoon(fails)
  t.loop.callSoon(() => { t.log('next') })
  t.loop.callLater(10, fails)
  t.loop.callLater(10, () => { t.log('next timer') })
  await sleep(20)
  t.trace(['next', 'next timer'])
  t.deepEqual(t.reports().map((report) => report.message + ': ' + err(report.exception)), [
    'exception in callback: Boom(callback)',
    'exception in callback: Boom(callback)'
  ])
})

test('loop: the exception handler is told, with the loop', async (t) => {
  const contexts: ErrorContext[] = []
  t.loop.setExceptionHandler((loop, context) => {
    t.is(loop, t.loop)
    contexts.push(context)
  })
  const fails = () => { throw boom('x') }
  t.loop.callSoon(fails)
  await turns()
  t.is(contexts.length, 1)
  t.is(contexts[0]?.message, 'exception in callback')
  t.is(err(contexts[0]?.exception), 'Boom(x)')
  t.is(contexts[0]?.callback, fails)
  t.loop.setExceptionHandler(null)
  t.is(t.loop.getExceptionHandler(), null)
  t.loop.callSoon(fails)
  await turns()
  t.is(contexts.length, 1)
  t.is(t.reports().length, 1) // the default one again
})

test('loop: an exception handler that fails is reported to the default one, and the turn goes on', async (t) => {
  t.loop.setExceptionHandler(() => { throw boom('handler') })
  t.loop.callSoon(() => { throw boom('callback') })
  t.loop.callSoon(() => { t.log('next') })
  await turns()
  t.loop.setExceptionHandler(null)
  t.trace(['next'])
  const [report, ...more] = t.reports()
  t.is(report?.message, 'exception handler failed on: exception in callback')
  t.is(err(report?.exception), 'Boom(handler)')
  t.is(more.length, 0)
})

test('loop: an exception handler may call the default one, and schedule', async (t) => {
  t.loop.setExceptionHandler((loop, context) => {
    loop.defaultExceptionHandler(context)
    loop.callSoon(() => { t.log('scheduled') })
  })
  t.loop.callSoon(() => { throw boom('x') })
  await turns(2)
  t.loop.setExceptionHandler(null)
  t.is(t.reports().length, 1)
  t.trace(['scheduled'])
})

test('loop: a report can be made by hand', async (t) => {
  t.loop.callExceptionHandler({ message: 'by hand', exception: boom('mine') })
  t.deepEqual(t.reports().map((report) => report.message + ': ' + err(report.exception)), ['by hand: Boom(mine)'])
  await turns()
})

test('loop: errors of every kind are caught, also null, undefined and texts', async (t) => {
  const thrown: unknown[] = [null, undefined, 'text', 0, { code: 1 }]
  for (const what of thrown) {
    t.loop.callSoon(() => { throw what })
  }
  t.loop.callSoon(() => { t.log('next') })
  await turns()
  t.trace(['next'])
  t.deepEqual(t.reports().map((report) => report.exception), thrown)
})

test('loop: the exception handler is asked once per error', async (t) => {
  let asked = 0
  t.loop.setExceptionHandler(() => { asked++ })
  for (let i = 0; i < 5; i++) t.loop.callSoon(() => { throw boom('x') })
  await turns()
  t.loop.setExceptionHandler(null)
  t.is(asked, 5)
})

test('loop: an unseen error met by a handler that schedules is reported once, and what it scheduled runs (D7)', async (t) => {
  t.loop.setExceptionHandler((loop, context) => {
    t.log(err(context.exception))
    loop.callSoon(() => { t.log('scheduled') })
  })
  const future = t.loop.createFuture()
  future.setException(boom('unseen'))
  await sleep(10)
  t.loop.setExceptionHandler(null)
  t.trace(['Boom(unseen)', 'scheduled'])
})

test('loop: several unseen errors are all reported, each once (D7)', async (t) => {
  const names = ['a', 'b', 'c']
  for (const name of names) t.loop.createFuture().setException(boom(name))
  await sleep(10)
  t.deepEqual(t.reports().map((report) => err(report.exception)).sort(), names.map((name) => 'Boom(' + name + ')'))
  await sleep(10)
  t.deepEqual(t.reports(), [])
})

// Debug mode.

/** A clock that callbacks can move, to be slow without taking time. */
class SlowClock {
  now = 0
  reports: ErrorContext[] = []
  readonly port: PortFactory = () => ({
    now: () => this.now,
    arm: () => undefined,
    disarm: () => undefined,
    report: (context) => { this.reports.push(context) },
    block: (ms) => { this.now += ms }
  })
}

test.plain('debug: a slow step is reported with the name of its task', (t) => {
  const clock = new SlowClock()
  const loop = new Loop(clock.port, { ready: 8, timers: 8, debug: true })
  async function body(): Promise<void> {
    await sleep(1)
    clock.now += 250
  }
  const task = loop.createTask(body(), { name: 'sampler' })
  loop.runUntilComplete(task)
  const [report, ...more] = clock.reports
  t.is(report?.message, 'step of sampler took 250 ms (limit 100); split the work with sleep(0)')
  t.is(report?.future, task)
  t.is(more.length, 0)
})

test.plain('debug: a slow callback and a slow timer are reported, quick ones are not', (t) => {
  const clock = new SlowClock()
  const loop = new Loop(clock.port, { ready: 8, timers: 8, debug: true })
  const slow = (ms: number) => { clock.now += ms }
  loop.callSoon(slow, 99)
  loop.callSoon(slow, 100)
  loop.callSoon(slow, 0)
  loop.callLater(1000, slow, 300)
  loop.callLater(1000, slow, 1)
  loop.runUntilComplete(sleep(2000))
  t.deepEqual(clock.reports.map((report) => report.message), [
    'callback took 100 ms (limit 100); split the work with sleep(0)',
    'callback took 300 ms (limit 100); split the work with sleep(0)'
  ])
})

test.plain('debug: the limit is slowCallbackMs', (t) => {
  const clock = new SlowClock()
  const loop = new Loop(clock.port, { ready: 8, timers: 8, debug: true })
  loop.slowCallbackMs = 5
  loop.callSoon(() => { clock.now += 5 })
  loop.runUntilComplete(sleep(0))
  t.deepEqual(clock.reports.map((report) => report.message), ['callback took 5 ms (limit 5); split the work with sleep(0)'])
})

test.plain('debug: off, nothing is timed; it can be switched while the loop runs', (t) => {
  const clock = new SlowClock()
  const loop = new Loop(clock.port, { ready: 8, timers: 8 })
  t.is(loop.getDebug(), false)
  const slow = () => { clock.now += 500 }
  loop.callSoon(slow)
  loop.runUntilComplete(sleep(0))
  t.is(clock.reports.length, 0)
  loop.setDebug(true)
  t.is(loop.getDebug(), true)
  loop.callSoon(slow)
  loop.runUntilComplete(sleep(0))
  t.is(clock.reports.length, 1)
  loop.setDebug(false)
  loop.callSoon(slow)
  loop.runUntilComplete(sleep(0))
  t.is(clock.reports.length, 1)
})

test.plain('debug: a slow done-callback, and a slow step that fails, are reported', (t) => {
  const clock = new SlowClock()
  const loop = new Loop(clock.port, { ready: 8, timers: 8, debug: true })
  async function fails(): Promise<void> {
    clock.now += 200
    throw boom('slow')
  }
  const task = loop.createTask(fails(), { name: 'failing' })
  task.addDoneCallback(() => { clock.now += 300 })
  t.throws(() => loop.runUntilComplete(task), { name: 'Boom' })
  t.deepEqual(clock.reports.map((report) => report.message), [
    'step of failing took 200 ms (limit 100); split the work with sleep(0)',
    'callback took 300 ms (limit 100); split the work with sleep(0)'
  ])
})

test.plain('debug: a slow step that fails is not blamed on the next callback', (t) => {
  const clock = new SlowClock()
  const loop = new Loop(clock.port, { ready: 8, timers: 8, debug: true })
  async function fails(): Promise<void> {
    clock.now += 200
    throw boom('slow')
  }
  const task = loop.createTask(fails(), { name: 'failing' })
  loop.callSoon(() => { task.addDoneCallback(() => undefined) })
  t.throws(() => loop.runUntilComplete(task), { name: 'Boom' })
  t.deepEqual(clock.reports.map((report) => report.message), [
    'step of failing took 200 ms (limit 100); split the work with sleep(0)'
  ])
})

test.plain('debug: a slow callback that fails is reported for both', (t) => {
  const clock = new SlowClock()
  const loop = new Loop(clock.port, { ready: 8, timers: 8, debug: true })
  loop.callSoon(() => {
    clock.now += 200
    throw boom('slow')
  })
  loop.callSoon(() => undefined)
  loop.runUntilComplete(sleep(0))
  t.deepEqual(clock.reports.map((report) => report.message), [
    'exception in callback',
    'callback took 200 ms (limit 100); split the work with sleep(0)'
  ])
})

// Numbers.

test('stats: ready counts callbacks, done-callbacks and pending tasks', async (t) => {
  const used = () => t.loop.stats().ready.used
  const base = used()
  t.is(base, 1) // this task
  const id = t.loop.callSoon(() => undefined)
  t.is(used(), base + 1)
  const future = t.loop.createFuture()
  const fn = () => undefined
  future.addDoneCallback(fn)
  t.is(used(), base + 2)
  const task = createTask(sleep(10))
  t.is(used(), base + 3)
  t.loop.cancelCallback(id)
  t.is(used(), base + 3) // a callback that was taken back holds its place until its turn
  await turns()
  t.is(used(), base + 2)
  future.removeDoneCallback(fn)
  t.is(used(), base + 1)
  await task
  t.is(used(), base)
})

test('stats: timers, tasks, high-water marks, turns and wake-ups', async (t) => {
  const start = t.loop.stats()
  t.is(start.tasks, 1)
  t.is(start.timers.used, 0)
  const tasks = [createTask(sleep(5)), createTask(sleep(10)), createTask(sleep(10))]
  await turns()
  const busy = t.loop.stats()
  t.is(busy.tasks, 4)
  t.is(busy.timers.used, 3)
  await wait(tasks)
  const end = t.loop.stats()
  t.is(end.tasks, 1)
  t.is(end.timers.used, 0)
  t.is(end.timers.high, 3)
  t.ok(end.ready.high >= 4 + 3) // the tasks, and what wait listens to
  t.is(end.ready.used, 1)
  t.is(end.wakeups - busy.wakeups, 2) // at 5 and at 10
  t.ok(end.turns > busy.turns)
  t.is(end.ready.capacity, start.ready.capacity)
})

test('stats: turns counts every turn', async (t) => {
  const before = t.loop.stats().turns
  await turns(10)
  t.is(t.loop.stats().turns - before, 10)
})

// Running, stopping, closing.

test.plain('loop: stop ends the run after the turn that it was called in', (t) => {
  t.loop.callSoon(() => {
    t.log('first')
    t.loop.stop()
    t.loop.callSoon(() => { t.log('next run') })
  })
  t.loop.callSoon(() => { t.log('second') })
  t.loop.runForever()
  t.log('stopped')
  t.loop.stop()
  t.loop.runForever()
  t.trace(['first', 'second', 'stopped', 'next run'])
})

test.plain('loop: stop before a run makes it one turn long', (t) => {
  t.loop.callSoon(() => {
    t.log('a')
    t.loop.callSoon(() => { t.log('b') })
  })
  t.loop.stop()
  t.loop.stop()
  t.loop.runForever()
  t.trace(['a'])
  t.loop.runUntilComplete(sleep(0))
  t.trace(['a', 'b'])
})

test.plain('loop: isRunning and isClosed tell how it stands', (t) => {
  const loop = t.newLoop({ ready: 4, timers: 4 })
  const state = () => loop.isRunning() + ',' + loop.isClosed()
  t.log(state())
  loop.callSoon(() => { t.log(state()) })
  loop.runUntilComplete(sleep(1))
  t.log(state())
  loop.close()
  t.log(state())
  loop.close() // again is nothing
  t.trace(['false,false', 'true,false', 'false,false', 'false,true'])
})

test.plain('loop: close forgets callbacks, timers and tasks, and gives everything back', (t) => {
  const loop = t.newLoop({ ready: 8, timers: 8 })
  loop.callSoon(() => { t.log('never') })
  const timer = loop.callLater(10, () => { t.log('never') })
  const task = loop.createTask(sleep(10))
  loop.createFuture().addDoneCallback(() => { t.log('never') })
  loop.close()
  const { ready, timers, tasks } = loop.stats()
  t.deepEqual([ready.used, timers.used, tasks], [0, 0, 0])
  t.is(loop.cancelCallback(timer), false)
  t.is(task.done(), false)
  t.trace([])
})

test.plain('loop: close reports errors that nobody has looked at (D7)', (t) => {
  const loop = t.newLoop({ ready: 4, timers: 4 })
  loop.createFuture().setException(boom('unseen'))
  loop.close()
  t.deepEqual(t.reports().map((report) => err(report.exception)), ['Boom(unseen)'])
})

test('loop: close while it runs is refused', async (t) => {
  t.throws(() => { t.loop.close() }, { name: 'RuntimeError', message: 'close: the loop runs; stop() it first' })
  await sleep(1)
})

test.plain('loop: two of them keep their own time, callbacks and tasks', (t) => {
  const first = t.newLoop({ ready: 4, timers: 4 })
  const second = t.newLoop({ ready: 4, timers: 4 })
  first.callLater(10, () => { t.log('first at ' + first.time()) })
  second.callLater(5, () => { t.log('second at ' + second.time()) })
  first.runUntilComplete(sleep(20))
  second.runUntilComplete(sleep(7))
  t.is(first.time(), 20)
  t.is(second.time(), 7)
  t.trace(['first at 10', 'second at 5'])
})

test('loop: while one runs, another one cannot', async (t) => {
  const other = t.newLoop({ ready: 4, timers: 4 })
  t.throws(() => { other.runForever() }, { name: 'RuntimeError', message: 'runForever: another loop runs; one at a time can' })
  t.throws(() => other.runUntilComplete(sleep(0)), {
    name: 'RuntimeError',
    message: 'runUntilComplete: another loop runs; one at a time can'
  })
  t.is(other.stats().ready.used, 0)
  await sleep(1)
})

test('loop: the deadlines of times gone by are kept apart: the one further back runs first', async (t) => {
  t.loop.callLater(-1, () => { t.log('a') })
  t.loop.callLater(-2, () => { t.log('b') })
  t.loop.callAt(-3, () => { t.log('c') })
  await turns(2)
  t.trace(['c', 'b', 'a'])
})

test('loop: a coroutine is no callback', async (t) => {
  const coro = sleep(1)
  const calls: (() => unknown)[] = [
    () => t.loop.callSoon(coro as never),
    () => t.loop.callSoonThreadsafe(coro as never),
    () => t.loop.callLater(60, coro as never),
    () => t.loop.callAt(60, coro as never)
  ]
  for (const call of calls) t.throws(call, { name: 'TypeError', message: /: a function was expected, got an? / })
  await coro
})

test('loop: sleeps of fractions of a millisecond take a bounded number of turns', async (t) => {
  const before = t.loop.stats().turns
  for (const ms of [10, 0.1, 0.001, 0.00001, 1e-7]) await sleep(ms)
  t.ok(t.loop.stats().turns - before <= 20, String(t.loop.stats().turns - before))
})

test('loop: an unseen error of a task is reported with the task', async (t) => {
  async function fails(): Promise<void> {
    throw boom('unseen')
  }
  const task = createTask(fails())
  await sleep(10)
  const [report, ...more] = t.reports()
  t.is(err(report?.exception), 'Boom(unseen)')
  t.is(report?.future, task)
  t.is(more.length, 0)
})
