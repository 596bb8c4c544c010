// brokenOff.ts: what an engine does where stack or memory run out: no catch runs, and no finally. V8 does that to a script that
// took too long.

import { createContext, runInContext } from 'node:vm'

/** enough for what comes before hang(), on a busy machine too */
const BREAK_MS = 1000
let hangs = false

/** Calls `fn`, which calls hang(), and breaks it off there. */
export function brokenOff(fn: () => void): void {
  hangs = false
  try {
    runInContext('fn()', createContext({ fn }), { timeout: BREAK_MS })
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    if (!hangs) throw new Error('it was broken off before it hung', { cause: error })
    return
  }
  throw new Error('it ended')
}

export function hang(): void {
  if (hangs) throw new Error('it hung before')
  hangs = true
  for (;;);
}
