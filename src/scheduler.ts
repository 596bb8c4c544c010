// scheduler.ts: one turn, and what may be put into it. Only this file holds order and time; loop.ts is what users call.
//
// A turn (`pass`) is CPython's `_run_once`: what is due goes behind what is ready, then exactly what is ready now is run;
// what is scheduled meanwhile waits for the next turn.
// The loop is itself the chain of what is ready: `_next` leads to the first, `_last` is the last, or the loop if there is none.
//   L1  free = capacity - (queued callbacks + registered done-callbacks + pending tasks), never below 0; each of these
//       owns one ring slot from the call that accepts it. alarms: likewise how many timer slots are taken
//   L2  a refused call throws CapacityError (or the reference's kind of error) and has changed nothing
//   L3  no turn runs inside a turn; an error of a callback goes to the exception handler and the turn goes on
//   L4  while the loop runs and no turn does, the port is armed for the nearest deadline, for now if something is ready, and
//       not at all if there is neither. `_armed` is what for, NaN for nothing; NOW also while a turn runs, or the loop does not
//   L5  a turn that the engine aborted (no catch runs then) leaves a loop that the next turn mends: batch is what it left,
//       current the task whose step it was
//   L8  leastFree and mostAlarms are the marks reached so far; a slot beyond them is looked at closely, the others are not
// Moving and running entries allocates nothing.

import { scope } from './context'
import { unchain } from './entries'
import type { Entry } from './entries'
import { CapacityError, RuntimeError } from './errors'
import type { Loop } from './loop'
import { canAbort, hasContexts, hasDebug, hasEnding, hasFutures, hasHandler, hasHandles, hasHeap, hasMany, hasStats } from './needed'
import type { ErrorContext } from './port'
import type { Task } from './task'
import { setAlarm, takeAlarm } from './timers'
import type { Alarm, Ring } from './timers'

/** The longest that the port is asked to wait, so that a host with 31-bit times can do it: 11 days. */
const MAX_ARM_MS = 1e9
/** `_armed` when the port need not be armed; a deadline that has come. */
export const NOW = -Infinity

/** What a task waits for when it is in the timers. */
export const ALARM = 1
/** What stands there for a task that waits for nothing, but was asked to end. */
export const ASKED = 0

/** Appends what has a ring slot to what is ready. */
export function queue(loop: Loop, entry: Entry): void {
  loop._last._next = entry
  loop._last = entry
  rearm(loop)
}

/** Throws CapacityError unless `count` ring slots are free (L2). */
export function need(loop: Loop, call: string, count: number): void {
  checkOpen(loop, call)
  if (loop._free < count) {
    const ready = loop._ready
    throw new CapacityError(call + ': ring full (' + (ready - loop._free) + ' of ' + ready + ' taken, ' + count + ' more needed); raise ready in new Loop(port, { ready })')
  }
}

/** Takes `count` ring slots for what is accepted now (L1). */
export function reserve(loop: Loop, call: string, count: number): void {
  need(loop, call, count)
  loop._free = loop._free - count
  if (hasStats() && loop._free < loop._leastFree) loop._leastFree = loop._free
}

export function checkOpen(loop: Loop, call: string): void {
  if (loop._closed) throw new RuntimeError(call + ': the loop is closed; make a new one')
}

/** Throws CapacityError unless a timer slot is free (L2). */
export function needTimer(loop: Loop, call: string): void {
  if (hasHandles()) checkOpen(loop, call)
  const slots = loop._timerSlots
  if (loop._alarms >= slots) throw new CapacityError(call + ': timer heap full (' + slots + '); raise timers in new Loop(port, { timers })')
}

/** Sets a timer; needTimer() has said that there is a slot. */
export function addTimer(loop: Loop, alarm: Alarm): void {
  loop._alarms++
  if (loop._alarms > loop._mostAlarms) loop._mostAlarms = loop._alarms
  if (hasHeap() && loop._heap) loop._heap._add(alarm)
  else setAlarm(loop._timers as Ring, alarm)
  rearm(loop)
}

/** Takes a timer back that is armed, or due. */
export function dropTimer(loop: Loop, alarm: Alarm): void {
  loop._alarms--
  if (hasHeap() && loop._heap ? loop._heap._remove(alarm) : takeAlarm(alarm)) rearm(loop)
  else loop._batch = unchain(loop._batch, alarm)
}

/**
 * Some turns back to back, `turns` at the most, while there is something to run (L3). If a step has thrown already, the first
 * goes on after its `error`. Gives what the port is armed for by then; NaN for nothing, or another time (P6).
 */
export function pass(loop: Loop, turns: number, failed?: boolean, error?: unknown): number {
  const timers = loop._timers
  let guardMs = canAbort() && loop._port.guardMs
  let ahead = NaN
  do {
    if (!failed) {
      if (hasStats()) loop._turns++
      if (loop._batch || loop._current) mend(loop)
      let entry: Alarm = timers._next
      let when = entry._when as number
      if (when === when) {
        const now = loop._port.now()
        while (when <= now) {
          if (hasHeap() && loop._heap) loop._heap._pop()
          else {
            const after = entry._next as Alarm
            timers._next = after
            after._before = timers as unknown as Alarm
          }
          entry._next = undefined
          loop._last._next = entry
          loop._last = entry
          entry = timers._next
          when = entry._when as number
        }
        when = when - now
      }
      if (canAbort() && guardMs) {
        // armed before anything runs, in case the engine aborts the turn; mostly this is the next deadline anyway
        if (when < guardMs) {
          ahead = entry._when as number
          guardMs = when
        }
        loop._port.arm(guardMs)
        guardMs = 0
      }
      entry = loop._next as Alarm
      loop._batch = entry
      loop._next = undefined
      loop._last = loop
      if (entry && entry._waiter === ALARM && !entry._next) {
        // a timer alone: its turn would do nothing but queue its task's step for the next one, so this is that one
        entry._waiter = undefined
        if (hasMany()) loop._alarms--
      }
    }
    for (;;) {
      try {
        if (failed) {
          failed = false
          if (loop._current) loop._current._threw(error)
        }
        let entry: Entry | undefined
        while ((entry = loop._batch)) {
          loop._batch = entry._next
          entry._next = undefined
          if (hasDebug() && loop._probe) loop._probe(loop, entry)
          entry._step()
        }
        break
      } catch (thrown) {
        failed = true
        error = thrown
      }
    }
  } while (loop._next && !loop._stopping && --turns > 0)
  return ahead
}

/** What an aborted turn left goes first; a step that was aborted ends with an error that its task can be told (L5). @cold */
function mend(loop: Loop): void {
  let last: Entry = { _next: loop._batch, _step: aborted }
  if (hasContexts()) {
    if (scope._at !== undefined) scope._at._entered = false
    scope._at = undefined
  }
  const task = loop._current
  // a short turn has left it so; what waits already is in a chain
  if (canAbort() && task && !task._waiter) task._next = undefined
  const first = task ? last : loop._batch
  while (last._next) last = last._next
  last._next = loop._next
  loop._next = first
  if (loop._last === loop) loop._last = last
}

/** @cold */
function aborted(): never {
  throw new RuntimeError('turn: the engine aborted this step (stack, memory or interrupt); make it smaller')
}

/** Keeps L4. */
export function rearm(loop: Loop): void {
  if (loop._armed === NOW) return
  if (canAbort() && loop._current) {
    // a short turn (targets/espruino/port.ts): it looks when the step is over
    loop._armed = NaN
    return
  }
  const when = loop._next || loop._stopping ? NOW : loop._timers._next._when as number
  if (when === loop._armed) return
  if (when < Infinity) loop._port.arm(delay(loop, when))
  else loop._port.disarm()
  // only now: the port may find no memory, and then it is armed as it was
  loop._armed = when
}

/** How long the port is to wait for a deadline. */
export function delay(loop: Loop, when: number): number {
  return Math.max(0, Math.min(when - loop._port.now(), MAX_ARM_MS))
}

/** Tells the exception handler. Never throws. @cold */
export function report(loop: Loop, context: ErrorContext): void {
  try {
    if (hasHandler() && loop._report) loop._report(context)
    else loop._port.report(context)
  } catch {
    // P4 was broken, or there is no memory even for the report: the turn must go on
  }
}

/** D7: when nothing is left to run, a failure that nobody has waited for or looked at is reported, once. @cold */
export function reportUnseen(loop: Loop): void {
  let future
  while ((future = loop._firstUnseen)) {
    loop._firstUnseen = future._nextUnseen
    future._nextUnseen = undefined
    if (future._seen) continue
    if (hasEnding()) future._reported = true
    report(loop, {
      message: (hasFutures() ? future._describe() : (future as Task<unknown>).getName()) + ': exception was never retrieved; await it or look at exception()',
      exception: future._value,
      future: future
    })
  }
}
