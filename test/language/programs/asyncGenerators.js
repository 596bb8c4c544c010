// asyncGenerators.js: async function* and for await.

export async function asyncGeneratorGivesValues() {
  async function* g() {
    yield 1
    yield await tick(2)
    await tick()
    yield 3
    return 4
  }
  const it = g()
  log(await it.next(), await it.next(), await it.next(), await it.next(), await it.next())
}

export async function forAwaitOfAnAsyncGenerator() {
  async function* g(n) {
    for (let i = 0; i < n; i++) {
      await tick()
      yield i
    }
  }
  for await (const x of g(await tick(3))) log(x, await tick(x * 2))
  log('after')
}

export async function asyncGeneratorStartsAtItsFirstNext() {
  async function* g() {
    log('started')
    yield 1
  }
  const it = g()
  await tick()
  log('made')
  log(await it.next())
}

export async function asyncGeneratorTakesValuesIn() {
  async function* g() {
    const a = yield 1
    log('got', a)
    const b = yield await tick(a)
    log('got', b)
    return await tick('end')
  }
  const it = g()
  log(await it.next('ignored'), await it.next('x'), await it.next('y'), await it.next('z'))
}

export async function breakOfForAwaitCloses() {
  async function* g() {
    try {
      for (let i = 0; ; i++) yield await tick(i)
    } finally {
      log('closing', await tick('c'))
    }
  }
  for await (const x of g()) {
    log(x)
    if (x === 2) break
  }
  log('after')
}

export async function returnOutOfForAwaitCloses() {
  async function* g() {
    try {
      yield 1
      yield 2
    } finally {
      log('closing', await tick('c'))
    }
  }
  const f = async () => {
    for await (const x of g()) return 'returned ' + x
  }
  log(await f())
}

export async function throwOutOfForAwaitCloses() {
  async function* g() {
    try {
      yield 1
    } finally {
      log('closing', await tick('c'))
    }
  }
  try {
    for await (const x of g()) await fail('e' + x)
  } catch (error) {
    log(error)
  }
}

export async function continueOfForAwait() {
  async function* g() {
    yield* [1, 2, 3]
  }
  for await (const x of g()) {
    if (await tick(x === 2)) continue
    log(x)
  }
}

export async function labelsAndForAwait() {
  async function* g(name) {
    try {
      yield name + 1
      yield name + 2
    } finally {
      log('closed', name)
    }
  }
  outer: for await (const x of g('a')) {
    for await (const y of g(x)) {
      log(x, y)
      if (x === 'a1') continue outer
      break outer
    }
  }
}

export async function errorOfAnAsyncGenerator() {
  async function* g() {
    yield 1
    await fail('e')
  }
  try {
    for await (const x of g()) log(x)
  } catch (error) {
    log(error)
  }
}

export async function throwIntoAnAsyncGenerator() {
  async function* g() {
    try {
      yield 1
    } catch (error) {
      log('caught', error, await tick('t'))
      yield 'recovered'
    }
  }
  const it = g()
  log(await it.next(), await it.throw('e'), await it.next())
  const other = g()
  try {
    await other.throw('at once')
  } catch (error) {
    log(error)
  }
  log(await other.next())
}

export async function returnClosesAnAsyncGenerator() {
  async function* g() {
    try {
      yield 1
      log('never')
    } finally {
      log('finally', await tick('f'))
    }
  }
  const it = g()
  log(await it.next(), await it.return('x'), await it.next())
  log(await g().return('at once'))
}

export async function yieldInFinallyOfAnAsyncGenerator() {
  async function* g() {
    try {
      yield 1
    } finally {
      yield await tick('cleaning')
    }
  }
  const it = g()
  log(await it.next(), await it.return('x'), await it.next(), await it.next())
}

export async function returnInFinallyOfAnAsyncGenerator() {
  async function* g() {
    try {
      yield 1
    } finally {
      return await tick('mine')
    }
  }
  const it = g()
  log(await it.next(), await it.return('x'))
  const other = g()
  await other.next()
  log(await other.throw('lost'))
}

export async function asyncYieldStarOfAnAsyncGenerator() {
  async function* inner() {
    yield 1
    const x = yield await tick(2)
    log('inner got', x)
    return await tick('result')
  }
  async function* outer() {
    yield 'before'
    log(yield* inner())
    yield 'after'
  }
  const it = outer()
  log(await it.next(), await it.next(), await it.next(), await it.next('in'), await it.next())
}

export async function asyncYieldStarOfASyncGenerator() {
  function* inner() {
    yield 1
    yield 2
    return 'result'
  }
  async function* outer() {
    log(yield* inner())
    yield* [3, 4]
  }
  for await (const x of outer()) log(x)
}

export async function asyncYieldStarPassesThrowAndReturnOn() {
  async function* inner() {
    try {
      yield 1
      yield 2
    } catch (error) {
      log('caught', error)
      yield 'recovered'
    } finally {
      log('inner finally', await tick('f'))
    }
  }
  async function* outer() {
    try {
      yield* inner()
      log('rest')
    } finally {
      log('outer finally')
    }
  }
  const it = outer()
  log(await it.next(), await it.throw('e'), await it.next())
  const other = outer()
  log(await other.next(), await other.return('x'), await other.next())
}

export async function yieldOfAnAwaitableGivesItsValue() {
  async function* g() {
    yield tick(1)
    yield later(2)
    yield done(3)
    yield now(4)
  }
  for await (const x of g()) log(x)
}

export async function yieldOfAFailingAwaitableThrowsInTheGenerator() {
  async function* g() {
    try {
      yield fail('e')
    } catch (error) {
      log('caught', error)
    }
    yield 'end'
  }
  for await (const x of g()) log(x)
}

export async function returnOfAnAwaitableInAnAsyncGenerator() {
  async function* g() {
    yield 1
    return tick('value')
  }
  const it = g()
  log(await it.next(), await it.next())
}

export async function forAwaitOverAnArrayOfAwaitables() {
  const child = async (x) => {
    log('child', x)
    return await tick(x)
  }
  for await (const x of [tick(1), later(2), done(3), 4]) log(x)
  for await (const x of ['a', 'b'].map((name) => tick(name))) log(x)
  log(await child('c'))
}

export async function forAwaitOverAnArrayWithAFailure() {
  try {
    for await (const x of [tick(1), fail('e')]) log(x)
  } catch (error) {
    log(error)
  }
}

export async function forAwaitOverASyncGenerator() {
  function* g() {
    try {
      yield tick(1)
      yield 2
      yield later(3)
    } finally {
      log('closed')
    }
  }
  for await (const x of g()) log(x)
  for await (const x of g()) {
    log(x)
    if (x === 2) break
  }
}

export async function forAwaitOverAString() {
  for await (const letter of 'ab') log(letter)
}

export async function forAwaitDestructures() {
  async function* g() {
    yield { a: 1, list: [2] }
    yield { list: [] }
  }
  for await (const { a = await tick('default'), list: [first = 'none'] } of g()) log(a, first)
}

export async function forAwaitIntoAVariableOutside() {
  let x
  for await (x of [tick(1), tick(2)]) log(x)
  log(x)
}

export async function forAwaitClosures() {
  const calls = []
  for await (const x of [tick(1), 2, 3]) {
    calls.push(() => x)
    await tick()
    if (x === 2) continue
    calls.push(() => x * 10)
  }
  log(calls.map((call) => call()))
}

export async function forAwaitInTry() {
  try {
    for await (const x of [tick(1), tick(2)]) {
      try {
        if (x === 2) throw 'e'
        log(x)
      } finally {
        log('finally', x)
      }
    }
  } catch (error) {
    log(error)
  } finally {
    log('end', await tick('t'))
  }
}

export async function forAwaitOfACustomAsyncIterable() {
  const list = {
    [Symbol.asyncIterator]() {
      let i = 0
      return {
        async next() {
          log('next')
          await tick()
          return i < 3 ? { value: i++, done: false } : { value: undefined, done: true }
        },
        async return() {
          log('return', await tick('r'))
          return {}
        },
      }
    },
  }
  for await (const x of list) log(x)
  for await (const x of list) {
    log(x)
    break
  }
  try {
    for await (const x of list) throw 'e' + x
  } catch (error) {
    log(error)
  }
}

export async function asyncGeneratorMethods() {
  const o = {
    n: 2,
    async *count() {
      for (let i = 0; i < this.n; i++) yield await tick(i)
    },
  }
  for await (const x of o.count()) log(x)
  class A {
    constructor() {
      this.list = ['a', 'b']
    }
    async *items() {
      for (const x of this.list) yield await tick(x)
    }
    static async *made() {
      yield 'static'
    }
  }
  for await (const x of new A().items()) log(x)
  for await (const x of A.made()) log(x)
}

export async function superInAnAsyncGeneratorMethod() {
  class A {
    async *list() {
      yield await tick('a')
    }
  }
  class B extends A {
    async *list() {
      yield 'b'
      yield* super.list()
    }
  }
  for await (const x of new B().list()) log(x)
}

export async function thisAndArgumentsOfAnAsyncGenerator() {
  async function* g() {
    yield this.n
    await tick()
    yield arguments[1]
    const arrow = async () => [this.n, arguments.length]
    yield await arrow()
  }
  for await (const x of g.call({ n: 5 }, 'a', 'b')) log(x)
}

export async function asyncGeneratorPipeline() {
  async function* naturals() {
    try {
      for (let n = 1; ; n++) yield await tick(n)
    } finally {
      log('naturals closed')
    }
  }
  async function* map(from, f) {
    try {
      for await (const x of from) yield await f(x)
    } finally {
      log('map closed')
    }
  }
  async function* take(count, from) {
    for await (const x of from) {
      yield x
      if (--count === 0) return
    }
  }
  for await (const x of take(3, map(naturals(), async (x) => (await tick(x)) * x))) log(x)
}

export async function asyncGeneratorClosures() {
  async function* g() {
    for (let i = 0; i < 3; i++) {
      yield () => i
      await tick()
    }
  }
  const calls = []
  for await (const call of g()) calls.push(call)
  log(calls.map((call) => call()))
}

export async function asyncGeneratorWithSwitchAndLabels() {
  async function* g() {
    outer: for (let i = 0; i < 4; i++) {
      switch (await tick(i)) {
        case 1: continue outer
        case 3: break outer
        default: yield 'i' + i
      }
      yield 'end' + i
    }
  }
  for await (const x of g()) log(x)
}

export async function asyncGeneratorExits() {
  async function* g(exit) {
    for (let i = 0; i < 3; i++) {
      try {
        const sent = yield 'y' + i
        if (exit === 'return') return await tick('returned')
        if (exit === 'throw') throw 'thrown'
        if (exit === 'break') break
        if (exit === 'continue') continue
        log('sent', sent)
      } catch (error) {
        log('catch', error)
        yield 'caught'
      } finally {
        log('finally', await tick(i))
      }
      yield 'end' + i
    }
  }
  for (const exit of ['return', 'throw', 'break', 'continue', 'none']) {
    const it = g(exit)
    let step
    do {
      step = await it.next(exit)
      log(exit, step)
    } while (!step.done)
  }
}

export async function asyncGeneratorKeptBetweenLoops() {
  async function* g() {
    yield 1
    yield 2
    yield 3
  }
  const it = g()
  log((await it.next()).value)
  for await (const x of it) {
    log(x)
    break
  }
  log(await it.next())
}

export async function awaitBesideYieldInExpressions() {
  async function* g() {
    log((await tick(1)) + (yield 'a') + (await tick(2)) + (yield 'b'))
    log([yield 'c', await tick(3), yield await tick('d')])
  }
  const it = g()
  let n = 10
  for (let step = await it.next(); !step.done; step = await it.next(n++)) log(step.value)
}

export async function recursiveAsyncGenerators() {
  async function* walk(tree) {
    yield await tick(tree.value)
    for (const child of tree.children || []) yield* walk(child)
  }
  for await (const x of walk({ value: 1, children: [{ value: 2, children: [{ value: 3 }] }, { value: 4 }] })) log(x)
}
