// programs.rollup.mjs: what the bench runs in an engine, as scripts in dist/bench that each make the global `bench`.
//
// 'ringloop' and TypeScript's helpers stay outside, both the global `ringloop`.

import { compile } from '../../rollup.config.mjs'

// [source, edition of the output, file]
const programs = [
  ['native', 'ES2020', 'native'],
  ['async', 'ES5', 'async.es5'],
  ['async', 'ES2015', 'async.es2015'],
  ['generators', 'ES2015', 'generators'],
]

export default programs.map(([source, target, file]) => ({
  input: `test/bench/guest/${source}.ts`,
  external: ['ringloop', 'tslib'],
  plugins: [compile(target, './test/bench/guest/tsconfig.json')],
  onwarn(warning) { throw new Error(`${warning.message} (${warning.code})`) },
  output: {
    file: `dist/bench/${file}.js`, format: 'iife', name: 'bench', globals: { ringloop: 'ringloop', tslib: 'ringloop' },
    sourcemap: true, esModule: false, freeze: false, externalLiveBindings: false,
  },
}))
