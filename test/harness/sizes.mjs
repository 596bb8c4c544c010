// sizes.mjs: bytes of programs as the preset builds them, minified: a blinker, the plant monitor, and one that uses everything.
//
// package.json has the most that each may take ("budgets").

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { rollup } from 'rollup'

/** target -> program -> the most bytes */
export const { budgets } = JSON.parse(readFileSync('package.json', 'utf8'))

/** A program that mentions every public name, and every public method of every class. */
async function everything() {
  const library = await import(resolve('dist/node/index.mjs'))
  const names = Object.keys(library).filter((name) => !name.endsWith('Port'))
  const methods = names.flatMap((name) => Object.getOwnPropertyNames(library[name].prototype ?? {}))
    .filter((name) => /^[a-z]/.test(name) && name !== 'constructor')
  return `import { ${names.join(', ')} } from 'ringloop'\n`
    + `;(globalThis as { all?: unknown }).all = [${names.join(', ')}, ${[...new Set(methods)].map((name) => `'${name}'`).join(', ')}]\n`
}

/** Where the programs are, each in a folder of its own. */
export async function programs() {
  const folder = mkdtempSync(join(tmpdir(), 'ringloop-size-'))
  const blink = join(folder, 'blink.ts')
  const all = join(folder, 'everything.ts')
  cpSync('targets/cli/project/src/blink.ts', blink)
  writeFileSync(all, await everything())
  return { blink, plant: resolve('test/programs/plant.ts'), everything: all }
}

/** What is flashed of a program. */
export async function built(target, entry) {
  const preset = await import(resolve('dist/rollup/index.mjs'))
  const config = preset.target(target, entry)
  const bundle = await rollup(config)
  const { output: [{ code }] } = await bundle.generate(config.output)
  await bundle.close()
  return Buffer.from(code)
}
