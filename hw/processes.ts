// processes.ts: what hw starts and writes goes with it, however it ends; and who listens on a port of this machine.

import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const running = new Set<ChildProcess>()
const folders: string[] = []

process.on('exit', () => {
  // espruino's binary and its tool both stay on a polite request
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
for (const [signal, code] of [['SIGHUP', 129], ['SIGINT', 130], ['SIGTERM', 143]] as const) process.on(signal, () => process.exit(code))

/** As spawn(); it ends with this process. */
export function start(command: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, options)
  running.add(child)
  child.on('close', () => running.delete(child))
  return child
}

/** A folder that goes with this process. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringloop-hw-'))
  folders.push(folder)
  return folder
}

const LISTENING = '0A'

/** The inode of the socket that listens, by Linux's own table. */
function socketOn(port: number): string | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const rows = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').map((row) => row.trim().split(/\s+/)))
  return rows.find(([, local, , state]) => local?.endsWith(`:${hex}`) && state === LISTENING)?.[9]
}

function hasSocket(pid: string, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`)
  } catch {
    // it has ended, or is somebody else's
    return false
  }
}

/** Who listens on a port, as text; undefined if nobody does. On Linux. */
export function listenerOn(port: number): string | undefined {
  const inode = socketOn(port)
  if (inode === undefined) return undefined
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && hasSocket(name, inode))
  if (pid === undefined) return 'a program of another user'
  return `'${readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()}', process ${pid}`
}
