// edge.espruino.ts: an edge of a pin, made on the one that a wire connects it with.

import { getRunningLoop } from 'ringloop'
import { edge as pinEdge } from 'ringloop/espruino'
import { PINS } from './config'
import { edge as hostEvent } from './edge'
import type { Event } from './edge'

declare const global: Record<string, unknown>
declare function digitalPulse(pin: unknown, state: boolean, ms: number): void
declare function pinMode(pin: unknown, mode: string): void

export function edge(ms: number): Event {
  const [out, input] = PINS
  if (out === undefined || input === undefined) return hostEvent(ms)
  const loop = getRunningLoop()
  let at = 0
  pinMode(global[input], 'input')
  const came = pinEdge(global[input], { edge: 'rising' })
  loop.callLater(ms, () => {
    at = loop.time()
    digitalPulse(global[out], true, 1)
  })
  return { came, at: () => at }
}
