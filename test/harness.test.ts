// harness.test.ts: the harness notices what it is there to notice.

import test from 'ava'
import type { Outcome } from './harness/run'
import { flavours, open } from './harness/vm'

interface Trap {
  title: string
  error: RegExp
}

const TRAPS: Trap[] = [
  { title: 'a wrong value', error: /AssertionError: expected 3, got 2/ },
  { title: 'a wrong trace', error: /AssertionError: trace: expected \["b"\], got \["a"\]/ },
  { title: 'no error where one was expected', error: /AssertionError: raises: expected an error, got undefined/ },
  { title: 'another error than expected', error: /AssertionError: throws: expected RangeError, got TypeError: x/ },
  { title: 'a timer stays', error: /Unclean: left behind: 1 in the timer heap/ },
  { title: 'a task stays', error: /Unclean: left behind: 1 pending: sleeper/ },
  { title: 'a callback stays in a second loop', error: /Unclean: left behind: 1 reserved in the ring/ },
  { title: 'an error that nobody expected', error: /Unclean: unexpected report: .*TypeError: oops/ },
]

function errorText({ error }: Outcome): string {
  return `${error?.name}: ${error?.message}`
}

const engines = await Promise.all(flavours.map(async (flavour) => ({ name: flavour.name, engine: await open(flavour, 500) })))

for (const { name, engine } of engines) {
  for (const { title, error } of TRAPS) {
    test.serial(`[${name}] harness: fails a case for ${title}`, (t) => {
      t.regex(errorText(engine.run(`trap: ${title}`)), error)
    })
  }

  if (name === 'v8 npm') continue

  test.serial(`[${name}] harness: fails a case that allocates with the memory locked`, (t) => {
    t.is(errorText(engine.runLocked('trap: it allocates')), 'MemoryLocked: it allocates')
  })

  test.serial(`[${name}] harness: stops a case that hangs, and the next one has an engine`, (t) => {
    t.regex(errorText(engine.run('trap: it hangs')), /EngineError.*interrupted/s)
    const next = engine.run('smoke: a generator is a coroutine too')
    t.true(next.ok)
  })
}

test('harness: an outcome carries the trace up to the failure', (t) => {
  t.deepEqual(engines[0]?.engine.run('trap: a wrong value').trace, ['before'])
})
