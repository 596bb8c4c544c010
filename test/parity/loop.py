"""The order of callbacks and timers. The twin is loop.ts."""

import asyncio

from shared import Boom, TurnCounter, err, refused, stopwatch, timers, turns


async def loop_call_soon_in_order(log):
    loop = asyncio.get_running_loop()
    for name in ['a', 'b', 'c']:
        loop.call_soon(log, name)
    log('scheduled')
    await turns()


# Fact 44: a turn runs what was there at its start; what is scheduled meanwhile waits for the next one.
async def loop_call_soon_nested(log):
    loop = asyncio.get_running_loop()

    def first(_):
        loop.call_soon(log, 'third')
        log('first')

    loop.call_soon(first, None)
    loop.call_soon(log, 'second')
    await turns()
    log('a turn')
    await turns()


# Fact 44: due timers go behind what is ready, so no time at all is later than soon.
async def loop_call_later_zero_after_call_soon(log):
    loop = asyncio.get_running_loop()
    loop.call_later(0, log, 'call_later 0')
    loop.call_at(loop.time(), log, 'call_at now')
    loop.call_soon(log, 'call_soon')
    await turns()
    log('a turn')
    await turns()


# Fact 44: in the turn in which a timer is due.
async def loop_due_timer_after_ready(log):
    loop = asyncio.get_running_loop()

    def first(_):
        loop.call_soon(log, 'soon, by a timer')
        loop.call_later(0, log, 'no time, by a timer')
        log('first timer')

    loop.call_later(0.01, first, None)
    loop.call_later(0.01, log, 'second timer')
    await asyncio.sleep(0.02)


async def loop_timers_by_deadline(log):
    loop = asyncio.get_running_loop()
    elapsed = stopwatch()

    def callback(name):
        log([name, elapsed()])

    loop.call_later(0.03, callback, 'c')
    loop.call_later(0.01, callback, 'a')
    loop.call_at(loop.time() + 0.02, callback, 'b')
    await asyncio.sleep(0.04)


async def loop_timer_in_the_past(log):
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.01)
    loop.call_at(loop.time() - 0.005, log, 'five ago')
    loop.call_later(-1, log, 'long ago')
    loop.call_soon(log, 'soon')
    await turns()
    log('a turn')


# Two equal deadlines, set at different times and in different ways.
async def loop_call_at_ties(log):
    loop = asyncio.get_running_loop()
    start = loop.time()
    loop.call_at(start + 0.02, log, 'set first')
    await asyncio.sleep(0.01)
    loop.call_later(0.01, log, 'set later')
    await asyncio.sleep(0.02)


# Eight equal deadlines: CPython's heap does not keep their order.
async def loop_many_call_at_ties(log):
    loop = asyncio.get_running_loop()
    when = loop.time() + 0.01
    for name in range(8):
        loop.call_at(when, log, name)
    await asyncio.sleep(0.02)


# The clock stands still within a turn, and while there is something to run.
async def loop_time_jumps(log):
    loop = asyncio.get_running_loop()
    elapsed = stopwatch()
    await turns(3)
    log(elapsed())
    await asyncio.sleep(0.02)
    log(elapsed())


async def loop_cancel_callback(log):
    loop = asyncio.get_running_loop()
    handle = loop.call_soon(log, 'taken back')
    loop.call_soon(log, 'stays')
    handle.cancel()
    await turns()
    handle.cancel()
    await turns()


async def loop_cancel_timer(log):
    loop = asyncio.get_running_loop()
    handles = [loop.call_later(0.01 * (index + 1), log, index) for index in range(5)]
    handles[0].cancel()
    handles[2].cancel()
    log(timers())
    await asyncio.sleep(0.06)
    log(timers())


# One callback takes back another that was to run later in the same turn.
async def loop_cancel_in_same_turn(log):
    loop = asyncio.get_running_loop()
    handles = []

    def first(_):
        handles[0].cancel()
        log('first')

    loop.call_soon(first, None)
    handles.append(loop.call_soon(log, 'taken back'))
    loop.call_soon(log, 'last')
    await turns()


# So with timers that are due in the same turn.
async def loop_cancel_due_timer(log):
    loop = asyncio.get_running_loop()
    handles = []

    def first(_):
        handles[0].cancel()
        log('first')

    loop.call_later(0.01, first, None)
    handles.append(loop.call_later(0.01, log, 'taken back'))
    loop.call_later(0.01, log, 'last')
    await asyncio.sleep(0.02)


async def loop_callback_cancels_itself(log):
    loop = asyncio.get_running_loop()
    handles = []

    def callback(_):
        handles[0].cancel()
        log('ran')

    handles.append(loop.call_soon(callback, None))
    await turns()
    handles[0] = loop.call_later(0.01, callback, None)
    await asyncio.sleep(0.02)


# A callback that fails is reported, and the turn goes on.
async def loop_callback_fails(log):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(['reported', err(context['exception'])]))

    def fails(_):
        raise Boom('callback')

    loop.call_soon(fails, None)
    loop.call_soon(log, 'next')
    loop.call_later(0.01, fails, None)
    loop.call_later(0.01, log, 'next timer')
    await asyncio.sleep(0.02)


# A cancellation that a callback raises is an error like others.
async def loop_callback_raises_cancelled(log):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log(['reported', err(context['exception'])]))

    def fails(_):
        raise asyncio.CancelledError('by hand')

    loop.call_soon(fails, None)
    loop.call_soon(log, 'next')
    await turns()


# A report made by hand, and what is no handler.
async def loop_call_exception_handler(log):
    loop = asyncio.get_running_loop()

    def handler(_, context):
        log([context['message'], err(context['exception'])])

    loop.set_exception_handler(handler)
    loop.call_exception_handler({'message': 'by hand', 'exception': Boom('mine')})
    log(refused(lambda: loop.set_exception_handler('no function')))


async def loop_call_soon_threadsafe(log):
    loop = asyncio.get_running_loop()
    loop.call_soon(log, 'call_soon')
    loop.call_soon_threadsafe(log, 'call_soon_threadsafe')
    loop.call_soon(log, 'call_soon again')
    log('scheduled')
    await turns()


async def loop_is_running(log):
    loop = asyncio.get_running_loop()

    async def nothing():
        pass

    coroutine = nothing()
    log([loop.is_running(), loop.is_closed()])
    log([refused(loop.run_forever), refused(loop.close)])
    log(refused(lambda: loop.run_until_complete(coroutine)))
    await coroutine


async def loop_closed(log):
    loop = asyncio.new_event_loop()
    log([loop.is_running(), loop.is_closed()])
    loop.close()
    loop.close()
    log([loop.is_running(), loop.is_closed()])
    log([refused(lambda: loop.call_soon(log, 'never')), refused(lambda: loop.call_later(0.01, log, 'never'))])
    log(refused(loop.run_forever))


# Tasks and callbacks share one queue: a task's step is a callback.
async def loop_tasks_and_callbacks_in_one_queue(log):
    loop = asyncio.get_running_loop()

    async def body(name):
        log([name, 'first step'])
        await turns()
        log([name, 'second step'])

    loop.call_soon(log, 'before')
    first = asyncio.create_task(body('a'))
    loop.call_soon(log, 'between')
    second = asyncio.create_task(body('b'))
    loop.call_soon(log, 'behind')
    await asyncio.wait([first, second])


# How many turns each thing takes, from the call to the wake-up.
async def loop_turns_of_each_wait(log):
    counter = TurnCounter()
    loop = asyncio.get_running_loop()
    await turns()

    async def nothing():
        pass

    async def one_turn():
        await turns()

    waits = [
        ['a turn', lambda: turns()],
        ['a coroutine that does not wait', nothing],
        ['a new task', lambda: asyncio.create_task(nothing())],
        ['a new task of one turn', lambda: asyncio.create_task(one_turn())],
        ['gather of a new task', lambda: asyncio.gather(nothing())],
        ['gather of a gather', lambda: asyncio.gather(asyncio.gather(nothing()))],
        ['wait for a new task', lambda: asyncio.wait([asyncio.create_task(nothing())])],
        ['wait_for a new task', lambda: asyncio.wait_for(nothing(), 1)],
        ['wait_for without a time', lambda: asyncio.wait_for(one_turn(), None)],
        ['shield of a new task', lambda: asyncio.shield(nothing())],
        ['shield of a shield', lambda: asyncio.shield(asyncio.shield(nothing()))],
        ['as_completed of a new task', lambda: next(asyncio.as_completed([nothing()]))],
    ]
    for name, start in waits:
        before = counter.count
        await start()
        log([name, counter.count - before])
    counter.stop()
