// port.ts: Node, Deno, Bun and browsers.
//
//   NP1  one host timer at the most. A delay beyond what setTimeout can count is cut by the loop
//   NP2  while the loop runs, the process stays: with nothing armed it is kept by a timer that never fires. A browser needs none

import type { Loop } from '../../src/loop'
import type { Port } from '../../src/port'

interface Host {
  setTimeout(fn: () => void, ms: number): unknown
  clearTimeout(id: unknown): void
  setInterval(fn: () => void, ms: number): unknown
  clearInterval(id: unknown): void
  setImmediate?: (fn: () => void) => unknown
  clearImmediate?: (id: unknown) => void
  process?: unknown
  performance: { now(): number }
  console: { error(...parts: unknown[]): void }
}

declare const globalThis: Host

/** The longest that setInterval can count. */
const NEVER_MS = 0x7fffffff

export function nodePort(loop: Loop): Port {
  const host = globalThis
  let timer: unknown
  let immediate: unknown
  let keeper: unknown

  function fired(): void {
    timer = undefined
    immediate = undefined
    loop.turn()
  }

  function disarm(): void {
    if (timer !== undefined) host.clearTimeout(timer)
    if (immediate !== undefined && host.clearImmediate) host.clearImmediate(immediate)
    timer = undefined
    immediate = undefined
  }

  function keep(): void {
    if (keeper === undefined && host.process) keeper = host.setInterval(nothing, NEVER_MS)
  }

  function leave(): void {
    if (keeper !== undefined) host.clearInterval(keeper)
    keeper = undefined
  }

  return {
    now: function () {
      return host.performance.now()
    },
    arm: function (delayMs) {
      disarm()
      // setTimeout may fire up to a millisecond early by performance.now(), which would cost a turn that finds nothing due
      if (delayMs > 0) timer = host.setTimeout(fired, Math.ceil(delayMs))
      else if (host.setImmediate) immediate = host.setImmediate(fired)
      else timer = host.setTimeout(fired, 0)
    },
    disarm: function (over) {
      disarm()
      if (over) leave()
      else keep()
    },
    report: function (context) {
      if ('exception' in context) host.console.error('ringloop: ' + context.message, context.exception)
      else host.console.error('ringloop: ' + context.message)
    }
  }
}

function nothing(): void {
  // never: it is cleared before
}
