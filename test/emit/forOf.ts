// forOf.ts: for...of over everything, left in every way.

export function main(log: (line: unknown) => void): void {
  function* numbers(): Generator<number, void> {
    try {
      for (let i = 1; i < 4; i++) yield i
    } finally {
      log('closed')
    }
  }
  class Range {
    *[Symbol.iterator](): Generator<number> {
      yield 10
      yield 20
    }
  }
  for (const n of numbers()) log(n)
  for (const n of [1, 2]) log(n)
  for (const c of 'ab') log(c)
  for (const n of new Range()) log(n)
  for (const n of [...new Range()]) log(n)

  const growing = [1]
  for (const n of growing) {
    if (n < 3) growing.push(n + 1)
  }
  log(growing)

  function leave(how: string): string {
    for (const n of numbers()) {
      if (n === 1) continue
      if (how === 'break') break
      if (how === 'return') return 'returned ' + n
      if (how === 'throw') throw new SyntaxError('thrown')
    }
    return 'end of ' + how
  }
  for (const how of ['none', 'break', 'return']) log(leave(how))
  try {
    leave('throw')
    log('not reached')
  } catch (error) {
    log(error instanceof SyntaxError)
  }

  const made: (() => number)[] = []
  for (const n of numbers()) {
    const doubled = n * 2
    made.push(() => n + doubled)
  }
  log(made.map((fn) => fn()))

  let target = 0
  for (target of [1, 2, 3]) if (target === 2) break
  log(target)

  try {
    for (const n of 5 as unknown as number[]) log(n)
  } catch (error) {
    log(error instanceof TypeError)
  }
}
