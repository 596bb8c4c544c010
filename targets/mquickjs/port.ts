// port.ts: mquickjs (Micro QuickJS), whose `mqjs` gives setTimeout, clearTimeout, performance and print.
//
// A callback that throws ends `mqjs`, but a turn throws nothing (scheduler.ts, L3).

import type { Port } from '../../src/port'

declare function setTimeout(fn: () => void, ms: number): number
declare function clearTimeout(id: number): void
declare const performance: { now(): number }
declare function print(...parts: unknown[]): void

export function mquickjsPort(turn: () => void): Port {
  let timer: number | undefined

  function fired(): void {
    timer = undefined
    turn()
  }

  function disarm(): void {
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
  }

  return {
    now: function () {
      return performance.now()
    },
    arm: function (delayMs) {
      disarm()
      timer = setTimeout(fired, Math.ceil(delayMs))
    },
    disarm: disarm,
    report: function (context) {
      const error = context.exception as Error | null | undefined
      print('ringloop: ' + context.message + ('exception' in context ? '\n' + String(error) : ''))
      if (error && error.stack) print(error.stack)
    }
  }
}
