// source.ts: what programs run on, made from this repository's sources: no build is needed for `npm start`, and tests see
// every change at once. The published package has the same as files (parts.ts).
//
//   SO1  made anew only when a file that it was made of has changed

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { rollup } from 'rollup'
import type { OutputOptions } from 'rollup'
import type { Target } from '../rollup/engines'
import { ROOT } from '../rollup/library'
import { compile } from '../rollup/own'
import { CACHE, remembered, replace } from './cache'
import type { Parts } from './parts'

/** No notes for those who import the bundle: nobody does. */
const PLAIN = { esModule: false, freeze: false, externalLiveBindings: false, sourcemap: true }

interface Job {
  /** names of the files to be made -> where they start */
  input: Record<string, string>
  folder: string
  syntax: string
  tsconfig: string
  output: OutputOptions
}

/** Bundles into `folder`; gives the files that were read. */
async function make({ input, folder, syntax, tsconfig, output }: Job): Promise<string[]> {
  const entries = Object.entries(input).map(([name, file]) => [name, resolve(ROOT, file)])
  const build = await rollup({
    input: Object.fromEntries(entries) as Record<string, string>,
    external: ['time', 'timer'],
    plugins: compile(syntax, tsconfig),
    onwarn(warning) { throw new Error(`${warning.message} (${warning.code})`) },
  })
  const { output: files } = await build.generate({ dir: folder, entryFileNames: '[name].mjs', chunkFileNames: 'shared.mjs', ...PLAIN, ...output })
  await build.close()
  mkdirSync(folder, { recursive: true })
  for (const file of files) replace(resolve(folder, file.fileName), file.type === 'chunk' ? file.code : file.source)
  return build.watchFiles.filter((file) => existsSync(file))
}

/** What else decides on the outcome. */
export function settings(): string[] {
  const tools = ['targets/rollup', 'targets/emulator'].flatMap((folder) => readdirSync(resolve(ROOT, folder)).map((file) => `${folder}/${file}`))
  const files = ['targets/emulator/guest/tsconfig.json', 'tsconfig.json', 'tsconfig.base.json', 'package.json', ...tools]
  return files.map((file) => resolve(ROOT, file)).filter((file) => /\.(ts|json)$/.test(file))
}

async function once(job: Job, main: string): Promise<void> {
  const all = async () => {
    const files = [...await make(job), ...settings()]
    return { value: files, files }
  }
  await remembered(resolve(job.folder, 'made.json'), all)
  if (!existsSync(main)) await all()
}

/** The library of a target, the board, and the mocks that are at hand. */
export async function madeParts(target: Target): Promise<Parts> {
  const folder = resolve(CACHE, `library-${target}`)
  const main = resolve(folder, 'ringloop.mjs')
  const board = resolve(CACHE, 'board')
  // as rollup.config.mjs does it
  const input: Record<string, string> = { ringloop: `targets/${target}/entry.ts`, ...(target === 'node' ? { helpers: 'src/emit.ts' } : {}) }
  await once({ input, folder, syntax: target === 'node' ? 'ES2020' : 'ES5', tsconfig: 'tsconfig.json', output: { format: 'es' } }, main)
  await once({
    input: { board: 'targets/emulator/guest/board.ts' }, folder: board, syntax: 'ES2017', tsconfig: 'targets/emulator/guest/tsconfig.json',
    output: { format: 'iife' },
  }, resolve(board, 'board.mjs'))
  return {
    library: {
      root: folder, main, helpers: target === 'node' ? resolve(folder, 'helpers.mjs') : main,
      types: resolve(ROOT, 'src/index.ts'), helperTypes: resolve(ROOT, 'src/emit.ts'),
    },
    board: resolve(board, 'board.mjs'),
    espruino: resolve(ROOT, 'targets/testing/espruino.ts'),
    settings: settings(),
  }
}
