"""Each method of what run_coroutine_threadsafe gives x what has become of the coroutine x when: while it is pending, in its own
callback, afterwards.

The twin is matrix_threadsafe.ts. The programs are made, one for each cell: `programs` has them by name.
"""

import asyncio

from shared import Boom, err, turns

CALLS = {
    'done': lambda future, added: future.done(),
    'cancelled': lambda future, added: future.cancelled(),
    'result': lambda future, added: future.result(),
    'exception': lambda future, added: future.exception(),
    'cancel': lambda future, added: future.cancel(),
    'addDoneCallback': lambda future, added: future.add_done_callback(added),
}

# While it is pending, result() and exception() of CPython's wait for another thread.
WAIT = ('result', 'exception')

PENDING = ['handed over', 'taken over', 'started']
SETTLED = ['finished', 'failed', 'cancelled', 'its task cancelled']
MOMENTS = ['during', 'after']


def _program(call, state, moment):
    async def program(log):
        def perform(_=None):
            try:
                value = CALLS[call](future, lambda _: log('added'))
                log(['gives', err(value) if isinstance(value, BaseException) else value])
            except BaseException as error:
                log(['raises', err(error)])

        async def body():
            tasks.append(asyncio.current_task())
            log('starts')
            try:
                await gate
            except asyncio.CancelledError:
                log('inside: cancelled')
                raise
            if state == 'failed':
                raise Boom('error')
            return 'result'

        tasks = []
        loop = asyncio.get_running_loop()
        gate = loop.create_future()
        future = asyncio.run_coroutine_threadsafe(body(), loop)
        if moment == 'during':
            future.add_done_callback(perform)
        future.add_done_callback(lambda _: log('there'))
        if state == 'handed over':
            perform()
        await turns()
        if state == 'taken over':
            perform()
        await turns(2)
        if state == 'started':
            perform()
        if state == 'cancelled':
            future.cancel()
        elif state == 'its task cancelled':
            tasks[0].cancel('message')
        elif not gate.done():
            gate.set_result(None)
        await turns(5)
        if moment == 'after':
            perform()
        log([future.done(), future.cancelled()])
        await turns(3)

    return program


programs = {
    f'{call} of a ConcurrentFuture, {state}, before': _program(call, state, 'before')
    for call in CALLS
    for state in PENDING
    if call not in WAIT
}
programs.update(
    {
        f'{call} of a ConcurrentFuture, {state}, {moment}': _program(call, state, moment)
        for call in CALLS
        for state in SETTLED
        for moment in MOMENTS
    }
)
