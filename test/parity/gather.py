"""gather. The twin is gather.ts."""

import asyncio

from shared import Boom, TurnCounter, attempt, end, err, refused, stopwatch, turns


def _each(results):
    """Results of gather(return_exceptions=True) as a trace shows them."""
    return [err(result) if isinstance(result, BaseException) else result for result in results]


async def gather_results_in_argument_order(log):
    async def child(name, delay):
        await asyncio.sleep(delay)
        log(name)
        return name

    elapsed = stopwatch()
    log(await asyncio.gather(child('a', 0.03), child('b', 0.01), child('c', 0.02)))
    log(elapsed())


# Fact 24
async def gather_empty(log):
    gathering = asyncio.gather()
    log([gathering.done(), end(gathering)])
    log(await gathering)


async def gather_mixed_arguments(log):
    future = asyncio.get_running_loop().create_future()

    async def child(name):
        await asyncio.sleep(0.01)
        return name

    task = asyncio.create_task(child('task'))
    gathering = asyncio.gather(future, task, child('coroutine'))
    asyncio.get_running_loop().call_later(0.02, future.set_result, 'future')
    log(gathering.done())
    log(await gathering)


async def gather_starts_in_argument_order(log):
    async def child(name):
        log(name)

    gathering = asyncio.gather(child('a'), child('b'), child('c'))
    log('nothing has run')
    await gathering


# One argument after the other is made a task and listened to: what is done already is heard of before a later one starts.
async def gather_listens_argument_by_argument(log):
    loop = asyncio.get_running_loop()
    failed = loop.create_future()
    failed.set_exception(Boom('failed'))

    async def child():
        log('child runs')
        loop.call_soon(log, 'scheduled by the child')

    log(await attempt(asyncio.gather(failed, child())))
    await turns()


# Children that are done beforehand: still a turn for their callbacks, and one for the wake-up.
async def gather_done_children_take_turns(log):
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future()]
    for index in range(2):
        futures[index].set_result(index)
    counter = TurnCounter()
    await turns()
    before = counter.count
    gathering = asyncio.gather(*futures)
    log(end(gathering))
    log(await gathering)
    log(counter.count - before)
    counter.stop()


# Fact 23: the first failure ends it; the siblings keep running, and it takes no cancellation any more.
async def gather_first_error_ends_it(log):
    async def fails():
        await asyncio.sleep(0.01)
        raise Boom('first')

    async def goes_on():
        await asyncio.sleep(0.03)
        log('sibling finished')
        return 'sibling'

    elapsed = stopwatch()
    sibling = asyncio.create_task(goes_on())
    gathering = asyncio.gather(fails(), sibling)
    log(await attempt(gathering))
    log([elapsed(), end(sibling), gathering.cancel()])
    log(await attempt(sibling))


async def gather_second_error_is_dropped(log):
    async def fails(name, delay):
        await asyncio.sleep(delay)
        raise Boom(name)

    log(await attempt(asyncio.gather(fails('late', 0.02), fails('early', 0.01))))
    await asyncio.sleep(0.02)


async def gather_return_exceptions(log):
    async def child(name, delay):
        await asyncio.sleep(delay)
        if name == 'bad':
            raise Boom(name)
        return name

    elapsed = stopwatch()
    log(_each(await asyncio.gather(child('good', 0.02), child('bad', 0.01), child('fine', 0.03), return_exceptions=True)))
    log(elapsed())


# A cancelled child is a CancelledError from gather; gather itself is not cancelled, nor are the siblings.
async def gather_child_cancelled(log):
    async def child(delay):
        await asyncio.sleep(delay)
        return 'finished'

    first = asyncio.create_task(child(0.02))
    second = asyncio.create_task(child(0.02))
    gathering = asyncio.gather(first, second)
    await turns()
    log(first.cancel('child'))
    log(await attempt(gathering))
    log([gathering.cancelled(), err(gathering.exception()), end(second)])
    log(await attempt(second))


# Fact 21: in a list of results a future's message is kept, a task's is gone.
async def gather_child_cancelled_return_exceptions(log):
    future = asyncio.get_running_loop().create_future()

    async def child():
        await asyncio.sleep(1)

    async def sibling():
        return 'fine'

    task = asyncio.create_task(child())
    gathering = asyncio.gather(future, task, sibling(), return_exceptions=True)
    await turns()
    future.cancel('of the future')
    task.cancel('of the task')
    log(_each(await gathering))
    log(gathering.cancelled())


# Fact 21: the inner gather gives its CancelledError on as an exception, message and all.
async def gather_nested_child_cancelled(log):
    future = asyncio.get_running_loop().create_future()
    inner = asyncio.gather(future)
    outer = asyncio.gather(inner, return_exceptions=True)
    future.cancel('deep')
    log(_each(await outer))
    log([inner.cancelled(), err(inner.exception())])


async def gather_nested_results(log):
    async def child(name, delay):
        await asyncio.sleep(delay)
        return name

    inner = asyncio.gather(child('a', 0.02), child('b', 0.01))
    log(await asyncio.gather(inner, child('c', 0.01), asyncio.gather()))


# Fact 17: the outer ends as soon as one child has ended cancelled; the slow one is still at it.
async def gather_cancelled_from_outside(log):
    async def child(name, cleanup):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log([name, err(error)])
            await asyncio.sleep(cleanup)
            log([name, 'cleaned up'])
            raise

    elapsed = stopwatch()
    tasks = [asyncio.create_task(child('slow', 0.05)), asyncio.create_task(child('quick', 0.01))]
    gathering = asyncio.gather(*tasks)

    async def body():
        await gathering

    waiter = asyncio.create_task(body())
    await turns(2)
    log(waiter.cancel('stop'))
    log([end(waiter), gathering.done()])
    log(await attempt(waiter))
    log([elapsed(), gathering.cancelled(), err(gathering.exception()), end(tasks[0])])
    await asyncio.wait(tasks)
    log([elapsed(), end(tasks[0])])


# Fact 17: the request asks the children; the outer is pending until one has ended.
async def gather_cancel_itself(log):
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future()]
    gathering = asyncio.gather(*futures)
    log(gathering.cancel('stop'))
    log([end(futures[0]), end(futures[1]), gathering.done()])
    log(await attempt(gathering))
    log([gathering.cancelled(), gathering.cancel()])


# Fact 18: with return_exceptions it waits for all of them, and is a cancellation though every child swallowed it.
async def gather_cancelled_return_exceptions(log):
    async def child(name, cleanup):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            await asyncio.sleep(cleanup)
            log(name)
            return name

    elapsed = stopwatch()
    gathering = asyncio.gather(child('quick', 0.01), child('slow', 0.03), return_exceptions=True)
    await turns()
    log(gathering.cancel('stop'))
    log(await attempt(gathering))
    log([elapsed(), gathering.cancelled()])


# Facts 17, 18: without it, too, if none of them ends cancelled.
async def gather_cancelled_children_swallow(log):
    async def child(name, cleanup):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            await asyncio.sleep(cleanup)
            log(name)
            return name

    elapsed = stopwatch()
    gathering = asyncio.gather(child('quick', 0.01), child('slow', 0.03))
    await turns()
    gathering.cancel('stop')
    log(await attempt(gathering))
    log([elapsed(), gathering.cancelled()])


# Fact 17: a child that answers with another error: that one it is.
async def gather_cancelled_child_raises(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise Boom('instead')

    gathering = asyncio.gather(child())
    await turns()
    gathering.cancel()
    log(await attempt(gathering))


# Fact 19: whose message it is: the last child's in argument order, whatever came first in time.
async def gather_cancelled_message_of_last_child(log):
    async def child():
        await asyncio.sleep(1)

    for task_is_last in [True, False]:
        future = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(child())
        children = [future, task] if task_is_last else [task, future]
        gathering = asyncio.gather(*children, return_exceptions=True)
        await turns()
        gathering.cancel('stop')
        log(await attempt(gathering))


# Fact 19: the last child's message can be an old one, of a cancellation that it swallowed.
async def gather_cancelled_message_of_old(log):
    async def child():
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            log(['swallowed', err(error)])
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(['swallowed', err(error)])

    task = asyncio.create_task(child())
    await turns()
    task.cancel('old')
    await turns(2)
    gathering = asyncio.gather(task, return_exceptions=True)
    gathering.cancel('new')
    log(await attempt(gathering))


# Fact 20: all children are done, the outer is not yet: refused, without effect.
async def gather_cancel_when_children_done(log):
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future()]
    gathering = asyncio.gather(*futures)
    for future in futures:
        future.set_result('child')
    log([gathering.done(), gathering.cancel()])
    log(await attempt(gathering))


# Of two children one is done: the other one can still be asked, so the request counts.
async def gather_cancel_when_some_done(log):
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future()]
    gathering = asyncio.gather(*futures)
    futures[0].set_result('child')
    await turns(2)
    log(gathering.cancel('stop'))
    log(await attempt(gathering))
    log([end(futures[0]), end(futures[1])])


async def gather_cancel_twice(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(err(error))
        await asyncio.sleep(0.01)
        log('went on')
        return 'swallowed'

    task = asyncio.create_task(child())
    gathering = asyncio.gather(task)
    await turns()
    log([gathering.cancel('first'), gathering.cancel('second')])
    log(await attempt(gathering))
    log(end(task))


# Fact 22: the same coroutine object, or future, twice: runs once, appears twice.
async def gather_duplicates(log):
    async def child():
        log('runs')
        await asyncio.sleep(0.01)
        return 'once'

    coroutine = child()
    future = asyncio.get_running_loop().create_future()
    future.set_result('future')
    log(await asyncio.gather(coroutine, future, coroutine, future))


async def gather_duplicates_return_exceptions(log):
    async def child():
        raise Boom('once')

    task = asyncio.create_task(child())
    results = await asyncio.gather(task, task, return_exceptions=True)
    log(_each(results))
    log(results[0] is results[1])


# Fact 22: asked once for each appearance, yet only one error is seen.
async def gather_duplicates_cancelled(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(err(error))
        await asyncio.sleep(0.01)
        log('went on')
        return 'swallowed'

    task = asyncio.create_task(child())
    gathering = asyncio.gather(task, task, task)
    await turns()
    log(gathering.cancel('stop'))
    log(await attempt(gathering))
    log(end(task))


# Fact 5: cancelled before they started, the children never run.
async def gather_cancelled_before_start(log):
    async def child():
        log('runs')

    gathering = asyncio.gather(child(), child())
    log(gathering.cancel('stop'))
    log(await attempt(gathering))
    await turns()


# Fact 45: a later argument that cannot be awaited.
async def gather_bad_argument(log):
    async def child():
        log('the refused child runs')

    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    log(refused(lambda: asyncio.gather(child(), 42)))
    await turns(2)


async def gather_bad_only_argument(log):
    log(refused(lambda: asyncio.gather(42)))


# A failed child and a finished one in the same turn: which was first in the ring decides nothing here, the error does.
async def gather_error_and_result_in_one_turn(log):
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future()]
    gathering = asyncio.gather(*futures)
    futures[1].set_result('fine')
    futures[0].set_exception(Boom('bad'))
    log(await attempt(gathering))


# A gather inside a task: cancelling the task reaches the children, and the message goes no further than to them.
async def gather_cancelled_through_task(log):
    async def child(name):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log([name, err(error)])
            raise

    async def body():
        try:
            await asyncio.gather(child('a'), child('b'))
        except asyncio.CancelledError as error:
            log(['body', err(error)])
            raise

    task = asyncio.create_task(body())
    await turns(2)
    task.cancel('stop')
    log(await attempt(task))
