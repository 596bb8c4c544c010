// tsc.test.ts: plain `tsc` with `importHelpers`, then any bundler: no preset, `ringloop/tslib` in place of `tslib`.
//
// From ES2017 on TypeScript leaves async functions to the engine, and then they are promises.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import nodeResolve from '@rollup/plugin-node-resolve'
import { parse } from 'acorn'
import test from 'ava'
import { rollup } from 'rollup'
import type { Plugin, RollupLog } from 'rollup'

const PROGRAM = `
import { createTask, isCancelled, run, sleep } from 'ringloop'
declare const console: { log(text: string): void }

class Sensor {
  protected name: string
  constructor(name: string) { this.name = name }
  async read(): Promise<number> { await sleep(1); return this.name.length }
}
class Named extends Sensor {
  static kind = 'named'
  override async read(): Promise<number> { return 10 * await super.read() }
}
async function* readings(sensor: Sensor, count: number): AsyncGenerator<number> {
  try {
    for (let i = 0; i < count; i++) yield i + await sensor.read()
  } finally {
    console.log('closed')
  }
}
function* pairs(): Generator<[string, number]> {
  yield ['a', 1]
  yield ['b', 2]
}
async function forever(): Promise<void> {
  try {
    for (;;) await sleep(1000)
  } catch (error) {
    console.log(isCancelled(error) ? 'cancelled' : 'failed')
    throw error
  } finally {
    await sleep(1)
    console.log('cleaned up')
  }
}
async function main(): Promise<void> {
  const task = createTask(forever())
  for await (const value of readings(new Named('four'), 3)) {
    if (value === 42) continue
    console.log('value ' + value)
    if (value > 40) break
  }
  for (const [name, n] of pairs()) console.log(\`\${name}\${n}\`)
  const { kind, ...rest } = { ...{ kind: Named.kind, x: 1 }, y: 2 }
  console.log(kind + Object.keys(rest).join('') + [...pairs(), ...pairs()].length)
  task.cancel()
  try { await task } catch { console.log('the end') }
}
run(main())
`
const LINES = ['value 40', 'value 41', 'closed', 'a1', 'b2', 'namedxy4', 'cancelled', 'cleaned up', 'the end']

function project(target: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringloop-tsc-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/ringloop'))
  writeFileSync(join(folder, 'app.ts'), PROGRAM)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      target, lib: ['ES5', 'ES2015.Iterable', 'ES2015.Generator', 'ES2015.Promise', 'ES2018.AsyncIterable', 'ES2018.AsyncGenerator'],
      module: 'ESNext', moduleResolution: 'bundler', strict: true, noImplicitOverride: true, types: [], ignoreDeprecations: '6.0',
      importHelpers: true, downlevelIteration: target === 'ES5' ? true : undefined, outDir: 'out', rootDir: '.',
      paths: { tslib: ['./node_modules/ringloop/dist/tslib/index.d.ts'] },
    },
    files: ['app.ts'],
  }))
  return folder
}

/** What any bundler has an option for. */
const alias: Plugin = {
  name: 'alias',
  resolveId(id, importer) {
    return id === 'tslib' ? this.resolve('ringloop/tslib', importer) : null
  },
}

function onwarn({ message }: RollupLog): never {
  throw new Error(message)
}

async function bundled(folder: string, exportConditions: string[]): Promise<string> {
  const build = await rollup({ input: join(folder, 'out/app.js'), plugins: [alias, nodeResolve({ exportConditions })], onwarn })
  const { output: [{ code }] } = await build.generate({ format: 'iife' })
  await build.close()
  return code
}

for (const target of ['ES5', 'ES2015', 'ES2016']) {
  test(`tsc: a program for ${target} runs with ringloop/tslib`, async (t) => {
    const folder = project(target)
    execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' })
    const file = join(folder, 'bundle.cjs')
    writeFileSync(file, await bundled(folder, []))
    t.deepEqual(execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim().split('\n'), LINES)
    if (target === 'ES5') {
      t.notThrows(() => parse(readFileSync(join(folder, 'out/app.js'), 'utf8').replace(/^(import|export) .*$/gm, ''), { ecmaVersion: 5 }))
      for (const device of ['espruino', 'quickjs', 'mquickjs']) {
        const code = await bundled(folder, [device])
        t.notThrows(() => parse(code, { ecmaVersion: 5 }), device)
      }
    }
    rmSync(folder, { recursive: true })
  })
}
