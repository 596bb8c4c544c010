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
import type { OutputChunk, Plugin, RollupLog } from 'rollup'
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
export interface Parts {
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
const HELPERS = resolve(ROOT, 'src/emit.ts')
const CACHE = resolve(ROOT, 'node_modules/.cache/ringloop')
/** Where the scripts would be, were they written. */
const NOWHERE = resolve(ROOT, 'dist/emulator')

/** How a program is minified; BU2 comes on top. */
export const MINIFY = { ecma: 5, toplevel: true, compress: { passes: 2, hoist_funs: true } } as const

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

async function compiler({ entry, mocks }: Sources, cacheDir: string): Promise<Plugin> {
  const { default: typescript } = await import('@rollup/plugin-typescript')
  return typescript({
    tsconfig: resolve(GUEST, 'tsconfig.json'),
    tslib: HELPERS,
    filterRoot: false,
    cacheDir,
    outputToFilesystem: true,
    compilerOptions: {
      noEmit: false, sourceMap: true, inlineSources: true, incremental: true, tsBuildInfoFile: resolve(cacheDir, 'tsbuildinfo'),
      paths: {
        ringloop: [resolve(GUEST, 'ringloop.ts')],
        tslib: [HELPERS],
        program: [entry],
        mocks: [mocks ?? resolve(GUEST, 'nothing.ts')],
      },
    },
  })
}

/** TypeScript's complaint as one line that starts with its place. */
function textOf({ message, loc }: RollupLog): string {
  const place = loc?.file === undefined ? '' : `${relative(process.cwd(), loc.file)}:${loc.line}:${loc.column + 1} `
  return place + message.slice(message.indexOf('TS'))
}

function checkImports({ name, imports }: OutputChunk): void {
  if (imports.some((file) => file.startsWith('ringloop'))) {
    throw new Error('mocks: they import the library; import types only, for they play the hardware')
  }
  if (imports.length > 0) throw new Error(`${name}: ${imports.join(', ')} cannot be found; import 'ringloop' and files by their path`)
}

async function minified({ code, map }: OutputChunk, regex: RegExp): Promise<Script> {
  const { minify } = await import('terser')
  const result = await minify(code, {
    ...MINIFY,
    mangle: { properties: { regex } },
    sourceMap: { content: JSON.stringify(map), asObject: true },
  })
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
  const { rollup } = await import('rollup')
  const warnings: string[] = []
  const fields = new Fields()
  const build = await rollup({
    input: { program: resolve(GUEST, 'program.ts'), device: resolve(GUEST, 'device.ts') },
    plugins: [await compiler(sources, cacheDir), fillHoles, fields.plugin],
    onwarn(warning) {
      if (warning.code === 'PLUGIN_WARNING') warnings.push(textOf(warning))
    },
  })
  const { output } = await build.generate({
    format: 'es', dir: NOWHERE, entryFileNames: '[name].js', chunkFileNames: 'ringloop.js', sourcemap: true,
    sourcemapPathTransform: (source) => relative(ROOT, resolve(NOWHERE, source)),
    freeze: false, externalLiveBindings: false, intro: '(function () {\n"use strict"', outro: '})()',
  })
  await build.close()
  const [program, device] = ['program', 'device'].map((name) => {
    const chunk = output.find(({ fileName }) => fileName === `${name}.js`) as OutputChunk
    checkImports(chunk)
    return chunk
  }) as [OutputChunk, OutputChunk]
  const script = await minified(program, fields.regex)
  const around = { code: device.code, map: device.map as unknown as EncodedSourceMap }
  return {
    value: { program: script, device: around, parts: partsOf(script), warnings },
    files: [...build.watchFiles.filter((file) => existsSync(file)), ...settings()],
  }
}

/** What else decides on the outcome. */
function settings(): string[] {
  const files = ['targets/emulator/bundle.ts', 'targets/emulator/guest/tsconfig.json', 'tsconfig.json', 'tsconfig.base.json', 'package.json']
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
