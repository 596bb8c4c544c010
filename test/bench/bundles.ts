// bundles.ts: bytes of what `npm run build` writes: as it is, minified, and that gzipped.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

export interface Bundle {
  file: string
  plain: number
  /** no number where there is no minified form */
  minified?: number
  /** of the smallest form */
  gzip: number
}

/** Folders of dist/ with bundles of the library. */
const FOLDERS = ['espruino', 'moddable', 'mquickjs', 'node', 'quickjs', 'tslib', 'virtual']

function sizes(folder: string, file: string): Bundle {
  const small = `dist/${folder}/${file.replace(/\.m?js$/, '.min$&')}`
  const plain = readFileSync(`dist/${folder}/${file}`)
  if (!existsSync(small)) return { file: `${folder}/${file}`, plain: plain.length, gzip: gzipSync(plain).length }
  const minified = readFileSync(small)
  return { file: `${folder}/${file}`, plain: plain.length, minified: minified.length, gzip: gzipSync(minified).length }
}

export function bundles(): Bundle[] {
  return FOLDERS.flatMap((folder) => readdirSync(`dist/${folder}`)
    .filter((file) => /\.m?js$/.test(file) && !/\.min\.m?js$/.test(file))
    .map((file) => sizes(folder, file)))
}
