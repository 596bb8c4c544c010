// functions.js: calls: nesting, recursion, parameters, this and arguments.

export async function threeFunctionsDeep() {
  const three = async (x) => {
    log('three', x)
    return (await tick(x)) + 1
  }
  const two = async (x) => {
    log('two', x)
    return (await three(x + 1)) * 2
  }
  const one = async (x) => {
    log('one', x)
    return (await two(x + 1)) - (await two(x))
  }
  log(await one(1))
}

export async function functionsDeclaredInFunctions() {
  async function outer(x) {
    async function middle(y) {
      async function inner(z) {
        await tick()
        x += z
        y += z
        return [x, y, z]
      }
      const result = await inner(y + 1)
      return [result, x, y]
    }
    const result = await middle(x + 1)
    return [result, x]
  }
  log(await outer(1))
}

export async function recursion() {
  const fib = async (n) => (n < 2 ? n : (await fib(n - 1)) + (await fib(n - 2)))
  log(await fib(8))
  const count = async (n) => {
    if (n === 0) return await tick('bottom')
    const below = await count(n - 1)
    return below + n
  }
  log(await count(10))
}

export async function recursionKeepsItsVariables() {
  const walk = async (tree, depth) => {
    let sum = tree.value
    for (const child of tree.children || []) {
      const before = sum
      sum += await walk(child, depth + 1)
      log(depth, before, sum)
    }
    await tick()
    return sum
  }
  log(await walk({ value: 1, children: [{ value: 2, children: [{ value: 3 }, { value: 4 }] }, { value: 5 }] }, 0))
}

export async function mutualRecursion() {
  const even = async (n) => (n === 0 ? true : await odd(n - 1))
  const odd = async (n) => {
    await tick()
    return n === 0 ? false : await even(n - 1)
  }
  log(await even(7), await odd(7))
}

export async function deepAwaits() {
  const down = async (n) => (n === 0 ? await tick('bottom') : await down(n - 1))
  log(await down(100))
  const sum = async (n) => (n === 0 ? await fail('deep error') : 1 + (await sum(n - 1)))
  try {
    await sum(50)
  } catch (error) {
    log(error)
  }
}

export async function defaultParameters() {
  const f = async (a, b = a + 1, c = log('default c')) => {
    await tick()
    log(a, b, c)
  }
  await f(1)
  await f(1, 2)
  await f(1, undefined, 3)
  await f(1, null, 0)
}

export async function defaultParametersCallFunctions() {
  let n = 0
  const next = () => ++n
  const f = async (a = next(), { b = next(), c } = { c: next() }, [d = next()] = []) => {
    n += await tick(10)
    log(a, b, c, d, n)
  }
  await f()
  await f(100, { b: 200 }, [300])
}

export async function aDefaultParameterThatThrows() {
  const f = async (a = (() => { throw 'default' })()) => {
    log('never', a)
  }
  try {
    await f()
  } catch (error) {
    log(error)
  }
}

export async function destructuredParameters() {
  const f = async ({ a, b: [c, d = 4] }, [e, { g = 7 } = {}] = [5]) => {
    await tick()
    log(a, c, d, e, g)
  }
  await f({ a: 1, b: [3] })
  await f({ a: 1, b: [3, 0] }, [6, { g: 8 }])
}

export async function restParameters() {
  const f = async (first, ...rest) => {
    await tick()
    rest.push(first)
    log(rest)
  }
  await f(1)
  await f(1, 2, 3)
  await f(...[4, 5], 6)
}

export async function argumentsOfAnAsyncFunction() {
  const f = async function (a) {
    log(arguments.length, arguments[0], arguments[2])
    await tick()
    log(arguments.length, arguments[1], a)
  }
  await f(1, 2, 3)
}

export async function argumentsInAnAsyncArrow() {
  const f = async function () {
    const inner = async () => {
      await tick()
      return arguments[0] + arguments[1]
    }
    return await inner(10, 20)
  }
  log(await f(1, 2))
}

export async function argumentsInNestedArrows() {
  function f() {
    return async () => {
      const g = async () => {
        await tick()
        return () => arguments.length + ' ' + arguments[0]
      }
      return (await g())()
    }
  }
  log(await f('x', 'y')())
}

export async function argumentsArePassedOn() {
  const sum = function (a, b, c) { return [this === undefined ? 'none' : this.n, a, b, c] }
  const f = async function () {
    await tick()
    return sum.apply(this, arguments)
  }
  log(await f.call({ n: 5 }, 1, 2, 3))
}

export async function thisOfAMethod() {
  const o = {
    n: 1,
    async get() {
      await tick()
      return this.n
    },
    async add(x) {
      this.n += await tick(x)
      return this
    },
  }
  log(await o.get())
  log((await (await o.add(1)).add(2)).n)
}

export async function thisOfAnAsyncArrow() {
  const o = {
    n: 1,
    async run() {
      const add = async (x) => {
        this.n += await tick(x)
        const deeper = async () => {
          await tick()
          this.n *= 2
        }
        await deeper()
      }
      await add(4)
      return this.n
    },
  }
  log(await o.run())
}

export async function thisIsUndefinedInAPlainCall() {
  const f = async function () {
    await tick()
    return typeof this
  }
  log(await f())
  log(await f.call({}))
}

export async function callApplyAndBind() {
  const f = async function (a, b) {
    await tick()
    return [this.n, a, b]
  }
  log(await f.call({ n: 1 }, 2, 3))
  log(await f.apply({ n: 4 }, [5, 6]))
  log(await f.bind({ n: 7 }, 8)(9))
}

export async function lengthAndNameOfPlainFunctions() {
  const f = (a, b) => a + b
  await tick()
  log(f.length, typeof f)
}

export async function asyncFunctionsAsArguments() {
  const twice = async (f, x) => await f(await f(x))
  log(await twice(async (x) => (await tick(x)) * 3, 2))
  const map = async (list, f) => {
    const results = []
    for (const x of list) results.push(await f(x, results.length))
    return results
  }
  log(await map([1, 2, 3], async (x, i) => (await tick(x)) * i))
  log(await map([1, 2], (x) => x + 1))
}

export async function asyncFunctionsInObjectsAndArrays() {
  const table = {
    plain: async () => await tick('plain'),
    async method() { return await tick('method') },
    list: [async (x) => await tick(x), async function (x) { return [await tick(x)] }],
    nested: { deep: async () => 'deep' },
  }
  log(await table.plain(), await table.method(), await table.list[0](1), await table.list[1](2), await table.nested.deep())
  for (const key of ['plain', 'method']) log(await table[key]())
}

export async function asyncFunctionsGivenBack() {
  const make = async (x) => async (y) => {
    await tick()
    return x + y
  }
  const add = await make(await tick(1))
  log(await add(2))
  log(await (await make(3))(4))
}

export async function conditionalCall() {
  const f = async () => await tick('f')
  const g = async () => await tick('g')
  for (const yes of [true, false]) log(await (yes ? f : g)(), await (yes ? f() : g()))
}

export async function childrenInALoop() {
  const child = async (n) => {
    let sum = 0
    for (let i = 0; i <= n; i++) sum += await tick(i)
    return sum
  }
  for (let n = 0; n < 4; n++) log(n, await child(n))
}

export async function childrenInExpressions() {
  const child = async (x) => {
    log('child', x)
    return await tick(x)
  }
  log((await child(1)) + (await child(2)) * (await child(3)))
  log([await child('a'), { b: await child('b') }], `${await child('c')}`)
}

export async function aChildThatDoesNotWait() {
  const child = async (x) => x * 2
  let x = 1
  for (let i = 0; i < 5; i++) x = await child(x)
  log(x)
}

export async function resultsAreNotCopied() {
  const o = { a: 1 }
  const child = async (x) => x
  log((await child(o)) === o, (await tick(o)) === o, (await later(o)) === o, (await now(o)) === o)
}

export async function parametersAreVariables() {
  const f = async (a, b) => {
    a++
    await tick()
    b = a + b
    a = await tick(b)
    return [a, b]
  }
  log(await f(1, 2))
}

export async function parametersAndInnerVariablesOfOneName() {
  const f = async (x) => {
    {
      const x = await tick('inner')
      log(x)
    }
    log(x)
    for (const x of [1]) log(await tick(x))
    log(x)
  }
  await f('outer')
}

export async function generatorCalledFromAnAsyncFunction() {
  function* count(n) {
    for (let i = 0; i < n; i++) yield i
  }
  for (const x of count(await tick(3))) log(x, await tick(x * 2))
  log([...count(2)], await tick('end'))
}

export async function asyncFunctionOfAGenerator() {
  function* jobs() {
    yield async () => await tick(1)
    yield async () => 2
    yield () => 3
  }
  for (const job of jobs()) log(await job())
}

export async function plainCallbacksBetweenAwaits() {
  const list = [3, 1, 2]
  await tick()
  list.sort((a, b) => a - b)
  log(list.map((x) => x * 2).filter((x) => x > 2), list.reduce((a, b) => a + b, await tick(10)))
  list.forEach((x, i) => { log(x, i) })
}

export async function aFunctionWithManyVariables() {
  const a = await tick(1), b = await tick(2), c = await tick(3), d = await tick(4), e = await tick(5)
  let g = a, h = b, i = c, j = d, k = e, l, m, n
  l = await tick(g + h)
  m = await tick(i + j)
  n = await tick(k + l)
  await tick()
  log(a, b, c, d, e, g, h, i, j, k, l, m, n)
}

export async function returnOfAnAwaitable() {
  const f = async () => await tick('given')
  const g = async () => await f()
  log(await g())
}

export async function returnOfAChildWithoutAwait() {
  const child = async () => {
    await tick()
    return 'value'
  }
  const f = async () => child()
  log(await f())
}

export async function returnOfAnOperationWithoutAwait() {
  const f = async () => tick('value')
  log(await f())
}

export async function returnOfAFutureWithoutAwait() {
  const f = async () => later('value')
  log(await f())
}

export async function returnOfAChildThatFailsIsNotCaught() {
  const f = async () => {
    try {
      return fail('e')
    } catch (error) {
      return 'caught'
    } finally {
      log('finally')
    }
  }
  try {
    log(await f())
  } catch (error) {
    log('outside', error)
  }
}

export async function aCoroutineKeptAndAwaitedLater() {
  const child = async (x) => {
    await tick()
    return x
  }
  const a = child(1), b = child(2)
  log(await b, await a)
}

export async function unusedResults() {
  const child = async () => log('ran')
  await child()
  await child()
}
