// statements.js: loops, switch, if and declarations, with awaits in their heads and bodies.

export async function ifWithAwaitInItsTest() {
  if (await tick(true)) log('then')
  if (await tick(false)) log('never')
  if (await tick(0)) log('never')
  else log('else')
}

export async function ifElseChainOfAwaits() {
  for (let x = 0; x < 4; x++) {
    if (await tick(x === 0)) log('zero')
    else if (await tick(x === 1)) log('one', await tick(1))
    else if (x === 2) log('two')
    else log('many', await tick(x))
  }
}

export async function ifWithAwaitInOneBranch() {
  for (const yes of [true, false]) {
    let x = 1
    if (yes) x = await tick(2)
    log(x)
    if (yes) log('plain')
    else x = await tick(3)
    log(x)
  }
}

export async function whileWithAwaitInItsTest() {
  let i = 0
  while ((await tick(i)) < 3) {
    log(i)
    i++
  }
  log('end', i)
}

export async function whileWithBreakAndContinue() {
  let i = 0
  while (true) {
    i++
    if (await tick(i === 2)) continue
    if (i === 5) break
    log(i)
  }
}

export async function doWhileRunsOnce() {
  do {
    log(await tick('once'))
  } while (await tick(false))
}

export async function doWhileContinueGoesToTheTest() {
  let i = 0
  do {
    i++
    if (i === 2) continue
    log(i)
  } while (log(await tick(i < 4)))
}

export async function doWhileBehindAJump() {
  const kinds = (x) => {
    switch (x) {
      case 0: break
      case 1:
        if (x > 5) log('never')
        else do log('one'); while (x > 1)
        log('behind it')
        break
      case 2: {
        let i = 0
        do {
          if (i++ === 1) continue
          log('two', i)
          if (i > 5) break
        } while (i < 4)
      }
    }
    log('end', x)
  }
  for (let x = 0; x < 3; x++) kinds(x)
  for (let x = 0; x < 3; x++) {
    if (await tick(x === 0)) continue
    let i = 0
    do i++; while (i < x)
    log(x, i)
    if (await tick(x === 1)) continue
    do {
      i--
      log(i)
    } while (i > 0)
  }
}

export async function forWithAwaitInEachPart() {
  for (let i = await tick(0); (await tick(i)) < 3; i += await tick(1)) log('body', i)
}

export async function forWithAwaitInItsInitOnly() {
  for (let i = await tick(1), k = await tick(3); i < k; i++) log(i, k)
}

export async function forWithAwaitInItsTestOnly() {
  for (let i = 0; await tick(i < 2); i++) log(i)
}

export async function forWithAwaitInItsUpdateOnly() {
  for (let i = 0; i < 3; i += await tick(2)) log(i)
}

export async function forContinueGoesToTheUpdate() {
  for (let i = 0; i < 4; log('update', await tick(i++))) {
    if (i % 2 === 0) continue
    log('body', i)
  }
}

export async function forWithoutParts() {
  let i = 0
  for (;;) {
    if (await tick(i++ === 3)) break
    log(i)
  }
}

export async function forWithAnExpressionInItsInit() {
  let i
  for (i = await tick(0), log('init'); i < 2; i++) log(await tick(i))
  log(i)
}

export async function forWithVar() {
  for (var i = 0, list = []; i < 3; i++) list.push(await tick(i))
  log(i, list)
}

export async function forWithTwoVariables() {
  for (let i = 0, k = 10; i < k; i += 3, k -= await tick(2)) log(i, k)
}

export async function forOfWithAwaitInItsHead() {
  for (const x of await tick([1, 2, 3])) log(x)
}

export async function forOfWithAwaitInItsBody() {
  for (const x of [1, 2, 3]) log(x, await tick(x * 2))
}

export async function forOfBreakAndContinue() {
  for (const x of [1, 2, 3, 4, 5]) {
    if (await tick(x === 2)) continue
    if (await tick(x === 4)) break
    log(x)
  }
}

export async function forOfDestructures() {
  for (const [key, { value = 'default' }] of [['a', { value: 1 }], ['b', {}]]) log(key, await tick(value))
}

export async function forOfDestructuresWithDefaultsThatAwait() {
  for (const { a = await tick('x'), b } of [{ b: 1 }, { a: 2, b: 3 }]) log(a, b)
}

export async function forOfIntoAVariableOutside() {
  let x
  for (x of [1, 2]) log(await tick(x))
  log(x)
  const o = {}
  for (o.x of [3, 4]) log(await tick(o.x))
  log(o)
}

export async function forOfOfAnArrayThatGrows() {
  const list = [1, 2]
  for (const x of list) {
    log(x)
    if (list.length < 4) list.push(await tick(x * 10))
  }
}

export async function forOfOfAString() {
  for (const letter of await tick('abc')) log(letter, await tick(letter + letter))
}

export async function forOfNested() {
  for (const x of [1, 2]) {
    for (const y of await tick([x, x * 10])) log(x, await tick(y))
  }
}

export async function forInWithAwaitInItsBody() {
  const o = { a: 1, b: 2, c: 3 }
  for (const key in o) log(key, await tick(o[key]))
}

export async function forInWithAwaitInItsHead() {
  for (const key in await tick({ x: 1, y: 2 })) log(key)
}

export async function forInBreakAndContinue() {
  for (const key in { a: 1, b: 2, c: 3, d: 4 }) {
    if (await tick(key === 'b')) continue
    if (await tick(key === 'd')) break
    log(key)
  }
}

export async function forInSkipsWhatWasDeleted() {
  const o = { a: 1, b: 2, c: 3 }
  for (const key in o) {
    log(key, await tick(o[key]))
    if (key === 'a') delete o.b
  }
}

export async function forInOverAnArray() {
  for (const index in await tick(['x', 'y'])) log(index, await tick(typeof index))
}

export async function forInOfNothing() {
  for (const key in await tick(null)) log('never', key)
  for (const key in await tick(undefined)) log('never', await tick(key))
  log('after')
}

export async function forInWithInheritedKeys() {
  const base = { a: 1 }
  const derived = Object.create(base)
  derived.b = 2
  for (const key in derived) log(key, await tick(derived[key]))
}

export async function forInIntoAVariableOutside() {
  let key
  for (key in { a: 1, b: 2 }) await tick()
  log(key)
}

export async function forInWithClosures() {
  const calls = []
  for (const key in { a: 1, b: 2 }) {
    await tick()
    calls.push(() => key)
  }
  log(calls.map((call) => call()))
}

export async function switchWithAwaitInItsHead() {
  for (const x of [1, 2, 3]) {
    switch (await tick(x)) {
      case 1: log('one'); break
      case 2: log('two'); break
      default: log('other')
    }
  }
}

export async function switchWithAwaitInItsCases() {
  for (const x of [1, 2, 3]) {
    switch (x) {
      case await tick(log(1)): log('one'); break
      case await tick(log(2)): log('two'); break
      default: log('other')
    }
  }
}

export async function switchFallsThrough() {
  for (const x of [1, 2, 3, 4]) {
    switch (x) {
      case 1: log('one', await tick(1))
      case 2: log('two'); break
      case 3: log('three')
      default: log('rest', await tick(x))
    }
  }
}

export async function switchWithDefaultInTheMiddle() {
  for (const x of [1, 2, 3, 4]) {
    switch (await tick(x)) {
      case 1: log('one')
      default: log('default', await tick(x))
      case 2: log('two', await tick(x)); break
      case 3: log('three')
    }
  }
}

export async function switchWithDefaultFirst() {
  for (const x of [1, 2]) {
    switch (x) {
      default: log('default', await tick(x))
      case 1: log('one', await tick(x))
    }
  }
}

export async function switchWithDefaultInTheMiddleAndAwaitInCases() {
  for (const x of [1, 2, 9]) {
    switch (x) {
      case await tick(log(1)): log('one')
      default: log('default')
      case await tick(log(2)): log('two', await tick(x))
    }
  }
}

export async function switchWithoutAMatch() {
  switch (await tick(5)) {
    case 1: log('never')
  }
  switch (await tick(log('head'))) {
  }
  log('after')
}

export async function switchComparesStrictly() {
  switch (await tick('1')) {
    case 1: log('number'); break
    case '1': log('string', await tick('s')); break
  }
}

export async function switchInSwitch() {
  for (const x of [1, 2]) {
    for (const y of [1, 2]) {
      switch (x) {
        case 1:
          switch (await tick(y)) {
            case 1: log('1 1'); break
            case 2: log('1 2', await tick())
          }
          break
        case 2:
          switch (y) {
            case await tick(1): log('2 1'); break
            default: log('2 other')
          }
      }
    }
  }
}

export async function switchWithVariablesInItsBlock() {
  for (const x of [1, 2]) {
    switch (x) {
      case 1: {
        const a = await tick('a')
        log(a)
        break
      }
      case 2:
        let b = await tick('b')
        b += '!'
        log(b)
    }
  }
}

export async function switchWithClosures() {
  const calls = []
  for (let x = 0; x < 3; x++) {
    switch (await tick(x)) {
      case 1:
        calls.push(() => 'one ' + x)
        break
      default:
        const y = await tick(x * 10)
        calls.push(() => y + x)
    }
  }
  log(calls.map((call) => call()))
}

export async function casesAreTestedInOrderAndNoFurther() {
  const test = (x) => log(x)
  switch (2) {
    case test(1): log('never')
    case await tick(test(2)): log('two')
    case test(3): log('fell into three')
    case await tick(test(4)): log('fell into four')
  }
}

export async function emptyStatements() {
  ;;
  for (let i = 0; i < (await tick(2)); i++);
  while (await tick(false));
  if (await tick(true));
  else log('never')
  log('after')
}

export async function blocksInBlocks() {
  const x = await tick(1)
  {
    const x = await tick(2)
    {
      const x = await tick(3)
      log(x)
    }
    log(x)
  }
  log(x)
}

export async function shadowingInLoopsAndCatch() {
  let x = 'outer'
  for (let x = 0; x < 2; x++) {
    log(x)
    {
      let x = await tick('inner')
      log(x)
    }
  }
  try {
    await fail('e')
  } catch (x) {
    log(x, await tick(1))
  }
  log(x)
}

export async function varIsOneVariable() {
  var x = 1
  {
    var x = await tick(2)
  }
  for (var x = 5; x < 7; x++) await tick()
  log(x)
}

export async function varIsHoisted() {
  log(x)
  if (await tick(false)) {
    var x = 1
  }
  log(x)
  x = await tick(2)
  log(x)
}

export async function letWithoutAValueIsUndefinedInEachRound() {
  for (let i = 0; i < 3; i++) {
    let x
    log(x)
    x = await tick(i)
    log(x)
  }
}

export async function letWithoutAValueInAWhileLoop() {
  let i = 0
  while (i < 2) {
    let x, y
    if (i === 0) x = await tick('set')
    log(x, y)
    y = i++
  }
}

export async function declarationsWithSeveralAwaits() {
  const a = await tick(1), b = a + (await tick(2)), c = log(b), d = await tick(c * 2)
  let e, f = await tick(6), g
  var h = await tick(7), k
  log(a, b, c, d, e, f, g, h, k)
}

export async function functionsInBlocks() {
  for (const x of [1, 2]) {
    if (x === 1) {
      function inner() { return 'one ' + x }
      log(inner(), await tick(1))
    } else {
      function inner() { return 'other ' + x }
      await tick()
      log(inner())
    }
  }
}

export async function functionsInBlocksAreNotSeenOutside() {
  log(typeof inner)
  {
    function inner() {}
    await tick()
  }
  log(typeof inner)
}

export async function functionsAreHoisted() {
  log(before())
  await tick()
  function before() { return 'hoisted' }
  {
    log(after())
    function after() { return 'in block' }
    await tick()
    log(after())
  }
}

export async function functionsSeeVariablesAcrossAwaits() {
  let x = 1
  function get() { return x }
  function set(value) { x = value }
  await tick()
  set(2)
  log(get(), x)
  x = await tick(3)
  log(get())
  set(get() + (await tick(1)))
  log(x)
}

export async function nestedLoopsWithAwaitsInAllHeads() {
  for (let i = await tick(0); i < (await tick(2)); i += await tick(1)) {
    let k = 0
    while (k < (await tick(2))) {
      do {
        log(i, k)
      } while (await tick(false))
      k += await tick(1)
    }
  }
}

export async function loopsOneAfterTheOther() {
  for (let i = 0; i < 2; i++) log('a', await tick(i))
  for (let i = 0; i < 2; i++) log('b', await tick(i))
  for (const i of [0, 1]) log('c', await tick(i))
  let i = 0
  while (i < 2) log('d', await tick(i++))
}

export async function loopWithoutAwaitInAFunctionWithAwait() {
  let sum = 0
  for (let i = 0; i < 5; i++) sum += i
  for (const x of [1, 2, 3]) {
    if (x === 2) continue
    sum += x
  }
  log(await tick(sum))
  outer: for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 3; k++) {
      if (k === 1) continue outer
      if (i === 2) break outer
      sum += 100
    }
  }
  switch (sum) {
    case 214: log('right'); break
    default: log('wrong')
  }
  log(await tick(sum))
}

export async function unreachableCode() {
  const f = async (x) => {
    if (x) {
      return 'returned'
      log(await tick('never'))
    }
    for (;;) {
      break
      await tick(log('never'))
    }
    throw 'thrown'
    log(await tick('never'))
  }
  log(await f(true))
  try {
    await f(false)
  } catch (error) {
    log(error)
  }
}

export async function aLoopThatNeverRuns() {
  for (let i = 0; i < 0; i++) log(await tick('never'))
  while (false) log(await tick('never'))
  for (const x of []) log(await tick(x))
  for (const key in {}) log(await tick(key))
  log('after')
}

export async function constantConditions() {
  if (true) log(await tick('yes'))
  if (false) log(await tick('never'))
  do { log(await tick('once')) } while (false)
  log(true ? await tick('a') : await tick('b'), false && (await tick(1)), true || (await tick(1)))
}

export async function manyAwaits() {
  let x = 0
  x += await tick(1); x += await tick(2); x += await tick(3); x += await tick(4); x += await tick(5)
  x += await tick(6); x += await tick(7); x += await tick(8); x += await tick(9); x += await tick(10)
  x += await tick(11); x += await tick(12); x += await tick(13); x += await tick(14); x += await tick(15)
  log(x)
}

export async function longLoopsDoNotDeepen() {
  let sum = 0
  for (let i = 0; i < 1000; i++) sum += await now(i)
  for (let i = 0; i < 100; i++) sum += await tick(i)
  const child = async (x) => x
  for (let i = 0; i < 500; i++) sum += await child(i)
  log(sum)
}

export async function theProgramGivesAValue() {
  await tick()
  return { a: [1, 2], b: 'x' }
}

export async function theProgramGivesNothing() {
  await tick()
}

export async function awaitlessFunctions() {
  const f = async () => 1
  const g = async (x) => { log(x) }
  const h = async function () { for (const x of [1, 2]) if (x === 2) return x }
  log(await f(), await g('a'), await h())
}

export async function debuggerAndDirectives() {
  'use strict'
  await tick()
  debugger
  log('end')
}

export async function forInOverAText() {
  for (const key in 'ab') log(await tick(key))
  for (const key in ['x']) log(await tick(key))
}
