// suite.rollup.mjs: every case and parity subject, found by name, as scripts. A part of `npm run build`; needs dist/.
//
//   dist/suite/guest.<how>.js   for an engine with a host (vm.ts), lowered in three ways. 'ringloop' and TypeScript's helpers stay
//                               outside, both the global `ringloop`, so that an engine has one runtime only
//   dist/suite/parts/*.js       for any engine that can print, a file of cases or a subject each: what the preset makes of a
//                               program for Espruino, by its lowering, shaking and minifier, with its library as far as needed
//   dist/suite/suite.es5.js     all parts in one, each in a function of its own: where an engine looks through a list for a
//                               variable (Espruino), one scope for all takes half an hour
//
// The parts are made of what guest.es5.js is made of, so that TypeScript runs once for all.

import { readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { compile, compileProgram } from '../../rollup.config.mjs'
import { engines } from '../../targets/rollup/engines.ts'
import { libraryFor } from '../../targets/rollup/library.ts'
import { output } from '../../targets/rollup/output.ts'

const ENTRY = 'suite'
const tsconfig = './tsconfig.cases.json'

function filesIn(folder) {
  return readdirSync(folder).filter((file) => file.endsWith('.ts')).sort().map((file) => resolve(folder, file))
}

const cases = filesIn('test/cases')
const subjects = filesIn('test/parity').filter((file) => basename(file) !== 'shared.ts')

const nameOf = (file) => basename(file, '.ts')
const quoted = (file) => JSON.stringify(resolve(file))

/** The entry. */
function entry(lines) {
  return {
    name: 'entry',
    resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : null),
    load: (id) => (id === `\0${ENTRY}` ? lines.join('\n') : null),
  }
}

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

const PLAIN = { esModule: false, freeze: false, externalLiveBindings: false }

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
    plugins: [entry(lines), oneLibrary, ...plugins],
    onwarn,
    output: {
      ...PLAIN, file: `dist/suite/guest.${how}.js`, format: 'iife', name: 'suite', globals: { ringloop: 'ringloop', tslib: 'ringloop' }, sourcemap: true,
    },
  }
}

/** What every file was, and what it became in guest.es5.js. */
const made = new Map()

const before = { name: 'before', transform(code, id) { made.set(id, { source: code }) } }
const after = { name: 'after', transform(code, id) { made.get(id).code = code } }

const engine = { ...engines.espruino, lacks: [], texts: [] }
const parts = []

const HEAD = 'var suiteCounts = { passed: 0, failed: 0, skipped: 0 };\n'
const END = `(function (line) { if (typeof print === 'function') print(line); else console.log(line) })(
  suiteCounts.passed + ' passed, ' + suiteCounts.failed + ' failed, ' + suiteCounts.skipped + ' skipped');\n`

/** Puts the whole suite beside its last part. */
const whole = {
  name: 'whole',
  generateBundle(_, bundle) {
    parts.push(...Object.values(bundle).map(({ code }) => `(function () {\n${code}})();\n`))
    if (parts.length === cases.length + subjects.length) this.emitFile({ type: 'asset', fileName: 'suite.es5.js', source: `${HEAD}${parts.join('')}${END}` })
  },
}

/** For an engine that can print. */
function part(name, lines) {
  const library = libraryFor('espruino')
  const sources = new Map()
  // what the engine cannot run is a case that fails there
  const { generateBundle, ...flashed } = output({ target: 'espruino', engine, library, entry: ENTRY, sources, minify: true, es5: true, refuse: () => undefined })
  const again = {
    name: 'again',
    resolveId(id, importer) {
      if (id === 'ringloop' || id === 'tslib' || id.endsWith('/src/errors')) return library.main
      return id.startsWith('.') ? resolve(dirname(importer), `${id}.ts`) : null
    },
    load(id) {
      if (!made.has(id)) return null
      sources.set(id, made.get(id).source)
      return made.get(id).code
    },
  }
  return {
    input: ENTRY, plugins: [entry(lines), again, flashed, whole], onwarn,
    output: { ...PLAIN, dir: 'dist/suite', entryFileNames: `parts/${name}.js`, format: 'es' },
  }
}

function partOfCases(file) {
  return part(nameOf(file), [
    `import { end, runCases } from ${quoted('test/harness/script.ts')}`,
    `import ${quoted(file)}`,
    'runCases()',
    'end()',
  ])
}

function partOfSubject(file) {
  const { traces } = JSON.parse(readFileSync(file.replace(/ts$/, 'json'), 'utf8'))
  return part(`parity.${nameOf(file)}`, [
    `import { end, runProgram } from ${quoted('test/harness/script.ts')}`,
    `import * as subject from ${quoted(file)}`,
    ...Object.entries(traces).map(([name, trace]) => `runProgram(${[nameOf(file), 'subject', name, JSON.stringify(trace)].map((text) => (text === 'subject' ? text : JSON.stringify(text))).join(', ')})`),
    'end()',
  ])
}

// as the build lowers it, as TypeScript does, and with native generators
export default [
  guest('es5', before, compileProgram(tsconfig), after),
  guest('tsc', compile('ES5', tsconfig)),
  guest('es2015', compile('ES2015', tsconfig)),
  ...cases.map(partOfCases),
  ...subjects.map(partOfSubject),
]
