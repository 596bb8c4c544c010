// xs.ts: brings real XS: compiles the sources that the package @agoric/xsnap carries, into .engines/. `npm run test:xs`.
//
//   XS1  the package alone, at its version and with its checksum: none of its scripts runs, and nothing that it depends on comes
//   XS2  what is there already is not made again; needs make and a C compiler

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { XSNAP } from './command'

const PACKAGE = '@agoric/xsnap@0.15.0'
const INTEGRITY = 'sha512-ZBm4DZxbtfacxMHVVdJjZi0Y8zOxN77vpu1WwI5RWfPkaRh0aHkz/dVdTGKXalDNzWfz183lljKxlxl3/h0n+A=='
const FOLDER = resolve('.engines/xs')
const PLATFORMS: Record<string, string> = { linux: 'lin', darwin: 'mac' }

function run(command: string, args: string[], folder: string): string {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 })
}

/** XS1 */
function unpack(): void {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const [packed] = JSON.parse(run('npm', ['pack', '--json', PACKAGE], FOLDER)) as { filename: string; integrity: string }[]
  if (packed?.integrity !== INTEGRITY) throw new Error(`xs: ${PACKAGE} has the checksum ${packed?.integrity}, not ${INTEGRITY}; do not run it`)
  run('tar', ['xzf', packed.filename], FOLDER)
}

function make(): void {
  const platform = PLATFORMS[process.platform]
  if (platform === undefined) throw new Error(`xs: it is not built on ${process.platform}; run it on Linux or macOS`)
  const makefiles = resolve(FOLDER, 'package/xsnap-native/xsnap/makefiles', platform)
  run('make', ['-j2', '-f', 'xsnap.mk', 'GOAL=release', `MODDABLE=${resolve(FOLDER, 'package/moddable')}`], makefiles)
}

// XS2
if (!existsSync(XSNAP)) {
  unpack()
  make()
}
console.log(`xs: ${dirname(XSNAP)}`)
