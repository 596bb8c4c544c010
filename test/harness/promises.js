// promises.js: what futures and promises do with each other. Runs in an engine that has both: global `ringloop`, native Promise and
// async functions; test/promises.test.ts drives it, and lets the engine's own promise jobs run between its calls.
//
//   promises.start(name)   begins a program
//   promises.tick()        the host's next timer fires; gives { ended, trace, error } as JSON
//
// Generators are the coroutines here: an async function of this file is the engine's own, and gives a native promise.

var promises = (function () {
  'use strict'

  const { Future, Loop, asCompleted, createTask, ensureFuture, gather, setEventLoop, shield, sleep, wait, waitFor } = ringloop

  let now = 0
  let due = Infinity
  let fire
  const reports = []
  const port = (loop) => {
    fire = () => { loop.turn() }
    return {
      now: () => now,
      arm: (ms) => { due = now + ms },
      disarm: () => { due = Infinity },
      report: (context) => { reports.push(context.message) }
    }
  }

  /** A promise that settles when it is told to. */
  function deferred() {
    const it = {}
    it.promise = new Promise((resolve, reject) => {
      it.resolve = resolve
      it.reject = reject
    })
    return it
  }

  const text = (error) => (error instanceof Error ? error.name + (error.message && ': ' + error.message) : String(error))

  /** What awaiting it in a coroutine gives, as text. */
  function* outcome(awaitable) {
    try {
      return 'gives ' + JSON.stringify(yield* waitFor(awaitable, null))
    } catch (error) {
      return 'throws ' + text(error)
    }
  }

  /** What the engine's own await gives, as text. */
  async function native(awaitable) {
    try {
      return 'gives ' + JSON.stringify(await awaitable)
    } catch (error) {
      return 'throws ' + text(error)
    }
  }

  const thenables = {
    'one that settles at once': { then: (onDone) => { onDone('value') } },
    'one that settles twice': { then: (onDone, onError) => { onDone('value'); onDone('again'); onError(new Error('late')) } },
    'one that fails': { then: (_, onError) => { onError(new Error('failed')) } },
    'one that throws': { then: () => { throw new Error('thrown') } },
    'one that settles and throws': { then: (onDone) => { onDone('value'); throw new Error('late') } },
    'one of another': { then: (onDone) => { onDone({ then: (done) => { done('inner') } }) } },
    'a function': Object.assign(() => undefined, { then: (onDone) => { onDone('value') } })
  }

  const programs = {
    // Promises in coroutines.

    'a coroutine awaits a promise that is resolved, before and while it waits': function* (loop, log) {
      log(yield* outcome(Promise.resolve('before')))
      const it = deferred()
      loop.callLater(10, it.resolve, 'while')
      log(yield* outcome(it.promise))
      log(loop.time())
    },
    'a coroutine awaits a promise that is rejected, before and while it waits': function* (loop, log) {
      log(yield* outcome(Promise.reject(new Error('before'))))
      const it = deferred()
      loop.callLater(10, it.reject, new Error('while'))
      log(yield* outcome(it.promise))
      log(yield* outcome(Promise.reject(undefined)))
    },
    'a promise that is rejected with a text fails the task with that, and nothing is reported': function* (loop, log) {
      const task = createTask(waitFor(Promise.reject('text'), null))
      yield* wait([task])
      log(task.exception())
      yield* sleep(10)
      log(reports.length)
    },
    'gather, wait, shield, asCompleted and waitFor take promises': function* (loop, log) {
      log(yield* gather([Promise.resolve(1), sleep(5, 2), Promise.resolve(3)]))
      const { done, pending } = yield* wait([Promise.resolve(1), Promise.reject(new Error('x'))])
      log([done.length, pending.length, text(done[1].exception())])
      log(yield* shield(Promise.resolve(4)))
      const it = deferred()
      const [first] = asCompleted([it.promise, Promise.resolve(5)])
      log(yield* first)
      it.resolve()
      log(yield* waitFor(Promise.resolve(6), 10))
      log(yield* outcome(gather([Promise.reject(new Error('y')), sleep(1)])))
      log(yield* gather([Promise.reject(new Error('z'))], { returnExceptions: true }).then((list) => list.map(text)))
      yield* sleep(5)
    },
    'a promise that is late: waitFor gives up, and what comes of it afterwards is nobody\'s': function* (loop, log) {
      for (const end of ['resolve', 'reject']) {
        const it = deferred()
        loop.callLater(20, it[end], new Error('late'))
        try {
          yield* waitFor(it.promise, 10)
        } catch (error) {
          log(error.name + ' at ' + loop.time())
        }
        yield* sleep(20)
      }
      log(reports.length)
    },
    'a task that waits for a promise is cancelled at once, and the promise goes on': function* (loop, log) {
      const it = deferred()
      const task = createTask(outcome(it.promise))
      yield* sleep(0)
      log(task.cancel('stop'))
      log(yield* task)
      it.resolve('for others')
      log(yield* outcome(it.promise))
    },
    'ensureFuture of a promise is a future of what it gives': function* (loop, log) {
      const future = ensureFuture(Promise.resolve('value'))
      log([future instanceof Future, future.done()])
      log(yield* future)
      log(future.result())
    },
    'thenables of all kinds are awaited, and count once': function* (loop, log) {
      for (const kind of Object.keys(thenables)) log(kind + ' ' + (yield* outcome(thenables[kind])))
    },
    'an accessor of then that throws fails what awaits it, at that await': function* (loop, log) {
      log(yield* outcome(Object.defineProperty({}, 'then', { get: () => { throw new Error('accessor') } })))
      const future = new Future()
      future.setResult(1)
      log(yield* outcome(future.then(() => Object.defineProperty({}, 'then', { get: () => { throw new Error('accessor') } }))))
    },
    'a promise of a future is a promise of its result': function* (loop, log) {
      const future = new Future()
      loop.callLater(10, () => { future.setResult('result') })
      log(yield* outcome(Promise.resolve(future)))
      const failed = new Future()
      failed.setException(new Error('failed'))
      log(yield* outcome(Promise.resolve(failed)))
      log(reports.length)
    },

    // Futures in promises.

    'the engine\'s own await takes a future, with its result and its error': function* (loop, log) {
      const [good, bad, gone] = [new Future(), new Future(), new Future()]
      loop.callLater(10, () => {
        good.setResult('result')
        bad.setException(new Error('error'))
        gone.cancel('message')
      })
      for (const future of [good, bad, gone]) log(yield* outcome(native(future)))
      for (const future of [good, bad, gone]) log(yield* outcome(native(future))) // done by now
      yield* sleep(10)
      log(reports.length)
    },
    'the engine\'s own await takes tasks, operations and what gather gives, each run as a task': function* (loop, log) {
      log(yield* outcome(native(createTask(sleep(5, 'task')))))
      log(yield* outcome(native(sleep(5, 'operation'))))
      log(yield* outcome(native(gather([sleep(1, 'a'), sleep(2, 'b')]))))
      log(yield* outcome(native(waitFor(sleep(100), 5)).then((told) => told.slice(0, 19))))
      log(loop.time())
    },
    'Promise.all, race and allSettled take futures, tasks and operations': function* (loop, log) {
      const future = new Future()
      loop.callLater(1, () => { future.setResult('future') })
      log(yield* outcome(Promise.all([future, createTask(sleep(2, 'task')), sleep(3, 'operation'), 'plain'])))
      log(yield* outcome(Promise.race([sleep(20, 'slow'), sleep(10, 'quick')])))
      const failed = new Future()
      failed.setException(new Error('x'))
      log(yield* outcome(Promise.all([failed, sleep(1)])))
      const settled = yield* waitFor(Promise.allSettled([failed, sleep(1, 'ok')]), null)
      log(settled.map((each) => each.status))
      yield* sleep(30)
      log(reports.length)
    },
    'a task cancelled rejects the promise of it with CancelledError': function* (loop, log) {
      const task = createTask(sleep(1000))
      const promise = native(task)
      yield* sleep(0)
      task.cancel()
      log(yield* outcome(promise))
    },
    'an async function of the engine and a coroutine call each other': function* (loop, log) {
      function* inner(ms) {
        return 'inner ' + (yield* sleep(ms, ms))
      }
      async function middle() {
        const first = await createTask(inner(5))
        const second = await ensureFuture(inner(5))
        return first + ', ' + second
      }
      log(yield* outcome(middle()))
      log(loop.time())
    },
    'for await of the engine takes asCompleted': function* (loop, log) {
      async function collect() {
        const values = []
        for await (const value of asCompleted([sleep(20, 'b'), sleep(10, 'a')])) values.push(value)
        return values
      }
      log(yield* outcome(collect()))
    },
    'then of a future calls back from the loop, and what it gives a promise from there': function* (loop, log) {
      const future = new Future()
      const order = []
      future.setResult(1)
      future.then(() => { order.push('future') })
      Promise.resolve().then(() => { order.push('promise') })
      order.push('first')
      yield* sleep(5)
      log(order)
      const chained = Promise.resolve(future).then((value) => value + 1)
      log(yield* outcome(chained))
      log(yield* outcome(future.then(() => Promise.resolve('adopted'))))
      log(yield* outcome(future.then(() => Promise.reject(new Error('adopted')))))
    },
    'a rejected promise that comes of a future\'s handler is that future\'s error, reported when nobody looks': function* (loop, log) {
      const future = new Future()
      future.setResult(1)
      future.then(() => Promise.reject(new Error('unseen')))
      yield* sleep(10)
      yield* sleep(10)
      log(reports)
    }
  }

  let state

  function start(name) {
    now = 0
    due = Infinity
    reports.length = 0
    state = { ended: false, trace: [], error: null }
    const loop = new Loop(port, { ready: 64, timers: 64 })
    setEventLoop(loop)
    loop.runForever()
    const task = loop.createTask(programs[name](loop, (line) => { state.trace.push(line) }))
    task.addDoneCallback(() => {
      state.ended = true
      state.error = task.exception() === null ? null : text(task.exception())
      loop.stop()
    })
    state.loop = loop
    return ''
  }

  function tick() {
    if (due !== Infinity) {
      if (due > now) now = due
      due = Infinity
      fire()
    }
    const { ready, timers, tasks } = state.loop.stats()
    const left = [ready.used, timers.used, tasks]
    return JSON.stringify({ ended: state.ended && !state.loop.isRunning(), trace: state.trace, error: state.error, left })
  }

  return { names: () => JSON.stringify(Object.keys(programs)), start, tick }
})()
