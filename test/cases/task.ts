// task.ts: tasks: how they start, step and end; names; stacks; what they may not do.

import { RuntimeError, Task, createTask, currentTask, gather, isCoroutine, isFuture, sleep, wait } from 'ringloop'
import type { Coroutine, Future } from 'ringloop'
import { test } from '../harness/cases'
import { attempt, boom, err, handOut, turns } from '../parity/shared'

/** N of a task's name Task-N. */
function numberOf(task: Task<unknown>): number {
  return Number(task.getName().slice(5))
}

async function nothing(): Promise<void> {
  // for its task's sake
}

test('task: createTask with a name uses up a number, loop.createTask does not (fact 43)', async (t) => {
  const first = createTask(nothing())
  const named = createTask(nothing(), { name: 'by module' })
  const second = createTask(nothing())
  const byLoop = t.loop.createTask(nothing(), { name: 'by loop' })
  const third = createTask(nothing())
  t.is(numberOf(second) - numberOf(first), 2)
  t.is(numberOf(third) - numberOf(second), 1)
  t.is(named.getName(), 'by module')
  t.is(byLoop.getName(), 'by loop')
  await wait([first, named, second, byLoop, third])
})

test('task: the empty text is a valid name (fact 43)', async (t) => {
  const byModule = createTask(nothing(), { name: '' })
  const byLoop = t.loop.createTask(nothing(), { name: '' })
  t.is(byModule.getName(), '')
  t.is(byLoop.getName(), '')
  await wait([byModule, byLoop])
})

test('task: a refused non-coroutine uses no number (fact 43)', async (t) => {
  const before = createTask(nothing())
  t.throws(() => createTask(nothing as never), { name: 'TypeError' })
  t.throws(() => t.loop.createTask(42 as never), { name: 'TypeError' })
  const after = createTask(nothing())
  t.is(numberOf(after) - numberOf(before), 1)
  await wait([before, after])
})

test('task: a name can be changed, also of one that is done', async (t) => {
  const task = createTask(nothing(), { name: 'old' })
  task.setName('new')
  t.is(task.getName(), 'new')
  await task
  task.setName('newer')
  t.is(task.getName(), 'newer')
  task.setName(7 as never)
  t.is(task.getName(), '7')
})

test('task: starts in the next turn, behind what is ready', async (t) => {
  async function body(): Promise<void> {
    t.log('body')
  }
  t.loop.callSoon(() => { t.log('callback') })
  const task = createTask(body())
  t.log('created')
  await task
  t.trace(['created', 'callback', 'body'])
})

test('task: its end is known a turn before those who wait are woken', async (t) => {
  const task = createTask(sleep(0, 'result'))
  t.throws(() => task.result(), { name: 'InvalidStateError' })
  t.throws(() => task.exception(), { name: 'InvalidStateError' })
  t.is(await task, 'result')
  t.is(task.done(), true)
  t.is(task.result(), 'result')
  t.is(task.exception(), null)
})

test('task: fails with the very error that its coroutine threw, also if that is no Error', async (t) => {
  async function throws(what: unknown): Promise<void> {
    await turns()
    throw what
  }
  const error = boom('x')
  t.is(await t.raises(createTask(throws(error))), error)
  for (const what of ['text', 42, null, { code: 7 }]) {
    let caught: unknown = 'nothing'
    try {
      await createTask(throws(what))
    } catch (thrown) {
      caught = thrown
    }
    t.is(caught, what)
  }
})

test('task: is a future, and no coroutine', async (t) => {
  const task = createTask(nothing())
  t.is(isFuture(task), true)
  t.is(isCoroutine(task), false)
  t.ok(task instanceof Task)
  await task
})

test('task: getCoro gives the coroutine that it was given', async (t) => {
  const coro = nothing()
  const task = createTask(coro)
  t.ok(task.getCoro() === (coro as unknown))
  await task
  t.ok(task.getCoro() === (coro as unknown))
})

test('task: only its coroutine settles it', async (t) => {
  const task: Future<string> = createTask(sleep(0, 'result'))
  t.throws(() => { task.setResult('by hand') }, {
    name: 'RuntimeError',
    message: 'Task.setResult: only its coroutine settles a task; return the value there'
  })
  t.throws(() => { task.setException(boom('by hand')) }, {
    name: 'RuntimeError',
    message: 'Task.setException: only its coroutine settles a task; throw the error there'
  })
  t.is(await task, 'result')
})

test('task: made by hand, with a loop and a name', async (t) => {
  const task = new Task(sleep(0, 'result'), { loop: t.loop, name: 'by hand' })
  t.is(task.getLoop(), t.loop)
  t.is(task.getName(), 'by hand')
  t.is(await task, 'result')
})

test('task: awaiting itself is an error at that await', async (t) => {
  async function body(): Promise<void> {
    await (currentTask() as Task<unknown>)
  }
  await t.raises(createTask(body(), { name: 'ring' }), { name: 'RuntimeError', message: /ring awaits itself/ })
})

test('task: awaiting itself, it may go on', async (t) => {
  async function body(): Promise<string> {
    t.log(await attempt(currentTask() as Task<unknown>))
    await turns()
    return 'went on'
  }
  t.is(await createTask(body()), 'went on')
  t.trace(['raised RuntimeError'])
})

test('task: what it may not hand out is named in the error', async (t) => {
  const cases: [unknown, RegExp][] = [
    [42, /got a bad yield: 42/],
    ['text', /got a bad yield: 'text'/],
    [null, /got a bad yield: null/],
    [[1, 2], /got a bad yield: an array of 2/],
    [t.loop.createFuture(), /used yield with a future; use yield\*/],
    [sleep(1), /used yield with a coroutine; use yield\*/]
  ]
  for (const [value, message] of cases) {
    await t.raises(createTask(handOut(value), { name: 'odd' }), { name: 'RuntimeError', message: message })
  }
})

test('task: a bare yield in a generator is one turn', function* (t): Coroutine<void> {
  t.loop.callSoon(() => { t.log('a turn') })
  yield
  t.log('after it')
  t.trace(['a turn', 'after it'])
})

test('task: a future of another loop is refused in the next turn, and the task may go on', async (t) => {
  const other = t.newLoop({ ready: 4, timers: 4 })
  const foreign = other.createFuture()
  async function body(): Promise<string> {
    t.log(await attempt(foreign))
    return 'went on'
  }
  t.is(await createTask(body()), 'went on')
  t.trace(['raised RuntimeError'])
})

test('task: a coroutine that a task has is refused to the next one', async (t) => {
  const coro = nothing()
  const task = createTask(coro)
  const error = t.throws(() => createTask(coro), {
    name: 'RuntimeError',
    message: 'createTask: this coroutine runs already or ran; call its function again for another run'
  })
  t.ok(error instanceof RuntimeError)
  await task
  t.throws(() => createTask(coro), { name: 'RuntimeError' })
})

test('task: a coroutine that was awaited to its end cannot run again', async (t) => {
  const coro = nothing()
  await coro
  await t.raises(coro, { name: 'RuntimeError', message: /this coroutine runs already or ran/ })
  t.throws(() => createTask(coro), { name: 'RuntimeError' }) // CPython makes a task, which then fails
})

test('task: a coroutine that another task awaits cannot be awaited, and the first is not disturbed', async (t) => {
  async function shared(): Promise<string> {
    return (await sleep(100, 'slept')) + ' until ' + t.loop.time()
  }
  const coro = shared()
  async function body(): Promise<string> {
    return await coro
  }
  const first = createTask(body())
  const second = createTask(body())
  t.log(await attempt(second))
  t.log(await attempt(first))
  t.trace(['raised RuntimeError', 'returned slept until 100'])
})

test('task: a coroutine that is being awaited cannot be given to a task', async (t) => {
  async function shared(): Promise<string> {
    return (await sleep(100, 'slept')) + ' until ' + t.loop.time()
  }
  const coro = shared()
  async function body(): Promise<string> {
    return await coro
  }
  async function gives(): Promise<unknown> {
    return await createTask(coro)
  }
  const first = createTask(body())
  await turns()
  t.log(await attempt(gives())) // CPython makes the task, which then fails
  t.log(await attempt(first))
  t.trace(['raised RuntimeError', 'returned slept until 100'])
})

test('task: an operation of the library that another task awaits cannot be awaited, and the first is not disturbed', async (t) => {
  const sleeping = sleep(100, 'slept')
  async function body(): Promise<string> {
    return await sleeping
  }
  const first = createTask(body())
  const second = createTask(body())
  t.log(await attempt(second))
  t.log(await attempt(first))
  t.trace(['raised RuntimeError', 'returned slept'])
})

test('task: a coroutine that awaits itself is refused at that await', async (t) => {
  const box: { coro?: Promise<string> } = {}
  async function body(): Promise<string> {
    t.log(await attempt(box.coro as Promise<string>))
    return 'went on'
  }
  box.coro = body()
  t.is(await box.coro, 'went on')
  t.trace(['raised RuntimeError'])
})

test('task: many of them interleave step by step', async (t) => {
  async function body(name: string, steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      t.log(name + step)
      await turns()
    }
  }
  await gather([body('a', 3), body('b', 1), body('c', 2)])
  t.trace(['a0', 'b0', 'c0', 'a1', 'c1', 'a2'])
})

test('task: reported as never retrieved when the loop has nothing left to run, by name, once (D7)', async (t) => {
  async function fails(): Promise<void> {
    throw boom('nobody looks')
  }
  const task = createTask(fails(), { name: 'uploader' })
  await turns(5)
  t.is(t.reports().length, 0)
  await sleep(10)
  const [report, ...more] = t.reports()
  t.is(report?.message, 'uploader: exception was never retrieved; await it or look at exception()')
  t.is(err(report?.exception), 'Boom(nobody looks)')
  t.is(report?.future, task)
  t.is(more.length, 0)
  await t.raises(task, { name: 'Boom' })
  await sleep(10)
  t.is(t.reports().length, 0)
})

test('task: looked at later, but before the loop runs dry, it is not reported (D7)', async (t) => {
  async function fails(): Promise<void> {
    throw boom('looked at')
  }
  const task = createTask(fails())
  await turns(10)
  t.is(err(task.exception()), 'Boom(looked at)')
  await sleep(10)
  t.deepEqual(t.reports(), [])
})

test('task: one that was cancelled is never reported (D7)', async (t) => {
  createTask(sleep(1000)).cancel()
  await sleep(10)
  t.deepEqual(t.reports(), [])
})

test('task: a done-callback alone has not looked at the error (D7)', async (t) => {
  async function fails(): Promise<void> {
    throw boom('background')
  }
  const task = createTask(fails())
  task.addDoneCallback(() => { t.log('forgotten') }) // the usual way to keep background tasks in a list
  await sleep(10)
  t.is(t.reports().length, 1)
  t.trace(['forgotten'])
})

test('task: one that wait has waited for counts as looked at (D7)', async (t) => {
  async function fails(): Promise<void> {
    throw boom('waited for')
  }
  await wait([createTask(fails())])
  await sleep(10)
  t.deepEqual(t.reports(), []) // CPython reports it; here whoever waits has it in hand
})

test('task: getStack of a pending one names the chain of awaits, oldest first', async (t) => {
  async function inner(): Promise<void> {
    await sleep(100)
  }
  async function middle(): Promise<void> {
    await inner()
  }
  async function outer(): Promise<void> {
    await middle()
  }
  const task = createTask(outer())
  t.is(task.getStack().length, 1) // not started: itself
  await turns()
  const stack = task.getStack()
  t.is(stack.length, 4)
  t.is(stack[3], 'sleep')
  t.deepEqual(task.getStack({ limit: 2 }), stack.slice(2)) // the newest
  t.deepEqual(task.getStack({ limit: 0 }), [])
  task.cancel()
  await wait([task])
})

test('task: getStack of one that is done without an error is empty', async (t) => {
  const returned = createTask(sleep(0))
  const cancelled = createTask(sleep(0))
  cancelled.cancel()
  await wait([returned, cancelled])
  t.deepEqual(returned.getStack(), [])
  t.deepEqual(cancelled.getStack(), [])
})

test('task: getStack of one that failed is that of its error', async (t) => {
  async function fails(): Promise<void> {
    await turns()
    throw new TypeError('x')
  }
  const task = createTask(fails())
  await wait([task])
  t.ok(task.getStack().length > 0)
  t.is(task.getStack({ limit: 1 }).length, 1)
  t.is((task.exception() as Error).message, 'x')
})

test('task: printStack prints where it waits', async (t) => {
  const lines: string[] = []
  const print = (text: string) => { lines.push(text) }
  async function outer(): Promise<void> {
    await sleep(100)
  }
  const task = createTask(outer(), { name: 'sampler' })
  await turns()
  task.printStack({ print })
  task.cancel()
  await wait([task])
  task.printStack({ print })
  t.deepEqual(lines, ['Stack for sampler (newest last):\n  coroutine\n  sleep', 'No stack for sampler'])
})

test('task: printStack of one that failed prints the error', async (t) => {
  async function fails(): Promise<void> {
    throw boom('x')
  }
  const task = createTask(fails(), { name: 'sampler' })
  await wait([task])
  const error = task.exception()
  task.printStack() // to the port, without `print`
  const [report] = t.reports()
  const text = String(report?.message)
  t.is(text.indexOf('Traceback for sampler'), 0)
  t.is(text.slice(text.length - String(error).length), String(error))
})

test('task: getStack while it runs names it too', async (t) => {
  const stacks: string[][] = []
  async function inner(task: Task<unknown>): Promise<void> {
    stacks.push(task.getStack(), task.getStack({ limit: 1 }))
  }
  async function outer(): Promise<void> {
    await inner(currentTask() as Task<unknown>)
  }
  await createTask(outer())
  t.is(stacks[0]?.[0], 'coroutine')
  t.is(stacks[1]?.length, 1)
})

test('task: one that failed and is cancelled afterwards counts as looked at (D7)', async (t) => {
  async function fails(): Promise<void> {
    throw boom('x')
  }
  const task = createTask(fails())
  await turns(2)
  t.is(task.cancel(), false)
  await sleep(10)
  t.deepEqual(t.reports(), [])
})

test('task: what its coroutine returns is its result, by identity, also a list', async (t) => {
  for (const result of [[1, 2, 3], { x: 1 }, undefined, null, 'text'] as unknown[]) {
    const gives = async (): Promise<unknown> => result
    t.is(await createTask(gives()), result)
  }
})
