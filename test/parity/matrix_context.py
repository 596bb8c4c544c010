"""Each call on context variables and contexts x whether the variable is set x where: before a task is made, within it, after it
has ended, in a callback, in Context.run.

The twin is matrix_context.ts. The programs are made, one for each cell: `programs` has them by name.
"""

import asyncio
import contextvars

from shared import err


def _set_and_get(variable):
    variable.set('performed')
    return variable.get()


def _set_and_reset(variable):
    variable.reset(variable.set('performed'))
    return variable.get('none')


def _reset_twice(variable):
    token = variable.set('performed')
    variable.reset(token)
    variable.reset(token)


def _run(variable):
    copy = contextvars.copy_context()
    return [copy.run(_set_and_get, variable), variable.get('none'), copy.get(variable, 'none')]


def _new_run(variable):
    return contextvars.Context().run(lambda: variable.get('none'))


def _reset_elsewhere(variable):
    token = contextvars.copy_context().run(variable.set, 'elsewhere')
    variable.reset(token)


def _copy(variable):
    copy = contextvars.copy_context()
    second = copy.copy()
    second.run(variable.set, 'second')
    return [copy.get(variable, 'none'), second.get(variable, 'none')]


CALLS = {
    'get': lambda variable: variable.get(),
    'get with a fallback': lambda variable: variable.get('fallback'),
    'set': _set_and_get,
    'set and reset': _set_and_reset,
    'reset twice': _reset_twice,
    'reset elsewhere': _reset_elsewhere,
    'copyContext': lambda variable: contextvars.copy_context().get(variable),
    'copyContext and has': lambda variable: variable in contextvars.copy_context(),
    'copyContext and keys': lambda variable: [key.name for key in contextvars.copy_context() if key is variable],
    'Context.run': _run,
    'Context.run of a new one': _new_run,
    'Context.copy': _copy,
}

STATES = ['unset', 'of a default', 'set']
MOMENTS = ['before', 'during', 'during, set there', 'after', 'in a callback', 'in Context.run']


def _program(call, state, moment):
    async def program(log):
        def perform(_=None):
            try:
                log(['gives', CALLS[call](variable)])
            except Exception as error:
                # A variable without a value: RuntimeError is the nearest that JavaScript's twin has.
                log(['raises', 'RuntimeError' if isinstance(error, LookupError) else err(error)])

        async def child():
            if moment == 'during':
                perform()
            variable.set('of the child')
            if moment == 'during, set there':
                perform()

        options = {'default': 'default'} if state == 'of a default' else {}
        variable = contextvars.ContextVar('variable', **options)
        if state == 'set':
            variable.set('set')
        if moment == 'before':
            perform()
        if moment == 'in a callback':
            asyncio.get_running_loop().call_soon(perform, None)
        if moment == 'in Context.run':
            contextvars.copy_context().run(perform)
        await asyncio.create_task(child())
        if moment == 'after':
            perform()
        log(variable.get('none'))

    return program


programs = {
    f'{call} of a variable, {state}, {moment}': _program(call, state, moment)
    for call in CALLS
    for state in STATES
    for moment in MOMENTS
}
