"""shield. The twin is shield.ts."""

import asyncio

from shared import Boom, attempt, end, err, stopwatch, turns


# Fact 25
async def shield_done_is_the_same_object(log):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    log(asyncio.shield(future) is future)
    future.set_result('done')
    log(asyncio.shield(future) is future)
    log(await asyncio.shield(future))
    await turns(2)


async def shield_gives_result_and_error(log):
    async def child(name):
        await asyncio.sleep(0.01)
        if name == 'bad':
            raise Boom(name)
        return name

    log(await attempt(asyncio.shield(child('good'))))
    log(await attempt(asyncio.shield(child('bad'))))


# A coroutine becomes a task at once, before anybody awaits.
async def shield_starts_coroutine(log):
    async def child():
        log('child runs')
        return 'child'

    shielded = asyncio.shield(child())
    await turns()
    log(['awaited', await shielded])


# Fact 26: outer cancelled without a message, be the inner a future or a task.
async def shield_inner_cancelled(log):
    future = asyncio.get_running_loop().create_future()

    async def child():
        await asyncio.sleep(1)

    task = asyncio.create_task(child())
    for inner in [future, task]:
        outer = asyncio.shield(inner)
        await turns()
        inner.cancel('inner')
        log(await attempt(outer))
        log([end(outer), end(inner)])


async def shield_outer_cancelled(log):
    outer_cancelled = []

    async def child():
        await asyncio.sleep(0.03)
        log('child finished')
        return 'child'

    async def body():
        outer = asyncio.shield(inner)
        outer_cancelled.append(outer)
        try:
            await outer
        except asyncio.CancelledError as error:
            log(['body', err(error)])
            raise

    elapsed = stopwatch()
    inner = asyncio.create_task(child())
    task = asyncio.create_task(body())
    await asyncio.sleep(0.01)
    log(task.cancel('stop'))
    log(await attempt(task))
    log([end(outer_cancelled[0]), end(inner), elapsed()])
    log(await attempt(inner))
    log(elapsed())


# The outer was cancelled and is out of it; the inner fails later, and whoever looks at it sees that.
async def shield_outer_cancelled_inner_fails(log):
    async def child():
        await asyncio.sleep(0.01)
        raise Boom('child')

    inner = asyncio.create_task(child())
    outer = asyncio.shield(inner)
    await turns()
    log(outer.cancel())
    log(await attempt(outer))
    log(await attempt(inner))


# Fact 27: both end in one turn: nobody looks at the inner's error, and nobody is told of it.
async def shield_both_end_in_one_turn(log):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(['reported', err(context['exception'])]))
    for outer_first in [True, False]:
        inner = loop.create_future()
        outer = asyncio.shield(inner)
        if outer_first:
            outer.cancel()
        inner.set_exception(Boom('inner'))
        if not outer_first:
            outer.cancel()
        await turns(2)
        log(end(outer))
        del inner, outer
    await asyncio.sleep(0.01)


# Fact 27: an outer that somebody settles by hand while the inner is ending: the shield's callback fails.
async def shield_outer_set_while_inner_ends(log):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(['reported', err(context['exception'])]))
    inner = loop.create_future()
    outer = asyncio.shield(inner)
    inner.set_result('inner')
    outer.set_result('by hand')
    await turns(2)
    log([end(outer), end(inner)])


# Fact 27: settled earlier, the callback was taken back, and nothing fails.
async def shield_outer_set_before_inner_ends(log):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(['reported', err(context['exception'])]))
    inner = loop.create_future()
    outer = asyncio.shield(inner)
    outer.set_result('by hand')
    await turns()
    inner.set_result('inner')
    await turns(2)
    log([end(outer), end(inner)])


async def shield_in_shield(log):
    async def child():
        await asyncio.sleep(0.02)
        return 'child'

    inner = asyncio.create_task(child())
    middle = asyncio.shield(inner)
    outer = asyncio.shield(middle)
    await turns()
    outer.cancel('stop')
    await turns()
    log([end(outer), end(middle), end(inner)])
    log([await attempt(middle), await attempt(inner)])


async def shield_in_gather(log):
    async def child(name):
        try:
            await asyncio.sleep(0.02)
            log([name, 'finished'])
            return name
        except asyncio.CancelledError:
            log([name, 'cancelled'])
            raise

    shielded = asyncio.create_task(child('shielded'))
    gathering = asyncio.gather(asyncio.shield(shielded), child('open'))
    await turns()
    log(gathering.cancel('stop'))
    log(await attempt(gathering))
    log(await attempt(shielded))


# Two shields over one task: cancelling one says nothing to the other.
async def shield_twice_over_one_task(log):
    async def child():
        await asyncio.sleep(0.01)
        return 'child'

    inner = asyncio.create_task(child())
    first = asyncio.shield(inner)
    second = asyncio.shield(inner)
    first.cancel()
    log([await attempt(first), await attempt(second)])


async def shield_bad_argument(log):
    async def body():
        await asyncio.shield(42)

    log(await attempt(body()))
