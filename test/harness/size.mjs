// size.mjs: bytes of programs as the preset builds them, minified: a blinker, the plant monitor, and one that uses everything.
// `npm run size`.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rollup } from 'rollup'
import { target } from '../../dist/rollup/index.mjs'

const folder = mkdtempSync(join(tmpdir(), 'ringloop-size-'))
const everything = join(folder, 'everything.ts')
// a name that is mentioned is kept, and so is all that is called by names
writeFileSync(everything, "import * as all from 'ringloop'\n;(globalThis as { all?: unknown }).all = all\n")

const programs = { blink: 'targets/cli/project/src/blink.ts', plant: 'test/programs/plant.ts', everything }

for (const [program, entry] of Object.entries(programs)) {
  for (const name of ['espruino', 'quickjs', 'moddable', 'mquickjs']) {
    const shown = `${program.padEnd(12)} ${name.padEnd(10)}`
    try {
      const config = target(name, entry)
      const bundle = await rollup(config)
      const { output: [{ code }] } = await bundle.generate(config.output)
      const bytes = Buffer.from(code)
      console.log(`${shown} ${String(bytes.length).padStart(7)} bytes ${String(gzipSync(bytes).length).padStart(7)} gzipped`)
    } catch (error) {
      // what an engine has not, no build makes
      console.log(`${shown} ${String(error.message).split('\n')[1] ?? error.message}`)
    }
  }
}
