// sizes.ts: bytes of programs as the preset builds them, minified: a blinker, the plant monitor, and one that uses everything.
//
// package.json has the most that each may take ("budgets": bytes; memory: memory.ts).

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { rollup } from 'rollup'
import type { OutputOptions } from 'rollup'
import type { Target } from '../../targets/rollup'

interface Budgets {
  /** target -> program -> the most bytes */
  budgets: Partial<Record<Target, Record<string, number>>>
  /** target -> unit -> program -> the most of it */
  memory: Partial<Record<Target, Record<string, Record<string, number>>>>
}

export const { budgets, memory } = JSON.parse(readFileSync('package.json', 'utf8')) as Budgets

/** A program that mentions every public name, and every public method of every class. */
async function everything(): Promise<string> {
  const library = await import(resolve('dist/node/index.mjs')) as Record<string, { prototype?: object }>
  const names = Object.keys(library).filter((name) => !name.endsWith('Port'))
  const methods = names.flatMap((name) => Object.getOwnPropertyNames(library[name]?.prototype ?? {}))
    .filter((name) => /^[a-z]/.test(name) && name !== 'constructor')
  return `import { ${names.join(', ')} } from 'ringloop'\n`
    + `;(globalThis as { all?: unknown }).all = [${names.join(', ')}, ${[...new Set(methods)].map((name) => `'${name}'`).join(', ')}]\n`
}

/** Where the programs are, each in a folder of its own. */
export async function programs(): Promise<{ blink: string; plant: string; everything: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'ringloop-size-'))
  const blink = join(folder, 'blink.ts')
  const all = join(folder, 'everything.ts')
  cpSync('targets/cli/project/src/blink.ts', blink)
  writeFileSync(all, await everything())
  return { blink, plant: resolve('test/programs/plant.ts'), everything: all }
}

async function build(target: Target, entry: string): Promise<Buffer> {
  const preset = await import(resolve('dist/rollup/index.mjs')) as typeof import('../../targets/rollup')
  const config = preset.target(target, entry)
  const bundle = await rollup(config)
  const { output: [{ code }] } = await bundle.generate(config.output as OutputOptions)
  await bundle.close()
  return Buffer.from(code)
}

const known = new Map<string, Promise<Buffer>>()

/** What is flashed of a program. */
export function built(target: Target, entry: string): Promise<Buffer> {
  const key = `${target} ${entry}`
  const code = known.get(key) ?? build(target, entry)
  known.set(key, code)
  return code
}
