// queues.ts: Queue, PriorityQueue and LifoQueue. The twin is queues.py.

import { LifoQueue, PriorityQueue, Queue, createTask, gather, getRunningLoop, sleep, wait } from 'ringloop'
import { attempt, end, refused, stopwatch, timers, turns } from './shared'
import type { Log } from './shared'

export const queue_first_in_first_out = async (log: Log) => {
  const queue = new Queue<string>()
  for (const item of ['a', 'b', 'c']) await queue.put(item)
  log([await queue.get(), await queue.get(), await queue.get()])
}

export const queue_priority = async (log: Log) => {
  const queue = new PriorityQueue<number>()
  for (const item of [5, 1, 4, 2, 3, 1]) queue.putNowait(item)
  const items: number[] = []
  for (let i = 0; i < 6; i++) items.push(queue.getNowait())
  log(items)
}

// Pairs are compared by their first parts, then by their second.
export const queue_priority_of_pairs = async (log: Log) => {
  const queue = new PriorityQueue<[number, string]>()
  queue.putNowait([2, 'b'])
  queue.putNowait([1, 'z'])
  queue.putNowait([3, 'a'])
  queue.putNowait([1, 'a'])
  const items: [number, string][] = []
  for (let i = 0; i < 4; i++) items.push(queue.getNowait())
  log(items)
}

export const queue_last_in_first_out = async (log: Log) => {
  const queue = new LifoQueue<string>()
  for (const item of ['a', 'b', 'c']) queue.putNowait(item)
  log([await queue.get(), await queue.get()])
  queue.putNowait('d')
  log([await queue.get(), await queue.get()])
}

export const queue_size_and_limits = async (log: Log) => {
  const queue = new Queue<string>(2)
  log([queue.qsize(), queue.empty(), queue.full(), queue.maxsize])
  queue.putNowait('a')
  log([queue.qsize(), queue.empty(), queue.full()])
  queue.putNowait('b')
  log([queue.qsize(), queue.empty(), queue.full()])
  log(refused(() => queue.putNowait('c')))
  log([queue.getNowait(), queue.getNowait()])
  log(refused(() => queue.getNowait()))
  const endless = new Queue<string>()
  endless.putNowait('a')
  log([endless.full(), endless.maxsize, new Queue(-1).full()])
}

// Without a wait there is no turn: a queue that can give, gives at once.
export const queue_without_wait_takes_no_turn = async (log: Log) => {
  const queue = new Queue<string>(1)
  getRunningLoop().callSoon(log, 'a turn')
  await queue.put('a')
  log(await queue.get())
  await turns()
}

export const queue_get_waits = async (log: Log) => {
  const elapsed = stopwatch()
  const queue = new Queue<string>()

  const consumer = async () => {
    log(['got', await queue.get(), elapsed()])
  }

  const task = createTask(consumer())
  await sleep(10)
  queue.putNowait('item')
  log('put')
  await task
}

export const queue_put_waits_when_full = async (log: Log) => {
  const elapsed = stopwatch()
  const queue = new Queue<string>(1)

  const producer = async () => {
    for (const item of ['a', 'b', 'c']) {
      await queue.put(item)
      log(['put', item, elapsed()])
    }
  }

  const task = createTask(producer())
  for (let i = 0; i < 3; i++) {
    await sleep(10)
    log(['got', await queue.get()])
  }
  await task
}

export const queue_getters_are_served_in_order = async (log: Log) => {
  const queue = new Queue<string>()

  const consumer = async (name: string) => {
    log([name, await queue.get()])
  }

  const tasks = ['first', 'second', 'third'].map((name) => createTask(consumer(name)))
  await turns()
  for (const item of ['a', 'b', 'c']) queue.putNowait(item)
  await wait(tasks)
}

export const queue_putters_are_served_in_order = async (log: Log) => {
  const queue = new Queue<string>(1)

  const producer = async (name: string) => {
    await queue.put(name)
    log([name, 'is in'])
  }

  const tasks = ['a', 'b', 'c'].map((name) => createTask(producer(name)))
  await turns()
  for (let i = 0; i < 3; i++) {
    log(await queue.get())
    await turns(2)
  }
  await wait(tasks)
}

// A getter that was woken finds the queue empty, for somebody was quicker: it waits on.
export const queue_item_taken_before_getter_wakes = async (log: Log) => {
  const queue = new Queue<string>()

  const consumer = async () => {
    log(['consumer', await queue.get()])
  }

  const task = createTask(consumer())
  await turns()
  queue.putNowait('first')
  log(['quicker', queue.getNowait()])
  await turns(2)
  log(end(task))
  queue.putNowait('second')
  await task
}

export const queue_getter_cancelled = async (log: Log) => {
  const queue = new Queue<string>()

  const consumer = async (name: string) => {
    log([name, await queue.get()])
  }

  const first = createTask(consumer('first'))
  const second = createTask(consumer('second'))
  await turns()
  first.cancel()
  await turns(2)
  queue.putNowait('item')
  log(await attempt(second))
  log([end(first), queue.qsize()])
}

// The getter was woken for an item and is cancelled in the same turn: the next one in line gets it.
export const queue_getter_cancelled_when_woken = async (log: Log) => {
  const queue = new Queue<string>()

  const consumer = async (name: string) => {
    log([name, await queue.get()])
  }

  const first = createTask(consumer('first'))
  const second = createTask(consumer('second'))
  await turns()
  queue.putNowait('item')
  log(first.cancel())
  log([await attempt(first), await attempt(second)])
  log(queue.qsize())
}

// Nobody else is in line: the item stays in the queue.
export const queue_item_stays_when_getter_cancelled = async (log: Log) => {
  const queue = new Queue<string>()

  const consumer = async () => {
    log(await queue.get())
  }

  const task = createTask(consumer())
  await turns()
  queue.putNowait('item')
  task.cancel()
  log(await attempt(task))
  log([queue.qsize(), queue.getNowait()])
}

export const queue_putter_cancelled = async (log: Log) => {
  const queue = new Queue<string>(1)

  const producer = async (name: string) => {
    await queue.put(name)
  }

  queue.putNowait('full')
  const first = createTask(producer('first'))
  const second = createTask(producer('second'))
  await turns()
  first.cancel()
  await turns(2)
  log(queue.getNowait())
  log(await attempt(second))
  log([end(first), queue.getNowait(), queue.qsize()])
}

// The putter was woken for a free place and is cancelled in the same turn: the place goes to the next one in line.
export const queue_putter_cancelled_when_woken = async (log: Log) => {
  const queue = new Queue<string>(1)

  const producer = async (name: string) => {
    await queue.put(name)
  }

  queue.putNowait('full')
  const first = createTask(producer('first'))
  const second = createTask(producer('second'))
  await turns()
  queue.getNowait()
  first.cancel()
  log([await attempt(first), await attempt(second)])
  log(queue.getNowait())
}

export const queue_join = async (log: Log) => {
  const elapsed = stopwatch()
  const queue = new Queue<string>()

  const worker = async () => {
    for (;;) {
      const item = await queue.get()
      await sleep(10)
      log(['worked on', item])
      queue.taskDone()
    }
  }

  for (const item of ['a', 'b', 'c']) queue.putNowait(item)
  const task = createTask(worker())
  await queue.join()
  log(['joined', elapsed(), queue.qsize()])
  task.cancel()
  log(await attempt(task))
}

// Taken out is not done: join waits for taskDone.
export const queue_join_waits_for_task_done = async (log: Log) => {
  const queue = new Queue<string>()

  const joiner = async () => {
    await queue.join()
    log('joined')
  }

  queue.putNowait('item')
  const task = createTask(joiner())
  await turns()
  log(queue.getNowait())
  await turns(2)
  log(end(task))
  queue.taskDone()
  log(await attempt(task))
}

export const queue_join_of_empty_takes_no_turn = async (log: Log) => {
  const queue = new Queue<string>()
  getRunningLoop().callSoon(log, 'a turn')
  await queue.join()
  log('joined')
  await turns()
}

export const queue_two_joiners = async (log: Log) => {
  const queue = new Queue<string>()

  const joiner = async (name: string) => {
    await queue.join()
    log(name)
  }

  queue.putNowait('item')
  const tasks = ['first', 'second'].map((name) => createTask(joiner(name)))
  await turns()
  queue.getNowait()
  queue.taskDone()
  await wait(tasks)
}

// A new item between taskDone and the wake-up does not hold back those whom the call has woken.
export const queue_put_after_last_task_done = async (log: Log) => {
  const queue = new Queue<string>()

  const joiner = async () => {
    await queue.join()
    log(['joined', queue.qsize()])
  }

  queue.putNowait('a')
  const task = createTask(joiner())
  await turns()
  queue.getNowait()
  queue.taskDone()
  queue.putNowait('b')
  log(await attempt(task))
}

export const queue_joiner_cancelled = async (log: Log) => {
  const queue = new Queue<string>()

  const joiner = async () => {
    await queue.join()
  }

  queue.putNowait('item')
  const task = createTask(joiner())
  await turns()
  log(task.cancel())
  log(await attempt(task))
  queue.getNowait()
  queue.taskDone()
  await queue.join()
  log('joined')
}

export const queue_task_done_too_often = async (log: Log) => {
  const queue = new Queue<string>()
  log(refused(() => queue.taskDone()))
  queue.putNowait('item')
  queue.getNowait()
  log([refused(() => queue.taskDone()), refused(() => queue.taskDone())])
}

export const queue_producer_and_consumer = async (log: Log) => {
  const queue = new Queue<string>(1)

  const producer = async () => {
    for (const item of ['a', 'b', 'c']) {
      await queue.put(item)
      log(['put', item])
    }
    await queue.put('end')
  }

  const consumer = async () => {
    let item = ''
    while (item !== 'end') {
      item = await queue.get()
      log(['got', item])
    }
  }

  await gather([producer(), consumer()])
}

export const queue_several_workers = async (log: Log) => {
  const elapsed = stopwatch()
  const queue = new Queue<number>()

  const worker = async (name: string) => {
    for (;;) {
      const item = await queue.get()
      await sleep(item)
      log([name, item, elapsed()])
      queue.taskDone()
    }
  }

  for (const item of [30, 10, 5, 25]) queue.putNowait(item)
  const workers = ['first', 'second'].map((name) => createTask(worker(name)))
  await queue.join()
  for (const task of workers) task.cancel()
  await wait(workers)
  log([workers.map(end), timers()])
}
