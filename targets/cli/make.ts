// make.ts: a program built for an engine, in memory: what `build` writes and `flash` hands over.
//
//   MA1  the way is the preset's (targets/rollup): the same program gives the same bytes by `rollup -c`
//   MA2  nothing is written

import { existsSync, statSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import type { OutputOptions, Plugin, RollupBuild, RollupOptions } from 'rollup'
import { configuration } from '../rollup'
import type { Target } from '../rollup'
import { engines } from '../rollup/engines'
import { ROOT, isHelper, libraryFor } from '../rollup/library'
import { measuring, rollup } from '../rollup/peers'
import { shown, textOf } from '../rollup/problems'
import { Failure, Usage } from './errors'
import type { Progress } from './terminal'
import type { File } from './whole'

export interface Program {
  entry: string
  target: Target
  /** where to; default: the preset's */
  file?: string | undefined
  modern?: boolean | undefined
  minify: boolean
  tsconfig?: string | undefined
}

/** Bytes of a bundle by where they come from. */
export interface Parts {
  runtime: number
  helpers: number
  packages: number
  own: number
}

export interface Made {
  /** the bundle, and where it goes */
  file: string
  bytes: number
  parts: Parts
  /** bundle and source map */
  files: File[]
}

/** Engines that run what is newer than ES5. */
const MODERN: Target[] = ['quickjs', 'moddable', 'node']

function partOf(file: string, target: Target): keyof Parts {
  const [folder, name = ''] = relative(ROOT, file).split(sep)
  if (folder === 'src') return isHelper(name) ? 'helpers' : 'runtime'
  if (folder === 'targets' && name === target) return 'runtime'
  return file.split(sep).includes('node_modules') ? 'packages' : 'own'
}

/** Says what is being done. */
function telling(progress: Progress, { entry, target }: Program): Plugin {
  const tell = (what: string) => { progress.step(`${shown(resolve(entry))} for ${target}: ${what}`) }
  return {
    name: 'progress',
    buildStart: () => tell('checking types'),
    buildEnd: () => tell('lowering'),
    renderStart: () => tell('making it small'),
  }
}

/** How Rollup builds it. Throws Usage and Failure for what cannot be. */
export function settings(program: Program, progress: Progress, warn: (message: string) => void): RollupOptions {
  const { entry, target, file, modern, minify, tsconfig } = program
  const path = resolve(entry)
  if (!existsSync(path)) throw new Failure(`${shown(path)}: there is no such file`)
  if (statSync(path).isDirectory()) throw new Failure(`${shown(path)} is a folder; give the file that the program starts with`)
  if (modern === true && !MODERN.includes(target)) throw new Usage(`--modern: ${target} runs ES5 only; leave it out`)
  return {
    ...configuration({
      target, engine: engines[target], library: libraryFor(target), entry: path,
      options: { file, minify, modern, tsconfig, plugins: [telling(progress, program)] },
      refuse(problems) { throw new Failure(textOf(problems)) },
    }),
    onwarn: ({ message }) => { warn(message) },
  }
}

/** What Rollup has made, as files. */
export async function collected(build: Pick<RollupBuild, 'generate'>, output: OutputOptions, target: Target): Promise<Made> {
  const { contents } = await measuring()
  const file = resolve(output.file ?? '')
  const { output: [{ code, map, moduleIds }, ...others] } = await build.generate(output)
  if (moduleIds.includes(file)) throw new Failure(`${shown(file)} is a part of the program itself; give another file to write to`)
  const script = { code, map: map as unknown as EncodedSourceMap }
  const parts = contents(script, 'runtime', (source) => partOf(resolve(dirname(file), source), target))
  const beside = others.map((other): File => {
    return [resolve(dirname(file), other.fileName), other.type === 'asset' ? other.source : other.code]
  })
  return {
    file, bytes: Buffer.byteLength(code),
    parts: { runtime: 0, helpers: 0, packages: 0, own: 0, ...Object.fromEntries(parts) },
    files: [[file, code], ...beside],
  }
}

/** Builds a program. */
export async function make(program: Program, progress: Progress, warn: (message: string) => void): Promise<Made> {
  const options = settings(program, progress, warn)
  progress.step(shown(resolve(program.entry)))
  try {
    const build = await (await rollup()).rollup(options)
    try {
      return await collected(build, options.output as OutputOptions, program.target)
    } finally {
      await build.close()
    }
  } finally {
    progress.clear()
  }
}
