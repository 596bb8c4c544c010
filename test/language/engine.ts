// engine.ts: where compiled programs run, on ringloop's virtual clock: the QuickJS emulator, or V8 as an engine like another.
//
//   E1  one engine serves all programs; one that a program broke is replaced
//   E2  a program that cannot be compiled or loaded does not take the others of its batch with it

import { readFileSync } from 'node:fs'
import nodeVm from 'node:vm'
import { quickjsWith } from '../harness/vm'
import { moduleOf } from './programs'
import type { Program } from './programs'

const LIBRARY = ['dist/virtual/ringloop.js', 'test/language/guest.js']
const LIMIT_MS = 3_000

/** How the one line begins of a program that could not be compiled or loaded. */
export const DOES_NOT_LOAD = 'does not load'

export type EngineName = 'quickjs' | 'v8'

type Evaluate = (code: string, file: string) => string

const start: Record<EngineName, () => Evaluate> = {
  quickjs: () => quickjsWith(LIBRARY, LIMIT_MS).evaluate,
  v8: () => {
    const context = nodeVm.createContext({})
    const evaluate = (code: string, filename: string) => nodeVm.runInContext(code, context, { filename, timeout: LIMIT_MS }) as string
    for (const file of LIBRARY) evaluate(readFileSync(file, 'utf8'), file)
    return evaluate
  },
}

export class Engine {
  readonly #name: EngineName
  readonly #compile: (source: string) => Promise<string>
  #evaluate: Evaluate | undefined

  constructor(name: EngineName, compile: (source: string) => Promise<string>) {
    this.#name = name
    this.#compile = compile
  }

  /** Compiles programs and runs them: name to trace, or what went wrong as one line. */
  async traces(programs: Program[]): Promise<Map<string, string[]>> {
    let script: string
    try {
      script = await this.#compile(moduleOf(programs))
      this.#run(script)
    } catch (error) {
      // E2
      this.#evaluate = undefined
      const middle = programs.length >> 1
      if (middle === 0) return new Map(programs.map(({ name }) => [name, [`${DOES_NOT_LOAD}: ${String(error)}`]]))
      return new Map([...await this.traces(programs.slice(0, middle)), ...await this.traces(programs.slice(middle))])
    }
    const traces = new Map<string, string[]>()
    for (const { name } of programs) {
      try {
        traces.set(name, JSON.parse(this.#run(`language.trace(${JSON.stringify(name)})`)) as string[])
      } catch (error) {
        traces.set(name, [`breaks the engine: ${String(error)}`])
        // E1
        this.#evaluate = undefined
        this.#run(script)
      }
    }
    return traces
  }

  #run(code: string): string {
    this.#evaluate ??= start[this.#name]()
    return this.#evaluate(code, 'programs')
  }
}
