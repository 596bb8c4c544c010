// run.ts: `npm run fuzz -- --count N --seed S`: N random programs from seed S on, on CPython and on ringloop. Ends with 1 if they
// disagree, after it has printed the core of the first few.

import { parseArgs } from 'node:util'
import { coreOf, disagreements, told, whyNot } from './compare'
import { generate } from './generate'
import { interpreters } from './interpreters'

const BATCH = 500
const MOST_SHOWN = 5

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' }, seed: { type: 'string' } } })
const count = Number(values.count)
const first = Number(values.seed ?? Date.now() % 1_000_000_000)
const missing = whyNot()

if (!(count >= 1) || !(first >= 0)) {
  console.error('fuzz: --count and --seed take numbers; npm run fuzz -- --count 1000 --seed 1')
  process.exitCode = 2
} else if (missing !== undefined) {
  console.error(`fuzz: nothing to compare with: ${missing}`)
  process.exitCode = 2
} else {
  console.log(`fuzz: ${count} programs from seed ${first} on`)
  const ours = await interpreters()
  let disagreed = 0
  for (let from = 0; from < count; from += BATCH) {
    const programs = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => generate(first + from + index))
    for (const disagreement of disagreements(programs, ours)) {
      if (disagreed++ < MOST_SHOWN) console.log(told(coreOf(disagreement)) + '\n')
    }
  }
  console.log(`fuzz: ${count} programs, ${disagreed} disagreements`)
  if (disagreed > 0) process.exitCode = 1
}
