// tarball.test.ts: what `npm pack` makes: checked by publint and Are The Types Wrong, and installed into empty folders.
//
// Nothing is asked of a registry that npm's cache has: a lockfile made of ours says which packages there are.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import test from 'ava'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import ts from 'typescript'

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** Without what npm has put into the environment of this test. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))

function execute(command: string, args: string[], cwd: string): Promise<Outcome> {
  return new Promise((done) => {
    execFile(command, args, { cwd, timeout: 110_000, env: { ...environment, NO_COLOR: '1' } }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? NaN), stdout, stderr })
    })
  })
}

interface Manifest {
  version: string
  exports: Record<string, unknown>
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional: boolean }>
  devDependencies: Record<string, string>
  dependencies?: Record<string, string>
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Manifest
const ours = read('package.json')

const root = mkdtempSync(join(tmpdir(), 'ringloop tarball ü-'))

// ava takes tests only until something waits, so this comes before the first test
const { stdout: list } = await execute('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', root], process.cwd())
const tarball = join(root, list.trim().split('\n').at(-1) ?? '')
const desktop = join(root, 'desktop')
mkdirSync(desktop)
writeFileSync(join(desktop, 'package.json'), '{ "name": "desktop", "private": true }')
const installed = await execute('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], desktop)

test.after.always(() => { rmSync(root, { recursive: true }) })

// The package.

test('tarball: publint has nothing to say', async (t) => {
  const { buffer, byteOffset, length } = readFileSync(tarball)
  const { messages, pkg } = await publint({ pack: { tarball: buffer.slice(byteOffset, byteOffset + length) }, strict: true })
  t.deepEqual(messages.map((message) => formatMessage(message, pkg)), [])
})

test('tarball: Are The Types Wrong finds only what we have decided on', async (t) => {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))))
  if (result.types === false) return t.fail('it has no types')
  t.deepEqual(Object.keys(result.entrypoints).sort(), Object.keys(ours.exports).sort())
  const found = result.problems.map((problem) => `${problem.kind} ${'entrypoint' in problem ? problem.entrypoint : ''} ${'resolutionKind' in problem ? problem.resolutionKind : ''}`)
  // node10 knows no exports, and Node of that time is not supported; Node 20.19 can require() what is an ES module only
  const decided = /^(NoResolution \S+ node10|CJSResolvesToESM \.\/(rollup|testing\S*|espruino|quickjs) node16-cjs)$/
  t.deepEqual(found.filter((problem) => !decided.test(problem)), [])
})

test('tarball: no test, no engine and nothing of this repository\'s own is in it', async (t) => {
  const { stdout } = await execute('tar', ['-tzf', tarball], root)
  const files = stdout.trim().split('\n').map((file) => file.replace(/^package\//, ''))
  t.true(files.includes('dist/cli/ringloop.mjs') && files.includes('dist/LICENSES.txt') && files.includes('targets/cli/project/package.json'))
  t.deepEqual(files.filter((file) => !/^(dist|src|targets)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(file)), [])
  t.deepEqual(files.filter((file) => /^dist\/(suite|virtual)\//.test(file)), [])
})

// A user who only imports the library.

test('desktop: ringloop is all that is installed', (t) => {
  t.is(installed.code, 0, installed.stderr)
  t.deepEqual(readdirSync(join(desktop, 'node_modules')).filter((name) => !name.startsWith('.')), ['ringloop'])
  t.is(ours.dependencies, undefined)
  t.deepEqual(Object.keys(ours.peerDependencies), Object.keys(ours.peerDependenciesMeta))
  for (const { optional } of Object.values(ours.peerDependenciesMeta)) t.true(optional)
})

/** ringloop/testing/espruino is for mocks: it runs in the emulator only. */
const entries = Object.keys(ours.exports).filter((name) => !/json$|testing\/espruino$/.test(name)).map((name) => name.replace(/^\./, 'ringloop'))

for (const entry of entries) {
  test(`desktop: ${entry} is imported and required, with the same names, and needs nothing more`, async (t) => {
    const names = 'console.log(Object.keys(it).filter((name) => !/^(default|module.exports|__esModule)$/.test(name)).sort().join())'
    writeFileSync(join(desktop, `${basename(entry)}.mjs`), `import * as it from '${entry}'\n${names}\n`)
    writeFileSync(join(desktop, `${basename(entry)}.cjs`), `const it = require('${entry}')\n${names}\n`)
    const [module, common] = await Promise.all(['.mjs', '.cjs'].map((extension) => execute(process.execPath, [basename(entry) + extension], desktop)))
    t.is(module?.code, 0, module?.stderr)
    t.is(common?.code, 0, common?.stderr)
    t.is(module?.stdout, common?.stdout)
    t.true((module?.stdout ?? '').length > 3)
  })
}

/** What TypeScript says of a program in that project. */
function diagnostics(file: string, text: string, options: ts.CompilerOptions): string[] {
  const path = join(desktop, file)
  writeFileSync(path, text)
  const program = ts.createProgram([path], { strict: true, noEmit: true, types: [], lib: ['lib.es2022.d.ts'], target: ts.ScriptTarget.ES2022, ...options })
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

const NODE: ts.CompilerOptions = { module: ts.ModuleKind.Node20 }
const BUNDLER: ts.CompilerOptions = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }

for (const [how, file, options] of [
  ['an ES module', 'typed.mts', NODE], ['a CommonJS module', 'typed.cts', NODE], ['a bundler', 'typed.ts', BUNDLER],
] as const) {
  test(`desktop: to ${how} the library's types are whole, without any other package`, (t) => {
    t.deepEqual(diagnostics(file, `import { createTask, run, sleep } from 'ringloop'
import type { Task } from 'ringloop'
import { __awaiter } from 'ringloop/tslib'
async function main(): Promise<number> { const task: Task<string> = createTask(sleep(5, 'x')); return (await task).length }
export const done: Task<number> = run(main())
export const helper: unknown = __awaiter
`, options), [])
  })
}

for (const target of ['espruino', 'quickjs', 'moddable', 'mquickjs']) {
  test(`desktop: under the condition ${target} the types are those of its module: ${target}Port, and no nodePort`, (t) => {
    const options = { ...BUNDLER, customConditions: [target] }
    const importing = (name: string) => diagnostics(`${target}.ts`, `import { ${name} } from 'ringloop'\nexport const it: unknown = ${name}\n`, options)
    t.deepEqual(importing(`${target}Port`), [])
    t.regex(importing('nodePort').join(), /has no exported member .*'nodePort'/)
  })
}

test('desktop: the command is there; what a build needs is told with how to get it', async (t) => {
  const ringloop = (...args: string[]) => execute(join(desktop, 'node_modules/.bin/ringloop'), args, desktop)
  t.like(await ringloop('--version'), { code: 0, stdout: `${ours.version}\n` })
  writeFileSync(join(desktop, 'app.ts'), 'export const a = 1\n')
  for (const args of [['build', 'app.ts', '-t', 'node'], ['flash', 'app.ts', '-t', 'node'], ['run', 'app.ts']]) {
    const { code, stderr } = await ringloop(...args)
    t.is(code, 1)
    t.regex(stderr, /^ringloop \w+: [\w@/-]+ is not installed; npm install -D .*rollup.*\n$/)
  }
})

// A user who starts a project.

/** npm's lock of that project, with the packages of ours: so their newest versions are not asked for. */
function lock(folder: string): void {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: object }
  const { devDependencies } = read(join(folder, 'package.json'))
  const whole = { name: basename(folder), lockfileVersion: 3, requires: true, packages: { ...packages, '': { name: basename(folder), devDependencies } } }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(whole))
}

/** Is `version` one that `^least` lets in? */
function isWithin(version: string, range: string): boolean {
  const least = range.replace(/^\^/, '')
  const fixed = least.startsWith('0.') ? 2 : 1
  const start = (of: string) => of.split('.').slice(0, fixed).join('.')
  return start(version) === start(least) && version.localeCompare(least, 'en', { numeric: true }) >= 0
}

test('init: what it asks for are the versions that this repository is tested with', (t) => {
  const wanted = read('targets/cli/project/package.json').devDependencies
  for (const [name, range] of Object.entries({ ...wanted, ...ours.peerDependencies })) {
    t.true(isWithin(ours.devDependencies[name] ?? '', range), `${name} ${range}`)
  }
})

test('init: the new project installs, passes its test, builds and lints at once', async (t) => {
  const folder = join(root, 'plant monitor')
  const made = await execute(join(desktop, 'node_modules/.bin/ringloop'), ['init', folder], desktop)
  t.is(made.code, 0, made.stderr)
  const file = join(folder, 'package.json')
  const manifest = read(file)
  t.is(manifest.devDependencies['ringloop'], `^${ours.version}`)
  writeFileSync(file, JSON.stringify({ ...manifest, devDependencies: { ...manifest.devDependencies, ringloop: `file:${tarball}` } }))
  lock(folder)
  const install = await execute('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], folder)
  t.is(install.code, 0, install.stderr)

  const tested = await execute('npm', ['test'], folder)
  t.is(tested.code, 0, tested.stdout + tested.stderr)
  t.regex(tested.stdout, /pass 1\b/)
  const built = await execute('npm', ['run', '--silent', 'build'], folder)
  t.is(built.code, 0, built.stderr)
  t.regex(built.stdout, /^dist\/blink\.espruino\.js {2}[\d,]+ bytes\n/)
  const linted = await execute('npm', ['run', '--silent', 'lint'], folder)
  t.is(linted.code, 0, linted.stdout)
  const started = await execute('npm', ['run', '--silent', 'start'], folder)
  t.is(started.code, 0, started.stderr)
  t.regex(started.stdout, /^src\/blink\.ts, 10 seconds of device time\n/)

  // the linter does look
  writeFileSync(join(folder, 'src/blink.ts'), `${readFileSync(join(folder, 'src/blink.ts'), 'utf8')}\nblink()\n`)
  const lazy = await execute('npm', ['run', '--silent', 'lint'], folder)
  t.not(lazy.code, 0)
  t.regex(lazy.stdout, /no-floating-promises/)
})
