// output.ts: what is done to the bundle before it is written: shaken, made small, and put into the engine's form.
//
//   O1  a script has no exports: nobody could import them
//   O2  fields named _x are renamed if they are the library's or the lowering's, and not if the program's own source has such
//       a name too
//   O3  what the engine cannot run is an error also if only the output shows it (checks.ts)
//   O4  nothing is written that cannot be written whole: file and source map are tried before
//   O5  what is to leave nothing global is in a function. Not every script is: each function in one takes a block of memory more

import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import type { Program } from 'acorn'
import type { ExistingRawSourceMap, NormalizedOutputOptions, Plugin, RenderedChunk } from 'rollup'
import type { MinifyOptions } from 'terser'
import type { Engine } from './engines'
import { withoutTime } from './kept'
import { isPart } from './library'
import type { Library } from './library'
import { marksIn } from './marks'
import { compressed, frequent, hoisted, mangled, minified } from './minify'
import { catching, checking, merger, terser } from './peers'
import { fail, shown } from './problems'
import { shake, wordsIn } from './shake'
import type { Words } from './shake'
import type { Setup } from './typescript'

/** The program's own files as they were written. */
export type Sources = Map<string, string>

interface Form extends Pick<Setup, 'target' | 'refuse'> {
  engine: Engine
  library: Library
  entry: string
  sources: Sources
  /** The modules that may await a promise of the host's; without it, any may. */
  foreign?: Set<string>
  minify: boolean
  es5: boolean
}

interface Written {
  code: string
  map: ExistingRawSourceMap
}

/** O1. Nothing moves. */
function withoutExports(code: string, program: Program): string {
  let script = code
  for (const { type, start, end } of program.body) {
    if (type === 'ExportNamedDeclaration') script = script.slice(0, start) + ' '.repeat(end - start) + script.slice(end)
  }
  return script
}

const FIELD = /[\w$]+/g
const isField = (name: string) => /^_(\$|[a-z])/.test(name)

/** O2 */
function fieldsIn(code: string, sources: Sources): RegExp {
  const own = new Set([...sources.values()].flatMap((text) => text.match(FIELD) ?? []))
  const names = new Set((code.match(FIELD) ?? []).filter((name) => isField(name) && !own.has(name)))
  return new RegExp(`^(?:${[...names].map((name) => name.replaceAll('$', '\\$')).join('|')})$`)
}

/** Why a file cannot be written, if it cannot. */
export function hindrance(file: string): string | undefined {
  if (existsSync(file)) {
    if (statSync(file).isDirectory()) return 'is a folder'
    if (!statSync(file).isFile()) return 'is a device or a pipe'
    return isWritable(file) ? undefined : 'is write-protected'
  }
  let folder = dirname(file)
  while (!existsSync(folder)) folder = dirname(folder)
  if (!statSync(folder).isDirectory()) return `cannot be made: ${shown(folder)} is no folder`
  return isWritable(folder) ? undefined : `cannot be made: ${shown(folder)} is write-protected`
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Which program each file was written by, in this process. */
const writers = new Map<string, string>()

export function output({ target, engine, library, entry, sources, foreign, minify, es5, refuse }: Form): Plugin {
  function isOwn(id: string): boolean {
    return !isPart(library, id) && !id.startsWith('\0')
  }

  function words(code: string, parse: (code: string) => Program, { modules }: RenderedChunk): Words {
    // an object of all that the library exports: the program may name any of it
    if (code.includes('__proto__: null')) return wordsIn([parse(code)])
    return wordsIn(Object.entries(modules).flatMap(([id, { code }]) => (isOwn(id) && code !== null ? [parse(code)] : [])))
  }

  return {
    name: 'ringloop',

    buildStart() {
      sources.clear()
    },

    async renderChunk(rendered, chunk) {
      const code = withoutTime(rendered)
      const parse = (text: string) => this.parse(text) as Program
      let text = engine.form === 'script' ? withoutExports(code, parse(code)) : code
      const own = words(text, parse, chunk)
      const marks = marksIn(text, parse(text))
      if (engine.syntax === 'ES5') {
        text = shake(text, parse(text), {
          modern: !es5, foreign: foreign === undefined || foreign.size > 0, lacks: engine.lacks, short: minify,
          words: own,
        })
      }
      if (es5) text = (await catching())(text)
      const settings = { es5, toplevel: true, fields: fieldsIn(text, sources), reserved: engine.reserved }
      const written = async (code: string, options: MinifyOptions, content?: object): Promise<Written> => {
        const sourceMap = { asObject: true, ...(content && { content: content as EncodedSourceMap }) }
        const nameCache = options.mangle ? frequent(parse(code), settings) : undefined
        const result = await (await terser()).minify(code, { ...options, module: engine.form === 'module', nameCache, sourceMap })
        return { code: result.code ?? '', map: result.map as ExistingRawSourceMap }
      }
      const merging = async (): Promise<Written> => {
        const one = (await merger())(await written(text, compressed(settings)), marks, own.names)
        // functions that were apart are one
        return written(es5 ? (await catching())(one.code) : one.code, mangled(settings), one.map)
      }
      const made = await (!minify ? written(text, hoisted(es5, true)) : engine.merges ? merging() : written(text, minified(settings)))
      const isClosed = engine.closing !== undefined && made.code.includes(engine.closing)
      const [head, foot] = isClosed ? ['(function () {', '\n})()'] : [engine.head, '']
      if (head === '') return made
      return { code: `${head}\n${made.code}${foot}`, map: { ...made.map, mappings: `;${made.map.mappings}` } }
    },

    async generateBundle(options: NormalizedOutputOptions, bundle, isWrite) {
      const { checkOutput } = await checking()
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !es5) continue
        const folder = dirname(resolve(options.file ?? ''))
        const problems = checkOutput(chunk.code, target, chunk.map as EncodedSourceMap | null ?? undefined)
          .map((problem) => ({ ...problem, file: resolve(folder, problem.file) }))
          // the library's own code is what its tests are for
          .filter(({ file }) => chunk.map === null || sources.has(file))
        if (problems.length > 0) refuse.call(this, problems)
      }
      if (!isWrite || options.file === undefined) return
      const files = [options.file, ...(options.sourcemap === true ? [`${options.file}.map`] : [])]
      for (const file of files) {
        const why = hindrance(resolve(file))
        if (why !== undefined) fail(this, `${shown(resolve(file))} ${why}; give another { file }`)
      }
      const writer = writers.get(resolve(options.file))
      if (writer !== undefined && writer !== entry) {
        fail(this, `${shown(resolve(options.file))} is what ${shown(writer)} was built to; give one of the two another { file }`)
      }
      writers.set(resolve(options.file), entry)
    },

    closeWatcher() {
      writers.clear()
    },
  }
}
