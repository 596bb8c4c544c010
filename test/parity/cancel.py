"""Task.cancel and Future.cancel. The twin is cancel.ts."""

import asyncio

from shared import Boom, TurnCounter, attempt, end, err, hand_out, refused, stopwatch, timers, turns


# Fact 5: the body never runs, and right after the request the task is not cancelled yet.
async def cancel_before_start(log):
    async def body():
        log('body runs')

    task = asyncio.create_task(body())
    log(task.cancel())
    log([task.done(), task.cancelled()])
    log(await attempt(task))
    log([task.done(), task.cancelled()])


# Facts 4, 5, 6: both requests count as accepted; neither message reaches the one who waits.
async def cancel_before_start_twice(log):
    async def body():
        log('body runs')

    task = asyncio.create_task(body())
    log([task.cancel('first'), task.cancel('second')])
    log(await attempt(task))
    log([end(task), task.cancel('third')])


async def cancel_waiting(log):
    async def body():
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
            raise

    elapsed = stopwatch()
    task = asyncio.create_task(body())
    await asyncio.sleep(0.01)
    log(task.cancel())
    log(['still', end(task)])
    log(await attempt(task))
    log([end(task), elapsed(), timers()])


# Fact 6: the message is seen inside, and does not cross the task's border, however often one asks.
async def cancel_waiting_with_message(log):
    async def body():
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
            raise

    task = asyncio.create_task(body())
    await turns()
    task.cancel('stop')
    log(['first waiter', await attempt(task)])
    log(['second waiter', await attempt(task)])
    log([refused(task.result), refused(task.exception)])


# Fact 1: the request goes to the future that is waited for, at once; the task itself ends a turn later.
async def cancel_forwards_to_future(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        await future

    task = asyncio.create_task(body())
    await turns()
    log(task.cancel('stop'))
    log([end(future), refused(future.result), end(task)])
    await turns()
    log(end(task))


# Fact 2: the future has its result, the task has not seen it yet: the cancellation replaces it.
async def cancel_after_result_before_wakeup(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        try:
            log(await future)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
            raise

    task = asyncio.create_task(body())
    await turns()
    future.set_result('lost')
    log(task.cancel('late'))
    log(await attempt(task))
    log([end(future), end(task)])


# Facts 2, 4: the same with two requests: no waiter is left to ask, so the second message is the one.
async def cancel_twice_after_result_before_wakeup(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        try:
            log(await future)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
        await asyncio.sleep(0.01)
        return 'went on'

    task = asyncio.create_task(body())
    await turns()
    future.set_result('lost')
    log([task.cancel('first'), task.cancel('second')])
    log(await attempt(task))


# Fact 2: so with an exception.
async def cancel_after_error_before_wakeup(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        try:
            await future
        except BaseException as error:
            log(['inside', err(error)])
            raise

    task = asyncio.create_task(body())
    await turns()
    future.set_exception(Boom('lost'))
    log(task.cancel())
    log(await attempt(task))


# Fact 3: the wake-up brings a cancellation already: that one is kept, and the request is used up.
async def cancel_after_future_cancelled(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        try:
            await future
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
        await asyncio.sleep(0.01)
        return 'went on'

    task = asyncio.create_task(body())
    await turns()
    future.cancel('of the future')
    log(task.cancel('of the task'))
    log(await attempt(task))


# Fact 4: while it waits: one error, with the first message.
async def cancel_twice_waiting(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        try:
            await future
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
        await asyncio.sleep(0.01)
        return 'went on'

    task = asyncio.create_task(body())
    await turns()
    log([task.cancel('first'), task.cancel('second')])
    log(await attempt(task))


# Fact 4: so while it sleeps.
async def cancel_twice_sleeping(log):
    async def body():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
        await asyncio.sleep(0.01)
        return 'went on'

    task = asyncio.create_task(body())
    await turns()
    log([task.cancel('first'), task.cancel('second')])
    log(await attempt(task))


# Fact 4: between two steps: one error, with the second message.
async def cancel_twice_between_steps(log):
    async def body():
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
        await asyncio.sleep(0)
        return 'went on'

    task = asyncio.create_task(body())
    await turns()
    log([task.cancel('first'), task.cancel('second')])
    log(await attempt(task))


async def cancel_done(log):
    async def returns():
        return 1

    async def raises():
        raise Boom('over')

    async def waits():
        await asyncio.sleep(1)

    tasks = [asyncio.create_task(returns()), asyncio.create_task(raises()), asyncio.create_task(waits())]
    await turns()
    tasks[2].cancel()
    await turns(2)
    for task in tasks:
        log([task.cancel('too late'), end(task)])


async def cancel_swallowed(log):
    async def body():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log('swallowed')
        await asyncio.sleep(0.01)
        return 'finished'

    elapsed = stopwatch()
    task = asyncio.create_task(body())
    await turns()
    log(task.cancel())
    log(await attempt(task))
    log([task.cancelled(), elapsed()])


async def cancel_swallowed_until_third(log):
    async def body():
        swallowed = 0
        while swallowed < 2:
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError as error:
                swallowed += 1
                log(err(error))
        await asyncio.sleep(1)

    task = asyncio.create_task(body())
    await turns()
    for message in ['one', 'two', 'three']:
        log(task.cancel(message))
        await turns(2)
        log(end(task))


# Swallowed, and another one later: the second is a request of its own.
async def cancel_during_cleanup(log):
    async def body():
        try:
            await asyncio.sleep(1)
        finally:
            log('cleanup starts')
            try:
                await asyncio.sleep(0.05)
                log('cleanup ends')
            except asyncio.CancelledError as error:
                log(['cleanup cut short', err(error)])

    elapsed = stopwatch()
    task = asyncio.create_task(body())
    await turns()
    task.cancel('first')
    await asyncio.sleep(0.01)
    log(end(task))
    task.cancel('second')
    log(await attempt(task))
    log(elapsed())


async def cancel_cleanup_takes_time(log):
    async def body():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(0.02)
            log('cleaned up')

    elapsed = stopwatch()
    task = asyncio.create_task(body())
    await asyncio.sleep(0.01)
    task.cancel()
    log(await attempt(task))
    log([elapsed(), timers()])


# Fact 8: what it raises instead is how it ends.
async def cancel_answered_by_error(log):
    async def body():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise Boom('instead')

    task = asyncio.create_task(body())
    await turns()
    task.cancel()
    log(await attempt(task))
    log([task.cancelled(), end(task)])


# Fact 9: cancelled while it runs, the next wait is cancelled as soon as it begins.
async def cancel_self_then_future(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        log(asyncio.current_task().cancel('self'))
        log('still runs')
        try:
            await future
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
            raise

    task = asyncio.create_task(body())
    await turns()
    log([end(future), end(task)])
    log(await attempt(task))


async def cancel_self_then_one_turn(log):
    async def body():
        asyncio.current_task().cancel('self')
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
        await asyncio.sleep(0)
        return 'went on'

    log(await attempt(asyncio.create_task(body())))


async def cancel_self_then_sleep(log):
    async def body():
        asyncio.current_task().cancel('self')
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError as error:
            log(['inside', err(error), timers()])
            raise

    elapsed = stopwatch()
    log(await attempt(asyncio.create_task(body())))
    log(elapsed())


# Fact 4: two requests while it runs: the second message.
async def cancel_self_twice(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        task = asyncio.current_task()
        log([task.cancel('first'), task.cancel('second')])
        try:
            await future
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
            raise

    log(await attempt(asyncio.create_task(body())))
    log(refused(future.result))


# Fact 7: it returns without another wait: cancelled, and here the message is kept.
async def cancel_self_then_return(log):
    async def body():
        asyncio.current_task().cancel('self')
        return 'lost'

    task = asyncio.create_task(body())
    log(await attempt(task))
    log([task.cancelled(), refused(task.result)])


# Fact 8: it raises without another wait.
async def cancel_self_then_raise(log):
    async def body():
        asyncio.current_task().cancel('self')
        raise Boom('instead')

    task = asyncio.create_task(body())
    log(await attempt(task))
    log(task.cancelled())


# Fact 11: awaiting what is done is no wait; the request stays for the next one.
async def cancel_self_then_done_future(log):
    future = asyncio.get_running_loop().create_future()
    future.set_result('result')

    async def body():
        asyncio.current_task().cancel('self')
        log(await future)
        try:
            await asyncio.sleep(0.01)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
            raise

    log(await attempt(asyncio.create_task(body())))


# Fact 9: the task that is waited for takes the request over. It swallows it, so nothing is left of it.
async def cancel_self_inner_swallows(log):
    async def inner():
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError as error:
            log(['inner', err(error)])
        return 'from inner'

    async def outer(task):
        await turns()
        asyncio.current_task().cancel('self')
        log(await task)
        await asyncio.sleep(0.01)
        return 'went on'

    log(await attempt(asyncio.create_task(outer(asyncio.create_task(inner())))))


# Facts 6, 9: the task that is waited for has not started: its body never runs, and the message ends there.
async def cancel_self_then_new_task(log):
    async def inner():
        log('inner runs')

    async def outer():
        asyncio.current_task().cancel('self')
        try:
            await asyncio.create_task(inner())
        except asyncio.CancelledError as error:
            log(['outer', err(error)])
        await asyncio.sleep(0.01)
        return 'went on'

    log(await attempt(asyncio.create_task(outer())))


# Fact 10: a gather whose children are all done refuses the request, so it stays and is met at the wake-up.
async def cancel_self_then_finished_gather(log):
    loop = asyncio.get_running_loop()
    futures = [loop.create_future(), loop.create_future()]
    for future in futures:
        future.set_result('child')

    async def body():
        gathering = asyncio.gather(*futures)
        asyncio.current_task().cancel('self')
        try:
            await gathering
        except asyncio.CancelledError as error:
            log(['inside', err(error), end(gathering)])
        await asyncio.sleep(0.01)
        return 'went on'

    log(await attempt(asyncio.create_task(body())))


# Fact 12: raising it by oneself is being cancelled; the message is dropped.
async def cancel_raised_by_body(log):
    async def body():
        raise asyncio.CancelledError('mine')

    task = asyncio.create_task(body())
    log(await attempt(task))
    log(task.cancelled())


# Fact 13: set as an exception it leaves the future not cancelled, but cancels the task that waits.
async def cancel_set_as_exception(log):
    future = asyncio.get_running_loop().create_future()

    async def body():
        try:
            await future
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
            raise

    task = asyncio.create_task(body())
    await turns()
    future.set_exception(asyncio.CancelledError('as an error'))
    log([future.cancelled(), err(future.exception())])
    log(await attempt(task))
    log(task.cancelled())


# Fact 14: two wait for one future; cancelling one of them cancels both. A future is no border: both see the message.
async def cancel_one_of_two_waiters(log):
    future = asyncio.get_running_loop().create_future()

    async def body(name):
        try:
            await future
        except asyncio.CancelledError as error:
            log([name, err(error)])
            raise

    first = asyncio.create_task(body('first'))
    second = asyncio.create_task(body('second'))
    await turns()
    log(first.cancel('stop'))
    await turns()
    log([end(first), end(second), end(future)])


# Facts 6, 14: so with a task that two wait for; here the message stops at the border.
async def cancel_one_of_two_waiters_of_task(log):
    async def inner():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(['inner', err(error)])
            raise

    task = asyncio.create_task(inner())

    async def body(name):
        try:
            await task
        except asyncio.CancelledError as error:
            log([name, err(error)])
            raise

    first = asyncio.create_task(body('first'))
    second = asyncio.create_task(body('second'))
    await turns(2)
    first.cancel('stop')
    await turns(3)
    log([end(first), end(second), end(task)])


# Facts 1, 6: down a chain of tasks at once, up again task by task, a turn each.
async def cancel_chain_of_tasks(log):
    future = asyncio.get_running_loop().create_future()
    counter = TurnCounter()

    async def waits(name, awaitable):
        try:
            await awaitable
        except asyncio.CancelledError as error:
            log([name, err(error), counter.count])
            raise

    innermost = asyncio.create_task(waits('innermost', future))
    middle = asyncio.create_task(waits('middle', innermost))
    outer = asyncio.create_task(waits('outer', middle))
    await turns(2)
    log([outer.cancel('stop'), counter.count])
    log([end(future), end(innermost), end(middle), end(outer)])
    await turns(4)
    counter.stop()
    log([end(future), end(innermost), end(middle), end(outer)])


# Coroutines awaited in place are no border and cost no turn.
async def cancel_chain_of_coroutines(log):
    async def innermost():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(['innermost', err(error)])
            raise

    async def middle():
        try:
            await innermost()
        finally:
            log('middle cleans up')

    async def outer():
        try:
            await middle()
        except asyncio.CancelledError as error:
            log(['outer', err(error)])
            raise

    task = asyncio.create_task(outer())
    await turns()
    task.cancel('stop')
    log(await attempt(task))


# A task in the middle swallows: those further out never know.
async def cancel_swallowed_in_the_middle(log):
    async def inner():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            return 'swallowed'

    async def outer(task):
        log(await task)
        return 'outer went on'

    task = asyncio.create_task(outer(asyncio.create_task(inner())))
    await turns(2)
    log(task.cancel())
    log(await attempt(task))


# Several in one turn: the errors arrive in the order of the requests.
async def cancel_order_of_arrival(log):
    async def body(name):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log(name)
            raise

    tasks = [asyncio.create_task(body(name)) for name in ['a', 'b', 'c']]
    await turns()
    for index in [2, 0, 1]:
        tasks[index].cancel()
    await turns(2)
    log([end(task) for task in tasks])


async def cancel_from_callback(log):
    async def body():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
            raise

    def cancel_it(message):
        log(task.cancel(message))

    elapsed = stopwatch()
    task = asyncio.create_task(body())
    asyncio.get_running_loop().call_later(0.03, cancel_it, 'by timer')
    log(await attempt(task))
    log(elapsed())


# Facts 2, 5: the same turn in which its first step was going to run.
async def cancel_from_callback_before_first_step(log):
    async def body():
        log('body runs')

    def cancel_it(_):
        log(['asked', tasks[0].cancel()])

    tasks = []
    asyncio.get_running_loop().call_soon(cancel_it, None)
    tasks.append(asyncio.create_task(body()))
    log(await attempt(tasks[0]))


# A child cancels the parent that waits for it: it cancels itself.
async def cancel_parent_from_child(log):
    async def child(parent):
        log(parent.cancel('from below'))
        try:
            await asyncio.sleep(0.01)
        except asyncio.CancelledError as error:
            log(['child', err(error)])
            raise

    async def parent():
        try:
            await asyncio.create_task(child(asyncio.current_task()))
        except asyncio.CancelledError as error:
            log(['parent', err(error)])
            raise

    task = asyncio.create_task(parent())
    log(await attempt(task))


# Fact 46: two tasks that wait for each other.
async def cancel_cycle(log):
    tasks = []

    async def body(name, other):
        try:
            await tasks[other]
        except asyncio.CancelledError:
            log([name, 'cancelled'])
            raise

    tasks.append(asyncio.create_task(body('first', 1)))
    tasks.append(asyncio.create_task(body('second', 0)))
    await turns()
    try:
        log(tasks[0].cancel())
    except RecursionError:
        log('RecursionError')
    await turns(4)
    log([end(task) for task in tasks])


# Fact 46: the circle leads through a gather.
async def cancel_cycle_through_gather(log):
    tasks = []

    async def first():
        try:
            await asyncio.gather(tasks[1])
        except asyncio.CancelledError:
            log(['first', 'cancelled'])
            raise

    async def second():
        try:
            await tasks[0]
        except asyncio.CancelledError:
            log(['second', 'cancelled'])
            raise

    tasks.append(asyncio.create_task(first()))
    tasks.append(asyncio.create_task(second()))
    await turns()
    try:
        log(tasks[0].cancel())
    except RecursionError:
        log('RecursionError')
    await turns(5)
    log([end(task) for task in tasks])


# A future: the message is given to everyone who asks, each time anew.
async def cancel_future(log):
    future = asyncio.get_running_loop().create_future()
    log(future.cancel('first'))
    log(future.cancel('second'))
    log([future.done(), future.cancelled()])
    log([refused(future.result), refused(future.result), refused(future.exception)])
    log([await attempt(future), await attempt(future)])


async def cancel_future_without_message(log):
    future = asyncio.get_running_loop().create_future()
    future.cancel()
    log(await attempt(future))


# Facts 15, 16 and a cancellation: see also task.py. Handing out None is a plain turn, and can be cancelled.
async def cancel_at_bare_yield(log):
    async def body():
        try:
            await hand_out(None)
        except asyncio.CancelledError as error:
            log(['inside', err(error)])
            raise

    task = asyncio.create_task(body())
    await turns()
    log(task.cancel('stop'))
    log(await attempt(task))


# The task awaits again in the handler: the request was used up by the first error.
async def cancel_handler_waits(log):
    async def body():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            await asyncio.sleep(0.01)
            log(['handled', err(error)])
            raise

    task = asyncio.create_task(body())
    await turns()
    task.cancel('stop')
    log(await attempt(task))


# Of two tasks, the first to run cancels the second, which is to be woken in this very turn.
async def cancel_task_due_in_same_turn(log):
    tasks = []

    async def first():
        await asyncio.sleep(0.01)
        log(['asked', tasks[1].cancel('by first')])

    async def second():
        try:
            await asyncio.sleep(0.01)
            log('slept')
        except asyncio.CancelledError as error:
            log(['second', err(error)])

    tasks.append(asyncio.create_task(first()))
    tasks.append(asyncio.create_task(second()))
    await asyncio.wait(tasks)
    log([end(task) for task in tasks])
