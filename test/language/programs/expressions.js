// expressions.js: await in every place of an expression; the log shows what was evaluated when.

export async function awaitInArguments() {
  const f = (...args) => args
  log(f(log(1), await tick(2), log(3)))
  log(f(await tick(1), await later(2), await done(3), await now(4)))
  log(f(await tick(1), log(2), await tick(log(3))))
}

export async function argumentsAreEvaluatedBeforeTheAwaitAfterThem() {
  let x = 1
  const f = (...args) => args
  const set = async (value) => {
    x = await tick(value)
    return 'set'
  }
  log(f(x, await set(2), x))
  log(f(x++, await tick(x), ++x))
}

export async function awaitOfTheFunctionThatIsCalled() {
  log((await tick((x) => x + 1))(log(2)))
  log((await tick((x, y) => x + y))(await tick(1), log(2)))
}

export async function awaitOfTheObjectOfACall() {
  const o = { x: 5, get(y) { return this.x + y } }
  log((await tick(o)).get(log(1)))
  log((await tick(o)).get(await tick(2)))
}

export async function objectOfACallIsEvaluatedFirst() {
  let o = { name: 'first', say(x) { return this.name + x } }
  const other = { name: 'second', say(x) { return 'never' } }
  const swap = async () => {
    o = await tick(other)
    return '!'
  }
  log(o.say(await swap()))
  log(o.name)
}

export async function methodIsReadBeforeItsArguments() {
  const o = { say: () => 'old' }
  const change = async () => {
    await tick()
    o.say = () => 'new'
  }
  log(o.say(await change()))
  log(o.say())
}

export async function awaitInAComputedMember() {
  const o = { a: 1, b: { c: 2 } }
  log(o[await tick('a')])
  log(o[await tick('b')][await tick('c')])
  log((await tick(o))[log('b')].c)
}

export async function awaitInAComputedCall() {
  const o = { x: 3, f(y) { return this.x * y } }
  log(o[await tick('f')](await tick(2)))
  log((await tick(o))[await tick('f')](log(4)))
}

export async function objectIsEvaluatedBeforeItsComputedKey() {
  const make = (name) => {
    log('object', name)
    return { key: name }
  }
  log(make('a')[await tick('key')])
  log(make('b')[log('key')])
}

export async function awaitOnTheRightOfAnAssignment() {
  let x
  x = await tick(1)
  log(x)
  const o = {}
  o.a = await tick(2)
  o['b'] = await tick(3)
  log(o)
  let a, b
  a = b = await tick(4)
  log(a, b)
}

export async function awaitOnTheLeftOfAnAssignment() {
  const o = {}
  ;(await tick(o)).a = log(1)
  ;(await tick(o))[await tick('b')] = await tick(2)
  o[await tick('c')] = log(3)
  log(o)
}

export async function leftSideIsEvaluatedBeforeTheRight() {
  let o = { name: 'first' }
  const first = o
  const swap = async () => {
    o = { name: 'second' }
    return await tick('value')
  }
  o.x = await swap()
  log(first, o)
  let key = 'a'
  const target = {}
  const change = async () => {
    key = 'b'
    return await tick(1)
  }
  target[key] = await change()
  log(target)
}

export async function compoundAssignmentReadsTheLeftFirst() {
  let x = 1
  const set = async (value) => {
    x = 100
    return await tick(value)
  }
  x += await set(2)
  log(x)
  x = x * (await set(3)) + x
  log(x)
  x -= log(1) + (await tick(1))
  log(x)
}

export async function compoundAssignmentOfAMember() {
  const o = { n: 2, list: [1, 2, 3] }
  o.n += await tick(3)
  o.n *= await tick(2)
  o.list[await tick(1)] += await tick(10)
  o.list[0] -= await tick(5)
  ;(await tick(o)).n -= await tick(1)
  log(o)
}

export async function compoundAssignmentOfAMemberReadsItFirst() {
  const o = { n: 1 }
  const change = async () => {
    o.n = 50
    return await tick(1)
  }
  o.n += await change()
  log(o.n)
}

export async function compoundAssignmentGettersAndSetters() {
  const o = {
    value: 1,
    get n() { log('get'); return this.value },
    set n(x) { log('set', x); this.value = x },
  }
  o.n += await tick(log(2))
  o.n = await tick(o.n) * 2
  log(o.value)
}

export async function everyCompoundOperator() {
  let x = 7
  x += await tick(3)
  x -= await tick(1)
  x *= await tick(6)
  x /= await tick(2)
  x %= await tick(20)
  x <<= await tick(3)
  x >>= await tick(1)
  x >>>= await tick(1)
  x |= await tick(8)
  x &= await tick(13)
  x ^= await tick(6)
  log(x)
  x **= await tick(2)
  log(x)
}

export async function logicalAssignments() {
  let a = null, b = 0, c = 1
  a ??= await tick('a')
  a ??= await tick(log('never'))
  b ||= await tick('b')
  b ||= await tick(log('never'))
  c &&= await tick('c')
  log(a, b, c)
  const o = { n: undefined, z: 0, t: 2 }
  o.n ??= await tick(1)
  o.n ??= await tick(log('never'))
  o.z ||= await tick(3)
  o.t &&= await tick(0)
  o.t &&= await tick(log('never'))
  log(o)
}

export async function logicalAssignmentToAComputedMember() {
  const o = { a: 0 }
  o[await tick('a')] ||= await tick(1)
  ;(await tick(o))[log('b')] ??= log(2)
  o[log('a')] &&= await tick(5)
  log(o)
}

export async function awaitInAConditional() {
  for (const yes of [true, false]) {
    log((await tick(yes)) ? log('a') : log('b'))
    log(yes ? await tick('c') : log('d'))
    log(yes ? log('e') : await tick('f'))
    log((await tick(yes)) ? await tick('g') : await tick('h'))
  }
}

export async function awaitInNestedConditionals() {
  for (let x = 0; x < 4; x++) {
    log(x & 1 ? (x & 2 ? await tick('both') : 'one') : await tick(x & 2) ? await tick('two') : 'none')
  }
}

export async function awaitInAnd() {
  log((await tick(0)) && log('never'))
  log((await tick(1)) && log('yes'))
  log(log(0) && (await tick(log('never'))))
  log(log(1) && (await tick('yes')))
  log((await tick(1)) && (await tick(2)) && (await tick(0)) && (await tick(log('never'))))
}

export async function awaitInOr() {
  log((await tick(0)) || log('yes'))
  log((await tick(1)) || log('never'))
  log(log(0) || (await tick('yes')))
  log(log(1) || (await tick(log('never'))))
  log((await tick(0)) || (await tick('')) || (await tick('x')) || (await tick(log('never'))))
}

export async function awaitInNullish() {
  log((await tick(null)) ?? log('yes'))
  log((await tick(0)) ?? log('never'))
  log(log(undefined) ?? (await tick('yes')))
  log(log('') ?? (await tick(log('never'))))
}

export async function mixedLogicalOperators() {
  for (let x = 0; x < 8; x++) {
    const a = x & 1, b = x & 2, c = x & 4
    log(x, ((await tick(a)) && b) || (await tick(c)), (a || (await tick(b))) && c, !((await tick(a)) && (await tick(b))))
  }
}

export async function logicalOperatorsAsStatements() {
  const yes = await tick(true)
  yes && log(await tick('and'))
  yes || log(await tick('never'))
  yes && (await tick(false)) && log('never')
  yes ? await tick(log('a')) : await tick(log('never'))
}

export async function awaitInOptionalChaining() {
  const o = { a: { f(x) { return [this.b, x] }, b: 2 } }
  log((await tick(o))?.a?.f(await tick(1)))
  log((await tick(null))?.a.f(await tick(log('never'))))
  log(o?.[await tick('a')]?.b)
  log(o.none?.[await tick(log('never'))])
  log(o.none?.(await tick(log('never'))))
  log(o.a.f?.(await tick(3)))
  log((await tick(undefined))?.[log('never')]?.(log('never')))
  log(o.a?.f?.call({ b: 'other' }, await tick(4)))
}

export async function awaitInATemplate() {
  const x = 'x'
  log(`a${await tick(1)}b`)
  log(`${x}${await tick('y')}${log('z')}`)
  log(`${log(1)} ${await tick(2)} ${log(3)} ${await tick(4)}`)
  log(`outer ${`inner ${await tick('deep')}`} end`)
  log(`await tick(1) is only text, ${'await'}`)
}

export async function awaitInATaggedTemplate() {
  const tag = (parts, ...values) => [parts.join('|'), parts.raw.join('|'), values]
  log(tag`a${await tick(1)}b${log(2)}c\n`)
  log((await tick(tag))`x${log(1)}y`)
  const o = { name: 'o', tag(parts, x) { return this.name + parts[0] + x } }
  log(o.tag`t${await tick(1)}`)
}

export async function templateObjectsAreMadeOnce() {
  const tag = (parts) => parts
  const seen = []
  for (let i = 0; i < 3; i++) seen.push(tag`a${await tick(i)}b`)
  log(seen[0] === seen[1], seen[1] === seen[2])
}

export async function awaitInAnArray() {
  log([await tick(1)])
  log([log(1), await tick(2), log(3), await tick(4)])
  log([[await tick(1)], [log(2), [await tick(3)]]])
}

export async function awaitInSpread() {
  const f = (...args) => args
  const list = [1, 2]
  log([...(await tick(list)), 3])
  log([0, ...list, await tick(3), ...(await tick([4, 5]))])
  log(f(...(await tick(list))))
  log(f(0, ...list, await tick(3), ...list, log(4)))
  log([...'ab', await tick('c')])
}

export async function spreadTakesTheListBeforeTheNextAwait() {
  const list = [1, 2]
  const change = async () => {
    list.push(3)
    return await tick('x')
  }
  log([...list, await change(), ...list])
}

export async function spreadIntoAMethodCall() {
  const o = { sum(a, b, c) { return [this === o, a, b, c] } }
  log(o.sum(...[1, 2], await tick(3)))
  log((await tick(o)).sum(await tick(1), ...(await tick([2, 3]))))
}

export async function spreadIntoNew() {
  class Point {
    constructor(...list) {
      this.list = list
    }
  }
  log(new Point(...[1, 2], await tick(3)))
  log(new Point(...(await tick([4]))))
}

export async function awaitInAnObject() {
  log({ a: await tick(1) })
  log({ a: log(1), b: await tick(2), c: log(3), d: await tick(4) })
  log({ o: { a: await tick(1), l: [await tick(2)] } })
  const a = await tick('short')
  log({ a })
}

export async function awaitInComputedKeys() {
  log({ [await tick('a')]: log(1) })
  log({ [log('a')]: await tick(1), [await tick('b')]: await tick(2), ['c' + (await tick(3))]: log(4) })
  const o = { first: log(1), [await tick('f')](x) { return x + 1 }, last: await tick(3) }
  log(o.f(2), o.first, o.last)
}

export async function awaitInObjectSpread() {
  const o = { a: 1, b: 2 }
  log({ ...o, b: await tick(3) })
  log({ b: await tick(0), ...(await tick(o)), c: log(3) })
  log({ ...(await tick(null)), ...(await tick({ x: 1 })) })
}

export async function accessorsBesideAwaits() {
  const o = {
    a: await tick(1),
    get double() { return this.a * 2 },
    set double(x) { this.a = x / 2 },
    b: await tick(2),
  }
  o.double = await tick(10)
  log(o.a, o.b, o.double)
}

export async function awaitInNew() {
  class Pair {
    constructor(a, b) {
      this.a = a
      this.b = b
    }
  }
  log(new Pair(await tick(1), log(2)))
  log(new (await tick(Pair))(log(1), await tick(2)))
  const types = { Pair }
  log(new types[await tick('Pair')](1, await tick(2)) instanceof Pair)
  log(new (await tick(types)).Pair(3, 4).b)
}

export async function awaitInUnaryOperators() {
  log(-(await tick(1)), +(await tick('2')), !(await tick(0)), ~(await tick(5)))
  log(typeof (await tick('x')), typeof (await tick(undefined)), void (await tick(1)))
  log(!!(await tick('')))
  log(- -(await tick(3)))
}

export async function awaitInTypeofDeleteInInstanceof() {
  const o = { a: 1, b: 2 }
  log(delete (await tick(o)).a, o)
  log(delete o[await tick('b')], o)
  log((await tick('x')) in { x: 1 }, 'y' in (await tick({ x: 1 })), log('x') in (await tick({ x: 2 })))
  log((await tick([])) instanceof Array, [] instanceof (await tick(Object)))
  log(typeof (await tick(o))[await tick('a')])
}

export async function updatesOfAnAwaitedObject() {
  const o = { n: 1, list: [5, 6] }
  log((await tick(o)).n++, ++(await tick(o)).n)
  log(o.list[await tick(0)]--, --o.list[await tick(1)])
  log(o)
}

export async function updatesBesideAwaits() {
  let i = 0
  log(i++ + (await tick(i++)) + i++, i)
  log([i--, await tick(--i), i], i)
  const list = []
  list[i++] = await tick(i++)
  list[i] = await tick(i++)
  log(list[0], list.length, i)
}

export async function awaitInBinaryOperators() {
  log((await tick(1)) + (await tick(2)) * (await tick(3)))
  log(log(1) + (await tick(2)), (await tick(1)) - log(2), (await tick(7)) % (await tick(4)))
  log((await tick(1)) < log(2), log(1) === (await tick(1)), (await tick('a')) + 'b' + (await tick('c')))
  log(2 ** (await tick(3)), (await tick(2)) ** 3)
  log((await tick(6)) & 3, 6 | (await tick(1)), (await tick(1)) << (await tick(4)))
}

export async function leftOperandIsReadBeforeTheAwait() {
  let x = 1
  const set = async (value) => {
    x = value
    return await tick(value)
  }
  log(x + (await set(10)), x)
  log(x + (await set(20)) + x)
  log((await set(30)) + x)
  log(x - (x - (await set(40))))
}

export async function getterIsReadBeforeTheAwait() {
  const o = { n: 0, get next() { return log(++this.n) } }
  log(o.next + (await tick(10)) + o.next)
  log([o.next, await tick('x'), o.next])
}

export async function valueOfIsCalledAfterBothOperands() {
  const o = { valueOf() { log('valueOf'); return 5 } }
  log(o + (await tick(log(1))))
  log((await tick(log(2))) * o)
}

export async function awaitInASequence() {
  log((await tick(log('a')), log('b'), await tick('c')))
  log((log(1), await tick(2), log(3)))
  await tick(log('x')), log('y'), await tick(log('z'))
}

export async function awaitOfAwait() {
  log(await (await tick(1)))
  log(await tick(await tick(2)))
  log(await tick(await tick(await tick(await now(3)))))
}

export async function awaitOfPlainValues() {
  log(await 1, await 'a', await null, await undefined, await true, await [1], await { a: 1 })
  const o = {}
  log((await o) === o)
  const f = () => 1
  log((await f) === f)
}

export async function awaitOfEveryKindOfAwaitable() {
  const child = async (x) => x
  const waiting = async (x) => await tick(x)
  log(await tick(1), await later(2), await done(3), await now(4), await child(5), await waiting(6))
}

export async function awaitAsAStatement() {
  await tick()
  await later()
  await done()
  await now()
  await 1
  log('end')
}

export async function awaitOfAConditionalAwaitable() {
  for (const yes of [true, false]) log(await (yes ? tick('a') : later('b')), await (yes && tick('c')), await (yes || done('d')))
}

export async function destructuringOfAnAwait() {
  const { a, b: { c }, ...rest } = await tick({ a: 1, b: { c: 2 }, d: 3, e: 4 })
  log(a, c, rest)
  const [x, , y, ...others] = await tick([1, 2, 3, 4, 5])
  log(x, y, others)
  const [{ p }, [q]] = await tick([{ p: 1 }, [2]])
  log(p, q)
}

export async function destructuringDefaultsThatAwait() {
  const { a = await tick(1), b = await tick(log('never')) } = { b: 2 }
  log(a, b)
  const [x = await tick('x'), y = log(x + '!'), z = await tick(y + '?')] = await tick([])
  log(x, y, z)
  const { p: { q = await tick(5) } = await tick({}) } = {}
  log(q)
}

export async function destructuringWithComputedKeysThatAwait() {
  const { [await tick('a')]: first, [log('b')]: second = await tick(2) } = await tick({ a: 1 })
  log(first, second)
}

export async function destructuringAssignment() {
  let a, b
  ;[a, b] = await tick([1, 2])
  log(a, b)
  ;[a, b] = [b, await tick(a)]
  log(a, b)
  const o = {}
  ;({ x: o.a, y: o[await tick('b')] = await tick(5) } = await tick({ x: 1 }))
  log(o)
  ;[o.c, [o.d]] = [await tick(6), [await tick(7)]]
  log(o)
}

export async function destructuringGivesItsRightSide() {
  let a
  const source = { a: 1, b: 2 }
  log(({ a } = await tick(source)) === source, a)
  log((([a] = await tick([3]))), a)
}

export async function swapWithAwaits() {
  let a = 1, b = 2, c = 3
  ;[a, b, c] = [c, await tick(a), b]
  log(a, b, c)
}

export async function restOfADestructuredParameter() {
  const f = async ({ a, ...rest }, [b, ...list], ...more) => {
    await tick()
    log(a, rest, b, list, more)
  }
  await f({ a: 1, x: 2, y: 3 }, [4, 5, 6], 7, 8)
}

export async function parenthesesAndCommas() {
  const x = (await tick(1), (await tick(2)))
  log(x, ((await tick(((3))))))
}

export async function aLongExpression() {
  const o = { f(a, b) { return { g: (c) => [a, b, c] } }, k: 'f' }
  log(o[await tick(o.k)](await tick(1), [await tick(2), log(3)]).g(`${await tick('c')}${log('d')}`)[await tick(1)][0] + (await tick(10)))
}

export async function errorInTheMiddleOfAnExpression() {
  const f = (...args) => args
  try {
    log(f(log(1), await tick(2), await fail('e'), log('never')))
  } catch (error) {
    log(error)
  }
  try {
    log([log('a'), { b: await fail('f') }, log('never')])
  } catch (error) {
    log(error)
  }
  try {
    log(log('x') + (await fail('g')) + log('never'))
  } catch (error) {
    log(error)
  }
  let kept = 'old'
  try {
    kept = await fail('h')
  } catch (error) {
    log(kept, error)
  }
}

export async function assignmentAsAnExpression() {
  let a, b
  log((a = await tick(1)) + (b = a + 1), a, b)
  if ((a = await tick(5)) > 4) log('greater', a)
  while ((b = await tick(a--)) > 3) log(b)
  const o = {}
  log((o.x = await tick(1)), (o[await tick('y')] = log(2)), o)
}

export async function inAndOfOperatorsInForHeads() {
  const o = { a: 1 }
  for (let has = ('a' in o) && (await tick(true)); has; has = false) log('once')
}

export async function newlinesAndComments() {
  log(
    await
      // a comment between
      tick(1) /* and after */ +
      (await /* inside */ tick(2)),
  )
}

export async function regularExpressionsAndStringsWithTheWordAwait() {
  const text = 'await tick(1)' + "yield 'x'" + `async ${await tick('await')}`
  log(text, /await\s+tick/.test(text), text.replace(/await/g, await tick('x')))
  log(/[/'"`]await/.test('/await'), 'it\'s "await"')
}

export async function voidAndCommaStatements() {
  void (await tick(log('a')))
  ;(log('b'), await tick(log('c')))
  !(await tick(log('d')))
}

export async function callOfACallOfAnAwait() {
  const curry = (a) => (b) => async (c) => [a, b, await tick(c)]
  log(await curry(await tick(1))(await tick(2))(await tick(3)))
}

export async function thisOfACallBesideAwaits() {
  const o = {
    n: 1,
    add(x) {
      this.n += x
      return this
    },
  }
  log(o.add(await tick(1)).add(await tick(2)).add(log(3)).n)
}

export async function numbersAndStringsStayWhatTheyAre() {
  log(await tick(0x10), await tick(1e3), await tick(0.5), await tick('\u0041\n\\'), await tick(-1), await tick(1 / 3 > 0.3))
}
