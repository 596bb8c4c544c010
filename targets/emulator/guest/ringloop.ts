// ringloop.ts: the library as a program in the emulator imports it: on the board's clock, with each step told to the board.
//
// It stands where a target's entry.ts stands. Only this file and the port differ from what is flashed.

import { allTasks, currentTask, setDefaults } from '../../../src/index'
import { events } from '../../../src/running'
import { ALARM } from '../../../src/scheduler'
import { CANCELLED, FAILED } from '../../../src/state'
import { Task } from '../../../src/task'
import { virtualPort } from '../../virtual/port'
import type { Emulator } from './board'

export * from '../../../src/index'

declare const emulator: Emulator

interface Watched extends Task<unknown> {
  _watched?: boolean
}

const step = Task.prototype._step
const end = Task.prototype._end

Task.prototype._step = function (this: Watched) {
  // the turn of its timer is none of its own
  if (this._waiter === ALARM) {
    step.call(this)
    return
  }
  if (!this._watched) {
    this._watched = true
    emulator.started(this)
  }
  emulator.stepped(this)
  step.call(this)
}

Task.prototype._end = function (this: Watched, state, value) {
  emulator.ended(this, state === FAILED ? 'failed' : state === CANCELLED ? 'cancelled' : 'finished', value)
  end.call(this, state, value)
}

const port = emulator.plug({
  port: virtualPort(() => undefined),
  currentTask: () => (events._running === undefined ? null : currentTask()),
  pendingTasks: () => (events._running === undefined ? [] : allTasks()),
  // what only the board asks for is called here, so that it stays in the bundle
  keeps: (task: Task<unknown>) => [task.getName(), task.getStack(), task.getLoop().stats()],
})
setDefaults(() => port, { ready: emulator.ready, timers: emulator.timers })
