// queues.ts: what goes in comes out; a PriorityQueue takes what `<` orders.

import { LifoQueue, PriorityQueue, Queue } from 'ringloop'
import type { Coroutine, Operation, Ordered } from 'ringloop'
import { expectType } from './expect'

interface Reading {
  at: number
  value: number
}

declare const reading: Reading

export async function items(): Promise<void> {
  const queue = new Queue<Reading>(32)
  expectType(queue.get()).is<Operation<Reading>>()
  expectType(queue.put(reading)).is<Operation<void>>()
  expectType(await queue.get()).is<Reading>()
  expectType(await queue.put(reading)).is<void>()
  expectType(await queue.join()).is<void>()
  expectType(queue.getNowait()).is<Reading>()
  expectType(queue.maxsize).is<number>()
  expectType(await new LifoQueue<string>().get()).is<string>()
  expectType(await new Queue().get()).is<unknown>()
  // @ts-expect-error of another type
  await queue.put({ at: 10 })
  // @ts-expect-error of another type
  queue.putNowait('reading')
  // @ts-expect-error put and get are coroutines, not yet the item
  queue.get().value.toFixed()
  // @ts-expect-error the size is not changed afterwards
  queue.maxsize = 64
  // @ts-expect-error a size is a number
  new Queue<Reading>('32')
}

export function* itemsInGenerator(queue: Queue<string>): Coroutine<number> {
  yield* queue.put('item')
  expectType(yield* queue.get()).is<string>()
  yield* queue.join()
  return (yield* queue.get()).length
}

export function ordered(): void {
  expectType(new PriorityQueue<number>().getNowait()).is<number>()
  expectType(new PriorityQueue<string>().getNowait()).is<string>()
  expectType(new PriorityQueue<Date>().getNowait()).is<Date>()
  expectType(new PriorityQueue<[number, Reading]>().getNowait()).is<[number, Reading]>()
  expectType(new PriorityQueue<readonly [string, () => void]>().getNowait()).is<readonly [string, () => void]>()
  expectType(new PriorityQueue<[number, string] | [number]>().getNowait()).is<[number, string] | [number]>()
  expectType(new PriorityQueue<number[]>().getNowait()).is<number[]>()
  expectType(new PriorityQueue<{ valueOf(): number }>().getNowait()).is<{ valueOf(): number }>()
  const queue: Queue<number> = new PriorityQueue<number>()
  queue.putNowait(4)
  const lists: Ordered[] = [1, 'a', [1, reading], [[1, 2], reading]]
  expectType(lists).is<Ordered[]>()
  // @ts-expect-error `<` does not order objects: put [reading.at, reading]
  new PriorityQueue<Reading>()
  // @ts-expect-error the priority comes first
  new PriorityQueue<[Reading, number]>()
  // @ts-expect-error `<` does not order functions by their priority
  new PriorityQueue<() => void>()
  // @ts-expect-error what may be undefined has no order
  new PriorityQueue<number | undefined>()
  // @ts-expect-error neither have unknown things
  new PriorityQueue<unknown>()
  // @ts-expect-error nor lists of them
  new PriorityQueue<Reading[]>()
}

export function* jobs(): Coroutine<string> {
  const queue = new PriorityQueue<[priority: number, name: string]>()
  queue.putNowait([2, 'water'])
  yield* queue.put([1, 'measure'])
  const [priority, name] = yield* queue.get()
  expectType(priority).is<number>()
  // @ts-expect-error the name is missing
  yield* queue.put([3])
  return name
}
