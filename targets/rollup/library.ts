// library.ts: where the library is, by its own package.json: source (this repository) and built (node_modules) alike.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Target } from './engines'

interface Conditions {
  [condition: string]: string | Conditions
}

function rootOf(folder: string): string {
  return existsSync(resolve(folder, 'package.json')) ? folder : rootOf(dirname(folder))
}

/** The folder of package ringloop. */
export const ROOT = rootOf(dirname(fileURLToPath(import.meta.url)))

/** The first path that one of the conditions leads to, in the order of package.json. */
function pick(part: string | Conditions | undefined, conditions: string[]): string | undefined {
  if (part === undefined || typeof part === 'string') return part
  for (const [condition, inner] of Object.entries(part)) {
    if (condition !== 'default' && !conditions.includes(condition)) continue
    const found = pick(inner, conditions)
    if (found !== undefined) return found
  }
  return undefined
}

/** What package ringloop exports as `name` ('.', './tslib') under these conditions. */
export function exported(name: string, conditions: string[]): string {
  const { exports } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as { exports: Conditions }
  const path = pick(exports[name], conditions)
  if (path === undefined) throw new Error(`ringloop${name.slice(1)}: package.json has no export for ${conditions.join(', ')}`)
  return resolve(ROOT, path)
}

export interface Library {
  /** The folder that it is in. */
  root: string
  /** What `ringloop` is. */
  main: string
  /** What `tslib` is: for devices the same file, so that there is one runtime. */
  helpers: string
  /** The type declarations of both. */
  types: string
  helperTypes: string
}

export function libraryFor(target: Target): Library {
  return {
    root: resolve(ROOT, 'dist'),
    main: exported('.', [target, 'import', 'module']),
    helpers: exported('./tslib', [target, 'import', 'module']),
    types: exported('.', [target, 'import', 'types']),
    helperTypes: exported('./tslib', ['import', 'types']),
  }
}

/** Is this file a part of the library? */
export function isPart({ root }: Library, id: string): boolean {
  return id.startsWith(root)
}

/** The files of src/ that only compiled programs call: frames, iteration, and TypeScript's own helpers. */
export const HELPERS = ['asyncGenerator', 'awaiter', 'awaiting', 'emit', 'frame', 'generator', 'helpers', 'tsc']

/** Is this file, a path below src/, one of the helpers? */
export function isHelper(file: string): boolean {
  return HELPERS.includes(file.replace(/\.ts$/, ''))
}
