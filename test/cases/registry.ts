// registry.ts: which tasks there are, which one runs, and hooks for tasks of other classes.

import {
  Task, allTasks, createTask, currentTask, enterTask, gather, leaveTask, registerTask, sleep, unregisterTask, wait
} from 'ringloop'
import type { TaskLike } from 'ringloop'
import { test } from '../harness/cases'
import type { T } from '../harness/cases'
import { boom, err, turns } from '../parity/shared'

/** A task of another class. */
function taskLike(t: T): TaskLike {
  return { getLoop: () => t.loop, done: () => false }
}

function names(): string {
  return allTasks().map((task) => task.getName()).slice(1).join()
}

test('registry: allTasks gives the pending ones, oldest first', async (t) => {
  const tasks = ['a', 'b', 'c'].map((name, i) => createTask(sleep(i * 10), { name }))
  t.is(allTasks()[0], currentTask())
  t.is(names(), 'a,b,c')
  await tasks[0]
  t.is(names(), 'b,c')
  tasks[2]?.cancel()
  t.is(names(), 'b,c') // asked, not ended
  await turns(2)
  t.is(names(), 'b')
  await sleep(10)
  t.is(names(), '')
})

test('registry: allTasks gives an array of its own', async (t) => {
  const before = allTasks()
  const task = createTask(sleep(0))
  t.is(before.length, 1)
  before.pop()
  t.is(allTasks().length, 2)
  await task
})

test('registry: allTasks and currentTask of another loop', async (t) => {
  const other = t.newLoop({ ready: 4, timers: 4 })
  const task = other.createTask(sleep(0))
  t.deepEqual(allTasks(other).length, 1)
  t.is(allTasks(other)[0], task)
  t.is(allTasks().indexOf(task), -1)
  t.is(currentTask(other), null)
  await turns()
}, { leaves: 'the other loop does not run' })

test('registry: currentTask is the one whose step runs, at every depth, and null in a callback', async (t) => {
  const program = currentTask()
  async function inPlace(): Promise<void> {
    t.is(currentTask(), program)
    await turns()
    t.is(currentTask(), program)
  }
  async function inTask(): Promise<void> {
    t.is(currentTask()?.getName(), 'child')
    await turns()
    t.is(currentTask()?.getName(), 'child')
  }
  await inPlace()
  await createTask(inTask(), { name: 'child' })
  t.loop.callSoon(() => { t.is(currentTask(), null) })
  t.loop.callLater(1, () => { t.is(currentTask(), null) })
  await sleep(5)
  t.is(currentTask(t.loop), program)
})

test('registry: a task that fails or is cancelled is current no more', async (t) => {
  async function fails(): Promise<void> {
    throw boom('x')
  }
  const failing = createTask(fails())
  const cancelled = createTask(sleep(1000))
  t.loop.callSoon(() => {
    t.is(currentTask(), null)
    cancelled.cancel()
  })
  await wait([failing, cancelled])
  t.is(err(failing.exception()), 'Boom(x)')
  t.is(allTasks().length, 1)
})

test('registry: registerTask lists a task of another class, once, until unregisterTask', async (t) => {
  const task = taskLike(t)
  const is = () => allTasks().filter((one) => (one as unknown) === task).length
  registerTask(task)
  registerTask(task)
  t.is(is(), 1)
  unregisterTask(task)
  t.is(is(), 0)
  unregisterTask(task)
  const others = ['a', 'b'].map((name) => createTask(sleep(0), { name }))
  registerTask(task)
  await wait(others) // unlinking around it keeps the list whole
  t.is(is(), 1)
  unregisterTask(task)
  t.is(allTasks().length, 1)
})

test('registry: one registered that says it is done is not listed', async (t) => {
  const state = { done: false }
  const task: TaskLike = { getLoop: () => t.loop, done: () => state.done }
  registerTask(task)
  t.is(allTasks().length, 2)
  state.done = true
  t.is(allTasks().length, 1)
  unregisterTask(task)
  await turns()
})

test('registry: enterTask makes a task the current one, leaveTask takes that back', async (t) => {
  const task = taskLike(t)
  t.loop.callSoon(() => {
    enterTask(t.loop, task)
    t.ok((currentTask() as unknown) === task)
    t.throws(() => { enterTask(t.loop, taskLike(t)) }, {
      name: 'RuntimeError',
      message: 'enterTask: another task runs; leaveTask it first'
    })
    t.throws(() => { leaveTask(t.loop, taskLike(t)) }, {
      name: 'RuntimeError',
      message: 'leaveTask: this is not the current task; leave the one that was entered'
    })
    leaveTask(t.loop, task)
    t.is(currentTask(), null)
    t.throws(() => { leaveTask(t.loop, task) }, { name: 'RuntimeError' })
    t.log('all of it')
  })
  await turns()
  t.trace(['all of it'])
})

test('registry: in a task, enterTask is refused', async (t) => {
  t.throws(() => { enterTask(t.loop, taskLike(t)) }, { name: 'RuntimeError' })
  const program = currentTask() as Task<unknown>
  leaveTask(t.loop, program)
  t.is(currentTask(), null)
  enterTask(t.loop, program)
  t.is(currentTask(), program)
  await turns()
})

test('registry: an error thrown while a task of another class is entered is reported, and the loop goes on', async (t) => {
  const task = taskLike(t)
  t.loop.callSoon(() => {
    enterTask(t.loop, task)
    throw boom('x')
  })
  t.loop.callSoon(() => { t.log('next') })
  await turns(2)
  t.trace(['next'])
  t.deepEqual(t.reports().map((report) => err(report.exception)), ['Boom(x)'])
}, { leaves: 'the task of another class is still entered' })

test('registry: thousands of tasks come and go, and the list stays right', async (t) => {
  for (let round = 0; round < 100; round++) {
    const tasks = [5, 1, 3, 2, 4].map((ms) => createTask(sleep(ms)))
    tasks[round % 5]?.cancel()
    await gather(tasks, { returnExceptions: true })
    t.is(allTasks().length, 1)
    t.is(t.loop.stats().tasks, 1)
  }
})
