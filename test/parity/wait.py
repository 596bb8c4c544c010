"""wait. The twin is wait.ts."""

import asyncio

from shared import Boom, TurnCounter, attempt, end, err, stopwatch, timers, turns


def _split(futures, done, pending):
    """Which of `futures` are in which set, by their index."""
    return [
        [index for index, future in enumerate(futures) if future in done],
        [index for index, future in enumerate(futures) if future in pending],
    ]


async def _child(delay, error=None):
    await asyncio.sleep(delay)
    if error is not None:
        raise Boom(error)
    return round(delay * 1000)


def _tasks(*delays):
    return [asyncio.create_task(_child(delay)) for delay in delays]


async def wait_all_completed(log):
    elapsed = stopwatch()
    tasks = _tasks(0.02, 0.03, 0.01)
    done, pending = await asyncio.wait(tasks)
    log([_split(tasks, done, pending), elapsed()])


async def wait_first_completed(log):
    elapsed = stopwatch()
    tasks = _tasks(0.02, 0.03, 0.01)
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    log([_split(tasks, done, pending), elapsed()])
    await asyncio.wait(tasks)
    log(elapsed())


async def wait_first_exception(log):
    elapsed = stopwatch()
    tasks = [
        asyncio.create_task(_child(0.01)),
        asyncio.create_task(_child(0.02, 'bad')),
        asyncio.create_task(_child(0.03)),
    ]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    log([_split(tasks, done, pending), elapsed()])
    log(end(tasks[1]))
    await asyncio.wait(tasks)


async def wait_first_exception_without_any(log):
    elapsed = stopwatch()
    tasks = _tasks(0.01, 0.02)
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    log([_split(tasks, done, pending), elapsed()])


# Fact 38: to be cancelled is no exception.
async def wait_first_exception_ignores_cancelled(log):
    elapsed = stopwatch()
    tasks = _tasks(0.02, 0.03)
    await turns()
    tasks[0].cancel()
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    log([_split(tasks, done, pending), elapsed(), end(tasks[0])])


async def wait_does_not_raise(log):
    tasks = [asyncio.create_task(_child(0.01, 'bad')), asyncio.create_task(_child(0.02))]
    done, pending = await asyncio.wait(tasks)
    log(_split(tasks, done, pending))
    log([end(task) for task in tasks])


# Fact 38: the time is up: nobody is cancelled, nothing is raised.
async def wait_timeout(log):
    elapsed = stopwatch()
    tasks = _tasks(0.01, 0.03)
    done, pending = await asyncio.wait(tasks, timeout=0.02)
    log([_split(tasks, done, pending), elapsed(), end(tasks[1])])
    done, pending = await asyncio.wait(tasks)
    log([_split(tasks, done, pending), elapsed(), end(tasks[1])])


# Fact 38: 0 is a time like others: a turn passes, and whoever is done by then is done.
async def wait_timeout_zero(log):
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future()]
    loop.call_soon(futures[0].set_result, 'soon')
    elapsed = stopwatch()
    done, pending = await asyncio.wait(futures, timeout=0)
    log([_split(futures, done, pending), elapsed()])


async def wait_timeout_negative(log):
    future = asyncio.get_running_loop().create_future()
    elapsed = stopwatch()
    done, pending = await asyncio.wait([future], timeout=-1)
    log([_split([future], done, pending), elapsed()])


async def wait_in_time_takes_timer_back(log):
    elapsed = stopwatch()
    tasks = _tasks(0.01)
    done, pending = await asyncio.wait(tasks, timeout=0.05)
    log([_split(tasks, done, pending), elapsed(), timers()])


# Two timers for one moment: a sleep that was begun before the wait is woken before it; the callback comes too late.
async def wait_timeout_tie(log):
    tasks = _tasks(0.02)
    await turns()
    done, pending = await asyncio.wait(tasks, timeout=0.02)
    log(_split(tasks, done, pending))
    log(end(tasks[0]))
    await asyncio.wait(tasks)


# Fact 38: it suspends though all are done.
async def wait_done_futures_take_turns(log):
    future = asyncio.get_running_loop().create_future()
    future.set_result('done')
    counter = TurnCounter()
    await turns()
    before = counter.count
    done, pending = await asyncio.wait([future])
    log([_split([future], done, pending), counter.count - before])
    before = counter.count
    done, pending = await asyncio.wait([future], return_when=asyncio.FIRST_COMPLETED)
    log([_split([future], done, pending), counter.count - before])
    counter.stop()


# Two that end in one turn are both done for FIRST_COMPLETED.
async def wait_first_completed_of_two_at_once(log):
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future(), loop.create_future()]

    def settle(_):
        futures[2].set_result('c')
        futures[0].set_result('a')

    loop.call_soon(settle, None)
    done, pending = await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
    log(_split(futures, done, pending))


# Fact 38: cancelled from outside it leaves everybody alone. Its own waiter is a future: the message is seen.
async def wait_cancelled(log):
    tasks = _tasks(0.02, 0.03)

    async def body():
        try:
            await asyncio.wait(tasks, timeout=0.05)
        except asyncio.CancelledError as error:
            log(['inside', err(error), timers()])
            raise

    waiter = asyncio.create_task(body())
    await asyncio.sleep(0.01)
    log(waiter.cancel('stop'))
    log(await attempt(waiter))
    log([end(task) for task in tasks])
    await asyncio.wait(tasks)
    log([end(task) for task in tasks])


async def wait_duplicates(log):
    tasks = _tasks(0.01)
    done, pending = await asyncio.wait([tasks[0], tasks[0]])
    log([len(done), len(pending)])


async def wait_coroutines(log):
    done, pending = await asyncio.wait([_child(0.01)])
    log([[end(task) for task in done], len(pending)])


async def wait_twice_at_once(log):
    tasks = _tasks(0.01, 0.02)

    async def body(name, mode):
        done, pending = await asyncio.wait(tasks, return_when=mode)
        log([name, _split(tasks, done, pending)])

    await asyncio.gather(body('all', asyncio.ALL_COMPLETED), body('first', asyncio.FIRST_COMPLETED))


async def wait_bad_arguments(log):
    future = asyncio.get_running_loop().create_future()

    async def child():
        log('runs')

    coroutine = child()
    log(['empty', await attempt(asyncio.wait([]))])
    log(['a future', await attempt(asyncio.wait(future))])
    log(['a coroutine', await attempt(asyncio.wait(coroutine))])
    log(['a number among them', await attempt(asyncio.wait([42]))])
    log(['an unknown mode', await attempt(asyncio.wait([future], return_when='SOON'))])
    await coroutine
