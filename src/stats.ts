// stats.ts: how full a loop is and was, and how much it did.

import type { Loop } from './loop'

/** Capacity, how much of it is taken now, and the most that ever was. */
export interface Level {
  capacity: number
  used: number
  high: number
}

export interface LoopStats {
  ready: Level
  timers: Level
  /** pending tasks */
  tasks: number
  turns: number
  /** how often the host woke the loop */
  wakeups: number
}

export function statsOf(loop: Loop): LoopStats {
  let tasks = 0
  for (let at = loop._firstTask; at !== undefined; at = at._nextTask) tasks++
  return {
    ready: { capacity: loop._ready, used: loop._ready - loop._free, high: loop._ready - loop._leastFree },
    timers: { capacity: loop._timerSlots, used: loop._alarms, high: loop._mostAlarms },
    tasks: tasks,
    turns: loop._turns,
    wakeups: loop._wakeups
  }
}
