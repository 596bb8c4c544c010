// interpreters.ts: interpret.ts, compiled in each way that a program may be.

import { mkdirSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { rollup } from 'rollup'
import ts from 'typescript'
import { lower } from '../../targets/rollup/lower/lower'
import type { Program, Trace } from './program'

const FOLDER = 'dist/fuzz'

/** Runs a program on ringloop. */
export interface Interpreter {
  name: string
  traceOf: (program: Program) => Trace
}

function emit(code: string, target: ts.ScriptTarget): string {
  const compilerOptions = { target, module: ts.ModuleKind.ESNext, importHelpers: true, ignoreDeprecations: '6.0' }
  return ts.transpileModule(code, { compilerOptions }).outputText
}

/** The ways: frames, as a build makes them, and TypeScript's own, which are native generators and our helpers. */
const WAYS: Record<string, (code: string) => string> = {
  lowered: (code) => {
    const plain = emit(code, ts.ScriptTarget.ES2022)
    return lower(plain)?.code ?? plain
  },
  tsc: (code) => emit(code, ts.ScriptTarget.ES2016)
}

async function compile(name: string, transform: (code: string) => string): Promise<Interpreter> {
  const build = await rollup({
    input: 'test/fuzz/interpret.ts',
    external: ['ringloop', 'tslib'],
    plugins: [{
      name,
      resolveId: (id, importer) => importer !== undefined && id.startsWith('.') ? new URL(`${id}.ts`, pathToFileURL(importer)).pathname : null,
      load: (id) => readFileSync(id, 'utf8'),
      transform
    }]
  })
  mkdirSync(FOLDER, { recursive: true })
  const file = `${FOLDER}/${name}.mjs`
  await build.write({ file, format: 'es', paths: { tslib: 'ringloop/tslib' } })
  await build.close()
  const { traceOf } = await import(pathToFileURL(file).href) as Pick<Interpreter, 'traceOf'>
  return { name, traceOf }
}

/** Compiles all of them. */
export async function interpreters(): Promise<Interpreter[]> {
  return await Promise.all(Object.entries(WAYS).map(([name, transform]) => compile(name, transform)))
}
