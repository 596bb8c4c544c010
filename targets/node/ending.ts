// ending.ts: tells when a run is over, and whether its main failed with an error that nobody has looked at: what a process
// needs to know before it ends.

import type { Task } from '../../src/task'

/** Calls `ended(failed)` when the loop that `task`, the main one, runs in is closed; at once if it is. */
export function whenOver(task: Task<unknown>, ended: (failed: boolean) => void): void {
  const loop = task._loop
  const port = loop._port
  const report = port.report
  let failed = false
  port.report = function (context) {
    if (context.future === task) failed = true
    report(context)
  }
  loop._over = function () {
    ended(failed)
  }
  if (loop._closed) ended(false)
}
