// sweep.ts: a program with capacities 1, 2, 3, ... up to enough.
//
// Each run must give the full trace, or have thrown CapacityError. In either case the loop goes on and is clean once what is
// left was cancelled (RunOptions.sweep).

import type { Outcome } from './run'

export interface Swept {
  /** e.g. `ready: 3` */
  capacity: string
  outcome: Outcome
  /** What is wrong; empty if nothing is. */
  fault: string
}

function faultOf(outcome: Outcome, full: string, enough: boolean): string {
  if (outcome.error?.name === 'Unclean' || outcome.error?.name === 'EngineError') return outcome.error.message
  if (outcome.ok && JSON.stringify(outcome.trace) === full) return ''
  if (enough) return 'as much as the full run ever used is not enough'
  return outcome.refused > 0 ? '' : 'neither the full trace nor CapacityError'
}

/** Runs it with plenty, then with less of either capacity, up to what the first run used at the most. */
export function sweep(run: (ready: number, timers: number) => Outcome, plenty = 64): Swept[] {
  const first = run(plenty, plenty)
  const full = JSON.stringify(first.trace)
  const result: Swept[] = [{ capacity: 'plenty', outcome: first, fault: first.ok ? '' : 'it fails with plenty' }]
  const high = { ready: first.stats.ready.high, timers: first.stats.timers.high }
  for (const knob of ['ready', 'timers'] as const) {
    for (let capacity = 1; capacity <= high[knob]; capacity++) {
      const outcome = knob === 'ready' ? run(capacity, plenty) : run(plenty, capacity)
      result.push({ capacity: `${knob}: ${capacity}`, outcome, fault: faultOf(outcome, full, capacity === high[knob]) })
    }
  }
  return result
}
