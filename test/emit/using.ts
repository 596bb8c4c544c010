// using.ts: `using` in plain code: order, null, errors, what is not disposable.

export function main(log: (line: unknown) => void): void {
  function resource(name: string, fails?: boolean): Disposable {
    log('open ' + name)
    return {
      [Symbol.dispose]() {
        log('dispose ' + name)
        if (fails) throw new SyntaxError(name)
      }
    }
  }
  function leaves(how: string): string {
    using a = resource('a')
    using b = resource('b')
    using none = null
    log([a === null, b === null, none === null])
    if (how === 'throw') throw new SyntaxError('body')
    if (how === 'return') return 'returned'
    return 'end'
  }
  log(leaves('end'))
  log(leaves('return'))
  try {
    log(leaves('throw'))
  } catch (error) {
    log(error instanceof SyntaxError)
  }

  function fails(count: number): void {
    using a = resource('a', count > 0)
    using b = resource('b', count > 1)
    if (count > 2) throw new TypeError('body')
    log([a === null, b === null])
  }
  for (let count = 0; count < 4; count++) {
    try {
      fails(count)
      log('no error')
    } catch (error) {
      const { name, error: last, suppressed } = error as SuppressedError
      log(name)
      log(last === undefined ? 'alone' : (last as Error).message)
      if (suppressed !== undefined) log((suppressed as Error).name)
    }
  }
  for (const value of [1, {}, 'text']) {
    try {
      using x = value as unknown as Disposable
      log(x)
    } catch (error) {
      log(error instanceof TypeError)
    }
  }
  for (let i = 0; i < 2; i++) {
    using x = resource('in loop ' + i)
    if (x !== null) continue
  }
}
