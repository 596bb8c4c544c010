// exits.js: return, break and continue, through finally blocks and out of nested loops.

export async function returnFromTry() {
  const f = async () => {
    try {
      return await tick(1)
    } catch (error) {
      log('never')
    }
  }
  log(await f())
}

export async function returnFromCatch() {
  const f = async () => {
    try {
      await fail('e')
    } catch (error) {
      return error + (await tick(1))
    }
    log('never')
  }
  log(await f())
}

export async function returnFromTryThroughFinally() {
  const f = async () => {
    try {
      return log('value')
    } finally {
      log('finally', await tick(1))
    }
  }
  log(await f())
}

export async function returnFromCatchThroughFinally() {
  const f = async () => {
    try {
      await fail('e')
    } catch (error) {
      return await tick(error)
    } finally {
      log('finally', await tick(1))
    }
  }
  log(await f())
}

export async function returnThroughThreeFinallies() {
  const f = async () => {
    try {
      try {
        try {
          return await tick('value')
        } finally {
          log(1, await tick(1))
        }
      } finally {
        log(2, await tick(2))
      }
    } finally {
      log(3, await tick(3))
    }
  }
  log(await f())
}

export async function returnOfFinallyOverridesReturn() {
  const f = async () => {
    try {
      return log('try')
    } finally {
      return await tick('finally')
    }
  }
  log(await f())
}

export async function returnOfFinallyOverridesThrow() {
  const f = async () => {
    try {
      await fail('e')
    } finally {
      return await tick('finally')
    }
  }
  log(await f())
}

export async function returnOfFinallyOverridesThrowOfCatch() {
  const f = async () => {
    try {
      await fail('e')
    } catch (error) {
      throw 'f'
    } finally {
      return log('finally')
    }
  }
  log(await f())
}

export async function throwOfFinallyOverridesReturn() {
  const f = async () => {
    try {
      return log('try')
    } finally {
      await fail('finally')
    }
  }
  try {
    log(await f())
  } catch (error) {
    log('caught', error)
  }
}

export async function finallyMayNotReachItsReturn() {
  const f = async (yes) => {
    try {
      return log('try')
    } finally {
      if (await tick(yes)) return 'finally'
    }
  }
  log(await f(true))
  log(await f(false))
}

export async function returnValueIsFixedBeforeFinally() {
  const f = async () => {
    let x = 1
    try {
      return x
    } finally {
      x = await tick(2)
      log(x)
    }
  }
  log(await f())
}

export async function returnedObjectIsSharedWithFinally() {
  const f = async () => {
    const x = { a: 1 }
    try {
      return x
    } finally {
      x.a = await tick(2)
    }
  }
  log(await f())
}

export async function returnWithoutAValue() {
  const f = async (x) => {
    if (await tick(x)) return
    log('not returned')
  }
  log(await f(true))
  log(await f(false))
}

export async function returnFromALoop() {
  const f = async () => {
    for (let i = 0; ; i++) {
      log(i)
      if (await tick(i === 2)) return i
    }
  }
  log(await f())
}

export async function returnFromALoopInTryInALoop() {
  const f = async () => {
    for (let i = 0; i < 3; i++) {
      try {
        for (let k = 0; k < 3; k++) {
          log(i, k)
          if (await tick(i === 1 && k === 1)) return i * 10 + k
        }
      } finally {
        log('finally', i)
      }
    }
  }
  log(await f())
}

export async function returnFromALoopWithClosures() {
  const calls = []
  const f = async () => {
    for (let i = 0; i < 5; i++) {
      calls.push(() => i)
      try {
        if (await tick(i === 2)) return 'early ' + i
      } finally {
        log('finally', i)
      }
    }
  }
  log(await f())
  log(calls.map((call) => call()))
}

export async function returnUndefinedFromALoopWithClosures() {
  const calls = []
  const f = async () => {
    for (let i = 0; i < 5; i++) {
      calls.push(() => i)
      await tick()
      if (i === 1) return
    }
    log('never')
  }
  log(await f())
  log(calls.length)
}

export async function breakOutOfTry() {
  for (let i = 0; i < 5; i++) {
    try {
      log(await tick(i))
      if (i === 2) break
    } catch (error) {
      log('never')
    }
  }
  log('after')
}

export async function breakThroughFinally() {
  for (let i = 0; i < 5; i++) {
    try {
      log(await tick(i))
      if (i === 2) break
    } finally {
      log('finally', await tick(i))
    }
  }
  log('after')
}

export async function breakFromCatchThroughFinally() {
  for (let i = 0; i < 5; i++) {
    try {
      if (i === 1) await fail(i)
    } catch (error) {
      log('catch', error)
      break
    } finally {
      log('finally', await tick(i))
    }
  }
  log('after')
}

export async function continueThroughFinally() {
  for (let i = 0; i < 3; i++) {
    try {
      if (await tick(i === 1)) continue
      log('rest', i)
    } finally {
      log('finally', await tick(i))
    }
    log('end', i)
  }
}

export async function continueFromCatch() {
  for (let i = 0; i < 3; i++) {
    try {
      await fail(i)
    } catch (error) {
      if (error === 1) continue
      log('caught', error, await tick(0))
    }
    log('end', i)
  }
}

export async function breakThroughThreeFinallies() {
  while (true) {
    try {
      try {
        try {
          log(await tick('in'))
          break
        } finally {
          log(1, await tick(1))
        }
      } finally {
        log(2, await tick(2))
      }
    } finally {
      log(3, await tick(3))
    }
  }
  log('out')
}

export async function continueThroughThreeFinallies() {
  let i = 0
  do {
    try {
      try {
        try {
          log(await tick(i))
          if (i === 1) continue
          log('not continued')
        } finally {
          log(1, await tick(1))
        }
      } finally {
        log(2)
      }
    } finally {
      log(3, await tick(3))
    }
    log('end')
  } while (++i < 3)
}

export async function breakInFinallyOverridesThrow() {
  for (let i = 0; i < 3; i++) {
    try {
      await fail('lost')
    } finally {
      log(await tick(i))
      break
    }
  }
  log('after')
}

export async function breakInFinallyOverridesReturn() {
  const f = async () => {
    for (;;) {
      try {
        return log('lost')
      } finally {
        await tick()
        break
      }
    }
    return 'after'
  }
  log(await f())
}

export async function continueInFinallyOverridesThrow() {
  for (let i = 0; i < 3; i++) {
    try {
      await fail('lost')
    } finally {
      log(await tick(i))
      continue
    }
  }
  log('after')
}

export async function continueInFinallyOverridesReturn() {
  const f = async () => {
    for (let i = 0; i < 3; i++) {
      try {
        return log('lost')
      } finally {
        log(await tick(i))
        if (i < 2) continue
      }
    }
  }
  log(await f())
}

export async function breakOfAnInnerLoopInFinallyOverridesNothing() {
  try {
    try {
      await fail('kept')
    } finally {
      for (let i = 0; i < 5; i++) {
        if (await tick(i === 2)) break
        log(i)
      }
      for (const x of [1, 2, 3]) {
        if (x === 2) continue
        log(await tick(x))
      }
    }
  } catch (error) {
    log(error)
  }
}

export async function breakOfAnInnerLoopStaysInTry() {
  try {
    for (let i = 0; i < 5; i++) {
      if (await tick(i === 2)) break
      log(i)
    }
    log('rest of try')
  } finally {
    log('finally')
  }
}

export async function labelledBreakOutOfTwoLoops() {
  outer: for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 3; k++) {
      log(i, k)
      if (await tick(i === 1 && k === 1)) break outer
    }
  }
  log('after')
}

export async function labelledContinueOfTheOuterLoop() {
  outer: for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 3; k++) {
      log(i, k)
      if (await tick(k === i)) continue outer
    }
    log('end', i)
  }
}

export async function labelledBreakThroughTwoFinallies() {
  outer: for (let i = 0; i < 3; i++) {
    try {
      for (let k = 0; k < 3; k++) {
        try {
          log(i, k)
          if (await tick(i === 1 && k === 1)) break outer
        } finally {
          log('inner', await tick(k))
        }
      }
    } finally {
      log('outer', await tick(i))
    }
  }
  log('after')
}

export async function labelledContinueThroughTwoFinallies() {
  outer: for (let i = 0; i < 3; i++) {
    try {
      for (let k = 0; k < 3; k++) {
        try {
          log(i, k)
          if (await tick(k === 1)) continue outer
        } finally {
          log('inner', await tick(k))
        }
      }
      log('never')
    } finally {
      log('outer', await tick(i))
    }
  }
  log('after')
}

export async function labelledBreakOverridesThrowInFinally() {
  outer: for (const x of [1, 2]) {
    try {
      await fail('lost')
    } finally {
      for (const y of [3, 4]) {
        log(x, y, await tick(0))
        break outer
      }
    }
  }
  log('after')
}

export async function labelledBlock() {
  block: {
    log(await tick(1))
    if (await tick(true)) break block
    log('never')
  }
  log('after')
}

export async function labelledBlockInTry() {
  try {
    block: {
      log(await tick(1))
      if (await tick(true)) break block
      log('never')
    }
    log('rest of try')
  } finally {
    log('finally')
  }
}

export async function tryInALabelledBlock() {
  block: {
    try {
      log(await tick(1))
      break block
    } finally {
      log('finally', await tick(2))
    }
    log('never')
  }
  log('after')
}

export async function labelledBlockAroundFinallyKeepsTheError() {
  try {
    try {
      await fail('kept')
    } finally {
      block: {
        if (await tick(true)) break block
        log('never')
      }
    }
  } catch (error) {
    log(error)
  }
}

export async function labelledIf() {
  test: if (await tick(true)) {
    log(1)
    if (await tick(true)) break test
    log('never')
  } else {
    log('never')
  }
  log(2)
}

export async function labelledTry() {
  attempt: try {
    log(await tick(1))
    break attempt
  } catch (error) {
    log('never')
  } finally {
    log('finally', await tick(2))
  }
  log('after')
}

export async function labelledSwitch() {
  choice: switch (await tick(1)) {
    case 1:
      for (;;) {
        log(await tick('in'))
        break choice
      }
    default:
      log('never')
  }
  log('after')
}

export async function twoLabelsOnOneLoop() {
  a: b: for (let i = 0; i < 3; i++) {
    for (;;) {
      log(i)
      if (await tick(i === 0)) continue a
      if (i === 1) continue b
      break a
    }
  }
  log('after')
}

export async function oneLabelTwice() {
  again: for (const x of [1, 2]) {
    log(x)
    if (await tick(x === 1)) break again
  }
  again: for (const x of [3, 4]) {
    log(x)
    if (await tick(x === 3)) continue again
    log('end')
  }
}

export async function breakOutOfSwitchInALoop() {
  for (let i = 0; i < 4; i++) {
    switch (i) {
      case 1:
        log('one', await tick(1))
        break
      case 2:
        log('two')
        continue
      default:
        log('other', i)
    }
    log('end', i)
  }
}

export async function continueOutOfSwitchThroughFinally() {
  for (let i = 0; i < 3; i++) {
    switch (await tick(i)) {
      case 1:
        try {
          continue
        } finally {
          log('finally', await tick(1))
        }
      default:
        log('other', i)
    }
    log('end', i)
  }
}

export async function breakOutOfSwitchThroughFinally() {
  switch (await tick(1)) {
    case 1:
      try {
        log(await tick('in'))
        break
      } finally {
        log('finally', await tick(1))
      }
    case 2:
      log('never')
  }
  log('after')
}

export async function returnOutOfSwitchInLoopsAndFinally() {
  const f = async (x) => {
    for (;;) {
      try {
        switch (await tick(x)) {
          case 1: return 'one'
          case 2: break
          case 3: return await tick('three')
        }
        return 'broke'
      } finally {
        log('finally', x)
      }
    }
  }
  log(await f(1))
  log(await f(2))
  log(await f(3))
  log(await f(4))
}

export async function exitsChosenAtRunTime() {
  const f = async (exit) => {
    let round = 0
    outer: for (;;) {
      log('round', exit, round)
      if (round++ > 1) return 'rounds'
      try {
        try {
          switch (await tick(exit)) {
            case 0: break outer
            case 1: continue outer
            case 2: return 'returned'
            case 3: throw 'thrown'
            case 4: await fail('failed')
            case 5: break
          }
          log('after switch')
        } catch (error) {
          log('catch', error)
          if (error === 'failed') throw 'again'
        } finally {
          log('inner', await tick(1))
        }
        log('end of try')
      } finally {
        log('outer', await tick(2))
      }
    }
    return 'out'
  }
  for (let exit = 0; exit < 6; exit++) {
    try {
      log(exit, await f(exit))
    } catch (error) {
      log(exit, 'throws', error)
    }
  }
}

export async function overridesChosenAtRunTime() {
  const leave = ['return', 'throw', 'break', 'continue', 'end']
  const f = async (first, second) => {
    for (let i = 0; i < 2; i++) {
      try {
        await tick()
        if (first === 'return') return 'r1'
        if (first === 'throw') throw 't1'
        if (first === 'break') break
        if (first === 'continue') continue
        log('end of try')
      } finally {
        await tick()
        if (second === 'return') return 'r2'
        if (second === 'throw') throw 't2'
        if (second === 'break') break
        if (second === 'continue') continue
        log('end of finally')
      }
      log('end of loop')
    }
    return 'end'
  }
  for (const first of leave) {
    for (const second of leave) {
      try {
        log(first, second, await f(first, second))
      } catch (error) {
        log(first, second, 'throws', error)
      }
    }
  }
}

export async function returnInsideFinallyInsideFinally() {
  const f = async () => {
    try {
      await fail(1)
    } finally {
      try {
        await fail(2)
      } finally {
        return await tick('inner')
      }
    }
  }
  log(await f())
}

export async function theErrorIsForgottenAfterAnOverride() {
  const f = async () => {
    for (const x of [1, 2]) {
      try {
        if (x === 1) await fail('lost')
        log('second round', await tick(x))
      } finally {
        if (x === 1) continue
        log('finally', x)
      }
    }
    return 'end'
  }
  log(await f())
}

export async function finallyRunsOncePerRound() {
  let count = 0
  for (const x of [1, 2, 3, 4]) {
    try {
      if (x === 2) continue
      if (x === 4) break
      await tick()
    } finally {
      count += await tick(1)
    }
  }
  log(count)
}

export async function whileTrueLeavesByReturnInCatch() {
  const f = async () => {
    let tries = 0
    while (true) {
      try {
        tries++
        if (tries < 3) await fail('not yet')
        return tries
      } catch (error) {
        log(error, tries)
      }
    }
  }
  log(await f())
}

export async function retryWithAResult() {
  let calls = 0
  const flaky = async () => {
    calls++
    await tick()
    if (calls % 3 !== 0) throw new Error('call ' + calls)
    return calls
  }
  const retry = async (count) => {
    let last
    for (let i = 0; i < count; i++) {
      try {
        return await flaky()
      } catch (error) {
        last = error
        log(error.message)
      }
    }
    throw last
  }
  log(await retry(5))
  log(await retry(2))
}

export async function breakOutOfALoopToALabelledBlock() {
  block: {
    for (const key in { a: 1, b: 2 }) {
      log(key)
      if (key === 'b') break block
      await tick()
    }
    log('never')
  }
  log('after')
}

export async function breakOutOfALoopWithoutAwaitToALabelledBlock() {
  block: {
    for (const x of [1, 2]) {
      log(x)
      if (x === 2) break block
    }
    log(await tick('never'))
  }
  log('after')
}

export async function breakOutOfSwitchToALabelledBlock() {
  block: {
    switch (await tick(1)) {
      case 1:
        log(await tick('one'))
        break block
    }
    log('never')
  }
  log('after')
}

export async function breakThroughLoopAndFinallyToALabelledBlock() {
  block: {
    for (let i = 0; i < 3; i++) {
      try {
        log(await tick(i))
        if (i === 1) break block
      } finally {
        log('finally', i)
      }
    }
    log('never')
  }
  log('after')
}
