// ending.ts: tells when a run is over, and whether its main failed with an error that nobody has looked at: what a process
// needs to know before it ends.
//
//   EN1  a main that was cancelled without being asked to end has failed, as with asyncio.run: it awaited what somebody cancelled, and
//        the rest of the program never ran. The emulator does the same (targets/emulator/drive.ts)

import { hasCancel } from '../../src/needed'
import { CANCELLED } from '../../src/state'
import type { Task } from '../../src/task'

/** What is said of such a main. */
export const UNASKED = 'ended by a cancellation that nobody asked it for; what it awaited was cancelled: catch that where it is awaited'

/** Calls `ended(failed)` when the loop that `task`, the main one, runs in is closed; at once if it is. */
export function whenOver(task: Task<unknown>, ended: (failed: boolean) => void): void {
  const loop = task._loop
  let asked = false
  if (hasCancel()) {
    const cancel = task.cancel
    task.cancel = function (message) {
      asked = true
      return cancel.call(this, message)
    }
  }
  loop._over = function () {
    let failed = task._reported === true
    if (hasCancel() && task._state === CANCELLED && !asked && !task._seen) {
      failed = true
      loop._port.report({ message: task._describe() + ': ' + UNASKED, future: task, exception: task._cancelledError() })
    }
    ended(failed)
  }
  if (loop._closed) loop._over()
}
