// asked.ts: what whoever runs a program wants of it, as a number that threads can share, and how long it may go on.

import type { RunOptions } from './types'

export const NOTHING = 0
/** Main is to be cancelled. */
export const CANCEL = 1
/** The power is to go off. */
export const KILL = 2

export const HOUR = 3_600_000

/** When the power goes off. */
export function untilOf({ clock = 'virtual', until }: Pick<RunOptions, 'clock' | 'until'>): number {
  return until ?? (clock === 'real' ? Infinity : HOUR)
}
