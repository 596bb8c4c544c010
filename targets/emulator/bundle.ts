// bundle.ts: a TypeScript program as one ES5 script: runtime, helpers and program, minified as it is flashed.
//
//   BU1  the script imports nothing and is ES5; functions stand before what calls them; arrays have no holes
//   BU2  fields named _x are renamed if they are the library's, and not if the program has such a name too
//   BU3  the board and the mocks are a script of their own: they are no part of what is flashed

import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TraceMap, eachMapping } from '@jridgewell/trace-mapping'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import type { Plugin, RollupLog } from 'rollup'
import { minify } from '../minify.mjs'
import { digest, remembered } from './cache'

export interface Sources {
  entry: string
  /** What plays the hardware; without it, nothing does. */
  mocks?: string | undefined
}

export interface Script {
  code: string
  /** Leads back to the sources, which it names by their place below ROOT. */
  map: EncodedSourceMap
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
  /** What is flashed. */
  program: Script
  /** The board, with the mocks on it. */
  device: Script
  parts: Parts
  /** What TypeScript has against the program. */
  warnings: string[]
}

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const GUEST = resolve(ROOT, 'targets/emulator/guest')
const CACHE = resolve(ROOT, 'node_modules/.cache/ringloop')
/** Where the scripts would be, were they written; the compiler does not write its own notes to anywhere below it. */
const NOWHERE = resolve(ROOT, 'dist/emulator')

function isOurs(source: string): boolean {
  return source.startsWith('src/') || source.startsWith('targets/')
}

/** TypeScript leaves holes in lists, which Espruino cannot skip; to the helpers, a hole and 0 are the same. */
const fillHoles: Plugin = {
  name: 'fill-holes',
  transform: (code) => ({
    code: code.replace(/\.trys\.push\(\[[^\]]*\]\)/g, (list) => list.replaceAll(', ,', ',0,')),
    map: null, // nothing has moved
  }),
}

/** Collects names like _x. */
class Fields {
  readonly #library = new Set<string>()
  readonly #program = new Set<string>()

  readonly plugin: Plugin = {
    name: 'fields',
    transform: (code, id) => {
      const names = isOurs(relative(ROOT, id)) ? this.#library : this.#program
      for (const [name] of code.matchAll(/\b_[a-z]\w*/g)) names.add(name)
    },
  }

  /** Those of the library that the program does not have. */
  get regex(): RegExp {
    return new RegExp(`^(?:${[...this.#library].filter((name) => !this.#program.has(name)).join('|')})$`)
  }
}

/** The library calls helpers.ts in place of tslib, the program all of emit.ts. */
const tslib: Plugin = {
  name: 'tslib',
  resolveId: (id, importer) => {
    if (id !== 'tslib' || importer === undefined) return null
    return resolve(ROOT, isOurs(relative(ROOT, importer)) ? 'src/helpers.ts' : 'src/emit.ts')
  },
}

/** Mocks play the hardware; a second runtime in them would be a mistake. */
const noLibrary: Plugin = {
  name: 'no-library',
  resolveId: (id) => {
    if (id === 'ringloop') throw new Error('mocks: they import the library; import types only, for they play the hardware')
    return null
  },
}

async function compiler({ entry, mocks }: Sources, cacheDir: string): Promise<Plugin> {
  const { default: typescript } = await import('@rollup/plugin-typescript')
  return typescript({
    tsconfig: resolve(GUEST, 'tsconfig.json'),
    tslib: resolve(ROOT, 'src/emit.ts'),
    filterRoot: false,
    cacheDir,
    outputToFilesystem: true,
    compilerOptions: {
      noEmit: false, sourceMap: true, inlineSources: true, incremental: true, tsBuildInfoFile: resolve(cacheDir, 'tsbuildinfo'),
      paths: {
        ringloop: [resolve(GUEST, 'ringloop.ts')],
        tslib: [resolve(ROOT, 'src/emit.ts')],
        program: [entry],
        mocks: [mocks ?? resolve(GUEST, 'nothing.ts')],
      },
    },
  })
}

/** What the compiler has made already, for a second bundle. */
function compiled({ name, resolveId, load }: Plugin): Plugin {
  return { name, resolveId, load } as Plugin
}

/** TypeScript's complaint as one line that starts with its place. */
function textOf({ message, loc }: RollupLog): string {
  const place = loc?.file === undefined ? '' : `${relative(process.cwd(), loc.file)}:${loc.line}:${loc.column} `
  return place + message.slice(message.indexOf('TS'))
}

/** Bundles from guest/<name>.ts on; `files` are those that it was made of. */
async function scriptOf(name: string, plugins: Plugin[], warnings: string[]): Promise<Script & { files: string[] }> {
  const { rollup } = await import('rollup')
  const build = await rollup({
    input: resolve(GUEST, `${name}.ts`),
    plugins,
    onwarn({ code, message, exporter, ...rest }) {
      if (code === 'UNRESOLVED_IMPORT') throw new Error(`${exporter}: this module cannot be found; import 'ringloop', or a file by its path`)
      if (code === 'PLUGIN_WARNING') warnings.push(textOf({ message, ...rest }))
    },
  })
  const { output: [{ code, map }] } = await build.generate({
    format: 'iife', file: resolve(NOWHERE, `${name}.js`), sourcemap: true, strict: true, freeze: false, externalLiveBindings: false,
    sourcemapPathTransform: (source) => relative(ROOT, resolve(NOWHERE, source)),
  })
  await build.close()
  return { code, map: map as unknown as EncodedSourceMap, files: build.watchFiles.filter((file) => existsSync(file)) }
}

async function minified({ code, map }: Script, regex: RegExp): Promise<Script> {
  const terser = await import('terser')
  const settings = minify('iife')
  settings.mangle.properties = { regex } // BU2
  const result = await terser.minify(code, { ...settings, sourceMap: { content: JSON.stringify(map), asObject: true } })
  return { code: result.code ?? '', map: result.map as EncodedSourceMap }
}

function partOf(source: string): keyof Parts {
  if (/^src\/(emit|frame|helpers)\.ts$/.test(source)) return 'helpers'
  if (source.startsWith('src/')) return 'runtime'
  return isOurs(source) ? 'emulator' : 'program'
}

/** Gives each byte to the source that the map names for it. */
function partsOf({ code, map }: Script): Parts {
  const parts: Parts = { runtime: 0, helpers: 0, emulator: 0, program: 0 }
  const lengths = code.split('\n').map((text) => Buffer.byteLength(text) + 1)
  let part: keyof Parts = 'runtime'
  let [line, column] = [0, 0]
  const goTo = (toLine: number, toColumn: number) => {
    for (; line < toLine; line++, column = 0) parts[part] += (lengths[line] ?? 0) - column
    parts[part] += toColumn - column
    column = toColumn
  }
  eachMapping(new TraceMap(map), ({ generatedLine, generatedColumn, source }) => {
    goTo(generatedLine - 1, generatedColumn)
    if (source !== null) part = partOf(source)
  })
  goTo(lengths.length, 0)
  parts[part]-- // the last line has no end
  return parts
}

async function make(sources: Sources, cacheDir: string): Promise<{ value: Bundle; files: string[] }> {
  const warnings: string[] = []
  const fields = new Fields()
  const typescript = await compiler(sources, cacheDir)
  const whole = await scriptOf('program', [tslib, typescript, fillHoles, fields.plugin], warnings)
  const device = await scriptOf('device', [noLibrary, tslib, compiled(typescript)], [])
  const program = await minified(whole, fields.regex)
  return {
    value: { program, device: { code: device.code, map: device.map }, parts: partsOf(program), warnings },
    files: [...whole.files, ...device.files, ...settings()],
  }
}

/** What else decides on the outcome. */
function settings(): string[] {
  const files = ['targets/emulator/bundle.ts', 'targets/minify.mjs', 'targets/emulator/guest/tsconfig.json', 'tsconfig.json', 'tsconfig.base.json', 'package.json']
  return files.map((file) => resolve(ROOT, file)).filter((file) => existsSync(file))
}

/** Bundles a program. Kept in node_modules/.cache/ringloop, since TypeScript and the minifier take seconds. */
export async function bundle({ entry, mocks }: Sources): Promise<Bundle> {
  const sources = { entry: resolve(entry), mocks: mocks && resolve(mocks) }
  for (const file of [sources.entry, sources.mocks]) {
    if (file && !existsSync(file)) throw new Error(`${relative(process.cwd(), file)}: there is no such file`)
  }
  const cacheDir = resolve(CACHE, digest(sources.entry, sources.mocks ?? '').slice(0, 12))
  return remembered(resolve(cacheDir, 'bundle.json'), () => make(sources, cacheDir))
}
