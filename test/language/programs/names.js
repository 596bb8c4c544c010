// names.js: variables, properties and labels named as a lowering might name its own.

export async function variablesNamedAsAFrameIs() {
  let f = await tick(1), v = await tick(2), at = await tick(3), frame = 4, state = 5, self = 6
  f += v
  v = await tick(f + at)
  log(f, v, at, frame, state, self)
}

export async function variablesNamedAsTypeScriptsHelpersAre() {
  const label = await tick('label'), sent = await tick('sent'), trys = 1, ops = 2
  const __awaiter = await tick(3), __generator = await tick(4), __values = 5, __coroutine = await tick(6)
  log(label, sent, trys, ops, __awaiter, __generator, __values, __coroutine)
}

export async function variablesWithUnderscores() {
  let _a = await tick(1), _b = 2, _c = await tick(3), _at = 4, _catch = 5, _this = 6, _super = 7, _loop = 8, _loop_1 = 9
  for (const _i of [1, 2]) _a += await tick(_i)
  log(_a, _b, _c, _at, _catch, _this, _super, _loop, _loop_1)
}

export async function variablesWithDollars() {
  const $ = await tick(1), _$a = await tick(2), $f = await tick(3), f$body = await tick(4), $at = 5
  const get = () => [$, _$a, $f, f$body, $at]
  await tick()
  log(get())
}

export async function parametersNamedAsAFrameIs() {
  const run = async (f, v, at) => {
    const before = [f, v, at]
    at = await tick(at + 1)
    v = await later(f)
    return [before, f, v, at]
  }
  log(await run(1, 2, 3))
}

export async function functionsNamedAsAFrameIs() {
  async function f(x) { return (await tick(x)) + 1 }
  async function v(x) { return (await f(x)) * 2 }
  const at = async (x) => (await v(x)) - 1
  async function body(x) { return await at(x) }
  async function f$body(x) { return await body(x) }
  log(await f$body(5))
}

export async function generatorsWithVariablesNamedAsTheirMethods() {
  function* g(next, done, value) {
    let result = yield next
    const _return = yield done + result
    yield [value, result, _return]
  }
  const it = g(1, 2, 3)
  log(it.next(), it.next(10), it.next(20))
}

export async function variablesNamedNextAndThen() {
  let next = await tick(1), then = await tick(2), done = 3, value = await tick(4), prev = 5
  log(next, then, done, value, prev)
}

export async function objectsWithFieldsNamedAsTheLibrarys() {
  const o = { _await: 1, _body: 2, _stage: 3, _inner: 4, _up: 5, label: 6 }
  o._at = await tick(7)
  o._await += await tick(1)
  log(o)
}

export async function awaitOfAnObjectWithSuchFields() {
  const o = { label: 1, sent: 2, _stage: 1, _at: 3, next: 'text', done: true }
  log((await o) === o, await o)
}

export async function propertiesNamedByKeywords() {
  const o = { await: 1, yield: 2, async: 3, return: await tick(4), catch: 5, finally: 6, default: 7, new: 8, class: 9 }
  o.throw = await tick(10)
  log(o, o.await + o.yield, o.return)
}

export async function methodsNamedByKeywords() {
  const o = {
    async await(x) { return await tick(x) },
    async async() { return 'async' },
    *yield() { yield 1 },
    get() { return 'get' },
    set() { return 'set' },
    async return() { return await tick('return') },
  }
  log(await o.await(1), await o.async(), [...o.yield()], o.get(), o.set(), await o.return())
}

export async function variablesNamedAsyncAndOf() {
  const async = await tick(1), of = await tick(2), get = 3, set = 4, from = 5
  for (const x of [of]) log(x + async, get, set, from)
}

export async function labelsNamedAsVariables() {
  let outer = 0
  outer: for (let i = 0; i < 3; i++) {
    for (;;) {
      outer += await tick(i)
      if (i < 2) continue outer
      break outer
    }
  }
  log(outer)
}

export async function variablesNamedAsGlobals() {
  const Promise = await tick(1), Symbol = await tick(2), Error = 3, Array = await tick(4), Object = 5
  log(Promise, Symbol, Error, Array, Object)
}

export async function variablesNamedAsTheHelpersOfPrograms() {
  const outerTick = tick
  {
    const tick = async (x) => 'mine ' + (await outerTick(x))
    log(await tick(1))
  }
  log(await tick(2))
}

export async function oneNameInManyScopes() {
  const x = await tick('program')
  const f = async (x) => {
    log(x)
    for (let x of [await tick('loop')]) {
      log(x)
      try {
        throw await tick('error')
      } catch (x) {
        log(x)
        {
          const x = await tick('block')
          log(x)
          const g = async (x) => log(await tick(x))
          await g('inner parameter')
          log(x)
        }
        log(x)
      }
      log(x)
    }
    log(x)
  }
  await f('parameter')
  log(x)
}

export async function oneNameInBlocksSideBySide() {
  for (const yes of [true, false]) {
    if (yes) {
      let x = await tick(1)
      x++
      log(x)
    } else {
      let x
      log(x)
      x = await tick('b')
      log(x)
    }
  }
  {
    const x = await tick('c')
    log(x)
  }
}

export async function aFunctionNamedAsItsVariable() {
  const value = async function value(x) {
    return x === 0 ? typeof value : await value(await tick(x - 1))
  }
  log(await value(2))
}

export async function unicodeNames() {
  const größe = await tick(1), π = await tick(3), 名 = await tick('n')
  log(größe + π, 名, { größe })
}

export async function longNames() {
  let aVeryLongNameOfAVariableThatHoldsTheResultOfAnAwait = await tick(1)
  aVeryLongNameOfAVariableThatHoldsTheResultOfAnAwait += await tick(aVeryLongNameOfAVariableThatHoldsTheResultOfAnAwait)
  log(aVeryLongNameOfAVariableThatHoldsTheResultOfAnAwait)
}

export async function argumentsAndThisBesideSuchNames() {
  const o = {
    f: 1,
    async at(v) {
      const self = await tick(this.f)
      const args = arguments[0]
      return [self, v, args, this === o]
    },
  }
  log(await o.at('x'))
}
