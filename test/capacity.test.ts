// capacity.test.ts: with too little room a program says CapacityError or does all it should, and its loop goes on.

import test from 'ava'
import { explain } from './harness/explain'
import { sweep } from './harness/sweep'
import { flavours, open } from './harness/vm'

const [flavour] = flavours
if (!flavour) throw new Error('no flavour')
const engine = await open(flavour)
const { cases, subjects } = engine.list()

/** Cases that are swept too: those whose title says so. */
const swept = cases.map(({ title }) => title).filter((title) => title.startsWith('capacity sweep: '))

function register(title: string, run: Parameters<typeof sweep>[0]): void {
  test(title, (t) => {
    for (const { capacity, outcome, fault } of sweep(run)) t.is(fault, '', `${capacity}: ${explain(outcome)}`)
  })
}

for (const title of swept) {
  register(`capacity: ${title}, with 1, 2, 3, ...`, (ready, timers) => engine.runWithCapacity(title, ready, timers))
}

for (const [subject, { names }] of Object.entries(subjects)) {
  for (const name of names) {
    register(`capacity: ${subject}: ${name}, with 1, 2, 3, ...`, (ready, timers) =>
      engine.runSubject(subject, name, { ready, timers, sweep: true }))
  }
}
