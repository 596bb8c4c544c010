// destructuring.ts: patterns with defaults, nested, over iterators, which are closed.

export function main(log: (line: unknown) => void): void {
  function* numbers(): Generator<number, void> {
    try {
      for (let i = 1; ; i++) yield i
    } finally {
      log('closed')
    }
  }
  function* one(): Generator<number, void> {
    try {
      yield 1
    } finally {
      log('ended')
    }
  }

  const [first, , third] = numbers()
  log([first, third])
  const [only, missing = 'default', again] = one()
  log([only, missing, again])
  const [...every] = one()
  log(every)
  const [head, ...tail] = [1, 2, 3]
  log([head, tail])
  const [c1, c2] = 'hé'
  log([c1, c2])

  let left = 1
  let right = 2
  ;[left, right] = [right, left]
  log([left, right])

  const empty: { a?: number; b?: { c?: number[]; d: number } } = {}
  const { a = 1, b: { c = [2], ...inner } = { d: 3 } } = empty
  log([a, c, inner])

  function parts({ x = 0, y }: { x?: number; y: number[] }, [z = x] = y): number[] {
    return [x, z]
  }
  log(parts({ x: 5, y: [] }))
  log(parts({ y: [7] }))

  const made: (() => number)[] = []
  for (const [key, { value }] of [['k', { value: 1 }], ['l', { value: 2 }]] as [string, { value: number }][]) {
    made.push(() => key.length + value)
  }
  log(made.map((fn) => fn()))

  const throwing = {
    next(): never {
      throw new SyntaxError('next')
    },
    return(): object {
      log('not closed')
      return {}
    },
    [Symbol.iterator]() {
      return this
    }
  }
  try {
    const [x] = throwing as unknown as number[]
    log(x)
  } catch (error) {
    log(error instanceof SyntaxError)
  }
  for (const nothing of [null, undefined, 1, {}]) {
    try {
      const [x] = nothing as number[]
      log(x)
    } catch (error) {
      log(error instanceof TypeError)
    }
  }
}
