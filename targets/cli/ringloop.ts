#!/usr/bin/env node
// ringloop.ts: the `ringloop` command: what it understands, and how it ends. Each command is a file of its own.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { Target } from '../rollup'
import { engines } from '../rollup/engines'
import { ROOT } from '../rollup/library'
import { build, watch } from './build'
import { EXIT, Usage, ending } from './errors'
import { flash } from './flash'
import { init } from './init'
import type { Program } from './make'
import { countOf, run, sizeOf, timeOf, traceFile } from './run'
import { errorColours } from './terminal'

const TARGETS = Object.keys(engines) as Target[]

function targetOf(name: string): Target {
  const found = TARGETS.find((target) => target === name)
  if (found === undefined) throw new InvalidArgumentError(`'${name}' is no target; give one of ${TARGETS.join(', ')}`)
  return found
}

/** Shown below the options: each command with what it gives. */
function examples(...list: [command: string, what: string][]): string {
  return `\nExamples:\n${list.map(([command, what]) => `  $ ${command}\n      ${what}`).join('\n')}`
}

/** What `build` and `flash` have in common: how a program is built. */
interface BuildOptions {
  target?: Target
  es5?: true
  modern?: true
  minify: boolean
  output?: string
  tsconfig?: string
}

function programOf(entry: string, { target, es5, modern, minify, output, tsconfig }: BuildOptions): Program {
  if (target === undefined) throw new Usage(`--target: for which engine? Give one of ${TARGETS.join(', ')}`)
  return { entry, target, modern: es5 ? false : modern, minify, file: output, tsconfig }
}

function withSyntaxOptions(command: Command): Command {
  return command
    .addOption(new Option('-t, --target <name>', `the engine: ${TARGETS.join(', ')}`).argParser(targetOf))
    .addOption(new Option('--es5', 'lower the program to ES5 (default, but for node)').conflicts('modern'))
    .option('--modern', 'keep what is newer than ES5, such as native generators')
    .option('--no-minify', 'leave it readable')
    .option('--tsconfig <file>', 'the settings that count (default: the nearest tsconfig.json)')
}

function withBuildOptions(command: Command): Command {
  return withSyntaxOptions(command).option('-o, --output <file>', 'where to (default: dist/<program>.<target>.js)')
}

const { version } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as { version: string }

/** The command that was asked for, as it is called. */
let asked = 'ringloop'

const ringloop = new Command('ringloop')
  .description('Builds, runs and flashes programs of ringloop: asyncio for microcontroller JavaScript.')
  .version(version, '-V, --version', 'print the version')
  .option('--verbose', 'show where an error comes from')
  .helpOption('-h, --help', 'show this')
  .helpCommand(false)
  .configureHelp({ showGlobalOptions: true })
  .configureOutput({ outputError: () => undefined })
  .exitOverride()
  .hook('preSubcommand', (_, command) => { asked = `ringloop ${command.name()}` })
  .addHelpText('after', examples(
    ['ringloop init plant-monitor', 'a new project'],
    ['ringloop run src/app.ts', 'an hour of it in the emulator'],
    ['ringloop build src/app.ts --target espruino', 'makes dist/app.espruino.js'],
    ['ringloop flash src/app.ts --target espruino --port /dev/ttyACM0', 'builds it and sends it to the board'],
    ['ringloop build --help', 'all about one command'],
  ))

const isVerbose = () => ringloop.opts<{ verbose?: true }>().verbose === true

withBuildOptions(ringloop.command('build <program>'))
  .description('Build a program: one file that the engine runs, its source map, and what is in it.')
  .option('-w, --watch', 'build again whenever a file changes')
  .addHelpText('after', examples(
    ['ringloop build src/app.ts --target espruino', 'dist/app.espruino.js, minified ES5'],
    ['ringloop build src/app.ts --target quickjs --modern', 'with native generators'],
    ['ringloop build src/app.ts -t mquickjs --no-minify -o app.js', 'to read what becomes of it'],
    ['ringloop build src/app.ts -t espruino --watch', 'again at every change'],
  ))
  .action(async (entry: string, options: BuildOptions & { watch?: true }) => {
    await (options.watch ? watch(programOf(entry, options), isVerbose()) : build(programOf(entry, options)))
  })

interface FlashOptions extends BuildOptions {
  port?: string
  platform?: string
  save?: true
  dryRun?: true
}

withBuildOptions(ringloop.command('flash <program> [more...]'))
  .description("Build a program and hand it to its ecosystem's own tool: espruino, mcconfig, qjs, mqjs or node.")
  .option('-p, --port <port>', 'where the board is: a serial port; for Espruino also a Bluetooth address or tcp://host:port')
  .option('--platform <name>', "Moddable's name of the device; without it the simulator runs the program")
  .option('--save', 'Espruino: into flash, so that it starts by itself')
  .option('-n, --dry-run', 'only show what would be run')
  .addHelpText('after', examples(
    ['ringloop flash src/app.ts -t espruino --port /dev/ttyACM0', 'sends it; the tool shows what the board prints'],
    ['ringloop flash src/app.ts -t moddable --platform esp32 --port /dev/ttyUSB0', 'builds the firmware with mcconfig and uploads it'],
    ['ringloop flash src/app.ts -t quickjs', 'runs it with qjs'],
    ['ringloop flash src/app.ts -t espruino -p /dev/ttyACM0 -n -- --board PUCKJS', 'what follows -- goes to the tool; -n only shows the command'],
  ))
  .action(async (entry: string, more: string[], { port, platform, save, dryRun, ...options }: FlashOptions) => {
    if (more.length > 0 && !process.argv.includes('--')) throw new Usage(`'${more.join(' ')}': what is for the tool stands behind --`)
    process.exitCode = await flash(programOf(entry, options), { port, platform, save, more }, dryRun === true)
  })

/** Commander's way of refusing a value. */
function value<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text)
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message)
    }
  }
}

function several<T>(parse: (text: string) => T): (text: string, before?: T[]) => T[] {
  return (text, before = []) => [...before, value(parse)(text)]
}

interface RunCommandOptions extends Omit<BuildOptions, 'output'> {
  real?: true
  memory?: number
  ready?: number
  timers?: number
  preload?: string[]
  until?: number
  limit?: number
  debug?: true
  trace?: string[]
  quiet?: true
}

withSyntaxOptions(ringloop.command('run <program>'))
  .description('Build a program and run it in the emulator, on a clock that jumps: what it did, and why it failed.')
  .addOption(new Option('--virtual', 'time jumps to whatever is next (default)').conflicts('real'))
  .option('--real', 'time passes as it does')
  .option('--until <time>', 'when the power goes off (default: 1h; with --real: never)', value(timeOf))
  .option('--memory <size>', 'bytes of RAM that the program may take, as 64k', value(sizeOf))
  .option('--ready <count>', "the loop's capacity for what is ready", value(countOf))
  .option('--timers <count>', "the loop's capacity for timers", value(countOf))
  .option('--preload <file>', 'mocks of pins and sensors, loaded before it; may be given again', several(String))
  .option('--trace <file>', 'draw what ran when: .svg, or .json for Perfetto; may be given again', several(traceFile))
  .option('--debug', 'debug mode: where each task was created, which steps take long')
  .option('--limit <time>', 'real time that a virtual run may take (default: 30s)', value(timeOf))
  .option('-q, --quiet', 'print only what the program prints')
  .addHelpText('after', examples(
    ['ringloop run src/app.ts', 'an hour of an Espruino, in a second'],
    ['ringloop run src/app.ts --until 1d --memory 64k', 'a day of it, in 64 KB of RAM'],
    ['ringloop run src/app.ts --preload src/mocks.ts --trace out.svg', 'with sensors that are played, and a picture of who ran when'],
    ['ringloop run src/app.ts -t quickjs --real', 'as fast as the clock on the wall; Ctrl-C cancels main'],
  ))
  .action(async (entry: string, options: RunCommandOptions) => {
    const { target = 'espruino', es5, modern, minify, tsconfig, real, limit, quiet, trace = [], ...more } = options
    process.exitCode = await run({
      entry, target, minify, tsconfig, modern: es5 ? false : modern, clock: real ? 'real' : 'virtual', limitMs: limit, ...more,
    }, { quiet: quiet === true, traces: trace })
  })

ringloop.command('init [folder]')
  .description('Start a new project: a program, a test that runs it in the emulator, settings.')
  .addHelpText('after', examples(
    ['ringloop init plant-monitor', 'makes the folder; then: cd plant-monitor && npm install && npm test'],
    ['ringloop init', 'in this folder; nothing that is there is overwritten'],
  ))
  .action((folder = '.') => { init(folder as string) })

/** Commander's messages in our words: one line, that says where to look. */
function usageOf({ message }: CommanderError): Usage {
  const [first = '', ...more] = message.replace(/^error: /, '').split('\n')
  const invalid = /^option '.*' argument '.*' is invalid\. /
  const suggestion = /^\(Did you mean (.*)\?\)$/.exec(more.join(' '))?.[1]
  if (invalid.test(first)) return new Usage(first.replace(invalid, ''))
  return new Usage(`${first}; ${suggestion === undefined ? `see '${asked} --help'` : `did you mean ${suggestion}?`}`)
}

try {
  await ringloop.parseAsync()
} catch (error) {
  // it has shown its help
  if (error instanceof CommanderError && error.code === 'commander.help') process.exitCode = EXIT.usage
  else if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = EXIT.done
  else {
    const { text, code } = ending(error instanceof CommanderError ? usageOf(error) : error, asked, isVerbose())
    console.error(errorColours.red(text))
    process.exitCode = code
  }
}
