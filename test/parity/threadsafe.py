"""run_coroutine_threadsafe. The twin is threadsafe.ts."""

import asyncio

from shared import Boom, TurnCounter, attempt, err, refused, stopwatch, turns


async def threadsafe_result(log):
    async def child():
        await asyncio.sleep(0.01)
        return 'child'

    handed_over = asyncio.run_coroutine_threadsafe(child(), asyncio.get_running_loop())
    log([handed_over.done(), handed_over.cancelled()])
    await asyncio.sleep(0.02)
    log([handed_over.done(), handed_over.cancelled(), handed_over.result(), handed_over.exception()])
    log(handed_over.cancel())


# Fact 47: the coroutine starts two turns later, and its end is known one turn after it.
async def threadsafe_takes_turns(log):
    async def child():
        log(['starts', counter.count - before])

    counter = TurnCounter()
    await turns()
    before = counter.count
    handed_over = asyncio.run_coroutine_threadsafe(child(), asyncio.get_running_loop())
    while not handed_over.done():
        await turns()
    log(['known', counter.count - before])
    counter.stop()


async def threadsafe_error(log):
    async def child():
        raise Boom('child')

    handed_over = asyncio.run_coroutine_threadsafe(child(), asyncio.get_running_loop())
    await turns(3)
    log([handed_over.done(), refused(handed_over.result), err(handed_over.exception())])


# Its callbacks are called at once, not through the loop: when it ends, or when they are added to one that has ended.
async def threadsafe_callbacks(log):
    async def child():
        return 'child'

    handed_over = asyncio.run_coroutine_threadsafe(child(), asyncio.get_running_loop())
    handed_over.add_done_callback(lambda given: log(['first', given is handed_over, given.result()]))
    handed_over.add_done_callback(lambda given: log('second'))
    await turns(3)
    handed_over.add_done_callback(lambda given: log('added when done'))
    log('added')


# Fact 47: cancelling it is done at once; the task learns of it through a callback.
async def threadsafe_cancelled(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(['child', err(error)])
            raise

    elapsed = stopwatch()
    handed_over = asyncio.run_coroutine_threadsafe(child(), asyncio.get_running_loop())
    await asyncio.sleep(0.01)
    log([handed_over.cancel(), handed_over.cancelled(), handed_over.done(), handed_over.cancel()])
    await turns()
    log('a turn')
    await turns(2)
    log([refused(handed_over.result), elapsed()])


# Fact 47: cancelled before the loop took it over: the task is made all the same, and its first step comes first.
async def threadsafe_cancelled_before_start(log):
    async def child():
        log('child runs')
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(['child', err(error)])
            raise

    handed_over = asyncio.run_coroutine_threadsafe(child(), asyncio.get_running_loop())
    log(handed_over.cancel())
    await turns(4)
    log([handed_over.cancelled(), len(asyncio.all_tasks())])


# The other way round: the task is cancelled, and so the handle.
async def threadsafe_task_cancelled(log):
    async def child():
        tasks.append(asyncio.current_task())
        await asyncio.sleep(1)

    tasks = []
    handed_over = asyncio.run_coroutine_threadsafe(child(), asyncio.get_running_loop())
    await turns(3)
    tasks[0].cancel('message')
    await turns(3)
    log([handed_over.done(), handed_over.cancelled(), refused(handed_over.result), refused(handed_over.exception)])


# Cancelled, but the child goes on: the handle stays cancelled.
async def threadsafe_child_swallows(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log('swallowed')
        return 'dropped'

    handed_over = asyncio.run_coroutine_threadsafe(child(), asyncio.get_running_loop())
    await turns(3)
    handed_over.cancel()
    await turns(4)
    log([handed_over.cancelled(), refused(handed_over.result)])


async def threadsafe_bad_argument(log):
    loop = asyncio.get_running_loop()

    async def child():
        pass

    future = loop.create_future()
    for value in [child, future, 42]:
        log(refused(lambda: asyncio.run_coroutine_threadsafe(value, loop)))


async def threadsafe_order(log):
    loop = asyncio.get_running_loop()

    async def child(name):
        log(name)

    first = asyncio.run_coroutine_threadsafe(child('handed over'), loop)
    task = asyncio.create_task(child('created'))
    loop.call_soon(log, 'callback')
    await turns(3)
    log([first.done(), task.done()])
