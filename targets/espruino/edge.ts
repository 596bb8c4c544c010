// edge.ts: a pin that wakes a task: `await edge(BTN1)`.
//
//   EE1  a loop that is closed leaves no watch: what still waits for an edge is cancelled then

import type { Future } from '../../src/index'
import { newFuture } from '../../src/future'
import type { Loop } from '../../src/loop'
import { runningLoop } from '../../src/running'
import { CANCELLED, FINISHED, PENDING } from '../../src/state'

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

/** The loop's futures of edges, by the ids of their watches (EE1). */
function edgesOf(loop: Loop): Record<number, Future<unknown> | undefined> {
  if (loop._edges) return loop._edges
  const edges: Record<number, Future<unknown> | undefined> = {}
  const over = loop._over
  loop._edges = edges
  loop._over = function () {
    for (const id in edges) if (edges[id]) edges[id]._settle(CANCELLED, undefined)
    if (over) over()
  }
  return edges
}

/**
 * A future of the next edge of a pin. Its watch goes when it settles or is cancelled, or the loop is over: so await it. wait() cancels
 * nothing, so what it gives as pending is to be cancelled. RuntimeError if no loop runs.
 */
export function edge(pin: Pin, options?: WatchOptions): Future<Edge> {
  const loop = runningLoop('edge')
  const edges = edgesOf(loop)
  const future = newFuture<Edge>(loop)
  const settle = future._settle
  const id = keepWatch(pin, function (found) {
    if (future._state === PENDING) future._settle(FINISHED, found)
  }, options)
  edges[id] = future
  future._settle = function (state, value) {
    edges[id] = undefined
    clearWatch(id)
    settle.call(this, state, value)
  }
  return future
}
