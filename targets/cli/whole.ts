// whole.ts: files are written whole or not at all: beside their place first, then moved there.
//
//   WH1  if one of several files cannot be written, none has changed
//   WH2  stopping the command leaves no file half-written and nothing beside it: a signal waits until all is written

import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { shown } from '../rollup/problems'
import { EXIT, Failure, fileFailure } from './errors'

export type File = [path: string, content: string | Uint8Array]

/** Says at once what would fail after a long build. */
export function refuseFolder(file: string): void {
  if (existsSync(file) && statSync(file).isDirectory()) throw new Failure(`${shown(file)} is a folder; give a file to write to`)
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function interrupted(): void {
  process.exit(EXIT.interrupted)
}

/** Writes all of `files`, and makes the folders that they are in. */
export function writeWhole(files: File[]): void {
  for (const signal of SIGNALS) process.on(signal, interrupted)
  const moves = files.map(([path, content]) => ({ path, content, beside: join(dirname(path), `.${basename(path)}.${process.pid}`) }))
  try {
    for (const { path, content, beside } of moves) {
      refuseFolder(path)
      try {
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(beside, content)
      } catch (error) {
        throw fileFailure(path, 'it cannot be written', error)
      }
    }
    for (const { path, beside } of moves) renameSync(beside, path)
  } finally {
    for (const { beside } of moves) rmSync(beside, { force: true })
    // the event loop first, which has kept a signal
    setImmediate(() => { for (const signal of SIGNALS) process.off(signal, interrupted) })
  }
}
