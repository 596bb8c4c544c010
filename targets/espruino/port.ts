// port.ts: Espruino.
//
// getTime() is the wall clock, and there is no other. So the loop's clock is that with an offset:
//   EP1  setTime() is stood in for while there is a loop, and moves the offset the other way: no timer is early or late for it
//   EP2  where the firmware itself moves the wall clock (wifi.setSNTP), ours stands still if that went back, or beyond the
//        deadline by more than SLACK_MS; it is right again when the host timer fires, for then its time has passed. An engine that is
//        busy for longer looks the same, so that time is lost to our clock
//   EP3  a host timer is set before the old one is cleared: if there is no memory for it, the old one still wakes the loop
// Never clear an id that is not ours: clearTimeout() without one clears everybody's timers, and ids are used again at once.
//
// Calls and names are dear here: the text is read again each time. So what a device does most, to wake one task that sleeps on,
// is one function (port.ts, P7):
//   EP4  a short turn is what pass() does if the nearest alarm is what the port was armed for, is a task's, and is alone

import type { Driven, Step } from '../../src/coroutine'
import type { Loop } from '../../src/loop'
import { hasDebug, hasMany, hasOthers, hasStats, isWatched } from '../../src/needed'
import type { Port } from '../../src/port'
import { events } from '../../src/running'
import { ALARM, NOW, pass } from '../../src/scheduler'
import type { Task } from '../../src/task'
import type { Alarm, Ring } from '../../src/timers'

declare const global: { setTime?: (seconds: number) => void }
declare function setTime(seconds: number): void
declare function getTime(): number
declare function setTimeout(fn: () => void, ms: number): number
declare function clearTimeout(id: number): void
declare function print(...parts: unknown[]): void

/** The most that a host timer may be late before the clock counts as moved. */
const SLACK_MS = 10000
/** A deadline that the scheduler has to look at: host timers are not that long. */
const FAR_MS = 1e9
/** How soon the loop goes on after a turn that was aborted. */
const GUARD_MS = 1000

export function espruinoPort(loop: Loop): Port {
  // names at hand: those of the engine are looked for behind all others
  const seconds = getTime
  const set = setTimeout
  const timers = loop._timers as Ring
  let clock = 0
  let offset = -seconds() * 1000
  /** when the host timer fires; while none is set, any time may be right */
  let due = Infinity
  /** ids are 1 or more */
  let timer = 0

  /** The host timer's function. */
  function fired(): void {
    const task = timers._next as Task<unknown>
    const top = task._top as Driven | undefined
    const next = task._next as Alarm
    timer = 0
    clock = seconds() * 1000 + offset
    if (clock < due || clock > due + SLACK_MS) {
      offset = offset + due - clock
      clock = due
    }
    if (!top || (task._when as number) > clock || task._when !== loop._armed || loop._current || (next._when as number) <= clock
      || (hasOthers() && (!top._body || top._inner)) || (hasDebug() && loop._probe) || (isWatched() && events._made)) return loop.turn()
    if (hasStats()) {
      loop._turns++
      loop._wakeups++
    }
    timers._next = next
    next._before = timers as unknown as Alarm
    if (hasMany()) loop._alarms--
    task._waiter = undefined
    due = next._when as number
    loop._armed = due
    if (!(due - clock < GUARD_MS)) {
      due = clock + GUARD_MS
      loop._armed = NaN
    }
    timer = set(fired, due - clock)
    loop._current = task
    const at = top._at as number
    top._at = -1
    try {
      let out = (top._body as NonNullable<Driven['_body']>)(top as never, undefined, at) as Step<unknown> | undefined
      if (!out && task._waiter && (!hasOthers() || top._at > 0)) loop._current = undefined
      else {
        loop._armed = NOW
        if (task._waiter !== ALARM) task._next = undefined
        out = (top._gave as NonNullable<Driven['_gave']>)(task, out)
        if (out) task._took(out)
      }
    } catch (error) {
      loop._armed = NOW
      if (task._waiter !== ALARM) task._next = undefined
      pass(loop, 1, true, error)
    }
    if (loop._armed !== timers._next._when) changed(timers._next._when as number)
  }

  /** The step of a short turn has left something to do, or another deadline. */
  function changed(when: number): void {
    if (loop._next && !loop._stopping) {
      if (hasStats()) loop._wakeups--
      loop.turn()
    } else if (loop._stopping || loop._firstUnseen || !(when - clock < FAR_MS)) loop._rest(NaN)
    else {
      arm(when - now())
      due = when
      loop._armed = when
    }
  }

  /** The scheduler has asked now() just before, but for the first time. */
  function arm(delayMs: number): void {
    const old = timer
    if (due === Infinity) now()
    timer = set(fired, delayMs)
    due = clock + delayMs
    if (old) clearTimeout(old)
  }

  function now(): number {
    const time = seconds() * 1000 + offset
    if (time < clock || time > due + SLACK_MS) offset = offset + clock - time
    else {
      clock = time
      // a host timer that is late: its time has passed all the same
      if (due < time) due = time
    }
    return clock
  }

  // the stand-in of an earlier loop goes, so there is one at the most
  delete global.setTime
  const setWall = setTime
  global.setTime = function (to) {
    const before = getTime()
    setWall(to)
    offset = offset + (before - getTime()) * 1000
  }

  return {
    now: now,
    arm: arm,
    disarm: function () {
      if (timer) clearTimeout(timer)
      timer = 0
      due = Infinity
    },
    report: function (context) {
      print('ringloop: ' + context.message, context.exception || '')
    },
    guardMs: GUARD_MS
  }
}
