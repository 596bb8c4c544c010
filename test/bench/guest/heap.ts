// heap.ts: the timers that a program on promises would write for itself: a binary heap of one object per sleeper.
//
//   list[0] is the nearest; a parent comes before its children; list[sleeper.at] === sleeper, so that one can be taken out

export interface Sleeper {
  when: number
  /** order of adding, for equal times */
  seq: number
  at: number
  resolve: () => void
}

const list: Sleeper[] = []
let added = 0

function before(a: Sleeper, b: Sleeper): boolean {
  return a.when < b.when || (a.when === b.when && a.seq < b.seq)
}

function rise(sleeper: Sleeper, from: number): void {
  let at = from
  while (at > 0) {
    const up = (at - 1) >> 1
    const parent = list[up] as Sleeper
    if (!before(sleeper, parent)) break
    list[at] = parent
    parent.at = at
    at = up
  }
  list[at] = sleeper
  sleeper.at = at
}

function sink(sleeper: Sleeper, from: number): void {
  const length = list.length
  let at = from
  for (;;) {
    let down = at * 2 + 1
    if (down >= length) break
    if (down + 1 < length && before(list[down + 1] as Sleeper, list[down] as Sleeper)) down++
    const child = list[down] as Sleeper
    if (!before(child, sleeper)) break
    list[at] = child
    child.at = at
    at = down
  }
  rise(sleeper, at)
}

export function add(when: number, resolve: () => void): Sleeper {
  const sleeper: Sleeper = { when, seq: added++, at: 0, resolve }
  list.push(sleeper)
  rise(sleeper, list.length - 1)
  return sleeper
}

/** Takes a sleeper out; false if it is out already. */
export function remove(sleeper: Sleeper): boolean {
  if (list[sleeper.at] !== sleeper) return false
  const last = list.pop() as Sleeper
  if (last !== sleeper) sink(last, sleeper.at)
  return true
}

export function nearest(): Sleeper | undefined {
  return list[0]
}
