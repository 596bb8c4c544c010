// ending.ts: tells when a run is over, and whether its main failed with an error that nobody has looked at: what a process
// needs to know before it ends.

import type { Task } from '../../src/task'

/** Calls `ended(failed)` when the loop that `task`, the main one, runs in is closed; at once if it is. */
export function whenOver(task: Task<unknown>, ended: (failed: boolean) => void): void {
  const loop = task._loop
  loop._over = function () {
    ended(task._reported === true)
  }
  if (loop._closed) loop._over()
}
