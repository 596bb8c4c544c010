// waitFor.ts: test_asyncio/test_waitfor.py.

import type { FileTable } from './reasons'

const FINALLY = 'waitFor: late, a task is done and cancelled when TimeoutError comes, its finally blocks over'
const STUBBORN = 'waitFor: an inner one that swallows every request is cancelled once, and its end awaited'

export const waitFor: FileTable = {
  AsyncioWaitForTest: {
    test_asyncio_wait_for_cancelled: [STUBBORN, 'wait_for_cancelled_child_returns'],
    test_asyncio_wait_for_timeout: [STUBBORN, 'waitFor: it does not return until the inner one has ended, however long that takes (fact 32)'],
    test_wait_for_timeout_less_then_0_or_0_future_done: ['waitFor: without time left, a done future gives its result or error without suspending (fact 29)', 'wait_for_zero_done'],
    test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started: ['waitFor: without time left, a coroutine becomes a task that never starts, then TimeoutError (fact 29)', 'wait_for_zero_coroutine'],
    test_wait_for_timeout_less_then_0_or_0: [FINALLY, 'wait_for_zero_pending'],
    test_wait_for: [FINALLY, 'wait_for_late'],
    test_wait_for_blocking: ['waitFor: with null it awaits in place: no task, no name used, same current task (fact 28)', 'wait_for_null_awaits_in_place'],
    test_wait_for_race_condition: ['waitFor: in time gives the result and takes its timer back', 'wait_for_in_time'],
    test_wait_for_cancellation_race_condition: ['waitFor: a task that answers the time-out with a value: that value is returned (fact 30, D2)', 'wait_for_late_child_swallows'],
    test_wait_for_waits_for_task_cancellation: [FINALLY, 'wait_for_late_waits_for_end'],
    test_wait_for_waits_for_task_cancellation_w_timeout_0: [FINALLY, 'waitFor: without time left, what is pending is cancelled and its end awaited (fact 29)'],
    test_wait_for_reraises_exception_during_cancellation: ['waitFor: an error raised on the time-out\'s cancellation comes out in place of TimeoutError (fact 31)', 'wait_for_late_child_raises'],
    test_wait_for_self_cancellation: ['waitFor: cancelled while the inner one holds up the cancellation, it ends, and the inner one runs on', 'wait_for_late_then_cancelled'],
    test_cancel_blocking_wait_for: ['waitFor: cancelled, it cancels the task that it waits for, with a time and without'],
    test_cancel_wait_for: ['waitFor: cancelled, it cancels the task that it waits for, with a time and without', 'wait_for_cancelled']
  }
}
