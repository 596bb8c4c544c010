// rollup.config.mjs: what is built, from where, in which form. `npm run build`.
//
//   B1  nothing is imported at run time, but for Moddable's own clock and timer; src/helpers.ts takes the place of tslib
//   B2  a device output is ES5 (an ES module: but for its export statement), and a function is declared before it is called
//   B3  a .min file is the same bundle with short names; exported names stay, fields named _x do not

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import typescript from '@rollup/plugin-typescript'
import { dts } from 'rollup-plugin-dts'
import { minify } from './targets/minify.mjs'

// target -> where the bundle starts, and each output: file, format, extra files
const devices = {
  espruino: [
    ['ringloop.js', 'cjs'],
    ['ringloop.iife.js', 'iife'],
  ],
  quickjs: [
    ['ringloop.mjs', 'es'],
    ['ringloop.js', 'iife'],
  ],
  moddable: [['ringloop.js', 'es', 'manifest.json']],
  virtual: [['ringloop.js', 'iife']],
}

/** Modules of the engine itself. */
const builtIn = { moddable: ['time', 'timer'] }

const node = { 'node/index': 'targets/node/entry.ts', 'tslib/index': 'src/emit.ts' }

/** TypeScript to JavaScript of the edition `target`, with our helpers instead of tslib's. */
export function compile(target, tsconfig = './tsconfig.json') {
  return [
    nodeResolve(),
    typescript({
      tsconfig,
      compilerOptions: { target, noEmit: false, sourceMap: true, noUnusedLocals: false, noUnusedParameters: false },
      tslib: resolve('src/helpers.ts'),
    }),
  ]
}

/** Moves function declarations to the top of their scope, since Espruino runs them where they stand. */
export const hoist = { ecma: 5, compress: { defaults: false, hoist_funs: true }, mangle: false }
const readable = terser({ ...hoist, format: { beautify: true, indent_level: 2, comments: 'all' } })

function copy(target, file) {
  const source = readFileSync(`targets/${target}/${file}`, 'utf8')
  return { name: 'copy', generateBundle() { this.emitFile({ type: 'asset', fileName: file, source }) } }
}

function deviceOutputs(target) {
  return devices[target].flatMap(([file, format, extra]) => {
    const common = { format, name: 'ringloop', exports: 'named', sourcemap: true, esModule: false, freeze: false, externalLiveBindings: false, strict: true }
    const output = (name, plugins) => ({ ...common, file: `dist/${target}/${name}`, plugins })
    return [
      output(file, extra ? [readable, copy(target, extra)] : [readable]),
      output(file.replace(/\.m?js$/, '.min$&'), [terser(minify(format))]),
    ]
  })
}

function nodeOutput(format, extension) {
  return {
    dir: 'dist', format, sourcemap: true,
    entryFileNames: `[name].${extension}`, chunkFileNames: `node/shared.${extension}`,
  }
}

function onwarn(warning) {
  throw new Error(`${warning.message} (${warning.code})`)
}

export default [
  ...Object.keys(devices).map((target) => ({
    input: `targets/${target}/entry.ts`, external: builtIn[target] ?? [], plugins: compile('ES5'), onwarn, output: deviceOutputs(target),
  })),
  { input: node, plugins: compile('ES2020'), onwarn, output: [nodeOutput('es', 'mjs'), nodeOutput('cjs', 'cjs')] },
  ...Object.entries(node).map(([name, file]) => ({
    input: file, plugins: [dts({ tsconfig: './tsconfig.json' })], onwarn,
    output: ['d.ts', 'd.cts'].map((extension) => ({ file: `dist/${name}.${extension}`, format: 'es' })),
  })),
]
