// language.test.ts: small programs of async control flow do in an engine without async functions what they do in V8.
//
// Every program of language/programs, and random ones: RINGLOOP_SEED and RINGLOOP_COUNT say which and how many. Without them
// they are the same each time, so that a run can be compared with the last.

import test from 'ava'
import { compilers } from './language/compilers'
import { DOES_NOT_LOAD, Engine } from './language/engine'
import { generate, render } from './language/generate'
import type { Tree } from './language/generate'
import { nativeTraces } from './language/native'
import { titleOf, writtenPrograms } from './language/programs'
import type { Program } from './language/programs'
import { failureOf } from './language/report'
import { shrink } from './language/shrink'

const SEED = Number(process.env['RINGLOOP_SEED'] ?? 20_261_125)
const COUNT = Number(process.env['RINGLOOP_COUNT'] ?? 200)
const BATCH = 25

function programOf(tree: Tree): Program {
  return { name: tree.name, source: render(tree), file: 'generated' }
}

/** The failure of the smallest program that fails as this one does. */
async function smallestFailure(tree: Tree, engine: Engine): Promise<string> {
  const loads = async (program: Program) => !(await engine.traces([program])).get(program.name)?.[0]?.startsWith(DOES_NOT_LOAD)
  const loaded = await loads(programOf(tree))
  const failure = async (smaller: Tree) => {
    const program = programOf(smaller)
    const expected = (await nativeTraces([program])).get(program.name)
    return failureOf(program, expected, (await engine.traces([program])).get(program.name))
  }
  const fails = async (smaller: Tree) => {
    const program = programOf(smaller)
    try {
      // what lacks a variable now is another program
      const right = (await nativeTraces([program])).get(program.name)?.every((line) => !/ReferenceError|TypeError/.test(line))
      return right === true && await failure(smaller) !== undefined && await loads(program) === loaded
    } catch {
      return false // V8 does not take it
    }
  }
  return await failure(await shrink(tree, fails)) ?? 'it fails only among others'
}

const programs = writtenPrograms()

/** Made when a test first asks for it. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => made ??= make()
}

const native = once(() => nativeTraces(programs))

test('language: each gap of a compiler names programs that there are', (t) => {
  const known = new Set(programs.flatMap(({ name, file }) => [name, file]))
  const unknown = compilers.flatMap(({ gaps }) => gaps.flatMap((gap) => gap.programs)).filter((name) => !known.has(name))
  t.deepEqual(unknown, [])
})

for (const compiler of compilers) {
  const engine = new Engine(compiler.engine, compiler.compile)
  const gapOf = ({ name, file }: Program) => compiler.gaps.find((gap) => gap.programs.includes(name) || gap.programs.includes(file))
  const traces = once(async () => {
    // a module for each file, as what one program needs can change what TypeScript makes of another: it forgets to declare the
    // _super of async methods where an async generator has one; and those that cannot even be compiled apart
    const files = new Set(programs.map(({ file }) => file))
    const all = new Map<string, string[]>()
    const add = async (module: Program[]) => {
      for (const [name, trace] of await engine.traces(module)) all.set(name, trace)
    }
    for (const file of files) await add(programs.filter((program) => program.file === file && gapOf(program) === undefined))
    await add(programs.filter((program) => gapOf(program) !== undefined))
    return all
  })

  for (const program of programs) {
    const gap = gapOf(program)
    const run = gap === undefined ? test : test.failing
    run(`[${compiler.name}] ${titleOf(program.name)}${gap === undefined ? '' : ` (${gap.why})`}`, async (t) => {
      const failure = failureOf(program, (await native()).get(program.name), (await traces()).get(program.name))
      t.true(failure === undefined, failure)
    })
  }

  const features = compiler.generated
  if (features === undefined) continue
  for (let from = 0; from < COUNT; from += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, COUNT - from) }, (_, index) => SEED + from + index)
    test.serial(`[${compiler.name}] generated programs ${from + 1} to ${from + seeds.length} do what V8 does`, async (t) => {
      const trees = seeds.map((seed) => generate(seed, features))
      const batch = trees.map(programOf)
      const expected = await nativeTraces(batch)
      const got = await engine.traces(batch)
      for (const [index, tree] of trees.entries()) {
        const program = batch[index] as Program
        if (failureOf(program, expected.get(program.name), got.get(program.name)) === undefined) continue
        t.fail(`RINGLOOP_SEED=${seeds[index]} RINGLOOP_COUNT=1: ${await smallestFailure(tree, engine)}`)
        return
      }
      t.pass()
    })
  }
}
