// interpret.ts: runs random programs on ringloop. Its twin is interpret.py, name for name.
//
// Its async functions are ringloop's once interpreters.ts has compiled them; as they stand they would be V8's.

import {
  CancelledError, Context, ContextVar, LifoQueue, Loop, PriorityQueue, Queue, asCompleted, copyContext, createTask, currentTask,
  ensureFuture, gather, runCoroutineThreadsafe, shield, sleep, wait, waitFor
} from 'ringloop'
import type { ConcurrentFuture, ErrorContext, Future, Task, Token } from 'ringloop'
import { virtualPort } from '../../targets/virtual/port'
import { boom, err, refused } from '../parity/shared'
import type { Awaitable, Block, OnFuture, Program, Statement, Step, Trace } from './program'

type Returned = [value: number] | undefined

const LONG = 1_000_000

/** What a wait gave, as a trace shows it. */
function told(value: unknown): unknown {
  if (value instanceof Error) return err(value)
  if (value instanceof Array) return value.map(told)
  if (typeof value === 'object' && value !== null) {
    const { done, pending } = value as { done: Future<unknown>[], pending: Future<unknown>[] }
    return { done: done.map(state), pending: pending.length }
  }
  return value === undefined ? null : value
}

function state(future: Future<unknown>): unknown {
  if (!future.done()) return 'pending'
  if (future.cancelled()) return 'cancelled'
  const error = future.exception()
  return error === null ? [told(future.result())] : err(error)
}

class Interpreter {
  readonly trace: Trace = []
  private readonly slots = new Map<number, Future<unknown>>()
  private readonly bodies: Task<unknown>[] = []
  private readonly handles = new Map<number, number>()
  private readonly handedOver = new Map<number, ConcurrentFuture<unknown>>()
  private readonly contexts = new Map<number, Context>()
  private readonly tokens = new Map<number, Token<number>>()
  private readonly callbacks: ((future: Future<unknown>) => void)[]
  private readonly variables: ContextVar<number>[]
  private readonly queues: Queue<number>[]
  private firstName = 0

  constructor(private readonly program: Program, private readonly loop: Loop) {
    const kinds = { fifo: Queue<number>, lifo: LifoQueue<number>, priority: PriorityQueue<number> }
    this.callbacks = program.callbacks.map((block, number) => (future) => {
      this.log('callback', number, state(future))
      this.steps(block)
    })
    this.variables = Array.from({ length: program.variables }, (_, number) => new ContextVar<number>(`v${number}`))
    this.queues = program.queues.map(({ kind, maxsize }) => new kinds[kind](maxsize))
  }

  log(...entry: unknown[]): void {
    this.trace.push([this.loop.time(), ...entry])
  }

  report(context: ErrorContext): void {
    if (!context.message.includes('never retrieved')) this.log('report', err(context.exception))
  }

  /** Numbers go on from program to program; here each begins with 1. */
  private nameOf(task: Task<unknown>): string {
    const number = /^Task-(\d+)$/.exec(task.getName())?.[1]
    return number === undefined ? task.getName() : `Task-${Number(number) - this.firstName}`
  }

  /** Runs the program, then cancels whatever it has left until that has ended, and tells how everything stands. */
  async main(): Promise<void> {
    const main = createTask(this.body('main', this.program.main))
    this.firstName = Number(main.getName().slice('Task-'.length)) - 1
    await sleep(LONG)
    for (let round = 0; round < 8; round++) {
      for (const future of [main, ...this.slots.values(), ...this.bodies]) future.cancel()
      await sleep(LONG)
    }
    this.log('main', state(main))
    for (const [slot, future] of [...this.slots].sort(([a], [b]) => a - b)) this.log('slot', slot, state(future))
    const { tasks, timers } = this.loop.stats()
    this.log('left', tasks, timers.used)
  }

  private async body(id: number | 'main', block: Block): Promise<unknown> {
    const task = currentTask() as Task<unknown>
    this.bodies.push(task)
    this.log(id, 'starts in', this.nameOf(task))
    try {
      const returned = await this.run(block)
      this.log(id, 'ends')
      return returned?.[0]
    } catch (error) {
      this.log(id, 'ends', err(error))
      throw error
    }
  }

  /** Gives [value] where a statement returns, else undefined. */
  private async run(block: Block): Promise<Returned> {
    for (const statement of block) {
      let returned: Returned
      if (statement.op === 'await') returned = await this.wait(statement)
      else if (statement.op === 'each') await this.each(statement)
      else if (statement.op === 'repeat') {
        for (let time = 0; time < statement.times && returned === undefined; time++) returned = await this.run(statement.body)
      } else if (statement.op === 'return') returned = [statement.value]
      else this.step(statement)
      if (returned !== undefined) return returned
    }
    return undefined
  }

  private async wait(statement: Extract<Statement, { op: 'await' }>): Promise<Returned> {
    try {
      this.log(statement.id, 'gives', told(await this.awaitable(statement.on)))
    } catch (error) {
      this.log(statement.id, 'raises', err(error))
      if (statement.catch === 'nothing') throw error
      if (statement.catch === 'cancelled' && !(error instanceof CancelledError)) throw error
      const returned = await this.run(statement.handler)
      if (returned !== undefined) return returned
      if (statement.again) throw error
    } finally {
      await this.run(statement.last)
    }
    return undefined
  }

  private async each(statement: Extract<Statement, { op: 'each' }>): Promise<void> {
    for (const following of asCompleted(statement.of.map((each) => this.awaitable(each)), { timeout: statement.ms })) {
      try {
        this.log(statement.id, 'gives', told(await following))
      } catch (error) {
        this.log(statement.id, 'raises', err(error))
        if (!statement.catch) throw error
      }
    }
  }

  private awaitable(node: Awaitable): PromiseLike<unknown> {
    switch (node.op) {
      case 'slot': return this.slots.get(node.slot) ?? sleep(0)
      case 'sleep': return sleep(node.ms, node.value)
      case 'coroutine': return this.body(node.id, node.body)
      case 'gather': return gather(node.of.map((each) => this.awaitable(each)), { returnExceptions: node.keep })
      case 'shield': return shield(this.awaitable(node.on))
      case 'waitFor': return waitFor(this.awaitable(node.on), node.ms)
      case 'wait': return wait(node.of.map((each) => this.awaitable(each)), { timeout: node.ms, returnWhen: node.when })
      case 'get': return this.queue(node.queue).get()
      case 'put': return this.queue(node.queue).put(node.item)
      case 'join': return this.queue(node.queue).join()
    }
  }

  private queue(number: number): Queue<number> {
    return this.queues[number] as Queue<number>
  }

  private steps(block: Step[]): void {
    for (const statement of block) this.step(statement)
  }

  private step(statement: Step): void {
    const { id } = statement
    switch (statement.op) {
      case 'raise': throw boom(statement.message)
      case 'spawn': {
        const coroutine = this.body(id, statement.body)
        const options = { name: statement.name ?? undefined }
        const task = statement.how === 'task' ? createTask(coroutine, options)
          : statement.how === 'loop' ? this.loop.createTask(coroutine, options) : ensureFuture(coroutine) as Task<unknown>
        this.log(id, 'spawns', this.nameOf(task))
        this.slots.set(statement.slot, task)
        break
      }
      case 'future':
        this.slots.set(statement.slot, this.loop.createFuture())
        break
      case 'ensure':
        this.slots.set(statement.slot, ensureFuture<PromiseLike<unknown>>(this.awaitable(statement.on)))
        break
      case 'soon':
        this.handles.set(id, this.schedule(statement))
        break
      case 'takeBack': {
        const handle = this.handles.get(statement.handle)
        if (handle !== undefined) this.loop.cancelCallback(handle)
        break
      }
      case 'handOver': {
        const future = runCoroutineThreadsafe(this.body(id, statement.body), this.loop)
        this.handedOver.set(id, future)
        future.addDoneCallback(() => { this.log(id, 'done', future.cancelled()) })
        break
      }
      case 'cancelHandedOver': {
        const future = this.handedOver.get(statement.which)
        if (future !== undefined) this.log(id, 'cancels', future.cancel())
        break
      }
      case 'lookHandedOver': {
        const future = this.handedOver.get(statement.which)
        if (future !== undefined) this.log(id, 'is', future.done(), future.cancelled(), future.done() ? refused(() => future.result()) : 'pending')
        break
      }
      case 'putNowait': {
        const queue = this.queue(statement.queue)
        this.log(id, refused(() => { queue.putNowait(statement.item) }), queue.qsize())
        break
      }
      case 'getNowait': {
        const queue = this.queue(statement.queue)
        this.log(id, refused(() => { this.log(id, 'got', queue.getNowait()) }), queue.qsize())
        break
      }
      case 'taskDone':
        this.log(id, refused(() => { this.queue(statement.queue).taskDone() }))
        break
      case 'set':
        this.tokens.set(statement.variable, this.variable(statement.variable).set(id))
        break
      case 'get':
        this.log(id, 'reads', this.variable(statement.variable).get('unset'))
        break
      case 'reset': {
        const token = this.tokens.get(statement.variable)
        if (token !== undefined) this.log(id, refused(() => { this.variable(statement.variable).reset(token) }))
        break
      }
      case 'copyContext':
        this.contexts.set(statement.context, copyContext())
        break
      case 'runIn': {
        const context = this.contexts.get(statement.context) ?? copyContext()
        this.log(id, refused(() => { context.run(() => { this.steps(statement.body) }) }))
        break
      }
      default: {
        const future = statement.slot === 'self' ? currentTask() : this.slots.get(statement.slot)
        if (future instanceof Object) this.onFuture(statement, future)
      }
    }
  }

  private variable(number: number): ContextVar<number> {
    return this.variables[number] as ContextVar<number>
  }

  private onFuture(statement: OnFuture, future: Future<unknown>): void {
    const { id } = statement
    switch (statement.op) {
      case 'setResult': return this.log(id, refused(() => { future.setResult(id) }))
      case 'setException': return this.log(id, refused(() => { future.setException(boom(`set ${id}`)) }))
      case 'cancel': return this.log(id, 'cancels', future.cancel(statement.message ?? undefined))
      case 'look': return this.log(id, 'sees', state(future))
      case 'addDone': return future.addDoneCallback(this.callbackOf(statement.callback))
      case 'removeDone': return this.log(id, 'removes', future.removeDoneCallback(this.callbackOf(statement.callback)))
    }
  }

  private callbackOf(number: number): (future: Future<unknown>) => void {
    return this.callbacks[number] as (future: Future<unknown>) => void
  }

  private schedule({ id, how, ms, body, context: number }: Extract<Step, { op: 'soon' }>): number {
    const fire = () => {
      this.log(id, 'fires')
      this.steps(body)
    }
    const context = this.contexts.get(number)
    const options = context === undefined ? {} : { context }
    switch (how) {
      case 'soon': return this.loop.callSoon(fire, undefined, options)
      case 'threadsafe': return this.loop.callSoonThreadsafe(fire, undefined, options)
      case 'later': return this.loop.callLater(ms, fire, undefined, options)
      case 'at': return this.loop.callAt(ms, fire, undefined, options)
    }
  }
}

export function traceOf(program: Program): Trace {
  const loop = new Loop(virtualPort, { ready: 4096, timers: 4096 })
  const interpreter = new Interpreter(program, loop)
  loop.setExceptionHandler((_loop, context) => { interpreter.report(context) })
  try {
    loop.runUntilComplete(loop.createTask(interpreter.main(), { name: 'driver' }))
  } catch (error) {
    interpreter.log('broken', String(error))
  }
  loop.setExceptionHandler(() => undefined)
  loop.close()
  // as JSON, for the other trace comes as such
  return JSON.parse(JSON.stringify(interpreter.trace)) as Trace
}
