// queues.ts: test_asyncio/test_queues.py.

import { LOOP_ARGUMENT, REPR, TYPING } from './reasons'
import type { FileTable } from './reasons'

const ORDER = 'queue: getters and putters are served in the order in which they came'

export const queues: FileTable = {
  QueueBasicTests: {
    test_ctor_loop: LOOP_ARGUMENT,
    test_ctor_noloop: LOOP_ARGUMENT,
    test_repr: REPR,
    test_str: REPR,
    test_generic_alias: TYPING,
    test_empty: ['queue: qsize, empty, full and maxsize tell how it stands', 'queue_size_and_limits'],
    test_full: ['queue: qsize, empty, full and maxsize tell how it stands', 'queue_size_and_limits'],
    test_order: ['queue: first in, first out', 'queue_first_in_first_out'],
    test_maxsize: ['queue: put waits for room', 'queue_put_waits_when_full']
  },
  QueueGetTests: {
    test_blocking_get: ['queue: what can be done at once takes no turn', 'queue_without_wait_takes_no_turn'],
    test_get_with_putters: [ORDER, 'queue_putters_are_served_in_order'],
    test_blocking_get_wait: ['queue: get waits for an item', 'queue_get_waits'],
    test_nonblocking_get: ['queue: first in, first out'],
    test_nonblocking_get_exception: ['bad input: a queue that is empty, full or done says so'],
    test_get_cancelled: ['waitFor: of a queue\'s get, in time, gives the item'],
    test_get_cancelled_race: ['queue: a getter cancelled before it is woken leaves the line', 'queue_getter_cancelled'],
    test_get_with_waiting_putters: [ORDER, 'queue_put_waits_when_full'],
    test_why_are_getters_waiting: ['queue: a full pipeline of two queues keeps order and loses nothing', 'queue_producer_and_consumer'],
    test_cancelled_getters_not_being_held_in_self_getters: ['waitFor: of a queue\'s get, late, takes no item', 'wait_for_queue_get']
  },
  QueuePutTests: {
    test_blocking_put: ['queue: what can be done at once takes no turn', 'queue_without_wait_takes_no_turn'],
    test_blocking_put_wait: ['queue: put waits for room', 'queue_put_waits_when_full'],
    test_nonblocking_put: ['queue: putNowait from a callback wakes who waits'],
    test_get_cancel_drop_one_pending_reader: ['queue: a get that was woken and then cancelled has taken nothing, and can be tried again', 'queue_item_stays_when_getter_cancelled'],
    test_get_cancel_drop_many_pending_readers: ['queue: of three that wait and one that is cancelled when it was woken, the other two get the two items', 'queue_getter_cancelled_when_woken'],
    test_put_cancel_drop: ['queue: a put that was woken and then cancelled has put nothing, and can be tried again', 'queue_putter_cancelled_when_woken'],
    test_nonblocking_put_exception: ['bad input: a queue that is empty, full or done says so'],
    test_float_maxsize: ['queue: a size that is no whole number holds as many as reach it'],
    test_put_cancelled: ['queue: what can be done at once takes no turn', 'queue_get_waits'],
    test_put_cancelled_race: ['queue: a putter cancelled before it is woken leaves the line, and its item is not in', 'queue_putter_cancelled'],
    test_put_with_waiting_getters: ['queue: get waits for an item', 'queue_getters_are_served_in_order'],
    test_why_are_putters_waiting: ['queue: more who put than there is room for are all let in by one who takes what is there'],
    test_cancelled_puts_not_being_held_in_self_putters: ['queue: a putter cancelled before it is woken leaves the line, and its item is not in', 'queue_putter_cancelled'],
    test_cancelled_put_silence_value_error_exception: ['queue: a put that was woken and then cancelled has put nothing, and can be tried again', 'queue_putter_cancelled_when_woken']
  },
  LifoQueueTests: { test_order: ['queue: LifoQueue gives the last one first', 'queue_last_in_first_out'] },
  PriorityQueueTests: { test_order: ['queue: PriorityQueue gives the smallest one first', 'queue_priority'] },
  _QueueJoinTestMixin: {
    test_task_done_underflow: ['queue: every kind can be joined: taskDone once for each item, by several workers', 'queue_task_done_too_often'],
    test_task_done: ['queue: every kind can be joined: taskDone once for each item, by several workers', 'queue_several_workers'],
    test_join_empty_queue: ['queue: every kind can be joined: taskDone once for each item, by several workers', 'queue_join_of_empty_takes_no_turn'],
    test_format: REPR
  }
}
