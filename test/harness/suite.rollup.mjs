// suite.rollup.mjs: every case and parity subject, found by name, as scripts. A part of `npm run build`; needs dist/.
//
//   dist/suite/guest.<how>.js   for an engine with a host (vm.ts), lowered in three ways. 'ringloop' and TypeScript's helpers stay
//                               outside, both the global `ringloop`, so that an engine has one runtime only
//   dist/suite/parts/*.js       for any engine that can print, a file of cases or a subject each (pieces.ts)
//   dist/suite/made.json        what they are made of: every file as guest.es5.js has it, so that TypeScript runs once for all
//   dist/suite/suite.es5.js     all parts in one, each in a function of its own: where an engine looks through a list for a
//                               variable (Espruino), one scope for all takes half an hour

import { writeFileSync } from 'node:fs'
import { compile, compileProgram } from '../../rollup.config.mjs'
import { ENTRY, MADE, PARTS, PLAIN, cases, entry, inputOf, nameOf, quoted, subjects } from './pieces.ts'

const tsconfig = './tsconfig.cases.json'

/** The clock's one import from the library. */
const oneLibrary = {
  name: 'one-library',
  resolveId: (id, importer) => (id.endsWith('/src/errors') && importer.endsWith('/virtual/port.ts') ? { id: 'ringloop', external: true } : null),
}

/** Unused names are for `npm run lint` to refuse, so that the rest can be run meanwhile. */
function onwarn(warning) {
  if (/^(UNRESOLVED_IMPORT|MISSING_EXPORT)$/.test(warning.code)) throw new Error(`${warning.message} (${warning.code})`)
  if (warning.code === 'PLUGIN_WARNING') console.error(warning.message)
}

/** For an engine with a host. */
function guest(how, ...plugins) {
  const lines = [
    `export * from ${quoted('test/harness/guest.ts')}`,
    `import { subjects } from ${quoted('test/harness/guest.ts')}`,
    `import ${quoted('test/harness/traps.ts')}`,
    `import ${quoted('test/harness/script.ts')}`,
    ...cases.map((file) => `import ${quoted(file)}`),
    ...subjects.flatMap((file, i) => [
      `import * as subject${i} from ${quoted(file)}`,
      `subjects[${JSON.stringify(nameOf(file))}] = subject${i}`,
    ]),
  ]
  return {
    input: ENTRY,
    external: ['ringloop', 'tslib'],
    treeshake: false,
    plugins: [entry(() => lines), oneLibrary, ...plugins],
    onwarn,
    output: {
      ...PLAIN, file: `dist/suite/guest.${how}.js`, format: 'iife', name: 'suite', globals: { ringloop: 'ringloop', tslib: 'ringloop' }, sourcemap: true,
    },
  }
}

/** For the parts, which are made of it. */
const made = {}

const before = { name: 'before', transform(code, id) { made[id] = { source: code } } }
const after = {
  name: 'after',
  transform(code, id) { made[id].code = code },
  writeBundle() { writeFileSync(MADE, JSON.stringify(made)) },
}

const HEAD = 'var suiteCounts = { passed: 0, failed: 0, skipped: 0 };\n'
const END = `(function (line) { if (typeof print === 'function') print(line); else console.log(line) })(
  suiteCounts.passed + ' passed, ' + suiteCounts.failed + ' failed, ' + suiteCounts.skipped + ' skipped');\n`

const parts = []

/** Puts the whole suite beside its last part. */
const whole = {
  name: 'whole',
  generateBundle(_, bundle) {
    parts.push(...Object.values(bundle).map(({ code }) => `(function () {\n${code}})();\n`))
    if (parts.length === PARTS.length) this.emitFile({ type: 'asset', fileName: 'suite.es5.js', source: `${HEAD}${parts.join('')}${END}` })
  },
}

// as the build lowers it, as TypeScript does, and with native generators
export default [
  guest('es5', before, compileProgram(tsconfig), after),
  guest('tsc', compile('ES5', tsconfig)),
  guest('es2015', compile('ES2015', tsconfig)),
  ...PARTS.map((part) => {
    const { input, plugins } = inputOf(part)
    return { input, plugins: [...plugins, whole], onwarn, output: { ...PLAIN, dir: 'dist/suite', entryFileNames: `parts/${part}.js`, format: 'es' } }
  }),
]
