// programs.rollup.mjs: what the bench runs in an engine, as scripts in dist/bench that each make the global `bench`.
//
// 'ringloop' and TypeScript's helpers stay outside, both the global `ringloop`.

import { compile, compileProgram } from '../../rollup.config.mjs'

const tsconfig = './test/bench/guest/tsconfig.json'

// [source, how it is compiled, file]
const programs = [
  ['native', compile('ES2020', tsconfig), 'native'],
  ['async', compileProgram(tsconfig), 'async.es5'],
  ['async', compile('ES5', tsconfig), 'async.tsc'],
  ['async', compile('ES2015', tsconfig), 'async.es2015'],
  ['generators', compile('ES2015', tsconfig), 'generators'],
]

export default programs.map(([source, plugins, file]) => ({
  input: `test/bench/guest/${source}.ts`,
  external: ['ringloop', 'tslib'],
  plugins,
  onwarn(warning) {
    // lowered, `await sleep(ms)` calls a helper instead
    if (warning.code === 'UNUSED_EXTERNAL_IMPORT') return
    throw new Error(`${warning.message} (${warning.code})`)
  },
  output: {
    file: `dist/bench/${file}.js`, format: 'iife', name: 'bench', globals: { ringloop: 'ringloop', tslib: 'ringloop' },
    sourcemap: true, esModule: false, freeze: false, externalLiveBindings: false,
  },
}))
