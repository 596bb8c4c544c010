"""Queue, PriorityQueue and LifoQueue. The twin is queues.ts."""

import asyncio

from shared import attempt, end, err, refused, stopwatch, timers, turns


async def queue_first_in_first_out(log):
    queue = asyncio.Queue()
    for item in ['a', 'b', 'c']:
        await queue.put(item)
    log([await queue.get(), await queue.get(), await queue.get()])


async def queue_priority(log):
    queue = asyncio.PriorityQueue()
    for item in [5, 1, 4, 2, 3, 1]:
        queue.put_nowait(item)
    log([queue.get_nowait() for _ in range(6)])


# Pairs are compared by their first parts, then by their second.
async def queue_priority_of_pairs(log):
    queue = asyncio.PriorityQueue()
    for item in [[2, 'b'], [1, 'z'], [3, 'a'], [1, 'a']]:
        queue.put_nowait(item)
    log([queue.get_nowait() for _ in range(4)])


async def queue_last_in_first_out(log):
    queue = asyncio.LifoQueue()
    for item in ['a', 'b', 'c']:
        queue.put_nowait(item)
    log([await queue.get(), await queue.get()])
    queue.put_nowait('d')
    log([await queue.get(), await queue.get()])


async def queue_size_and_limits(log):
    queue = asyncio.Queue(2)
    log([queue.qsize(), queue.empty(), queue.full(), queue.maxsize])
    queue.put_nowait('a')
    log([queue.qsize(), queue.empty(), queue.full()])
    queue.put_nowait('b')
    log([queue.qsize(), queue.empty(), queue.full()])
    log(refused(lambda: queue.put_nowait('c')))
    log([queue.get_nowait(), queue.get_nowait()])
    log(refused(queue.get_nowait))
    endless = asyncio.Queue()
    endless.put_nowait('a')
    log([endless.full(), endless.maxsize, asyncio.Queue(-1).full()])


# Without a wait there is no turn: a queue that can give, gives at once.
async def queue_without_wait_takes_no_turn(log):
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue(1)
    loop.call_soon(log, 'a turn')
    await queue.put('a')
    log(await queue.get())
    await turns()


async def queue_get_waits(log):
    async def consumer():
        log(['got', await queue.get(), elapsed()])

    elapsed = stopwatch()
    queue = asyncio.Queue()
    task = asyncio.create_task(consumer())
    await asyncio.sleep(0.01)
    queue.put_nowait('item')
    log('put')
    await task


async def queue_put_waits_when_full(log):
    async def producer():
        for item in ['a', 'b', 'c']:
            await queue.put(item)
            log(['put', item, elapsed()])

    elapsed = stopwatch()
    queue = asyncio.Queue(1)
    task = asyncio.create_task(producer())
    for _ in range(3):
        await asyncio.sleep(0.01)
        log(['got', await queue.get()])
    await task


async def queue_getters_are_served_in_order(log):
    async def consumer(name):
        log([name, await queue.get()])

    queue = asyncio.Queue()
    tasks = [asyncio.create_task(consumer(name)) for name in ['first', 'second', 'third']]
    await turns()
    for item in ['a', 'b', 'c']:
        queue.put_nowait(item)
    await asyncio.wait(tasks)


async def queue_putters_are_served_in_order(log):
    async def producer(name):
        await queue.put(name)
        log([name, 'is in'])

    queue = asyncio.Queue(1)
    tasks = [asyncio.create_task(producer(name)) for name in ['a', 'b', 'c']]
    await turns()
    for _ in range(3):
        log(await queue.get())
        await turns(2)
    await asyncio.wait(tasks)


# A getter that was woken finds the queue empty, for somebody was quicker: it waits on.
async def queue_item_taken_before_getter_wakes(log):
    async def consumer():
        log(['consumer', await queue.get()])

    queue = asyncio.Queue()
    task = asyncio.create_task(consumer())
    await turns()
    queue.put_nowait('first')
    log(['quicker', queue.get_nowait()])
    await turns(2)
    log(end(task))
    queue.put_nowait('second')
    await task


async def queue_getter_cancelled(log):
    async def consumer(name):
        log([name, await queue.get()])

    queue = asyncio.Queue()
    first = asyncio.create_task(consumer('first'))
    second = asyncio.create_task(consumer('second'))
    await turns()
    first.cancel()
    await turns(2)
    queue.put_nowait('item')
    log(await attempt(second))
    log([end(first), queue.qsize()])


# The getter was woken for an item and is cancelled in the same turn: the next one in line gets it.
async def queue_getter_cancelled_when_woken(log):
    async def consumer(name):
        log([name, await queue.get()])

    queue = asyncio.Queue()
    first = asyncio.create_task(consumer('first'))
    second = asyncio.create_task(consumer('second'))
    await turns()
    queue.put_nowait('item')
    log(first.cancel())
    log([await attempt(first), await attempt(second)])
    log(queue.qsize())


# Nobody else is in line: the item stays in the queue.
async def queue_item_stays_when_getter_cancelled(log):
    async def consumer():
        log(await queue.get())

    queue = asyncio.Queue()
    task = asyncio.create_task(consumer())
    await turns()
    queue.put_nowait('item')
    task.cancel()
    log(await attempt(task))
    log([queue.qsize(), queue.get_nowait()])


async def queue_putter_cancelled(log):
    async def producer(name):
        await queue.put(name)

    queue = asyncio.Queue(1)
    queue.put_nowait('full')
    first = asyncio.create_task(producer('first'))
    second = asyncio.create_task(producer('second'))
    await turns()
    first.cancel()
    await turns(2)
    log(queue.get_nowait())
    log(await attempt(second))
    log([end(first), queue.get_nowait(), queue.qsize()])


# The putter was woken for a free place and is cancelled in the same turn: the place goes to the next one in line.
async def queue_putter_cancelled_when_woken(log):
    async def producer(name):
        await queue.put(name)

    queue = asyncio.Queue(1)
    queue.put_nowait('full')
    first = asyncio.create_task(producer('first'))
    second = asyncio.create_task(producer('second'))
    await turns()
    queue.get_nowait()
    first.cancel()
    log([await attempt(first), await attempt(second)])
    log(queue.get_nowait())


async def queue_join(log):
    async def worker():
        while True:
            item = await queue.get()
            await asyncio.sleep(0.01)
            log(['worked on', item])
            queue.task_done()

    elapsed = stopwatch()
    queue = asyncio.Queue()
    for item in ['a', 'b', 'c']:
        queue.put_nowait(item)
    task = asyncio.create_task(worker())
    await queue.join()
    log(['joined', elapsed(), queue.qsize()])
    task.cancel()
    log(await attempt(task))


# Taken out is not done: join waits for task_done.
async def queue_join_waits_for_task_done(log):
    async def joiner():
        await queue.join()
        log('joined')

    queue = asyncio.Queue()
    queue.put_nowait('item')
    task = asyncio.create_task(joiner())
    await turns()
    log(queue.get_nowait())
    await turns(2)
    log(end(task))
    queue.task_done()
    log(await attempt(task))


async def queue_join_of_empty_takes_no_turn(log):
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()
    loop.call_soon(log, 'a turn')
    await queue.join()
    log('joined')
    await turns()


async def queue_two_joiners(log):
    async def joiner(name):
        await queue.join()
        log(name)

    queue = asyncio.Queue()
    queue.put_nowait('item')
    tasks = [asyncio.create_task(joiner('first')), asyncio.create_task(joiner('second'))]
    await turns()
    queue.get_nowait()
    queue.task_done()
    await asyncio.wait(tasks)


# A new item between task_done and the wake-up does not hold back those whom the call has woken.
async def queue_put_after_last_task_done(log):
    async def joiner():
        await queue.join()
        log(['joined', queue.qsize()])

    queue = asyncio.Queue()
    queue.put_nowait('a')
    task = asyncio.create_task(joiner())
    await turns()
    queue.get_nowait()
    queue.task_done()
    queue.put_nowait('b')
    log(await attempt(task))


async def queue_joiner_cancelled(log):
    async def joiner():
        await queue.join()

    queue = asyncio.Queue()
    queue.put_nowait('item')
    task = asyncio.create_task(joiner())
    await turns()
    log(task.cancel())
    log(await attempt(task))
    queue.get_nowait()
    queue.task_done()
    await queue.join()
    log('joined')


async def queue_task_done_too_often(log):
    queue = asyncio.Queue()
    log(refused(queue.task_done))
    queue.put_nowait('item')
    queue.get_nowait()
    log([refused(queue.task_done), refused(queue.task_done)])


async def queue_producer_and_consumer(log):
    async def producer():
        for item in ['a', 'b', 'c']:
            await queue.put(item)
            log(['put', item])
        await queue.put('end')

    async def consumer():
        while True:
            item = await queue.get()
            log(['got', item])
            if item == 'end':
                return

    queue = asyncio.Queue(1)
    await asyncio.gather(producer(), consumer())


async def queue_several_workers(log):
    async def worker(name):
        while True:
            item = await queue.get()
            await asyncio.sleep(item / 1000)
            log([name, item, elapsed()])
            queue.task_done()

    elapsed = stopwatch()
    queue = asyncio.Queue()
    for item in [30, 10, 5, 25]:
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker('first')), asyncio.create_task(worker('second'))]
    await queue.join()
    for task in workers:
        task.cancel()
    await asyncio.wait(workers)
    log([[end(task) for task in workers], timers()])
