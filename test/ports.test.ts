// ports.test.ts: what every port must do (src/port.ts), on simulated engines: harness/hosts.ts. Nothing here takes real time.

import test from 'ava'
import type { ExecutionContext } from 'ava'
import { Frame } from '../src/frame'
import type { Body as FrameBody } from '../src/frame'
import { Loop, createTask, enterTask, leaveTask, sleep } from '../src/index'
import type { Coroutine, Future, Task } from '../src/index'
import { events } from '../src/running'
import { __pause } from '../src/sleep'
import { brokenOff, hang } from './harness/brokenOff'
import type { Host } from './harness/hosts'
import type { HostTimer } from './harness/hosts'
import { Browser, Espruino, Moddable, ModdableSimulator, MQuickJS, Node, QuickJS, QuickJSEmbedded, Template } from './harness/hosts'

const HOSTS = [Espruino, QuickJS, QuickJSEmbedded, MQuickJS, Moddable, ModdableSimulator, Node, Browser, Template]

const HOUR = 3_600_000
/** Clocks of whole milliseconds: a deadline may come that much early or late by true time. */
const GRAIN_MS = 1
/** What turns, and a host timer that fired early, may take. */
const LATE_MS = 3

type Body = (t: ExecutionContext, host: Host, loop: Loop) => void

const onEspruino = (host: Host) => host.name === 'espruino'

/** One at a time: one loop runs. */
function contract(fact: string, body: Body, only: (host: Host) => boolean = () => true): void {
  for (const Kind of HOSTS) {
    const host = new Kind()
    if (!only(host)) continue
    test.serial(`${host.name}: ${fact}`, (t) => {
      const loop = new Loop(host.port(), { ready: 16, timers: 16 })
      loop.runForever()
      try {
        host.run(1)
        body(t, host, loop)
      } finally {
        host.lateMs = 0
        loop.stop()
        host.run(HOUR)
        t.false(loop.isRunning(), 'it does not wake any more')
        t.is(host.kept, 0, 'no host timer is left')
        events._running = undefined
      }
    })
  }
}

/** In true time: when the deadline was due and when it came. */
function deadline(host: Host, loop: Loop, ms: number, came: { due: number; at: number }[] = []): void {
  const due = host.time + ms
  loop.callLater(ms, () => { came.push({ due, at: host.time }) })
}

/** Host events that come while the loop is busy are heard within 20 ms; then `rest` ends that. */
function eventsGetThrough(t: ExecutionContext, host: Host, rest: () => void): void {
  const seen: number[] = []
  for (let ms = 10; ms <= 100; ms += 10) host.after(ms, () => { seen.push(host.time - ms) })
  const start = host.time
  host.run(200)
  rest()
  host.run(5)
  t.is(seen.length, 10)
  for (const at of seen) t.true(at - start < 20, `${at - start} ms late`)
}

function timely(t: ExecutionContext, came: { due: number; at: number }[], count: number, late = LATE_MS): void {
  t.is(came.length, count)
  for (const { due, at } of came) {
    t.true(at >= due - GRAIN_MS, `${due - at} ms early`)
    t.true(at <= due + late, `${at - due} ms late`)
  }
}

contract('no deadline comes early, by the loop\'s own clock, nor later than the host', (t, host, loop) => {
  const came: { due: number; at: number }[] = []
  // fractions, and a fraction of a millisecond further each time
  for (let i = 0; i < 200; i++) {
    const ms = 0.3 + (i * 7.77) % 50
    const start = loop.time()
    deadline(host, loop, ms, came)
    loop.callLater(ms, () => { t.true(loop.time() >= start + ms, `${loop.time() - start} of ${ms} ms`) })
    host.run(ms + 2.13)
  }
  timely(t, came, 200)
})

contract('the clock never goes back, and keeps to true time', (t, host, loop) => {
  let last = loop.time()
  const start = { clock: last, time: host.time }
  for (let i = 0; i < 1000; i++) {
    host.run(i * 1.7)
    const now = loop.time()
    t.true(now >= last)
    last = now
  }
  t.true(Math.abs(last - start.clock - (host.time - start.time)) <= 1)
})

contract('what is armed is replaced: of three deadlines each comes once, and one host timer is set', (t, host, loop) => {
  const came: { due: number; at: number }[] = []
  host.mostTimers = 0
  deadline(host, loop, 50, came)
  deadline(host, loop, 20, came)
  const id = loop.callLater(10, () => { t.fail() })
  deadline(host, loop, 70, came)
  loop.cancelCallback(id)
  host.run(100)
  timely(t, came, 3)
  t.is(host.mostTimers, 1)
})

contract('with no deadline, nothing is armed', (t, host, loop) => {
  const id = loop.callLater(50, () => undefined)
  t.is(host.timers.length, 1)
  loop.cancelCallback(id)
  t.is(host.timers.length, 0)
  loop.callSoon(() => undefined)
  host.run(10)
  t.is(host.timers.length, 0)
  const fired = host.fired
  host.run(HOUR)
  t.is(host.fired, fired)
})

contract('an interrupt wakes a loop that sleeps, with a deadline far off or without any', (t, host, loop) => {
  const woken: number[] = []
  for (const far of [undefined, HOUR]) {
    const id = far === undefined ? undefined : loop.callLater(far, () => undefined)
    const future = loop.createFuture<number>()
    loop.createTask((function* (): Coroutine<void> {
      const at = yield* future
      woken.push(host.time - at)
    })())
    host.run(500)
    host.after(100, () => { future.setResult(host.time) })
    host.run(200)
    if (id !== undefined) loop.cancelCallback(id)
  }
  t.is(woken.length, 2)
  for (const ms of woken) t.true(ms < LATE_MS, `${ms} ms`)
})

contract('a loop that only interrupts wake is woken at once each time', (t, host, loop) => {
  const woken: number[] = []
  loop.createTask((function* (): Coroutine<void> {
    for (let i = 0; i < 10; i++) {
      const future = loop.createFuture<number>()
      host.after(100, () => { future.setResult(host.time) })
      const at = yield* future
      woken.push(host.time - at)
    }
  })())
  host.run(2_000)
  t.is(woken.length, 10)
  for (const ms of woken) t.true(ms < 2 * GRAIN_MS, `${ms} ms`)
})

contract('an interrupt does not move the deadline that it comes before', (t, host, loop) => {
  const came: { due: number; at: number }[] = []
  deadline(host, loop, 10_000, came)
  for (let ms = 700; ms < 10_000; ms += 700) host.after(ms, () => { loop.callSoon(() => undefined) })
  host.run(20_000)
  timely(t, came, 1)
})

contract('an error in a turn is reported, and the loop goes on', (t, host, loop) => {
  const came: { due: number; at: number }[] = []
  loop.callLater(5, () => { throw new TypeError('broken') })
  loop.callSoon(() => { throw undefined as unknown as Error })
  deadline(host, loop, 5, came)
  deadline(host, loop, 9, came)
  host.run(20)
  timely(t, came, 2)
  t.is(host.lines.filter((line) => line.includes('exception in callback')).length, 2)
  t.true(host.lines.some((line) => line.includes('TypeError: broken')), host.lines.join('\n'))
})

contract('a busy loop lets host events and other timers of the host through', (t, host, loop) => {
  let busy = true
  let steps = 0
  const task = loop.createTask((function* (): Coroutine<void> {
    for (; busy; steps++) yield* sleep(0)
  })())
  eventsGetThrough(t, host, () => { busy = false })
  t.true(task.done())
  t.true(steps > 1000, `${steps} steps`)
})

contract('a loop that promises keep busy lets host events through', (t, host, loop) => {
  // jobs run before the host looks for anything else
  let job: (() => void) | undefined
  const call = Object.assign(host, {
    call: (fn: () => void) => {
      fn()
      for (let next = job; next !== undefined; next = job) {
        job = undefined
        next()
      }
      host.time += 0.05
    },
  })
  let busy = true
  loop.createTask((function* (): Coroutine<void> {
    while (busy) {
      const future = loop.createFuture<undefined>()
      job = () => { future.setResult(undefined) }
      yield* future
    }
  })())
  host.run(1)
  eventsGetThrough(t, host, () => { busy = false })
  Reflect.deleteProperty(call, 'call')
}, (host) => host.name.startsWith('quickjs'))

contract('a deadline further than the host can count comes at its time', (t, host, loop) => {
  const came: { due: number; at: number }[] = []
  deadline(host, loop, 100 * 24 * HOUR, came)
  host.run(101 * 24 * HOUR)
  timely(t, came, 1, 30)
})

contract('an idle hour has as many wake-ups as deadlines', (t, host, loop) => {
  const count = { a: 0, b: 0 }
  function* every(ms: number, key: 'a' | 'b'): Coroutine<void> {
    for (;;) {
      yield* sleep(ms)
      count[key]++
    }
  }
  const tasks = [loop.createTask(every(60_000.5, 'a')), loop.createTask(every(7_777, 'b'))]
  host.run(10)
  const fired = host.fired
  host.run(HOUR)
  t.is(host.fired - fired, count.a + count.b)
  t.is(host.mostTimers, 1)
  for (const task of tasks) task.cancel()
  host.run(10)
}, (host) => host.earlyMs === 0)

contract('a host that is late makes no deadline be lost or come twice', (t, host, loop) => {
  const came: { due: number; at: number }[] = []
  host.lateMs = 700
  for (const ms of [10, 300, 600, 5000]) deadline(host, loop, ms, came)
  host.run(20_000)
  timely(t, came, 4, 1500)
})

contract('a host timer that fires although it was set to a later time makes no deadline early', (t, host, loop) => {
  // Moddable has noted that it fires, and another timer's callback sets it anew
  const came: { due: number; at: number }[] = []
  deadline(host, loop, 60_000, came)
  host.run(1_000)
  host.fire(host.timers[0] as HostTimer)
  t.true(loop.time() < 2_000)
  host.run(100)
  t.is(came.length, 0)
  host.run(60_000)
  timely(t, came, 1)
}, (host) => host.name === 'moddable')

// The wall clock: by scripts (setTime), or by the firmware.

const JUMPS = [-30 * 365 * 24 * HOUR, -HOUR, -20_000, -1, 1, 20_000, HOUR, 30 * 365 * 24 * HOUR]

for (const by of ['a script', 'the firmware'] as const) {
  const movable = (host: Host) => host.movable === 'wall' && (by === 'the firmware' || host.name === 'espruino')

  /** Moves the wall clock. */
  const move = (host: Host, ms: number): void => {
    if (by === 'the firmware') host.wallMs += ms
    else (host.global('setTime') as (seconds: number) => void)((host.time + host.wallMs + ms) / 1000)
  }

  contract(`a wall clock that ${by} moves while the loop sleeps neither moves the clock back nor makes a deadline early`, (t, host, loop) => {
    for (const jump of JUMPS) {
      const came: { due: number; at: number }[] = []
      for (const ms of [5_000, 7_000, 60_000]) deadline(host, loop, ms, came)
      host.run(2_000)
      move(host, jump)
      let last = loop.time()
      for (let i = 0; i < 1000; i++) {
        host.run(100)
        t.true(loop.time() >= last)
        last = loop.time()
      }
      t.is(came.length, 3)
      // what the firmware moves by less than a timer can be late cannot be told from that
      const early = by === 'the firmware' && jump > 0 && jump <= 20_000 ? 10_000 : GRAIN_MS
      for (const { due, at } of came) {
        t.true(at >= due - early, `${jump}: ${due - at} ms early`)
        t.true(at <= due + (by === 'a script' ? LATE_MS : 5_000), `${jump}: ${at - due} ms late`)
      }
    }
  }, movable)

  contract(`a wall clock that ${by} moves while nothing is armed does no harm`, (t, host, loop) => {
    for (const jump of JUMPS) {
      const came: { due: number; at: number }[] = []
      host.run(50_000)
      move(host, jump)
      host.after(1_000, () => { deadline(host, loop, 3_000, came) })
      host.run(10_000)
      timely(t, came, 1)
    }
  }, movable)
}

contract('a wall clock that a script moves within a turn moves no deadline', (t, host, loop) => {
  const setTime = (ms: number): void => { (host.global('setTime') as (seconds: number) => void)((host.time + host.wallMs + ms) / 1000) }
  for (const jump of JUMPS) {
    const came: { due: number; at: number }[] = []
    deadline(host, loop, 5_000, came)
    loop.callSoon(() => {
      deadline(host, loop, 1_000, came)
      setTime(jump)
      deadline(host, loop, 2_000, came)
    })
    host.run(20_000)
    timely(t, came, 3)
  }
}, onEspruino)

test.serial('espruino: setTime is stood in for once, however many loops were made, and is the engine\'s own without that', (t) => {
  const host = new Espruino()
  const port = host.port()
  const context = host.global('global') as { setTime: unknown }
  const own = Object.getPrototypeOf(context) as { setTime: unknown }
  for (let i = 0; i < 3; i++) new Loop(port, { ready: 16, timers: 16 })
  t.not(context.setTime, own.setTime)
  delete context.setTime
  t.is(context.setTime, own.setTime)
})

// What the engine breaks off (harness/brokenOff.ts).

contract('a turn that is broken off in a callback leaves a loop that wakes, with all that was due', (t, host, loop) => {
  const came: { due: number; at: number }[] = []
  loop.callLater(10, hang)
  deadline(host, loop, 10, came)
  deadline(host, loop, 20, came)
  deadline(host, loop, 40_000, came)
  brokenOff(() => { host.run(15) })
  t.true(host.timers.length > 0)
  host.run(60_000)
  timely(t, came, 3, 1100)
}, (host) => host.aborts)

contract('a turn that is broken off in a step ends that task alone', (t, host, loop) => {
  let steps = 0
  const other = loop.createTask((function* (): Coroutine<void> {
    for (let i = 0; i < 5; i++, steps++) yield* sleep(100)
  })())
  const big = loop.createTask((function* (): Coroutine<void> {
    try {
      yield* sleep(150)
      hang()
    } finally {
      t.fail()
    }
  })())
  brokenOff(() => { host.run(400) })
  host.run(5_000)
  t.true(other.done())
  t.is(steps, 5)
  t.regex(String(big.exception()), /the engine aborted this step/)
}, (host) => host.aborts)

contract('a turn that is broken off in its last callback, with no deadline left, leaves a loop that interrupts wake', (t, host, loop) => {
  loop.callSoon(hang)
  brokenOff(() => { host.run(10) })
  host.run(5_000)
  t.is(host.timers.length, 0) // looked after, and idle
  let ran = false
  host.after(10, () => { loop.callSoon(() => { ran = true }) })
  host.run(20)
  t.true(ran)
}, (host) => host.aborts)

/** A coroutine as the build makes it of an async function. */
function lowered(body: FrameBody): Coroutine<unknown> {
  return new Frame(body) as unknown as Coroutine<unknown>
}

contract('a short turn that is broken off in its step ends that task alone, and the others sleep on (EP4)', (t, host, loop) => {
  let steps = 0
  const other = loop.createTask(lowered((frame) => {
    if (steps++ === 5) return undefined
    frame._at = 1
    return __pause(100)
  }))
  const big = loop.createTask(lowered((frame, _sent, at) => {
    if (at === 1) hang()
    frame._at = 1
    return __pause(150)
  }))
  brokenOff(() => { host.run(400) })
  host.run(5_000)
  t.true(other.done())
  t.is(steps, 6)
  t.regex(String(big.exception()), /the engine aborted this step/)
}, (host) => host.aborts)

/** What one task does: each number is a pause, each text something between two. */
type Plan = (number | 'turn' | 'soon' | 'timer' | 'wait' | 'settle' | 'fail' | 'cancel' | 'self' | 'nothing' | 'throw')[]

/** Runs the plans as tasks of `kind`, and gives what happened, and when. */
function traced(kind: 'frames' | 'generators', plans: Plan[]): unknown[] {
  const host = new Espruino()
  const loop = new Loop(host.port(), { ready: 64, timers: 64 })
  const log: unknown[] = []
  const note = (...what: unknown[]): void => { log.push([...what, loop.time().toFixed(3)]) }
  const futures: Future<number>[] = []
  const tasks: Task<unknown>[] = []
  loop.setExceptionHandler((_loop, { message }) => { note(message.replace(/\d+/, '')) })

  function act(self: number, what: Plan[number]): unknown {
    note(self, what)
    if (typeof what === 'number') return __pause(what)
    if (what === 'turn') return __pause(0)
    if (what === 'soon') loop.callSoon(() => { note(self, 'called') })
    if (what === 'timer') loop.callLater(7, () => { note(self, 'timer') })
    if (what === 'cancel') tasks[(self + 1) % tasks.length]?.cancel()
    if (what === 'self') tasks[self]?.cancel()
    if (what === 'throw') throw new Error('thrown')
    if (what === 'settle') futures.pop()?.setResult(self)
    // nobody looks at it: reported when the loop has nothing to do
    if (what === 'fail') loop.createFuture().setException(new Error('unseen'))
    if (what !== 'wait') return undefined
    const future = loop.createFuture<number>()
    futures.push(future)
    return future
  }
  function frameOf(self: number, plan: Plan): Coroutine<unknown> {
    let at = 0
    return lowered((frame) => {
      while (at < plan.length) {
        const what = plan[at++] as Plan[number]
        const out = act(self, what)
        if (out === undefined && typeof what !== 'number' && what !== 'nothing') continue
        frame._at = 1
        return out
      }
      return self
    })
  }
  function* generatorOf(self: number, plan: Plan): Coroutine<number> {
    for (const what of plan) {
      if (typeof what === 'number' || what === 'turn') {
        note(self, what)
        yield* sleep(what === 'turn' ? 0 : what)
        continue
      }
      const future = act(self, what) as Future<number> | undefined
      if (future) yield* future
    }
    return self
  }

  loop.runForever()
  plans.forEach((plan, self) => {
    const task = loop.createTask<unknown>(kind === 'frames' ? frameOf(self, plan) : generatorOf(self, plan))
    task.addDoneCallback(() => { note(self, 'done', task.cancelled() ? 'cancelled' : String(task._value)) })
    tasks.push(task)
  })
  host.run(HOUR)
  note(host.timers.length, futures.length)
  loop.stop()
  host.run(HOUR)
  events._running = undefined
  return log
}

test.serial('espruino: short turns are as whole ones: random tasks do the same at the same time either way (EP4)', (t) => {
  const seed = Number(process.env.SEED ?? Date.now() % 1e6)
  t.log(`SEED=${seed}`)
  let state = seed
  // an LCG of Numerical Recipes' constants: the same numbers everywhere
  const random = (below: number): number => (state = (state * 1664525 + 1013904223) % 2 ** 32) % below
  const whats: Plan = ['turn', 'soon', 'timer', 'wait', 'settle', 'settle', 'fail', 'cancel', 'self', 'nothing', 'throw']
  for (let round = 0; round < 300; round++) {
    const plans = Array.from({ length: 1 + random(4) }, () => Array.from({ length: random(12) },
      () => (random(3) > 0 ? [5, 7, 10, 10.5, 100, 1500][random(6)] as number : whats[random(whats.length)] as Plan[number])))
    t.deepEqual(traced('frames', plans), traced('generators', plans), `round ${round}: ${JSON.stringify(plans)}`)
  }
})

/** A task that sleeps so long, again and again; `wakes` is called in between, and told how often. */
function sleeper(loop: Loop, ms: number, wakes: (times: number) => void = () => undefined): void {
  let times = 0
  loop.createTask(lowered((frame) => {
    if (times++ > 0) wakes(times - 1)
    frame._at = 1
    return __pause(ms)
  }))
}

contract('a sleep longer than a host timer can be is not early (EP4)', (t, host, loop) => {
  const start = host.time
  let came = 0
  sleeper(loop, 2e9, (times) => { if (times === 1) came = host.time - start })
  for (let i = 0; i < 21; i++) host.run(1e8)
  t.true(came >= 2e9, `${came}`)
}, onEspruino)

contract('a failure made between short turns is reported (EP4)', (t, host, loop) => {
  const reports: string[] = []
  loop.setExceptionHandler((_loop, { message }) => { reports.push(message) })
  sleeper(loop, 100)
  sleeper(loop, 100.5)
  host.after(5000, () => { loop.createFuture().setException(new Error('unseen')) })
  host.run(10_000)
  t.is(reports.length, 1)
}, onEspruino)

contract('stop() in the step of a short turn ends the run after it, and nothing more runs (EP4)', (t, host, loop) => {
  let woken = 0
  let ran = false
  sleeper(loop, 10, (times) => {
    woken = times
    if (times < 3) return
    loop.stop()
    loop.callSoon(() => { ran = true })
  })
  host.run(1000)
  t.is(woken, 3)
  t.false(loop.isRunning())
  t.false(ran)
  t.is(host.timers.length, 0)
}, onEspruino)

contract('what a host callback schedules between enterTask and leaveTask arms the port', (t, host, loop) => {
  let ran = false
  const other = loop.createFuture() as unknown as Task<unknown>
  enterTask(loop, other)
  loop.callSoon(() => { ran = true })
  leaveTask(loop, other)
  host.run(10)
  t.true(ran)
}, onEspruino)

contract('memory that runs out in arm() does not put the loop to sleep', (t, host, loop) => {
  const came: { due: number; at: number }[] = []
  deadline(host, loop, 500, came)
  // setTimeout finds no memory: the script is broken off there
  const add = Object.assign(host, { add: hang })
  brokenOff(() => { deadline(host, loop, 100, came) })
  Reflect.deleteProperty(add, 'add')
  host.run(2_000)
  timely(t, came, 2, 500)
}, (host) => host.aborts)

test.serial('node: a process is kept while the loop runs, whatever is armed, and let go when it is over; a browser is not', (t) => {
  for (const Kind of [Node, Browser]) {
    const host = new Kind()
    const loop = new Loop(host.port(), { ready: 16, timers: 16 })
    t.is(host.keepers.size, 0)
    loop.runForever()
    host.run(10)
    const kept = Kind === Node ? 1 : 0
    t.is(host.keepers.size, kept)
    const task = createTask(sleep(1000))
    host.run(2000)
    t.true(task.done())
    t.is(host.keepers.size, kept)
    loop.stop()
    host.run(10)
    t.is(host.keepers.size, 0)
    loop.close()
  }
})
