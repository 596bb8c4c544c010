// loop.ts: the order of callbacks and timers. The twin is loop.py.

import {
  CancelledError, asCompleted, createTask, gather, getRunningLoop, newEventLoop, shield, sleep, wait, waitFor
} from 'ringloop'
import type { ExceptionHandler } from 'ringloop'
import { TurnCounter, boom, err, refused, stopwatch, timers, turns } from './shared'
import type { Deviations, Log } from './shared'

export const deviations: Deviations = {
  loop_many_call_at_ties: {
    id: 'D6',
    why: 'equal deadlines fire in the order they were set; in CPython, in that of its heap',
    trace: [0, 1, 2, 3, 4, 5, 6, 7]
  }
}

export const loop_call_soon_in_order = async (log: Log) => {
  const loop = getRunningLoop()
  for (const name of ['a', 'b', 'c']) loop.callSoon(log, name)
  log('scheduled')
  await turns()
}

// Fact 44: a turn runs what was there at its start; what is scheduled meanwhile waits for the next one.
export const loop_call_soon_nested = async (log: Log) => {
  const loop = getRunningLoop()

  const first = () => {
    loop.callSoon(log, 'third')
    log('first')
  }

  loop.callSoon(first)
  loop.callSoon(log, 'second')
  await turns()
  log('a turn')
  await turns()
}

// Fact 44: due timers go behind what is ready, so no time at all is later than soon.
export const loop_call_later_zero_after_call_soon = async (log: Log) => {
  const loop = getRunningLoop()
  loop.callLater(0, log, 'call_later 0')
  loop.callAt(loop.time(), log, 'call_at now')
  loop.callSoon(log, 'call_soon')
  await turns()
  log('a turn')
  await turns()
}

// Fact 44: in the turn in which a timer is due.
export const loop_due_timer_after_ready = async (log: Log) => {
  const loop = getRunningLoop()

  const first = () => {
    loop.callSoon(log, 'soon, by a timer')
    loop.callLater(0, log, 'no time, by a timer')
    log('first timer')
  }

  loop.callLater(10, first)
  loop.callLater(10, log, 'second timer')
  await sleep(20)
}

export const loop_timers_by_deadline = async (log: Log) => {
  const loop = getRunningLoop()
  const elapsed = stopwatch()

  const callback = (name: string) => {
    log([name, elapsed()])
  }

  loop.callLater(30, callback, 'c')
  loop.callLater(10, callback, 'a')
  loop.callAt(loop.time() + 20, callback, 'b')
  await sleep(40)
}

export const loop_timer_in_the_past = async (log: Log) => {
  const loop = getRunningLoop()
  await sleep(10)
  loop.callAt(loop.time() - 5, log, 'five ago')
  loop.callLater(-1000, log, 'long ago')
  loop.callSoon(log, 'soon')
  await turns()
  log('a turn')
}

// Two equal deadlines, set at different times and in different ways.
export const loop_call_at_ties = async (log: Log) => {
  const loop = getRunningLoop()
  const start = loop.time()
  loop.callAt(start + 20, log, 'set first')
  await sleep(10)
  loop.callLater(10, log, 'set later')
  await sleep(20)
}

// Eight equal deadlines: CPython's heap does not keep their order.
export const loop_many_call_at_ties = async (log: Log) => {
  const loop = getRunningLoop()
  const when = loop.time() + 10
  for (let name = 0; name < 8; name++) loop.callAt(when, log, name)
  await sleep(20)
}

// The clock stands still within a turn, and while there is something to run.
export const loop_time_jumps = async (log: Log) => {
  const elapsed = stopwatch()
  await turns(3)
  log(elapsed())
  await sleep(20)
  log(elapsed())
}

export const loop_cancel_callback = async (log: Log) => {
  const loop = getRunningLoop()
  const id = loop.callSoon(log, 'taken back')
  loop.callSoon(log, 'stays')
  loop.cancelCallback(id)
  await turns()
  loop.cancelCallback(id)
  await turns()
}

export const loop_cancel_timer = async (log: Log) => {
  const loop = getRunningLoop()
  const ids: number[] = []
  for (let index = 0; index < 5; index++) ids.push(loop.callLater(10 * (index + 1), log, index))
  ids.forEach((id, index) => {
    if (index === 0 || index === 2) loop.cancelCallback(id)
  })
  log(timers())
  await sleep(60)
  log(timers())
}

// One callback takes back another that was to run later in the same turn.
export const loop_cancel_in_same_turn = async (log: Log) => {
  const loop = getRunningLoop()

  const first = () => {
    loop.cancelCallback(id)
    log('first')
  }

  loop.callSoon(first)
  const id = loop.callSoon(log, 'taken back')
  loop.callSoon(log, 'last')
  await turns()
}

// So with timers that are due in the same turn.
export const loop_cancel_due_timer = async (log: Log) => {
  const loop = getRunningLoop()

  const first = () => {
    loop.cancelCallback(id)
    log('first')
  }

  loop.callLater(10, first)
  const id = loop.callLater(10, log, 'taken back')
  loop.callLater(10, log, 'last')
  await sleep(20)
}

export const loop_callback_cancels_itself = async (log: Log) => {
  const loop = getRunningLoop()
  let id = 0

  const callback = () => {
    loop.cancelCallback(id)
    log('ran')
  }

  id = loop.callSoon(callback)
  await turns()
  id = loop.callLater(10, callback)
  await sleep(20)
}

// A callback that fails is reported, and the turn goes on.
export const loop_callback_fails = async (log: Log) => {
  const loop = getRunningLoop()
  loop.setExceptionHandler((_, context) => {
    log(['reported', err(context.exception)])
  })

  const fails = () => {
    throw boom('callback')
  }

  loop.callSoon(fails)
  loop.callSoon(log, 'next')
  loop.callLater(10, fails)
  loop.callLater(10, log, 'next timer')
  await sleep(20)
}

// A cancellation that a callback raises is an error like others.
export const loop_callback_raises_cancelled = async (log: Log) => {
  const loop = getRunningLoop()
  loop.setExceptionHandler((_, context) => {
    log(['reported', err(context.exception)])
  })

  const fails = () => {
    throw new CancelledError('by hand')
  }

  loop.callSoon(fails)
  loop.callSoon(log, 'next')
  await turns()
}

// A report made by hand, and what is no handler.
export const loop_call_exception_handler = async (log: Log) => {
  const loop = getRunningLoop()

  const handler: ExceptionHandler = (_, context) => {
    log([context.message, err(context.exception)])
  }

  loop.setExceptionHandler(handler)
  loop.callExceptionHandler({ message: 'by hand', exception: boom('mine') })
  log(refused(() => loop.setExceptionHandler('no function' as unknown as ExceptionHandler)))
}

export const loop_call_soon_threadsafe = async (log: Log) => {
  const loop = getRunningLoop()
  loop.callSoon(log, 'call_soon')
  loop.callSoonThreadsafe(log, 'call_soon_threadsafe')
  loop.callSoon(log, 'call_soon again')
  log('scheduled')
  await turns()
}

export const loop_is_running = async (log: Log) => {
  const loop = getRunningLoop()

  const nothing = async () => undefined

  const coroutine = nothing()
  log([loop.isRunning(), loop.isClosed()])
  log([refused(() => loop.runForever()), refused(() => loop.close())])
  log(refused(() => loop.runUntilComplete(coroutine)))
  await coroutine
}

export const loop_closed = async (log: Log) => {
  const loop = newEventLoop()
  log([loop.isRunning(), loop.isClosed()])
  loop.close()
  loop.close()
  log([loop.isRunning(), loop.isClosed()])
  log([refused(() => loop.callSoon(log, 'never')), refused(() => loop.callLater(10, log, 'never'))])
  log(refused(() => loop.runForever()))
}

// Tasks and callbacks share one queue: a task's step is a callback.
export const loop_tasks_and_callbacks_in_one_queue = async (log: Log) => {
  const loop = getRunningLoop()

  const body = async (name: string) => {
    log([name, 'first step'])
    await turns()
    log([name, 'second step'])
  }

  loop.callSoon(log, 'before')
  const first = createTask(body('a'))
  loop.callSoon(log, 'between')
  const second = createTask(body('b'))
  loop.callSoon(log, 'behind')
  await wait([first, second])
}

// How many turns each thing takes, from the call to the wake-up.
export const loop_turns_of_each_wait = async (log: Log) => {
  const counter = new TurnCounter()
  await turns()

  const nothing = async () => undefined

  const oneTurn = async () => {
    await turns()
  }

  const waits: [string, () => PromiseLike<unknown>][] = [
    ['a turn', () => turns()],
    ['a coroutine that does not wait', nothing],
    ['a new task', () => createTask(nothing())],
    ['a new task of one turn', () => createTask(oneTurn())],
    ['gather of a new task', () => gather([nothing()])],
    ['gather of a gather', () => gather([gather([nothing()])])],
    ['wait for a new task', () => wait([createTask(nothing())])],
    ['wait_for a new task', () => waitFor(nothing(), 1000)],
    ['wait_for without a time', () => waitFor(oneTurn(), null)],
    ['shield of a new task', () => shield(nothing())],
    ['shield of a shield', () => shield(shield(nothing()))],
    ['as_completed of a new task', () => asCompleted([nothing()]).next().value as PromiseLike<unknown>]
  ]
  for (const [name, start] of waits) {
    const before = counter.count
    await start()
    log([name, counter.count - before])
  }
  counter.stop()
}
