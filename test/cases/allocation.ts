// allocation.ts: in steady state the loop allocates nothing. Each function runs with QuickJS's memory locked: one allocation,
// even of what is freed at once, fails the case.

import { sleep } from 'ringloop'
import type { Coroutine, Loop } from 'ringloop'
import { test } from '../harness/cases'

function nothing(): void {
  // a callback that makes nothing
}

/** One turn, or several until `ms` have passed. */
function runFor(loop: Loop, ms: number, stop: () => void): void {
  if (ms === 0) loop.stop()
  else loop.callLater(ms, stop)
  loop.runForever()
}

test.locked('allocation: callSoon and the turn that runs it make nothing', (t) => {
  const loop = t.loop
  return () => {
    for (let i = 0; i < 20; i++) loop.callSoon(nothing)
    runFor(loop, 0, nothing)
  }
})

test.locked('allocation: a ring that goes round many times makes nothing', (t) => {
  const loop = t.loop
  let left = 0
  const again = () => {
    left--
    if (left > 0) loop.callSoon(again)
    else loop.stop()
  }
  return () => {
    left = 500
    loop.callSoon(again)
    loop.runForever()
  }
})

test.locked('allocation: callLater, the heap and timers that fire make nothing', (t) => {
  const loop = t.loop
  const stop = () => { loop.stop() }
  return () => {
    for (let i = 0; i < 20; i++) loop.callLater((i * 7) % 20, nothing)
    runFor(loop, 20, stop)
  }
})

test.locked('allocation: cancelling callbacks and timers makes nothing', (t) => {
  const loop = t.loop
  return () => {
    const soon = loop.callSoon(nothing)
    const near = loop.callLater(1, nothing)
    const far = loop.callLater(2, nothing)
    loop.cancelCallback(near)
    loop.cancelCallback(soon)
    loop.cancelCallback(far)
    loop.cancelCallback(far)
    runFor(loop, 0, nothing)
  }
})

/** `while (true) await sleep(10)` without what a generator itself allocates. */
function steady(naps: { count: number }): Coroutine<void> {
  let nap: Coroutine<void> | undefined
  return {
    next(value: unknown) {
      if (nap !== undefined) {
        const step = nap.next(value)
        if (!step.done) return step
        naps.count++
      }
      nap = sleep(10)
      return nap.next()
    },
    throw(error: unknown) { throw error },
    return() { return { done: true, value: undefined } }
  } as unknown as Coroutine<void>
}

test.locked('allocation: a task that sleeps for ever makes nothing, from its timer to its resume', (t) => {
  const loop = t.loop
  const naps = { count: 0 }
  const stop = () => { loop.stop() }
  for (let i = 0; i < 3; i++) loop.createTask(steady(naps))
  return () => {
    const before = naps.count
    runFor(loop, 100, stop)
    t.ok(naps.count >= before + 27)
  }
}, { leaves: 'three tasks that sleep for ever' })
