// bundle.ts: a TypeScript program as it is flashed, and the mocks that play the hardware for it.
//
//   BU1  it is what the preset (targets/rollup) makes for the target, with the target's own library and port, but for a line
//        that tells the board of tasks (src/watch.ts)
//   BU2  what TypeScript and the target's checks have against it are warnings here: the program runs all the same, unless its
//        syntax is wrong
//   BU3  mocks are a script of their own, no part of what is flashed: not checked, not lowered, and without the library

import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import type { OutputOptions, Plugin, RollupBuild } from 'rollup'
import { configuration } from '../rollup'
import { contents } from '../rollup/contents'
import type { Script } from '../rollup/contents'
import { engines } from '../rollup/engines'
import type { Target } from '../rollup/engines'
import { ROOT, isHelper } from '../rollup/library'
import { typescript } from '../rollup/peers'
import { fail, placeOf, shown, textOf } from '../rollup/problems'
import { CACHE, digest, remembered } from './cache'
import { partsFor } from './parts'
import type { Parts } from './parts'
import { tool } from './tools'
import type { Parts as Bytes, ProgramOptions } from './types'

export type { Script }

export interface Bundle {
  /** What is flashed, and whether it is a module. The maps name the sources by their place below ROOT. */
  program: Script
  isModule: boolean
  board: Script
  mocks: Script
  bytes: Bytes
  /** What TypeScript and the target's checks have against the program. */
  warnings: string[]
}

export type Sources = Pick<ProgramOptions, 'entry' | 'preload' | 'target' | 'minify' | 'modern' | 'tsconfig'>

/** What Sources come to. */
interface Job {
  entry: string
  mocks: string[]
  target: Target
  minify: boolean
  modern: boolean
  tsconfig: string | undefined
}

/** Where the scripts would be, were they written. */
const NOWHERE = resolve(ROOT, 'dist/emulator')
const sourcemapPathTransform = (source: string) => relative(ROOT, resolve(NOWHERE, source))

const PROGRAM = '\0ringloop-program'
const WATCH = '\0ringloop-watch'
const MOCKS = '\0ringloop-mocks'

/** A module of these lines for each id. */
function modules(texts: Record<string, string[]>): Plugin {
  return {
    name: 'ringloop',
    resolveId: (id) => (id in texts ? id : null),
    load: (id) => texts[id]?.join('\n') ?? null,
  }
}

async function scriptOf(build: RollupBuild, output: OutputOptions): Promise<Script & { files: string[] }> {
  const { output: [{ code, map }] } = await build.generate({ ...output, sourcemap: true, sourcemapPathTransform })
  await build.close()
  return { code, map: map as unknown as EncodedSourceMap, files: build.watchFiles.filter((file) => existsSync(file)) }
}

async function programOf({ entry, target, minify, modern, tsconfig }: Job, { library }: Parts) {
  const { rollup } = await tool(import('rollup'))
  const warnings: string[] = []
  const hooks = modules({
    [PROGRAM]: [`import '${WATCH}'`, `import ${JSON.stringify(entry)}`],
    [WATCH]: ["import { __watch } from 'tslib'", '__watch(emulator.watcher)'],
  })
  const settings = configuration({
    target, engine: engines[target], library, entry,
    options: { file: resolve(NOWHERE, 'program.js'), plugins: [hooks], minify, modern, ...(tsconfig === undefined ? {} : { tsconfig }) },
    refuse(problems) {
      const syntax = problems.filter(({ message }) => /^TS1\d{3}: /.test(message))
      if (syntax.length > 0) fail(this, textOf(syntax))
      warnings.push(...problems.map((problem) => textOf([problem])))
    },
  })
  const build = await rollup({ ...settings, input: PROGRAM, onwarn: (warning) => { warnings.push(warning.message) } })
  return { ...await scriptOf(build, settings.output as OutputOptions), warnings }
}

/** Finds what mocks import, and takes types away. */
async function stripped({ espruino }: Parts): Promise<Plugin> {
  const ts = await typescript()
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: true, inlineSources: true }
  return {
    name: 'ringloop',
    resolveId(id, importer) {
      if (id === 'ringloop/testing/espruino') return espruino
      if (id === 'ringloop' || id === 'tslib') {
        throw new Error('mocks: they import the library; import types only, for they play the hardware')
      }
      if (!/^[./]/.test(id) || importer === undefined) return null
      const path = importer.startsWith('\0') ? id : resolve(dirname(importer), id)
      const names = [path, `${path}.ts`, path.replace(/\.js$/, '.ts'), `${path}.js`, `${path}/index.ts`]
      return names.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile()) ?? fail(this, `${shown(importer)}: '${id}' is no file; give a path from there`)
    },
    transform(code, id) {
      if (!/\.[mc]?tsx?$/.test(id)) return null
      const options = { compilerOptions, fileName: id, reportDiagnostics: true }
      const { outputText, sourceMapText, diagnostics: [first] = [] } = ts.transpileModule(code, options)
      if (first) {
        const { line, column } = placeOf(code, first.start ?? 0)
        fail(this, `${shown(id)}:${line}:${column} TS${first.code}: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`)
      }
      return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: sourceMapText ?? null }
    },
  }
}

async function mocksOf({ target, mocks }: Job, parts: Parts) {
  const { rollup } = await tool(import('rollup'))
  const all = [...(target === 'espruino' ? ['ringloop/testing/espruino'] : []), ...mocks]
  const build = await rollup({
    input: MOCKS,
    plugins: [modules({ [MOCKS]: all.map((id) => `import ${JSON.stringify(id)}`) }), await stripped(parts)],
    onwarn(warning, warn) {
      if (warning.code === 'UNRESOLVED_IMPORT') throw new Error(`${warning.message}; mocks can import files by their path`)
      if (warning.code !== 'EMPTY_BUNDLE') warn(warning)
    },
  })
  return scriptOf(build, { file: resolve(NOWHERE, 'mocks.js'), format: 'iife' })
}

function partOf(source: string): keyof Bytes {
  if (/^src\/(inspect|watch)\.ts$/.test(source)) return 'emulator'
  if (source.startsWith('src/')) return isHelper(source.slice('src/'.length)) ? 'helpers' : 'runtime'
  return source.startsWith('targets/') ? 'runtime' : 'program'
}

/** The board as it was built, with a map like the others'. */
function boardOf({ board }: Parts): Script {
  const map = JSON.parse(readFileSync(`${board}.map`, 'utf8')) as EncodedSourceMap
  const sources = map.sources.map((source) => source && relative(ROOT, resolve(dirname(board), source)))
  return { code: readFileSync(board, 'utf8'), map: { ...map, sources } }
}

/** Where the user has files that are not named by any import: declarations, and settings of TypeScript. */
function foldersOf(files: string[]): string[] {
  return [...new Set(files.map((file) => dirname(file)))].filter((folder) => !/[/\\]node_modules([/\\]|$)/.test(folder))
}

async function make(job: Job): Promise<{ value: Bundle; files: string[] }> {
  const parts = await partsFor(job.target)
  const mocks = await mocksOf(job, parts)
  const program = await programOf(job, parts)
  const board = boardOf(parts)
  return {
    value: {
      program: { code: program.code, map: program.map },
      isModule: engines[job.target].form === 'module',
      board,
      mocks: { code: mocks.code, map: mocks.map },
      bytes: { runtime: 0, helpers: 0, emulator: 0, program: 0, ...Object.fromEntries(contents(program, 'runtime', partOf)) },
      warnings: [...new Set(program.warnings)],
    },
    files: [...program.files, ...foldersOf(program.files), ...mocks.files, parts.board, ...parts.settings],
  }
}

function checkFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new Error(`${shown(file)}: there is no such file`)
  if (found.isDirectory()) throw new Error(`${shown(file)}: is a folder; give a file`)
}

/** Bundles a program. Kept in node_modules/.cache/ringloop, since TypeScript and the minifier take seconds. */
export async function bundle({ entry, preload = [], target = 'espruino', minify = true, modern, tsconfig }: Sources): Promise<Bundle> {
  if (!(target in engines)) throw new Error(`target: '${target}' is no target; give one of ${Object.keys(engines).join(', ')}`)
  const job: Job = {
    entry: resolve(entry), mocks: [preload].flat().map((file) => resolve(file)), target, minify,
    modern: modern ?? engines[target].syntax !== 'ES5', tsconfig: tsconfig === undefined ? undefined : resolve(tsconfig),
  }
  for (const file of [job.entry, ...job.mocks]) checkFile(file)
  return remembered(resolve(CACHE, `${digest(JSON.stringify(job)).slice(0, 12)}.json`), () => make(job))
}
