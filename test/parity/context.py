"""Context variables in tasks and callbacks. The twin is context.ts."""

import asyncio
import contextvars

from shared import attempt, refused, turns


async def context_task_has_a_copy(log):
    variable = contextvars.ContextVar('variable', default='none')

    async def child():
        log(['child starts with', variable.get()])
        variable.set('of the child')
        await turns()
        log(['child has', variable.get()])

    variable.set('of the parent')
    task = asyncio.create_task(child())
    variable.set('changed after the call')
    await task
    log(['parent has', variable.get()])


# Awaited in place, a coroutine shares the context of the one who awaits.
async def context_coroutine_shares(log):
    variable = contextvars.ContextVar('variable')

    async def child():
        variable.set('set by the child')

    variable.set('set by the parent')
    await child()
    log(variable.get())


# Fact 28: so with wait_for without a time; with one, the child is a task with a copy.
async def context_of_wait_for(log):
    variable = contextvars.ContextVar('variable')

    async def child():
        variable.set('set by the child')

    variable.set('set by the parent')
    await asyncio.wait_for(child(), 0.05)
    log(variable.get())
    await asyncio.wait_for(child(), None)
    log(variable.get())


async def context_of_gather(log):
    variable = contextvars.ContextVar('variable')

    async def child(name):
        before = variable.get()
        variable.set(name)
        await turns()
        return [before, variable.get()]

    variable.set('parent')
    log(await asyncio.gather(child('a'), child('b')))
    log(variable.get())


# Kept over waits of all kinds, and not shared with tasks that run in between.
async def context_kept_over_waits(log):
    variable = contextvars.ContextVar('variable')

    async def child(name):
        variable.set(name)
        await turns()
        await asyncio.sleep(0.01)
        log([name, variable.get()])

    await asyncio.gather(child('a'), child('b'))


# A callback runs in a copy that was taken when it was scheduled.
async def context_of_callback(log):
    loop = asyncio.get_running_loop()
    variable = contextvars.ContextVar('variable')

    def callback(name):
        log([name, variable.get()])
        variable.set('set by ' + name)

    variable.set('first')
    loop.call_soon(callback, 'call_soon')
    loop.call_later(0.01, callback, 'call_later')
    variable.set('second')
    loop.call_soon(callback, 'another call_soon')
    await asyncio.sleep(0.02)
    log(variable.get())


# A context given by hand is used itself: what one callback sets, the next one finds.
async def context_given_to_callbacks(log):
    loop = asyncio.get_running_loop()
    variable = contextvars.ContextVar('variable')
    variable.set('outside')
    context = contextvars.copy_context()
    variable.set('changed outside')

    def callback(name):
        log([name, variable.get()])
        variable.set('set by ' + name)

    loop.call_soon(callback, 'call_soon', context=context)
    loop.call_later(0.01, callback, 'call_later', context=context)
    await asyncio.sleep(0.02)
    log([variable.get(), context[variable]])


# A done-callback has the context of the one who added it, not of the one who settles the future.
async def context_of_done_callback(log):
    loop = asyncio.get_running_loop()
    variable = contextvars.ContextVar('variable')
    future = loop.create_future()

    def callback(_):
        log(variable.get())

    variable.set('when added')
    future.add_done_callback(callback)
    variable.set('given')
    given = contextvars.copy_context()
    variable.set('when settled')
    future.add_done_callback(callback, context=given)
    future.set_result(None)
    variable.set('afterwards')
    future.add_done_callback(callback)
    await turns()


async def context_default(log):
    with_default = contextvars.ContextVar('with_default', default='its default')
    without = contextvars.ContextVar('without')
    log([with_default.get(), with_default.get('fallback'), without.get('fallback')])
    try:
        without.get()
    except LookupError:
        log('refused')
    without.set('set')
    log([without.get(), without.get('fallback')])


async def context_reset(log):
    variable = contextvars.ContextVar('variable', default='default')
    outer = variable.set('outer')
    inner = variable.set('inner')
    log(variable.get())
    variable.reset(inner)
    log(variable.get())
    variable.reset(outer)
    log(variable.get())
    log(refused(lambda: variable.reset(outer)))


async def context_reset_refused(log):
    variable = contextvars.ContextVar('variable')
    other = contextvars.ContextVar('other')
    token = variable.set('set')
    log(refused(lambda: other.reset(token)))

    async def child():
        log(refused(lambda: variable.reset(token)))

    await asyncio.create_task(child())
    log(variable.get())


async def context_run(log):
    variable = contextvars.ContextVar('variable')

    def inside(text):
        before = variable.get()
        variable.set(text)
        return before

    variable.set('outside')
    context = contextvars.copy_context()
    log([context.run(inside, 'first'), context.run(inside, 'second'), variable.get()])
    log([context[variable], variable in context, contextvars.Context().get(variable, 'not there')])
    copy = context.copy()
    copy.run(inside, 'in the copy')
    log([copy[variable], context[variable]])


async def context_run_again_inside(log):
    context = contextvars.copy_context()

    def nothing():
        pass

    def inside():
        return refused(lambda: context.run(nothing))

    log(context.run(inside))
    log(refused(lambda: context.run(nothing)))


async def context_run_raises(log):
    variable = contextvars.ContextVar('variable')
    variable.set('outside')
    context = contextvars.copy_context()

    def inside():
        variable.set('inside')
        raise ValueError

    log(refused(lambda: context.run(inside)))
    log([variable.get(), context[variable], refused(lambda: context.run(variable.get))])


# A task made inside Context.run has a copy of that context.
async def context_task_made_in_run(log):
    variable = contextvars.ContextVar('variable')
    variable.set('outside')
    context = contextvars.copy_context()

    async def child():
        log(variable.get())
        variable.set('set by the child')

    def inside():
        variable.set('inside')
        return asyncio.create_task(child())

    task = context.run(inside)
    await task
    log([variable.get(), context[variable]])


async def context_keeps_unset_variables_apart(log):
    first = contextvars.ContextVar('same name', default=1)
    second = contextvars.ContextVar('same name', default=2)
    first.set('first')
    log([first.get(), second.get()])
    context = contextvars.copy_context()
    log([first in context, second in context])
