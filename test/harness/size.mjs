// size.mjs: `npm run size`: bytes of programs, beside what they may take; and what a device's memory holds then (memory.mjs).

import { gzipSync } from 'node:zlib'
import { espruinoMemory } from './memory.mjs'
import { budgets, built, programs } from './sizes.mjs'

const all = await programs()

for (const [program, entry] of Object.entries(all)) {
  for (const target of ['espruino', 'quickjs', 'moddable', 'mquickjs']) {
    const shown = `${program.padEnd(12)} ${target.padEnd(10)}`
    try {
      const code = await built(target, entry)
      const budget = budgets[target]?.[program]
      const most = budget === undefined ? '' : `   at most ${budget}`
      console.log(`${shown} ${String(code.length).padStart(7)} bytes ${String(gzipSync(code).length).padStart(7)} gzipped${most}`)
    } catch (error) {
      // what an engine has not, no build makes
      console.log(`${shown} ${String(error.message).split('\n')[1] ?? error.message}`)
    }
  }
}

console.log(await espruinoMemory({ blink: all.blink }))
