// shrink.ts: makes a program smaller while CPython and ringloop disagree on it (delta debugging over its tree).
//
// A round makes every program that is one step smaller, runs all of them at once (starting Python costs more than they do) and
// goes on with the smallest on which they disagree still.

import type { Program } from './program'

type Tree = Record<string, unknown>

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !(value instanceof Array)
/** A wait for nothing is refused: at the call, where the reference refuses it at the await. */
const isAwaitable = (value: unknown): boolean => isTree(value) && !('id' in value && value['op'] !== 'coroutine')
const isNode = (value: unknown): boolean => isTree(value) && typeof value['op'] === 'string'

/** Every list that is one step smaller: without a part of it (halves first), with what is inside of one of its nodes instead of it. */
function* smallerLists(list: unknown[]): Generator<unknown[]> {
  for (let size = list.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < list.length; at += size) yield [...list.slice(0, at), ...list.slice(at + size)]
  }
  for (const [at, item] of list.entries()) {
    const put = (...items: unknown[]) => [...list.slice(0, at), ...items, ...list.slice(at + 1)]
    // statements stand in place of a statement, awaitables in place of an awaitable
    if (isTree(item) && item['op'] !== 'each' && item['op'] !== 'coroutine') {
      for (const part of [item['body'], item['handler'], item['last'], item['of']]) if (part instanceof Array) yield put(...part as unknown[])
    }
    for (const smaller of smallerValues(item)) yield put(smaller)
  }
}

function* smallerValues(value: unknown): Generator {
  if (value instanceof Array) {
    // a list of queues or of callbacks has numbers as names: only what is inside may go
    if (value.every(isNode)) {
      for (const list of smallerLists(value)) if (list.length > 0 || !isAwaitable(value[0])) yield list
    }
    else {
      for (const [at, item] of value.entries()) {
        for (const smaller of smallerValues(item)) yield [...value.slice(0, at), smaller, ...value.slice(at + 1)] as unknown[]
      }
    }
  } else if (isTree(value)) {
    const on = value['on']
    if (isNode(on) && value['op'] !== 'await' && value['op'] !== 'ensure') yield on
    for (const key of Object.keys(value)) {
      if (key === 'on' && isTree(on) && on['op'] !== 'sleep') yield { ...value, on: { op: 'sleep', ms: 0, value: 0 } }
      for (const smaller of smallerValues(value[key])) yield { ...value, [key]: smaller }
    }
  }
}

const sizeOf = (program: Program): number => JSON.stringify(program).length

/** The smallest program found on which they disagree still. `disagree` says of each of many whether they do. */
export function shrink(program: Program, disagree: (programs: Program[]) => boolean[]): Program {
  let best = program
  for (;;) {
    const smaller = [...smallerValues(best)] as Program[]
    const verdicts = disagree(smaller)
    const still = smaller.filter((_, index) => verdicts[index]).sort((a, b) => sizeOf(a) - sizeOf(b))
    if (still[0] === undefined) return best
    best = still[0]
  }
}
