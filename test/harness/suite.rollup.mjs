// suite.rollup.mjs: every case and parity subject, found by name, as one script for an engine. `npm run build:suite`.
//
// 'ringloop' and TypeScript's helpers stay outside, both the global `ringloop`, so that an engine has one runtime only.

import { readdirSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { compile, compileProgram } from '../../rollup.config.mjs'

const ENTRY = 'suite'

function filesIn(folder) {
  return readdirSync(folder).filter((file) => file.endsWith('.ts')).sort().map((file) => resolve(folder, file))
}

/** The entry: imports all that is found. */
const everything = {
  name: 'everything',
  resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : null),
  load(id) {
    if (id !== `\0${ENTRY}`) return null
    const guest = resolve('test/harness/guest.ts')
    return [
      `export * from ${JSON.stringify(guest)}`,
      `import { subjects } from ${JSON.stringify(guest)}`,
      `import ${JSON.stringify(resolve('test/harness/traps.ts'))}`,
      ...filesIn('test/cases').map((file) => `import ${JSON.stringify(file)}`),
      ...filesIn('test/parity').filter((file) => basename(file) !== 'shared.ts').flatMap((file, i) => [
        `import * as subject${i} from ${JSON.stringify(file)}`,
        `subjects[${JSON.stringify(basename(file, '.ts'))}] = subject${i}`,
      ]),
    ].join('\n')
  },
}

/** Types and unused names are for `npm run types` and `npm run lint` to refuse, so that the rest can be run meanwhile. */
function onwarn(warning) {
  if (/^(UNRESOLVED_IMPORT|MISSING_EXPORT)$/.test(warning.code)) throw new Error(`${warning.message} (${warning.code})`)
  if (warning.code === 'PLUGIN_WARNING') console.error(warning.message)
}

function script(plugins, file) {
  return {
    input: ENTRY,
    external: ['ringloop', 'tslib'],
    treeshake: false,
    plugins: [everything, plugins],
    onwarn,
    output: {
      file: `dist/suite/${file}`, format: 'iife', name: 'suite', globals: { ringloop: 'ringloop', tslib: 'ringloop' },
      sourcemap: true, esModule: false, freeze: false, externalLiveBindings: false,
    },
  }
}

const tsconfig = './tsconfig.cases.json'

// as the build lowers it, as TypeScript does, and with native generators
export default [
  script(compileProgram(tsconfig), 'suite.es5.js'),
  script(compile('ES5', tsconfig), 'suite.tsc.js'),
  script(compile('ES2015', tsconfig), 'suite.es2015.js'),
]
