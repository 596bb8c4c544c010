"""Each method of futures and tasks, and each function that asks about one x the state it is in x when it is called.

The moments of a settled one: before its callbacks are called, during the first of them, after. The twin is matrix_methods.ts.
The programs are made, one for each cell: `programs` has them by name.
"""

import asyncio

from shared import Boom, end, err, turns

CALLS = {
    'done': lambda it, there, added: it.done(),
    'cancelled': lambda it, there, added: it.cancelled(),
    'result': lambda it, there, added: it.result(),
    'exception': lambda it, there, added: it.exception(),
    'setResult': lambda it, there, added: it.set_result('by hand'),
    'setException': lambda it, there, added: it.set_exception(Boom('by hand')),
    'cancel': lambda it, there, added: it.cancel('by hand'),
    'addDoneCallback': lambda it, there, added: it.add_done_callback(added),
    'removeDoneCallback': lambda it, there, added: it.remove_done_callback(there),
    'getLoop': lambda it, there, added: it.get_loop() is asyncio.get_running_loop(),
    'isFuture': lambda it, there, added: asyncio.isfuture(it),
    'ensureFuture': lambda it, there, added: asyncio.ensure_future(it) is it,
    'shield': lambda it, there, added: asyncio.shield(it) is it,
}

TASK_CALLS = {
    **CALLS,
    'getName': lambda it, there, added: it.get_name(),
    'setName': lambda it, there, added: [it.set_name('renamed'), it.get_name()],
    'getCoro': lambda it, there, added: asyncio.iscoroutine(it.get_coro()),
    'allTasks': lambda it, there, added: it in asyncio.all_tasks(),
    'currentTask': lambda it, there, added: asyncio.current_task() is it,
    'registerTask': lambda it, there, added: [asyncio._register_task(it), it in asyncio.all_tasks()],
    'enterTask': lambda it, there, added: [asyncio._enter_task(it.get_loop(), it), asyncio._leave_task(it.get_loop(), it)],
    'leaveTask': lambda it, there, added: asyncio._leave_task(it.get_loop(), it),
}

SETTLED = ['finished', 'failed', 'cancelled']
MOMENTS = ['before', 'during', 'after']


def _outcome(call):
    """What calling it gives, as a trace shows it."""
    try:
        value = call()
    except BaseException as error:
        return ['raises', err(error)]
    return ['gives', err(value) if isinstance(value, BaseException) else value]


def _settle(future, state):
    if state == 'finished':
        future.set_result('result')
    elif state == 'failed':
        future.set_exception(Boom('error'))
    elif state == 'cancelled':
        future.cancel('message')


def _of_future(call, state, moment):
    async def program(log):
        def there(_):
            log('there')

        def perform(_=None):
            log(_outcome(lambda: CALLS[call](future, there, lambda _: log('added'))))

        future = asyncio.get_running_loop().create_future()
        if moment == 'during':
            future.add_done_callback(perform)
        future.add_done_callback(there)
        _settle(future, state)
        if moment == 'after':
            await turns(2)
        if moment != 'during':
            perform()
        await turns(3)
        log(end(future))
        if not future.done():
            future.set_result('late')
            await turns(2)

    return program


def _of_task(call, state, moment):
    async def program(log):
        def there(_):
            log('there')

        def perform(_=None):
            log(_outcome(lambda: TASK_CALLS[call](task, there, lambda _: log('added'))))

        async def body():
            if state == 'running':
                perform()
            await gate
            if state == 'failed':
                raise Boom('error')
            return 'result'

        loop = asyncio.get_running_loop()
        gate = loop.create_future()
        task = asyncio.create_task(body(), name='task')
        settled = state in SETTLED
        if settled and moment == 'during':
            task.add_done_callback(perform)
        task.add_done_callback(there)
        if state == 'not started':
            perform()
        await turns()
        if state == 'waiting':
            perform()
        if state == 'cancelled':
            task.cancel('message')
        if not gate.done():
            gate.set_result('gate')
        if state == 'woken':
            perform()
        if settled and moment == 'before':
            loop.call_soon(perform, None)
        await turns(4)
        if settled and moment == 'after':
            perform()
        await turns(3)
        log(end(task))
        asyncio._unregister_task(task)

    return program


programs = {
    f'{call} of a future, {state}, {moment}': _of_future(call, state, moment)
    for call in CALLS
    for state in ['pending', *SETTLED]
    for moment in MOMENTS
    if state != 'pending' or moment == 'before'
}
programs.update(
    {
        f'{call} of a task, {state}, {moment}': _of_task(call, state, moment)
        for call in TASK_CALLS
        for state, moments in {
            'not started': ['before'],
            'waiting': ['during'],
            'woken': ['during'],
            'running': ['during'],
            **{settled: MOMENTS for settled in SETTLED},
        }.items()
        for moment in moments
        if (call, state) != ('leaveTask', 'running')
    }
)
