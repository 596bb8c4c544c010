"""Runs random programs on CPython. Its twin is interpret.ts, name for name; program.ts says what a program is.

    python3 test/fuzz/interpret.py < programs.json > traces.json        a list of programs, a list of traces

The loop, its virtual clock, and what is undone of the later versions are record.py's. Undone here as well, or else a
difference that is meant would hide one that is not:

    D1  wait_for, cancelled when the inner is done, raises; what says otherwise is replaced in its text
    D2  a value that answers the time-out is given: so does this CPython, so that record.py's undo_late_value() is not called
    D6  equal deadlines fire in the order they were set: timers are numbered; the sets of tasks.py keep the order of insertion
    D7  reports of errors never retrieved are left out on both sides: one comes from garbage collection, the other does not

No program has what D3, D4, D5 and D8 are about: refused arguments, circles, sleep(nan), a coroutine awaited twice.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'parity'))

import record  # first: it has asyncio loaded without its C half

import asyncio
import contextvars
import inspect
import itertools
import json

from shared import Boom, err, refused

LONG = 1000


class Ordered(dict):
    """A set that keeps the order of insertion, as far as tasks.py uses one."""

    def __init__(self, items=()):
        super().__init__(dict.fromkeys(items))

    def add(self, item):
        self[item] = None

    def remove(self, item):
        del self[item]


def rewrite(name, old, new):
    """Makes a function of tasks.py anew, with a part of its text replaced."""
    from asyncio import tasks

    text = inspect.getsource(getattr(tasks, name))
    if text.count(old) != 1:
        sys.exit(f'interpret.py: this CPython has another {name}; what is undone there has to be undone in another way')
    exec(text.replace(old, new), vars(tasks))
    setattr(asyncio, name, getattr(tasks, name))


def undo():
    from asyncio import events, tasks

    if sys.version_info[:2] != (3, 11):
        sys.exit('interpret.py: needs CPython 3.11, whose sets and wait_for it puts right; this is ' + sys.version.split()[0])
    record.undo_messages()
    record.undo_wait()

    swallowed = 'except exceptions.CancelledError:\n            if fut.done():\n                return fut.result()\n'
    rewrite('wait_for', swallowed, swallowed.replace('return fut.result()', 'raise'))
    tasks.set = Ordered
    todo = '{ensure_future(f, loop=loop) for f in set(fs)}'
    rewrite('as_completed', todo, f'set([{todo[1:-1]}])')

    class NumberedTimer(events.TimerHandle):
        numbers = itertools.count()

        def __init__(self, *args):
            super().__init__(*args)
            self.number = next(self.numbers)

        def __lt__(self, other):
            return (self._when, self.number) < (other._when, other.number)

    events.TimerHandle = NumberedTimer


def told(value):
    """What a wait gave, as a trace shows it."""
    if isinstance(value, BaseException):
        return err(value)
    if isinstance(value, tuple):
        return {'done': [state(each) for each in value[0]], 'pending': len(value[1])}
    if isinstance(value, list):
        return [told(each) for each in value]
    return value


def state(future):
    if not future.done():
        return 'pending'
    if future.cancelled():
        return 'cancelled'
    error = future.exception()
    return [told(future.result())] if error is None else err(error)


class Interpreter:
    def __init__(self, program, loop):
        self.program = program
        self.loop = loop
        self.trace = []
        self.ended = False
        self.slots = {}
        self.bodies = []
        self.handles = {}
        self.handed_over = {}
        self.contexts = {}
        self.tokens = {}
        self.callbacks = [self.callback(block, number) for number, block in enumerate(program['callbacks'])]
        self.variables = [contextvars.ContextVar(f'v{number}') for number in range(program['variables'])]
        kinds = {'fifo': asyncio.Queue, 'lifo': asyncio.LifoQueue, 'priority': asyncio.PriorityQueue}
        self.queues = [kinds[queue['kind']](queue['maxsize']) for queue in program['queues']]

    def log(self, *entry):
        if not self.ended:
            self.trace.append([round(self.loop.time() * 1000), *entry])

    def report(self, loop, context):
        if 'never retrieved' not in context['message'] and 'was destroyed' not in context['message']:
            self.log('report', err(context.get('exception')))

    async def main(self):
        """Runs the program, then cancels whatever it has left until that has ended, and tells how everything stands."""
        main = asyncio.create_task(self.body('main', self.program['main']))
        await asyncio.sleep(LONG)
        for _ in range(8):
            for future in [main, *self.slots.values(), *self.bodies]:
                future.cancel()
            await asyncio.sleep(LONG)
        self.log('main', state(main))
        for slot, future in sorted(self.slots.items()):
            self.log('slot', slot, state(future))
        timers = sum(1 for handle in self.loop._scheduled if not handle._cancelled)
        self.log('left', len(asyncio.all_tasks()), timers)
        self.ended = True

    async def body(self, id, block):
        task = asyncio.current_task()
        self.bodies.append(task)
        self.log(id, 'starts in', task.get_name())
        try:
            returned = await self.run(block)
            self.log(id, 'ends')
            return returned[0] if returned is not None else None
        except GeneratorExit:
            raise
        except BaseException as error:
            self.log(id, 'ends', err(error))
            raise

    async def run(self, block):
        """Gives [value] where a statement returns, else None."""
        for statement in block:
            op = statement['op']
            returned = None
            if op == 'await':
                returned = await self.wait(statement)
            elif op == 'each':
                await self.each(statement)
            elif op == 'repeat':
                for _ in range(statement['times']):
                    returned = await self.run(statement['body'])
                    if returned is not None:
                        break
            elif op == 'return':
                returned = [statement['value']]
            else:
                self.step(statement)
            if returned is not None:
                return returned
        return None

    async def wait(self, statement):
        id = statement['id']
        try:
            try:
                self.log(id, 'gives', told(await self.awaitable(statement['on'])))
            except GeneratorExit:
                raise
            except BaseException as error:
                self.log(id, 'raises', err(error))
                if statement['catch'] == 'nothing':
                    raise
                if statement['catch'] == 'cancelled' and not isinstance(error, asyncio.CancelledError):
                    raise
                returned = await self.run(statement['handler'])
                if returned is not None:
                    return returned
                if statement['again']:
                    raise
        finally:
            if sys.exc_info()[0] is not GeneratorExit:
                await self.run(statement['last'])
        return None

    async def each(self, statement):
        of = [self.awaitable(each) for each in statement['of']]
        for following in asyncio.as_completed(of, timeout=self.seconds(statement['ms'])):
            try:
                self.log(statement['id'], 'gives', told(await following))
            except GeneratorExit:
                raise
            except BaseException as error:
                self.log(statement['id'], 'raises', err(error))
                if not statement['catch']:
                    raise

    def seconds(self, ms):
        return None if ms is None else ms / 1000

    def awaitable(self, node):
        op = node['op']
        if op == 'slot':
            return self.slots[node['slot']] if node['slot'] in self.slots else asyncio.sleep(0)
        if op == 'sleep':
            return asyncio.sleep(node['ms'] / 1000, node['value'])
        if op == 'coroutine':
            return self.body(node['id'], node['body'])
        if op == 'gather':
            return asyncio.gather(*[self.awaitable(each) for each in node['of']], return_exceptions=node['keep'])
        if op == 'shield':
            return asyncio.shield(self.awaitable(node['on']))
        if op == 'waitFor':
            return asyncio.wait_for(self.awaitable(node['on']), self.seconds(node['ms']))
        if op == 'wait':
            of = [self.awaitable(each) for each in node['of']]
            return asyncio.wait(of, timeout=self.seconds(node['ms']), return_when=node['when'])
        queue = self.queues[node['queue']]
        if op == 'get':
            return queue.get()
        if op == 'put':
            return queue.put(node['item'])
        assert op == 'join', op
        return queue.join()

    def callback(self, block, number):
        def done(future):
            self.log('callback', number, state(future))
            self.steps(block)

        return done

    def steps(self, block):
        for statement in block:
            self.step(statement)

    def step(self, statement):
        op, id = statement['op'], statement['id']
        if op == 'raise':
            raise Boom(statement['message'])
        elif op == 'spawn':
            coroutine = self.body(id, statement['body'])
            if statement['how'] == 'task':
                task = asyncio.create_task(coroutine, name=statement['name'])
            elif statement['how'] == 'loop':
                task = self.loop.create_task(coroutine, name=statement['name'])
            else:
                task = asyncio.ensure_future(coroutine)
            self.log(id, 'spawns', task.get_name())
            self.slots[statement['slot']] = task
        elif op == 'future':
            self.slots[statement['slot']] = self.loop.create_future()
        elif op == 'ensure':
            self.slots[statement['slot']] = asyncio.ensure_future(self.awaitable(statement['on']))
        elif op in ('setResult', 'setException', 'cancel', 'look', 'addDone', 'removeDone'):
            future = asyncio.current_task() if statement['slot'] == 'self' else self.slots.get(statement['slot'])
            if future is not None:
                self.on_future(statement, future)
        elif op == 'soon':
            context = self.contexts.get(statement['context'])
            self.handles[id] = self.schedule(statement, context)
        elif op == 'takeBack':
            if statement['handle'] in self.handles:
                self.handles[statement['handle']].cancel()
        elif op == 'handOver':
            future = asyncio.run_coroutine_threadsafe(self.body(id, statement['body']), self.loop)
            self.handed_over[id] = future
            future.add_done_callback(lambda future: self.log(id, 'done', future.cancelled()))
        elif op in ('cancelHandedOver', 'lookHandedOver'):
            future = self.handed_over.get(statement['which'])
            if future is not None:
                if op == 'cancelHandedOver':
                    self.log(id, 'cancels', future.cancel())
                else:
                    result = refused(future.result) if future.done() else 'pending'
                    self.log(id, 'is', future.done(), future.cancelled(), result)
        elif op in ('putNowait', 'getNowait', 'taskDone'):
            queue = self.queues[statement['queue']]
            if op == 'putNowait':
                self.log(id, refused(lambda: queue.put_nowait(statement['item'])), queue.qsize())
            elif op == 'taskDone':
                self.log(id, refused(queue.task_done))
            else:
                self.log(id, refused(lambda: self.log(id, 'got', queue.get_nowait())), queue.qsize())
        elif op == 'set':
            self.tokens[statement['variable']] = self.variables[statement['variable']].set(id)
        elif op == 'get':
            self.log(id, 'reads', self.variables[statement['variable']].get('unset'))
        elif op == 'reset':
            variable = statement['variable']
            if variable in self.tokens:
                self.log(id, refused(lambda: self.variables[variable].reset(self.tokens[variable])))
        elif op == 'copyContext':
            self.contexts[statement['context']] = contextvars.copy_context()
        else:
            assert op == 'runIn', op
            number = statement['context']  # an empty context counts as false
            context = self.contexts[number] if number in self.contexts else contextvars.copy_context()
            self.log(id, refused(lambda: context.run(self.steps, statement['body'])))

    def on_future(self, statement, future):
        op, id = statement['op'], statement['id']
        if op == 'setResult':
            self.log(id, refused(lambda: future.set_result(id)))
        elif op == 'setException':
            self.log(id, refused(lambda: future.set_exception(Boom(f'set {id}'))))
        elif op == 'cancel':
            self.log(id, 'cancels', future.cancel(statement['message']))
        elif op == 'look':
            self.log(id, 'sees', state(future))
        elif op == 'addDone':
            future.add_done_callback(self.callbacks[statement['callback']])
        else:
            self.log(id, 'removes', future.remove_done_callback(self.callbacks[statement['callback']]))

    def schedule(self, statement, context):
        def fire():
            self.log(statement['id'], 'fires')
            self.steps(statement['body'])

        how, seconds = statement['how'], statement['ms'] / 1000
        if how == 'soon':
            return self.loop.call_soon(fire, context=context)
        if how == 'threadsafe':
            return self.loop.call_soon_threadsafe(fire, context=context)
        if how == 'later':
            return self.loop.call_later(seconds, fire, context=context)
        return self.loop.call_at(seconds, fire, context=context)


def trace_of(program):
    asyncio.tasks._task_name_counter = itertools.count(1).__next__
    loop = record.VirtualLoop()
    interpreter = Interpreter(program, loop)
    loop.set_exception_handler(interpreter.report)
    try:
        loop.run_until_complete(loop.create_task(interpreter.main(), name='driver'))
    except BaseException as error:
        interpreter.log('broken', f'{type(error).__name__}: {error}')
    interpreter.ended = True
    loop.close()
    return interpreter.trace


def main():
    record.warnings.simplefilter('ignore')
    sys.unraisablehook = lambda unraisable: None  # of coroutines that a program has left
    undo()
    json.dump([trace_of(program) for program in json.load(sys.stdin)], sys.stdout)


if __name__ == '__main__':
    main()
