// flash.ts: `ringloop flash`: builds a program and hands it to the ecosystem's own tool.
//
//   FL1  what is printed is what is run, ready to be typed; with --dry-run it is only printed, and nothing is built
//   FL2  a tool or a port that is not there is told before the build
//   FL3  the tool's end is the command's: its failure, or the user's Ctrl-C

import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import type { OutputOptions } from 'rollup'
import { warn } from './build'
import { EXIT, Failure } from './errors'
import { make, settings } from './make'
import type { Program } from './make'
import { onSignal } from './signals'
import { Progress, colours, errorColours, grouped } from './terminal'
import { commandFor, typed } from './tools'
import type { Command, Wishes } from './tools'
import { writeWhole } from './whole'

/** Where a tool is: on PATH, or in the project. */
function find(tool: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), resolve('node_modules/.bin')].filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, tool)).find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return statSync(file).isFile()
    } catch {
      return false
    }
  })
}

/** A port that is a device file, and is not there. */
function isGone(port: string | undefined): port is string {
  return port !== undefined && port.startsWith('/') && !existsSync(port)
}

interface End {
  code: number | null
  signal: NodeJS.Signals | null
  /** what it said, if that matters */
  output: string
}

/** Runs the tool on this terminal. */
function run({ args, env, failure }: Command, file: string): Promise<End> {
  return new Promise((done, fail) => {
    const piped = failure === undefined ? 'inherit' : 'pipe'
    const child = spawn(file, args, { stdio: ['inherit', piped, piped], env: { ...process.env, ...env }, shell: false })
    let output = ''
    const keep = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
      stream.write(chunk)
      output = (output + chunk.toString('latin1')).slice(-100_000)
    }
    child.stdout?.on('data', keep(process.stdout))
    child.stderr?.on('data', keep(process.stderr))
    // a terminal tells both of Ctrl-C: then it is for the tool to end
    onSignal((signal) => { if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal) })
    child.on('error', fail)
    child.on('close', (code, signal) => { done({ code, signal, output }) })
  })
}

function resultOf({ tool, failure }: Command, { code, signal, output }: End, port: string | undefined): number {
  if (signal === 'SIGINT' || code === EXIT.interrupted) return EXIT.interrupted
  const said = failure?.(output)
  if (code === 0 && said === undefined) return EXIT.done
  const how = signal !== null ? `was stopped by ${signal}` : code === 0 ? `failed: ${said}` : `ended with code ${code}`
  throw new Failure(isGone(port) ? `${tool} ${how}; ${port} is gone, so look at the cable` : `${tool} ${how}`)
}

/** Gives the exit code. */
export async function flash(program: Program, wishes: Wishes, dryRun: boolean): Promise<number> {
  const progress = new Progress()
  const { file = '' } = settings(program, progress, warn).output as OutputOptions
  const command = commandFor(program.target, file, wishes)
  if (dryRun) {
    console.log(typed(command))
    return EXIT.done
  }
  const found = find(command.tool)
  if (found === undefined) throw new Failure(`${command.tool} is not installed; ${command.install}`)
  if (isGone(wishes.port)) throw new Failure(`${wishes.port}: there is no such port; plug the board in, and look at how it is called`)
  const made = await make(program, progress, warn)
  writeWhole([...made.files, ...command.files])
  console.error(errorColours.dim(`${grouped(made.bytes)} bytes for ${program.target}`))
  console.error(colours.bold(`$ ${typed(command)}`))
  return resultOf(command, await run(command, found), wishes.port)
}
