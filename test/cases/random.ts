// random.ts: long random programs, played by a loop and by a model of it that is too simple to be wrong.
//
// The same seed makes the same program on every engine. What fails names its seed.

import {
  Loop, Queue, allTasks, asCompleted, createTask, currentTask, gather, isCancelled, runCoroutineThreadsafe, shield, sleep, wait, waitFor
} from 'ringloop'
import type { Future, PortFactory, Task } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'

/** Gives a whole number below `limit`. */
type Random = (limit: number) => number

/** Whole numbers, always the same ones for a seed (Park and Miller's generator). */
function random(seed: number): Random {
  let state = seed
  for (let i = 0; i < 5; i++) state = (state * 48271) % 2147483647
  return (limit) => {
    state = (state * 48271) % 2147483647
    return state % limit
  }
}

/** What a program of this kind does to whatever plays it. A handle is any value; null if there was no room. */
interface Player {
  soon(fn: () => void): unknown
  later(ms: number, fn: () => void): unknown
  cancel(handle: unknown): boolean
  future(): PlayedFuture
  /** One turn, `ms` after the last. */
  turn(ms: number): void
  now(): number
  /** Slots that are taken: of the ring, of the timer heap. */
  used(): string
}

interface PlayedFuture {
  add(fn: () => void): boolean
  remove(fn: () => void): number
  settle(): void
}

/** The loop itself. */
class Real implements Player {
  private time = 0
  private readonly loop: Loop

  constructor(ready: number, timers: number) {
    const port: PortFactory = () => ({
      now: () => this.time,
      arm: () => undefined,
      disarm: () => undefined,
      report: (context) => { throw context.exception },
      block: () => { throw new Error('it was to stop') }
    })
    this.loop = new Loop(port, { ready, timers })
  }

  soon(fn: () => void): unknown {
    return this.unlessFull(() => this.loop.callSoon(fn))
  }

  later(ms: number, fn: () => void): unknown {
    return this.unlessFull(() => this.loop.callLater(ms, fn))
  }

  cancel(handle: unknown): boolean {
    return this.loop.cancelCallback(handle as number)
  }

  future(): PlayedFuture {
    const future = this.loop.createFuture()
    return {
      add: (fn) => this.unlessFull(() => { future.addDoneCallback(fn) }) !== null,
      remove: (fn) => future.removeDoneCallback(fn),
      settle: () => { if (!future.done()) future.setResult(undefined) }
    }
  }

  turn(ms: number): void {
    this.time += ms
    this.loop.stop()
    this.loop.runForever()
  }

  now(): number {
    return this.time
  }

  used(): string {
    const { ready, timers } = this.loop.stats()
    return ready.used + '/' + timers.used
  }

  private unlessFull(call: () => unknown): unknown {
    try {
      return call()
    } catch (error) {
      if ((error as Error).name !== 'CapacityError') throw error
      return null
    }
  }
}

interface Entry {
  /** undefined: taken back */
  fn: (() => void) | undefined
  when: number
}

/** What the loop should be: plain lists, sorted whenever that helps. */
class Model implements Player {
  private time = 0
  private readonly ready: Entry[] = []
  private timers: Entry[] = []
  private due: Entry[] = []
  private reserved = 0
  private readonly capacity: number
  private readonly heap: number

  constructor(ready: number, timers: number) {
    this.capacity = ready
    this.heap = timers
  }

  soon(fn: () => void): unknown {
    if (this.ready.length + this.reserved >= this.capacity) return null
    return this.queue(fn)
  }

  later(ms: number, fn: () => void): unknown {
    if (this.timers.length + this.due.length >= this.heap) return null
    const entry: Entry = { fn, when: this.time + ms }
    this.timers.push(entry)
    return entry
  }

  cancel(handle: unknown): boolean {
    const entry = handle as Entry
    const lists = [this.timers, this.due]
    for (const list of lists) {
      const at = list.indexOf(entry)
      if (at >= 0) {
        list.splice(at, 1)
        return true
      }
    }
    if (this.ready.indexOf(entry) < 0 || entry.fn === undefined) return false
    entry.fn = undefined
    return true
  }

  future(): PlayedFuture {
    let done = false
    let callbacks: (() => void)[] = []
    return {
      add: (fn) => {
        if (this.ready.length + this.reserved >= this.capacity) return false
        if (done) this.queue(fn)
        else {
          callbacks.push(fn)
          this.reserved++
        }
        return true
      },
      remove: (fn) => {
        const before = callbacks.length
        callbacks = callbacks.filter((other) => other !== fn)
        this.reserved -= before - callbacks.length
        return before - callbacks.length
      },
      settle: () => {
        done = true
        this.reserved -= callbacks.length
        for (const fn of callbacks) this.queue(fn)
        callbacks = []
      }
    }
  }

  turn(ms: number): void {
    this.time += ms
    // stable: equal deadlines stay in the order of setting
    const ordered = this.timers.map((entry, i) => ({ entry, i })).sort((a, b) => a.entry.when - b.entry.when || a.i - b.i)
    this.due = ordered.map(({ entry }) => entry).filter((entry) => entry.when <= this.time)
    this.timers = this.timers.filter((entry) => entry.when > this.time)
    for (let left = this.ready.length; left > 0; left--) this.runFirst(this.ready)
    while (this.due.length > 0) this.runFirst(this.due)
  }

  now(): number {
    return this.time
  }

  used(): string {
    return (this.ready.length + this.reserved) + '/' + (this.timers.length + this.due.length)
  }

  private queue(fn: () => void): Entry {
    const entry: Entry = { fn, when: 0 }
    this.ready.push(entry)
    return entry
  }

  private runFirst(list: Entry[]): void {
    const entry = list.shift() as Entry
    const fn = entry.fn
    entry.fn = undefined
    if (fn) fn()
  }
}

/** Plays the program of a seed and gives its log. */
function play(player: Player, seed: number, rounds: number): string[] {
  const next = random(seed)
  const log: string[] = []
  const handles: unknown[] = []
  const callbacks: (() => void)[] = []
  const futures: PlayedFuture[] = []
  let named = 0

  const callback = (): (() => void) => {
    const name = named++
    const made = () => {
      log.push(name + ' at ' + player.now())
      for (let acts = next(3); acts > 0; acts--) act()
    }
    callbacks.push(made)
    return made
  }

  const keep = (what: string, handle: unknown): void => {
    log.push(what + (handle === null ? ' full' : ' ' + handles.length))
    if (handle !== null) handles.push(handle)
  }

  const act = (): void => {
    const kind = next(12)
    if (kind < 3) keep('soon', player.soon(callback()))
    else if (kind < 6) keep('later', player.later(next(8), callback()))
    else if (kind < 8 && handles.length > 0) {
      const at = next(2) === 0 ? next(handles.length) : Math.max(0, handles.length - 1 - next(6))
      log.push('cancel ' + at + ' ' + player.cancel(handles[at]))
    } else if (kind === 8) futures.push(player.future())
    else if (futures.length > 0) {
      const future = futures[Math.max(0, futures.length - 1 - next(3))] as PlayedFuture
      if (kind === 9) log.push('add ' + future.add(callback()))
      else if (kind === 10 && callbacks.length > 0) {
        const fn = callbacks[Math.max(0, callbacks.length - 1 - next(4))] as () => void
        if (next(2) === 0) log.push('add again ' + future.add(fn))
        else log.push('remove ' + future.remove(fn))
      } else future.settle()
    }
  }

  for (let round = 0; round < rounds; round++) {
    for (let acts = next(6); acts > 0; acts--) act()
    player.turn(next(4))
    log.push(player.used())
  }
  return log
}

function agree(t: T, ready: number, timers: number, seeds: number, rounds: number): void {
  for (let seed = 1; seed <= seeds; seed++) {
    const note = 'seed ' + seed + ', ready ' + ready + ', timers ' + timers
    const real = play(new Real(ready, timers), seed, rounds)
    const model = play(new Model(ready, timers), seed, rounds)
    for (let i = 0; i < model.length; i++) t.is(real[i], model[i], note + ', entry ' + i)
    t.is(real.length, model.length, note)
  }
}

test.plain('random: callbacks, timers and done-callbacks come and go as in the model (R1-R4, T1-T5, L1)', (t) => {
  agree(t, 64, 64, 10, 150)
})

test.plain('random: a small ring wraps around for ever, and a small heap is full most of the time (R1-R4, T1-T5, L1)', (t) => {
  const sizes: [ready: number, timers: number][] = [[1, 1], [2, 1], [3, 2], [4, 4], [5, 3], [7, 8], [8, 5]]
  for (const [ready, timers] of sizes) agree(t, ready, timers, 3, 120)
})

test.plain('random: a heap of a thousand timers gives them back in order, with a third of them cancelled (T2, T4, T5)', (t) => {
  for (let seed = 1; seed <= 3; seed++) {
    const next = random(seed)
    const player = new Real(1, 1000)
    const expected: { when: number; name: number }[] = []
    const ran: number[] = []
    const handles: unknown[] = []
    for (let name = 0; name < 1000; name++) {
      const when = next(500)
      handles.push(player.later(when, () => { ran.push(name) }))
      expected.push({ when, name })
    }
    const kept = expected.filter(({ name }) => next(3) > 0 || !player.cancel(handles[name]))
    while (player.used() !== '0/0') player.turn(next(3))
    kept.sort((a, b) => a.when - b.when || a.name - b.name)
    t.deepEqual(ran, kept.map(({ name }) => name), 'seed ' + seed)
  }
})

/** Some task that waits in a way that the seed chooses, and perhaps fails or makes others. */
async function wanderer(next: Random, log: string[], queue: Queue<number>, depth: number): Promise<number> {
  const name = log.length
  log.push('starts ' + name)
  const inner = (): PromiseLike<number> => (depth > 0 && next(2) === 0 ? wanderer(next, log, queue, depth - 1) : sleep(next(5), 1))
  try {
    for (let steps = next(4); steps > 0; steps--) {
      switch (next(10)) {
        case 0:
          await sleep(next(6) - 1)
          break
        case 1:
          await waitFor(inner(), next(6) - 1)
          break
        case 2:
          await gather([inner(), inner(), inner()], { returnExceptions: next(2) === 0 })
          break
        case 3:
          await shield(inner())
          break
        case 4:
          await wait([inner(), inner()], { timeout: next(4), returnWhen: next(2) === 0 ? 'FIRST_COMPLETED' : 'ALL_COMPLETED' })
          break
        case 5:
          for (const round of asCompleted([inner(), inner()], { timeout: 1 + next(6) })) await round
          break
        case 6:
          if (next(2) === 0) await waitFor(queue.put(name), 1 + next(4))
          else await waitFor(queue.get(), 1 + next(4))
          break
        case 7: {
          const tasks: Task<unknown>[] = allTasks()
          const victim = tasks[1 + next(tasks.length)]
          if (victim !== undefined) log.push(name + ' cancels: ' + victim.cancel('by ' + name))
          break
        }
        case 8:
          runCoroutineThreadsafe(inner(), (currentTask() as Task<unknown>).getLoop())
          break
        default:
          if (next(4) === 0) throw new TypeError('by ' + name)
          await createTask(inner())
      }
    }
  } catch (error) {
    log.push(name + ' ' + (error as Error).name)
    if (!isCancelled(error) || next(2) === 0) throw error
  } finally {
    if (next(3) === 0) await sleep(next(3))
    log.push('ends ' + name)
  }
  return 1
}

async function storm(t: T, seed: number, width: number): Promise<string[]> {
  const next = random(seed)
  const log: string[] = []
  const queue = new Queue<number>(2)
  const tasks: Future<unknown>[] = []
  const start = t.loop.time()
  for (let i = 0; i < width; i++) tasks.push(createTask(wanderer(next, log, queue, 2)))
  await wait(tasks, { timeout: 500 })
  await sleep(100)
  for (const task of allTasks().slice(1)) task.cancel()
  await sleep(100)
  log.push('took ' + (t.loop.time() - start))
  t.reports()
  const { ready, timers, tasks: pending } = t.loop.stats()
  t.deepEqual([ready.used, timers.used, pending], [1, 0, 1], 'seed ' + seed)
  return log
}

test('random: storms of tasks that wait, fail and cancel each other end, leave nothing, and are the same twice', async (t) => {
  for (let seed = 1; seed <= 40; seed++) {
    const first = await storm(t, seed, 6)
    t.deepEqual(await storm(t, seed, 6), first, 'seed ' + seed)
  }
}, { ready: 512, timers: 512 })

test('random: storms in a loop that is too small for them end, too, and leave nothing', async (t) => {
  let refused = 0
  for (let seed = 1; seed <= 40; seed++) {
    const log = await storm(t, seed, 4)
    for (const line of log) if (/CapacityError/.test(line)) refused++
  }
  t.ok(refused > 20, refused + ' refusals')
}, { ready: 14, timers: 6 })
