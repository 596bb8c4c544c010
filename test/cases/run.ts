// run.ts: a program from its first line to its end, and the loops that are meant when none is named.

import {
  Future, Loop, allTasks, asCompleted, createTask, currentTask, ensureFuture, gather, getEventLoop, getRunningLoop, newEventLoop, run,
  setEventLoop, shield, sleep, wait, waitFor
} from 'ringloop'
import type { Coroutine, Task } from 'ringloop'
import { test } from '../harness/cases'
import { attempt, boom, end, err, turns } from '../parity/shared'

test.plain('run: gives main\'s task, done, with its result', (t) => {
  async function main(): Promise<string> {
    t.log('main')
    return await sleep(10, 'result')
  }
  const task = run(main())
  t.is(task.done(), true)
  t.is(task.result(), 'result')
  t.trace(['main'])
})

test.plain('run: takes a generator too', (t) => {
  function* main(): Coroutine<number> {
    const four: number = yield* sleep(5, 4)
    return four
  }
  t.is(run(main()).result(), 4)
})

test.plain('run: the loop is a new one each time, runs during main, and is closed afterwards', (t) => {
  const loops: Loop[] = []
  async function main(): Promise<void> {
    const loop = getRunningLoop()
    loops.push(loop)
    t.is(loop.isRunning(), true)
    t.is(getEventLoop(), loop)
    await turns()
  }
  run(main())
  run(main())
  t.isNot(loops[0], loops[1])
  for (const loop of loops) {
    t.is(loop.isRunning(), false)
    t.is(loop.isClosed(), true)
  }
})

test.plain('run: throws what main throws, and does not report it, too', (t) => {
  async function main(): Promise<void> {
    await turns()
    throw boom('main')
  }
  t.throws(() => run(main()), { name: 'Boom', message: 'main' })
  t.deepEqual(t.reports(), [])
})

test.plain('run: main cancelled, it throws CancelledError', (t) => {
  async function main(): Promise<void> {
    allTasks()[0]?.cancel('self')
    await sleep(1000)
  }
  t.throws(() => run(main()), { name: 'CancelledError', message: '' })
  t.is(run(sleep(1, 'again')).result(), 'again')
})

test.plain('run: tasks that are left are cancelled, and their finally blocks run, with all the time that they take', (t) => {
  async function background(name: string, cleanup: number): Promise<void> {
    try {
      await sleep(1_000_000)
    } finally {
      t.log(name + ' cleans up')
      await sleep(cleanup)
      t.log(name + ' is clean at ' + getRunningLoop().time())
    }
  }
  async function main(): Promise<string> {
    createTask(background('slow', 50))
    createTask(background('quick', 10))
    await sleep(5)
    return 'main'
  }
  t.log(run(main()).result())
  t.trace(['slow cleans up', 'quick cleans up', 'quick is clean at 15', 'slow is clean at 55', 'main'])
})

test.plain('run: also when main fails, what is left is cleaned up', (t) => {
  async function background(): Promise<void> {
    try {
      await sleep(1000)
    } finally {
      t.log('cleaned up')
    }
  }
  async function main(): Promise<void> {
    createTask(background())
    await turns()
    throw boom('main')
  }
  t.throws(() => run(main()), { name: 'Boom', message: 'main' })
  t.trace(['cleaned up'])
})

test.plain('run: a task made in the last step of main still takes its first step', (t) => {
  async function background(): Promise<void> {
    t.log('runs')
  }
  const made: Task<void>[] = []
  async function main(): Promise<void> {
    await turns()
    made.push(createTask(background()))
  }
  run(main())
  t.is(made[0]?.done(), true)
  t.trace(['runs']) // main ends a turn before the run does, as in CPython
})

test.plain('run: a left task that fails while it is cancelled is reported', (t) => {
  async function background(): Promise<void> {
    try {
      await sleep(1000)
    } catch {
      throw boom('cleanup')
    }
  }
  async function main(): Promise<void> {
    createTask(background(), { name: 'background' })
    await turns()
  }
  run(main())
  t.deepEqual(t.reports().map((report) => err(report.exception)), ['Boom(cleanup)'])
})

test.plain('run: a left task that swallows the cancellation is awaited all the same', (t) => {
  async function stubborn(): Promise<void> {
    await attempt(sleep(1000))
    await sleep(100)
    t.log('ends at ' + getRunningLoop().time())
  }
  async function main(): Promise<void> {
    createTask(stubborn())
    await turns()
  }
  run(main())
  t.trace(['ends at 100'])
})

test.plain('run: callbacks and timers that are left are dropped', (t) => {
  async function main(): Promise<void> {
    const loop = getRunningLoop()
    loop.callLater(100, () => { t.log('timer') })
    await turns()
  }
  run(main())
  t.trace([])
})

test.plain('run: takes capacities and debug mode', (t) => {
  async function main(): Promise<void> {
    const loop = getRunningLoop()
    t.is(loop.stats().ready.capacity, 5)
    t.is(loop.stats().timers.capacity, 3)
    t.is(loop.getDebug(), true)
    await turns()
  }
  t.is(run(main(), { ready: 5, timers: 3, debug: true }).exception(), null)
})

test.plain('run: a program that nothing can ever wake is told so', (t) => {
  async function main(): Promise<void> {
    await getRunningLoop().createFuture()
  }
  t.throws(() => run(main()), { name: 'RuntimeError', message: /nothing is left that could wake the loop/ })
  t.is(run(sleep(1, 'again')).result(), 'again') // nothing of it is left
})

test('run: in a running loop is refused', async (t) => {
  async function main(): Promise<void> {
    t.log('runs')
  }
  const coro = main()
  t.throws(() => run(coro), { name: 'RuntimeError', message: 'run: a loop runs already; await the coroutine, or createTask it' })
  await coro
  t.trace(['runs'])
})

test.plain('run: can be called again from a main that is over', (t) => {
  const results: number[] = []
  for (let i = 0; i < 20; i++) results.push(run(sleep(1, i)).result())
  t.is(results.length, 20)
  t.is(results[19], 19)
})

test.plain('loops: getRunningLoop outside of a run is refused', (t) => {
  t.throws(() => getRunningLoop(), { name: 'RuntimeError', message: 'getRunningLoop: no loop runs; start one with run(main())' })
})

test.plain('loops: getEventLoop gives the one set, or, before the first run, makes and sets one', (t) => {
  const loop = t.newLoop({ ready: 4, timers: 4 })
  const made = getEventLoop()
  t.is(getEventLoop(), made)
  made.close()
  setEventLoop(loop)
  t.is(getEventLoop(), loop)
  t.isNot(made, loop)
})

const NO_LOOP = { name: 'RuntimeError', message: /^getEventLoop: no loop runs and none is set; / }

test.plain('loops: after setEventLoop(null), and after a run, getEventLoop makes none but says so', (t) => {
  setEventLoop(t.loop)
  setEventLoop(null)
  t.throws(() => getEventLoop(), NO_LOOP)
  setEventLoop(t.loop)
  t.is(getEventLoop(), t.loop)
  t.is(run(sleep(1, 'runs')).result(), 'runs')
  t.throws(() => getEventLoop(), NO_LOOP) // as after asyncio.run()
  setEventLoop(t.loop)
  t.is(getEventLoop(), t.loop)
})

test.plain('loops: with no loop at all, what would make a future or a task is refused, and the coroutine is as it was', (t) => {
  async function main(): Promise<string> {
    t.log('runs')
    return 'result'
  }
  const coro = main()
  setEventLoop(null)
  const calls: (() => unknown)[] = [
    () => new Future(),
    () => ensureFuture(coro),
    () => gather([]),
    () => gather([coro, sleep(1)]),
    () => shield(coro),
    () => asCompleted([coro]).next()
  ]
  for (const call of calls) t.throws(call, NO_LOOP)
  t.is(t.loop.runUntilComplete(coro), 'result')
  t.trace(['runs'])
})

test.plain('loops: with a loop set but none running, futures, tasks, gather and shield are of that one, and run in its next run', (t) => {
  const loop = t.newLoop({ ready: 16, timers: 16 })
  setEventLoop(loop)
  async function child(): Promise<string> {
    return 'child'
  }
  const futures: Future<unknown>[] = [new Future(), ensureFuture(child()), gather([]), gather([child(), child()]), shield(child())]
  for (const future of futures) t.is(future.getLoop(), loop)
  t.is(loop.runUntilComplete(futures[1] as Future<unknown>), 'child')
  t.deepEqual(loop.runUntilComplete(futures[3] as Future<unknown>), ['child', 'child'])
  t.is(loop.runUntilComplete(futures[4] as Future<unknown>), 'child')
  t.deepEqual(futures.map(end), ['pending', 'returned child', 'returned []', 'returned ["child","child"]', 'returned child'])
})

test('loops: within a run, futures, tasks, gather and shield are of the loop that runs, whichever is set', async (t) => {
  setEventLoop(t.newLoop({ ready: 4, timers: 4 }))
  t.is(getEventLoop(), t.loop)
  t.is(getRunningLoop(), t.loop)
  const futures: Future<unknown>[] = [new Future(), ensureFuture(sleep(0)), gather([]), gather([sleep(0)]), shield(sleep(0))]
  for (const future of futures) t.is(future.getLoop(), t.loop)
  await wait(futures.slice(1))
})

test.plain('loops: a run that was stopped leaves nothing at its future: the next run is not ended by that', (t) => {
  const first = t.loop.createTask(sleep(10, 'first'))
  t.loop.callLater(5, () => { t.loop.stop() })
  t.throws(() => t.loop.runUntilComplete(first), { name: 'RuntimeError', message: /stopped before the future was done/ })
  t.is(t.loop.runUntilComplete(sleep(20, 'second')), 'second')
  t.is(first.result(), 'first')
  t.is(t.loop.time(), 25)
})

test.plain('loops: stopped in the step that ends its future, a run leaves no end for the next one (U1)', (t) => {
  async function stops(): Promise<string> {
    t.loop.stop()
    return 'first'
  }
  t.is(t.loop.runUntilComplete(stops()), 'first')
  t.is(t.loop.runUntilComplete(sleep(10, 'second')), 'second') // CPython: RuntimeError, 'Event loop stopped before Future completed.'
})

test.plain('run: where main stops the loop in its last step, the clean-up of the others is awaited (U1)', (t) => {
  async function waits(): Promise<void> {
    try {
      await sleep(1000)
    } finally {
      await sleep(10)
      t.log('cleaned up')
    }
  }
  async function main(): Promise<string> {
    createTask(waits())
    await sleep(1)
    getRunningLoop().stop()
    return 'main'
  }
  t.is(run(main()).result(), 'main')
  t.trace(['cleaned up'])
})

test.plain('loops: stopped in the midst of a sleep, the loop\'s clock stands there', (t) => {
  async function counts(): Promise<number> {
    let count = 0
    for (; count < 10; count++) {
      await sleep(100)
      if (count === 1) t.loop.stop()
    }
    return count
  }
  const task = t.loop.createTask(counts())
  t.throws(() => t.loop.runUntilComplete(task), { name: 'RuntimeError' })
  t.is(task.done(), false)
  t.is(t.loop.time(), 200)
  task.cancel()
  t.throws(() => t.loop.runUntilComplete(task), { name: 'CancelledError' })
})

test.plain('loops: currentTask of a loop that does not run is null', (t) => {
  t.is(currentTask(t.loop), null)
  async function main(): Promise<void> {
    t.is(currentTask(t.loop), task)
    t.is(currentTask(), task)
    await turns()
    t.is(currentTask(t.loop), task)
  }
  const task = t.loop.createTask(main())
  t.loop.runUntilComplete(task)
  t.is(currentTask(t.loop), null)
  t.throws(() => currentTask(), { name: 'RuntimeError' })
})

test.plain('loops: newEventLoop makes one, with the capacities of the target or one\'s own', (t) => {
  const loop = newEventLoop({ ready: 3 })
  t.ok(loop instanceof Loop)
  t.is(loop.stats().ready.capacity, 3)
  t.is(loop.stats().timers.capacity, t.loop.stats().timers.capacity)
  t.is(loop.getDebug(), false)
  loop.close()
})

test.plain('loops: runUntilComplete takes a future, a task or a coroutine, and gives its result', (t) => {
  const future = t.loop.createFuture<string>()
  t.loop.callLater(5, () => { future.setResult('future') })
  t.is(t.loop.runUntilComplete(future), 'future')
  t.is(t.loop.runUntilComplete(t.loop.createTask(sleep(5, 'task'))), 'task')
  t.is(t.loop.runUntilComplete(sleep(5, 'coroutine')), 'coroutine')
  t.is(t.loop.time(), 15)
  t.is(t.loop.runUntilComplete(future), 'future') // done already
})

test.plain('loops: runUntilComplete throws what the coroutine threw', (t) => {
  async function fails(): Promise<void> {
    await sleep(1)
    throw boom('x')
  }
  t.throws(() => t.loop.runUntilComplete(fails()), { name: 'Boom', message: 'x' })
  t.deepEqual(t.reports(), [])
})

test.plain('loops: runUntilComplete leaves other tasks where they are, and the next run goes on with them', (t) => {
  async function background(): Promise<string> {
    await sleep(20)
    t.log('background ends')
    return 'background'
  }
  const task = t.loop.createTask(background())
  t.loop.runUntilComplete(sleep(10))
  t.is(task.done(), false)
  t.log('between')
  t.is(t.loop.runUntilComplete(task), 'background')
  t.trace(['between', 'background ends'])
})

test.plain('loops: runUntilComplete ends a turn after its future is done', (t) => {
  t.loop.callSoon(() => {
    t.log('first')
    future.setResult(undefined)
    t.loop.callSoon(() => {
      t.log('second')
      t.loop.callSoon(() => { t.log('third') })
    })
  })
  const future = t.loop.createFuture()
  t.loop.runUntilComplete(future)
  t.trace(['first', 'second']) // CPython stops in the future's done-callback, which ends that whole turn
  t.loop.runUntilComplete(sleep(0))
  t.trace(['first', 'second', 'third'])
})

test.plain('loops: stopped before its future is done, runUntilComplete says so, and the task can go on', (t) => {
  const task = t.loop.createTask(sleep(10, 'result'))
  t.loop.callLater(5, () => { t.loop.stop() })
  t.throws(() => t.loop.runUntilComplete(task), {
    name: 'RuntimeError',
    message: 'runUntilComplete: the loop was stopped before the future was done; run it again'
  })
  t.is(t.loop.isRunning(), false)
  t.is(t.loop.runUntilComplete(task), 'result')
})

test.plain('loops: nothing of a run stays current after it', (t) => {
  async function main(): Promise<void> {
    await waitFor(sleep(1), 5)
    await wait([createTask(sleep(1))])
  }
  t.loop.runUntilComplete(main())
  t.is(t.loop.isRunning(), false)
  t.throws(() => getRunningLoop(), { name: 'RuntimeError' })
  t.throws(() => allTasks(), { name: 'RuntimeError' })
  t.is(allTasks(t.loop).length, 0)
})
