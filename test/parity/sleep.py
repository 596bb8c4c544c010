"""sleep. The twin is sleep.ts."""

import asyncio

from shared import TurnCounter, attempt, end, err, stopwatch, timers, turns


# Fact 42: no time, or less, is one turn.
async def sleep_zero_is_one_turn(log):
    counter = TurnCounter()
    await turns()
    for delay in [0, -1, 0]:
        before = counter.count
        await asyncio.sleep(delay)
        log(counter.count - before)
    counter.stop()


async def sleep_zero_arms_no_timer(log):
    async def body():
        await asyncio.sleep(0)

    task = asyncio.create_task(body())
    await turns()
    log([end(task), timers()])
    await task


# Fact 42: it hands out nothing, so other tasks and callbacks get their turn in between.
async def sleep_zero_interleaves(log):
    async def body(name):
        for step in range(3):
            log([name, step])
            await asyncio.sleep(0)

    await asyncio.gather(body('a'), body('b'))


async def sleep_result(log):
    log([await asyncio.sleep(0.01, 'timed'), await asyncio.sleep(0, 'at once'), await asyncio.sleep(0.01)])


async def sleep_order(log):
    async def body(name, delay):
        await asyncio.sleep(delay)
        log([name, elapsed()])

    elapsed = stopwatch()
    await asyncio.gather(body('a', 0.03), body('b', 0.01), body('c', 0.02), body('d', 0.015))


async def sleep_equal_deadlines(log):
    async def body(name, delay):
        await asyncio.sleep(delay)
        log([name, elapsed()])

    elapsed = stopwatch()
    first = asyncio.create_task(body('set first', 0.03))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(body('set later', 0.02))
    await asyncio.wait([first, second])


# Six deadlines in one moment: CPython's heap does not keep their order.
async def sleep_many_equal_deadlines(log):
    async def body(name):
        await asyncio.sleep(0.01)
        log(name)

    await asyncio.gather(*[body(name) for name in ['a', 'b', 'c', 'd', 'e', 'f']])


# The time runs from the first await on, not from the call.
async def sleep_is_lazy(log):
    elapsed = stopwatch()
    sleeping = asyncio.sleep(0.02)
    await asyncio.sleep(0.03)
    log([elapsed(), timers()])
    await sleeping
    log(elapsed())


# Fact 42: cancelled, it takes its timer back.
async def sleep_cancelled(log):
    async def body():
        await asyncio.sleep(0.05)

    elapsed = stopwatch()
    task = asyncio.create_task(body())
    await asyncio.sleep(0.01)
    log(timers())
    task.cancel()
    log(await attempt(task))
    log([timers(), elapsed()])


# Fact 2: the time is up, the sleeper not yet woken: a cancellation in that turn reaches it.
async def sleep_cancelled_as_it_ends(log):
    async def body():
        try:
            await asyncio.sleep(0.02)
            log('slept')
        except asyncio.CancelledError as error:
            log(err(error))
            raise

    task = asyncio.create_task(body())
    await turns()
    asyncio.get_running_loop().call_later(0.02, task.cancel, 'late')
    log(await attempt(task))
    log(timers())


async def sleep_again_and_again(log):
    elapsed = stopwatch()
    for _ in range(5):
        await asyncio.sleep(0.01)
    log([elapsed(), timers()])


async def sleep_text(log):
    async def body():
        await asyncio.sleep('1s')

    log(await attempt(body()))


async def sleep_not_a_number(log):
    async def body():
        await asyncio.sleep(float('nan'))
        return 'slept'

    log(await attempt(body()))
