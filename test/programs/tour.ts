// tour.ts: a program of everything that a build has to lower, to be built for every target unchanged. It says what it does.

import { createTask, gather, isCancelled, run, sleep } from 'ringloop'
import type { Task } from 'ringloop'

declare function say(text: string): void

class Animal {
  constructor(readonly name: string, private readonly legs = 4) {}

  describe(): string {
    return `${this.name} has ${this.legs} legs`
  }
}

class Bird extends Animal {
  constructor(name: string) {
    super(name, 2)
  }

  override describe(): string {
    return `${super.describe()} and wings`
  }
}

function* countdown(from: number): Generator<number> {
  for (let n = from; n > 0; n--) yield n
}

async function worker(name: string, ms: number): Promise<string> {
  try {
    for (let round = 1; round <= 2; round++) {
      await sleep(ms)
      say(`${name}: round ${round}`)
    }
    return name.toUpperCase()
  } catch (error) {
    if (isCancelled(error)) say(`${name}: cancelled`)
    throw error
  } finally {
    say(`${name}: cleaned up`)
  }
}

/** Waits for the worker, and says when it is left. */
async function keeper(whose: string, work: PromiseLike<string>): Promise<string> {
  try {
    return await work
  } finally {
    say(`${whose}: left`)
  }
}

async function outcome(task: Task<string>): Promise<string> {
  try {
    return await task
  } catch (error) {
    return String(error)
  }
}

async function* ticks(): AsyncGenerator<number> {
  for (let tick = 0; tick < 2; tick++) {
    await sleep(1)
    yield tick
  }
}

async function main(): Promise<void> {
  const { describe: first, ...rest } = { describe: new Bird('a robin').describe(), colour: 'red', size: 1 }
  say([first, JSON.stringify({ ...rest, ...{ size: 2 } })].join('; '))
  const closures: (() => number)[] = []
  for (const n of countdown(3)) closures.push(() => n * n)
  say(closures.map((closure) => closure()).join())
  const slow = createTask(keeper('outer', keeper('inner', worker('slow', 4000))), { name: 'slow' })
  say((await gather([worker('a', 10), worker('b', 15)])).join('+'))
  slow.cancel()
  say(await outcome(slow))
  for await (const tick of ticks()) say(`tick ${tick}`)
  const [one, two = 'two'] = ['one'] as (string | undefined)[]
  say(`${one ?? 'none'} ${two?.length ?? 0}`)
}

run(main())
