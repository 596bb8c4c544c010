// bundle.ts: a TypeScript program as one ES5 script: runtime, helpers and program, minified as it is flashed.
//
//   BU1  it is what the preset (targets/rollup) makes for Espruino, but for the library's port and what tells the board of steps
//   BU2  TypeScript's complaints are warnings here: the program runs all the same
//   BU3  the board and the mocks are a script of their own: they are no part of what is flashed

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import type { OutputOptions, Plugin } from 'rollup'
import { configuration } from '../rollup'
import { contents } from '../rollup/contents'
import type { Script } from '../rollup/contents'
import { engines } from '../rollup/engines'
import type { Engine } from '../rollup/engines'
import { ROOT, isHelper } from '../rollup/library'
import type { Library } from '../rollup/library'
import { textOf } from '../rollup/problems'
import { digest, remembered, replace } from './cache'

export interface Sources {
  entry: string
  /** What plays the hardware; without it, nothing does. */
  mocks?: string | undefined
}

/** Bytes of a program's script by where they come from. */
export type Parts = {
  runtime: number
  helpers: number
  /** the virtual clock, and what tells the board about steps: not on a device, where the engine's port is instead */
  emulator: number
  program: number
}

export interface Bundle {
  /** What is flashed. Its map names the sources by their place below ROOT. */
  program: Script
  /** The board, with the mocks on it. */
  device: Script
  parts: Parts
  /** What TypeScript has against the program. */
  warnings: string[]
}

export { ROOT }
export type { Script }

const GUEST = resolve(ROOT, 'targets/emulator/guest')
const CACHE = resolve(ROOT, 'node_modules/.cache/ringloop')
/** Where the scripts would be, were they written. */
const NOWHERE = resolve(ROOT, 'dist/emulator')

/** What the emulator's programs run on: as an engine of the preset, which differs from a device in its library only. */
const engine: Engine = { ...engines.espruino, lacks: [], texts: [] }

/** No notes for those who import the bundle: nobody does. */
const PLAIN = { esModule: false, freeze: false, externalLiveBindings: false }

/** Mocks play the hardware; a second runtime in them would be a mistake. */
const noLibrary: Plugin = {
  name: 'no-library',
  resolveId: (id) => {
    if (id === 'ringloop') throw new Error('mocks: they import the library; import types only, for they play the hardware')
    return null
  },
}

/** The library and its helpers for the emulator, as modules of its own in `folder`; gives the files that they are made of. */
async function makeLibrary(folder: string): Promise<string[]> {
  const [{ rollup }, { compile }] = await Promise.all([import('rollup'), import('../rollup/own')])
  const build = await rollup({
    input: { ringloop: resolve(GUEST, 'ringloop.ts'), helpers: resolve(ROOT, 'src/emit.ts') },
    plugins: compile('ES5', 'targets/emulator/guest/tsconfig.json'),
    onwarn(warning) { throw new Error(`${warning.message} (${warning.code})`) },
  })
  const { output } = await build.generate({
    dir: folder, format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'shared.mjs', sourcemap: true, ...PLAIN,
  })
  await build.close()
  mkdirSync(folder, { recursive: true })
  for (const file of output) replace(resolve(folder, file.fileName), file.type === 'chunk' ? file.code : file.source)
  return build.watchFiles.filter((file) => existsSync(file))
}

/** The library, made anew only when it has changed. */
async function library(): Promise<Library & { files: string[] }> {
  const root = resolve(CACHE, 'library')
  const main = resolve(root, 'ringloop.mjs')
  const make = async () => {
    const files = [...await makeLibrary(root), ...settings()]
    return { value: files, files }
  }
  const files = await remembered(resolve(root, 'library.json'), make)
  if (!existsSync(main)) await make()
  return { root, files, main, helpers: resolve(root, 'helpers.mjs'), types: resolve(ROOT, 'src/index.ts'), helperTypes: resolve(ROOT, 'src/emit.ts') }
}

interface Job {
  entry: string
  library: Library
  plugins: Plugin[]
  /** short names and all of it at the top level, or as it is in a scope of its own */
  flashed: boolean
  warnings: string[]
}

/** Bundles from `entry` on; `files` are those that it was made of. */
async function scriptOf({ entry, library, plugins, flashed, warnings }: Job): Promise<Script & { files: string[] }> {
  const { rollup } = await import('rollup')
  const settings = configuration({
    target: 'espruino', engine, library, entry, options: { file: resolve(NOWHERE, 'program.js'), plugins, minify: flashed },
    refuse(problems) { warnings.push(...problems.map((problem) => textOf([problem]))) },
  })
  const build = await rollup(settings)
  const { output: [{ code, map }] } = await build.generate({
    ...settings.output as OutputOptions, format: flashed ? 'es' : 'iife',
    sourcemapPathTransform: (source) => relative(ROOT, resolve(NOWHERE, source)),
  })
  await build.close()
  return { code, map: map as unknown as EncodedSourceMap, files: build.watchFiles.filter((file) => existsSync(file)) }
}

function partOf(source: string): keyof Parts {
  if (source.startsWith('src/')) return isHelper(source.slice('src/'.length)) ? 'helpers' : 'runtime'
  return source.startsWith('targets/') ? 'emulator' : 'program'
}

function partsOf(script: Script): Parts {
  return { runtime: 0, helpers: 0, emulator: 0, program: 0, ...Object.fromEntries(contents(script, 'runtime', partOf)) }
}

/** The board, and the mocks on it. */
function mocked(mocks: string | undefined): Plugin {
  return { name: 'mocks', resolveId: (id) => (id === 'mocks' ? mocks ?? resolve(GUEST, 'nothing.ts') : null) }
}

async function make({ entry, mocks }: Sources): Promise<{ value: Bundle; files: string[] }> {
  const warnings: string[] = []
  const { files, ...lib } = await library()
  const program = await scriptOf({ entry, library: lib, plugins: [], flashed: true, warnings })
  const device = await scriptOf({ entry: resolve(GUEST, 'device.ts'), library: lib, plugins: [noLibrary, mocked(mocks)], flashed: false, warnings: [] })
  return {
    value: {
      program: { code: program.code, map: program.map }, device: { code: device.code, map: device.map }, parts: partsOf(program), warnings,
    },
    files: [...files, ...program.files, ...device.files, ...settings()],
  }
}

/** What else decides on the outcome. */
function settings(): string[] {
  const tools = readdirSync(resolve(ROOT, 'targets/rollup')).map((file) => `targets/rollup/${file}`).filter((file) => file.endsWith('.ts'))
  const files = ['targets/emulator/bundle.ts', 'targets/emulator/guest/tsconfig.json', 'tsconfig.json', 'tsconfig.base.json', 'package.json']
  return [...files, ...tools].map((file) => resolve(ROOT, file)).filter((file) => existsSync(file))
}

/** Bundles a program. Kept in node_modules/.cache/ringloop, since TypeScript and the minifier take seconds. */
export async function bundle({ entry, mocks }: Sources): Promise<Bundle> {
  const sources = { entry: resolve(entry), mocks: mocks && resolve(mocks) }
  for (const file of [sources.entry, sources.mocks]) {
    if (file && !existsSync(file)) throw new Error(`${relative(process.cwd(), file)}: there is no such file`)
  }
  const cacheDir = resolve(CACHE, digest(sources.entry, sources.mocks ?? '').slice(0, 12))
  return remembered(resolve(cacheDir, 'bundle.json'), () => make(sources))
}
