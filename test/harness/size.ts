// size.ts: `npm run size`: bytes of programs, and what an engine's memory holds then (memory.ts); beside what they may take.

import { gzipSync } from 'node:zlib'
import { ENGINES, lackOf, memoryOf } from './memory'
import { budgets, built, memory, programs } from './sizes'

const all = await programs()
const atMost = (budget: number | undefined) => (budget === undefined ? '' : `   at most ${budget}`)

for (const [program, entry] of Object.entries(all)) {
  for (const target of ['espruino', 'quickjs', 'moddable', 'mquickjs'] as const) {
    const shown = `${program.padEnd(12)} ${target.padEnd(10)}`
    try {
      const code = await built(target, entry)
      console.log(`${shown} ${String(code.length).padStart(7)} bytes ${String(gzipSync(code).length).padStart(7)} gzipped${atMost(budgets[target]?.[program])}`)
    } catch (error) {
      // what an engine has not, no build makes
      const { message } = error as Error
      console.log(`${shown} ${message.split('\n')[1] ?? message}`)
    }
  }
}

console.log('\nRAM after loading, and of a task that sleeps')
const { blink, everything } = all
for (const engine of ENGINES) {
  const lack = lackOf(engine)
  if (lack !== undefined) console.log(`${' '.repeat(12)} ${engine.target.padEnd(10)} ${lack}`)
  else for (const [unit, found] of Object.entries(await memoryOf(engine, { blink, everything }))) {
    for (const [program, count] of Object.entries(found)) {
      console.log(`${program.padEnd(12)} ${engine.target.padEnd(10)} ${String(count).padStart(7)} ${unit}${atMost(memory[engine.target]?.[unit]?.[program])}`)
    }
  }
}
