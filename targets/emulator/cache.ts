// cache.ts: remembers what took long to make, until a file that it was made of changes.
//
//   CA1  what is remembered is given only if every file has the content that it had then, and no file came that would be read too
//   CA2  a cache that cannot be read or written does no harm: the thing is made anew

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

function projectOf(folder: string): string {
  return existsSync(resolve(folder, 'node_modules')) || dirname(folder) === folder ? folder : projectOf(dirname(folder))
}

/** Where things are kept: with the packages of the project that this process works in. */
export const CACHE = resolve(projectOf(process.cwd()), 'node_modules/.cache/ringloop')

interface Remembered<T> {
  files: string[]
  content: string
  value: T
}

export function digest(...parts: (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}\n`).update(part)
  return hash.digest('hex')
}

/** What TypeScript may find by itself. */
const FOUND = /\.d\.[mc]?ts$|^tsconfig.*\.json$/

/** Of a folder: which files are there that TypeScript may find by itself, and folders of them. */
function listOf(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() || FOUND.test(entry.name))
  return entries.map(({ name }) => name).sort().join('\n')
}

const isFolder = (name: string) => statSync(name).isDirectory()

function contentOf(files: string[]): string {
  return digest(...files.map((file) => (isFolder(file) ? listOf(file) : readFileSync(file))))
}

/** Writes a file of which nobody reads half: under another name first. */
export function replace(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.${process.pid}`, content)
  renameSync(`${file}.${process.pid}`, file)
}

/**
 * The value that `make` gave last time, kept in `file`, or makes it anew. `make` says which files it read, and which folders it
 * looked for some in.
 */
export async function remembered<T>(file: string, make: () => Promise<{ value: T; files: string[] }>): Promise<T> {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Remembered<T>
    if (kept.content === contentOf(kept.files)) return kept.value
  } catch {
    // there is none, or one of its files is gone
  }
  const started = Date.now()
  const { value, files } = await make()
  try {
    if (!existsSync(resolve(CACHE, '../..'))) return value
    // changed while it was made: who knows which content it was made of
    if (files.some((name) => !isFolder(name) && statSync(name).mtimeMs >= started)) return value
    mkdirSync(dirname(file), { recursive: true })
    replace(file, JSON.stringify({ files, content: contentOf(files), value } satisfies Remembered<T>))
  } catch {
    // a read-only folder
  }
  return value
}
