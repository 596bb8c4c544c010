// loop.ts: test_asyncio/test_base_events.py and test_events.py: the parts of the loop that have nothing to do with the system.

import {
  ABSTRACT, ASYNC_GENERATOR_HOOKS, ENVIRONMENT, FINALIZER, HANDLES, POLICY, PRIVATE, REPR, SYSTEM, SYSTEM_EXIT, TASK_FACTORY, THREADS,
  TRACEBACK
} from './reasons'
import type { FileTable } from './reasons'

const ONE_TURN = 'loop: stop before a run makes it one turn long'
const ERRORS = 'loop: an error of a callback is reported, and the turn goes on'
const CLOSED = 'bad input: a closed loop takes nothing more'
const NO_LOOP_SET = 'loops: after setEventLoop(null), and after a run, getEventLoop makes none but says so'

export const baseEvents: FileTable = {
  BaseEventTests: { '*': SYSTEM },
  BaseEventLoopTests: {
    test_not_implemented: ABSTRACT,
    test_close: ['loop: isRunning and isClosed tell how it stands', CLOSED, 'loop_closed'],
    test__add_callback_handle: PRIVATE,
    test__add_callback_cancelled_handle: PRIVATE,
    'test_set_default_executor*': THREADS,
    test_call_soon: ['loop: a callback gets exactly its argument', 'loop_call_soon_in_order'],
    test_call_soon_non_callable: ['bad input: callbacks must be functions'],
    test_call_later: ['loop: timers run in the order of their deadlines, however they were set', 'bad input: every time that is none is refused before anything is made'],
    test_call_later_negative_delays: ['loop: the deadlines of times gone by are kept apart: the one further back runs first', 'loop_timer_in_the_past'],
    test_time_and_call_at: ['loop: a timer is never early, whatever its fraction of a millisecond', 'bad input: every time that is none is refused before anything is made'],
    test_check_thread: THREADS,
    test__run_once: ['cancelCallback: of a timer, it leaves the heap at once', 'loop_cancel_timer'],
    test_set_debug: ['debug: off, nothing is timed; it can be switched while the loop runs'],
    test__run_once_schedule_handle: ['loop: a callback scheduled by a due timer waits for the next turn (fact 44)', 'loop_due_timer_after_ready'],
    test__run_once_cancelled_event_cleanup: ['cancelCallback: of a timer, it leaves the heap at once'],
    test_run_until_complete_type_error: ['bad input: run and runUntilComplete take a coroutine, not the function that makes one'],
    test_run_until_complete_loop: ['bad input: run and runUntilComplete take a coroutine, not the function that makes one'],
    test_run_until_complete_loop_orphan_future_close_loop: ['loops: a run that was stopped leaves nothing at its future: the next run is not ended by that'],
    'test_subprocess_*': SYSTEM,
    test_default_exc_handler_callback: [ERRORS, 'loop_callback_fails'],
    test_default_exc_handler_coro: ['loop: an unseen error of a task is reported with the task'],
    test_set_exc_handler_invalid: ['bad input: an exception handler is a function or null', 'loop_call_exception_handler'],
    test_set_exc_handler_custom: ['loop: the exception handler is told, with the loop', 'loop_callback_fails'],
    test_set_exc_handler_broken: ['loop: an exception handler that fails is reported to the default one, and the turn goes on'],
    test_default_exc_handler_broken: ['host: a report that fails does not hold up the turn'],
    'test_set_task_factory*': TASK_FACTORY,
    test_env_var_debug: ENVIRONMENT,
    test_create_task: TASK_FACTORY,
    test_create_task_error_closes_coro: [CLOSED],
    test_create_named_task_with_default_factory: ['task: createTask with a name uses up a number, loop.createTask does not (fact 43)', 'task_names_and_numbers'],
    test_create_named_task_with_custom_factory: TASK_FACTORY,
    test_run_forever_keyboard_interrupt: SYSTEM_EXIT,
    test_run_until_complete_baseexception: SYSTEM_EXIT,
    test_single_selecter_event_callback_after_stopping: SYSTEM,
    test_run_once: [ONE_TURN],
    test_run_forever_pre_stopped: [ONE_TURN],
    'test_asyncgen_finalization_*': ASYNC_GENERATOR_HOOKS
  },
  BaseEventLoopWithSelectorTests: {
    test_getnameinfo: SYSTEM,
    'test_create_*': SYSTEM,
    'test_accept_connection_*': SYSTEM,
    test_call_coroutine: ['loop: a coroutine is no callback'],
    test_log_slow_callbacks: ['debug: a slow callback and a slow timer are reported, quick ones are not', 'debug: a slow step is reported with the name of its task']
  },
  RunningLoopTests: {
    test_running_loop_within_a_loop: ['loop: while one runs, another one cannot', 'bad input: a run inside of a run is refused, and takes nothing']
  },
  BaseLoopSockSendfileTests: { '*': SYSTEM },
  TestSelectorUtils: { '*': SYSTEM }
}

export const events: FileTable = {
  EventLoopTestsMixin: {
    test_run_until_complete_nesting: ['bad input: a run inside of a run is refused, and takes nothing', 'loop_is_running'],
    test_run_until_complete: ['loops: runUntilComplete takes a future, a task or a coroutine, and gives its result'],
    test_run_until_complete_stopped: ['loops: stopped before its future is done, runUntilComplete says so, and the task can go on'],
    test_call_later: ['loop: a callback gets exactly its argument', 'loop_timers_by_deadline'],
    test_call_soon: ['loop: a callback gets exactly its argument', 'loop: stop ends the run after the turn that it was called in'],
    test_call_soon_threadsafe: ['threadsafe: from outside, while the loop does not run, it starts with the next run', 'loop_call_soon_threadsafe'],
    test_call_soon_threadsafe_same_thread: ['loop: callSoonThreadsafe stands in line with callSoon', 'loop_call_soon_threadsafe'],
    'test_run_in_executor*': THREADS,
    test_reader_callback: SYSTEM,
    test_writer_callback: SYSTEM,
    'test_add_*': SYSTEM,
    'test_signal_*': SYSTEM,
    'test_create_*': SYSTEM,
    'test_connect_*': SYSTEM,
    'test_ssl_*': SYSTEM,
    test_server_close: SYSTEM,
    test_internal_fds: SYSTEM,
    'test_read_*': SYSTEM,
    test_unclosed_pipe_transport: SYSTEM,
    'test_write_*': SYSTEM,
    test_bidirectional_pty: SYSTEM,
    test_prompt_cancellation: ['cancel: of a task that another one awaits reaches that one as an error, at that time'],
    test_timeout_rounding: ['loop: sleeps of fractions of a millisecond take a bounded number of turns', 'sleep: never ends early, also by fractions of a millisecond'],
    test_remove_fds_after_closing: SYSTEM,
    test_close_running_event_loop: ['loop: close while it runs is refused', 'loop_is_running'],
    test_close: [CLOSED, 'loop_closed']
  },
  SubprocessTestsMixin: { '*': SYSTEM },
  ProactorEventLoopTests: { '*': SYSTEM },
  HandleTests: {
    test_handle: ['cancelCallback: of a callback that waits, it does not run', 'loop_cancel_callback'],
    test_callback_with_exception: [ERRORS, 'loop_callback_fails'],
    test_handle_weakref: FINALIZER,
    'test_handle_repr*': REPR,
    test_handle_source_traceback: TRACEBACK,
    test_coroutine_like_object_debug_formatting: REPR
  },
  TimerTests: {
    test_hash: HANDLES,
    test_when: HANDLES,
    test_timer: ['cancelCallback: of a timer, it leaves the heap at once', 'cancelCallback: keeps nothing of what was taken back for who comes next'],
    'test_timer_repr*': REPR,
    test_timer_comparison: ['loop: equal deadlines run in the order in which they were set, from callAt and callLater alike (D6)', 'loop_call_at_ties']
  },
  AbstractEventLoopTests: { '*': ABSTRACT },
  PolicyTests: {
    test_event_loop_policy: ABSTRACT,
    test_get_event_loop: ['loops: getEventLoop gives the one set, or, before the first run, makes and sets one'],
    test_get_event_loop_calls_set_event_loop: ['loops: getEventLoop gives the one set, or, before the first run, makes and sets one'],
    test_get_event_loop_after_set_none: [NO_LOOP_SET],
    test_get_event_loop_thread: THREADS,
    test_new_event_loop: ['loops: newEventLoop makes one, with the capacities of the target or one\'s own'],
    test_set_event_loop: ['loops: getEventLoop gives the one set, or, before the first run, makes and sets one', 'bad input: setEventLoop takes a loop or null'],
    test_get_event_loop_policy: POLICY,
    test_set_event_loop_policy: POLICY
  },
  GetEventLoopTestsMixin: {
    test_get_event_loop_new_process: THREADS,
    test_get_event_loop_returns_running_loop: ['loops: within a run, futures, tasks, gather and shield are of the loop that runs, whichever is set', NO_LOOP_SET],
    test_get_event_loop_returns_running_loop2: [NO_LOOP_SET, 'loops: getRunningLoop outside of a run is refused']
  },
  TestServer: { '*': SYSTEM },
  TestAbstractServer: { '*': SYSTEM }
}
