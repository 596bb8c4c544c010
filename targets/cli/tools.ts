// tools.ts: what each ecosystem brings a program onto its engine with, and how it is called.
//
//   TO1  an argument is one item of a list, which no shell ever reads
//   TO2  no argument of the user's can become an option of the tool: files come as absolute paths, ports behind their option

import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Target } from '../rollup'
import { shown } from '../rollup/problems'
import { Usage } from './errors'
import type { File } from './whole'

export interface Wishes {
  /** a serial port, an address: whatever the tool takes */
  port?: string | undefined
  /** Moddable: which device */
  platform?: string | undefined
  /** Espruino: into flash, so that it starts by itself after a reset */
  save?: boolean | undefined
  /** for the tool, as they are */
  more: string[]
}

export interface Command {
  tool: string
  args: string[]
  env: Record<string, string>
  /** what the tool needs beside the bundle */
  files: File[]
  /** what to install if the tool is not there */
  install: string
  /** What went wrong, if its output says so: not every tool tells by its exit code. */
  failure?: (output: string) => string | undefined
}

type Maker = (bundle: string, wishes: Wishes) => Command

const plain = { env: {}, files: [] }

/** An engine of this machine: it runs the bundle, and there is no port. */
function runner(tool: string, install: string): Maker {
  return (bundle, { more }) => ({ ...plain, tool, args: [...more, bundle], install })
}

/** The `espruino` command ends with 0 whatever happened (0.1.67). */
function espruinoFailure(output: string): string | undefined {
  const [found] = /Unable to connect!|No Ports Found|Port named .* not found|upload failed/.exec(output) ?? []
  if (found !== undefined) return found
  return /^Disconnected\.$/m.test(output) && !/^Upload Complete$/m.test(output) ? 'the connection was lost' : undefined
}

const BLUETOOTH = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i

function espruino(bundle: string, { port, save, more }: Wishes): Command {
  // the file first and the port last: the tool takes what follows a port for further ports
  const flash = save ? ['--config', 'SAVE_ON_SEND=1'] : []
  const to = port === undefined ? [] : [...(BLUETOOTH.test(port) ? [] : ['--no-ble']), '--port', port]
  return { ...plain, tool: 'espruino', args: [bundle, ...flash, ...more, ...to], install: 'npm install -D espruino', failure: espruinoFailure }
}

/** mcconfig wants a manifest, and calls the app by the folder that it is in. */
function moddable(bundle: string, { port, platform, more }: Wishes): Command {
  if (port !== undefined && platform === undefined) throw new Usage('--port: without --platform the simulator runs it, which has none; give both')
  const app = join(dirname(bundle), basename(bundle).replace(/\.js$/, ''))
  const manifest = {
    include: ['$(MODDABLE)/examples/manifest_base.json'],
    modules: { main: `./${relative(app, bundle).replaceAll('\\', '/').replace(/\.js$/, '')}` },
  }
  const file = join(app, 'manifest.json')
  return {
    tool: 'mcconfig', args: ['-m', ...(platform === undefined ? [] : ['-p', platform]), ...more, file],
    env: port === undefined ? {} : { UPLOAD_PORT: port },
    files: [[file, `${JSON.stringify(manifest, null, 2)}\n`]],
    install: 'get the Moddable SDK: https://www.moddable.com/documentation/Moddable%20SDK%20-%20Getting%20Started',
  }
}

const makers: Record<Target, Maker> = {
  espruino,
  moddable,
  quickjs: runner('qjs', 'get QuickJS from https://bellard.org/quickjs, or the package quickjs of your system'),
  mquickjs: runner('mqjs', 'get mquickjs from https://github.com/bellard/mquickjs'),
  node: runner('node', 'get Node from https://nodejs.org'),
}

/** How the tool of a target is called. Throws Usage for wishes that it cannot fulfil. */
export function commandFor(target: Target, bundle: string, wishes: Wishes): Command {
  const { port, platform, save } = wishes
  for (const [option, value] of [['--port', port], ['--platform', platform]] as const) {
    if (value !== undefined && /^(-|$)/.test(value)) throw new Usage(`${option}: '${value}' is none`)
  }
  const refuse = (option: string, given: unknown, targets: Target[]) => {
    if (given && !targets.includes(target)) throw new Usage(`${option}: ${target} has none; it is for ${targets.join(' and ')}`)
  }
  refuse('--port', port, ['espruino', 'moddable'])
  refuse('--platform', platform, ['moddable'])
  refuse('--save', save, ['espruino'])
  return makers[target](resolve(bundle), wishes)
}

/** A word as a POSIX shell would have to be given it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** The command as one could type it in this folder. */
export function typed({ tool, args, env }: Command): string {
  const settings = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`)
  return [...settings, tool, ...args.map((arg) => quoted(arg.startsWith('/') ? shown(arg) : arg))].join(' ')
}
