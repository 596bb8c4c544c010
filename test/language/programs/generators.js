// generators.js: function* inside an async program: values in and out, errors, closing, delegation.

export async function nextGivesValuesAndThenTheResult() {
  function* g() {
    yield 1
    yield 2
    return 3
  }
  const it = g()
  log(it.next(), it.next(), it.next(), it.next())
}

export async function nextTakesValuesIn() {
  function* g(a) {
    const b = yield a
    log('got', b)
    const c = (yield a + b) * 2
    log('got', c)
    return [a, b, c]
  }
  const it = g(1)
  log(it.next('ignored'))
  log(it.next(await tick(10)))
  log(it.next(100))
  log(it.next('after'))
}

export async function aGeneratorStartsAtItsFirstNext() {
  function* g() {
    log('started')
    yield
  }
  const it = g()
  await tick()
  log('made')
  log(it.next())
}

export async function anEmptyGenerator() {
  function* g() {}
  log(g().next(), [...g()])
  for (const x of g()) log('never', x)
}

export async function throwIntoAGenerator() {
  function* g() {
    try {
      yield 1
    } catch (error) {
      log('caught', error)
      yield 'recovered'
    }
    yield 'end'
  }
  const it = g()
  log(it.next())
  log(it.throw('e'))
  log(it.next())
  log(it.next())
}

export async function throwIntoAGeneratorThatDoesNotCatch() {
  function* g() {
    try {
      yield 1
    } finally {
      log('finally')
    }
  }
  const it = g()
  it.next()
  try {
    it.throw('e')
  } catch (error) {
    log(error)
  }
  log(it.next())
}

export async function throwBeforeTheStart() {
  function* g() {
    try {
      yield 1
    } catch (error) {
      log('never')
    }
  }
  const it = g()
  try {
    it.throw('e')
  } catch (error) {
    log(error)
  }
  log(it.next())
}

export async function throwAfterTheEnd() {
  function* g() {
    yield 1
  }
  const it = g()
  log([...it])
  try {
    it.throw('late')
  } catch (error) {
    log(error)
  }
  log(it.next(), it.return('x'))
}

export async function returnClosesAGenerator() {
  function* g() {
    yield 1
    yield 2
  }
  const it = g()
  log(it.next(), it.return('closed'), it.next(), it.return('again'))
}

export async function returnBeforeTheStart() {
  function* g() {
    try {
      yield log('never')
    } finally {
      log('never')
    }
  }
  const it = g()
  log(it.return('x'), it.next())
}

export async function returnRunsFinally() {
  function* g() {
    try {
      yield 1
      log('never')
    } finally {
      log('finally')
    }
  }
  const it = g()
  it.next()
  log(it.return('x'))
  log(it.next())
}

export async function yieldInFinallyWhileClosing() {
  function* g() {
    try {
      yield 1
    } finally {
      log('finally')
      log('got', yield 'cleaning')
      yield 'still'
    }
    log('never')
  }
  const it = g()
  log(it.next())
  log(it.return('x'))
  log(it.next('in'))
  log(it.next())
  log(it.next())
}

export async function returnInFinallyReplacesTheClosingValue() {
  function* g() {
    try {
      yield 1
    } finally {
      return 'mine'
    }
  }
  const it = g()
  it.next()
  log(it.return('x'), it.next())
  const other = g()
  other.next()
  log(other.throw('lost'))
}

export async function breakInFinallyRefusesToClose() {
  function* g() {
    for (;;) {
      try {
        yield 1
      } finally {
        break
      }
    }
    yield 'after'
    return 'end'
  }
  const it = g()
  log(it.next(), it.return('x'), it.next(), it.next())
}

export async function throwInFinallyWhileClosing() {
  function* g() {
    try {
      yield 1
    } finally {
      throw 'from finally'
    }
  }
  const it = g()
  it.next()
  try {
    it.return('x')
  } catch (error) {
    log(error)
  }
  log(it.next())
}

export async function closingThroughThreeFinallies() {
  function* g() {
    try {
      try {
        try {
          yield 1
        } finally {
          log('one')
          yield 'a'
        }
      } finally {
        log('two')
      }
    } finally {
      log('three')
      yield 'c'
    }
  }
  const it = g()
  log(it.next(), it.return('x'), it.next(), it.next(), it.next())
}

export async function catchIsPassedOverWhileClosing() {
  function* g() {
    try {
      yield 1
    } catch (error) {
      log('never')
    } finally {
      log('finally')
    }
  }
  const it = g()
  it.next()
  log(it.return('x'))
}

export async function throwWhileClosing() {
  function* g() {
    try {
      yield 1
    } finally {
      try {
        yield 'cleaning'
      } catch (error) {
        log('caught', error)
      }
      log('rest')
    }
  }
  const it = g()
  log(it.next(), it.return('x'), it.throw('e'), it.next())
}

export async function breakOfForOfClosesTheGenerator() {
  function* g() {
    try {
      for (let i = 0; ; i++) yield i
    } finally {
      log('closed')
    }
  }
  for (const x of g()) {
    log(x, await tick(x))
    if (x === 2) break
  }
  log('after')
}

export async function returnOutOfForOfClosesTheGenerator() {
  function* g() {
    try {
      yield 1
      yield 2
    } finally {
      log('closed')
    }
  }
  const f = async () => {
    for (const x of g()) {
      await tick()
      return log('returned ' + x)
    }
  }
  log(await f())
}

export async function throwOutOfForOfClosesTheGenerator() {
  function* g() {
    try {
      yield 1
      yield 2
    } finally {
      log('closed')
    }
  }
  try {
    for (const x of g()) await fail('e' + x)
  } catch (error) {
    log(error)
  }
}

export async function errorOfTheBodyWinsOverTheErrorOfClosing() {
  function* g() {
    try {
      yield 1
    } finally {
      throw log('from closing')
    }
  }
  try {
    for (const x of g()) await fail('from body')
  } catch (error) {
    log(error)
  }
}

export async function errorOfClosingAfterBreak() {
  function* g() {
    try {
      yield 1
    } finally {
      throw 'from closing'
    }
  }
  try {
    for (const x of g()) {
      await tick()
      break
    }
    log('never')
  } catch (error) {
    log(error)
  }
}

export async function continueOfForOfDoesNotClose() {
  function* g() {
    try {
      yield 1
      yield 2
      yield 3
    } finally {
      log('closed')
    }
  }
  for (const x of g()) {
    if (await tick(x === 2)) continue
    log(x)
  }
}

export async function labelledContinueClosesTheInnerGenerator() {
  function* g(name) {
    try {
      yield name + 1
      yield name + 2
    } finally {
      log('closed', name)
    }
  }
  outer: for (const x of g('a')) {
    for (const y of g(x)) {
      log(x, y, await tick(0))
      continue outer
    }
  }
}

export async function labelledBreakClosesBothGenerators() {
  function* g(name) {
    try {
      yield name + 1
      yield name + 2
    } finally {
      log('closed', name)
    }
  }
  outer: for (const x of g('a')) {
    for (const y of g(x)) {
      log(x, y)
      if (await tick(true)) break outer
    }
  }
}

export async function anErrorOfTheGeneratorIsNotClosedAgain() {
  function* g() {
    try {
      yield 1
      throw 'mine'
    } finally {
      log('finally')
    }
  }
  try {
    for (const x of g()) log(await tick(x))
  } catch (error) {
    log(error)
  }
}

export async function yieldStarOfAGenerator() {
  function* inner(x) {
    yield x + 1
    const y = yield x + 2
    log('inner got', y)
    return 'result of inner'
  }
  function* outer() {
    yield 'before'
    log(yield* inner(10))
    yield 'after'
  }
  const it = outer()
  log(it.next(), it.next(), it.next(), it.next('in'), it.next())
}

export async function yieldStarOfAnArray() {
  function* g() {
    log(yield* [1, 2])
    yield* []
    yield* [3]
  }
  log([...g()])
}

export async function yieldStarOfAString() {
  function* g() {
    yield* 'ab'
  }
  log([...g()])
}

export async function yieldStarPassesThrowOn() {
  function* inner() {
    try {
      yield 1
    } catch (error) {
      log('inner', error)
      yield 'recovered'
    }
    return 'end of inner'
  }
  function* outer() {
    try {
      log(yield* inner())
      yield* inner()
    } catch (error) {
      log('outer', error)
    }
    yield 'end'
  }
  const it = outer()
  log(it.next(), it.throw('a'), it.next(), it.throw('b'), it.throw('c'), it.next())
}

export async function yieldStarPassesReturnOn() {
  function* inner() {
    try {
      yield 1
    } finally {
      log('inner finally')
      yield 'cleaning'
    }
  }
  function* outer() {
    try {
      yield* inner()
      log('never')
    } finally {
      log('outer finally')
    }
  }
  const it = outer()
  log(it.next(), it.return('x'), it.next(), it.next())
}

export async function yieldStarThreeDeep() {
  function* one() {
    const x = yield 'one'
    return x + 1
  }
  function* two() {
    return (yield* one()) * (yield* one())
  }
  function* three() {
    const x = yield* two()
    yield x
    return 'end'
  }
  const it = three()
  log(it.next(), it.next(1), it.next(2), it.next())
}

export async function yieldStarRecursion() {
  function* walk(tree) {
    if (!tree) return 0
    const left = yield* walk(tree.left)
    yield tree.value
    const right = yield* walk(tree.right)
    return left + right + 1
  }
  const tree = { value: 4, left: { value: 2, left: { value: 1 }, right: { value: 3 } }, right: { value: 5 } }
  log([...walk(tree)])
  const it = walk(tree)
  let step
  do step = it.next()
  while (!step.done)
  log(step.value)
}

export async function yieldStarOfACustomIterator() {
  const list = {
    [Symbol.iterator]() {
      let i = 0
      return {
        next: (x) => {
          log('next', x)
          return i < 2 ? { value: i++, done: false } : { value: 'result', done: true }
        },
        return: (x) => {
          log('return', x)
          return { value: x, done: true }
        },
        throw: (x) => {
          log('throw', x)
          return { value: 'thrown', done: true }
        },
      }
    },
  }
  function* g() {
    log(yield* list)
    yield 'between'
    log(yield* list)
    yield 'end'
  }
  const it = g()
  log(it.next('a'), it.next('b'), it.next('c'), it.next('d'), it.throw('e'), it.next())
  const other = g()
  log(other.next(), other.return('r'), other.next())
}

export async function yieldStarOfAnIteratorWithoutThrow() {
  const list = {
    [Symbol.iterator]: () => ({
      next: () => ({ value: 1, done: false }),
      return: () => {
        log('closed')
        return {}
      },
    }),
  }
  function* g() {
    try {
      yield* list
    } catch (error) {
      log(error instanceof TypeError)
      yield 'caught'
    }
  }
  const it = g()
  log(it.next(), it.throw('e'), it.next())
}

export async function yieldStarOfAnIteratorWithoutReturn() {
  const list = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }) }) }
  function* g() {
    try {
      yield* list
    } finally {
      log('finally')
    }
  }
  const it = g()
  log(it.next(), it.return('x'), it.next())
}

export async function forOfOfACustomIterator() {
  const list = {
    [Symbol.iterator]() {
      let i = 0
      return {
        next: () => ({ value: i, done: i++ >= 3 }),
        return: () => {
          log('return')
          return {}
        },
      }
    },
  }
  for (const x of list) log(x, await tick(x))
  for (const x of list) {
    if (await tick(x === 1)) break
    log(x)
  }
  log([...list], Math.max(...list))
  const [a, b] = list
  log(a, b)
}

export async function yieldInEveryPlaceOfAnExpression() {
  function* g() {
    const f = (...args) => args
    log(f(yield 1, log('a'), yield 2))
    log([yield 3, { k: yield 4, [yield 5]: log('b') }], `${yield 6}`)
    log((yield 7) ? yield 8 : yield 9)
    log((yield 10) && (yield 11), (yield 12) || (yield 13))
    let x = 1
    x += yield 14
    log(x)
    const o = {}
    o[yield 15] = yield 16
    log(o)
    return yield yield 17
  }
  const it = g()
  let sent = 0
  let step = it.next()
  while (!step.done) {
    log('out', step.value)
    step = it.next(await tick('s' + sent++))
  }
  log(step)
}

export async function yieldWithoutAValue() {
  function* g() {
    const x = yield
    log(x)
    yield
  }
  const it = g()
  log(it.next(), it.next('in'), it.next())
}

export async function yieldInLoops() {
  function* g(n) {
    for (let i = 0; i < n; i++) {
      if (i === 1) continue
      yield i
    }
    let k = 0
    while (true) {
      if (k++ > 1) break
      yield 'w' + k
    }
    do yield 'd'
    while (yield 'again?')
    for (const x of [1, 2]) yield* [x, x * 2]
    for (const key in { a: 1, b: 2 }) yield key
  }
  log([...g(await tick(3))])
}

export async function yieldInSwitch() {
  function* g(x) {
    switch (yield 'head') {
      case yield 'first': yield 'one'
      case 2: yield 'two'; break
      default: yield 'default'
    }
  }
  const run = (answers) => {
    const it = g()
    const out = []
    for (let step = it.next(); !step.done; step = it.next(answers.shift())) out.push(step.value)
    return out
  }
  log(run(['x', 'x']), run([2, 'x']), run([3, 'x']))
}

export async function yieldInTryCatchFinally() {
  function* g() {
    for (let i = 0; i < 3; i++) {
      try {
        const x = yield 'try' + i
        if (x) throw x
        yield 'rest'
      } catch (error) {
        yield 'catch ' + error
        if (i === 1) continue
      } finally {
        yield 'finally'
      }
      yield 'end' + i
    }
  }
  const it = g()
  const answers = [undefined, undefined, 'bad', undefined, undefined, undefined, 'worse']
  for (let step = it.next(); !step.done; step = it.next(answers.shift())) log(step.value)
}

export async function closuresInAGenerator() {
  function* g() {
    for (let i = 0; i < 3; i++) {
      yield () => i
      i += 0
    }
  }
  log([...g()].map((call) => call()))
}

export async function returnFromALoopWithClosuresInAGenerator() {
  const calls = []
  function* g() {
    for (let i = 0; i < 5; i++) {
      calls.push(() => i)
      try {
        if (yield i) return 'early'
      } finally {
        yield 'closing' + i
      }
    }
  }
  const it = g()
  log(it.next(), it.next(), it.next(), it.next(true), it.next(), it.next())
  log(calls.map((call) => call()))
}

export async function closingALoopWithClosures() {
  const calls = []
  function* g() {
    try {
      for (let i = 0; i < 5; i++) {
        calls.push(() => i)
        yield i
      }
    } finally {
      log('closed')
    }
  }
  for (const x of g()) if (await tick(x === 1)) break
  log(calls.map((call) => call()))
}

export async function generatorAsAnObjectMethod() {
  const o = {
    n: 3,
    *count() {
      for (let i = 0; i < this.n; i++) yield i
      return this
    },
    *['computed'](x) { yield x },
  }
  log([...o.count()], [...o.computed(await tick('c'))])
}

export async function generatorThisAndArguments() {
  function* g() {
    yield this.n
    yield arguments.length
    yield arguments[1]
  }
  log([...g.call({ n: 5 }, 'a', 'b')])
}

export async function generatorArrowsInside() {
  const o = {
    n: 2,
    *g() {
      const times = (x) => x * this.n
      yield times(yield 1)
    },
  }
  const it = o.g()
  log(it.next(), it.next(10))
}

export async function generatorParameters() {
  function* g(a, { b, c = a } = {}, ...rest) {
    yield [a, b, c]
    a = yield rest
    yield a
  }
  const it = g(1, { b: 2 }, 3, 4)
  log(it.next(), it.next(), it.next('changed'))
  log([...g(5)])
}

export async function infiniteGenerators() {
  function* naturals() {
    for (let n = 0; ; n++) yield n
  }
  function* squares(from) {
    for (const n of from) yield n * n
  }
  function* take(count, from) {
    if (count <= 0) return 'none'
    for (const x of from) {
      yield x
      if (--count === 0) return 'taken'
    }
  }
  log([...take(await tick(5), squares(naturals()))])
}

export async function destructuringFromAGenerator() {
  function* g() {
    try {
      yield 1
      yield 2
      yield 3
    } finally {
      log('closed')
    }
  }
  const [a, b] = g()
  log(a, b)
  const [c, ...rest] = g()
  log(c, rest)
  const [d, , , e = 'default', f] = g()
  log(d, e, f)
  const [] = g()
  let x
  ;[x] = g()
  log(x, await tick('end'))
}

export async function spreadOfGenerators() {
  function* g(n) {
    for (let i = 0; i < n; i++) yield i
  }
  const f = (...args) => args
  log([...g(2), 'x', ...g(await tick(3))], f(...g(2), ...g(1)))
}

export async function twoIteratorsOfOneGenerator() {
  function* g() {
    let n = 0
    while (true) n += yield n
  }
  const a = g(), b = g()
  a.next()
  b.next()
  log(a.next(1), b.next(10), a.next(await tick(2)), b.next(20))
}

export async function generatorPassedBetweenFunctions() {
  function* g() {
    yield 1
    yield 2
    yield 3
  }
  const first = async (it) => {
    await tick()
    return it.next().value
  }
  const it = g()
  log(await first(it), await first(it), [...it], await first(it))
}

export async function aGeneratorIsItsOwnIterator() {
  function* g() {
    yield 1
    yield 2
  }
  const it = g()
  log(it[Symbol.iterator]() === it)
  for (const x of it) {
    log(x)
    break
  }
  for (const x of it) log('never', x)
  log(it.next())
}

export async function errorsOfGenerators() {
  function* g(x) {
    yield 1
    throw x
  }
  const it = g('e')
  it.next()
  try {
    it.next()
  } catch (error) {
    log(error)
  }
  log(it.next())
  try {
    log([...g('spread')])
  } catch (error) {
    log(error, await tick('after'))
  }
}

export async function generatorsThatYieldAwaitables() {
  function* g() {
    const a = yield tick(1)
    const b = yield later(2)
    return a + b
  }
  const drive = async (it) => {
    let step = it.next()
    while (!step.done) step = it.next(await step.value)
    return step.value
  }
  log(await drive(g()))
}

export async function driverThatThrowsIntoTheGenerator() {
  function* g() {
    try {
      yield fail('e')
    } catch (error) {
      log('caught', error)
    }
    return yield tick('end')
  }
  const drive = async (it) => {
    let step = it.next()
    while (!step.done) {
      let value, failure, broke = false
      try {
        value = await step.value
      } catch (error) {
        broke = true
        failure = error
      }
      step = broke ? it.throw(failure) : it.next(value)
    }
    return step.value
  }
  log(await drive(g()))
}

export async function aRunningGeneratorCannotBeResumed() {
  function* g() {
    try {
      it.next()
    } catch (error) {
      log('refused')
    }
    yield 1
  }
  const it = g()
  log(it.next())
  log(it.next())
}

export async function generatorResultsAreFresh() {
  function* g() {
    yield 1
    yield 2
    return 3
  }
  const it = g()
  const a = it.next(), b = it.next(), c = it.next(), d = it.next()
  log(a, b, c, d, a === b, c === d)
}

export async function yieldOfUndefinedInGeneratorOfAProgram() {
  function* g() {
    const x = yield undefined
    const y = yield undefined
    return [x, y]
  }
  const it = g()
  const a = it.next(), b = it.next('x'), c = it.next('y')
  log(a, b, c)
}

export async function generatorsInsideGenerators() {
  function* outer() {
    const made = []
    for (let i = 0; i < 2; i++) {
      function* inner() {
        yield i
        yield* [i * 10]
      }
      made.push(inner)
      yield [...inner()]
    }
    for (const inner of made) yield [...inner()]
  }
  log([...outer()])
}

export async function zipOfTwoGenerators() {
  function* count(from) {
    try {
      while (true) yield from++
    } finally {
      log('closed', from)
    }
  }
  function* zip(a, b) {
    const ia = a[Symbol.iterator](), ib = b[Symbol.iterator]()
    try {
      for (;;) {
        const x = ia.next(), y = ib.next()
        if (x.done || y.done) return
        yield [x.value, y.value]
      }
    } finally {
      if (ia.return) ia.return()
      if (ib.return) ib.return()
    }
  }
  for (const pair of zip(count(1), [7, 8, 9])) log(pair, await tick(0))
}
