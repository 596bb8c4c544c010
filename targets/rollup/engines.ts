// engines.ts: what a build has to know of each engine. facts.ts and builtins.ts know what an engine cannot run.

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
  /** Globals, and members of globals, that the library asks for and that are not there: what it does with them is left out. */
  lacks: string[]
  /** The well-known symbols that are texts there: `Symbol.iterator` is '@@iterator' to the helpers (src/symbols.ts). */
  texts: string[]
  /** Does each function take memory as long as it is there, so that those which seldom run are made one (cold.ts)? */
  merges: boolean
  /** Does a `do...while` that is passed over end the jump that passes over it (doWhile.ts)? */
  losesJumps: boolean
  /** The word of a program that leaves nothing global when it ends, so it is in a function of its own (output.ts, O5). */
  closing: string | undefined
  /** Names that the program must not take, since they are the engine's and may be needed from elsewhere. */
  reserved: string[]
}

const SYMBOLS = ['iterator', 'asyncIterator', 'dispose', 'asyncDispose']
const NEW_SYMBOLS = ['dispose', 'asyncDispose']

const script: Engine = {
  extension: '.js', form: 'script', builtIn: [], declares: false, syntax: 'ES5', head: '', lacks: [], texts: NEW_SYMBOLS, merges: false,
  losesJumps: false, closing: undefined, reserved: [],
}
const module: Engine = { ...script, form: 'module' }

function numbered(letters: string, count: number): string[] {
  return letters.split(' ').flatMap((letter) => Array.from({ length: count }, (_, number) => `${letter}${number}`))
}

export const engines = {
  espruino: {
    ...script, extension: '.espruino.js', texts: SYMBOLS, lacks: ['Symbol', 'RangeError', 'Error.captureStackTrace'],
    // app.ts, AP3
    merges: true, losesJumps: true, closing: 'ringloopEnd',
    // a keyword anywhere; its own object; the screen; the television; pins
    reserved: ['of', 'E', 'g', 'TV', ...numbered('A B C D E F G H V', 16), ...numbered('D', 48)],
  },
  // `qjs` takes a file for a module if it starts with an import, and has its timers in "os" only (quickjs/port.ts)
  quickjs: { ...module, extension: '.quickjs.js', builtIn: ['os', 'std'], head: 'import * as os from "os"; import * as std from "std"; globalThis.os = os; globalThis.std = std;' },
  moddable: { ...module, extension: '.moddable.js', builtIn: ['time', 'timer'], declares: true },
  mquickjs: { ...script, extension: '.mquickjs.js', texts: SYMBOLS, lacks: ['Symbol', 'Error.captureStackTrace'] },
  node: { ...module, extension: '.node.mjs', declares: true, syntax: 'ES2016', texts: [] },
} satisfies Record<string, Engine>

export type Target = keyof typeof engines
