// inspect.ts: looking at tasks: what each does, what it waits for, since when; and all of it as a tree.

import { Future, Queue, allTasks, asCompleted, createTask, currentTask, gather, inspect, printTasks, shield, sleep, wait, waitFor } from 'ringloop'
import type { Task, TaskView } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { turns } from '../parity/shared'

/** What a task does, in one line. */
function told(task: Task<unknown>): string {
  const view: TaskView = inspect(task)
  return [view.name, view.state, view.waits, view.until === undefined ? '' : 'until ' + view.until, view.on.map((other) => other.getName()).join()]
    .filter((part) => part !== '').join(' ')
}

async function ends(tasks: Task<unknown>[]): Promise<void> {
  tasks.forEach((task) => { task.cancel() })
  await wait(tasks)
}

/** The lines of printTasks() below main. */
function tree(): string[] {
  const lines: string[] = []
  printTasks({ print: (line) => { lines.push(line) } })
  return lines
}

test('inspect: a task is ready before its first step, runs in it, and has ended after its last', async (t) => {
  const views: string[] = []
  async function looks(): Promise<void> {
    views.push(told(currentTask() as Task<unknown>))
  }
  const task = createTask(looks(), { name: 'looks' })
  t.is(told(task), 'looks ready')
  await task
  t.deepEqual(views, ['looks running'])
  t.is(told(task), 'looks finished')
})

test('inspect: it tells how a task ended', async (t) => {
  const cancelled = createTask(sleep(10), { name: 'cancelled' })
  async function throws(): Promise<void> {
    throw new Error('no water')
  }
  const failed = createTask(throws(), { name: 'failed' })
  cancelled.cancel()
  await wait([cancelled, failed])
  t.deepEqual([told(cancelled), told(failed)], ['cancelled cancelled', 'failed failed'])
  t.is(failed.exception() instanceof Error, true)
})

test('inspect: each wait of the library is named, with its end and the tasks behind it', async (t) => {
  const now = t.loop.time()
  const queue = new Queue<number>(1)
  const full = new Queue<number>(1)
  full.putNowait(1)
  const future = new Future<void>()
  async function rests(): Promise<void> { await sleep(100) }
  const a = createTask(rests(), { name: 'a' })
  const b = createTask(rests(), { name: 'b' })
  const bodies: [string, () => Promise<unknown>][] = [
    ['sleeps', async () => { await sleep(50) }],
    ['gets', async () => queue.get()],
    ['puts', async () => { await full.put(2) }],
    ['joins', async () => { await full.join() }],
    ['waits', async () => wait([a, b], { timeout: 70 })],
    ['limits', async () => waitFor(a, 60)],
    ['awaits', async () => { await a }],
    ['gathers', async () => gather([a, b, a])],
    ['shields', async () => { await shield(b) }],
    ['hears', async () => { await future }],
    ['completes', async () => { for (const next of asCompleted([a, b], { timeout: 80 })) await next }],
  ]
  const tasks = bodies.map(([name, body]) => createTask(body(), { name }))
  await turns(3)
  t.deepEqual(tasks.map(told), [
    'sleeps sleeping sleep until ' + (now + 50),
    'gets waiting Queue.get',
    'puts waiting Queue.put',
    'joins waiting Queue.join',
    'waits waiting wait until ' + (now + 70) + ' a,b',
    'limits waiting waitFor until ' + (now + 60) + ' a',
    'awaits waiting a task a',
    'gathers waiting gather a,b',
    'shields waiting a future b',
    'hears waiting a future',
    'completes waiting asCompleted until ' + (now + 80) + ' a,b',
  ])
  await ends(tasks.concat([a, b]))
}, { ready: 64, timers: 16 })

test('inspect: in a chain of awaits it is the innermost wait that counts', async (t) => {
  async function inner(): Promise<void> { await sleep(30) }
  async function outer(): Promise<void> { await inner() }
  const task = createTask(outer(), { name: 'outer' })
  await turns(1)
  t.is(inspect(task).waits, 'sleep')
  await ends([task])
})

test('inspect: a task that was woken is ready until its step', async (t) => {
  const future = new Future<void>()
  async function hears(): Promise<void> { await future }
  const task = createTask(hears(), { name: 'hears' })
  await turns(1)
  t.is(told(task), 'hears waiting a future')
  future.setResult()
  t.is(told(task), 'hears ready')
  await task
})

test('inspect: what is no task is refused', async (t) => {
  t.throws(() => { inspect({} as never) }, { name: 'TypeError', message: 'inspect: a task was expected, got an object; createTask, currentTask and allTasks give one' })
})

/** The same without the number that stands before each name, and without main's own line. */
function below(t: T): string[] {
  t.is(allTasks().length > 0, true)
  return tree().slice(1)
}

test('inspect: a plain future that shield() was given is behind nobody, and nobody is behind it', async (t) => {
  const future = new Future<void>()
  const shielded = shield(future)
  async function hears(on: Future<void>): Promise<void> { await on }
  const tasks = [createTask(hears(future), { name: 'plain' }), createTask(hears(shielded), { name: 'shielded' })]
  await turns(1)
  t.deepEqual(tasks.map(told), ['plain waiting a future', 'shielded waiting a future'])
  future.setResult()
  await wait(tasks)
})

test('printTasks: what hangs below a circle is printed there, and not at the top', async (t) => {
  const tasks: Task<unknown>[] = []
  async function rests(): Promise<void> { await sleep(100) }
  async function awaits(index: number): Promise<void> {
    await turns(1)
    await wait([tasks[index] as Task<unknown>, tasks[0] as Task<unknown>])
  }
  tasks.push(createTask(rests(), { name: 'below' }))
  tasks.push(createTask(awaits(2), { name: 'one' }))
  tasks.push(createTask(awaits(1), { name: 'two' }))
  await turns(4)
  const until = t.loop.time() + 100
  t.deepEqual(below(t), ['one waits for wait two, below', '  two waits for wait one, below', '  below sleeps until ' + until + ' ms'])
  await ends(tasks)
})

test('printTasks: a task stands below the one that waits for it, once', async (t) => {
  async function rests(): Promise<void> { await sleep(100) }
  const c = createTask(rests(), { name: 'c' })
  async function awaits(): Promise<void> { await c }
  const a = createTask(awaits(), { name: 'a' })
  const b = createTask(awaits(), { name: 'b' })
  await turns(2)
  const until = t.loop.time() + 100
  t.deepEqual(below(t), [
    'a waits for task c',
    '  c sleeps until ' + until + ' ms',
    'b waits for task c',
  ])
  await ends([c, a, b])
})

test('printTasks: tasks that wait for one another in a circle stand below the oldest', async (t) => {
  const tasks: Task<unknown>[] = []
  async function awaits(index: number): Promise<void> {
    await turns(1)
    await tasks[index]
  }
  ;[1, 2, 0].forEach((next, i) => { tasks.push(createTask(awaits(next), { name: 'task ' + i })) })
  await turns(4)
  t.deepEqual(below(t), ['task 0 waits for task task 1', '  task 1 waits for task task 2', '    task 2 waits for task task 0'])
  await ends(tasks)
})

test('printTasks: by default the port tells', async (t) => {
  printTasks()
  t.deepEqual(t.reports().map(({ message }) => message.replace(/Task-\d+/, 'main')), ['main is running'])
})

test('inspect: in debug mode it tells since when, and which call created the task', async (t) => {
  t.is(inspect(currentTask() as Task<unknown>).since, undefined)
  t.loop.setDebug(true)
  const task = createTask(sleep(100), { name: 'rests' })
  t.is(inspect(task).since, t.loop.time())
  await sleep(10)
  const view = inspect(task)
  t.is(view.since, t.loop.time() - 10)
  // some engines do not tell
  t.is(typeof view.created === 'string' || view.created === undefined, true)
  t.loop.setDebug(false)
  await ends([task])
})
