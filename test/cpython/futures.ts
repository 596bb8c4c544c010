// futures.ts: test_asyncio/test_futures.py and test_futures2.py.

import { C_TWIN, EQUALITY, FINALIZER, POSITIONAL, PRIVATE, REPR, Reason, STOP_ITERATION, TRACEBACK, TYPING, WRAP_FUTURE } from './reasons'
import type { FileTable } from './reasons'

const NO_LOOP = 'loops: with no loop at all, what would make a future or a task is refused, and the coroutine is as it was'
const SET_LOOP = 'loops: with a loop set but none running, futures, tasks, gather and shield are of that one, and run in its next run'
const RUNNING_LOOP = 'loops: within a run, futures, tasks, gather and shield are of the loop that runs, whichever is set'

const DUCK = new Reason('objects that are taken for futures for their shape: what is no Future here but has then() is a promise')
const BY_HAND = new Reason('a future iterated by hand, without await: it is its own iterator and keeps no position, which would cost memory in each')

export const futures: FileTable = {
  DuckTests: {
    test_wrap_future: WRAP_FUTURE,
    test_ensure_future: DUCK
  },
  BaseFutureTests: {
    test_generic_alias: TYPING,
    test_isfuture: ['future: isFuture knows futures and tasks from their classes and from all else', 'ensure_future_of_each'],
    test_initial_state: ['future: a new one is neither done nor cancelled, and can be cancelled at once', 'future_pending'],
    test_init_constructor_default_loop: [SET_LOOP],
    test_constructor_without_loop: [NO_LOOP],
    test_constructor_use_running_loop: [RUNNING_LOOP, 'future: one made by hand belongs to the running loop'],
    test_constructor_use_global_loop: [SET_LOOP],
    test_constructor_positional: POSITIONAL,
    test_uninitialized: C_TWIN,
    test_future_cancel_message_getter: ['future: cancelled, it gives a new CancelledError with its message to each who asks', 'cancel_future'],
    test_future_cancel_message_setter: PRIVATE,
    test_cancel: ['future: cancelled, it gives a new CancelledError with its message to each who asks', 'future_settled_after_cancel'],
    test_result: ['future: pending, it has neither result nor exception', 'future: with a result it has that, no exception, and settles no more', 'future_result'],
    test_exception: ['future: with an exception it throws that very error, however often one asks', 'future_error'],
    test_exception_class: ['future: setException takes a class of errors too, and makes one', 'future_error_by_class'],
    test_yield_from_twice: ['future: yield* gives its result, pending or done'],
    test_future_repr: REPR,
    test_copy_state: PRIVATE,
    test_iter: BY_HAND,
    test_log_traceback: PRIVATE,
    test_tb_logger_abandoned: ['future: one that is left pending, or with a result nobody takes, is not reported'],
    test_tb_logger_not_called_after_cancel: ['future: looked at in time, by any means, it is not reported (D7)'],
    test_tb_logger_result_unretrieved: ['future: one that is left pending, or with a result nobody takes, is not reported'],
    test_tb_logger_result_retrieved: ['future: with a result it has that, no exception, and settles no more'],
    test_tb_logger_exception_unretrieved: ['future: reported as never retrieved when the loop has nothing left to run, once (D7)'],
    test_tb_logger_exception_retrieved: ['future: looked at in time, by any means, it is not reported (D7)'],
    test_tb_logger_exception_result_retrieved: ['future: looked at in time, by any means, it is not reported (D7)'],
    'test_wrap_future*': WRAP_FUTURE,
    test_future_source_traceback: TRACEBACK,
    'test_future_exception_never_retrieved*': ['future: reported as never retrieved when the loop has nothing left to run, once (D7)'],
    test_set_result_unless_cancelled: ['sleep: cancelled in the turn in which its time is up, it is a cancellation', 'sleep_cancelled_as_it_ends'],
    test_future_stop_iteration_args: ['future: a result of any kind is given as it is, by identity'],
    test_future_iter_throw: STOP_ITERATION,
    test_future_del_collect: FINALIZER
  },
  CFutureTests: { '*': C_TWIN },
  BaseFutureDoneCallbackTests: {
    test_callbacks_remove_first_callback: ['future: callbacks are called in the order in which they were added, the first being removed or not', 'callbacks_removed'],
    test_callbacks_remove_first_and_second_callback: ['future: callbacks are called in the order in which they were added, the first being removed or not'],
    test_callbacks_remove_third_callback: ['future: callbacks are called in the order in which they were added, the first being removed or not'],
    test_callbacks_invoked_on_set_result: ['future: callbacks are called once it has failed or was cancelled, as with a result', 'callbacks_order'],
    test_callbacks_invoked_on_set_exception: ['future: callbacks are called once it has failed or was cancelled, as with a result'],
    test_remove_done_callback: ['future: removeDoneCallback removes all duplicates and gives their count (fact 44)', 'callbacks_removed'],
    test_remove_done_callbacks_list_mutation: EQUALITY,
    test_remove_done_callbacks_list_clear: EQUALITY,
    test_schedule_callbacks_list_mutation_1: ['future: a callback taken back by one that runs before it in the same turn is called all the same', 'callbacks_removed_too_late'],
    test_schedule_callbacks_list_mutation_2: EQUALITY
  },
  BaseFutureInheritanceTests: { '*': C_TWIN }
}

export const futures2: FileTable = {
  FutureTests: { '*': TRACEBACK },
  FutureReprTests: { '*': REPR }
}
