// rollup.config.mjs: what is built, from where, in which form. `npm run build`.
//
//   B1  nothing is imported at run time, but for Moddable's own clock and timer; src/helpers.ts takes the place of tslib
//   B2  a device output is ES5 (an ES module: but for its export statement), and a function is declared before it is called
//   B3  what is made for the preset (format es) it shakes itself (targets/rollup/shake.ts); in all other files everything is there
//   B4  a .min file is the same bundle with short names; exported names stay, fields named _x do not

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
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

const preset = {
  input: 'targets/rollup/index.ts',
  external: isPackage,
  plugins: [typescript({
    tsconfig: './tsconfig.test.json', include: ['targets/rollup/**/*.ts'], tslib: resolve('src/helpers.ts'), compilerOptions: { target: 'ESNext', noEmit: false, sourceMap: true },
  })],
  onwarn,
  output: { dir: 'dist/rollup', format: 'es', sourcemap: true, entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
}

export default [
  ...Object.keys(devices).flatMap((target) => entriesOf(target).map(([entry, outputs]) => ({
    input: `targets/${target}/${entry}`, external: builtIn[target] ?? [], plugins: compile('ES5'), onwarn, output: deviceOutputs(target, outputs),
  }))),
  preset,
  { input: preset.input, external: isPackage, plugins: [dts({ tsconfig: './tsconfig.test.json' })], onwarn, output: { file: 'dist/rollup/index.d.ts', format: 'es' } },
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
