"""A task is cancelled x what it waits for x how that answers x when: before its first step, while it waits, twice, as the
wait ends, afterwards.

The twin is matrix_cancels.ts. The programs are made, one for each cell: `programs` has them by name.
"""

import asyncio

from shared import Boom, TurnCounter, attempt, end, err, shown, timers, turns

LONG = 1000


async def _plainly(it):
    return await it


async def _first_of(it):
    done, pending = await asyncio.wait([it])
    return [[end(future) for future in done], [end(future) for future in pending]]


async def _first_in_time(it):
    done, pending = await asyncio.wait([it], timeout=LONG)
    return [[end(future) for future in done], [end(future) for future in pending]]


# What a task waits for that has a child, which may answer in its own way.
OF_A_CHILD = {
    'coroutine': _plainly,
    'task': lambda it: asyncio.create_task(it),
    'gather': lambda it: asyncio.gather(it),
    'gather with returnExceptions': lambda it: asyncio.gather(it, return_exceptions=True),
    'gather in gather': lambda it: asyncio.gather(asyncio.gather(it)),
    'shield': lambda it: asyncio.shield(it),
    'wait': _first_of,
    'wait with a time-out': _first_in_time,
    'waitFor without a time': lambda it: asyncio.wait_for(it, None),
    'waitFor': lambda it: asyncio.wait_for(it, LONG),
    'asCompleted': lambda it: next(asyncio.as_completed([it])),
    'asCompleted with a time-out': lambda it: next(asyncio.as_completed([it], timeout=LONG)),
}

# And what has none.
ALONE = ['future', 'sleep', 'one turn', 'Queue.get', 'Queue.put', 'Queue.join']

ANSWERS = ['obeys', 'obeys after a while', 'swallows', 'fails']
MOMENTS = ['before', 'during', 'during, twice', 'during, again', 'as the gate opens', 'as the child ends', 'after']


class _Alone:
    """What a task waits for without a child, and how to end that."""

    def __init__(self, name):
        self.name = name
        self.queue = asyncio.Queue(1)
        self.future = asyncio.get_running_loop().create_future()
        if name in ('Queue.put', 'Queue.join'):
            self.queue.put_nowait('first')

    def start(self):
        return {
            'future': lambda: self.future,
            'sleep': lambda: asyncio.sleep(LONG, 'slept'),
            'one turn': lambda: asyncio.sleep(0, 'a turn'),
            'Queue.get': self.queue.get,
            'Queue.put': lambda: self.queue.put('second'),
            'Queue.join': self.queue.join,
        }[self.name]()

    def open(self):
        if self.name == 'future' and not self.future.done():
            self.future.set_result('future')
        elif self.name == 'Queue.get':
            self.queue.put_nowait('item')
        elif self.name == 'Queue.put':
            self.queue.get_nowait()
        elif self.name == 'Queue.join':
            self.queue.task_done()

    def ended(self, _body):
        return [end(self.future), self.queue.qsize()]


class _Child:
    """A child that waits at a gate, and answers a cancellation in its own way."""

    def __init__(self, function, answer, log):
        self.function = function
        self.answer = answer
        self.log = log
        self.gate = asyncio.get_running_loop().create_future()
        self.task = None

    def start(self):
        return OF_A_CHILD[self.function](self.body())

    async def body(self):
        self.task = asyncio.current_task()
        try:
            return await self.gate
        except asyncio.CancelledError as error:
            self.log(['child', err(error)])
            if self.answer == 'swallows':
                return 'swallowed'
            if self.answer == 'fails':
                raise Boom('child')
            if self.answer != 'obeys':
                self.log(['child', await attempt(turns(3))])
            raise

    def open(self):
        if not self.gate.done():
            self.gate.set_result('child')

    def ended(self, body):
        if self.task is None:
            return 'not started'
        return 'in place' if self.task is body else end(self.task)


def _program(make, moment):
    async def program(log):
        async def body():
            start = counter.count
            try:
                log(['gives', shown(await it.start()), counter.count - start])
            except BaseException as error:
                log(['raises', err(error), counter.count - start])
                raise

        def cancel(message):
            log(['cancel', task.cancel(message), end(task), it.ended(task)])

        it = make(log)
        counter = TurnCounter()
        await turns()
        task = asyncio.create_task(body())
        if moment == 'before':
            cancel('outer')
            await turns(3)
        else:
            await turns(3)
            if moment.startswith('during'):
                cancel('outer')
            if moment == 'during, twice':
                cancel('second')
            if moment == 'during, again':
                await turns()
                cancel('second')
            if moment.startswith('as') or moment == 'after':
                it.open()
            if moment == 'as the child ends':
                await turns()
            if moment == 'after':
                await turns(6)
            if moment.startswith('as') or moment == 'after':
                cancel('outer')
        await turns(10)
        log([end(task), it.ended(task), timers()])
        if not moment.startswith('as') and moment != 'after':
            it.open()
            await turns(4)
            log([end(task), it.ended(task), timers()])
        counter.stop()

    return program


def _of_a_child(function, answer):
    return lambda log: _Child(function, answer, log)


def _alone(name):
    return lambda log: _Alone(name)


programs = {
    f'cancel of {function}, {answer}, {moment}': _program(_of_a_child(function, answer), moment)
    for function in OF_A_CHILD
    for answer in ANSWERS
    for moment in MOMENTS
}
programs.update(
    {
        f'cancel of {name}, obeys, {moment}': _program(_alone(name), moment)
        for name in ALONE
        for moment in MOMENTS
        if moment == 'before' or name != 'one turn' and (name != 'sleep' or moment.startswith('during'))
    }
)
