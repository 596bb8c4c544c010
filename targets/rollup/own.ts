// own.ts: how the library's own files are compiled, for its bundles (rollup.config.mjs) and for the emulator.

import { resolve } from 'node:path'
import nodeResolve from '@rollup/plugin-node-resolve'
import typescript from '@rollup/plugin-typescript'
import type { RollupTypescriptOptions } from '@rollup/plugin-typescript'
import MagicString from 'magic-string'
import type { Plugin } from 'rollup'
import ts from 'typescript'
import { engines } from './engines'
import { es5 } from './es5'
import { flat } from './flat'
import { ROOT } from './library'
import type { Library } from './library'
import { lowered } from './lowering'
import { substitutes } from './substitutes'

const SRC = resolve(ROOT, 'src')

/** TypeScript to JavaScript of the edition `target`, marked for shake.ts, with our helpers instead of tslib's. */
export function compile(target: string, tsconfig = 'tsconfig.json', more: Pick<RollupTypescriptOptions, 'cacheDir' | 'outputToFilesystem' | 'filterRoot' | 'transformers'> = {}): Plugin[] {
  return [
    nodeResolve(),
    typescript({
      tslib: resolve(SRC, 'helpers.ts'),
      ...more,
      // types are for `npm run types` to check, which takes longer than all the rest here
      noCheck: true,
      tsconfig: resolve(ROOT, tsconfig),
      compilerOptions: { target, noEmit: false, sourceMap: true, noUnusedLocals: false, noUnusedParameters: false },
    }),
    flat((file) => file.startsWith(SRC)),
  ]
}

/** For a bundle that is not shaken: all of it is needed (src/needed.ts). */
export const unshaken: Plugin = {
  name: 'unshaken',

  renderChunk(code) {
    const text = new MagicString(code)
    text.replace(/(?<!function )\b__(?:needed|written)\([^()]*\)/g, 'true')
    return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) }
  },
}

/** A library that is elsewhere: every file is the program's. */
const NONE: Library = { root: '\0', main: '', helpers: '', types: '', helperTypes: '' }

/** The same for what runs on the library: async functions and generators go the way of a user's program (index.ts), to ES5. */
export function compileProgram(tsconfig: string): Plugin[] {
  return [...compile('ES2017', tsconfig, { transformers: { after: [substitutes(ts)] } }), lowered(NONE), es5(NONE, engines.quickjs)]
}
