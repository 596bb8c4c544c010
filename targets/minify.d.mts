// minify.d.mts: the types of minify.mjs, which is JavaScript because rollup.config.mjs is.

import type { MangleOptions, MinifyOptions } from 'terser'

export function minify(format: string): MinifyOptions & { mangle: MangleOptions }
