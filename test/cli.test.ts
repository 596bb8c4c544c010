// cli.test.ts: the `ringloop` command as it is built: what it prints and writes, whom it calls, and what it says to bad input.
//
// Everything runs in a folder whose name a shell would trip over. The tools of the ecosystems are stand-ins that record how they
// were called.

import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import test from 'ava'
import { HELPERS } from '../targets/rollup/library'

const CLI = resolve('dist/cli/ringloop.mjs')

interface Outcome {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

const root = mkdtempSync(join(tmpdir(), `ringloop 'cli' "ü" $(touch pwned);-`))
const at = (...names: string[]) => join(root, ...names)

function written(name: string, text: string): string {
  mkdirSync(dirname(at(name)), { recursive: true })
  writeFileSync(at(name), text)
  return name
}

const PATH = [at('tools'), dirname(process.execPath)].join(':')
const environment = { PATH, HOME: root, RECORD: at('calls.json') }

interface Running {
  child: ReturnType<typeof spawn>
  /** what it has said so far */
  said: () => string
  ended: Promise<Outcome>
}

function start(args: string[], env: NodeJS.ProcessEnv = {}, command = process.execPath, before = [CLI], cwd = root): Running {
  const child = spawn(command, [...before, ...args], { cwd, env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => { stdout += String(chunk) })
  child.stderr.on('data', (chunk) => { stderr += String(chunk) })
  const ended = new Promise<Outcome>((done) => { child.on('close', (code, signal) => { done({ code, signal, stdout, stderr }) }) })
  return { child, ended, said: () => stdout + stderr }
}

const ringloop = (...args: string[]): Promise<Outcome> => start(args).ended

async function until(what: () => boolean, ms = 30_000): Promise<void> {
  for (const end = Date.now() + ms; !what(); await new Promise((done) => { setTimeout(done, 20) })) {
    if (Date.now() > end) throw new Error('it did not happen')
  }
}

/** All files below a folder. */
function filesIn(folder: string): string[] {
  return existsSync(at(folder)) ? readdirSync(at(folder), { recursive: true, encoding: 'utf8' }).sort() : []
}

written('src/app.ts', `import { run, sleep } from 'ringloop'

declare function print(text: string): void

async function main(): Promise<void> {
  await sleep(5)
  print('done')
}

run(main())
`)
written('src/small.ts', 'export const a = 1\n')
written('src/typed.ts', 'const a: number = ""\nconst b: string = 1\nexport { a, b }\n')
written('src/broken.ts', 'const a: = 1\n')
written('src/map.ts', 'export const names = new Map<string, number>()\n')
written('old.js', 'old\n')
written('board', '')
mkdirSync(at('folder'))
mkdirSync(at('empty'))

/** A stand-in that writes down how it was called, then does `then`. */
function tool(name: string, then = ''): void {
  written(`tools/${name}`, `#!${process.execPath}
const fs = require('fs')
fs.writeFileSync(process.env.RECORD, JSON.stringify({ args: process.argv.slice(2), port: process.env.UPLOAD_PORT, cwd: process.cwd() }))
${then}
`)
  chmodSync(at('tools', name), 0o755)
}

for (const name of ['espruino', 'mcconfig', 'qjs', 'mqjs']) tool(name)

interface Call {
  args: string[]
  port?: string
  cwd: string
}

const called = (): Call => JSON.parse(readFileSync(at('calls.json'), 'utf8')) as Call

test.beforeEach(() => { rmSync(at('calls.json'), { force: true }) })
test.after.always(() => { rmSync(root, { recursive: true, force: true }) })

// Help.

for (const args of [['--help'], ['build', '--help'], ['flash', '--help'], ['init', '--help'], ['run', '--help']]) {
  test.serial(`help: ringloop ${args.join(' ')} teaches with examples, in 80 columns`, async (t) => {
    const { code, stdout, stderr } = await ringloop(...args)
    t.is(code, 0)
    t.is(stderr, '')
    t.regex(stdout, /\nExamples:\n {2}\$ ringloop /)
    t.deepEqual(stdout.split('\n').filter((line) => line.length > 80), [])
  })
}

test.serial('help: without a command it is an error, and says what there is', async (t) => {
  const { code, stdout, stderr } = await ringloop()
  t.is(code, 2)
  t.is(stdout, '')
  t.regex(stderr, /\nCommands:\n/)
})

test.serial('help: --version is the package\'s', async (t) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  t.like(await ringloop('--version'), { code: 0, stdout: `${version}\n` })
})

// build.

test.serial('build: the bundle is written, with its size and what it contains, which adds up to it', async (t) => {
  const { code, stdout, stderr } = await ringloop('build', 'src/app.ts', '--target', 'espruino')
  t.is(code, 0, stderr)
  const { length } = readFileSync(at('dist/app.espruino.js'))
  const [head = '', ...rows] = stdout.trimEnd().split('\n')
  t.is(head, `dist/app.espruino.js  ${length.toLocaleString('en-US')} bytes`)
  t.deepEqual(rows.map((row) => row.slice(2, 10).trim()), ['runtime', 'helpers', 'own code'])
  const bytes = rows.map((row) => Number(/ ([\d,]+) /.exec(row.slice(10))?.[1]?.replace(',', '')))
  t.is(bytes.reduce((sum, one) => sum + one, 0), length)
  for (const part of bytes) t.true(part > 100, `${part}`)
  t.regex(stderr, /^built in [\d.]+ s\n$/)
  t.deepEqual(filesIn('dist'), ['app.espruino.js', 'app.espruino.js.map'])
})

test.serial('build: what it calls helpers are files of src/', (t) => {
  for (const name of HELPERS) t.true(existsSync(`src/${name}.ts`), name)
})

test.serial('build: --no-minify is readable, -o says where to, folders are made', async (t) => {
  t.like(await ringloop('build', 'src/app.ts', '-t', 'mquickjs', '--no-minify', '-o', 'new/ü/app.js'), { code: 0 })
  t.regex(readFileSync(at('new/ü/app.js'), 'utf8'), /function main\(\) \{\n/)
})

test.serial('build: --modern keeps generators, --es5 lowers them for an engine that has them', async (t) => {
  /** How many there are; in Node the library has some of its own. */
  async function generators(file: string, ...args: string[]): Promise<number> {
    t.like(await ringloop('build', 'src/app.ts', '-o', file, ...args), { code: 0 })
    return readFileSync(at(file), 'utf8').match(/function\s*\*/g)?.length ?? 0
  }
  t.is(await generators('es5.js', '-t', 'quickjs'), 0)
  t.is(await generators('modern.js', '-t', 'quickjs', '--modern'), 1)
  t.is(await generators('modern.mjs', '-t', 'node') - await generators('es5.mjs', '-t', 'node', '--es5'), 1)
})

test.serial('build: an output that is a link is written where the link leads', async (t) => {
  symlinkSync('behind.js', at('link.js'))
  writeFileSync(at('behind.js'), 'old\n')
  t.like(await ringloop('build', 'src/small.ts', '-t', 'mquickjs', '-o', 'link.js'), { code: 0 })
  t.not(readFileSync(at('behind.js'), 'utf8'), 'old\n')
})

test.serial('build: --watch builds again at each change, says what is wrong, and goes on', async (t) => {
  written('watched.ts', 'export const a = 1\n')
  const { child, said, ended } = start(['build', 'watched.ts', '-t', 'mquickjs', '--watch'])
  await until(() => said().includes('waiting for changes'))
  t.regex(said(), /^dist\/watched\.mquickjs\.js {2}\d+ bytes\n {2}runtime/m)
  written('watched.ts', 'const a: number = ""\nexport { a }\n')
  await until(() => said().includes('watched.ts:1:7 TS2322'))
  written('watched.ts', 'declare function print(text: string): void\nprint("again")\n')
  await until(() => /^dist\/watched\.mquickjs\.js {2}\d+ bytes {2}\+\d+\n/m.test(said()))
  t.regex(readFileSync(at('dist/watched.mquickjs.js'), 'utf8'), /again/)
  child.kill('SIGINT')
  const { code, signal } = await ended
  t.true(code === 130 || signal === 'SIGINT')
})

for (const ms of [150, 600, 1200, 2400]) {
  test.serial(`build: stopped after ${ms} ms, it leaves the old file or the new one, and nothing beside`, async (t) => {
    written('out/app.js', 'old\n')
    const { child, ended } = start(['build', 'src/app.ts', '-t', 'mquickjs', '-o', 'out/app.js'])
    await new Promise((done) => { setTimeout(done, ms) })
    child.kill('SIGINT')
    const { code, signal } = await ended
    t.true(signal === 'SIGINT' || code === 130 || code === 0, `${code}`)
    const text = readFileSync(at('out/app.js'), 'utf8')
    t.true(text === 'old\n' || text.endsWith('//# sourceMappingURL=app.js.map\n'), text.slice(-100))
    t.deepEqual(filesIn('out').filter((file) => !/^app\.js(\.map)?$/.test(file)), [])
  })
}

// What is shown.

/** The lines that start with `before` and `ringloop`, as arguments; without comments. */
function commandsIn(text: string, before: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith(`${before}ringloop `))
  return lines.map((line) => line.slice(before.length).replace(/\s+#.*$/, '').split(' ').slice(1))
}

const readmes = ['README.md', 'targets/cli/README.md'].map((file) => readFileSync(file, 'utf8'))
const helps = ['', 'build', 'run', 'flash', 'init'].map((command) =>
  execFileSync(process.execPath, [CLI, ...command.split(' ').filter(Boolean), '--help'], { encoding: 'utf8' }))
const shown = new Set([...readmes.flatMap((text) => commandsIn(text, '')), ...helps.flatMap((text) => commandsIn(text, '  $ '))].map((args) => args.join(' ')))

test.serial('shown: READMEs and --help show commands', (t) => {
  t.true(shown.size > 20, `${shown.size}`)
})

for (const [i, command] of [...shown].entries()) {
  if (command.endsWith('--help')) continue
  test.serial(`shown: ringloop ${command}`, async (t) => {
    // the ports are files here, and each project is a new one
    const args = command.replaceAll(/\/dev\/tty\w+/g, 'PORT').replace('plant-monitor', `plant-monitor-${i}`).split(' ')
    const where = command === 'init' ? at('empty') : root
    const { child, said, ended } = start(args.map((arg) => (arg === 'PORT' ? at('board') : arg)), {}, process.execPath, [CLI], where)
    const goesOn = command.includes('--watch')
    if (goesOn) {
      await until(() => said().includes('waiting for changes'))
      child.kill('SIGINT')
    }
    const { code, signal, stderr } = await ended
    t.true(code === 0 || (goesOn && (code === 130 || signal === 'SIGINT')), stderr)
  })
}

test.serial('shown: what build prints is in the README', async (t) => {
  const [, command = '', block = ''] = /<!-- from ringloop (.*) -->\n```\n([^]*?)```\n/.exec(readmes[1] ?? '') ?? []
  t.like(await ringloop('init', 'shown'), { code: 0 })
  const { stdout } = await start(command.split(' '), {}, process.execPath, [CLI], at('shown')).ended
  t.is(stdout, block)
})

// run.

written('src/endless.ts', `import { run, sleep } from 'ringloop'

declare function print(text: string): void

async function main(): Promise<void> {
  try {
    for (let minute = 0; ; minute++) {
      print('minute ' + minute)
      await sleep(60000)
    }
  } finally {
    await sleep(1)
    print('cleaned up')
  }
}

run(main())
`)
written('src/dry.ts', `import { run, sleep } from 'ringloop'

async function main(): Promise<void> {
  await sleep(5)
  throw new Error('no water')
}

run(main())
`)
written('src/hungry.ts', `declare function print(text: string): void
const kept: number[][] = []
while (kept.length < 1e9) kept.push([1, 2, 3])
print(String(kept.length))
`)
written('src/stuck.ts', `import { Queue, run } from 'ringloop'

run(new Queue<number>(1).get())
`)
written('src/pins.ts', 'declare const probe: { read(): number }\ndeclare function print(text: string): void\nprint(`${probe.read()} %`)\n')
written('src/mocks.ts', "import type { Board } from 'ringloop/testing'\ndeclare const board: Board\nboard.provide({ probe: { read: () => 42 } })\n")

test.serial('run: an hour of device time passes; what the program prints has its time', async (t) => {
  const { code, stdout, stderr } = await ringloop('run', 'src/endless.ts')
  t.is(code, 0, stderr)
  t.true(stdout.startsWith('src/endless.ts, 1 hour of device time\n'))
  t.regex(stdout, /^00:59:00\.000 .* minute 59$/m)
  t.notRegex(stdout, /minute 60|cleaned up/)
  t.regex(stderr, /^\nbuilt in [\d.]+ s; ran 1 hour in [\d.]+ s\n$/)
})

test.serial('run: --quiet prints what the program prints, and nothing else', async (t) => {
  t.like(await ringloop('run', 'src/app.ts', '--quiet'), { code: 0, stdout: 'done\n', stderr: '' })
})

test.serial('run: --until is device time, --preload plays the hardware, the target is what it is built for', async (t) => {
  t.like(await ringloop('run', 'src/endless.ts', '-q', '--until', '1.5m', '-t', 'quickjs'), { code: 0, stdout: 'minute 0\nminute 1\n' })
  t.like(await ringloop('run', 'src/pins.ts', '-q', '--preload', 'src/mocks.ts'), { code: 0, stdout: '42 %\n' })
})

for (const [what, args, says] of [
  ['an error', ['src/dry.ts'], ['src/dry.ts: failed at 00:00:00.005, in main', '  Error: no water', '  at src/dry.ts:5:13', "  5 | throw new Error('no water')", '    |           ^']],
  ['a task that waits for ever', ['src/stuck.ts'], ['src/stuck.ts: deadlock at 00:00:00.000: these wait for ever, for no timer is armed and no host event is due', '  main waits for Queue.get, since 00:00:00.000']],
  ['too little memory', ['src/hungry.ts', '--memory', '64k'], [/^src\/hungry\.ts: out of memory at 00:00:00\.000: [\d,]+ of 65,536 bytes/]],
] as const) {
  test.serial(`run: ${what} is told on stderr, with exit code 1`, async (t) => {
    const { code, stderr } = await ringloop('run', ...args, '--quiet')
    t.is(code, 1)
    const lines = stderr.trim().split('\n')
    says.forEach((line, i) => { if (typeof line === 'string') t.is(lines[i], line); else t.regex(lines[i] ?? '', line) })
  })
}

test.serial('run: --trace draws what ran when, as a picture and for Perfetto', async (t) => {
  const { code, stderr } = await ringloop('run', 'src/app.ts', '-q', '--trace', 'traces/out.svg', '--trace', 'traces/out.json')
  t.is(code, 0, stderr)
  t.is(stderr, 'trace: traces/out.svg\ntrace: traces/out.json\n')
  t.regex(readFileSync(at('traces/out.svg'), 'utf8'), /^<svg[^]*<\/svg>\s*$/)
  t.true('traceEvents' in (JSON.parse(readFileSync(at('traces/out.json'), 'utf8')) as object))
})

test.serial('run: in real time, Ctrl-C cancels main, whose finally runs, and the exit code is 130', async (t) => {
  const { child, said, ended } = start(['run', 'src/endless.ts', '--real'])
  await until(() => said().includes('minute 0'))
  child.kill('SIGINT')
  const { code, stdout } = await ended
  t.is(code, 130)
  t.regex(stdout, / cleaned up$/m)
})

// flash.

const bundle = (name: string) => at('dist', name)
const ADDRESS = 'tcp://127.0.0.1:2323'
const STRANGE = '$(touch pwned); `x` "ü" \'q\' & a\nb'

/** [arguments behind `flash src/app.ts`, the tool, how it is called, UPLOAD_PORT] */
const CALLS: [args: string[], tool: string, call: string[], port?: string][] = [
  [['-t', 'espruino'], 'espruino', [bundle('app.espruino.js')]],
  [['-t', 'espruino', '-p', ADDRESS], 'espruino', [bundle('app.espruino.js'), '--no-ble', '--port', ADDRESS]],
  [['-t', 'espruino', '-p', 'aa:bb:cc:dd:ee:ff'], 'espruino', [bundle('app.espruino.js'), '--port', 'aa:bb:cc:dd:ee:ff']],
  [['-t', 'espruino', '-p', STRANGE, '-o', `dist/${basename(root)}.js`], 'espruino', [bundle(`${basename(root)}.js`), '--no-ble', '--port', STRANGE]],
  [['-t', 'espruino', '--save', '-p', 'COM3', '--', '--board', STRANGE], 'espruino',
    [bundle('app.espruino.js'), '--config', 'SAVE_ON_SEND=1', '--board', STRANGE, '--no-ble', '--port', 'COM3']],
  [['-t', 'moddable'], 'mcconfig', ['-m', bundle('app.moddable/manifest.json')]],
  [['-t', 'moddable', '--platform', 'esp32/m5stack', '-p', STRANGE, '--', '-d'], 'mcconfig',
    ['-m', '-p', 'esp32/m5stack', '-d', bundle('app.moddable/manifest.json')], STRANGE],
  [['-t', 'quickjs'], 'qjs', [bundle('app.quickjs.js')]],
  [['-t', 'mquickjs', '--', '--memory-limit', '64k'], 'mqjs', ['--memory-limit', '64k', bundle('app.mquickjs.js')]],
]

for (const [args, name, call, port] of CALLS) {
  const title = args.join(' ').replaceAll(STRANGE, 'a strange name').replaceAll(root, 'root').replace(basename(root), 'a strange name')
  test.serial(`flash: ${title} calls ${name} as it says, without a shell`, async (t) => {
    const { code, stderr } = await ringloop('flash', 'src/app.ts', ...args)
    t.is(code, 0, stderr)
    t.deepEqual(called(), { args: call, cwd: root, ...(port === undefined ? {} : { port }) })
    t.true(existsSync(call.find((arg) => arg.startsWith(root)) ?? ''))
    t.deepEqual(filesIn('.').filter((file) => basename(file) === 'pwned'), [])

    // what it shows is what a shell makes the same call of
    const dry = await ringloop('flash', 'src/app.ts', '-n', ...args)
    t.is(dry.code, 0)
    t.true(stderr.includes(`$ ${dry.stdout}`), stderr)
    rmSync(at('calls.json'))
    t.like(await start(['-c', dry.stdout], {}, '/bin/sh', []).ended, { code: 0 })
    t.deepEqual(called().args.map((arg) => (arg.startsWith('dist') || arg.startsWith('./dist') ? at(arg) : arg)), call)
    t.is(called().port, port)
  })
}

test.serial('flash: Moddable\'s manifest makes the bundle the module that starts', async (t) => {
  t.like(await ringloop('flash', 'src/app.ts', '-t', 'moddable'), { code: 0 })
  const { modules } = JSON.parse(readFileSync(at('dist/app.moddable/manifest.json'), 'utf8')) as { modules: { main: string } }
  t.is(resolve(at('dist/app.moddable'), `${modules.main}.js`), bundle('app.moddable.js'))
})

test.serial('flash: --dry-run builds nothing and calls nobody', async (t) => {
  rmSync(at('dist'), { recursive: true, force: true })
  t.like(await ringloop('flash', 'src/app.ts', '-t', 'espruino', '--port', 'COM3', '--dry-run'),
    { code: 0, stdout: 'espruino dist/app.espruino.js --no-ble --port COM3\n', stderr: '' })
  t.false(existsSync(at('dist')))
  t.false(existsSync(at('calls.json')))
})

for (const [what, then, stderr] of [
  ['ends with a code', 'process.exit(3)', /^ringloop flash: qjs ended with code 3$/m],
  ['is killed', 'process.kill(process.pid, "SIGKILL")', /^ringloop flash: qjs was stopped by SIGKILL$/m],
] as const) {
  test.serial(`flash: a tool that ${what} is a failure`, async (t) => {
    tool('qjs', then)
    const outcome = await ringloop('flash', 'src/small.ts', '-t', 'quickjs')
    tool('qjs')
    t.is(outcome.code, 1)
    t.regex(outcome.stderr, stderr)
  })
}

for (const [what, then, stderr] of [
  ['cannot connect', 'console.error("Unable to connect!")', /espruino failed: Unable to connect!$/m],
  ['finds no board', 'console.error("Error: No Ports Found"); process.exit(1)', /espruino ended with code 1$/m],
  ['loses the port', 'fs.rmSync("board"); console.log("Disconnected.")', /espruino failed: the connection was lost; .*board is gone, so look at the cable$/m],
] as const) {
  test.serial(`flash: an espruino that ${what} is a failure, whatever its exit code`, async (t) => {
    written('board', '')
    tool('espruino', then)
    const outcome = await ringloop('flash', 'src/small.ts', '-t', 'espruino', '--port', at('board'))
    tool('espruino')
    written('board', '')
    t.is(outcome.code, 1, outcome.stderr)
    t.regex(outcome.stderr, stderr)
  })
}

test.serial('flash: an espruino that uploads and then loses its board has done its work', async (t) => {
  tool('espruino', 'console.log("Upload Complete"); console.log("Disconnected.")')
  const { code, stdout } = await ringloop('flash', 'src/small.ts', '-t', 'espruino')
  tool('espruino')
  t.is(code, 0)
  t.regex(stdout, /^Upload Complete$/m)
})

for (const whom of ['the command', 'both, as a terminal does']) {
  test.serial(`flash: Ctrl-C for ${whom} ends the tool too, with 130`, async (t) => {
    tool('qjs', 'setTimeout(() => {}, 60000); console.log("runs", process.pid)')
    const { child, said, ended } = start(['flash', 'src/small.ts', '-t', 'quickjs'])
    await until(() => said().includes('runs'))
    tool('qjs')
    const pid = child.pid as number
    process.kill(whom === 'the command' ? pid : -pid, 'SIGINT')
    t.like(await ended, { code: 130 })
    t.throws(() => process.kill(Number(/runs (\d+)/.exec(said())?.[1]), 0), { code: 'ESRCH' })
  })
}

// init.

test.serial('init: a folder of its own gets a project that is called after it', async (t) => {
  const { code, stdout } = await ringloop('init', "new/Plant's Monitor ü")
  t.is(code, 0)
  t.deepEqual(filesIn("new/Plant's Monitor ü"),
    ['.gitignore', 'eslint.config.mjs', 'package.json', 'src', 'src/blink.ts', 'test', 'test/blink.test.mjs', 'tsconfig.json'])
  t.is((JSON.parse(readFileSync(at("new/Plant's Monitor ü/package.json"), 'utf8')) as { name: string }).name, 'plant-s-monitor-u')
  t.regex(stdout, /\nNext: cd 'new\/Plant'\\''s Monitor ü' && npm install && npm test && npm run build\n$/)
})

test.serial('init: a file in the way stops it before anything is written', async (t) => {
  written('taken/src/blink.ts', 'mine\n')
  const { code, stderr } = await ringloop('init', 'taken')
  t.is(code, 1)
  t.is(stderr, 'ringloop init: taken/src/blink.ts: there already, and nothing is overwritten; give a folder without it\n')
  t.deepEqual(filesIn('taken'), ['src', 'src/blink.ts'])
  t.is(readFileSync(at('taken/src/blink.ts'), 'utf8'), 'mine\n')
})

// Bad input: one clear line, the right exit code, nothing half-written.

/** [what, arguments, exit code, stderr] */
const BAD: [what: string, args: string[], code: number, stderr: string | RegExp][] = [
  ['an unknown command', ['buld'], 2, "ringloop: unknown command 'buld'; did you mean build?"],
  ['an unknown option', ['build', 'src/app.ts', '--modem'], 2, "ringloop build: unknown option '--modem'; did you mean --modern?"],
  ['an option that is like none', ['build', 'src/app.ts', '--zzz'], 2, "ringloop build: unknown option '--zzz'; see 'ringloop build --help'"],
  ['no program', ['build'], 2, "ringloop build: missing required argument 'program'; see 'ringloop build --help'"],
  ['too many programs', ['build', 'src/app.ts', 'src/small.ts', '-t', 'node'], 2, /^ringloop build: too many arguments.*; see 'ringloop build --help'$/],
  ['no target', ['build', 'src/app.ts'], 2, 'ringloop build: --target: for which engine? Give one of espruino, quickjs, moddable, mquickjs, node'],
  ['an unknown target', ['build', 'src/app.ts', '-t', 'esprino'], 2, "ringloop build: 'esprino' is no target; give one of espruino, quickjs, moddable, mquickjs, node"],
  ['a target without a name', ['build', 'src/app.ts', '-t'], 2, /^ringloop build: option '-t, --target <name>' argument missing; see/],
  ['both syntaxes', ['build', 'src/app.ts', '-t', 'node', '--es5', '--modern'], 2, /^ringloop build: option '--es5' cannot be used with option '--modern'; see/],
  ['new syntax for an old engine', ['build', 'src/app.ts', '-t', 'espruino', '--modern'], 2, 'ringloop build: --modern: espruino runs ES5 only; leave it out'],
  ['a missing file', ['build', 'src/nothing.ts', '-t', 'espruino'], 1, 'ringloop build: src/nothing.ts: there is no such file'],
  ['a folder', ['build', 'src', '-t', 'espruino'], 1, 'ringloop build: src is a folder; give the file that the program starts with'],
  ['a syntax error', ['build', 'src/broken.ts', '-t', 'espruino'], 1, 'src/broken.ts:1:10 TS1110: Type expected.'],
  ['type errors', ['build', 'src/typed.ts', '-t', 'espruino'], 1,
    "src/typed.ts:1:7 TS2322: Type 'string' is not assignable to type 'number'.\nsrc/typed.ts:2:7 TS2322: Type 'number' is not assignable to type 'string'."],
  ['what the engine cannot run', ['build', 'src/map.ts', '-t', 'espruino'], 1, /^src\/map\.ts:1:26 Map: Espruino has none; .*$/],
  ['a missing tsconfig', ['build', 'src/small.ts', '-t', 'espruino', '--tsconfig', 'none.json'], 1, 'ringloop build: none.json: there is no such file'],
  ['an output that is a folder', ['build', 'src/small.ts', '-t', 'mquickjs', '-o', 'folder'], 1, 'ringloop build: folder is a folder; give another file'],
  ['an output below a file', ['build', 'src/small.ts', '-t', 'mquickjs', '-o', 'old.js/out.js'], 1, 'ringloop build: old.js/out.js cannot be made: old.js is no folder; give another file'],
  ['an output that is a device', ['build', 'src/small.ts', '-t', 'mquickjs', '-o', '/dev/full'], 1, 'ringloop build: /dev/full is a device or a pipe; give another file'],
  ['an output where no file can be', ['build', 'src/small.ts', '-t', 'mquickjs', '-o', '/proc/new/out.js'], 1, 'ringloop build: /proc/new/out.js: it cannot be written, there is no such file or folder'],
  ['an output that is the program', ['build', 'src/small.ts', '-t', 'mquickjs', '-o', 'src/small.ts'], 1, 'ringloop build: src/small.ts is a part of the program itself; give another file to write to'],
  ['a name too long', ['build', 'src/small.ts', '-t', 'mquickjs', '-o', `${'x'.repeat(300)}.js`], 1, /^ringloop build: x+\.js: it cannot be written, its name is too long$/],
  ['a port that is not there', ['flash', 'src/app.ts', '-t', 'espruino', '-p', '/dev/ttyNONE'], 1, 'ringloop flash: /dev/ttyNONE: there is no such port; plug the board in, and look at how it is called'],
  ['a port that is an option', ['flash', 'src/app.ts', '-t', 'espruino', '--port=--download'], 2, "ringloop flash: --port: '--download' is none"],
  ['a port for an engine without', ['flash', 'src/app.ts', '-t', 'quickjs', '-p', 'COM3'], 2, 'ringloop flash: --port: quickjs has none; it is for espruino and moddable'],
  ['a port for the simulator', ['flash', 'src/app.ts', '-t', 'moddable', '-p', 'COM3'], 2, 'ringloop flash: --port: without --platform the simulator runs it, which has none; give both'],
  ['an argument too many', ['flash', 'src/app.ts', '-t', 'quickjs', 'more'], 2, "ringloop flash: 'more': what is for the tool stands behind --"],
  ['type errors before flashing', ['flash', 'src/broken.ts', '-t', 'quickjs'], 1, 'src/broken.ts:1:10 TS1110: Type expected.'],
  ['no time', ['run', 'src/app.ts', '--until', '3'], 2, "ringloop run: '3' is no time; give one as 500ms, 90s, 10m, 1h or 2d"],
  ['no size', ['run', 'src/app.ts', '--memory', 'lots'], 2, "ringloop run: 'lots' is no size; give bytes, as 65536, 64k or 1M"],
  ['too small a size', ['run', 'src/app.ts', '--memory', '1'], 1, /^ringloop run: memory: 1 is no number of bytes .*; give 1024 or more$/],
  ['no capacity', ['run', 'src/app.ts', '--ready', '0'], 2, "ringloop run: '0' is no number of 1 or more"],
  ['two clocks', ['run', 'src/app.ts', '--real', '--virtual'], 2, /^ringloop run: option '--virtual' cannot be used with option '--real'; see/],
  ['no picture', ['run', 'src/app.ts', '--trace', 'out.png'], 2, "ringloop run: 'out.png': a trace is a picture in an .svg or a .json for Perfetto; give such a name"],
  ['a trace that is a folder', ['run', 'src/app.ts', '--trace', 'folder/x.svg/y.svg', '--trace', 'old.js/x.svg'], 1, 'ringloop run: old.js/x.svg cannot be made: old.js is no folder; give another file'],
  ['a missing program to run', ['run', 'src/nothing.ts'], 1, 'ringloop run: src/nothing.ts: there is no such file'],
  ['missing mocks', ['run', 'src/app.ts', '--preload', 'src/nothing.ts'], 1, 'ringloop run: src/nothing.ts: there is no such file'],
  ['a syntax error to run', ['run', 'src/broken.ts'], 1, 'src/broken.ts:1:10 TS1110: Type expected.'],
  ['a project in a file', ['init', 'old.js'], 1, 'ringloop init: old.js is a file; give a folder'],
  ['a project below a file', ['init', 'old.js/new'], 1, /^ringloop init: old\.js\/new\/.* cannot be made: old\.js is no folder; give another file$/],
]

for (const [what, args, code, stderr] of BAD) {
  test.serial(`bad input: ${what} is told, with exit code ${code}, and nothing is written`, async (t) => {
    const before = filesIn('.')
    const outcome = await ringloop(...args)
    t.is(outcome.stdout, '')
    if (typeof stderr === 'string') t.is(outcome.stderr, `${stderr}\n`)
    else t.regex(outcome.stderr.replace(/\n$/, ''), stderr)
    t.is(outcome.code, code)
    t.deepEqual(filesIn('.'), before)
    t.is(readFileSync(at('old.js'), 'utf8'), 'old\n')
    t.is(readFileSync(at('src/small.ts'), 'utf8'), 'export const a = 1\n')
    t.false(existsSync(at('calls.json')))
  })
}

test.serial('bad input: a tool that is missing is told before the build, with how to get it', async (t) => {
  for (const [target, name, how] of [
    ['espruino', 'espruino', 'npm install -D espruino'], ['moddable', 'mcconfig', 'get the Moddable SDK'], ['quickjs', 'qjs', 'get QuickJS'], ['mquickjs', 'mqjs', 'get mquickjs'],
  ] as const) {
    const { code, stderr } = await start(['flash', 'src/app.ts', '-t', target], { PATH: at('folder') }).ended
    t.is(code, 1)
    t.true(stderr.startsWith(`ringloop flash: ${name} is not installed; ${how}`), stderr)
    t.is(stderr.trim().split('\n').length, 1)
  }
})

test.serial('bad input: --verbose shows where it was found', async (t) => {
  const { code, stderr } = await ringloop('build', 'src/nothing.ts', '-t', 'espruino', '--verbose')
  t.is(code, 1)
  t.regex(stderr, /^ringloop build: src\/nothing\.ts: there is no such file\n.*\n {4}at /)
})

// The terminal.

/** The same on a terminal, with all that it is sent. */
function onTerminal(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> {
  const words = [process.execPath, CLI, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  return start(['-qec', words, '/dev/null'], { TERM: 'xterm', ...env }, '/usr/bin/script', []).ended
}

const COLOUR = /\x1b\[\d+m/

test.serial('terminal: colours and progress are for a terminal', async (t) => {
  const { stdout } = await onTerminal({}, 'build', 'src/small.ts', '-t', 'mquickjs')
  t.regex(stdout, COLOUR)
  t.regex(stdout, /\r\x1b\[K.*src\/small\.ts for mquickjs: checking types/)
  const lines = stdout.split('\n').map((line) => line.slice(line.lastIndexOf('\x1b[K') + 1))
  t.deepEqual(lines.filter((line) => line.includes('checking')), [], 'progress is wiped away')
})

test.serial('terminal: into a pipe go neither', async (t) => {
  const { stdout, stderr } = await ringloop('build', 'src/small.ts', '-t', 'mquickjs')
  t.notRegex(stdout + stderr, /\x1b/)
})

test.serial('terminal: NO_COLOR takes the colours away, FORCE_COLOR brings them into a pipe', async (t) => {
  t.notRegex((await onTerminal({ NO_COLOR: '1' }, 'build', 'src/nothing.ts', '-t', 'node')).stdout, COLOUR)
  t.notRegex((await onTerminal({ TERM: 'dumb' }, 'build', 'src/nothing.ts', '-t', 'node')).stdout, COLOUR)
  t.regex((await start(['build', 'src/nothing.ts', '-t', 'node'], { FORCE_COLOR: '1' }).ended).stderr, COLOUR)
  t.notRegex((await start(['build', 'src/nothing.ts', '-t', 'node'], { FORCE_COLOR: '0' }).ended).stderr, COLOUR)
  t.notRegex((await start(['build', 'src/nothing.ts', '-t', 'node'], { FORCE_COLOR: '1', NO_COLOR: '1' }).ended).stderr, COLOUR)
})
