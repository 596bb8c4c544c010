// The bytes of programs that are flashed stay within package.json's budgets. (`npm run build` first.)

import test from 'ava'
import { budgets, built, programs } from './harness/sizes.mjs'

const entries = await programs()

for (const [target, most] of Object.entries(budgets)) {
  for (const [program, bytes] of Object.entries(most)) {
    test(`sizes: ${program} for ${target} takes at most ${bytes} bytes`, async (t) => {
      const code = await built(target, entries[program] as string)
      t.true(code.length <= bytes, `${code.length} bytes`)
      t.true(code.length > bytes * 0.9, `${code.length} bytes: the budget in package.json can be lower`)
    })
  }
}
