// host.ts: a loop on a port that cannot block: the host owns the machine, and the loop runs in short turns.

import { Loop, Queue, createTask, getRunningLoop, run, runCoroutineThreadsafe, setDefaults, sleep, waitFor } from 'ringloop'
import type { ErrorContext, PortFactory, Task } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { attempt, boom, err } from '../parity/shared'

/** A host of one timer, written down by hand. */
class Host {
  now = 0
  /** when the timer fires; Infinity if it is not armed */
  armed = Infinity
  readonly reports: ErrorContext[] = []
  private readonly t: T
  private served: Loop | undefined
  private readonly loops: Loop[] = []
  /** its report() fails */
  cannotReport = false
  /** arms and disarms are not logged */
  quiet = false

  constructor(t: T) {
    this.t = t
  }

  readonly port: PortFactory = (loop) => {
    this.served = loop
    return {
      now: () => this.now,
      arm: (ms) => {
        this.log('arm ' + ms)
        this.armed = this.now + ms
      },
      disarm: () => {
        if (this.armed !== Infinity) this.log('disarm')
        this.armed = Infinity
      },
      report: (context) => {
        if (this.cannotReport) throw boom('report')
        this.reports.push(context)
      }
    }
  }

  private log(text: string): void {
    if (!this.quiet) this.t.log(text)
  }

  /** The host's own loop fires the timer, at its time or `late` ms behind it. */
  fire(late = 0): void {
    if (this.armed === Infinity) throw new Error('nothing is armed')
    if (this.now < this.armed) this.now = this.armed
    this.now += late
    this.armed = Infinity
    this.served?.turn()
  }

  /** Fires as often as there is something to fire. */
  play(): void {
    for (let i = 0; this.armed !== Infinity; i++) {
      if (i > 10_000) throw new Error('it does not end')
      this.fire()
    }
  }

  /** The host calls too early, for a reason of its own. */
  wake(): void {
    this.served?.turn()
  }

  loop(): Loop {
    const loop = new Loop(this.port, { ready: 16, timers: 16 })
    this.loops.push(loop)
    return loop
  }

  /** Ends what runs, so that other cases can. */
  end(): void {
    this.quiet = true
    for (const loop of this.loops) {
      if (!loop.isRunning()) continue
      loop.stop()
      this.fire()
    }
  }
}

/** A case with a host of its own. */
function hosted(title: string, body: (t: T, host: Host) => void): void {
  test.plain('host: ' + title, (t) => {
    const host = new Host(t)
    try {
      body(t, host)
    } finally {
      host.end()
    }
  })
}

hosted('runForever returns at once, and arms the port for now', (t, host) => {
  const loop = host.loop()
  loop.callSoon(() => { t.log('callback') })
  t.log('scheduled') // a loop that does not run arms nothing
  loop.runForever()
  t.log('returned')
  t.is(loop.isRunning(), true)
  host.fire()
  t.trace(['scheduled', 'arm 0', 'returned', 'callback'])
  t.is(host.armed, Infinity) // nothing is armed when idle
})

hosted('idle, nothing is armed; a host event that sets a result arms the port at once', (t, host) => {
  const loop = host.loop()
  const future = loop.createFuture<string>()
  async function body(): Promise<void> {
    t.log('got ' + (await future))
  }
  loop.createTask(body())
  loop.runForever()
  host.fire()
  t.log('idle')
  t.is(host.armed, Infinity)
  future.setResult('the event') // from an interrupt, say
  t.log('set')
  host.play()
  t.trace(['arm 0', 'idle', 'arm 0', 'set', 'got the event'])
})

hosted('callSoon, callLater, createTask, a queue and runCoroutineThreadsafe wake an idle loop', (t, host) => {
  const loop = host.loop()
  const queue = new Queue<string>()
  async function consumer(): Promise<void> {
    for (;;) t.log(await queue.get())
  }
  loop.runForever()
  const task = createTask(consumer()) // a loop runs, also between its turns
  host.play()
  const events: (() => unknown)[] = [
    () => loop.callSoon(() => { t.log('callSoon') }),
    () => loop.callSoonThreadsafe(() => { t.log('callSoonThreadsafe') }),
    () => loop.callLater(7, () => { t.log('callLater') }),
    () => createTask(sleep(0)),
    () => { queue.putNowait('item') },
    () => runCoroutineThreadsafe(sleep(0), loop),
    () => loop.createFuture().addDoneCallback(() => undefined),
    () => task.cancel()
  ]
  for (const event of events) {
    t.log('event')
    t.is(host.armed, Infinity)
    event()
    host.play()
  }
  t.trace([
    'arm 0',
    'event', 'arm 0', 'callSoon',
    'event', 'arm 0', 'callSoonThreadsafe',
    'event', 'arm 7', 'callLater',
    'event', 'arm 0',
    'event', 'arm 0', 'item',
    'event', 'arm 0',
    'event', // a callback of a pending future is no work
    'event', 'arm 0'
  ])
  t.is(task.cancelled(), true)
})

hosted('one timer is armed at a time, for the nearest deadline', (t, host) => {
  const loop = host.loop()
  loop.runForever()
  host.fire()
  loop.callLater(50, () => { t.log('50') })
  loop.callLater(70, () => { t.log('70') })     // later than what is armed: no need
  const id = loop.callLater(20, () => { t.log('20') })
  loop.callLater(20, () => { t.log('20 again') })
  loop.cancelCallback(id)                        // another one is due then
  host.play()
  t.is(host.now, 70)
  t.trace(['arm 0', 'arm 50', 'arm 20', '20 again', 'arm 30', '50', 'arm 20', '70'])
})

hosted('taking back the nearest timer arms the next one, taking back the last one disarms', (t, host) => {
  const loop = host.loop()
  loop.runForever()
  host.fire()
  const far = loop.callLater(50, () => undefined)
  const near = loop.callLater(20, () => undefined)
  loop.cancelCallback(near)
  loop.cancelCallback(far)
  t.is(host.armed, Infinity)
  t.trace(['arm 0', 'arm 50', 'arm 20', 'arm 50', 'disarm'])
})

hosted('within a turn nothing is armed, after it once', (t, host) => {
  const loop = host.loop()
  loop.runForever()
  loop.callSoon(() => {
    for (let ms = 30; ms > 0; ms = ms - 10) loop.callLater(ms, () => undefined)
    t.log('in the turn')
  })
  host.fire()
  t.trace(['arm 0', 'in the turn', 'arm 10'])
  host.play()
})

hosted('several turns run back to back, but a busy loop lets the host in', (t, host) => {
  host.quiet = true
  const loop = host.loop()
  async function busy(): Promise<void> {
    for (let i = 0; i < 100; i++) await sleep(0)
  }
  loop.runForever()
  const task = createTask(busy())
  let fired = 0
  while (host.armed !== Infinity) {
    host.fire()
    fired++
  }
  t.is(task.done(), true)
  const { turns: counted, wakeups } = loop.stats()
  t.is(wakeups, fired)
  t.ok(fired > 5, 'the host got in ' + fired + ' times')
  t.ok(counted / fired > 4, 'and not for every turn')
})

hosted('a wake-up that comes too early runs nothing and arms for the rest', (t, host) => {
  const loop = host.loop()
  loop.runForever()
  host.fire()
  loop.callLater(50, () => { t.log('50') })
  host.now = 30
  host.wake()
  host.play()
  t.is(host.now, 50)
  t.trace(['arm 0', 'arm 50', 'arm 20', '50'])
})

hosted('a wake-up that comes late runs all that is due, in the order of deadlines', (t, host) => {
  const loop = host.loop()
  for (const ms of [30, 10, 40, 20]) loop.callLater(ms, () => { t.log(ms) })
  loop.runForever()
  host.fire()
  host.fire(25)
  host.play()
  t.trace(['arm 0', 'arm 10', '10', '20', '30', 'arm 5', '40'])
})

hosted('a wake-up of a loop that does not run does nothing', (t, host) => {
  const loop = host.loop()
  loop.callSoon(() => { t.log('callback') })
  host.wake()
  t.is(loop.stats().turns, 0)
  t.trace([])
  loop.close()
  host.wake()
  t.trace([])
})

hosted('a deadline further than a host timer can count is reached in several arms', (t, host) => {
  host.quiet = true
  const loop = host.loop()
  const year = 365 * 24 * 3600 * 1000
  loop.runForever()
  loop.callLater(year, () => { t.log('a year') })
  let longest = 0
  while (host.armed !== Infinity) {
    longest = Math.max(longest, host.armed - host.now)
    host.fire()
  }
  t.ok(longest < 2 ** 31)
  t.is(host.now, year)
  t.trace(['a year'])
})

hosted('a timer of Infinity arms nothing', (t, host) => {
  const loop = host.loop()
  loop.runForever()
  host.fire()
  const id = loop.callLater(Infinity, () => undefined)
  t.is(host.armed, Infinity)
  loop.cancelCallback(id)
  t.trace(['arm 0'])
})

hosted('stop from outside of a turn ends the run in the next one', (t, host) => {
  const loop = host.loop()
  loop.runForever()
  host.fire()
  loop.stop()
  t.is(loop.isRunning(), true)
  t.log('asked')
  host.fire()
  t.is(loop.isRunning(), false)
  t.is(host.armed, Infinity)
  t.trace(['arm 0', 'arm 0', 'asked'])
})

hosted('stop in a turn ends the run after it, and what is left waits for the next run', (t, host) => {
  host.quiet = true
  const loop = host.loop()
  loop.runForever()
  loop.callSoon(() => {
    loop.stop()
    loop.callSoon(() => { t.log('next run') })
  })
  loop.callLater(10, () => { t.log('timer') })
  host.fire()
  t.is(loop.isRunning(), false)
  t.is(host.armed, Infinity)
  t.throws(() => getRunningLoop(), { name: 'RuntimeError' })
  t.trace([])
  loop.runForever()
  host.play()
  t.trace(['next run', 'timer'])
})

hosted('stop is not put off by what is scheduled or taken back after it', (t, host) => {
  for (const kind of ['callLater', 'cancelCallback', 'nothing']) {
    const loop = host.loop()
    loop.runForever()
    host.fire()
    const id = loop.callLater(1000, () => { t.fail('too late') })
    loop.stop()
    if (kind === 'callLater') loop.callLater(2000, () => { t.fail('too late') })
    if (kind === 'cancelCallback') loop.cancelCallback(id)
    t.is(host.armed - host.now, 0, kind)
    host.fire()
    t.is(loop.isRunning(), false, kind)
  }
})

hosted('a run that has one turn to go is not put off by what is scheduled before it', (t, host) => {
  const loop = host.loop()
  loop.stop()
  loop.runForever()
  loop.callLater(1000, () => { t.fail('too late') })
  t.is(host.armed, 0)
  host.fire()
  t.is(loop.isRunning(), false)
})

hosted('runUntilComplete needs a port that can block', (t, host) => {
  const loop = host.loop()
  async function body(): Promise<void> {
    t.log('runs')
  }
  t.throws(() => { loop.runUntilComplete(body()) }, {
    name: 'RuntimeError',
    message: 'runUntilComplete: this engine cannot block, its own loop drives ours; use run(main())'
  })
  t.is(loop.isRunning(), false)
  t.is(loop.stats().ready.used, 0)
  t.trace([])
})

hosted('run(main()) gives a task that is pending, and the program ends by itself', (t, host) => {
  host.quiet = true
  const restore = host.port
  async function background(): Promise<void> {
    try {
      await sleep(1000)
    } finally {
      await sleep(5)
      t.log('background is clean at ' + host.now)
    }
  }
  async function main(): Promise<string> {
    createTask(background())
    await sleep(10)
    t.log('main ends at ' + host.now)
    return 'result'
  }
  withPort(restore, t, () => {
    const task = run(main())
    const loop = task.getLoop()
    t.is(task.done(), false)
    t.is(loop.isRunning(), true)
    host.play()
    t.is(task.result(), 'result')
    t.is(loop.isClosed(), true)
    t.throws(() => getRunningLoop(), { name: 'RuntimeError' })
  })
  t.trace(['main ends at 10', 'background is clean at 15'])
})

hosted('run(main()) whose main fails reports that, since nobody can be waiting (D7)', (t, host) => {
  host.quiet = true
  async function main(): Promise<void> {
    await sleep(10)
    throw boom('main')
  }
  withPort(host.port, t, () => {
    const task = run(main())
    host.play()
    t.is(err(task.exception()), 'Boom(main)')
  })
  t.deepEqual(host.reports.map((report) => err(report.exception)), ['Boom(main)'])
})

/** Runs `action` with another default port. */
function withPort(port: PortFactory, t: T, action: () => void): void {
  setDefaults(port, { ready: 16, timers: 16 })
  let failed: unknown
  try {
    action()
  } catch (error) {
    failed = error
  }
  setDefaults(t.port, { ready: 64, timers: 64 })
  if (failed !== undefined) throw failed as Error
}

hosted('unseen errors are reported when the loop falls idle (D7)', (t, host) => {
  host.quiet = true
  const loop = host.loop()
  async function fails(): Promise<void> {
    throw boom('unseen')
  }
  loop.runForever()
  loop.createTask(fails(), { name: 'failing' })
  host.play()
  t.deepEqual(host.reports.map((report) => report.message + ': ' + err(report.exception)), [
    'failing: exception was never retrieved; await it or look at exception(): Boom(unseen)'
  ])
})

hosted('an error set by a host event while the loop is idle is reported when nobody looks (D7)', (t, host) => {
  host.quiet = true
  const loop = host.loop()
  loop.runForever()
  host.play()
  loop.createFuture().setException(boom('by an event'))
  loop.callSoon(() => undefined)
  host.play()
  t.deepEqual(host.reports.map((report) => err(report.exception)), ['Boom(by an event)'])
})

hosted('a report that fails does not hold up the turn', (t, host) => {
  host.quiet = true
  const loop = host.loop()
  host.cannotReport = true
  loop.runForever()
  loop.callSoon(() => { throw boom('callback') })
  loop.callSoon(() => { t.log('next') })
  host.play()
  t.trace(['next'])
})

hosted('waitFor times out on the host\'s clock', (t, host) => {
  host.quiet = true
  const loop = host.loop()
  loop.runForever()
  const future = loop.createFuture()
  const waiting: Task<string> = createTask(attempt(waitFor(future, 500)))
  host.play()
  t.is(waiting.result(), 'raised TimeoutError')
  t.is(host.now, 500)
})

// A turn that the engine aborts (out of stack, out of memory, Ctrl-C): no catch block runs, what was on the way is gone.
// In JavaScript that cannot be done on purpose. What remains of it can: the loop is in the middle of a turn, and the host
// calls turn() anew.

hosted('after a turn that was aborted in a callback, the next one goes on with what was left', (t, host) => {
  host.quiet = true
  const loop = host.loop()
  loop.runForever()
  loop.callLater(10, () => {
    t.log('aborted')
    host.now = 20
    host.wake()
  })
  loop.callLater(10, () => { t.log('due with it') })
  loop.callLater(20, () => { t.log('due later') })
  host.fire()
  host.fire()
  t.trace(['aborted', 'due with it', 'due later'])
  t.is(loop.stats().timers.used, 0)
  t.is(loop.stats().ready.used, 0)
})

hosted('after a turn that was aborted in a step, its task fails with an error that says so', (t, host) => {
  host.quiet = true
  const loop = host.loop()
  loop.runForever()
  let waker: (() => void) | undefined
  const coro = {
    next(): IteratorResult<undefined, void> {
      if (waker) waker()
      return { done: false, value: undefined }
    },
    throw(error: unknown): never {
      throw error
    }
  }
  const task = loop.createTask(coro as never, { name: 'big' })
  task.addDoneCallback(() => { t.log('told') })
  loop.callLater(0, () => { t.log('behind it') })
  waker = () => {
    waker = undefined
    host.wake()
    throw boom('gone') // on a device nothing comes back from here; this does as little as can be
  }
  host.fire()
  host.play()
  const { name, message } = task.exception() as Error
  t.is(name, 'RuntimeError')
  t.is(message, 'turn: the engine aborted this step (stack, memory or interrupt); make it smaller')
  t.trace(['behind it', 'told'])
})
