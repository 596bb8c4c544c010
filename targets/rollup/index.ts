// index.ts: `ringloop/rollup`: a TypeScript program as a file that a device runs, one line of rollup.config.mjs for each.
//
//   import { target } from 'ringloop/rollup'
//   export default [target('espruino', 'src/app.ts'), target('quickjs', 'src/app.ts')]
//
// The way of a program: typescript.ts (types are checked and taken away), lower/ (async functions and generators), es5.ts (the
// rest of what ES5 lacks), then Rollup's bundle; output.ts (shake.ts, minify.ts, for Espruino blocks.ts) makes of it what is flashed.
// Every step keeps the source map true.

import { basename, resolve } from 'node:path'
import type { InputPluginOption, Plugin, PluginContext, RollupOptions } from 'rollup'
import { engines } from './engines'
import type { Engine, Target } from './engines'
import { es5 } from './es5'
import { libraryFor } from './library'
import type { Library } from './library'
import { lowered } from './lowering'
import { output } from './output'
import type { Sources } from './output'
import { fail, textOf } from './problems'
import type { Problem } from './problems'
import { program } from './typescript'
import type { Setup } from './typescript'

export type { Target } from './engines'

export interface TargetOptions {
  /** Where to; default: `dist/<program>.<target>.js`. */
  file?: string
  /** Short names, no comments; default: true. */
  minify?: boolean
  /** Keep what is newer than ES5, native generators above all; default: false, but on Node. */
  modern?: boolean
  /** The tsconfig.json whose settings count; default: the nearest to the program. */
  tsconfig?: string
  /** Default: true, a file beside the output. */
  sourcemap?: boolean | 'inline' | 'hidden'
  /** Rollup plugins of your own; they come first. */
  plugins?: InputPluginOption[]
}

function engineFor(target: string): Engine {
  const known = Object.keys(engines)
  if (!known.includes(target)) throw new Error(`target: '${target}' is no target; give one of ${known.join(', ')}`)
  return engines[target as Target]
}

/** Packages in node_modules, if the plugin that finds them is there. */
async function packages(target: Target): Promise<Plugin | null> {
  try {
    const { default: nodeResolve } = await import('@rollup/plugin-node-resolve')
    return nodeResolve({ exportConditions: [target, 'module', 'import', 'default'], preferBuiltins: target === 'node' })
  } catch {
    return null
  }
}

/** The settings of Rollup that build the program at `entry` for an engine. Throws for what is no target. */
export function target(target: Target, entry: string, options: TargetOptions = {}): RollupOptions {
  function refuse(this: PluginContext, problems: Problem[]): never {
    fail(this, `${entry} cannot be built for ${target}\n${textOf(problems)}`)
  }

  return configuration({ target, engine: engineFor(target), library: libraryFor(target), entry, options, refuse })
}

export interface Build {
  target: Target
  engine: Engine
  library: Library
  entry: string
  options: TargetOptions
  /** Told what TypeScript has against the program. */
  refuse: Setup['refuse']
}

/** The same with an engine and a library of one's own. */
export function configuration({ target, engine, library, entry, options, refuse }: Build): RollupOptions {
  const { minify = true, modern = engine.syntax !== 'ES5', sourcemap = true, tsconfig, plugins = [] } = options
  const name = basename(entry).replace(/\.[mc]?[jt]sx?$/, '')
  const sources: Sources = new Map()
  const foreign = new Set<string>()
  const setup = { target, engine, library, entry: resolve(entry), tsconfig, modern, sources, refuse }
  return {
    input: resolve(entry),
    plugins: [
      plugins,
      program(setup),
      packages(target),
      ...(modern ? [] : [lowered(library, foreign), es5(library, engine)]),
      output({ target, engine, library, entry: resolve(entry), sources, foreign, minify, es5: !modern, refuse }),
    ],
    output: {
      file: options.file ?? `dist/${name}${engine.extension}`,
      format: 'es',
      sourcemap,
      esModule: false,
      freeze: false,
      externalLiveBindings: false,
    },
  }
}
