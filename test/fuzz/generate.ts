// generate.ts: random programs; a seed always gives the same program. PR2 and PR3 (program.ts) are kept here.

import { randomFrom } from '../language/generate'
import type { Awaitable, Block, Program, Statement, Step } from './program'

const CALLBACKS = 3
const QUEUES = 2
const VARIABLES = 2
const CONTEXTS = 2
/** Few times, so that many fall together. */
const TIMES = [0, 1, 1, 2, 2, 3, 5]

type Made<T> = [weight: number, make: () => T]

class Generator {
  readonly #random: () => number
  #ids = 0
  #slots = 0
  /** slots that may be waited for here (PR3) */
  readonly #known: number[] = []
  readonly #handles: number[] = []
  readonly #handedOver: number[] = []
  /** the first callback that may be added here (PR2) */
  #callback = CALLBACKS

  constructor(seed: number) {
    this.#random = randomFrom(seed)
  }

  program(seed: number): Program {
    const callbacks: Step[][] = []
    // the last first: each adds later ones only
    while (this.#callback > 0) {
      callbacks.unshift(this.#steps(2))
      this.#callback--
    }
    const queues = Array.from({ length: QUEUES }, () => ({
      kind: this.#pick(['fifo', 'fifo', 'lifo', 'priority'] as const), maxsize: this.#pick([0, 1, 2])
    }))
    return { seed, variables: VARIABLES, queues, callbacks, main: this.#block(0, 8) }
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T
  }

  #chance(of: number): boolean {
    return this.#random() < of
  }

  #one<T>(made: Made<T>[]): T {
    let at = this.#random() * made.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, make] of made) if ((at -= weight) < 0) return make()
    return (made[0] as Made<T>)[1]()
  }

  #id(): number {
    return ++this.#ids
  }

  #ms(): number {
    return this.#pick(TIMES)
  }

  #limit(): number | null {
    return this.#chance(0.3) ? null : this.#ms()
  }

  #blocks(depth: number, most: number): Block {
    return this.#chance(0.5) ? [] : this.#block(depth, most)
  }

  #block(depth: number, most: number): Block {
    const block: Block = []
    for (let left = 1 + this.#below(Math.max(1, most - depth)) + (depth === 0 ? 3 : 0); left > 0; left--) block.push(this.#statement(depth))
    return block
  }

  #steps(depth: number): Step[] {
    return Array.from({ length: this.#below(3) }, () => this.#chance(0.06) ? this.#raise() : this.#step(depth))
  }

  #raise(): Step {
    const id = this.#id()
    return { op: 'raise', id, message: `raised ${id}` }
  }

  #statement(depth: number): Statement {
    const id = this.#id()
    return this.#one<Statement>([
      [12, () => this.#step(depth)],
      [7, () => ({
        op: 'await', id, on: this.#awaitable(depth), catch: this.#pick(['nothing', 'cancelled', 'all', 'all'] as const),
        handler: this.#blocks(depth + 2, 4), again: this.#chance(0.4), last: this.#chance(0.8) ? [] : this.#block(depth + 2, 4)
      })],
      [1, () => ({ op: 'each', id, of: this.#several(depth), ms: this.#limit(), catch: this.#chance(0.7) })],
      [0.4, () => ({ op: 'repeat', id, times: 2, body: this.#block(depth + 1, 4) })],
      [0.3, () => ({ op: 'return', id, value: id })],
      [0.3, () => this.#raise()]
    ])
  }

  #several(depth: number): Awaitable[] {
    return Array.from({ length: 1 + this.#below(3) }, () => this.#awaitable(depth + 1))
  }

  #awaitable(depth: number): Awaitable {
    const deep = depth < 4
    const slot = (): Awaitable => this.#known.length > 0 ? { op: 'slot', slot: this.#pick(this.#known) } : sleep()
    const sleep = (): Awaitable => ({ op: 'sleep', ms: this.#ms(), value: this.#id() })
    const when = ['FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'] as const
    const queue = this.#below(QUEUES)
    return this.#one<Awaitable>([
      [6, slot],
      [5, sleep],
      [deep ? 2 : 0, () => ({ op: 'coroutine', id: this.#id(), body: this.#block(depth + 1, 4) })],
      [deep ? 2 : 0, () => ({ op: 'gather', of: this.#several(depth), keep: this.#chance(0.4) })],
      [deep ? 2 : 0, () => ({ op: 'shield', on: this.#awaitable(depth + 1) })],
      [deep ? 3 : 0, () => ({ op: 'waitFor', on: this.#awaitable(depth + 1), ms: this.#limit() })],
      [deep ? 2 : 0, () => ({ op: 'wait', of: this.#several(depth), ms: this.#limit(), when: this.#pick(when) })],
      [1, () => ({ op: 'get', queue })],
      [1, () => ({ op: 'put', queue, item: this.#id() })],
      [0.5, () => ({ op: 'join', queue })]
    ])
  }

  /** Any slot: of a task that waits for us as well, of one that is not there yet. */
  #anySlot(): number | 'self' {
    return this.#chance(0.12) ? 'self' : 1 + this.#below(this.#slots + 1)
  }

  /** The slot may be waited for once `make` has made what is in it. */
  #inSlot<T>(make: (slot: number) => T): T {
    const slot = ++this.#slots
    const made = make(slot)
    this.#known.push(slot)
    return made
  }

  #step(depth: number): Step {
    const id = this.#id()
    const deep = depth < 4
    const queue = this.#below(QUEUES)
    const variable = this.#below(VARIABLES)
    const context = this.#below(CONTEXTS)
    return this.#one<Step>([
      [deep ? 7 : 0, () => this.#inSlot((slot) => ({
        op: 'spawn', id, slot, how: this.#pick(['task', 'task', 'loop', 'ensure'] as const), name: this.#chance(0.2) ? `named ${id}` : null,
        body: this.#block(depth + 1, 5)
      }))],
      [3, () => this.#inSlot((slot) => ({ op: 'future', id, slot }))],
      [deep ? 3 : 0, () => this.#inSlot((slot) => ({ op: 'ensure', id, slot, on: this.#awaitable(depth + 1) }))],
      [6, () => ({ op: 'cancel', id, slot: this.#anySlot(), message: this.#chance(0.6) ? `m${id}` : null })],
      [3, () => ({ op: this.#pick(['setResult', 'setResult', 'setException'] as const), id, slot: this.#anySlot() })],
      [1, () => ({ op: 'look', id, slot: this.#anySlot() })],
      [this.#callback < CALLBACKS ? 2 : 0, () => ({
        op: this.#pick(['addDone', 'addDone', 'removeDone'] as const), id, slot: this.#anySlot(),
        callback: this.#callback + this.#below(CALLBACKS - this.#callback)
      })],
      [deep ? 4 : 0, () => {
        const how = this.#pick(['soon', 'threadsafe', 'later', 'later', 'at'] as const)
        const body = this.#steps(depth + 1)
        this.#handles.push(id)
        return { op: 'soon', id, how, ms: this.#ms(), context, body }
      }],
      [this.#handles.length > 0 ? 1 : 0, () => ({ op: 'takeBack', id, handle: this.#pick(this.#handles) })],
      [deep ? 1 : 0, () => {
        const body = this.#block(depth + 1, 4)
        this.#handedOver.push(id)
        return { op: 'handOver', id, body }
      }],
      [this.#handedOver.length > 0 ? 1 : 0, () => ({
        op: this.#pick(['cancelHandedOver', 'lookHandedOver'] as const), id, which: this.#pick(this.#handedOver)
      })],
      [1.5, () => ({ op: 'putNowait', id, queue, item: id })],
      [1, () => ({ op: this.#pick(['getNowait', 'taskDone'] as const), id, queue })],
      [1.5, () => ({ op: this.#pick(['set', 'get', 'get', 'reset'] as const), id, variable })],
      [0.5, () => ({ op: 'copyContext', id, context })],
      [deep ? 0.7 : 0, () => ({ op: 'runIn', id, context, body: this.#steps(depth + 1) })]
    ])
  }
}

export function generate(seed: number): Program {
  return new Generator(seed).program(seed)
}
