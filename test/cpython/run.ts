// run.ts: test_asyncio/test_runners.py, test_pep492.py, and the files on what only later versions have.

import { IS_COROUTINE_FUNCTION, LOCKS, OLD_COROUTINE, RUNNER, TASK_FACTORY, TASK_GROUP, TIMEOUT, TRACEBACK } from './reasons'
import type { FileTable } from './reasons'

export const runners: FileTable = {
  RunTests: {
    test_asyncio_run_return: ['run: gives main\'s task, done, with its result'],
    test_asyncio_run_raises: ['run: throws what main throws, and does not report it, too'],
    test_asyncio_run_only_coro: ['bad input: run and runUntilComplete take a coroutine, not the function that makes one'],
    test_asyncio_run_debug: ['run: takes capacities and debug mode'],
    test_asyncio_run_from_running_loop: ['run: in a running loop is refused'],
    test_asyncio_run_cancels_hanging_tasks: ['run: tasks that are left are cancelled, and their finally blocks run, with all the time that they take'],
    test_asyncio_run_reports_hanging_tasks_errors: ['run: a left task that fails while it is cancelled is reported'],
    test_asyncio_run_closes_gens_after_hanging_tasks_errors: ['run: also when main fails, what is left is cleaned up', 'run: a left task that fails while it is cancelled is reported'],
    test_asyncio_run_set_event_loop: ['run: the loop is a new one each time, runs during main, and is closed afterwards'],
    test_asyncio_run_without_uncancel: TASK_FACTORY
  },
  RunnerTests: { '*': RUNNER }
}

export const pep492: FileTable = {
  LockTests: { '*': LOCKS },
  StreamReaderTests: { '*': LOCKS },
  CoroutineTests: {
    test_iscoroutine: ['coroutine: an async function starts nothing before it is awaited', 'coroutine: an object with next and throw is one'],
    test_iscoroutinefunction: IS_COROUTINE_FUNCTION,
    test_function_returning_awaitable: OLD_COROUTINE,
    test_async_def_coroutines: ['task_awaits_in_place_take_no_turn', 'debug: off, nothing is timed; it can be switched while the loop runs'],
    test_debug_mode_manages_coroutine_origin_tracking: TRACEBACK,
    test_types_coroutine: ['coroutine: an async function awaits a generator, and a generator an async function'],
    test_task_print_stack: ['task: getStack while it runs names it too'],
    test_double_await: ['coroutine: the same twice awaited is refused, the task that has it goes on', 'task_awaits_busy_coroutine']
  }
}

export const timeouts: FileTable = { TimeoutTests: { '*': TIMEOUT } }

export const taskGroups: FileTable = { TestTaskGroup: { '*': TASK_GROUP } }
