"""Each way to put a callback into a turn x what becomes of it x from where: a task, a callback, a timer.

The twin is matrix_callbacks.ts. The programs are made, one for each cell: `programs` has them by name.
"""

import asyncio
import contextvars

from shared import Boom, err, stopwatch, timers

FUNCTIONS = {
    'callSoon': lambda loop, fn, context: loop.call_soon(fn, 'it', context=context),
    'callSoonThreadsafe': lambda loop, fn, context: loop.call_soon_threadsafe(fn, 'it', context=context),
    'callLater of no time': lambda loop, fn, context: loop.call_later(0, fn, 'it', context=context),
    'callLater': lambda loop, fn, context: loop.call_later(0.01, fn, 'it', context=context),
    'callAt of now': lambda loop, fn, context: loop.call_at(loop.time(), fn, 'it', context=context),
    'callAt': lambda loop, fn, context: loop.call_at(loop.time() + 0.01, fn, 'it', context=context),
}

STATES = ['runs', 'fails', 'schedules', 'is taken back', 'is taken back in its turn', 'is taken back afterwards', 'has a context']
MOMENTS = ['before', 'during', 'after']


def _program(function, state, moment):
    async def program(log):
        variable = contextvars.ContextVar('variable', default='default')
        loop = asyncio.get_running_loop()
        elapsed = stopwatch()
        handles = []
        given = contextvars.Context() if state == 'has a context' else None

        def callback(argument):
            log([argument, elapsed(), variable.get()])
            variable.set('of the callback')
            if state == 'fails':
                raise Boom('callback')
            if state == 'schedules':
                FUNCTIONS[function](loop, log, None)

        def take_back(_):
            handles[0].cancel()
            log('taken back')

        def schedule(_):
            variable.set('of the one who schedules')
            loop.call_soon(log, 'soon before')
            # Never three equal deadlines: CPython's heap does not keep their order (D6).
            if state != 'is taken back in its turn':
                loop.call_later(0.009, log, 'timer before')
                loop.call_later(0.011, log, 'timer behind')
            else:
                FUNCTIONS[function](loop, take_back, None)
            handles.append(FUNCTIONS[function](loop, callback, given))
            variable.set('changed')
            loop.call_soon(log, 'soon behind')
            if state == 'is taken back':
                take_back(None)
            log(timers())

        loop.set_exception_handler(lambda loop, context: log(['reported', err(context['exception'])]))
        if moment == 'before':
            schedule(None)
        elif moment == 'during':
            loop.call_soon(schedule, None)
        else:
            loop.call_later(0.005, schedule, None)
        await asyncio.sleep(0.05)
        if state == 'is taken back afterwards':
            take_back(None)
        log([timers(), variable.get(), given.get(variable) if given else None])

    return program


programs = {
    f'{function}, it {state}, {moment}': _program(function, state, moment)
    for function in FUNCTIONS
    for state in STATES
    for moment in MOMENTS
}
