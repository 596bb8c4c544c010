"""What the Python halves of the pairs have in common. Its twin is shared.ts, name for name.

A trace entry is a JSON value. Errors enter it through err() and the end of a future through end(), so that both
worlds spell them alike.
"""

import asyncio
import json
import types


class Boom(Exception):
    """An error that the program itself chose, so that its message counts."""


def err(error):
    """An error as a trace shows it.

    The message is shown only where the program chose it: of a Boom and of a cancellation. All other texts are Python's
    own, so only the class counts.
    """
    name = type(error).__name__
    if name in ('Boom', 'CancelledError'):
        return f'{name}({error.args[0] if error.args else ""})'
    return name


def shown(value):
    """A result as a trace shows it within a sentence: a string bare, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, separators=(',', ':'))


def end(future):
    """How a future stands: 'pending', 'cancelled', 'returned 1', 'raised Boom(x)'. Counts as having looked at it."""
    if not future.done():
        return 'pending'
    if future.cancelled():
        return 'cancelled'
    if future.exception() is not None:
        return f'raised {err(future.exception())}'
    return f'returned {shown(future.result())}'


async def attempt(awaitable):
    """Awaits it and tells how that went: 'returned 1' or 'raised Boom(x)'. Adds no turn of its own."""
    try:
        return f'returned {shown(await awaitable)}'
    except BaseException as error:
        return f'raised {err(error)}'


def refused(call):
    """Calls it and tells how that went: 'accepted', or the error."""
    try:
        call()
    except BaseException as error:
        return err(error)
    return 'accepted'


async def turns(count=1):
    """Lets the loop turn that often."""
    for _ in range(count):
        await asyncio.sleep(0)


def stopwatch():
    """Gives a function that tells the milliseconds since now."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    return lambda: round((loop.time() - start) * 1000)


def timers():
    """How many timers are armed."""
    return sum(1 for handle in asyncio.get_running_loop()._scheduled if not handle._cancelled)


class TurnCounter:
    """Counts turns from now on, by a callback in each. The clock stands still until it is stopped."""

    def __init__(self):
        self.count = 0
        self._loop = asyncio.get_running_loop()
        self._handle = self._loop.call_soon(self._tick)

    def _tick(self):
        self.count += 1
        self._handle = self._loop.call_soon(self._tick)

    def stop(self):
        self._handle.cancel()


@types.coroutine
def hand_out(value):
    """A coroutine that hands `value` to its task, once, as it is."""
    yield value
