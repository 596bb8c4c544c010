// port.ts: mquickjs (Micro QuickJS), whose `mqjs` gives setTimeout, clearTimeout, performance and print.
//
//   MP1  of its 16 timers we take one. Ids begin with 0, and clearTimeout() of what is no id clears that one
//   MP2  it looks for what is due from the first timer on, each time anew; so we breathe (quickjs/breath.ts)
//   MP3  a callback that throws ends it, but a turn throws nothing (scheduler.ts, L3)

import type { Loop } from '../../src/loop'
import type { Port } from '../../src/port'
import { breathing } from '../quickjs/breath'

declare function setTimeout(fn: () => void, ms: number): number
declare function clearTimeout(id: number): void
declare const performance: { now(): number }
declare function print(...parts: unknown[]): void

export function mquickjsPort(loop: Loop): Port {
  const hostMs = breathing(now)
  let timer: number | undefined

  function now(): number {
    return performance.now()
  }

  function fired(): void {
    timer = undefined
    loop.turn()
  }

  function disarm(): void {
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
  }

  return {
    now: now,
    arm: function (delayMs) {
      disarm()
      timer = setTimeout(fired, hostMs(delayMs))
    },
    disarm: function () {
      disarm()
      hostMs(Infinity)
    },
    report: function (context) {
      const error = context.exception as Error | null | undefined
      print('ringloop: ' + context.message + ('exception' in context ? '\n' + String(error) : ''))
      if (error && error.stack) print(error.stack)
    }
  }
}
