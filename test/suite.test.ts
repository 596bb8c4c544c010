// suite.test.ts: every case of test/cases, in every engine.

import test from 'ava'
import { explain } from './harness/explain'
import { flavours, open } from './harness/vm'

// ava takes tests only until something waits, so all engines are opened before the first test
const engines = await Promise.all(flavours.map(async (flavour) => ({ name: flavour.name, engine: await open(flavour) })))

for (const { name, engine } of engines) {
  for (const { title, kind } of engine.list().cases) {
    test(`[${name}] ${title}`, (t) => {
      const outcome = kind === 'locked' ? engine.runLocked(title) : engine.run(title)
      t.true(outcome.ok, explain(outcome))
    })
  }
}
