// engines.ts: what a build has to know of each engine. facts.ts knows what an engine cannot run.

export interface Engine {
  /** What the default output's name ends with, after the program's own. */
  extension: string
  /** A script runs as it stands, in the engine's global scope; a module may import `builtIn` modules. */
  form: 'script' | 'module'
  /** Modules of the engine itself. */
  builtIn: string[]
  /** Does the firmware add modules that only its type declarations tell of? */
  declares: boolean
  /** Newest syntax: everything newer is lowered to it. */
  syntax: 'ES5' | 'ES2016'
  /** The first line of the output. */
  head: string
  /** Names that the program must not take, since they are the engine's and may be needed from elsewhere. */
  reserved: string[]
}

const script: Engine = { extension: '.js', form: 'script', builtIn: [], declares: false, syntax: 'ES5', head: '', reserved: [] }
const module: Engine = { ...script, form: 'module' }

export const engines = {
  espruino: { ...script, extension: '.espruino.js', reserved: ['E'] },
  // `qjs` takes a file for a module if it starts with an import, and has its timers in "os" only (quickjs/port.ts)
  quickjs: { ...module, extension: '.quickjs.js', builtIn: ['os', 'std'], head: 'import * as os from "os"; globalThis.os = os;' },
  moddable: { ...module, extension: '.moddable.js', builtIn: ['time', 'timer'], declares: true },
  mquickjs: { ...script, extension: '.mquickjs.js' },
  node: { ...module, extension: '.node.mjs', declares: true, syntax: 'ES2016' },
} satisfies Record<string, Engine>

export type Target = keyof typeof engines
