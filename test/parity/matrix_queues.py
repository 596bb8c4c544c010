"""Each method of each kind of queue x how full it is x who waits: nobody, one who waits, one who gave up waiting.

The twin is matrix_queues.ts. The programs are made, one for each cell: `programs` has them by name.
"""

import asyncio

from shared import attempt, end, err, turns

KINDS = {'Queue': asyncio.Queue, 'LifoQueue': asyncio.LifoQueue, 'PriorityQueue': asyncio.PriorityQueue}

CALLS = {
    'get': lambda queue: queue.get(),
    'put': lambda queue: queue.put(4),
    'join': lambda queue: queue.join(),
    'getNowait': lambda queue: queue.get_nowait(),
    'putNowait': lambda queue: queue.put_nowait(4),
    'taskDone': lambda queue: queue.task_done(),
    'qsize': lambda queue: queue.qsize(),
    'empty': lambda queue: queue.empty(),
    'full': lambda queue: queue.full(),
}

STATES = {'empty': [], 'partly full': [2], 'full': [2, 3, 1]}

# Who waits: a getter of an empty queue, a putter of a full one; for one that is partly full, who joins it.
MOMENTS = ['before', 'during', 'after']


def _outcome(call):
    try:
        return ['gives', call()]
    except Exception as error:
        return ['raises', err(error)]


def _program(kind, call, state, moment):
    async def program(log):
        async def waits():
            if state == 'empty':
                log(['got', await queue.get()])
            elif state == 'full':
                await queue.put(0)
                log('put')
            else:
                await queue.join()
                log('joined')

        async def performs():
            log(await attempt(CALLS[call](queue)))

        queue = KINDS[kind](3)
        for item in STATES[state]:
            queue.put_nowait(item)
        waiter = None
        if moment != 'before':
            waiter = asyncio.create_task(waits())
            await turns()
        if moment == 'after':
            waiter.cancel()
            await turns(2)
        performer = None
        if call in ('get', 'put', 'join'):
            performer = asyncio.create_task(performs())
        else:
            log(_outcome(lambda: CALLS[call](queue)))
        await turns(3)
        log([waiter and end(waiter), performer and end(performer), queue.qsize()])
        for task in (waiter, performer):
            if task is not None:
                task.cancel()
        await turns(2)
        left = []
        while not queue.empty():
            left.append(queue.get_nowait())
        log(left)

    return program


programs = {
    f'{call} of a {kind}, {state}, {moment}': _program(kind, call, state, moment)
    for kind in KINDS
    for call in CALLS
    for state in STATES
    for moment in MOMENTS
}
