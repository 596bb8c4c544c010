"""wait_for. The twin is waitfor.ts."""

import asyncio

from shared import Boom, TurnCounter, attempt, end, err, refused, stopwatch, timers, turns


def _number(task):
    """N of a task's name Task-N."""
    return int(task.get_name()[5:])


# Fact 28: awaits in place: in the same task, and without using up a task name.
async def wait_for_null_awaits_in_place(log):
    async def child():
        log(asyncio.current_task() is program)
        await asyncio.sleep(0.01)
        return 'child'

    async def nothing():
        pass

    program = asyncio.current_task()
    before = asyncio.create_task(nothing())
    log(await asyncio.wait_for(child(), None))
    after = asyncio.create_task(nothing())
    log(_number(after) - _number(before))
    await after


async def wait_for_null_gives_error(log):
    async def child():
        await asyncio.sleep(0.01)
        raise Boom('child')

    log(await attempt(asyncio.wait_for(child(), None)))


async def wait_for_in_time(log):
    async def child():
        await asyncio.sleep(0.01)
        return 'child'

    elapsed = stopwatch()
    log(await asyncio.wait_for(child(), 0.05))
    log([elapsed(), timers()])


async def wait_for_error_in_time(log):
    async def child():
        await asyncio.sleep(0.01)
        raise Boom('child')

    log(await attempt(asyncio.wait_for(child(), 0.05)))
    log(timers())


# With a time the coroutine becomes a task.
async def wait_for_runs_in_task(log):
    async def child():
        log(asyncio.current_task() is program)

    program = asyncio.current_task()
    await asyncio.wait_for(child(), 0.05)


async def wait_for_late(log):
    async def child():
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError as error:
            log(['child', err(error)])
            raise

    elapsed = stopwatch()
    task = asyncio.create_task(child())
    log(await attempt(asyncio.wait_for(task, 0.02)))
    log([elapsed(), end(task), timers()])


async def wait_for_late_future(log):
    future = asyncio.get_running_loop().create_future()
    log(await attempt(asyncio.wait_for(future, 0.02)))
    log([end(future), refused(future.result)])


# Fact 29: no time: what is done is given at once, without a turn.
async def wait_for_zero_done(log):
    loop = asyncio.get_running_loop()
    good = loop.create_future()
    bad = loop.create_future()
    good.set_result('good')
    bad.set_exception(Boom('bad'))
    counter = TurnCounter()
    await turns()
    before = counter.count
    log(await attempt(asyncio.wait_for(good, 0)))
    log(await attempt(asyncio.wait_for(bad, -1)))
    log(counter.count - before)
    counter.stop()


# Fact 29: a coroutine becomes a task that never starts.
async def wait_for_zero_coroutine(log):
    async def child():
        log('child runs')

    log(await attempt(asyncio.wait_for(child(), 0)))
    log(await attempt(asyncio.wait_for(child(), -1)))


async def wait_for_zero_pending(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(['child', err(error)])
            raise

    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(child())
    await turns()
    log(await attempt(asyncio.wait_for(future, 0)))
    log(await attempt(asyncio.wait_for(task, 0)))
    log([end(future), end(task)])


# Fact 30: the child answers the time-out with a value.
async def wait_for_late_child_swallows(log):
    async def child():
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            await asyncio.sleep(0.01)
            return 'late value'

    elapsed = stopwatch()
    task = asyncio.create_task(child())
    log(await attempt(asyncio.wait_for(task, 0.02)))
    log([elapsed(), end(task)])


# Facts 29, 30: so without any time.
async def wait_for_zero_child_swallows(log):
    async def child():
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            return 'late value'

    task = asyncio.create_task(child())
    await turns()
    log(await attempt(asyncio.wait_for(task, 0)))
    log(end(task))


# Fact 31: an error raised on the time-out's cancellation comes out in place of TimeoutError.
async def wait_for_late_child_raises(log):
    async def child():
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            raise Boom('instead')

    log(await attempt(asyncio.wait_for(child(), 0.02)))


async def wait_for_zero_child_raises(log):
    async def child():
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            raise Boom('instead')

    task = asyncio.create_task(child())
    await turns()
    log(await attempt(asyncio.wait_for(task, 0)))


# Fact 32: it does not return before the child has really ended.
async def wait_for_late_waits_for_end(log):
    async def child():
        try:
            await asyncio.sleep(0.05)
        finally:
            await asyncio.sleep(0.2)
            log('child ends')

    elapsed = stopwatch()
    log(await attempt(asyncio.wait_for(child(), 0.02)))
    log(elapsed())


# Fact 33: the child is cancelled without the message, which stays with the one who waits.
async def wait_for_cancelled(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(['child', err(error)])
            await asyncio.sleep(0.02)
            log('child ends')
            raise

    async def body():
        try:
            await asyncio.wait_for(child(), 0.5)
        except asyncio.CancelledError as error:
            log(['body', err(error), timers()])
            raise

    elapsed = stopwatch()
    task = asyncio.create_task(body())
    await asyncio.sleep(0.01)
    log(task.cancel('stop'))
    log(await attempt(task))
    log(elapsed())


# Fact 33: what the child gives or raises then is dropped.
async def wait_for_cancelled_child_returns(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            return 'dropped'

    async def body():
        try:
            await asyncio.wait_for(inner, 0.5)
        except asyncio.CancelledError as error:
            log(['body', err(error)])
            raise

    inner = asyncio.create_task(child())
    task = asyncio.create_task(body())
    await turns(2)
    task.cancel('stop')
    log(await attempt(task))
    log(end(inner))


async def wait_for_cancelled_child_raises(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise Boom('dropped')

    async def body():
        try:
            await asyncio.wait_for(inner, 0.5)
        except asyncio.CancelledError as error:
            log(['body', err(error)])
            raise

    inner = asyncio.create_task(child())
    task = asyncio.create_task(body())
    await turns(2)
    task.cancel('stop')
    log(await attempt(task))
    log(end(inner))


# Fact 34: cancelled in the turn in which the child has ended.
async def wait_for_cancelled_as_child_ends(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        return await asyncio.wait_for(future, 0.5)

    task = asyncio.create_task(body())
    await turns()
    future.set_result('child')
    log(task.cancel('stop'))
    log(await attempt(task))
    log([task.cancelled(), timers()])


# Fact 34: a turn later, when wait_for is about to be woken.
async def wait_for_cancelled_after_child_ended(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        return await asyncio.wait_for(future, 0.5)

    def cancel_it(_):
        log(task.cancel('stop'))

    task = asyncio.create_task(body())
    await turns()
    future.set_result('child')
    # The callback of wait_for runs next, then this one, in the turn before body() is woken.
    asyncio.get_running_loop().call_soon(cancel_it, None)
    log(await attempt(task))
    log(task.cancelled())


# Fact 34: and with a child that has failed.
async def wait_for_cancelled_as_child_fails(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        return await asyncio.wait_for(future, 0.5)

    task = asyncio.create_task(body())
    await turns()
    future.set_exception(Boom('child'))
    log(task.cancel('stop'))
    log(await attempt(task))
    log(task.cancelled())


# Fact 35: a second request while it waits for the cancelled child: it gives up waiting, with the second message.
async def wait_for_cancelled_twice(log):
    async def child():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(0.05)
            log('child ends')

    async def body():
        try:
            await asyncio.wait_for(inner, 0.5)
        except asyncio.CancelledError as error:
            log(['body', err(error), end(inner)])
            raise

    elapsed = stopwatch()
    inner = asyncio.create_task(child())
    task = asyncio.create_task(body())
    await turns(2)
    log(task.cancel('first'))
    await asyncio.sleep(0.01)
    log(task.cancel('second'))
    log(await attempt(task))
    log(elapsed())
    await asyncio.wait([inner])
    log([elapsed(), end(inner)])


# Fact 35: cancelled when the time is up already, while the child still cleans up: a cancellation, no TimeoutError.
async def wait_for_late_then_cancelled(log):
    async def child():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(0.05)

    async def body():
        try:
            await asyncio.wait_for(inner, 0.02)
        except BaseException as error:
            log(['body', err(error), end(inner)])
            raise

    elapsed = stopwatch()
    inner = asyncio.create_task(child())
    task = asyncio.create_task(body())
    await asyncio.sleep(0.03)
    log(task.cancel('stop'))
    log(await attempt(task))
    await asyncio.wait([inner])
    log([elapsed(), end(inner)])


# Fact 36: with time to spare, even what is done costs turns.
async def wait_for_done_future_takes_turns(log):
    future = asyncio.get_running_loop().create_future()
    future.set_result('done')
    counter = TurnCounter()
    await turns()
    before = counter.count
    log(await asyncio.wait_for(future, 0.5))
    log([counter.count - before, timers()])
    counter.stop()


# Fact 36: a tie. The coroutine's sleep begins after the timer was armed, so it is too late.
async def wait_for_tie_of_coroutine(log):
    async def child():
        await asyncio.sleep(0.02)
        return 'child'

    log(await attempt(asyncio.wait_for(child(), 0.02)))


# Fact 36: a task that sleeps already wins.
async def wait_for_tie_of_sleeping_task(log):
    async def child():
        await asyncio.sleep(0.02)
        return 'child'

    task = asyncio.create_task(child())
    await turns()
    log(await attempt(asyncio.wait_for(task, 0.02)))


# A future that a timer settles in the very turn in which the time is up, before it and behind it.
async def wait_for_tie_of_future(log):
    loop = asyncio.get_running_loop()
    before = loop.create_future()
    loop.call_later(0.02, before.set_result, 'before')
    log(await attempt(asyncio.wait_for(before, 0.02)))

    behind = loop.create_future()

    def settle(_):
        log(['settles', behind.done()])
        behind.set_result('behind')

    async def arm():
        loop.call_later(0.02, settle, None)

    task = asyncio.create_task(arm())
    log(await attempt(asyncio.wait_for(behind, 0.02)))
    await task


# Fact 37: an argument that cannot be awaited, and the timer.
async def wait_for_bad_argument(log):
    log(await attempt(asyncio.wait_for(42, 0.02)))
    log(timers())
    await asyncio.sleep(0.03)


# The child is cancelled by somebody else: that is what comes out, and no time-out.
async def wait_for_child_cancelled(log):
    async def child():
        await asyncio.sleep(1)

    task = asyncio.create_task(child())
    asyncio.get_running_loop().call_later(0.01, task.cancel, 'by somebody')
    log(await attempt(asyncio.wait_for(task, 0.5)))
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.01, future.cancel, 'by somebody')
    log(await attempt(asyncio.wait_for(future, 0.5)))
    log(timers())


async def wait_for_shielded(log):
    async def child():
        await asyncio.sleep(0.05)
        return 'child'

    elapsed = stopwatch()
    task = asyncio.create_task(child())
    log(await attempt(asyncio.wait_for(asyncio.shield(task), 0.02)))
    log([elapsed(), end(task)])
    log(await attempt(task))
    log(elapsed())


async def wait_for_nested(log):
    async def child():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log('child cancelled')
            raise

    elapsed = stopwatch()
    log(['inner first', await attempt(asyncio.wait_for(asyncio.wait_for(child(), 0.02), 0.05)), elapsed()])
    log(['outer first', await attempt(asyncio.wait_for(asyncio.wait_for(child(), 0.05), 0.02)), elapsed()])
    log(timers())


# The time-out cancels a gather, which ends when a child has.
async def wait_for_late_gather(log):
    async def child(name, cleanup):
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(cleanup)
            log([name, 'ends', elapsed()])

    elapsed = stopwatch()
    slow = asyncio.create_task(child('slow', 0.03))
    log(await attempt(asyncio.wait_for(asyncio.gather(slow, child('quick', 0.01)), 0.02)))
    log(elapsed())
    await asyncio.wait([slow])


# Facts 20, 30: no time, for a gather that will be done in the next turn: it takes no cancellation, and gives its results.
async def wait_for_zero_finished_gather(log):
    future = asyncio.get_running_loop().create_future()
    future.set_result('child')
    gathering = asyncio.gather(future)
    log(await attempt(asyncio.wait_for(gathering, 0)))
    log(end(gathering))


# The time-out cancels a get() that waits: nothing is taken from the queue.
async def wait_for_queue_get(log):
    queue = asyncio.Queue()
    log(await attempt(asyncio.wait_for(queue.get(), 0.02)))
    queue.put_nowait('item')
    log([queue.qsize(), await queue.get()])


# Several at once over one task: the first time-out cancels it for all.
async def wait_for_two_over_one_task(log):
    async def child():
        await asyncio.sleep(1)

    task = asyncio.create_task(child())

    async def body(name, timeout):
        log([name, await attempt(asyncio.wait_for(task, timeout))])

    await asyncio.gather(body('patient', 0.05), body('hasty', 0.02))
    log(end(task))
