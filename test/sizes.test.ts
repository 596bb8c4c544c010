// sizes.test.ts: the bytes of programs that are flashed, and what they take of an engine's memory, stay within package.json's budgets.
// (`npm run build` first.) Memory is asked of the engines that are on this machine; QuickJS always is.

import test from 'ava'
import type { ExecutionContext } from 'ava'
import { ENGINES, lackOf, memoryOf } from './harness/memory'
import type { Memory } from './harness/memory'
import { budgets, built, memory, programs } from './harness/sizes'
import type { Target } from '../targets/rollup'

const entries = await programs()
const { blink, everything } = entries

/** A budget that is much too high hides what comes in. */
function within(t: ExecutionContext, found: number, most: number, unit: string): void {
  t.true(found <= most, `${found} ${unit}`)
  t.true(found > most * 0.9 || most === 0, `${found} ${unit}: the budget in package.json can be lower`)
}

for (const [target, most] of Object.entries(budgets)) {
  for (const [program, bytes] of Object.entries(most)) {
    test(`sizes: ${program} for ${target} takes at most ${bytes} bytes`, async (t) => {
      const code = await built(target as Target, entries[program as keyof typeof entries])
      within(t, code.length, bytes, 'bytes')
    })
  }
}

for (const engine of ENGINES) {
  const lack = lackOf(engine)
  if (lack !== undefined) {
    test.skip(`memory: the budgets of ${engine.target}: ${lack}`, (t) => { t.fail() })
    continue
  }
  let found: Record<string, Memory> = {}
  test.before(async () => { found = await memoryOf(engine, { blink, everything }) })
  for (const [unit, most] of Object.entries(memory[engine.target] ?? {})) {
    for (const [program, count] of Object.entries(most)) {
      test(`memory: ${program === 'task' ? 'a task that sleeps' : program} takes at most ${count} ${unit} of ${engine.target}`, (t) => {
        within(t, found[unit]?.[program] ?? NaN, count, unit)
      })
    }
  }
}
