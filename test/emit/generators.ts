// generators.ts: generators in plain code, yield* over everything.

export function main(log: (line: unknown) => void): void {
  function* inner(): Generator<number | string, string, unknown> {
    try {
      const got: unknown = yield 1
      log('inner got ' + String(got))
      yield 2
    } finally {
      log('inner closed')
    }
    return 'inner end'
  }
  class Range {
    *[Symbol.iterator](): Generator<number, string> {
      yield 10
      return 'range end'
    }
  }
  function* outer(): Generator<unknown, string, unknown> {
    const result = yield* inner()
    log(result)
    yield* [3, 4]
    yield* 'xy'
    log(yield* new Range())
    return 'outer end'
  }
  const iterator = outer()
  log(iterator.next())
  log(iterator.next('sent'))
  let step = iterator.next()
  for (; !step.done; step = iterator.next()) log(step.value)
  log(step)

  const closed = outer()
  closed.next()
  log(closed.return('r'))
  log(closed.next())

  const thrown = outer()
  thrown.next()
  try {
    thrown.throw(new SyntaxError('x'))
  } catch (error) {
    log(error instanceof SyntaxError)
  }
}
