// rollup.config.mjs: what is built, from where, in which form. `npm run build`.
//
//   B1  nothing is imported at run time, but for Moddable's own clock and timer; src/helpers.ts takes the place of tslib
//   B2  a device output is ES5 (an ES module: but for its export statement), and a function is declared before it is called
//   B3  what is made for the preset (format es) it shakes itself (targets/rollup/shake.ts); in all other files everything is there
//   B4  a .min file is the same bundle with short names; exported names stay, fields named _x do not

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import commonjs from '@rollup/plugin-commonjs'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import typescript from '@rollup/plugin-typescript'
import { dts } from 'rollup-plugin-dts'
import { CONSTANTS, FIELDS, hoisted, minified } from './targets/rollup/minify.ts'
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

const node = { 'node/index': 'targets/node/entry.ts', 'tslib/index': 'src/emit.ts' }

export { compile, compileProgram }

const readable = terser(hoisted(true, false))
/** For the preset, whose terser hoists variables and does not know then what they are. */
const shakeable = terser(hoisted(true, false, CONSTANTS))
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
      output(file, [...(format === 'es' ? [shakeable] : [unshaken, readable]), ...(extra ? [copy(target, extra)] : [])]),
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

/** What runs in Node beside the library: what is imported, with types, and what is not. */
const imported = { 'rollup/index': 'targets/rollup/index.ts', 'testing/index': 'targets/testing/index.ts', 'testing/espruino': 'targets/testing/espruino.ts' }
const tools = { ...imported, 'cli/ringloop': 'targets/cli/ringloop.ts', 'emulator/worker': 'targets/emulator/worker.ts' }

/** Small, and of use to tools only: they are put into them, so that ringloop itself depends on nothing. */
const PUT_IN = ['commander', 'd3-array', 'd3-time', 'internmap', 'picocolors']

/** Everything else a tool imports is Node's or the user's (targets/rollup/peers.ts). */
const isPackage = (id, importer) => importer !== undefined && /^(node:|@?[a-z])/.test(id) && !PUT_IN.includes(id)

/** How the emulator makes the library of these sources; the package has it made already. */
const isSource = (id) => /(^|\/)source(\.ts)?$/.test(id)

/** The licences of what is put in go with it. */
const licences = {
  name: 'licences',
  generateBundle() {
    const texts = PUT_IN.map((name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, 'utf8').trim()}\n`)
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: texts.join('\n---\n\n') })
  },
}

const programs = {
  input: tools,
  external: (id, importer) => isPackage(id, importer) || isSource(id),
  plugins: [
    nodeResolve({ exportConditions: ['node'] }),
    commonjs(),
    typescript({
      tsconfig: './tsconfig.test.json', include: ['src/*.ts', 'targets/**/*.ts'],
      tslib: resolve('src/helpers.ts'), compilerOptions: { target: 'ESNext', noEmit: false, sourceMap: true, noCheck: true },
    }),
  ],
  onwarn,
  output: {
    dir: 'dist', format: 'es', sourcemap: true, entryFileNames: '[name].mjs', chunkFileNames: 'tools/[name].mjs', plugins: [licences],
  },
}

/** Types that only the package's own signatures name are nobody's to import. */
function onwarnTypes(warning) {
  if (!warning.message.includes('private shared type exports')) onwarn(warning)
}

/** The types of what a target exports stand beside its module, and are called as TypeScript looks for them. */
const typesBeside = (module) => module.replace(/\.mjs$/, '.d.mts').replace(/\.js$/, '.d.ts')

const packaged = Object.entries(devices).filter(([target]) => target !== 'virtual')
const deviceTypes = Object.fromEntries(packaged.map(([target]) => [target, `targets/${target}/entry.ts`]))

function types(input, extension) {
  const nameOf = ({ name }) => (name in devices ? `${name}/${typesBeside(devices[name][0][0])}` : `${name}.${extension}`)
  return {
    input, external: builtIn.moddable, plugins: [dts({ tsconfig: './tsconfig.json' })],
    onwarn: onwarnTypes,
    output: { dir: 'dist', format: 'es', entryFileNames: nameOf, chunkFileNames: `node/shared.${extension}` },
  }
}

export default [
  ...Object.keys(devices).flatMap((target) => entriesOf(target).map(([entry, outputs]) => ({
    input: `targets/${target}/${entry}`, external: builtIn[target] ?? [], plugins: compile('ES5'), onwarn, output: deviceOutputs(target, outputs),
  }))),
  programs,
  {
    input: imported, external: isPackage, plugins: [dts({ tsconfig: './tsconfig.test.json' })], onwarn: onwarnTypes,
    output: { dir: 'dist', format: 'es', entryFileNames: '[name].d.ts', chunkFileNames: 'tools/[name].d.ts' },
  },
  {
    input: 'targets/emulator/guest/board.ts', plugins: compile('ES2017', 'targets/emulator/guest/tsconfig.json'), onwarn,
    output: { file: 'dist/emulator/board.js', format: 'iife', sourcemap: true, esModule: false, freeze: false, externalLiveBindings: false },
  },
  { input: node, plugins: compile('ES2020'), onwarn, output: [nodeOutput('es', 'mjs'), nodeOutput('cjs', 'cjs')] },
  types({ ...node, ...deviceTypes }, 'd.ts'),
  types(node, 'd.cts'),
]
