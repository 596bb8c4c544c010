"""Whatever waits x what it is given x how that ends x when: before the wait, during it, after it was given up.

The twin is matrix_waits.ts. The programs are made, one for each cell: `programs` has them by name.
"""

import asyncio

from shared import Boom, TurnCounter, end, err, shown, timers, turns

LONG = 1000


async def _plainly(it):
    return await it


FUNCTIONS = {
    'await': _plainly,
    'ensureFuture': lambda it: asyncio.ensure_future(it),
    'gather': lambda it: asyncio.gather(it),
    'gather with returnExceptions': lambda it: asyncio.gather(it, return_exceptions=True),
    'gather beside another': lambda it: asyncio.gather(it, asyncio.sleep(0, 'other')),
    'shield': lambda it: asyncio.shield(it),
    'wait': lambda it: asyncio.wait([it]),
    'wait for FIRST_COMPLETED': lambda it: asyncio.wait([it], return_when=asyncio.FIRST_COMPLETED),
    'wait for FIRST_EXCEPTION': lambda it: asyncio.wait([it], return_when=asyncio.FIRST_EXCEPTION),
    'wait with a time-out': lambda it: asyncio.wait([it], timeout=LONG),
    'waitFor without a time': lambda it: asyncio.wait_for(it, None),
    'waitFor': lambda it: asyncio.wait_for(it, LONG),
    'waitFor of no time': lambda it: asyncio.wait_for(it, 0),
    'asCompleted': lambda it: next(asyncio.as_completed([it])),
    'asCompleted with a time-out': lambda it: next(asyncio.as_completed([it], timeout=LONG)),
}

KINDS = ['future', 'task', 'coroutine']
ENDS = ['result', 'error', 'cancelled']
MOMENTS = ['before', 'during', 'after']


class Child:
    """What is waited for: it ends when it is told to."""

    def __init__(self, kind, ends):
        self._ends = ends
        self._gate = asyncio.get_running_loop().create_future()
        self.task = None
        self.it = self._gate
        if kind != 'future':
            self.it = self._body()
        if kind == 'task':
            self.it = asyncio.create_task(self.it)

    async def _body(self):
        self.task = asyncio.current_task()
        return await self._gate

    def end(self):
        if self._gate.done():
            return
        if self._ends == 'result':
            self._gate.set_result('child')
        elif self._ends == 'error':
            self._gate.set_exception(Boom('child'))
        else:
            self._gate.cancel('child')

    def ended(self, body):
        """How it stands. The gate is looked at in any case: of a task that never started nobody else does."""
        gate = end(self._gate)
        if self.it is self._gate:
            return gate
        if self.task is None:
            return 'not started'
        return 'in place' if self.task is body else end(self.task)


def _told(value):
    """What the wait gave, as a trace shows it."""
    if isinstance(value, BaseException):
        return err(value)
    if isinstance(value, tuple):
        return [[end(future) for future in value[0]], [end(future) for future in value[1]]]
    if isinstance(value, list):
        return [_told(each) for each in value]
    return shown(value)


def _program(function, kind, ends, moment):
    async def program(log):
        async def body():
            start = counter.count
            try:
                log(['gives', _told(await FUNCTIONS[function](child.it)), counter.count - start])
            except BaseException as error:
                log(['raises', err(error), counter.count - start])
                raise

        counter = TurnCounter()
        child = Child(kind, ends)
        await turns(2)
        if moment == 'before':
            child.end()
            await turns(3)
        task = asyncio.create_task(body())
        await turns(3)
        log([end(task), child.ended(task), timers()])
        if moment == 'during':
            child.end()
        elif moment == 'after':
            log(['cancel', task.cancel('outer')])
            await turns(5)
            log([end(task), child.ended(task)])
            child.end()
        await turns(6)
        log([end(task), child.ended(task), timers()])
        counter.stop()

    return program


programs = {
    f'{function} of a {kind}, {ends}, {moment}': _program(function, kind, ends, moment)
    for function in FUNCTIONS
    for kind in KINDS
    for ends in ENDS
    for moment in MOMENTS
    if not (kind == 'coroutine' and moment == 'before')
}
