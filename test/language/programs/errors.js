// errors.js: try, catch and finally, with awaits in each part.

export async function catchTakesWhatAnAwaitThrows() {
  try {
    log('try')
    await fail('e')
    log('never')
  } catch (error) {
    log('catch', error)
  }
  log('after')
}

export async function catchTakesAFutureThatHasFailedAlready() {
  try {
    await failed('e')
    log('never')
  } catch (error) {
    log('catch', error)
  }
}

export async function catchTakesASynchronousThrow() {
  try {
    throw 'e'
  } catch (error) {
    log('catch', error)
  }
}

export async function catchTakesAThrowAfterAnAwait() {
  try {
    log(await tick(1))
    throw 'e'
  } catch (error) {
    log('catch', error)
  }
}

export async function catchIsPassedOverWithoutAnError() {
  try {
    log(await tick(1))
  } catch (error) {
    log('never', error)
  }
  log('after')
}

export async function catchWithoutAVariable() {
  try {
    await fail('e')
  } catch {
    log('catch')
  }
  log('after')
}

export async function catchDestructuresTheError() {
  try {
    await fail({ code: 4, detail: { text: 'x' }, list: [1, 2] })
  } catch ({ code, missing = 'default', detail: { text }, list: [, second] }) {
    log(code, missing, text, second)
  }
}

export async function awaitInCatch() {
  try {
    await fail('e')
  } catch (error) {
    log('catch', error, await tick(2))
    log(error, await later(3))
  }
  log('after')
}

export async function awaitInFinallyAfterNoError() {
  try {
    log(await tick(1))
  } finally {
    log(await tick(2))
    log(await later(3))
  }
  log('after')
}

export async function awaitInFinallyAfterAnError() {
  try {
    await fail('e')
  } finally {
    log(await tick(2))
    log(await now(3))
  }
  log('never')
}

export async function awaitInTryCatchAndFinally() {
  try {
    log('try', await tick(1))
    await fail('e')
  } catch (error) {
    log('catch', error, await tick(2))
  } finally {
    log('finally', await tick(3))
  }
  log('after', await tick(4))
}

export async function catchThrowsAnotherError() {
  try {
    try {
      await fail('first')
    } catch (error) {
      log('catch', error)
      throw 'second'
    }
  } catch (error) {
    log('outer', error)
  }
}

export async function catchThrowsAgainByAnAwait() {
  try {
    try {
      await fail('first')
    } catch (error) {
      log(error)
      await fail('second')
    } finally {
      log('finally')
    }
  } catch (error) {
    log('outer', error)
  }
}

export async function catchThrowsTheSameErrorThroughFinally() {
  const error = new Error('mine')
  try {
    try {
      await fail(error)
    } catch (caught) {
      log(caught === error)
      throw caught
    } finally {
      log('finally', await tick(1))
    }
  } catch (caught) {
    log('outer', caught === error)
  }
}

export async function finallyThrowsInPlaceOfTheErrorOfTry() {
  try {
    try {
      await fail('first')
    } finally {
      throw 'second'
    }
  } catch (error) {
    log(error)
  }
}

export async function finallyThrowsByAwaitInPlaceOfTheErrorOfCatch() {
  try {
    try {
      await fail('first')
    } catch (error) {
      throw log('second')
    } finally {
      log(await tick('finally'))
      await fail('third')
    }
  } catch (error) {
    log('outer', error)
  }
}

export async function finallyThrowsAfterNoError() {
  try {
    try {
      log(await tick(1))
    } finally {
      await failed('from finally')
    }
    log('never')
  } catch (error) {
    log(error)
  }
}

export async function errorLeavesThroughThreeFinallies() {
  try {
    try {
      try {
        try {
          await fail('e')
        } finally {
          log('inner', await tick(1))
        }
      } finally {
        log('middle', await tick(2))
      }
    } finally {
      log('outer', await tick(3))
    }
  } catch (error) {
    log('caught', error)
  }
}

export async function eachFinallyReplacesTheError() {
  try {
    try {
      try {
        await fail(1)
      } finally {
        await fail(2)
      }
    } finally {
      await fail(3)
    }
  } catch (error) {
    log(error)
  }
}

export async function tryInTry() {
  try {
    log(await tick('a'))
    try {
      log(await tick('b'))
      await fail('e')
    } catch (error) {
      log('inner', error)
    }
    log(await tick('c'))
    await fail('f')
  } catch (error) {
    log('outer', error)
  }
  log('end')
}

export async function tryInCatch() {
  try {
    await fail('e')
  } catch (outer) {
    log('outer', outer)
    try {
      await fail('f')
    } catch (inner) {
      log('inner', outer, inner, await tick(1))
    }
    log('still', outer, await tick(2))
  }
}

export async function tryInCatchWithVariablesOfOneName() {
  try {
    await fail('e')
  } catch (error) {
    log(error)
    try {
      await fail('f')
    } catch (error) {
      log(error, await tick(1))
    }
    log(error, await tick(2))
  }
}

export async function tryInFinally() {
  try {
    try {
      await fail('e')
    } finally {
      log('finally')
      try {
        await fail('f')
      } catch (error) {
        log('inner', error)
      } finally {
        log('inner finally', await tick(1))
      }
      log('rest of finally')
    }
  } catch (error) {
    log('outer', error)
  }
}

export async function tryFinallyInCatch() {
  try {
    await fail('e')
  } catch (error) {
    try {
      log(error, await tick(1))
    } finally {
      log('finally', error, await tick(2))
    }
  }
}

export async function tryFinallyInFinally() {
  try {
    log(1)
  } finally {
    try {
      log(2, await tick(2))
    } finally {
      log(3, await tick(3))
    }
  }
  log(4)
}

export async function tryInTryInEveryPart() {
  const part = async (name) => {
    try {
      log(name, 'try', await tick(1))
      await fail(name)
    } catch (error) {
      log(name, 'catch', error, await tick(2))
    } finally {
      log(name, 'finally', await tick(3))
    }
  }
  try {
    await part('a')
    throw 'x'
  } catch (error) {
    await part('b')
    log(error)
  } finally {
    await part('c')
  }
}

export async function emptyCatchSwallows() {
  try {
    await fail('e')
  } catch (error) {}
  log('after')
}

export async function emptyFinallyChangesNothing() {
  try {
    try {
      await fail('e')
    } finally {
    }
  } catch (error) {
    log(error)
  }
}

export async function emptyTry() {
  try {
  } catch (error) {
    log('never')
  } finally {
    log('finally', await tick(1))
  }
}

export async function errorsOfEveryType() {
  for (const error of ['text', 1, 0, '', null, undefined, false, [1], { a: 1 }, new Error('m'), new TypeError('t')]) {
    try {
      await fail(error)
    } catch (caught) {
      log(caught === error, caught)
    }
  }
}

export async function engineErrorsAreCaught() {
  const nothing = await tick(undefined)
  try {
    nothing.field
  } catch (error) {
    log('property of undefined')
  }
  try {
    log(await tick(1), nothing.call(await tick(2)))
  } catch (error) {
    log('call of undefined')
  }
}

export async function tryInALoop() {
  for (let i = 0; i < 4; i++) {
    try {
      log('try', i, await tick(i))
      if (i % 2 === 1) await fail('e' + i)
    } catch (error) {
      log(error)
    } finally {
      log('finally', i, await tick(i))
    }
  }
}

export async function loopInTry() {
  try {
    for (let i = 0; ; i++) {
      log(await tick(i))
      if (i === 2) await fail('enough')
    }
  } catch (error) {
    log(error)
  }
}

export async function loopInFinally() {
  try {
    try {
      await fail('e')
    } finally {
      for (let i = 0; i < 3; i++) log(await tick(i))
    }
  } catch (error) {
    log(error)
  }
}

export async function loopInCatch() {
  try {
    await fail(3)
  } catch (count) {
    while (count-- > 0) log(await tick(count))
  }
}

export async function theErrorVariableCanBeAssigned() {
  try {
    await fail('e')
  } catch (error) {
    error = error + (await tick('!'))
    log(error)
    error += await tick('?')
    log(error)
  }
}

export async function theErrorVariableIsCaptured() {
  const calls = []
  for (let i = 0; i < 3; i++) {
    try {
      await fail('e' + i)
    } catch (error) {
      calls.push(() => error)
      await tick()
      calls.push(() => i + error)
    }
  }
  for (const call of calls) log(call())
}

export async function errorOfAChildReachesTheCaller() {
  const child = async (x) => {
    log('child', x)
    await tick()
    throw 'from child ' + x
  }
  try {
    await child(1)
  } catch (error) {
    log(error)
  }
  try {
    await child(await tick(2))
  } catch (error) {
    log(error)
  }
}

export async function errorOfAChildBeforeItsFirstAwait() {
  const child = async () => {
    throw 'at once'
  }
  try {
    await child()
    log('never')
  } catch (error) {
    log(error)
  }
}

export async function errorThroughThreeChildrenWithFinally() {
  const three = async () => {
    try {
      await fail('deep')
    } finally {
      log(3, await tick(3))
    }
  }
  const two = async () => {
    try {
      await three()
    } finally {
      log(2, await tick(2))
    }
  }
  const one = async () => {
    try {
      await two()
    } finally {
      log(1, await tick(1))
    }
  }
  try {
    await one()
  } catch (error) {
    log(error)
  }
}

export async function errorIsReplacedOnItsWay() {
  const inner = async () => {
    await fail(new Error('inner'))
  }
  const outer = async () => {
    try {
      await inner()
    } catch (error) {
      throw new Error('outer: ' + error.message)
    }
  }
  await outer()
}

export async function theProgramThrows() {
  log(await tick(1))
  throw await tick('the end')
}

export async function throwOfAnAwait() {
  try {
    throw await tick('e')
  } catch (error) {
    log(error)
  }
  try {
    throw new Error(await tick('m'))
  } catch (error) {
    log(error)
  }
  try {
    throw await fail('sooner')
  } catch (error) {
    log(error)
  }
}

export async function conditionalThrowInEachPart() {
  for (let i = 0; i < 8; i++) {
    try {
      try {
        if (i & 1) await fail('try')
        log('tried', i)
      } catch (error) {
        if (i & 2) await fail('catch')
        log('caught', i, error)
      } finally {
        if (i & 4) await fail('finally')
        log('finished', i)
      }
    } catch (error) {
      log('outer', i, error)
    }
  }
}

export async function valuesLiveThroughTry() {
  let a = 1
  const b = await tick(2)
  try {
    a += await tick(10)
    var c = a + b
    await fail(c)
  } catch (error) {
    a += error
  } finally {
    a *= await tick(2)
  }
  log(a, b, c)
}

export async function twoTriesOneAfterTheOther() {
  try {
    await fail(1)
  } catch (error) {
    log(error)
  }
  try {
    await fail(2)
  } catch (error) {
    log(error)
  }
  try {
    log(await tick(3))
  } finally {
    log('finally')
  }
}

export async function finallyWithoutAwaitAroundAwait() {
  let depth = 0
  try {
    depth++
    await tick()
  } finally {
    depth--
  }
  log(depth)
}

export async function tryWithoutAwaitBetweenAwaits() {
  await tick()
  try {
    log('try')
    throw 'e'
  } catch (error) {
    log(error)
  } finally {
    log('finally')
  }
  await tick()
  log('after')
}

export async function tryInsideAPlainFunctionOfAnAsyncOne() {
  const plain = () => {
    try {
      throw 'e'
    } catch (error) {
      return error + '!'
    } finally {
      log('finally')
    }
  }
  log(await tick(plain()))
}
