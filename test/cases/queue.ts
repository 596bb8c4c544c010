// queue.ts: items from task to task, in every order; who waits, who is woken, who is cancelled meanwhile.

import { LifoQueue, PriorityQueue, Queue, createTask, gather, sleep, wait, waitFor } from 'ringloop'
import type { Coroutine, Task } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { attempt, end, turns } from '../parity/shared'

async function consumer(t: T, name: string, queue: Queue<string>): Promise<void> {
  t.log(name + ': ' + (await queue.get()))
}

async function producer(t: T, item: string, queue: Queue<string>): Promise<void> {
  await queue.put(item)
  t.log(item + ' is in')
}

/** All items that are in it now. */
function drained<I>(queue: Queue<I>): I[] {
  const items: I[] = []
  while (!queue.empty()) items.push(queue.getNowait())
  return items
}

test('queue: first in, first out', function* (t): Coroutine<void> {
  const queue = new Queue<string>()
  for (const item of ['a', 'b', 'c']) yield* queue.put(item)
  t.is(yield* queue.get(), 'a')
  t.deepEqual(drained(queue), ['b', 'c'])
})

test('queue: LifoQueue gives the last one first', async (t) => {
  const queue = new LifoQueue<string>()
  for (const item of ['a', 'b', 'c']) await queue.put(item)
  t.is(await queue.get(), 'c')
  queue.putNowait('d')
  t.deepEqual(drained(queue), ['d', 'b', 'a'])
})

test('queue: PriorityQueue gives the smallest one first', async (t) => {
  const queue = new PriorityQueue<number>()
  for (const item of [5, 1, 4, 2, 3, 1, -7, 0]) await queue.put(item)
  t.deepEqual(drained(queue), [-7, 0, 1, 1, 2, 3, 4, 5])
})

test('queue: PriorityQueue compares arrays as Python does tuples', async (t) => {
  const queue = new PriorityQueue<[number, string] | [number]>()
  for (const item of [[2, 'a'], [1, 'z'], [2], [1, 'b'], [10, 'x']] as [number, string][]) await queue.put(item)
  t.deepEqual(drained(queue), [[1, 'b'], [1, 'z'], [2], [2, 'a'], [10, 'x']])
})

test('queue: PriorityQueue keeps equal items in the order in which they were put', async (t) => {
  const first = { name: 'first', valueOf: () => 1 }
  const second = { name: 'second', valueOf: () => 1 }
  const queue = new PriorityQueue<{ valueOf(): number }>()
  queue.putNowait(first)
  queue.putNowait(second)
  queue.putNowait({ valueOf: () => 0 })
  await queue.get()
  t.is(await queue.get(), first)
  t.is(await queue.get(), second)
})

test('queue: qsize, empty, full and maxsize tell how it stands', async (t) => {
  const queue = new Queue<string>(2)
  const state = () => [queue.qsize(), queue.empty(), queue.full()].join()
  t.is(queue.maxsize, 2)
  t.is(state(), '0,true,false')
  queue.putNowait('a')
  t.is(state(), '1,false,false')
  queue.putNowait('b')
  t.is(state(), '2,false,true')
  for (const endless of [new Queue<string>(), new Queue<string>(0), new Queue<string>(-1)]) {
    for (let i = 0; i < 50; i++) endless.putNowait('x')
    t.is(endless.full(), false)
  }
  await turns()
})

test('queue: what can be done at once takes no turn', async (t) => {
  const queue = new Queue<string>(1)
  t.loop.callSoon(() => { t.log('a turn') })
  await queue.put('a')
  t.log(await queue.get())
  queue.taskDone()
  await queue.join()
  t.trace(['a'])
  await turns()
})

test('queue: get waits for an item', async (t) => {
  const queue = new Queue<string>()
  const task = createTask(consumer(t, 'consumer', queue))
  await sleep(10)
  queue.putNowait('item')
  t.log('put')
  await task
  t.trace(['put', 'consumer: item'])
})

test('queue: put waits for room', async (t) => {
  const queue = new Queue<string>(1)
  queue.putNowait('a')
  const task = createTask(producer(t, 'b', queue))
  await sleep(10)
  t.log(queue.getNowait())
  await task
  t.log(queue.getNowait())
  t.trace(['a', 'b is in', 'b'])
})

test('queue: getters and putters are served in the order in which they came', async (t) => {
  const queue = new Queue<string>()
  const getters = ['first', 'second', 'third'].map((name) => createTask(consumer(t, name, queue)))
  await turns()
  for (const item of ['a', 'b', 'c']) queue.putNowait(item)
  await wait(getters)

  const small = new Queue<string>(1)
  small.putNowait('full')
  const putters = ['d', 'e', 'f'].map((item) => createTask(producer(t, item, small)))
  await turns()
  for (let i = 0; i < 4; i++) {
    t.log('out: ' + small.getNowait())
    await turns(2)
  }
  await wait(putters)
  t.trace(['first: a', 'second: b', 'third: c', 'out: full', 'd is in', 'out: d', 'e is in', 'out: e', 'f is in', 'out: f'])
})

test('queue: a getter that finds the queue empty when it is woken waits on', async (t) => {
  const queue = new Queue<string>()
  const task = createTask(consumer(t, 'consumer', queue))
  await turns()
  queue.putNowait('first')
  t.log('quicker: ' + queue.getNowait())
  await turns(3)
  t.log(end(task))
  queue.putNowait('second')
  await task
  t.trace(['quicker: first', 'pending', 'consumer: second'])
})

test('queue: a getter cancelled before it is woken leaves the line', async (t) => {
  const queue = new Queue<string>()
  const first = createTask(consumer(t, 'first', queue))
  const second = createTask(consumer(t, 'second', queue))
  await turns()
  first.cancel()
  await turns(2)
  queue.putNowait('item')
  await second
  t.is(first.cancelled(), true)
  t.trace(['second: item'])
})

test('queue: a getter cancelled when it was woken already passes the wake-up on', async (t) => {
  const queue = new Queue<string>()
  const first = createTask(consumer(t, 'first', queue))
  const second = createTask(consumer(t, 'second', queue))
  await turns()
  queue.putNowait('item')
  first.cancel()
  await second
  t.is(first.cancelled(), true)
  t.is(queue.qsize(), 0)
  t.trace(['second: item'])
})

test('queue: a getter cancelled when it was woken already, with nobody behind it, leaves the item', async (t) => {
  const queue = new Queue<string>()
  const task = createTask(consumer(t, 'consumer', queue))
  await turns()
  queue.putNowait('item')
  task.cancel()
  await wait([task])
  t.is(queue.getNowait(), 'item')
})

test('queue: a putter cancelled when it was woken already passes the wake-up on', async (t) => {
  const queue = new Queue<string>(1)
  queue.putNowait('full')
  const first = createTask(producer(t, 'first', queue))
  const second = createTask(producer(t, 'second', queue))
  await turns()
  queue.getNowait()
  first.cancel()
  await second
  t.is(first.cancelled(), true)
  t.is(queue.getNowait(), 'second')
  t.trace(['second is in'])
})

test('queue: a putter cancelled before it is woken leaves the line, and its item is not in', async (t) => {
  const queue = new Queue<string>(1)
  queue.putNowait('full')
  const first = createTask(producer(t, 'first', queue))
  const second = createTask(producer(t, 'second', queue))
  await turns()
  first.cancel()
  await turns(2)
  t.is(queue.getNowait(), 'full')
  await second
  t.deepEqual(drained(queue), ['second'])
  t.trace(['second is in'])
})

test('queue: however getters and putters are cancelled, no item is lost and nobody waits for ever', async (t) => {
  for (const cancelled of [0, 1, 2, 3]) {
    const queue = new Queue<number>(1)
    const got: number[] = []
    const gets = async () => {
      got.push(await queue.get())
    }
    const tasks: Task<unknown>[] = []
    for (let i = 0; i < 4; i++) tasks.push(createTask(gets()))
    await turns()
    for (let i = 0; i < 2; i++) await queue.put(i)
    tasks[cancelled]?.cancel()
    await turns(4)
    t.deepEqual(got.concat(drained(queue)), [0, 1], 'cancelled ' + cancelled)
    for (const task of tasks) task.cancel()
    await wait(tasks)
  }
})

test('queue: join waits for taskDone, not for an empty queue', async (t) => {
  const queue = new Queue<string>()
  queue.putNowait('item')
  async function joins(): Promise<void> {
    await queue.join()
    t.log('joined')
  }
  const task = createTask(joins())
  await turns()
  queue.getNowait()
  await turns(3)
  t.log(end(task))
  queue.taskDone()
  await task
  t.trace(['pending', 'joined'])
})

test('queue: join, with workers that take their time', async (t) => {
  const queue = new Queue<number>()
  async function worker(name: string): Promise<void> {
    for (;;) {
      const ms = await queue.get()
      await sleep(ms)
      t.log(name + ': ' + ms + ' at ' + t.loop.time())
      queue.taskDone()
    }
  }
  for (const ms of [30, 10, 5, 25]) queue.putNowait(ms)
  const workers = [createTask(worker('a')), createTask(worker('b'))]
  await queue.join()
  for (const task of workers) task.cancel()
  await wait(workers)
  t.trace(['b: 10 at 10', 'b: 5 at 15', 'a: 30 at 30', 'b: 25 at 40'])
})

test('queue: items put between the last taskDone and the wake-up do not hold back who was woken', async (t) => {
  const queue = new Queue<string>()
  queue.putNowait('a')
  const task = createTask(queue.join())
  await turns()
  queue.getNowait()
  queue.taskDone()
  queue.putNowait('b')
  await task
  t.is(queue.qsize(), 1)
})

test('queue: all who join are woken, and one that is cancelled leaves the line', async (t) => {
  const queue = new Queue<string>()
  queue.putNowait('item')
  const tasks = [createTask(queue.join()), createTask(queue.join()), createTask(queue.join())]
  await turns()
  tasks[1]?.cancel()
  await turns(2)
  queue.getNowait()
  queue.taskDone()
  await wait(tasks)
  t.is(tasks.map(end).join(), 'returned null,cancelled,returned null')
})

test('queue: a full pipeline of two queues keeps order and loses nothing', async (t) => {
  const first = new Queue<number>(1)
  const second = new Queue<number>(2)
  async function source(): Promise<void> {
    for (let i = 1; i <= 20; i++) await first.put(i)
    await first.put(0)
  }
  async function doubles(): Promise<void> {
    for (let item = await first.get(); item > 0; item = await first.get()) {
      if (item % 3 === 0) await sleep(1)
      await second.put(item * 2)
    }
    await second.put(0)
  }
  async function sink(): Promise<number[]> {
    const items: number[] = []
    for (let item = await second.get(); item > 0; item = await second.get()) items.push(item)
    return items
  }
  const [, , items] = await gather([source(), doubles(), sink()])
  t.deepEqual(items, [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40])
})

test('queue: waitFor gives up a put, and the item is not in', async (t) => {
  const queue = new Queue<string>(1)
  queue.putNowait('full')
  t.log(await attempt(waitFor(queue.put('late'), 10)))
  t.deepEqual(drained(queue), ['full'])
  t.trace(['raised TimeoutError'])
})

test('queue: a get that is never awaited takes nothing', async (t) => {
  const queue = new Queue<string>()
  const get = queue.get()
  queue.putNowait('item')
  await turns()
  t.is(queue.qsize(), 1)
  t.is(await get, 'item')
})

test('queue: putNowait from a callback wakes who waits', async (t) => {
  const queue = new Queue<string>()
  t.loop.callLater(10, (item: string) => { queue.putNowait(item) }, 'from a timer')
  t.is(await queue.get(), 'from a timer')
  t.is(t.loop.time(), 10)
})

test('queue: a size that is no whole number holds as many as reach it', async (t) => {
  const queue = new Queue<number>(1.3)
  queue.putNowait(1)
  t.is(queue.full(), false)
  await queue.put(2)
  t.is(queue.full(), true)
  t.throws(() => { queue.putNowait(3) }, { name: 'QueueFull' })
})

test('queue: every kind can be joined: taskDone once for each item, by several workers', async (t) => {
  for (const queue of [new Queue<number>(), new LifoQueue<number>(), new PriorityQueue<number>()]) {
    await queue.join() // nothing was put
    await queue.join()
    t.throws(() => { queue.taskDone() }, { name: 'RangeError' })
    let sum = 0
    let running = true
    for (let i = 0; i < 50; i++) queue.putNowait(i)
    const works = async (): Promise<void> => {
      while (running) {
        sum += await queue.get()
        queue.taskDone()
        await turns()
      }
    }
    const workers = [createTask(works()), createTask(works())]
    await queue.join()
    t.is(sum, 1225)
    running = false
    for (const worker of workers) worker.cancel()
    await wait(workers)
  }
})

test('queue: a put that was woken and then cancelled has put nothing, and can be tried again', async (t) => {
  const queue = new Queue<number>(1)
  queue.putNowait(1)
  const writer = createTask(queue.put(2))
  await turns()
  t.is(queue.getNowait(), 1)
  writer.cancel()
  await t.raises(writer, { name: 'CancelledError' })
  t.is(queue.qsize(), 0)
  await queue.put(2)
  t.is(queue.getNowait(), 2)
})

test('queue: a get that was woken and then cancelled has taken nothing, and can be tried again', async (t) => {
  const queue = new Queue<number>()
  const reader = createTask(queue.get())
  await turns()
  queue.putNowait(1)
  queue.putNowait(2)
  reader.cancel()
  await t.raises(reader, { name: 'CancelledError' })
  t.is(await queue.get(), 1)
  t.is(await queue.get(), 2)
})

test('queue: of three that wait and one that is cancelled when it was woken, the other two get the two items', async (t) => {
  const queue = new Queue<number>()
  const readers = [0, 1, 2].map(() => createTask(queue.get()))
  await turns()
  queue.putNowait(1)
  queue.putNowait(2)
  readers[0]?.cancel()
  await wait(readers)
  t.deepEqual(readers.map(end), ['cancelled', 'returned 1', 'returned 2'])
})

test('queue: more who put than there is room for are all let in by one who takes what is there', async (t) => {
  const queue = new Queue<number>(2)
  async function empties(): Promise<void> {
    await turns()
    for (let left = queue.qsize(); left > 0; left--) queue.getNowait()
  }
  await gather([empties(), queue.put(0), queue.put(1), queue.put(2), queue.put(3)])
  t.deepEqual(drained(queue), [2, 3])
})
