// generate.ts: random programs; a seed always gives the same program. PR2 and PR3 (program.ts) are kept here.
//
// A program has a taste: some statements it never has, others often (swarm testing), for where all are equally likely hardly
// three meet that have to do with each other. Its main conducts: it makes a few futures and tasks, then does something to them
// in one turn after the other, and survives what they raise.

import { randomFrom } from '../language/generate'
import type { Awaitable, Block, Program, Statement, Step } from './program'

const CALLBACKS = 3
/** How much a program likes a kind of statement. */
const TASTES = [0, 0.5, 1, 1, 4]
const VARIABLES = 2
const CONTEXTS = 2
/** Few times, so that many fall together. */
const TIMES = [0, 0, 1, 1, 1, 2, 2, 3, 5]

type Made<T> = [op: string, weight: number, make: () => T]

class Generator {
  readonly #random: () => number
  readonly #tastes = new Map<string, number>()
  readonly #queues: number
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
    this.#queues = 1 + this.#below(2)
  }

  program(seed: number): Program {
    const callbacks: Step[][] = []
    // the last first: each adds later ones only
    while (this.#callback > 0) {
      callbacks.unshift(this.#steps(2))
      this.#callback--
    }
    const queues = Array.from({ length: this.#queues }, () => ({
      kind: this.#pick(['fifo', 'fifo', 'lifo', 'priority'] as const), maxsize: this.#pick([0, 1, 1, 2])
    }))
    return { seed, variables: VARIABLES, queues, callbacks, main: this.#main() }
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

  #taste(op: string): number {
    const taste = this.#tastes.get(op) ?? this.#pick(TASTES)
    this.#tastes.set(op, taste)
    return taste
  }

  /** One of them, by their weights and the program's taste; the first if it likes none. */
  #one<T>(made: Made<T>[]): T {
    const weights = made.map(([op, weight]) => weight * this.#taste(op))
    let at = this.#random() * weights.reduce((sum, weight) => sum + weight, 0)
    const chosen = made.find((_, index) => (at -= weights[index] as number) < 0) ?? made[0]
    return (chosen as Made<T>)[2]()
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
    return depth > 5 || this.#chance(0.5) ? [] : this.#block(depth, most)
  }

  #block(depth: number, most: number): Block {
    const block: Block = []
    for (let left = 1 + this.#below(Math.max(1, most - depth)); left > 0; left--) block.push(this.#statement(depth))
    return block
  }

  #steps(depth: number): Step[] {
    return Array.from({ length: this.#below(3) }, () => this.#chance(0.06) ? this.#raise() : this.#step(depth))
  }

  #raise(): Step {
    const id = this.#id()
    return { op: 'raise', id, message: `raised ${id}` }
  }

  #main(): Block {
    const made = Array.from({ length: 2 + this.#below(4) }, () => this.#making(0))
    const done = Array.from({ length: 5 + this.#below(16) }, () => {
      if (this.#chance(0.6)) return this.#step(1)
      const on: Awaitable = this.#chance(0.75) ? this.#sleep() : { op: 'waitFor', on: this.#awaitable(1), ms: this.#ms() }
      return this.#survived(on)
    })
    return [...made, ...done]
  }

  #survived(on: Awaitable): Statement {
    return { op: 'await', id: this.#id(), on, catch: 'all', handler: [], again: false, last: [] }
  }

  #sleep(): Awaitable {
    return { op: 'sleep', ms: this.#ms(), value: this.#id() }
  }

  #statement(depth: number): Statement {
    const id = this.#id()
    return this.#one<Statement>([
      ['step', 9, () => this.#step(depth)],
      ['await', 9, () => ({
        op: 'await', id, on: this.#awaitable(depth), catch: this.#pick(['nothing', 'cancelled', 'all', 'all'] as const),
        handler: this.#blocks(depth + 2, 4), again: this.#chance(0.4), last: this.#chance(0.6) ? [] : this.#blocks(depth + 2, 4)
      })],
      ['each', 1, () => ({ op: 'each', id, of: this.#several(depth), ms: this.#limit(), catch: this.#chance(0.7) })],
      ['repeat', depth < 4 ? 0.4 : 0, () => ({ op: 'repeat', id, times: 2, body: this.#block(depth + 1, 4) })],
      ['return', 0.3, () => ({ op: 'return', id, value: id })],
      ['raise', 0.3, () => this.#raise()]
    ])
  }

  #several(depth: number): Awaitable[] {
    return Array.from({ length: 1 + this.#below(3) }, () => this.#awaitable(depth + 1))
  }

  #awaitable(depth: number): Awaitable {
    const deep = depth < 4
    const slot = (): Awaitable => this.#known.length > 0 ? { op: 'slot', slot: this.#pick(this.#known) } : this.#sleep()
    const when = ['FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'] as const
    const queue = this.#below(this.#queues)
    return this.#one<Awaitable>([
      ['sleep', 4, () => this.#sleep()],
      ['slot', 7, slot],
      ['coroutine', deep ? 2 : 0, () => ({ op: 'coroutine', id: this.#id(), body: this.#block(depth + 1, 4) })],
      ['gather', deep ? 2 : 0, () => ({ op: 'gather', of: this.#several(depth), keep: this.#chance(0.4) })],
      ['shield', deep ? 2 : 0, () => ({ op: 'shield', on: this.#awaitable(depth + 1) })],
      ['waitFor', deep ? 3 : 0, () => ({ op: 'waitFor', on: this.#awaitable(depth + 1), ms: this.#limit() })],
      ['wait', deep ? 2 : 0, () => ({ op: 'wait', of: this.#several(depth), ms: this.#limit(), when: this.#pick(when) })],
      ['get', 2, () => ({ op: 'get', queue })],
      ['put', 1.5, () => ({ op: 'put', queue, item: this.#id() })],
      ['join', 0.5, () => ({ op: 'join', queue })]
    ])
  }

  /** Any slot: of a task that waits for us as well, of one that is not there yet. */
  #anySlot(): number | 'self' {
    if (this.#chance(0.1)) return 'self'
    return this.#known.length > 0 && this.#chance(0.7) ? this.#pick(this.#known) : 1 + this.#below(this.#slots + 1)
  }

  /** The slot may be waited for once `make` has made what is in it. */
  #inSlot<T>(make: (slot: number) => T): T {
    const slot = ++this.#slots
    const made = make(slot)
    this.#known.push(slot)
    return made
  }

  /** What makes something that may be waited for, or cancelled. */
  #making(depth: number): Step {
    const id = this.#id()
    const deep = depth < 4
    return this.#one<Step>([
      ['future', 3, () => this.#inSlot((slot) => ({ op: 'future', id, slot }))],
      ['spawn', deep ? 7 : 0, () => this.#inSlot((slot) => ({
        op: 'spawn', id, slot, how: this.#pick(['task', 'task', 'loop', 'ensure'] as const), name: this.#chance(0.2) ? `named ${id}` : null,
        body: this.#block(depth + 1, 5)
      }))],
      ['ensure', deep ? 4 : 0, () => this.#inSlot((slot) => ({ op: 'ensure', id, slot, on: this.#awaitable(depth + 1) }))],
      ['handOver', deep ? 1 : 0, () => {
        const body = this.#block(depth + 1, 4)
        this.#handedOver.push(id)
        return { op: 'handOver', id, body }
      }]
    ])
  }

  #step(depth: number): Step {
    const id = this.#id()
    const deep = depth < 4
    const queue = this.#below(this.#queues)
    const variable = this.#below(VARIABLES)
    const context = this.#below(CONTEXTS)
    const adds = this.#callback < CALLBACKS
    const callback = this.#callback + this.#below(CALLBACKS - this.#callback)
    return this.#one<Step>([
      ['look', 1, () => ({ op: 'look', id, slot: this.#anySlot() })],
      ['cancel', 6, () => ({ op: 'cancel', id, slot: this.#anySlot(), message: this.#chance(0.6) ? `m${id}` : null })],
      ['making', 5, () => this.#making(depth)],
      ['setResult', 3, () => ({ op: 'setResult', id, slot: this.#anySlot() })],
      ['setException', 1, () => ({ op: 'setException', id, slot: this.#anySlot() })],
      ['addDone', adds ? 2 : 0, () => ({ op: 'addDone', id, slot: this.#anySlot(), callback })],
      ['removeDone', adds ? 1 : 0, () => ({ op: 'removeDone', id, slot: this.#anySlot(), callback })],
      ['soon', deep ? 4 : 0, () => {
        const how = this.#pick(['soon', 'threadsafe', 'later', 'later', 'at'] as const)
        const body = this.#steps(depth + 1)
        this.#handles.push(id)
        return { op: 'soon', id, how, ms: this.#ms(), context, body }
      }],
      ['takeBack', this.#handles.length > 0 ? 1 : 0, () => ({ op: 'takeBack', id, handle: this.#pick(this.#handles) })],
      ['handedOver', this.#handedOver.length > 0 ? 2 : 0, () => ({
        op: this.#pick(['cancelHandedOver', 'lookHandedOver'] as const), id, which: this.#pick(this.#handedOver)
      })],
      ['put', 2, () => ({ op: 'putNowait', id, queue, item: id })],
      ['get', 1, () => ({ op: this.#pick(['getNowait', 'taskDone'] as const), id, queue })],
      ['variable', 2, () => ({ op: this.#pick(['set', 'get', 'get', 'reset'] as const), id, variable })],
      ['copyContext', 0.5, () => ({ op: 'copyContext', id, context })],
      ['runIn', deep ? 0.7 : 0, () => ({ op: 'runIn', id, context, body: this.#steps(depth + 1) })]
    ])
  }
}

export function generate(seed: number): Program {
  return new Generator(seed).program(seed)
}
