// lowering.ts: the second step: async functions and generators become functions that make a frame (lower/).

import type { ExistingRawSourceMap, Plugin } from 'rollup'
import { isPart } from './library'
import type { Library } from './library'
import { lowering } from './peers'

interface Placed {
  loc?: { line: number; column: number }
}

/** `foreign`: the modules that may await a promise of the host's, to be filled. */
export function lowered(library: Library, foreign = new Set<string>()): Plugin {
  return {
    name: 'ringloop',

    async transform(code, id) {
      if (isPart(library, id)) return null
      const lower = await lowering()
      try {
        const out = lower(code, { file: id })
        foreign.delete(id)
        if (out?.foreign) foreign.add(id)
        return out ? { code: out.code, map: out.map as ExistingRawSourceMap } : null
      } catch (error) {
        // Rollup leads the place back to what the user wrote
        return this.error(error as Error, (error as Placed).loc)
      }
    },
  }
}
