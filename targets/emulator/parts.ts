// parts.ts: what programs in the emulator are built with and run on, besides their own files.

import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Target } from '../rollup/engines'
import { ROOT, libraryFor } from '../rollup/library'
import type { Library } from '../rollup/library'

export interface Parts {
  library: Library
  /** the script of guest/board.ts */
  board: string
  /** the module ringloop/testing/espruino */
  espruino: string
  /** what else decides on what becomes of a program */
  settings: string[]
}

/** Is this file one of the repository's sources, and not of the package's dist/? */
export const isSource = import.meta.url.endsWith('.ts')

export async function partsFor(target: Target): Promise<Parts> {
  if (isSource) return (await import('./source')).madeParts(target)
  return {
    library: libraryFor(target),
    board: resolve(ROOT, 'dist/emulator/board.js'),
    espruino: resolve(ROOT, 'dist/testing/espruino.mjs'),
    settings: [resolve(ROOT, 'package.json'), fileURLToPath(import.meta.url)],
  }
}
