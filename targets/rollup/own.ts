// own.ts: how the library's own files are compiled, for its bundles (rollup.config.mjs) and for the emulator.

import { resolve } from 'node:path'
import nodeResolve from '@rollup/plugin-node-resolve'
import typescript from '@rollup/plugin-typescript'
import type { RollupTypescriptOptions } from '@rollup/plugin-typescript'
import type { Plugin } from 'rollup'
import { flat } from './flat'
import { ROOT } from './library'

const SRC = resolve(ROOT, 'src')

/** TypeScript to JavaScript of the edition `target`, marked for shake.ts, with our helpers instead of tslib's. */
export function compile(target: string, tsconfig = 'tsconfig.json', more: Pick<RollupTypescriptOptions, 'cacheDir' | 'outputToFilesystem' | 'filterRoot'> = {}): Plugin[] {
  return [
    nodeResolve(),
    typescript({
      tslib: resolve(SRC, 'helpers.ts'),
      ...more,
      tsconfig: resolve(ROOT, tsconfig),
      compilerOptions: { target, noEmit: false, sourceMap: true, noUnusedLocals: false, noUnusedParameters: false },
    }),
    flat((file) => file.startsWith(SRC)),
  ]
}
