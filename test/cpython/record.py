"""Records the names of CPython's own test cases, as they stand in the source of its tests.

    python3 test/cpython/record.py FOLDER...            writes names.json from these folders, Lib/test of several versions
    python3 test/cpython/record.py --print              prints the names that this very Python has, in the same form

Nothing is imported or run: ast reads each file, and each class counts for the cases that it defines itself. A class that
only runs those of a base class again, with another implementation, defines none. What stands under an `if` counts.
"""

import ast
import json
import pathlib
import sys
import sysconfig

HERE = pathlib.Path(__file__).resolve().parent

# The parts of asyncio and contextvars that this library has.
FILES = [
    'test_asyncio/test_tasks.py',
    'test_asyncio/test_futures.py',
    'test_asyncio/test_futures2.py',
    'test_asyncio/test_queues.py',
    'test_asyncio/test_waitfor.py',
    'test_asyncio/test_context.py',
    'test_context.py',
    'test_asyncio/test_base_events.py',
    'test_asyncio/test_events.py',
    'test_asyncio/test_runners.py',
    'test_asyncio/test_pep492.py',
    'test_asyncio/test_timeouts.py',
    'test_asyncio/test_taskgroups.py',
]


def cases(body):
    """The names of the cases in a class's body."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith('test'):
            yield node.name
        elif isinstance(node, ast.If):
            yield from cases(node.body)
            yield from cases(node.orelse)


def classes(body):
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield node
        elif isinstance(node, ast.If):
            yield from classes(node.body)
        elif isinstance(node, ast.Try):
            yield from classes(node.body + node.orelse)


def names(folder):
    """The cases of one version: 'file Class.case', in the order of the source."""
    found = []
    for file in FILES:
        path = folder / file
        if not path.exists():
            continue
        for one in classes(ast.parse(path.read_text(encoding='utf-8')).body):
            found += [f'{file} {one.name}.{name}' for name in cases(one.body)]
    return list(dict.fromkeys(found))


def version(folder):
    """Of the Python whose Lib/test this is: of the folder above, from its patchlevel."""
    config = folder.parent.parent.parent / 'include' / folder.parent.name / 'patchlevel.h'
    for line in config.read_text().splitlines():
        if line.startswith('#define PY_VERSION '):
            return line.split('"')[1]
    raise SystemExit(f'record.py: {config} tells no version')


def spelled(recorded):
    """The file's text: one line for each case, with the versions that have it."""
    order = {}
    for found in recorded.values():
        order.update(dict.fromkeys(found))
    entries = [f'    {json.dumps(name)}: {json.dumps([v for v in recorded if name in recorded[v]])}' for name in order]
    head = {'recorded by': 'python3 test/cpython/record.py', 'CPython': list(recorded)}
    return '\n'.join(['{', f'  "about": {json.dumps(head)},', '  "names": {', ',\n'.join(entries), '  }', '}', ''])


def main(arguments):
    if arguments == ['--print']:
        folder = pathlib.Path(sysconfig.get_path('stdlib')) / 'test'
        here = sys.version.split()[0]
        print(json.dumps({'CPython': here, 'names': names(folder) if (folder / FILES[0]).exists() else None}))
        return
    folders = [pathlib.Path(argument) for argument in arguments]
    recorded = {version(folder): set(names(folder)) for folder in folders}
    ordered = {version(folder): names(folder) for folder in folders}
    (HERE / 'names.json').write_text(spelled(ordered))
    print(', '.join(f'{len(found)} of {one}' for one, found in recorded.items()))


if __name__ == '__main__':
    main(sys.argv[1:])
