// shield.ts: shield. The twin is shield.py.

import { createTask, gather, getRunningLoop, shield, sleep } from 'ringloop'
import type { Future } from 'ringloop'
import { attempt, boom, end, err, stopwatch, turns } from './shared'
import type { Log } from './shared'

// Fact 25
export const shield_done_is_the_same_object = async (log: Log) => {
  const future = getRunningLoop().createFuture()
  log(shield(future) === future)
  future.setResult('done')
  log(shield(future) === future)
  log(await shield(future))
  await turns(2)
}

export const shield_gives_result_and_error = async (log: Log) => {
  const child = async (name: string) => {
    await sleep(10)
    if (name === 'bad') throw boom(name)
    return name
  }

  log(await attempt(shield(child('good'))))
  log(await attempt(shield(child('bad'))))
}

// A coroutine becomes a task at once, before anybody awaits.
export const shield_starts_coroutine = async (log: Log) => {
  const child = async () => {
    log('child runs')
    return 'child'
  }

  const shielded = shield(child())
  await turns()
  log(['awaited', await shielded])
}

// Fact 26: outer cancelled without a message, be the inner a future or a task.
export const shield_inner_cancelled = async (log: Log) => {
  const future = getRunningLoop().createFuture()

  const child = async () => {
    await sleep(1000)
  }

  const task = createTask(child())
  for (const inner of [future, task]) {
    const outer = shield(inner)
    await turns()
    inner.cancel('inner')
    log(await attempt(outer))
    log([end(outer), end(inner)])
  }
}

export const shield_outer_cancelled = async (log: Log) => {
  const outers: Future<string>[] = []

  const child = async () => {
    await sleep(30)
    log('child finished')
    return 'child'
  }

  const elapsed = stopwatch()
  const inner = createTask(child())

  const body = async () => {
    const outer = shield(inner)
    outers.push(outer)
    try {
      await outer
    } catch (error) {
      log(['body', err(error)])
      throw error
    }
  }

  const task = createTask(body())
  await sleep(10)
  log(task.cancel('stop'))
  log(await attempt(task))
  log([outers.map(end)[0], end(inner), elapsed()])
  log(await attempt(inner))
  log(elapsed())
}

// The outer was cancelled and is out of it; the inner fails later, and whoever looks at it sees that.
export const shield_outer_cancelled_inner_fails = async (log: Log) => {
  const child = async () => {
    await sleep(10)
    throw boom('child')
  }

  const inner = createTask(child())
  const outer = shield(inner)
  await turns()
  log(outer.cancel())
  log(await attempt(outer))
  log(await attempt(inner))
}

// Fact 27: both end in one turn: nobody looks at the inner's error, and nobody is told of it.
export const shield_both_end_in_one_turn = async (log: Log) => {
  const loop = getRunningLoop()
  loop.setExceptionHandler((_, context) => {
    log(['reported', err(context.exception)])
  })
  for (const outerFirst of [true, false]) {
    const inner = loop.createFuture()
    const outer = shield(inner)
    if (outerFirst) outer.cancel()
    inner.setException(boom('inner'))
    if (!outerFirst) outer.cancel()
    await turns(2)
    log(end(outer))
  }
  await sleep(10)
}

// Fact 27: an outer that somebody settles by hand while the inner is ending: the shield's callback fails.
export const shield_outer_set_while_inner_ends = async (log: Log) => {
  const loop = getRunningLoop()
  loop.setExceptionHandler((_, context) => {
    log(['reported', err(context.exception)])
  })
  const inner = loop.createFuture<string>()
  const outer = shield(inner)
  inner.setResult('inner')
  outer.setResult('by hand')
  await turns(2)
  log([end(outer), end(inner)])
}

// Fact 27: settled earlier, the callback was taken back, and nothing fails.
export const shield_outer_set_before_inner_ends = async (log: Log) => {
  const loop = getRunningLoop()
  loop.setExceptionHandler((_, context) => {
    log(['reported', err(context.exception)])
  })
  const inner = loop.createFuture<string>()
  const outer = shield(inner)
  outer.setResult('by hand')
  await turns()
  inner.setResult('inner')
  await turns(2)
  log([end(outer), end(inner)])
}

export const shield_in_shield = async (log: Log) => {
  const child = async () => {
    await sleep(20)
    return 'child'
  }

  const inner = createTask(child())
  const middle = shield(inner)
  const outer = shield(middle)
  await turns()
  outer.cancel('stop')
  await turns()
  log([end(outer), end(middle), end(inner)])
  log([await attempt(middle), await attempt(inner)])
}

export const shield_in_gather = async (log: Log) => {
  const child = async (name: string) => {
    try {
      await sleep(20)
      log([name, 'finished'])
      return name
    } catch (error) {
      log([name, 'cancelled'])
      throw error
    }
  }

  const shielded = createTask(child('shielded'))
  const gathering = gather([shield(shielded), child('open')])
  await turns()
  log(gathering.cancel('stop'))
  log(await attempt(gathering))
  log(await attempt(shielded))
}

// Two shields over one task: cancelling one says nothing to the other.
export const shield_twice_over_one_task = async (log: Log) => {
  const child = async () => {
    await sleep(10)
    return 'child'
  }

  const inner = createTask(child())
  const first = shield(inner)
  const second = shield(inner)
  first.cancel()
  log([await attempt(first), await attempt(second)])
}

export const shield_bad_argument = async (log: Log) => {
  const body = async () => {
    await shield(42 as unknown as PromiseLike<void>)
  }

  log(await attempt(body()))
}
