"""Records what CPython does: runs every program of test/parity/*.py and writes its trace to <subject>.json.

    python3 test/parity/record.py            writes them anew
    python3 test/parity/record.py --check    exits with 1 if that would change a trace
    python3 test/parity/record.py --names    prints the names of the programs by subject, and runs none

The reference is asyncio of the CPython 3.9 line; what a later patch or minor version does otherwise is taken back
here, by undo(). Nothing depends on the machine: no C accelerator, a virtual clock that jumps to the next deadline,
and a program whose trace is not the same three times over (the order of a set, say) is refused. So is one that leaves
a task, a timer or a callback behind, or an error that nobody looked at.
"""

import sys

if not (3, 9) <= sys.version_info[:2] <= (3, 11):
    sys.exit('record.py: needs CPython 3.9, 3.10 or 3.11 (3.12 rewrote wait_for); this is ' + sys.version.split()[0])
sys.dont_write_bytecode = True
sys.modules['_asyncio'] = None  # Futures, tasks and the running loop in Python: what undo() changes has no C twin.

import asyncio
import gc
import importlib
import inspect
import json
import pathlib
import warnings

HERE = pathlib.Path(__file__).resolve().parent
NOT_SUBJECTS = ('record', 'shared')

UNDONE = [
    '_asyncio (C) switched off',
    'a cancelled task keeps no error for its waiters: they get a new one, without its message (3.11)',
    'wait_for: a value that comes after the time-out is dropped for TimeoutError (3.9.18, 3.10, 3.11)',
    'wait: accepts coroutines, and starts them in argument order (3.11)',
]

# Programs that cannot tidy up after themselves in CPython, and why.
UNTIDY = {
    'cancel_cycle': 'CPython has no way to end tasks that wait for each other in a circle',
    'cancel_cycle_through_gather': 'likewise',
    'task_exception_never_retrieved': 'the report is its subject',
}


def undo():
    """Takes back what this CPython does otherwise than the 3.9 line's tasks.py did at first."""
    undo_messages()
    undo_late_value()
    undo_wait()


def undo_messages():
    from asyncio import futures

    make_cancelled_error = futures.Future._make_cancelled_error

    def fresh_cancelled_error(self):
        self._cancelled_exc = None
        return make_cancelled_error(self)

    futures.Future._make_cancelled_error = fresh_cancelled_error


def undo_late_value():
    from asyncio import tasks

    cancel_and_wait = tasks._cancel_and_wait

    async def cancel_and_wait_for_timeout(fut, loop):
        # wait_for is here for one of two reasons. Cancelled from outside, it handles a CancelledError just now, and
        # raises that one afterwards. Else the time is up: a value that comes now came too late.
        await cancel_and_wait(fut, loop=loop)
        timed_out = not isinstance(sys.exc_info()[1], asyncio.CancelledError)
        if timed_out and not fut.cancelled() and fut.exception() is None:
            raise asyncio.TimeoutError

    tasks._cancel_and_wait = cancel_and_wait_for_timeout


def undo_wait():
    from asyncio import tasks

    wait = tasks.wait

    async def wait_for_coroutines_too(fs, **options):
        if not asyncio.isfuture(fs) and not asyncio.iscoroutine(fs):
            fs = [asyncio.ensure_future(f) for f in dict.fromkeys(fs)]
        return await wait(fs, **options)

    asyncio.wait = tasks.wait = wait_for_coroutines_too


class Clock:
    """Stands in for the selector: a wait for events becomes a jump of the clock."""

    def __init__(self):
        self.now = 0.0

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError('the program waits for ever: nothing is scheduled')
        self.now = round(self.now + timeout, 6)
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """CPython's own loop, on a clock of whole microseconds, so that equal deadlines are equal."""

    def __init__(self):
        super().__init__()
        self._selector = Clock()
        self._turns_left = 2000
        self.reports = []
        self.set_exception_handler(lambda loop, context: self.reports.append(context))

    def time(self):
        return self._selector.now

    def call_at(self, when, callback, *args, context=None):
        return super().call_at(round(when, 6), callback, *args, context=context)

    def _run_once(self):
        self._turns_left -= 1
        if self._turns_left < 0:
            raise RuntimeError('the program does not end: 2000 turns have passed')
        super()._run_once()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class VirtualPolicy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = VirtualLoop


def run(program):
    """Runs one program in a loop of its own. Gives its trace and what it left behind."""
    trace = []
    loop = VirtualLoop()
    try:
        loop.run_until_complete(program(trace.append))
    finally:
        left = ['callback' for handle in loop._ready if not handle._cancelled]
        left += ['timer' for handle in loop._scheduled if not handle._cancelled]
        left += ['task' for task in asyncio.all_tasks(loop)]
        gc.collect()
        left += [f'report: {context.get("exception") or context["message"]}' for context in loop.reports]
        loop.set_exception_handler(lambda loop, context: None)
        loop.close()
    return trace, left


def subjects():
    return sorted(path.stem for path in HERE.glob('*.py') if path.stem not in NOT_SUBJECTS)


def programs(subject):
    """The coroutine functions that the file itself defines, and those that it has made (`programs`), by name."""
    module = importlib.import_module(subject)
    defined = {
        name: value
        for name, value in sorted(vars(module).items())
        if inspect.iscoroutinefunction(value) and value.__module__ == subject and not name.startswith('_')
    }
    return {**defined, **getattr(module, 'programs', {})}


def record(name, program):
    trace, left = run(program)
    if left and name not in UNTIDY:
        raise SystemExit(f'record.py: {name} leaves behind: {", ".join(left)}')
    for _ in range(2):
        again, _left = run(program)
        if again != trace:
            raise SystemExit(f'record.py: {name} is not the same twice:\n  {trace}\n  {again}')
    if json.loads(json.dumps(trace)) != trace:
        raise SystemExit(f'record.py: {name} logs what is no JSON value: {trace}')
    return trace


def spelled(traces):
    """The file's text: one line for each trace, so that a change shows in a diff as one line."""
    head = {'recorded by': 'python3 test/parity/record.py', 'CPython': sys.version.split()[0], 'undone': UNDONE}
    lines = ['{', f'  "about": {json.dumps(head)},', '  "traces": {']
    entries = [f'    {json.dumps(name)}: {json.dumps(trace)}' for name, trace in sorted(traces.items())]
    lines += [',\n'.join(entries), '  }', '}', '']
    return '\n'.join(lines)


def main(check):
    warnings.simplefilter('ignore')
    sys.path.insert(0, str(HERE))
    asyncio.set_event_loop_policy(VirtualPolicy())
    undo()
    changed = []
    count = 0
    for subject in subjects():
        traces = {name: record(name, program) for name, program in programs(subject).items()}
        count += len(traces)
        path = HERE / f'{subject}.json'
        before = json.loads(path.read_text()) if path.exists() else {}
        if before.get('traces') == traces and before.get('about', {}).get('undone') == UNDONE:
            continue
        changed.append(subject)
        if not check:
            path.write_text(spelled(traces))
    for path in sorted(HERE.glob('*.json')):
        if path.stem not in subjects():
            changed.append(path.stem)
            if not check:
                path.unlink()
    verb = 'would change' if check else 'changed'
    print(f'{count} traces; {verb}: {", ".join(changed) or "none"}')
    return 1 if check and changed else 0


if __name__ == '__main__':
    if '--names' in sys.argv[1:]:
        sys.path.insert(0, str(HERE))
        print(json.dumps({subject: sorted(programs(subject)) for subject in subjects()}))
    else:
        sys.exit(main('--check' in sys.argv[1:]))
