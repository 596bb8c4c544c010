// engines.ts: where the bench's programs run: QuickJS in WebAssembly, or the V8 of this Node.

import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { RELEASE_SYNC, newQuickJSWASMModule, newVariant } from 'quickjs-emscripten'
import type { QuickJSWASMModule } from 'quickjs-emscripten'

/** Scripts evaluated one after the other, each followed by all jobs that it left; gives the last one's value, a text. */
export interface Engine {
  evaluate(code: string): string
}

/** An engine with a program in it. */
export interface Subject {
  form: Form
  engine: Engine
}

/** A way to write a program. */
export interface Form {
  name: string
  program: string
  /** does it need ringloop? */
  ours: boolean
}

export const NATIVE: Form = { name: 'native', program: 'dist/bench/native.js', ours: false }

export const FORMS: Form[] = [
  NATIVE,
  { name: 'async, ES5', program: 'dist/bench/async.es5.js', ours: true },
  { name: 'async, tsc ES5', program: 'dist/bench/async.tsc.js', ours: true },
  { name: 'async, ES2015', program: 'dist/bench/async.es2015.js', ours: true },
  { name: 'function*', program: 'dist/bench/generators.js', ours: true }
]

/** QuickJS in an instance of its own, which has a memory of its own, all zeros at first. */
export function newModule(): Promise<QuickJSWASMModule> {
  return newQuickJSWASMModule(newVariant(RELEASE_SYNC, {}))
}

/** Its memory, as far as it has grown. */
export function wordsOf(module: QuickJSWASMModule): Uint32Array {
  const memory = module.getWasmMemory() as unknown as { buffer: ArrayBuffer }
  return new Uint32Array(memory.buffer)
}

function quickjs(module: QuickJSWASMModule): Engine {
  const context = module.newContext()
  return {
    evaluate(code) {
      const result = context.evalCode(code, 'bench', { type: 'global' })
      if (result.error) throw new Error(JSON.stringify(result.error.consume((error) => context.dump(error) as unknown)))
      const text = result.value.consume((value) => (context.typeof(value) === 'string' ? context.getString(value) : ''))
      context.runtime.executePendingJobs().dispose()
      return text
    }
  }
}

function v8(): Engine {
  const context = createContext({}, { microtaskMode: 'afterEvaluate' })
  return { evaluate: (code) => String(runInContext(code, context)) }
}

/** A form's program, loaded and ready to start, with its library if it needs one. */
export function load(form: Form, library: string, module: QuickJSWASMModule | undefined): Subject {
  const engine = module ? quickjs(module) : v8()
  for (const file of form.ours ? [library, form.program] : [form.program]) engine.evaluate(readFileSync(file, 'utf8'))
  return { form, engine }
}

/** Calls `bench.<call>` and lets it run to its end. */
export function complete({ form, engine }: Subject, call: string): void {
  engine.evaluate(`bench.${call}; ''`)
  const state = engine.evaluate('bench.state()')
  if (state !== 'done') throw new Error(`${form.name}: ${call} ended as '${state}'`)
}
