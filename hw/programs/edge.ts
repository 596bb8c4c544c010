// edge.ts: an event from outside of the loop. On Espruino run.ts takes edge.espruino.ts instead.

import { getRunningLoop } from 'ringloop'
import type { Future } from 'ringloop'

declare const os: { setTimeout: (fn: () => void, ms: number) => unknown } | undefined
declare function setTimeout(fn: () => void, ms: number): unknown

export interface Event {
  came: Future<unknown>
  /** when, by the loop's clock */
  at: () => number
}

/** The host calls back in `ms`. */
export function edge(ms: number): Event {
  const loop = getRunningLoop()
  const came = loop.createFuture<unknown>()
  let at = 0
  const event = (): void => {
    at = loop.time()
    if (!came.done()) came.setResult(undefined)
  }
  if (typeof setTimeout === 'function') setTimeout(event, ms)
  else if (typeof os === 'object') os.setTimeout(event, ms)
  return { came, at: () => at }
}
