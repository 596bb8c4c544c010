// contents.ts: what a script consists of: how many of its bytes come from which file, as its source map tells.
//
//   CO1  every byte is somebody's, so the sum is the script's length; what the map names no source for belongs to what stands before it

import { TraceMap, eachMapping } from '@jridgewell/trace-mapping'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'

export interface Script {
  code: string
  map: EncodedSourceMap
}

/**
 * Gives each byte to the part that `partOf` names for its source, which is as the map has it. `first` has what stands before the
 * first source.
 */
export function contents<Part extends string>({ code, map }: Script, first: Part, partOf: (source: string) => Part): Map<Part, number> {
  const bytes = new Map<Part, number>()
  const lengths = code.split('\n').map((text) => Buffer.byteLength(text) + 1)
  let part = first
  let [line, column] = [0, 0]
  const add = (count: number) => { bytes.set(part, (bytes.get(part) ?? 0) + count) }
  const goTo = (toLine: number, toColumn: number) => {
    for (; line < toLine; line++, column = 0) add((lengths[line] ?? 0) - column)
    add(toColumn - column)
    column = toColumn
  }
  eachMapping(new TraceMap(map), ({ generatedLine, generatedColumn, source }) => {
    goTo(generatedLine - 1, generatedColumn)
    if (source !== null) part = partOf(source)
  })
  goTo(lengths.length, 0)
  add(-1) // the last line has no end
  return bytes
}
