// arguments.ts: what `npm run hw -- <target> ...` is told.

import { parseArgs } from 'node:util'
import type { Target } from '../targets/rollup'
import type { Place } from './engines'

const TARGETS: Target[] = ['espruino', 'quickjs', 'mquickjs', 'moddable', 'node']
const PROGRAMS = ['timers', 'watch', 'cancel', 'contract', 'memory']
const KNOWN = [...PROGRAMS, 'soak', 'suite']

export const USAGE = `npm run hw -- <target> [program ...] [options]

  target      ${TARGETS.join(', ')}
  program     ${PROGRAMS.join(', ')} (default: these), soak, or suite: every case, in parts
  --port P    a board: a serial port, a Bluetooth address, tcp://host:port (espruino)
  --engine X  a binary of the engine instead: espruino, qjs, mqjs, xst
  --telnet    speak to espruino's binary as to a board
  --tool X    Espruino's upload tool (npm install -g espruino); default: espruino
  --pins A,B  two pins that a wire connects, A drives B
  --minutes N how long soak takes; default: 60
  --version V what the engine is, where it does not say
  --name N    the name of the results file; default: the target's
  --write     keep the results in hw/results/`

export interface Options {
  target: Target
  place: Place
  programs: string[]
  minutes: number
  /** OUT and IN, or none */
  pins: string[]
  /** of the results file */
  name: string
  version: string | undefined
  write: boolean
}

/** Throws an Error that says what is wrong, and what to give instead; undefined if help is asked for. */
export function optionsOf(args: string[]): Options | undefined {
  const { values, positionals: [target, ...programs] } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      port: { type: 'string' }, engine: { type: 'string' }, telnet: { type: 'boolean', default: false }, tool: { type: 'string', default: 'espruino' },
      pins: { type: 'string', default: '' }, minutes: { type: 'string', default: '60' }, name: { type: 'string' }, version: { type: 'string' },
      write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
    },
  })
  if (values.help || target === undefined) return undefined
  const known = TARGETS.find((name) => name === target)
  if (known === undefined) throw new Error(`'${target}' is no target; give one of ${TARGETS.join(', ')}`)
  const engine = values.engine ?? (known === 'node' ? process.execPath : undefined)
  if (engine === undefined && values.port === undefined) throw new Error(`${known}: where? give --engine PATH${known === 'espruino' ? ' or --port PORT' : ''}`)
  if (values.port !== undefined && known !== 'espruino') throw new Error(`--port: no tool is known that sends programs to a ${known} board; see hw/README.md`)
  const minutes = Number(values.minutes)
  if (!(minutes > 0)) throw new Error(`--minutes: '${values.minutes}' is no number of minutes`)
  const unknown = programs.find((program) => !KNOWN.includes(program))
  if (unknown !== undefined) throw new Error(`'${unknown}' is no program; give ${KNOWN.join(', ')}`)
  return {
    target: known,
    place: { port: values.port, engine, telnet: values.telnet, tool: values.tool },
    programs: programs.length > 0 ? programs : PROGRAMS,
    minutes,
    pins: values.pins === '' ? [] : values.pins.split(','),
    name: values.name ?? known,
    version: values.version,
    write: values.write,
  }
}
