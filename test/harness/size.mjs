// size.mjs: bytes of each minified bundle, as stored and gzipped. `npm run size`.

import { readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const targets = readdirSync('dist').filter((target) => !['suite', 'tslib', 'virtual'].includes(target))
for (const target of targets) {
  for (const file of readdirSync(`dist/${target}`).filter((name) => /\.(js|mjs)$/.test(name) && (target === 'node' || name.includes('.min.')))) {
    const bytes = readFileSync(`dist/${target}/${file}`)
    console.log(`${`${target}/${file}`.padEnd(32)} ${String(bytes.length).padStart(7)} bytes ${String(gzipSync(bytes).length).padStart(7)} gzipped`)
  }
}
