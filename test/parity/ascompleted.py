"""as_completed. The twin is ascompleted.ts."""

import asyncio

from shared import Boom, attempt, end, err, refused, stopwatch, timers, turns


async def _child(name, delay, error=False):
    await asyncio.sleep(delay)
    if error:
        raise Boom(name)
    return name


async def as_completed_order(log):
    elapsed = stopwatch()
    for round_ in asyncio.as_completed([_child('a', 0.03), _child('b', 0.01), _child('c', 0.02)]):
        log([await round_, elapsed()])


async def as_completed_empty(log):
    log(len(list(asyncio.as_completed([]))))


# An error is that round's; the others go on.
async def as_completed_error(log):
    for round_ in asyncio.as_completed([_child('a', 0.01), _child('b', 0.02, True), _child('c', 0.03)]):
        log(await attempt(round_))


async def as_completed_child_cancelled(log):
    task = asyncio.create_task(_child('a', 0.02))
    asyncio.get_running_loop().call_later(0.01, task.cancel, 'a message')
    for round_ in asyncio.as_completed([task, _child('b', 0.03)]):
        log(await attempt(round_))


# Futures that are done already come first.
async def as_completed_done_first(log):
    future = asyncio.get_running_loop().create_future()
    future.set_result('done')
    for round_ in asyncio.as_completed([_child('later', 0.01), future]):
        log(await round_)


# Fact 40: the time is up: each remaining round raises; nobody is cancelled.
async def as_completed_timeout(log):
    elapsed = stopwatch()
    tasks = [
        asyncio.create_task(_child('a', 0.01)),
        asyncio.create_task(_child('b', 0.03)),
        asyncio.create_task(_child('c', 0.04)),
    ]
    for round_ in asyncio.as_completed(tasks, timeout=0.02):
        log([await attempt(round_), elapsed()])
    log([end(task) for task in tasks])
    await asyncio.wait(tasks)
    log([[end(task) for task in tasks], elapsed()])


# Fact 40: what is done beforehand is in time, even if there is none.
async def as_completed_timeout_zero(log):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    done.set_result('done')
    pending = loop.create_future()
    for round_ in asyncio.as_completed([pending, done], timeout=0):
        log(await attempt(round_))
    log(end(pending))


async def as_completed_in_time_takes_timer_back(log):
    elapsed = stopwatch()
    for round_ in asyncio.as_completed([_child('a', 0.01), _child('b', 0.02)], timeout=0.05):
        log(await round_)
    log([elapsed(), timers()])


# Duplicates are one.
async def as_completed_duplicates(log):
    task = asyncio.create_task(_child('a', 0.01))
    rounds = 0
    for round_ in asyncio.as_completed([task, task, task]):
        rounds += 1
        log(await round_)
    log(rounds)


# Fact 39: nothing happens before the first round is asked for: no check, no task, no timer.
async def as_completed_is_lazy(log):
    async def child():
        log('child runs')
        return 'child'

    future = asyncio.get_running_loop().create_future()
    wrong = asyncio.as_completed(future)
    log('not refused yet')
    log(refused(lambda: next(wrong)))

    rounds = asyncio.as_completed([child()], timeout=0.05)
    await turns(2)
    log(['before', timers()])
    first = next(rounds)
    log(['asked for', timers()])
    await turns(2)
    log('now awaited')
    log(await first)
    log(timers())


# Fact 40: the rounds are not bound to futures: whoever awaits first gets the first result.
async def as_completed_rounds_are_not_bound(log):
    rounds = list(asyncio.as_completed([_child('a', 0.01), _child('b', 0.02)]))
    log(len(rounds))
    log(['second round', await rounds[1]])
    log(['first round', await rounds[0]])


# Fact 40: rounds awaited by tasks are served in the order in which they began to wait.
async def as_completed_rounds_in_tasks(log):
    async def body(name, round_):
        log([name, await round_])

    rounds = list(asyncio.as_completed([_child('a', 0.03), _child('b', 0.01), _child('c', 0.02)]))
    await asyncio.gather(body('first', rounds[0]), body('second', rounds[1]), body('third', rounds[2]))


# Fact 40: a future that is settled in the turn in which the time is up, before it: the result is lost.
async def as_completed_result_lost_at_timeout(log):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(0.02, future.set_result, 'lost')
    for round_ in asyncio.as_completed([future], timeout=0.02):
        log(await attempt(round_))
    log(end(future))


# Fact 41: a round that is cancelled loses nothing: the next one gets the result.
async def as_completed_round_cancelled(log):
    elapsed = stopwatch()
    rounds = list(asyncio.as_completed([_child('a', 0.03), _child('b', 0.04)]))
    log([await attempt(asyncio.wait_for(rounds[0], 0.01)), elapsed()])
    log([await attempt(rounds[1]), elapsed()])
    await asyncio.sleep(0.02)


# Left early, in the middle: what runs, runs on.
async def as_completed_left_early(log):
    task = asyncio.create_task(_child('slow', 0.03))
    for round_ in asyncio.as_completed([_child('quick', 0.01), task]):
        log(await round_)
        break
    log(end(task))
    log(await task)


async def as_completed_two_at_once(log):
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future()]

    def settle(_):
        futures[1].set_result('b')
        futures[0].set_result('a')

    loop.call_later(0.01, settle, None)
    for round_ in asyncio.as_completed(futures):
        log(await round_)
