// port.ts: Node, Deno, Bun and browsers.
//
// One host timer at the most. A delay beyond what setTimeout can count is cut by the loop. An armed timer keeps a Node
// process alive; with nothing armed it ends.

import type { Port } from '../../src/port'

interface Host {
  setTimeout(fn: () => void, ms: number): unknown
  clearTimeout(id: unknown): void
  setImmediate?: (fn: () => void) => unknown
  clearImmediate?: (id: unknown) => void
  performance: { now(): number }
  console: { error(...parts: unknown[]): void }
}

declare const globalThis: Host

export function nodePort(turn: () => void): Port {
  const host = globalThis
  let timer: unknown
  let immediate: unknown

  function fired(): void {
    timer = undefined
    immediate = undefined
    turn()
  }

  function disarm(): void {
    if (timer !== undefined) host.clearTimeout(timer)
    if (immediate !== undefined && host.clearImmediate) host.clearImmediate(immediate)
    timer = undefined
    immediate = undefined
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
    disarm: disarm,
    report: function (context) {
      if ('exception' in context) host.console.error('ringloop: ' + context.message, context.exception)
      else host.console.error('ringloop: ' + context.message)
    }
  }
}
