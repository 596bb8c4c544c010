// edge.ts: a pin that wakes a task: `await edge(BTN1)`.

import type { Future } from '../../src/index'
import { newFuture } from '../../src/future'
import { runningLoop } from '../../src/running'
import { FINISHED, PENDING } from '../../src/state'

/** What the firmware calls a pin. */
export type Pin = unknown

/** What a watch tells: the pin's state and when, in seconds of getTime(). */
export interface Edge {
  state: boolean
  time: number
  lastTime?: number
}

export interface WatchOptions {
  /** default: rising */
  edge?: 'rising' | 'falling' | 'both' | undefined
  /** ms that the pin must be quiet; default: 0 */
  debounce?: number | undefined
}

declare function setWatch(fn: (edge: Edge) => void, pin: Pin, options: WatchOptions & { repeat: boolean }): number
declare function clearWatch(id: number): void

/** setWatch() that stays until clearWatch(): one that goes by itself would leave an id that is another's soon. */
export function keepWatch(pin: Pin, fn: (edge: Edge) => void, options: WatchOptions | undefined): number {
  const given: WatchOptions = options || {}
  return setWatch(fn, pin, { repeat: true, edge: given.edge || 'rising', debounce: given.debounce || 0 })
}

/** A future of the next edge of a pin; its watch goes when it settles or is cancelled, so await it. RuntimeError if no loop runs. */
export function edge(pin: Pin, options?: WatchOptions): Future<Edge> {
  const future = newFuture<Edge>(runningLoop('edge'))
  const settle = future._settle
  const id = keepWatch(pin, function (found) {
    if (future._state === PENDING) future._settle(FINISHED, found)
  }, options)
  future._settle = function (state, value) {
    clearWatch(id)
    settle.call(this, state, value)
  }
  return future
}
