"""Futures and their done-callbacks. The twin is callbacks.ts."""

import asyncio

from shared import Boom, attempt, end, err, refused, turns


# Fact 44: always scheduled, in the order in which they were added, and given the future.
async def callbacks_order(log):
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def callback(name):
        return lambda given: log([name, given is future, end(given)])

    for name in ['a', 'b', 'c']:
        future.add_done_callback(callback(name))
    future.set_result('result')
    log('nothing was called yet')
    await turns()


# Fact 44: added to a done future: called in the next turn.
async def callbacks_added_when_done(log):
    future = asyncio.get_running_loop().create_future()
    future.set_result('result')
    future.add_done_callback(lambda given: log(['called', end(given)]))
    log('added')
    await turns()


# Fact 44: removing takes away all that are the same, and tells how many.
async def callbacks_removed(log):
    future = asyncio.get_running_loop().create_future()

    def twice(_):
        log('twice')

    def once(_):
        log('once')

    future.add_done_callback(twice)
    future.add_done_callback(once)
    future.add_done_callback(twice)
    log([future.remove_done_callback(twice), future.remove_done_callback(twice)])
    future.set_result(None)
    await turns()


async def callbacks_same_added_twice(log):
    future = asyncio.get_running_loop().create_future()

    def callback(_):
        log('called')

    future.add_done_callback(callback)
    future.add_done_callback(callback)
    future.set_result(None)
    await turns()


# Fact 44: once scheduled it cannot be removed, not even by one that runs before it.
async def callbacks_removed_too_late(log):
    future = asyncio.get_running_loop().create_future()

    def second(_):
        log('second')

    def first(_):
        log(['first', future.remove_done_callback(second)])

    future.add_done_callback(first)
    future.add_done_callback(second)
    future.set_result(None)
    log(future.remove_done_callback(second))
    await turns()


async def callbacks_added_by_callback(log):
    future = asyncio.get_running_loop().create_future()

    def later(_):
        log('added by the first')

    def first(_):
        future.add_done_callback(later)
        log('first')

    def second(_):
        log('second')

    future.add_done_callback(first)
    future.add_done_callback(second)
    future.set_result(None)
    await turns()
    log('a turn')
    await turns()


# One that fails is reported; the others are called.
async def callbacks_one_fails(log):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(['reported', err(context['exception'])]))
    future = loop.create_future()

    def fails(_):
        raise Boom('callback')

    future.add_done_callback(fails)
    future.add_done_callback(lambda _: log('called'))
    future.set_result(None)
    await turns()
    log(end(future))


async def callbacks_after_cancel(log):
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda given: log(end(given)))
    log(future.cancel())
    await turns()


# A task that waits is a callback like others: it takes its place in the order.
async def callbacks_and_waiting_task(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        log(['task', await future])

    future.add_done_callback(lambda _: log('added before the task'))
    task = asyncio.create_task(body())
    await turns()
    future.add_done_callback(lambda _: log('added after the task'))
    future.set_result('result')
    await task


async def callbacks_of_task(log):
    async def body():
        log('body ends')
        return 'result'

    task = asyncio.create_task(body())
    task.add_done_callback(lambda given: log(['callback', given is task, end(given)]))
    log(await task)


# In which order those are woken who wait for one future.
async def callbacks_waiters_wake_in_order(log):
    future = asyncio.get_running_loop().create_future()

    async def body(name):
        log([name, await future])

    tasks = [asyncio.create_task(body(name)) for name in ['a', 'b', 'c']]
    await turns()
    future.set_result('result')
    await asyncio.wait(tasks)


async def future_pending(log):
    future = asyncio.get_running_loop().create_future()
    log([future.done(), future.cancelled(), refused(future.result), refused(future.exception)])


async def future_result(log):
    future = asyncio.get_running_loop().create_future()
    future.set_result('result')
    log([future.done(), future.cancelled(), future.result(), future.exception()])
    log([refused(lambda: future.set_result('again')), refused(lambda: future.set_exception(Boom('again')))])
    log([future.cancel(), future.result()])


async def future_error(log):
    future = asyncio.get_running_loop().create_future()
    error = Boom('error')
    future.set_exception(error)
    log([future.done(), future.cancelled(), future.exception() is error, refused(future.result)])
    log([refused(lambda: future.set_result('again')), future.cancel()])
    log([await attempt(future), await attempt(future)])


# A class stands for an instance of it.
async def future_error_by_class(log):
    future = asyncio.get_running_loop().create_future()
    future.set_exception(asyncio.TimeoutError)
    log(isinstance(future.exception(), asyncio.TimeoutError))
    log(await attempt(future))


async def future_settled_after_cancel(log):
    future = asyncio.get_running_loop().create_future()
    future.cancel()
    log([refused(lambda: future.set_result('late')), refused(lambda: future.set_exception(Boom('late')))])
    log(end(future))


# Awaiting what is done gives no turn away.
async def future_done_takes_no_turn(log):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.set_result('result')
    loop.call_soon(log, 'a turn')
    log(await future)
    log(await future)
    await turns()


async def future_get_loop(log):
    loop = asyncio.get_running_loop()

    async def body():
        pass

    task = asyncio.create_task(body())
    log([loop.create_future().get_loop() is loop, task.get_loop() is loop, asyncio.get_event_loop() is loop])
    await task
