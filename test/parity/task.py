"""Tasks: steps, names, bad yields, registration. The twin is task.ts."""

import asyncio

from shared import Boom, TurnCounter, attempt, end, err, hand_out, refused, stopwatch, turns


def _number(task):
    """N of a task's name Task-N."""
    return int(task.get_name()[5:])


async def _nothing():
    pass


async def task_starts_in_next_turn(log):
    async def body():
        log('body')

    task = asyncio.create_task(body())
    log('created')
    await task
    log('awaited')


async def task_result(log):
    async def body():
        return 'result'

    task = asyncio.create_task(body())
    log([task.done(), refused(task.result), refused(task.exception)])
    log(await task)
    log([task.done(), task.cancelled(), task.result(), task.exception()])


async def task_error(log):
    error = Boom('error')

    async def body():
        raise error

    task = asyncio.create_task(body())
    log(await attempt(task))
    log([task.done(), task.cancelled(), task.exception() is error, refused(task.result)])
    log(await attempt(task))


# Awaited by nobody yet: it may be looked at later, and then is not reported.
async def task_error_looked_at_later(log):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(['reported', err(context['exception'])]))

    async def body():
        raise Boom('error')

    task = asyncio.create_task(body())
    await asyncio.sleep(0.01)
    log(await attempt(task))


# Nobody ever looks at it.
async def task_exception_never_retrieved(log):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(['reported', err(context['exception'])]))

    async def body():
        raise Boom('nobody looks')

    asyncio.create_task(body())
    await turns(3)
    log('before the sleep')
    await asyncio.sleep(0.01)
    log('after the sleep')


async def task_refuses_to_be_settled(log):
    task = asyncio.create_task(_nothing())
    log([refused(lambda: task.set_result('by hand')), refused(lambda: task.set_exception(Boom('by hand')))])
    log(await attempt(task))


async def task_interleaving(log):
    async def body(name, steps):
        for step in range(steps):
            log([name, step])
            await turns()
        log([name, 'ends'])

    await asyncio.gather(body('a', 3), body('b', 1), body('c', 2))


# A coroutine awaited in place, however deep, and what is done already, cost no turn.
async def task_awaits_in_place_take_no_turn(log):
    async def deep(depth):
        if depth == 0:
            return 'bottom'
        return await deep(depth - 1)

    asyncio.get_running_loop().call_soon(log, 'a turn')
    log(await deep(10))
    await turns()


async def task_error_through_coroutines(log):
    async def innermost():
        await turns()
        raise Boom('innermost')

    async def middle():
        try:
            await innermost()
        finally:
            log('middle cleans up')

    async def outer():
        try:
            await middle()
        except Boom as error:
            log(err(error))
            raise Boom('outer')

    log(await attempt(asyncio.create_task(outer())))


# Fact 15: what cannot be waited for: an error in the next turn; the coroutine may go on.
async def task_bad_yield(log):
    async def body():
        for value in [42, 'text', [future]]:
            before = counter.count
            try:
                await hand_out(value)
            except RuntimeError as error:
                log([err(error), counter.count - before])
        return 'went on'

    future = asyncio.get_running_loop().create_future()
    counter = TurnCounter()
    await turns()
    log(await attempt(asyncio.create_task(body())))
    counter.stop()


# Fact 15: uncaught it ends the task.
async def task_bad_yield_uncaught(log):
    async def body():
        await hand_out(42)

    log(await attempt(asyncio.create_task(body())))


# Fact 15: a cancellation before that turn takes its place.
async def task_bad_yield_then_cancel(log):
    async def body():
        try:
            await hand_out(42)
        except BaseException as error:
            log(['inside', err(error)])
            raise

    task = asyncio.create_task(body())
    await turns()
    log(task.cancel('stop'))
    log(await attempt(task))


# Fact 15: cancelled while it runs, before it hands out what is bad.
async def task_cancel_then_bad_yield(log):
    async def body():
        asyncio.current_task().cancel('self')
        try:
            await hand_out(42)
        except BaseException as error:
            log(['inside', err(error)])
        return 'went on'

    log(await attempt(asyncio.create_task(body())))


# Fact 16: a future handed out without await is an error, too, whoever awaits it besides.
async def task_yields_future(log):
    async def waits():
        return await future

    async def body():
        try:
            await hand_out(future)
        except RuntimeError as error:
            log(err(error))
        return 'went on'

    future = asyncio.get_running_loop().create_future()
    waiter = asyncio.create_task(waits())
    await turns()
    log(await attempt(asyncio.create_task(body())))
    log([end(waiter), end(future)])
    future.set_result('result')
    log(await attempt(waiter))


async def task_yields_coroutine(log):
    async def body():
        inner = _nothing()
        try:
            await hand_out(inner)
        except RuntimeError as error:
            log(err(error))
        await inner
        return 'went on'

    log(await attempt(asyncio.create_task(body())))


async def task_awaits_itself(log):
    async def body():
        try:
            await tasks[0]
        except RuntimeError as error:
            log([err(error), end(tasks[0])])
        return 'went on'

    tasks = []
    tasks.append(asyncio.create_task(body()))
    log(await attempt(tasks[0]))


async def task_awaits_future_of_other_loop(log):
    other = asyncio.new_event_loop()
    future = other.create_future()

    async def body():
        try:
            await future
        except RuntimeError as error:
            log(err(error))
        return 'went on'

    log(await attempt(asyncio.create_task(body())))
    future.set_result('done')
    log(await attempt(future))
    other.close()


# A coroutine is good for one time.
async def task_of_used_coroutine(log):
    async def again():
        await asyncio.create_task(coroutine)

    coroutine = _nothing()
    await coroutine
    log(await attempt(again()))


async def task_awaits_used_coroutine(log):
    async def again():
        await coroutine

    coroutine = _nothing()
    await coroutine
    log(await attempt(again()))


# A second task may not await what a first one is in the middle of; the first is not disturbed.
async def task_awaits_busy_coroutine(log):
    async def child():
        await asyncio.sleep(0.01)
        return 'child'

    async def body(name):
        try:
            log([name, await coroutine])
        except RuntimeError as error:
            log([name, err(error)])

    coroutine = child()
    await asyncio.gather(body('first'), body('second'))


# Fact 43: each task gets the next number.
async def task_names_are_numbered(log):
    first = asyncio.create_task(_nothing())
    second = asyncio.get_running_loop().create_task(_nothing())
    log([first.get_name() == f'Task-{_number(first)}', _number(second) - _number(first)])
    await asyncio.wait([first, second])


# Fact 43: create_task takes a number though it has a name; loop.create_task takes none.
async def task_names_and_numbers(log):
    first = asyncio.create_task(_nothing())
    by_module = asyncio.create_task(_nothing(), name='by module')
    second = asyncio.create_task(_nothing())
    by_loop = asyncio.get_running_loop().create_task(_nothing(), name='by loop')
    third = asyncio.create_task(_nothing())
    log([by_module.get_name(), by_loop.get_name()])
    log([_number(second) - _number(first), _number(third) - _number(second)])
    await asyncio.wait([first, by_module, second, by_loop, third])


# Fact 43: the empty name is a name; others are made text.
async def task_name_of_any_kind(log):
    empty = asyncio.create_task(_nothing(), name='')
    number = asyncio.create_task(_nothing(), name=7)
    log([empty.get_name(), number.get_name()])
    number.set_name('renamed')
    empty.set_name(8)
    log([empty.get_name(), number.get_name()])
    await asyncio.wait([empty, number])


# Fact 43: what is no coroutine is refused, and uses no number.
async def task_of_no_coroutine(log):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    first = asyncio.create_task(_nothing())
    for value in [_nothing, future, 42, None, 'text']:
        log([refused(lambda: asyncio.create_task(value)), refused(lambda: loop.create_task(value))])
    second = asyncio.create_task(_nothing())
    log(_number(second) - _number(first))
    await asyncio.wait([first, second])


async def task_get_coro(log):
    coroutine = _nothing()
    task = asyncio.create_task(coroutine)
    log(task.get_coro() is coroutine)
    await task


async def ensure_future_of_each(log):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    task = asyncio.ensure_future(_nothing())
    log([asyncio.ensure_future(future) is future, asyncio.ensure_future(task) is task])
    log([asyncio.isfuture(future), asyncio.isfuture(task), asyncio.isfuture(42)])
    for value in [42, _nothing]:
        log(refused(lambda: asyncio.ensure_future(value)))
    log([end(task), await attempt(task)])


async def ensure_future_of_other_loop(log):
    other = asyncio.new_event_loop()
    future = other.create_future()
    log(refused(lambda: asyncio.ensure_future(future, loop=asyncio.get_running_loop())))
    log(asyncio.ensure_future(future, loop=other) is future)
    other.close()


async def current_task_in_each_place(log):
    loop = asyncio.get_running_loop()

    async def child(name):
        log([name, asyncio.current_task() is task])
        await turns()
        log([name, asyncio.current_task() is task])

    task = asyncio.current_task()
    await child('in place')
    await asyncio.create_task(child('in a task'))
    loop.call_soon(lambda _: log(['in a callback', asyncio.current_task() is None]), None)
    await turns()
    log([asyncio.current_task() is task, asyncio.current_task(loop) is task])


async def all_tasks_are_the_pending(log):
    async def waits():
        await future

    def names():
        return sorted(task.get_name() for task in asyncio.all_tasks())

    future = asyncio.get_running_loop().create_future()
    asyncio.current_task().set_name('program')
    log(names())
    tasks = [asyncio.create_task(waits(), name='b'), asyncio.create_task(waits(), name='a')]
    log(names())
    await turns()
    tasks[1].cancel()
    log(names())
    await turns()
    log(names())
    future.cancel()
    await turns()
    log([names(), tasks[0].cancelled()])


async def task_hooks_register(log):
    future = asyncio.get_running_loop().create_future()
    log(future in asyncio.all_tasks())
    asyncio._register_task(future)
    log(future in asyncio.all_tasks())
    asyncio._unregister_task(future)
    log(future in asyncio.all_tasks())
    asyncio._register_task(future)
    future.set_result(None)
    log(future in asyncio.all_tasks())
    asyncio._unregister_task(future)
    asyncio._unregister_task(future)


async def task_hooks_enter(log):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    other = loop.create_future()

    def callback(_):
        log(asyncio.current_task() is None)
        asyncio._enter_task(loop, future)
        log(asyncio.current_task() is future)
        log([refused(lambda: asyncio._enter_task(loop, other)), refused(lambda: asyncio._leave_task(loop, other))])
        asyncio._leave_task(loop, future)
        log([asyncio.current_task() is None, refused(lambda: asyncio._leave_task(loop, future))])

    loop.call_soon(callback, None)
    await turns()
    log(refused(lambda: asyncio._enter_task(loop, future)))


# A task that awaits what another task is about to fail with: everyone who waits gets the same error.
async def task_error_for_two_waiters(log):
    error = Boom('shared')

    async def fails():
        await turns()
        raise error

    async def waits(name):
        try:
            await task
        except Boom as caught:
            log([name, caught is error])

    task = asyncio.create_task(fails())
    await asyncio.gather(waits('first'), waits('second'))


# A finished task is given at once, a cancelled one raises at once.
async def task_done_takes_no_turn(log):
    async def returns():
        return 'result'

    task = asyncio.create_task(returns())
    cancelled = asyncio.create_task(_nothing())
    cancelled.cancel()
    await asyncio.wait([task, cancelled])
    asyncio.get_running_loop().call_soon(log, 'a turn')
    log(await task)
    log(await attempt(cancelled))
    await turns()


async def task_many_waits(log):
    async def body():
        total = 0
        for step in range(50):
            total += await asyncio.sleep(0.001, step)
        return total

    elapsed = stopwatch()
    log(await asyncio.gather(body(), body()))
    log(elapsed())
