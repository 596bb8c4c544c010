// command.mjs: engines by the names of their commands.

import { spawnSync } from 'node:child_process'

/** What the environment gives for an engine: RINGLOOP_QJS=~/bin/qjs. */
export const given = (name) => process.env[`RINGLOOP_${name.toUpperCase()}`]

/** Is it a path, or on the PATH? */
export function isThere(command) {
  return spawnSync('sh', ['-c', 'command -v "$0"', command]).status === 0
}
