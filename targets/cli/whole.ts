// whole.ts: files are written whole or not at all: beside their place first, then moved there.
//
//   WH1  if one of several files cannot be written, none has changed
//   WH2  stopping the command leaves no file half-written and nothing beside it: a signal waits until all is written

import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { hindrance } from '../rollup/output'
import { shown } from '../rollup/problems'
import { Failure, fileFailure } from './errors'
import { hold } from './signals'

export type File = [path: string, content: string | Uint8Array]

/** Says at once what would fail after a long build. */
export function refuse(file: string): void {
  const why = hindrance(file)
  if (why !== undefined) throw new Failure(`${shown(file)} ${why}; give another file`)
}

/** Node's own, with `recursive`, never comes back from a folder like /proc, which takes none. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

/** Writes all of `files`, and makes the folders that they are in. */
export function writeWhole(files: File[]): void {
  hold()
  const moves = files.map(([path, content]) => {
    const file = existsSync(path) ? realpathSync(path) : path
    return { file, content, beside: join(dirname(file), `.${basename(file)}.${process.pid}`) }
  })
  try {
    for (const { file, content, beside } of moves) {
      refuse(file)
      try {
        makeFolder(dirname(file))
        writeFileSync(beside, content)
      } catch (error) {
        throw fileFailure(file, 'it cannot be written', error)
      }
    }
    for (const { file, beside } of moves) renameSync(beside, file)
  } finally {
    for (const { beside } of moves) if (existsSync(beside)) rmSync(beside)
  }
}
