// badInput.ts: what is given wrongly is refused at the caller's line: the reference's kind of error, worded to help.
//
// Each refusal is looked at from three sides: its class and text; that nothing was reserved, armed or made; that the loop runs on.

import * as ringloop from 'ringloop'
import {
  Context, ContextVar, Future, Loop, PriorityQueue, Queue, Task, allTasks, asCompleted, createTask, currentTask, ensureFuture, gather,
  getRunningLoop, newEventLoop, run, runCoroutineThreadsafe, setEventLoop, shield, sleep, wait, waitFor
} from 'ringloop'
import type { Coroutine } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { boom, turns } from '../parity/shared'

/** What is called, the error's name, its text (or a pattern). */
type Refusal = [call: () => unknown, name: string, message: string | RegExp]

/** What plain JavaScript may give, whatever the types say. */
function wrong(value: unknown): never {
  return value as never
}

async function main(): Promise<void> {
  await sleep(1)
}

function* generatorMain(): Coroutine<void> {
  yield* sleep(1)
}

/** How a message shows it: by its name, which is short in a minified program, and which some engines do not know. */
function shown(fn: unknown): string {
  return 'the function ' + ((fn as { name?: string }).name || '(anonymous)')
}
const shownMain = shown(main)

const promise = { then(): void {} }

/** All that a call could have left behind. */
function traces(loop: Loop): string {
  const { ready, timers, tasks } = loop.stats()
  return [ready.used, timers.used, tasks].join()
}

/** Each is refused, and leaves no trace. */
function refuses(t: T, refusals: Refusal[]): void {
  const before = traces(t.loop)
  for (const [call, name, message] of refusals) {
    const error = t.throws(call, { name, message })
    t.ok(/^[A-Za-z.]+: [^;]+; .+/.test(error.message), '`<call>: <fact>; <what to do>`: ' + error.message)
    t.is(traces(t.loop), before, error.message)
  }
}

/** Each is refused when it is awaited, and leaves no trace. */
async function raises(t: T, refusals: Refusal[]): Promise<void> {
  const before = traces(t.loop)
  for (const [call, name, message] of refusals) {
    const error = await t.raises(call() as PromiseLike<unknown>, { name, message })
    t.ok(/^[A-Za-z.]+: [^;]+; .+/.test(error.message), '`<call>: <fact>; <what to do>`: ' + error.message)
    t.is(traces(t.loop), before, error.message)
  }
}

/** The loop still runs. */
async function goesOn(t: T): Promise<void> {
  let ran = 0
  t.loop.callSoon(() => { ran++ })
  t.loop.callLater(1, () => { ran++ })
  await createTask(sleep(2))
  t.is(ran, 2)
}

// Tasks.

test('bad input: createTask takes a coroutine, not the function that makes one', async (t) => {
  refuses(t, [
    [() => createTask(wrong(main)), 'TypeError', 'createTask: a coroutine was expected, got ' + shownMain + '; call it'],
    [() => createTask(wrong(generatorMain)), 'TypeError', 'createTask: a coroutine was expected, got ' + shown(generatorMain) + '; call it'],
    [() => t.loop.createTask(wrong(main)), 'TypeError', 'createTask: a coroutine was expected, got ' + shownMain + '; call it'],
    [() => new Task(wrong(main)), 'TypeError', 'createTask: a coroutine was expected, got ' + shownMain + '; call it'],
    [() => createTask(wrong(() => 1)), 'TypeError', 'createTask: a coroutine was expected, got the function (anonymous); call it']
  ])
  await goesOn(t)
})

test('bad input: createTask says what it got, and what to do', async (t) => {
  refuses(t, [
    [() => createTask(wrong(undefined)), 'TypeError', 'createTask: a coroutine was expected, got undefined; call an async function or a generator function'],
    [() => createTask(wrong(null)), 'TypeError', 'createTask: a coroutine was expected, got null; call an async function or a generator function'],
    [() => createTask(wrong(42)), 'TypeError', 'createTask: a coroutine was expected, got 42; call an async function or a generator function'],
    [() => createTask(wrong('main')), 'TypeError', 'createTask: a coroutine was expected, got \'main\'; call an async function or a generator function'],
    [() => createTask(wrong([main()])), 'TypeError', 'createTask: a coroutine was expected, got an array of 1; call an async function or a generator function'],
    [() => createTask(wrong({})), 'TypeError', 'createTask: a coroutine was expected, got an object; call an async function or a generator function'],
    [() => createTask(wrong(promise)), 'TypeError', 'createTask: a coroutine was expected, got a promise; ensureFuture takes promises'],
    [() => createTask(wrong(t.loop.createFuture())), 'TypeError', /^createTask: a coroutine was expected, got a (future|task); just await it$/],
    [() => createTask(wrong(currentTask())), 'TypeError', /^createTask: a coroutine was expected, got a (future|task); just await it$/]
  ])
  await goesOn(t)
})

test('bad input: a coroutine that a task has is refused by all that would make another task of it', async (t) => {
  const coro = main()
  const task = createTask(coro)
  const taken = /: this coroutine runs already or ran; call its function again for another run$/
  async function other(): Promise<void> {
    t.log('runs')
  }
  const others = [other(), other(), other()]
  refuses(t, [
    [() => createTask(coro), 'RuntimeError', taken],
    [() => t.loop.createTask(coro), 'RuntimeError', taken],
    [() => ensureFuture(coro), 'RuntimeError', taken],
    [() => gather([others[0] as Promise<void>, coro]), 'RuntimeError', taken],
    [() => shield(coro), 'RuntimeError', taken],
    [() => asCompleted([others[1] as Promise<void>, coro], { timeout: 1000 }).next(), 'RuntimeError', taken]
  ])
  await raises(t, [
    [() => wait([others[2] as Promise<void>, coro], { timeout: 1000 }), 'RuntimeError', taken],
    [() => waitFor(coro, 1000), 'RuntimeError', taken],
    [() => waitFor(coro, null), 'RuntimeError', taken],
    [() => coro, 'RuntimeError', taken]
  ])
  await task
  t.trace([]) // the good ones beside it were not started
  for (const good of others) await good
  await goesOn(t)
})

test('bad input: runCoroutineThreadsafe takes a coroutine and a loop', async (t) => {
  refuses(t, [
    [() => runCoroutineThreadsafe(wrong(main), t.loop), 'TypeError', 'runCoroutineThreadsafe: a coroutine was expected, got ' + shownMain + '; call it'],
    [() => runCoroutineThreadsafe(wrong(42), t.loop), 'TypeError', /^runCoroutineThreadsafe: a coroutine was expected, got 42/],
    [() => runCoroutineThreadsafe(wrong(t.loop.createFuture()), t.loop), 'TypeError', /^runCoroutineThreadsafe: a coroutine was expected/],
    [() => runCoroutineThreadsafe(wrong(promise), t.loop), 'TypeError', /^runCoroutineThreadsafe: a coroutine was expected, got a promise/],
    [() => runCoroutineThreadsafe(main(), wrong(undefined)), 'TypeError', /^runCoroutineThreadsafe: /]
  ])
  await goesOn(t)
})

// Times.

test('bad input: sleep takes a number of milliseconds', async (t) => {
  refuses(t, [
    [() => sleep(wrong('1s')), 'TypeError', 'sleep: \'1s\' is no time; give a number of milliseconds'],
    [() => sleep(wrong(undefined)), 'TypeError', 'sleep: undefined is no time; give a number of milliseconds'],
    [() => sleep(wrong(null)), 'TypeError', 'sleep: null is no time; give a number of milliseconds'],
    [() => sleep(wrong({})), 'TypeError', 'sleep: an object is no time; give a number of milliseconds'],
    [() => sleep(wrong([10])), 'TypeError', 'sleep: an array of 1 is no time; give a number of milliseconds'],
    [() => sleep(NaN), 'RangeError', 'sleep: NaN is no time; give a number of milliseconds']
  ])
  await goesOn(t)
})

test('bad input: sleep(-1) is none: it is one turn, as sleep(0)', async (t) => {
  t.is(await sleep(-1, 'slept'), 'slept')
  t.is(t.loop.time(), 0)
})

test('bad input: every time that is none is refused before anything is made', async (t) => {
  const future = t.loop.createFuture()
  const nothing = () => undefined
  const calls: [string, (time: unknown) => unknown][] = [
    ['callLater', (time) => t.loop.callLater(wrong(time), nothing)],
    ['callAt', (time) => t.loop.callAt(wrong(time), nothing)],
    ['wait', (time) => wait([future], { timeout: wrong(time) })],
    ['waitFor', (time) => waitFor(future, wrong(time))],
    ['asCompleted', (time) => asCompleted([future], { timeout: wrong(time) }).next()]
  ]
  for (const [name, call] of calls) {
    refuses(t, [
      [() => call('1s'), 'TypeError', name + ': \'1s\' is no time; give a number of milliseconds'],
      [() => call({}), 'TypeError', name + ': an object is no time; give a number of milliseconds'],
      [() => call(NaN), 'RangeError', name + ': NaN is no time; give a number of milliseconds']
    ])
  }
  refuses(t, [
    [() => waitFor(future, wrong(undefined)), 'TypeError', 'waitFor: undefined is no time; give a number of milliseconds']
  ])
  await goesOn(t)
})

// Awaitables.

test('bad input: wait takes an array of at least one, and a mode that it knows', async (t) => {
  const coro = main()
  refuses(t, [
    [() => wait([]), 'RangeError', 'wait: the array is empty; give at least one future'],
    [() => wait(wrong(t.loop.createFuture())), 'TypeError', 'wait: an array was expected, got a single future; put it into [ ]'],
    [() => wait(wrong(coro)), 'TypeError', 'wait: an array was expected, got a single coroutine; put it into [ ]'],
    [() => wait(wrong(undefined)), 'TypeError', 'wait: an array was expected, got undefined; put it into [ ]'],
    [() => wait([coro], { returnWhen: wrong('SOON') }), 'RangeError', 'wait: returnWhen is \'SOON\'; give FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED'],
    [() => wait([coro], { returnWhen: wrong(1) }), 'RangeError', 'wait: returnWhen is 1; give FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED']
  ])
  await coro // nobody took it
  await goesOn(t)
})

test('bad input: what cannot be awaited is refused by all that await, beside good ones or not', async (t) => {
  async function good(): Promise<void> {
    t.log('runs')
  }
  const goods: Promise<void>[] = []
  const made = () => {
    const coro = good()
    goods.push(coro)
    return coro
  }
  const refusals: Refusal[] = []
  const awaited: Refusal[] = []
  const bad: [unknown, string][] = [[42, 'got 42'], [undefined, 'got undefined'], [null, 'got null'], [main, 'got ' + shownMain + '; call it'], [{}, 'got an object']]
  for (const [value, got] of bad) {
    const escaped = got.split('(').join('\\(').split(')').join('\\)')
    const text = (call: string) => new RegExp('^' + call + ': a future, coroutine or promise was expected, ' + escaped)
    refusals.push(
      [() => gather([made(), wrong(value)]), 'TypeError', text('gather')],
      [() => asCompleted([made(), wrong(value)], { timeout: 1000 }).next(), 'TypeError', text('asCompleted')],
      [() => shield(wrong(value)), 'TypeError', text('shield')],
      [() => ensureFuture(wrong(value)), 'TypeError', text('ensureFuture')]
    )
    awaited.push(
      [() => wait([made(), wrong(value)], { timeout: 1000 }), 'TypeError', text('wait')],
      [() => waitFor(wrong(value), 1000), 'TypeError', text('waitFor')],
      [() => waitFor(wrong(value), null), 'TypeError', text('waitFor')],
      [() => waitFor(wrong(value), 0), 'TypeError', text('waitFor')]
    )
  }
  refuses(t, refusals)
  await raises(t, awaited)
  await goesOn(t)
  t.trace([])
  for (const coro of goods) await coro
})

test('bad input: gather and asCompleted take an array', async (t) => {
  const coro = main()
  refuses(t, [
    [() => gather(wrong(coro)), 'TypeError', 'gather: an array was expected, got a single coroutine; put it into [ ]'],
    [() => gather(wrong(undefined)), 'TypeError', 'gather: an array was expected, got undefined; put it into [ ]'],
    [() => asCompleted(wrong(coro)).next(), 'TypeError', 'asCompleted: an array was expected, got a single coroutine; put it into [ ]'],
    [() => asCompleted(wrong(t.loop.createFuture())).next(), 'TypeError', 'asCompleted: an array was expected, got a single future; put it into [ ]']
  ])
  await coro
  await goesOn(t)
})

test('bad input: a future of another loop is refused by all that await, beside good ones or not', async (t) => {
  const other = t.newLoop({ ready: 8, timers: 8 })
  const foreign = other.createFuture()
  const ours = t.loop.createFuture()
  const text = (call: string) => call + ': the future belongs to another loop; make it with this one'
  refuses(t, [
    [() => gather([ours, foreign]), 'RangeError', text('gather')],
    [() => gather([foreign, ours]), 'RangeError', text('gather')],
    [() => asCompleted([ours, foreign]).next(), 'RangeError', text('asCompleted')],
    [() => ensureFuture(foreign, { loop: t.loop }), 'RangeError', text('ensureFuture')]
  ])
  await raises(t, [
    [() => wait([ours, foreign], { timeout: 10 }), 'RangeError', text('wait')],
    [() => wait([foreign]), 'RangeError', text('wait')],
    [() => waitFor(foreign, 10), 'RangeError', text('waitFor')],
    [() => waitFor(foreign, 0), 'RangeError', text('waitFor')],
    [() => waitFor(foreign, null), 'RangeError', text('waitFor')]
  ])
  t.is(traces(other), '0,0,0')
  await goesOn(t)
})

test('bad input: awaiting a future of another loop names the task, and it may go on', async (t) => {
  const foreign = t.newLoop({ ready: 4, timers: 4 }).createFuture()
  async function body(): Promise<string> {
    await t.raises(foreign, { name: 'RuntimeError', message: /^sampler awaits a future of another loop; make it with this one$/ })
    await t.raises(shield(foreign), { name: 'RuntimeError' }) // shield makes one for that loop, too
    return 'went on'
  }
  t.is(await createTask(body(), { name: 'sampler' }), 'went on')
}, { leaves: 'the shield over a future of a loop that never runs' })

test('bad input: a task that awaits itself is told so by name', async (t) => {
  async function body(): Promise<void> {
    await (currentTask() as Task<unknown>)
  }
  await t.raises(createTask(body(), { name: 'sampler' }), {
    name: 'RuntimeError',
    message: 'sampler awaits itself; it would wait for ever'
  })
  await goesOn(t)
})

// The loop.

test('bad input: callbacks must be functions', async (t) => {
  const future = t.loop.createFuture()
  for (const [value, got] of [[undefined, 'undefined'], [42, '42'], [{}, 'an object'], ['f', '\'f\'']] as [unknown, string][]) {
    const text = (call: string) => new RegExp('^' + call + ': a function was expected, got ' + got)
    refuses(t, [
      [() => t.loop.callSoon(wrong(value)), 'TypeError', text('callSoon')],
      [() => t.loop.callSoonThreadsafe(wrong(value)), 'TypeError', text('callSoonThreadsafe')],
      [() => t.loop.callLater(1, wrong(value)), 'TypeError', text('callLater')],
      [() => t.loop.callAt(1, wrong(value)), 'TypeError', text('callAt')],
      [() => { future.addDoneCallback(wrong(value)) }, 'TypeError', text('addDoneCallback')]
    ])
  }
  refuses(t, [
    [() => t.loop.callLater(wrong(main), wrong(1)), 'TypeError', 'callLater: ' + shownMain + ' is no time; give a number of milliseconds']
  ])
  await goesOn(t)
})

test('bad input: a context must be a Context', async (t) => {
  const nothing = () => undefined
  const future = t.loop.createFuture()
  for (const context of [{}, 42, 'context']) {
    refuses(t, [
      [() => t.loop.callSoon(nothing, undefined, { context: wrong(context) }), 'TypeError', /^callSoon: /],
      [() => t.loop.callLater(1, nothing, undefined, { context: wrong(context) }), 'TypeError', /^callLater: /],
      [() => { future.addDoneCallback(nothing, { context: wrong(context) }) }, 'TypeError', /^addDoneCallback: /]
    ])
  }
  await goesOn(t)
})

test('bad input: cancelCallback takes a number that was given', async (t) => {
  const text = (got: string) => 'cancelCallback: ' + got + ' is no id; give the number that callSoon, callLater or callAt gave'
  refuses(t, [
    [() => t.loop.cancelCallback(wrong(undefined)), 'TypeError', text('undefined')],
    [() => t.loop.cancelCallback(wrong(null)), 'TypeError', text('null')],
    [() => t.loop.cancelCallback(wrong('1')), 'TypeError', text('\'1\'')],
    [() => t.loop.cancelCallback(1.5), 'TypeError', text('1.5')],
    [() => t.loop.cancelCallback(NaN), 'TypeError', text('NaN')]
  ])
  const id = t.loop.callSoon(() => undefined)
  await turns()
  t.is(t.loop.cancelCallback(id), false) // one that ran is no mistake
  await goesOn(t)
})

test('bad input: an exception handler is a function or null', async (t) => {
  refuses(t, [
    [() => { t.loop.setExceptionHandler(wrong(5)) }, 'TypeError', /^setExceptionHandler: a function or null was expected, got 5/],
    [() => { t.loop.setExceptionHandler(wrong(undefined)) }, 'TypeError', /^setExceptionHandler: a function or null was expected, got undefined/],
    [() => { t.loop.setExceptionHandler(wrong('print')) }, 'TypeError', /^setExceptionHandler: a function or null was expected, got 'print'/]
  ])
  t.is(t.loop.getExceptionHandler(), null)
  await goesOn(t)
})

test('bad input: a loop needs a port, and whole capacities of 1 or more', async (t) => {
  const text = (what: string) => 'Loop: ' + what + '; give a whole number of 1 or more'
  const loop = (ready: unknown, timers: unknown) => () => new Loop(t.port, { ready: wrong(ready), timers: wrong(timers) })
  refuses(t, [
    [loop(0, 1), 'RangeError', text('ready is 0')],
    [loop(1, 0), 'RangeError', text('timers is 0')],
    [loop(-1, 1), 'RangeError', text('ready is -1')],
    [loop(1.5, 1), 'RangeError', text('ready is 1.5')],
    [loop(1, 1.5), 'RangeError', text('timers is 1.5')],
    [loop('x', 1), 'RangeError', text('ready is \'x\'')],
    [loop('16', 1), 'RangeError', text('ready is \'16\'')],
    [loop(1, null), 'RangeError', text('timers is null')],
    [loop(undefined, 1), 'RangeError', text('ready is undefined')],
    [loop(NaN, 1), 'RangeError', text('ready is NaN')],
    [loop(1, Infinity), 'RangeError', text('timers is Infinity')],
    [() => newEventLoop({ ready: 0 }), 'RangeError', text('ready is 0')],
    [() => new Loop(t.port, wrong(undefined)), 'TypeError', /^Loop: /],
    [() => new Loop(wrong(undefined), { ready: 1, timers: 1 }), 'TypeError', /^Loop: /],
    [() => new Loop(wrong({}), { ready: 1, timers: 1 }), 'TypeError', /^Loop: /]
  ])
  await goesOn(t)
})

test('bad input: a run inside of a run is refused, and takes nothing', async (t) => {
  const coro = main()
  const other = t.newLoop({ ready: 4, timers: 4 })
  const here = '; await the coroutine, or createTask it'
  refuses(t, [
    [() => t.loop.runUntilComplete(coro), 'RuntimeError', 'runUntilComplete: this loop runs already' + here],
    [() => { t.loop.runForever() }, 'RuntimeError', 'runForever: this loop runs already' + here],
    [() => run(coro), 'RuntimeError', 'run: a loop runs already' + here],
    [() => other.runUntilComplete(coro), 'RuntimeError', 'runUntilComplete: another loop runs; one at a time can'],
    [() => { other.runForever() }, 'RuntimeError', 'runForever: another loop runs; one at a time can'],
    [() => { t.loop.close() }, 'RuntimeError', 'close: the loop runs; stop() it first']
  ])
  await coro
  await goesOn(t)
})

test('bad input: ensureFuture and Future take a loop that is one', async (t) => {
  const coro = main()
  refuses(t, [
    [() => ensureFuture(coro, { loop: wrong(5) }), 'TypeError', /^ensureFuture: /],
    [() => new Future({ loop: wrong(5) }), 'TypeError', /^Future: /]
  ])
  await coro
  await goesOn(t)
})

test('bad input: setEventLoop takes a loop or null', async (t) => {
  refuses(t, [
    [() => { setEventLoop(wrong(5)) }, 'TypeError', /^setEventLoop: a Loop or null was expected/],
    [() => { setEventLoop(wrong(undefined)) }, 'TypeError', /^setEventLoop: a Loop or null was expected/]
  ])
  await goesOn(t)
})

// Without a loop.

test.plain('bad input: without a running loop, what needs one says so', (t) => {
  const none = ': no loop runs; start one with run(main())'
  const future = t.loop.createFuture()
  refuses(t, [
    [() => createTask(main()), 'RuntimeError', 'createTask' + none],
    [() => currentTask(), 'RuntimeError', 'currentTask' + none],
    [() => allTasks(), 'RuntimeError', 'allTasks' + none],
    [() => getRunningLoop(), 'RuntimeError', 'getRunningLoop' + none],
    [() => wait([future]).next(), 'RuntimeError', 'wait' + none],
    [() => waitFor(future, 1).next(), 'RuntimeError', 'waitFor' + none],
    [() => new Queue().get().next(), 'RuntimeError', 'Queue.get' + none],
    [() => sleep(1).next(), 'RuntimeError', 'sleep: no task runs; await it in a coroutine that run() or createTask() was given'],
    [() => sleep(1).then(), 'RuntimeError', 'sleep' + none],
    [() => wait([future]).then(), 'RuntimeError', 'wait' + none],
    [() => main().then(), 'RuntimeError', /: no loop runs; start one with run\(main\(\)\)$/]
  ])
  t.is(t.loop.runUntilComplete(sleep(1, 'runs')), 'runs')
})

test.plain('bad input: run and runUntilComplete take a coroutine, not the function that makes one', (t) => {
  refuses(t, [
    [() => run(wrong(main)), 'TypeError', 'run: a coroutine was expected, got ' + shownMain + '; call it'],
    [() => run(wrong(undefined)), 'TypeError', /^run: a coroutine was expected, got undefined/],
    [() => run(wrong(42)), 'TypeError', /^run: a coroutine was expected, got 42/],
    [() => run(wrong(promise)), 'TypeError', /^run: a coroutine was expected, got a promise/],
    [() => run(wrong(t.loop.createFuture())), 'TypeError', /^run: a coroutine was expected/],
    [() => run(main(), { ready: 0 }), 'RangeError', 'Loop: ready is 0; give a whole number of 1 or more'],
    [() => t.loop.runUntilComplete(wrong(main)), 'TypeError', 'runUntilComplete: a future, coroutine or promise was expected, got ' + shownMain + '; call it'],
    [() => t.loop.runUntilComplete(wrong(42)), 'TypeError', /^runUntilComplete: a future, coroutine or promise was expected, got 42/],
    [() => t.loop.runUntilComplete(t.newLoop({ ready: 1, timers: 1 }).createFuture<number>()), 'RangeError', 'runUntilComplete: the future belongs to another loop; make it with this one']
  ])
  t.is(t.loop.isRunning(), false)
  t.is(run(sleep(1, 'runs')).result(), 'runs')
})

test('bad input: a closed loop takes nothing more', async (t) => {
  const closed = t.newLoop({ ready: 4, timers: 4 })
  const future = closed.createFuture()
  const nothing = () => undefined
  closed.close()
  const text = (call: string) => call + ': the loop is closed; make a new one'
  refuses(t, [
    [() => closed.callSoon(nothing), 'RuntimeError', text('callSoon')],
    [() => closed.callSoonThreadsafe(nothing), 'RuntimeError', text('callSoonThreadsafe')],
    [() => closed.callLater(1, nothing), 'RuntimeError', text('callLater')],
    [() => closed.callAt(1, nothing), 'RuntimeError', text('callAt')],
    [() => closed.createTask(main()), 'RuntimeError', text('createTask')],
    [() => { closed.runForever() }, 'RuntimeError', text('runForever')],
    [() => closed.runUntilComplete(main()), 'RuntimeError', text('runUntilComplete')],
    [() => runCoroutineThreadsafe(main(), closed), 'RuntimeError', text('runCoroutineThreadsafe')],
    [() => { future.addDoneCallback(nothing) }, 'RuntimeError', text('addDoneCallback')],
    [() => gather([future]), 'RuntimeError', text('gather')],
    [() => shield(future), 'RuntimeError', text('shield')],
    [() => asCompleted([future]).next(), 'RuntimeError', text('asCompleted')],
    [() => ensureFuture(main(), { loop: closed }), 'RuntimeError', /: the loop is closed; make a new one$/]
  ])
  // these are no mistakes
  t.is(closed.cancelCallback(5), false)
  t.is(closed.isClosed(), true)
  t.is(typeof closed.time(), 'number')
  closed.stop()
  closed.close()
  future.setResult(undefined)
  t.is(traces(closed), '0,0,0')
  await goesOn(t)
})

// Queues, contexts, futures.

test('bad input: a queue\'s size is a number', async (t) => {
  const text = (got: string) => 'Queue: maxsize is ' + got + '; give a number, 0 for no limit'
  refuses(t, [
    [() => new Queue(wrong('x')), 'TypeError', text('\'x\'')],
    [() => new Queue(wrong(null)), 'TypeError', text('null')],
    [() => new PriorityQueue(wrong({})), 'TypeError', text('an object')],
    [() => new Queue(NaN), 'TypeError', text('NaN')]
  ])
  await goesOn(t)
})

test('bad input: a queue that is empty, full or done says so', async (t) => {
  const queue = new Queue<string>(1)
  refuses(t, [
    [() => queue.getNowait(), 'QueueEmpty', 'Queue.getNowait: no item; get() waits for one'],
    [() => { queue.taskDone() }, 'RangeError', 'Queue.taskDone: called more often than items were put; call it once per item']
  ])
  queue.putNowait('item')
  refuses(t, [
    [() => { queue.putNowait('more') }, 'QueueFull', 'Queue.putNowait: full (1); put() waits for room']
  ])
  t.is(queue.getNowait(), 'item')
  queue.taskDone()
  refuses(t, [
    [() => { queue.taskDone() }, 'RangeError', 'Queue.taskDone: called more often than items were put; call it once per item']
  ])
  await goesOn(t)
})

test('bad input: context variables and contexts', async (t) => {
  const variable = new ContextVar<number>('variable')
  const context = new Context()
  refuses(t, [
    [() => new ContextVar(wrong(undefined)), 'TypeError', 'ContextVar: the name is undefined; give a string'],
    [() => new ContextVar(wrong(5)), 'TypeError', 'ContextVar: the name is 5; give a string'],
    [() => variable.get(), 'RuntimeError', 'ContextVar.get: variable has no value in this context; set it or give a default'],
    [() => { variable.reset(wrong(undefined)) }, 'TypeError', /^ContextVar.reset: /],
    [() => { variable.reset(wrong({})) }, 'TypeError', /^ContextVar.reset: /],
    [() => context.run(wrong(undefined)), 'TypeError', /^Context.run: /]
  ])
  t.is(context.run(() => 'still good'), 'still good')
  await goesOn(t)
})

test('bad input: a future settles once, a task not by hand', async (t) => {
  const future = t.loop.createFuture<number>()
  refuses(t, [
    [() => future.result(), 'InvalidStateError', 'Future.result: pending; await it first'],
    [() => future.exception(), 'InvalidStateError', 'Future.exception: pending; await it first'],
    [() => { (currentTask() as Future<unknown>).setResult(1) }, 'RuntimeError', 'Task.setResult: only its coroutine settles a task; return the value there'],
    [() => { (currentTask() as Future<unknown>).setException(boom('x')) }, 'RuntimeError', 'Task.setException: only its coroutine settles a task; throw the error there']
  ])
  future.setResult(1)
  refuses(t, [
    [() => { future.setResult(2) }, 'InvalidStateError', 'Future.setResult: already finished; a future settles once'],
    [() => { future.setException(boom('x')) }, 'InvalidStateError', 'Future.setException: already finished; a future settles once']
  ])
  await goesOn(t)
})

test('bad input: every class of error has its name, is an Error, and shows both', async (t) => {
  const names = ['CancelledError', 'TimeoutError', 'InvalidStateError', 'RuntimeError', 'CapacityError', 'QueueEmpty', 'QueueFull'] as const
  for (const name of names) {
    const error = new ringloop[name]('text')
    t.ok(error instanceof Error)
    t.ok(error instanceof ringloop[name])
    t.is(error.name, name)
    t.is(error.message, 'text')
    t.is(String(error), name + ': text')
    t.is(new ringloop[name]().message, '')
    t.is(String(new ringloop[name]()), name)
  }
  t.ok(new ringloop.CapacityError() instanceof ringloop.RuntimeError)
  t.ok(!((new ringloop.CancelledError()) instanceof ringloop.TimeoutError))
  t.is(new ringloop.ValueError('x').name, 'RangeError')
  t.is(ringloop.isCancelled(new ringloop.CancelledError()), true)
  for (const other of [new Error('x'), new ringloop.TimeoutError(), null, undefined, 'CancelledError']) t.is(ringloop.isCancelled(other), false)
  await turns()
})
