// closures.js: closures made in loops and blocks, before and after an await; each round has its own variables.

export async function eachRoundHasItsOwnLet() {
  const calls = []
  for (let i = 0; i < 3; i++) {
    await tick()
    calls.push(() => i)
  }
  log(calls.map((call) => call()))
}

export async function closureMadeBeforeTheAwait() {
  const calls = []
  for (let i = 0; i < 3; i++) {
    calls.push(() => i)
    await tick()
  }
  log(calls.map((call) => call()))
}

export async function closuresMadeBeforeAndAfterTheAwaitShareTheVariable() {
  const sets = [], gets = []
  for (let i = 0; i < 3; i++) {
    sets.push((x) => { i = x })
    gets.push(() => i)
    await tick()
    gets.push(() => i * 10)
  }
  sets.forEach((set, index) => { set(index + 5) })
  log(gets.map((get) => get()))
}

export async function bodyChangesTheVariableOfItsRound() {
  const calls = []
  for (let i = 0; i < 6; i++) {
    calls.push(() => i)
    await tick()
    i++
    await tick()
  }
  log(calls.map((call) => call()))
}

export async function closureChangesTheVariableOfItsRound() {
  for (let i = 0; i < 6; i++) {
    const skip = () => { i += 2 }
    log(i)
    await tick()
    skip()
    log(i)
  }
}

export async function updateCopiesTheVariableFirst() {
  const calls = []
  for (let i = 0; i < 3; i++, calls.push(() => i)) {
    calls.push(() => i)
    await tick()
  }
  log(calls.map((call) => call()))
}

export async function closureInTheHeadOfALoop() {
  const calls = []
  for (let i = 0, get = () => i; i < 3; i++) {
    calls.push(get)
    await tick()
    calls.push(() => i)
  }
  log(calls.map((call) => call()))
}

export async function closureInTheTestOfALoop() {
  const calls = []
  for (let i = 0; calls.push(() => i), i < 3; i++) await tick()
  log(calls.map((call) => call()))
}

export async function closureAndAwaitInTheHeadOfALoop() {
  const calls = []
  for (let i = await tick(0); calls.push(() => i) < 10 && (await tick(i)) < 3; i += await tick(1)) calls.push(() => i * 10)
  log(calls.map((call) => call()))
}

export async function twoVariablesOfOneLoop() {
  const calls = []
  for (let i = 0, k = 10; i < 3; i++, k--) {
    await tick()
    calls.push(() => [i, k])
    k += await tick(5)
  }
  log(calls.map((call) => call()))
}

export async function constOfForOf() {
  const calls = []
  for (const x of ['a', 'b', 'c']) {
    calls.push(() => x)
    await tick()
    calls.push(() => x + x)
  }
  log(calls.map((call) => call()))
}

export async function letOfForOfThatIsChanged() {
  const calls = []
  for (let x of [1, 2]) {
    calls.push(() => x)
    x += await tick(10)
    calls.push(() => x)
    x *= 2
  }
  log(calls.map((call) => call()))
}

export async function destructuredConstOfForOf() {
  const calls = []
  for (const { a, b = a + 1 } of [{ a: 1 }, { a: 2, b: 9 }]) {
    await tick()
    calls.push(() => [a, b])
  }
  log(calls.map((call) => call()))
}

export async function variablesOfAWhileBody() {
  const calls = []
  let i = 0
  while (i < 3) {
    const own = await tick(i * 10)
    let changed = own
    calls.push(() => [i, own, changed])
    await tick()
    changed++
    i++
  }
  log(calls.map((call) => call()))
}

export async function variablesOfADoWhileBody() {
  const calls = []
  let i = 0
  do {
    const own = i
    calls.push(() => own)
    await tick()
  } while (++i < 3)
  log(calls.map((call) => call()))
}

export async function variablesOfNestedLoops() {
  const calls = []
  for (let i = 0; i < 2; i++) {
    const outer = await tick('o' + i)
    for (let k = 0; k < 2; k++) {
      const inner = await tick('i' + k)
      calls.push(() => [i, k, outer, inner])
    }
    calls.push(() => [i, outer])
  }
  log(calls.map((call) => call()))
}

export async function closuresOnlyInTheInnerLoop() {
  const calls = []
  for (let i = 0; i < 2; i++) {
    for (const x of [1, 2]) {
      await tick()
      calls.push(() => i * 10 + x)
      if (x === 1) continue
      i += 0
    }
  }
  log(calls.map((call) => call()))
}

export async function closuresAndContinue() {
  const calls = []
  for (let i = 0; i < 4; i++) {
    calls.push(() => i)
    if (await tick(i % 2 === 0)) continue
    calls.push(() => -i)
  }
  log(calls.map((call) => call()))
}

export async function closuresAndBreak() {
  const calls = []
  for (let i = 0; i < 4; i++) {
    calls.push(() => i)
    if (await tick(i === 1)) break
    calls.push(() => -i)
  }
  log(calls.map((call) => call()))
}

export async function closuresAndLabels() {
  const calls = []
  outer: for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 3; k++) {
      calls.push(() => [i, k])
      if (await tick(k === 1 && i === 0)) continue outer
      if (i === 1) break outer
    }
    calls.push(() => i)
  }
  log(calls.map((call) => call()))
}

export async function closuresAndLabelsOfThreeLoops() {
  const calls = []
  a: for (let i = 0; i < 2; i++) {
    b: for (let k = 0; k < 3; k++) {
      for (let m = 0; m < 3; m++) {
        calls.push(() => '' + i + k + m)
        await tick()
        if (m === 1 && k === 0) continue b
        if (m === 1 && k === 1 && i === 0) continue a
        if (m === 0 && k === 2) break b
        if (m === 2 && i === 1) break a
      }
    }
    log('end', i)
  }
  log(calls.map((call) => call()))
}

export async function closuresInTryOfALoop() {
  const calls = []
  for (let i = 0; i < 3; i++) {
    try {
      const a = await tick(i)
      calls.push(() => a)
      if (i === 1) await fail('e' + i)
    } catch (error) {
      calls.push(() => error + i)
      continue
    } finally {
      const b = await tick(i * 10)
      calls.push(() => b)
    }
    calls.push(() => 'end' + i)
  }
  log(calls.map((call) => call()))
}

export async function throwOutOfALoopWithClosures() {
  const calls = []
  try {
    for (let i = 0; i < 3; i++) {
      calls.push(() => i)
      if (i === 1) await fail('e')
    }
  } catch (error) {
    log(error)
  }
  log(calls.map((call) => call()))
}

export async function closuresInSwitchInALoop() {
  const calls = []
  for (let i = 0; i < 4; i++) {
    switch (await tick(i)) {
      case 0: {
        const x = 'zero' + i
        calls.push(() => x)
        continue
      }
      case 2:
        calls.push(() => 'two' + i)
        break
      default:
        calls.push(() => 'other' + i)
    }
    calls.push(() => i)
  }
  log(calls.map((call) => call()))
}

export async function closuresInABlock() {
  const calls = []
  {
    let x = await tick(1)
    calls.push(() => x++)
    calls.push(() => x)
    x += await tick(10)
  }
  {
    let x = 'second'
    calls.push(() => x)
    await tick()
    x += '!'
  }
  log(calls.map((call) => call()))
}

export async function closureOverAVariableDeclaredAfterIt() {
  const get = () => later1
  await tick()
  const later1 = await tick('value')
  log(get())
}

export async function closureOverParameters() {
  const f = async (a, b) => {
    const get = () => [a, b]
    await tick()
    a = await tick(10)
    log(get())
    b += 1
    return get
  }
  const get = await f(1, 2)
  log(get())
}

export async function closureOutlivesItsFunction() {
  const counter = async (start) => {
    let n = await tick(start)
    return { up: () => ++n, get: () => n }
  }
  const a = await counter(1), b = await counter(10)
  a.up()
  await tick()
  a.up()
  b.up()
  log(a.get(), b.get())
}

export async function closuresOfTwoCallsAreSeparate() {
  const make = async (x) => {
    const list = []
    for (const y of [1, 2]) {
      await tick()
      list.push(() => x + y)
    }
    return list
  }
  const calls = [...(await make('a')), ...(await make('b'))]
  log(calls.map((call) => call()))
}

export async function asyncClosuresOfALoop() {
  const calls = []
  for (let i = 0; i < 3; i++) {
    calls.push(async (x) => {
      await tick()
      i += x
      return await tick(i)
    })
    await tick()
  }
  for (const call of calls) log(await call(10))
  for (const call of calls) log(await call(100))
}

export async function asyncClosureCalledInItsRound() {
  for (let i = 0; i < 3; i++) {
    const twice = async () => {
      i = i + (await tick(1))
      return i * 2
    }
    log(i, await twice(), i)
  }
}

export async function functionDeclarationsInALoop() {
  const calls = []
  for (let i = 0; i < 3; i++) {
    function get() { return i }
    await tick()
    calls.push(get)
  }
  log(calls.map((call) => call()))
}

export async function generatorsOfALoop() {
  const list = []
  for (let i = 0; i < 2; i++) {
    await tick()
    list.push(function* () {
      yield i
      i += 10
      yield i
    })
  }
  for (const make of list) log([...make()])
  for (const make of list) log([...make()])
}

export async function classesOfALoop() {
  const list = []
  for (let i = 0; i < 3; i++) {
    class Own {
      get() { return i }
    }
    await tick()
    list.push(new Own())
  }
  log(list.map((own) => own.get()))
}

export async function closureInADefaultParameter() {
  const f = async (a, get = () => a) => {
    await tick()
    log(get())
    a = 'changed'
    log(get())
  }
  await f('x')
  await f('x', () => 'given')
}

export async function closureInTheIteratedExpression() {
  const calls = []
  for (const make of [() => 1, () => 2].map((f) => () => f() * 10)) {
    await tick()
    calls.push(make)
  }
  log(calls.map((call) => call()))
}

export async function closuresOverVar() {
  const calls = []
  for (var i = 0; i < 3; i++) {
    var own = await tick(i * 10)
    calls.push(() => [i, own])
  }
  log(calls.map((call) => call()))
}

export async function closuresOverVarAndLet() {
  const calls = []
  for (let i = 0; i < 3; i++) {
    var shared = await tick('s' + i)
    calls.push(() => i + shared)
    var counted = (counted || 0) + 1
  }
  log(calls.map((call) => call()), shared, counted)
}

export async function closuresAndThis() {
  const o = {
    name: 'o',
    async collect() {
      const calls = []
      for (let i = 0; i < 2; i++) {
        await tick()
        calls.push(() => this.name + i)
      }
      return calls
    },
  }
  log((await o.collect()).map((call) => call()))
}

export async function closuresAndArguments() {
  const f = async function () {
    const calls = []
    for (let i = 0; i < 2; i++) {
      await tick()
      calls.push(() => arguments[i])
    }
    return calls
  }
  log((await f('a', 'b')).map((call) => call()))
}

export async function closuresInAllPartsOfTry() {
  const calls = []
  const f = async () => {
    try {
      const a = await tick('a')
      calls.push(() => a)
      throw 'b'
    } catch (b) {
      calls.push(() => b)
      await tick()
      return b
    } finally {
      const c = await tick('c')
      calls.push(() => c)
    }
  }
  log(await f())
  log(calls.map((call) => call()))
}

export async function shadowedVariablesAreSeparate() {
  const calls = []
  const x = 'outer'
  calls.push(() => x)
  for (let x = 0; x < 2; x++) {
    await tick()
    calls.push(() => x)
    {
      const x = await tick('block')
      calls.push(() => x)
    }
  }
  const inner = async (x) => {
    await tick()
    calls.push(() => x)
    {
      let x = 'deep'
      calls.push(() => x)
    }
  }
  await inner('parameter')
  log(calls.map((call) => call()))
}

export async function valuesFromTheRoundBeforeAreGone() {
  for (let i = 0; i < 3; i++) {
    let seen
    const look = () => seen
    log(look())
    seen = await tick(i)
    log(look())
  }
}

export async function aCounterSharedByClosuresAndBody() {
  let count = 0
  const up = () => ++count
  for (let i = 0; i < 3; i++) {
    up()
    count += await tick(count)
    log(count, up(), i)
  }
}

export async function loopVariableUsedAfterABreakByAClosure() {
  let last
  for (let i = 0; i < 5; i++) {
    last = () => i
    await tick()
    if (i === 2) {
      i = 20
      break
    }
  }
  log(last())
}

export async function namedFunctionExpressionsSeeThemselves() {
  const f = async function fact(n) {
    return n < 2 ? 1 : n * (await fact(n - 1))
  }
  log(await f(await tick(5)))
  const g = function count(n) { return n === 0 ? [] : [n, ...count(n - 1)] }
  log(g(3))
}

export async function immediatelyCalledFunctions() {
  log(await (async () => await tick('arrow'))())
  log(await (async function () { return await tick('function') })())
  log((() => 'plain')(await tick(1)))
  await (async () => {
    for (const x of [1, 2]) log(await tick(x))
  })()
}

export async function spreadOfClosureResults() {
  const calls = []
  for (let i = 0; i < 3; i++) calls.push((...more) => [i, ...more])
  await tick()
  log(calls.map((call, index) => call(...[index, 'x'])))
}
