// command.ts: engines by the names of their commands.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const PLATFORM = process.platform === 'darwin' ? 'mac' : 'lin'

/** Where xs.ts makes XS. */
export const XSNAP = resolve(`.engines/xs/package/moddable/build/bin/${PLATFORM}/release/xsnap`)

const MADE: Record<string, string> = { xsnap: XSNAP }

/** Is it a path, or on the PATH? */
function isThere(command: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$0"', command]).status === 0
}

/** What the environment gives for an engine: RINGLOOP_QJS=~/bin/qjs. */
export const variableOf = (name: string): string => `RINGLOOP_${name.toUpperCase()}`

/** The command of an engine, if there is one: as the environment gives it, or made here, or on the PATH by its name. */
export function commandOf(name: string): string | undefined {
  const command = process.env[variableOf(name)]
  if (command !== undefined) return isThere(command) ? command : undefined
  const made = MADE[name]
  if (made !== undefined && existsSync(made)) return made
  return isThere(name) ? name : undefined
}
