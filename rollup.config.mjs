// rollup.config.mjs: what is built, from where, in which form. `npm run build`.
//
//   B1  nothing is imported at run time, but for Moddable's own clock and timer; src/helpers.ts takes the place of tslib
//   B2  a device output is ES5 (an ES module: but for its export statement), and a function is declared before it is called
//   B3  what is made for the preset (format es) it shakes itself (targets/rollup/shake.ts); in all other files everything is there
//   B4  a .min file is the same bundle with short names; exported names stay, fields named _x do not

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import typescript from '@rollup/plugin-typescript'
import { dts } from 'rollup-plugin-dts'
import { FIELDS, hoisted, minified } from './targets/rollup/minify.ts'
import { compile, compileProgram, unshaken } from './targets/rollup/own.ts'

// target -> each output: file, format, extra files, where the bundle starts (default: entry.ts)
const devices = {
  espruino: [
    ['ringloop.mjs', 'es'],
    ['ringloop.js', 'cjs', undefined, 'repl.ts'],
    ['ringloop.iife.js', 'iife', undefined, 'repl.ts'],
  ],
  quickjs: [
    ['ringloop.mjs', 'es'],
    ['ringloop.js', 'iife'],
  ],
  moddable: [['ringloop.js', 'es', 'manifest.json']],
  mquickjs: [
    ['ringloop.mjs', 'es'],
    ['ringloop.js', 'iife'],
  ],
  virtual: [['ringloop.js', 'iife']],
}

/** Modules of the engine itself. */
const builtIn = { moddable: ['time', 'timer'] }

/** Those that have names of their own, for `ringloop/<target>`. */
const withTypes = ['espruino', 'quickjs']

/** What a target adds to the library refers to the library's own types. */
const theirs = { name: 'theirs', resolveId: (id) => (/\/src\/index$/.test(id) ? { id: 'ringloop', external: true } : null) }

const node = { 'node/index': 'targets/node/entry.ts', 'tslib/index': 'src/emit.ts' }

export { compile, compileProgram }

const readable = terser(hoisted(true, false))
const small = (format) => terser(minified({ es5: true, toplevel: format !== 'iife', fields: FIELDS, reserved: [] }))

function copy(target, file) {
  const source = readFileSync(`targets/${target}/${file}`, 'utf8')
  return { name: 'copy', generateBundle() { this.emitFile({ type: 'asset', fileName: file, source }) } }
}

/** Where a target's bundles start, each with the outputs that are made from it. */
function entriesOf(target) {
  const entries = new Map()
  for (const output of devices[target]) entries.set(output[3] ?? 'entry.ts', [...entries.get(output[3] ?? 'entry.ts') ?? [], output])
  return [...entries]
}

function deviceOutputs(target, outputs) {
  return outputs.flatMap(([file, format, extra]) => {
    const common = { format, name: 'ringloop', exports: 'named', sourcemap: true, esModule: false, freeze: false, externalLiveBindings: false, strict: true }
    const output = (name, plugins) => ({ ...common, file: `dist/${target}/${name}`, plugins })
    return [
      output(file, [...(format === 'es' ? [] : [unshaken]), readable, ...(extra ? [copy(target, extra)] : [])]),
      output(file.replace(/\.m?js$/, '.min$&'), [unshaken, small(format)]),
    ]
  })
}

function nodeOutput(format, extension) {
  return {
    dir: 'dist', format, sourcemap: true, plugins: [unshaken],
    entryFileNames: `[name].${extension}`, chunkFileNames: `node/shared.${extension}`,
  }
}

function onwarn(warning) {
  throw new Error(`${warning.message} (${warning.code})`)
}

/** What the tools of a build are imported from: the user's project (targets/rollup/peers.ts). */
const isPackage = (id) => /^(node:|@?[a-z])/.test(id)

/** What runs in Node beside the library. Parts of several are files of their own in dist/tools. */
const tools = {
  input: {
    'rollup/index': 'targets/rollup/index.ts',
    'testing/index': 'targets/testing/index.ts',
    // the thread that programs run in (targets/emulator/run.ts)
    'tools/worker': 'targets/emulator/worker.ts',
  },
  // what is made from sources (targets/emulator/parts.ts) is of this repository only
  external: (id) => (isPackage(id) && !/^(d3-|internmap)/.test(id)) || id.endsWith('/source'),
  plugins: [nodeResolve(), typescript({
    tsconfig: './tsconfig.test.json', include: ['targets/**/*.ts', 'src/**/*.ts'], tslib: resolve('src/helpers.ts'),
    // `npm run types` checks them
    compilerOptions: { target: 'ESNext', importHelpers: false, noEmit: false, noCheck: true, sourceMap: true },
  })],
  onwarn,
  output: { dir: 'dist', format: 'es', sourcemap: true, entryFileNames: '[name].mjs', chunkFileNames: 'tools/[name].mjs' },
}

/** What runs inside the emulator: the board, and the mock that programs for Espruino have. */
function guest(input, file, format) {
  return { input, plugins: compile('ES2017', 'targets/emulator/guest/tsconfig.json'), onwarn, output: { file, format, sourcemap: true, name: 'board' } }
}

const declarations = (input, file) => ({ input, external: isPackage, plugins: [dts({ tsconfig: './tsconfig.test.json' })], onwarn, output: { file, format: 'es' } })

export default [
  ...Object.keys(devices).flatMap((target) => entriesOf(target).map(([entry, outputs]) => ({
    input: `targets/${target}/${entry}`, external: builtIn[target] ?? [], plugins: compile('ES5'), onwarn, output: deviceOutputs(target, outputs),
  }))),
  tools,
  declarations('targets/rollup/index.ts', 'dist/rollup/index.d.ts'),
  guest('targets/emulator/guest/board.ts', 'dist/emulator/board.js', 'iife'),
  guest('targets/testing/espruino.ts', 'dist/testing/espruino.mjs', 'es'),
  declarations('targets/testing/index.ts', 'dist/testing/index.d.ts'),
  declarations('targets/testing/espruino.ts', 'dist/testing/espruino.d.ts'),
  { input: node, plugins: compile('ES2020'), onwarn, output: [nodeOutput('es', 'mjs'), nodeOutput('cjs', 'cjs')] },
  ...Object.entries(node).map(([name, file]) => ({
    input: file, plugins: [dts({ tsconfig: './tsconfig.json' })], onwarn,
    output: ['d.ts', 'd.cts'].map((extension) => ({ file: `dist/${name}.${extension}`, format: 'es' })),
  })),
  ...withTypes.map((target) => ({
    input: `targets/${target}/types.ts`, plugins: [theirs, dts({ tsconfig: './tsconfig.json' })], onwarn,
    output: { file: `dist/${target}/index.d.ts`, format: 'es' },
  })),
]
