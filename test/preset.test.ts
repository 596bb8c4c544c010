// preset.test.ts: `ringloop/rollup`: one program for every target, small and with true source maps; bad input is one clear error.

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import { parse } from 'acorn'
import test from 'ava'
import { getQuickJS } from 'quickjs-emscripten'
import { rollup } from 'rollup'
import type { OutputOptions, RollupError } from 'rollup'
import { target } from '../targets/rollup'
import type { Target, TargetOptions } from '../targets/rollup'

const quickjs = await getQuickJS()
const DEVICES: Target[] = ['espruino', 'quickjs', 'moddable', 'mquickjs']

// Programs and builds.

const folder = mkdtempSync(join(tmpdir(), 'ringloop preset ü-'))
let count = 0

/** A file in a folder of its own. */
function written(text: string, name = 'app.ts'): string {
  const file = join(folder, `${++count}`, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

interface Built {
  code: string
  map: EncodedSourceMap
}

async function build(name: Target, entry: string, options: TargetOptions = {}): Promise<Built> {
  const config = target(name, entry, { file: join(dirname(entry), `out.${name}.js`), ...options })
  const bundle = await rollup(config)
  const { output: [{ code, map }] } = await bundle.generate(config.output as OutputOptions)
  await bundle.close()
  return { code, map: map as unknown as EncodedSourceMap }
}

/** The message of a build that must fail; nothing is written by then. */
async function complaint(name: Target, entry: string, options: TargetOptions = {}): Promise<string> {
  const file = join(dirname(entry), 'out.js')
  const config = target(name, entry, { file, ...options })
  try {
    const bundle = await rollup(config)
    await bundle.write(config.output as OutputOptions)
  } catch (error) {
    if (existsSync(file)) return `it has written ${file}`
    // as a user sees it, but from the program's folder
    return (error as RollupError).message.replace('[plugin ringloop] ', '').replaceAll(`${relative(process.cwd(), folder)}/`, '')
      .replaceAll(`${folder}/`, '').replace(/^\d+\//gm, '')
  }
  return 'it was built'
}

// Engines: QuickJS, dressed as each of them.

const HOST = `
var lines = [], now = 0, timers = [], ids = 0
function say(text) { lines.push(text) }
function later(fn, ms) { timers.push({ id: ++ids, due: now + ms, fn: fn }); return ids }
function never(id) { timers = timers.filter(function (one) { return one.id !== id }) }
function idle() {
  for (var turns = 0; timers.length > 0 && turns < 1000; turns++) {
    var first = timers.reduce(function (a, b) { return b.due < a.due ? b : a })
    never(first.id)
    now = Math.max(now, first.due)
    first.fn()
  }
}
var console = { log: say }
`

const DRESS: Record<string, string> = {
  espruino: 'var global = globalThis, setTime = never, setTimeout = later, clearTimeout = never, print = say; function getTime() { return now / 1000 }; delete globalThis.Symbol; delete globalThis.Promise; delete globalThis.Map; delete globalThis.WeakMap',
  mquickjs: 'var setTimeout = later, clearTimeout = never, print = say, performance = { now: function () { return now } }; delete globalThis.Symbol; delete globalThis.Promise; delete Object.assign; delete globalThis.WeakMap',
  quickjs: 'var print = say; globalThis.performance = { now: function () { return now } }',
  moddable: 'var trace = say, made = {}; made.set = function (fn, ms) { return { fn: fn, id: later(fn, ms) } }; made.schedule = function (t, ms) { never(t.id); if (ms < 0x3fffffff) t.id = later(t.fn, ms) }; made.clear = function (t) { never(t.id) }',
}

const MODULES: Record<string, string> = {
  os: 'export const setTimeout = later, clearTimeout = never',
  std: 'export function exit(code) { say("exit " + code) }',
  time: 'export default { get ticks() { return now }, delta: (a, b) => b - a }',
  timer: 'export default made',
}

/** What a build says in an engine. Its errors have the place in `out`. */
function run(name: Target, code: string): string[] {
  const context = quickjs.newContext()
  context.runtime.setModuleLoader((module) => MODULES[module] ?? { error: new Error(`no module ${module}`) })
  const evaluate = (text: string, file: string, type: 'global' | 'module' = 'global') => {
    const result = context.evalCode(text, file, { type })
    if (result.error) {
      const { name: kind, message, stack } = result.error.consume((handle) => context.dump(handle) as Error)
      throw new Error(`${kind}: ${message}\n${stack ?? ''}`)
    }
    return result.value.consume((handle) => context.dump(handle) as unknown)
  }
  evaluate(HOST, 'host')
  evaluate(DRESS[name] ?? '', 'host')
  evaluate(code, 'out', name === 'quickjs' || name === 'moddable' ? 'module' : 'global')
  context.runtime.executePendingJobs().dispose()
  evaluate('idle()', 'host')
  const lines = JSON.parse(evaluate('JSON.stringify(lines)', 'host') as string) as string[]
  context.dispose()
  return lines
}

async function linesOf(name: Target, source: string, options?: TargetOptions): Promise<string[]> {
  return run(name, (await build(name, written(source), options)).code)
}

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

function execute(command: string, args: string[], cwd: string): Promise<Outcome> {
  return new Promise((done) => {
    execFile(command, args, { cwd, timeout: 100_000, env: { ...process.env, NO_COLOR: '1' } }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? NaN), stdout, stderr })
    })
  })
}

const rollupIn = (root: string) => execute(process.execPath, [resolve('node_modules/rollup/dist/bin/rollup'), '-c', '--silent'], root)

// ava takes tests only until something waits, so this comes before the first test
const { stdout: list } = await execute('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], process.cwd())
const packed = join(folder, list.trim().split('\n').at(-1) ?? '')

// One program for every target.

const TOUR = [
  'a robin has 2 legs and wings; {"colour":"red","size":2}', '9,4,1', 'a: round 1', 'b: round 1', 'a: round 2', 'a: cleaned up', 'b: round 2',
  'b: cleaned up', 'A+B', 'slow: cancelled', 'slow: cleaned up', 'inner: left', 'outer: left', 'CancelledError', 'tick 0', 'tick 1', 'one 3',
]

for (const name of DEVICES) {
  for (const minify of [true, false]) {
    test(`preset: the tour, built for ${name}${minify ? '' : ' unminified'}, does what it says`, async (t) => {
      const { code } = await build(name, 'test/programs/tour.ts', { file: join(folder, 'tour.js'), minify })
      t.deepEqual(run(name, code), TOUR)
    })
  }
}

test('preset: the tour, built for QuickJS with native generators, does what it says', async (t) => {
  const { code } = await build('quickjs', 'test/programs/tour.ts', { file: join(folder, 'tour.js'), modern: true })
  t.regex(code, /function\s*\*/)
  t.deepEqual(run('quickjs', code), TOUR)
})

test('preset: the tour, built for Node, does what it says', async (t) => {
  const file = join(folder, 'tour.node.mjs')
  const config = target('node', 'test/programs/tour.ts', { file })
  const bundle = await rollup(config)
  await bundle.write(config.output as OutputOptions)
  const lines: string[] = []
  Object.assign(globalThis, { say: (line: string) => lines.push(line) })
  await import(file)
  for (let waited = 0; waited < 100 && lines.length < TOUR.length; waited++) await new Promise((done) => { setTimeout(done, 20) })
  t.deepEqual(lines, TOUR)
})

for (const name of DEVICES) {
  test(`preset: the output for ${name} is ES5, but for a module's imports, and complete`, async (t) => {
    const { code } = await build(name, 'test/programs/tour.ts', { file: join(folder, 'tour.js') })
    const { body } = parse(code, { ecmaVersion: 2015, sourceType: 'module' })
    const imports = body.filter((node) => node.type === 'ImportDeclaration')
    let script = code
    for (const { start, end } of imports) script = script.slice(0, start) + ' '.repeat(end - start) + script.slice(end)
    t.notThrows(() => parse(script, { ecmaVersion: 5 }))
    t.deepEqual(imports.map(({ source }) => source.value).sort(), { quickjs: ['os', 'std'], moddable: ['time', 'timer'] }[name as string] ?? [])
  })
}

test('preset: an output for qjs starts with its import, by which qjs knows a module', async (t) => {
  const { code } = await build('quickjs', written('export {}\nfunction f(): number { return 1 }\n;(globalThis as { f?: unknown }).f = f\n'))
  t.true(code.startsWith('import * as os from "os"; import * as std from "std"; globalThis.os = os; globalThis.std = std;\n'))
})

test('preset: a line of settings says what Rollup has to do, with an output of its own for each target', (t) => {
  const files = [...DEVICES, 'node' as const].map((name) => (target(name, 'src/app.ts').output as OutputOptions).file)
  t.deepEqual(files, ['dist/app.espruino.js', 'dist/app.quickjs.js', 'dist/app.moddable.js', 'dist/app.mquickjs.js', 'dist/app.node.mjs'])
})

// What else programs are written in.

test('preset: a program in JavaScript, in several files, with data and a package, is built', async (t) => {
  const entry = written('import { run, sleep } from "ringloop"\nimport { double } from "./lib/double.js"\nimport data from "./data.json"\n' +
    'import half, { halves } from "halver"\nasync function main() { await sleep(5); say(`${double(data.n)} ${half(3)}`); for await (const n of halves(5)) say(`${n}`) }\nrun(main())\n', 'app.js')
  const beside = (name: string, text: string) => {
    mkdirSync(dirname(join(dirname(entry), name)), { recursive: true })
    writeFileSync(join(dirname(entry), name), text)
  }
  beside('lib/double.js', 'export const double = (n) => n * 2\n')
  beside('data.json', '{ "unit": "°C", "n": 21 }\n')
  beside('node_modules/halver/package.json', '{ "name": "halver", "type": "module", "exports": { "espruino": "./small.js", "default": "./large.js" } }')
  beside('node_modules/halver/small.js', 'export default (n) => { const [half] = [n / 2]; return new Half(half).get?.() }\n' +
    'class Half { #n; constructor(n) { this.#n = n }; get() { return this.#n } }\nexport async function* halves(n) { yield n / 2 }\n')
  beside('node_modules/halver/large.js', 'export default () => "the wrong file"\n')
  t.deepEqual(run('espruino', (await build('espruino', entry)).code), ['42 1.5', '2.5'])
})

test('preset: of what is imported the value counts that it had before the await behind it', async (t) => {
  const entry = written('import { run } from "ringloop"\nimport { bump, count } from "./count"\nimport * as all from "./count"\n' +
    'declare function say(text: string): void\nasync function main(): Promise<void> { say(`${count + await bump()} ${[count, await bump(), count].join()}` +\n' +
    '  ` ${all.count + await bump()}`) }\nrun(main())\n')
  writeFileSync(join(dirname(entry), 'count.ts'), 'export let count = 0\nexport async function bump(): Promise<number> { return count += 1 }\n')
  for (const name of DEVICES) t.deepEqual(run(name, (await build(name, entry)).code), ['1 1,2,2 5'], name)
})

test('preset: the nearest tsconfig.json counts, with its paths and strictness', async (t) => {
  const entry = written('import { one } from "@/one"\ndeclare function say(text: string): void\nfunction f(x) { return x }\nsay(f("" + one))\n')
  writeFileSync(join(dirname(entry), 'one.ts'), 'export const one = 1\n')
  t.regex(await complaint('mquickjs', entry), /^app\.ts:1:21 '@\/one' is not installed/m)
  writeFileSync(join(dirname(entry), 'tsconfig.json'), JSON.stringify({
    compilerOptions: { strict: false, noImplicitAny: false, paths: { '@/*': ['./*'] }, outDir: 'out', declaration: true, composite: true },
  }))
  t.deepEqual(run('mquickjs', (await build('mquickjs', entry)).code), ['1'])
})

test('preset: private fields, spread, symbols of iteration work where the engine lacks what they are made of', async (t) => {
  const source = `
    declare function say(text: string): void
    class Box { #n = 1; static #made = 0; constructor() { Box.#made++ } add(): number { return ++this.#n + Box.#made }
      *[Symbol.iterator](): Generator<number> { yield this.#n; yield 7 } }
    const box = new Box()
    say(box.add() + ' ' + [...box].join() + ' ' + JSON.stringify({ ...{ a: 1 }, b: 2 }))
    for (const n of box) { say('' + n); break }`
  for (const name of ['espruino', 'mquickjs'] as Target[]) t.deepEqual(await linesOf(name, source), ['3 2,7 {"a":1,"b":2}', '2'], name)
})

test('preset: spread and private fields call the helpers also with an await in them, and whatever else the file says', async (t) => {
  const source = `
    import { run, sleep } from 'ringloop'
    declare function say(text: string): void
    // neither Object.assign() nor new WeakMap() is needed
    class Box { #n = 1; #twice(): number { return this.#n * 2 }; add(): number { return ++this.#n + this.#twice() } }
    const later = async <T>(value: T): Promise<T> => { await sleep(1); return value }
    async function main(): Promise<void> {
      say(new Box().add() + ' ' + JSON.stringify({ k: 1, ...(await later({ a: 2 })), b: await later(3) }) + JSON.stringify({ ...(await later([4])) }))
      if (typeof WeakMap === 'function') say('' + new WeakMap().has(main))
    }
    run(main())`
  for (const name of ['espruino', 'mquickjs'] as Target[]) t.deepEqual(await linesOf(name, source), ['6 {"k":1,"a":2,"b":3}{"0":4}'], name)
  t.deepEqual(await linesOf('quickjs', source), ['6 {"k":1,"a":2,"b":3}{"0":4}', 'false'])
})

test('preset: names may have letters outside ASCII, which Espruino and mquickjs do not read', async (t) => {
  const source = 'import { run, sleep } from "ringloop"\ndeclare function say(text: string): void\nclass Maß { größe = 3; länge(): number { return this.größe } }\n' +
    'async function main(): Promise<void> { const maß = new Maß(), é = { ø: 1 }; await sleep(1); maß.größe += é.ø; say(`${maß.länge()} ${Object.keys(é).join()}`) }\nrun(main())\n'
  // a build refuses what they do not read (checks.ts)
  for (const name of ['espruino', 'mquickjs'] as Target[]) t.deepEqual(await linesOf(name, source), ['4 ø'], name)
  t.regex(await complaint('espruino', written(source), { minify: false }), /^app\.ts:3:1 a name with a letter outside ASCII: /m)
})

test('texts: a number behind a text stays one of its own, whatever the minifier knows of it', async (t) => {
  const source = `
    import { run, sleep } from 'ringloop'
    declare function say(text: string): void
    const ROW = 1, COL: number = 2
    let left = 3, top = 4
    const enum Pin { A = 5, B = 6 }
    const size = { w: 7, h: 8 }
    function two(): number { return 2 }
    function label(name: string, row: number, col: number): string { return 'l' + name + row + col }
    function show(name: string): void { say(label(name, 1, 2)) }
    async function main(): Promise<void> {
      const n = String(await sleep(1)), m = n.length
      say('a' + n + 1 + 2 + ROW + COL + left + top)
      say(n + Pin.A + Pin.B + size.w + size.h + two() + two() + true + null)
      say('b' + n + -m + 2 + -m + ROW + (m + 1) + 2 + (m + 1) + COL + (5 % 3) + (7 >>> 1) + 0x10 + -1 + (2 + n))
      say(m + 1 + 2 + 'c' + 1 + 2)
      show(n)
    }
    run(main())`
  const lines = ['aundefined121234', 'undefined567822truenull', 'bundefined-92-91102102' + '2316-12undefined', '12c12', 'lundefined12']
  for (const name of ['espruino', 'mquickjs'] as Target[]) t.deepEqual(await linesOf(name, source), lines, name)
  t.deepEqual(await linesOf('quickjs', source, { modern: true }), lines)
})

test('texts: a template is what the language says of undefined, numbers and objects, on an engine whose concat() has no undefined', async (t) => {
  const source = `
    import { run, sleep } from 'ringloop'
    declare function say(text: string): void
    const clock = { valueOf: () => 1, toString: () => 'noon' }
    const later = async <T>(value: T): Promise<T> => { await sleep(1); return value }
    function all(x?: any, y?: number, list: string[] = []): string { return \`\${x}x\${y}\${2}\` + \`\${list[0]}\` + \`\${y}\${list[1]}\${x}\` }
    async function main(): Promise<void> {
      say(all() + all(null, 1, ['p', 'q']) + all(clock) + all([1, 2]))
      say(\`\${clock}\${await later(undefined)}-\${await later(clock)}\`)
    }
    run(main())`
  const { code } = await build('espruino', written(source))
  t.deepEqual(run('espruino', 'String.prototype.concat = function () { throw new Error("concat") }\n' + code), [
    'undefinedxundefined2undefinedundefinedundefinedundefinednullx12p1qnullnoonxundefined2undefinedundefinedundefinednoon1,2xundefined2undefinedundefinedundefined1,2',
    'noonundefined-noon',
  ])
  t.notRegex(code, /concat/)
})

test('preset: for...of closes its iterator once, whatever way it is left', async (t) => {
  const source = `
    declare function say(text: string): void
    function* count(): Generator<number> { try { yield 1; yield 2; yield 3 } finally { say('closed') } }
    function early(): number { for (const n of count()) if (n === 2) return n * 10; return 0 }
    function nested(): void { outer: for (const a of count()) { for (const b of count()) { if (b === 1) continue outer; say(a + ' ' + b) } } }
    function chosen(): void { for (const n of count()) { switch (n) { case 1: continue; default: break } say('n' + n); if (n === 2) break } }
    function failing(): void { try { for (const n of count()) throw new Error('at ' + n) } catch (error) { say(String(error)) } }
    say('' + early()); chosen(); failing()
    const later: (() => number)[] = []
    for (const n of count()) later.push(() => n)
    say(later.map((fn) => fn()).join())`
  t.deepEqual(await linesOf('mquickjs', source), ['closed', '20', 'n2', 'closed', 'closed', 'Error: at 1', 'closed', '1,2,3'])
})

test('preset: two catch blocks of one name in a function have names of their own in the output', async (t) => {
  const { code } = await build('mquickjs', written(`
    declare function say(text: string): void
    function f(error: string): void {
      try { throw error + '1' } catch (error) { say(String(error)) }
      try { throw error + '2' } catch (error) { say(String(error)); [3].forEach(() => { say('in ' + String(error)) }) }
    }
    f('x'); f('y')`))
  t.deepEqual(run('mquickjs', code), ['x1', 'x2', 'in x2', 'y1', 'y2', 'in y2'])
  const names = [...code.matchAll(/catch\s*\((\w+)\)/g)].map(([, name]) => name)
  t.is(new Set(names.slice(-2)).size, 2, code.slice(-300))
})

// What is not called is not there.

const NAMED = 'import { createTask, run, sleep } from "ringloop"\ndeclare function say(text: string): void\n' +
  'async function main(): Promise<void> { const task = createTask(sleep(1), { name: "nap" }); await task; USE }\nrun(main())\n'

for (const [how, use] of Object.entries({
  'a call': 'say(task.getName())',
  'a text in brackets': "say(task['getName']())",
  'a name in a list': "for (const name of ['getName'] as const) say(task[name]())",
  'destructuring': 'const { getName } = task; say(getName.call(task))',
})) {
  test(`shake: a method that is mentioned by ${how} is kept`, async (t) => {
    t.deepEqual(await linesOf('espruino', NAMED.replace('USE', use)), ['nap'])
  })
}

test('shake: what nobody mentions is gone, and all that only it needed', async (t) => {
  const file = written(NAMED.replace('USE', 'say("")'))
  const { code } = await build('espruino', file, { minify: false })
  const whole = readFileSync('dist/espruino/ringloop.mjs', 'utf8')
  for (const name of ['printStack', 'removeDoneCallback', 'Queue', 'gather', 'asCompleted', 'GeneratorFrame', 'TscFrame']) {
    t.regex(whole, new RegExp(`\\b${name}\\b`))
    t.notRegex(code.replace(/\/\/.*|\/\*[^]*?\*\//g, ''), new RegExp(`\\b${name}\\b`), name)
  }
})

for (const name of DEVICES) {
  test(`shake: a loop that only waits stays (${name})`, async (t) => {
    const source = 'import { run } from "ringloop"\ndeclare function say(text: string): void\n' +
      'function pause(end: number): void { while (Date.now() < end); }\n' +
      'async function main(): Promise<void> {\n  const start = Date.now()\n  do { } while (Date.now() < start + 5)\n  pause(start + 10)\n' +
      '  say(Date.now() < start + 10 ? "it is gone" : "waited")\n}\nrun(main())\n'
    for (const minify of [true, false]) t.deepEqual(await linesOf(name, source, { minify }), ['waited'])
  })
}

test('shake: a task is still a promise to a program that has to do with promises', async (t) => {
  const source = 'import { createTask, run, sleep } from "ringloop"\ndeclare function say(text: string): void\n' +
    'async function main(): Promise<void> { const task = createTask(sleep(1, "slept")); task.then((text) => { say(text) }); await task; await sleep(1) }\nrun(main())\n'
  t.deepEqual(await linesOf('quickjs', source), ['slept'])
})

test('shake: an error of the program keeps its text, and a task that fails its name', async (t) => {
  const [line] = await linesOf('quickjs', 'import { run } from "ringloop"\nasync function main(): Promise<void> { throw new RangeError("dry") }\nrun(main())\n')
  t.regex(line ?? '', /^ringloop: Task-\d+: exception was never retrieved.*\nRangeError: dry/)
})

test('minify: fields of the library are renamed, those of the program stay, also if they are called alike', async (t) => {
  const source = 'import { createTask, run, sleep } from "ringloop"\ndeclare function say(text: string): void\n' +
    'async function main(): Promise<void> { let _$kept = 1; await sleep(1); _$kept++; say(JSON.stringify({ _at: _$kept, _mine: 2 })) }\nrun(main())\n'
  const file = written(source)
  const { code } = await build('espruino', file)
  t.deepEqual(run('espruino', code), ['{"_at":2,"_mine":2}'])
  t.notRegex(code, /\._(loop|settle|ring)\b/)
  const plain = await build('espruino', file, { minify: false })
  t.regex(plain.code, /\._(loop|settle|ring)\b/)
})

test('minify: what the program itself calls by one letter stays apart from what is given one', async (t) => {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$'.split('')
  const source = 'import { Queue, run } from "ringloop"\ndeclare function say(text: string): void\n' +
    `class Mine extends Queue<number> { ${letters.map((letter, i) => `${letter} = ${i}`).join('; ')} }\n` +
    'async function main(): Promise<void> { const mine = new Mine(2); mine.putNowait(7); ' +
    `say(String(await mine.get())); say(String(${letters.map((letter) => `mine.${letter}`).join(' + ')})) }\nrun(main())\n`
  t.deepEqual(run('espruino', (await build('espruino', written(source))).code), ['7', `${letters.length * (letters.length - 1) / 2}`])
})

test('minify: a constant stands where it is used', async (t) => {
  const { code } = await build('espruino', 'test/programs/plant.ts', { file: join(folder, 'plant.js') })
  t.regex(code, /\.done=function\(\)\{return this\.\w!==0\}/)
})

test('minify: what is named most often has one letter', async (t) => {
  const { code } = await build('espruino', 'test/programs/plant.ts', { file: join(folder, 'plant.js') })
  const uses = new Map<string, number>()
  for (const [, name = ''] of code.matchAll(/\.([\w$]+)/g)) uses.set(name, (uses.get(name) ?? 0) + 1)
  const most = [...uses].filter(([name]) => name.length < 3).sort(([, a], [, b]) => b - a).map(([name]) => name)
  t.deepEqual(most.slice(0, 20).filter((name) => name.length > 1), [])
})

test('minify: no name of Espruino\'s own is taken at the top level', async (t) => {
  const { code } = await build('espruino', 'test/programs/plant.ts', { file: join(folder, 'plant.js') })
  const { body } = parse(code, { ecmaVersion: 5 })
  const names = body.flatMap((node) => node.type === 'FunctionDeclaration' ? [node.id.name]
    : node.type === 'VariableDeclaration' ? node.declarations.map(({ id }) => (id as { name: string }).name) : [])
  t.true(names.length > 50)
  t.deepEqual(names.filter((name) => /^(E|[A-HV]\d+|D\d+)$/.test(name)), [])
})

// Source maps.

const FAILING = `import { run, sleep } from 'ringloop'

interface Reading { percent: number }

const readings: (Reading | undefined)[] = [{ percent: 1 }, undefined]

async function sample(): Promise<void> {
  for (const reading of readings) {
    await sleep(10)
    const percentage = (reading as Reading).percent // fails
    if (percentage > 100) throw new Error('too wet')
  }
}

function checked(level: number): number {
  if (level > 2) throw new Error(\`level \${level}\`) // throws
  return level
}

async function main(): Promise<void> {
  try {
    await sleep(1)
    checked(3)
  } catch (error) {
    MORE
  }
}

run(main())
`

/** Where the innermost place of a stack is in the source. */
function placeIn({ code, map }: Built, stack: string): string {
  const [, line, column] = /\(out:(\d+):(\d+)\)/.exec(stack) ?? []
  // QuickJS names the dot before a property; the map knows the property
  const dot = code.split('\n')[Number(line) - 1]?.[Number(column) - 1] === '.' ? 1 : 0
  const place = originalPositionFor(new TraceMap(map), { line: Number(line), column: Number(column) - 1 + dot })
  return `${basename(place.source ?? '')}:${place.line}:${(place.column ?? NaN) + 1}`
}

function markedPlace(source: string, mark: string, at: string): string {
  const line = source.split('\n').findIndex((text) => text.includes(mark))
  return `app.ts:${line + 1}:${(source.split('\n')[line] ?? '').indexOf(at) + 1}`
}

for (const minify of [true, false]) {
  test(`maps: an error in an async function after a wait leads to its file, line and column${minify ? '' : ', unminified'}`, async (t) => {
    const source = FAILING.replace('MORE', 'await sample()')
    const built = await build('quickjs', written(source), { minify })
    const [report = ''] = run('quickjs', built.code)
    t.regex(report, /TypeError: cannot read property 'percent' of undefined/)
    t.is(placeIn(built, report), markedPlace(source, '// fails', 'percent // fails'))
  })

  test(`maps: an error thrown in a function leads to its file, line and column${minify ? '' : ', unminified'}`, async (t) => {
    const source = FAILING.replace('MORE', 'throw error')
    const built = await build('quickjs', written(source), { minify })
    const [report = ''] = run('quickjs', built.code)
    t.regex(report, /Error: level 3/)
    t.is(placeIn(built, report), markedPlace(source, '// throws', 'Error(`level'))
  })
}

test('maps: they know the names that the minifier took away, and lead into the library too', async (t) => {
  const { code, map } = await build('espruino', written(FAILING.replace('MORE', 'await sample()')))
  for (const name of ['checked', 'readings', '_at', '_settle']) {
    t.true(map.names.includes(name), name)
    t.notRegex(code, new RegExp(`\\b${name}\\b`))
  }
  const sources = map.sources.map((source) => basename(source ?? ''))
  for (const source of ['app.ts', 'task.ts', 'scheduler.ts']) t.true(sources.includes(source), source)
})

// Bad input.

test('bad input: an unknown target is refused, and the known ones are listed', (t) => {
  t.throws(() => target('esprino' as Target, 'src/app.ts'),
    { message: "target: 'esprino' is no target; give one of espruino, quickjs, moddable, mquickjs, node" })
})

test('bad input: a program that is not there is named', async (t) => {
  t.is(await complaint('espruino', join(folder, 'nothing.ts')), 'nothing.ts: there is no such file')
})

test('bad input: all that TypeScript has against a program is told, each with its place, and nothing is written', async (t) => {
  const entry = written('import { sleep } from "ringloop"\nconst n: number = "one"\nsleep("long")\nexport { n }\n')
  const [head, ...lines] = (await complaint('espruino', entry)).split('\n')
  t.regex(head ?? '', /cannot be built for espruino$/)
  t.is(lines.length, 2, lines.join('\n'))
  t.is(lines[0], "app.ts:2:7 TS2322: Type 'string' is not assignable to type 'number'.")
  t.regex(lines[1] ?? '', /^app\.ts:3:7 TS2345: Argument of type 'string' is not assignable/)
})

test('bad input: a syntax error has its place, in TypeScript and in JavaScript', async (t) => {
  t.regex(await complaint('espruino', written('const = 1\n')), /^app\.ts:1:7 TS1134: /m)
  t.regex(await complaint('quickjs', written('let x = 1\nlet y = (x\n', 'app.js')), /^app\.js:3:1 TS1005: '\)' expected\.$/m)
})

for (const specifier of ['pins/digital', 'http']) {
  test(`bad input: importing ${specifier}, which Moddable may have, without its typings says what is missing`, async (t) => {
    const [, ...lines] = (await complaint('moddable', written(`import Any from '${specifier}'\nexport const z: unknown = Any\n`))).split('\n')
    t.deepEqual(lines, [`app.ts:1:17 '${specifier}' is not declared, nor installed; include Moddable's typings, ` +
      `declare module '${specifier}' if the device has it, or npm install ${specifier.split('/')[0]}`])
  })
}

for (const [what, specifier, message] of [
  ['a module of Node', 'node:fs', "'node:fs' is a module of Node, and espruino has none of these; ask for what the device offers"],
  ['a module of Node by its short name', 'fs', "'fs' is a module of Node, and espruino has none of these; ask for what the device offers"],
  ['a package that is not installed', '@acme/pump/fast', "'@acme/pump/fast' is not installed, and no module of espruino; npm install @acme/pump, or import a file by its path"],
] as const) {
  test(`bad input: importing ${what} is one error with its place`, async (t) => {
    const entry = written(`export const x = 1\nimport { y } from '${specifier}'\nexport const z: number = y\n`)
    const [, ...lines] = (await complaint('espruino', entry)).split('\n')
    t.deepEqual(lines, [`app.ts:2:19 ${message}`])
  })
}

test('bad input: importing a file that is not there is an error with its place', async (t) => {
  t.regex(await complaint('espruino', written('import { y } from "./pump"\nexport const z = y\n')), /^app\.ts:1:19 TS2307: Cannot find module '\.\/pump'/m)
  t.regex(await complaint('espruino', written('import { y } from "./pump.js"\nexport const z = y\n', 'app.js')), /^app\.js:1:19 '\.\/pump\.js': there is no such file$/m)
})

test('bad input: what the engine cannot run is an error at the user\'s place, with the remedy', async (t) => {
  t.regex(await complaint('espruino', written('export const names = new Map<string, number>()\n')), /^app\.ts:1:26 Map: Espruino has none; /m)
})

test('bad input: two programs with one output are in conflict', async (t) => {
  const [first, second] = [written('export const a = 1\n'), written('export const b = 1\n')]
  const file = join(folder, 'conflict.js')
  const write = async (entry: string) => {
    const config = target('mquickjs', entry, { file })
    const bundle = await rollup(config)
    await bundle.write(config.output as OutputOptions)
  }
  await write(first)
  const before = readFileSync(file, 'utf8')
  await t.throwsAsync(write(second), { message: /conflict\.js is what .*app\.ts was built to; give one of the two another \{ file \}$/ })
  t.is(readFileSync(file, 'utf8'), before)
  await t.notThrowsAsync(write(first), 'the same program may be built again')
})

test('bad input: an output that cannot be written is named, and its source map is looked at too', async (t) => {
  const entry = written('export const a = 1\n')
  const at = (name: string) => join(dirname(entry), name)
  mkdirSync(at('folder.js'))
  mkdirSync(at('mapped.js.map'))
  t.is(await complaint('mquickjs', entry, { file: at('folder.js') }).then((text) => text.split('/').at(-1)), 'folder.js is a folder; give another { file }')
  t.regex(await complaint('mquickjs', entry, { file: at('mapped.js') }), /mapped\.js\.map is a folder; give another \{ file \}$/)
  t.false(existsSync(at('mapped.js')))
  t.regex(await complaint('mquickjs', entry, { file: at('app.ts/out.js') }), /out\.js cannot be made: .*app\.ts is no folder; give another \{ file \}$/)
})

test('bad input: a tsconfig.json that is not there, or is none, is told', async (t) => {
  const entry = written('export const a = 1\n')
  t.is(await complaint('mquickjs', entry, { tsconfig: join(dirname(entry), 'none.json') }), 'none.json: there is no such file')
  writeFileSync(join(dirname(entry), 'tsconfig.json'), '{ "compilerOptions": { "target": "ES1" } }')
  t.regex(await complaint('mquickjs', entry), /^tsconfig\.json:1:34 TS6046: /m)
})

// As a package.

const PEERS = ['rollup', 'typescript', 'terser', '@babel', '@jridgewell', '@rollup', '@types']

/** A project in a folder of its own, with ringloop as it is packed and links to the tools; `without` one of them. */
async function project(packed: string, without = ''): Promise<string> {
  const root = join(folder, `${++count}`, 'plant monitor ü')
  const modules = join(root, 'node_modules')
  mkdirSync(join(modules, 'ringloop'), { recursive: true })
  mkdirSync(join(root, 'src'))
  await execute('tar', ['-xzf', packed, '-C', join(modules, 'ringloop'), '--strip-components=1'], root)
  // a package's own dependencies are found from where it really is
  for (const name of PEERS) if (name !== without) symlinkSync(resolve('node_modules', name), join(modules, name))
  writeFileSync(join(root, 'package.json'), '{ "name": "plant-monitor", "private": true }')
  writeFileSync(join(root, 'rollup.config.mjs'), "import { target } from 'ringloop/rollup'\n\nexport default [target('espruino', 'src/app.ts'), target('quickjs', 'src/app.ts')]\n")
  writeFileSync(join(root, 'src/app.ts'), readFileSync('test/programs/tour.ts'))
  return root
}

test('package: a project with two lines of settings builds for two targets', async (t) => {
  const root = await project(packed)
  const { code, stderr } = await rollupIn(root)
  t.is(code, 0, stderr)
  t.is(stderr, '')
  t.deepEqual(readdirSync(join(root, 'dist')).sort(), ['app.espruino.js', 'app.espruino.js.map', 'app.quickjs.js', 'app.quickjs.js.map'])
  for (const name of ['espruino', 'quickjs'] as Target[]) t.deepEqual(run(name, readFileSync(join(root, `dist/app.${name}.js`), 'utf8')), TOUR)
})

test('package: an error of the program is told on stderr, a line for each place, and the exit code is 1', async (t) => {
  const root = await project(packed)
  writeFileSync(join(root, 'src/app.ts'), 'const a: number = ""\nconst b: string = 1\nexport { a, b }\n')
  const { code, stderr } = await rollupIn(root)
  t.is(code, 1)
  t.deepEqual(stderr.trim().split('\n').slice(1), [
    "src/app.ts:1:7 TS2322: Type 'string' is not assignable to type 'number'.",
    "src/app.ts:2:7 TS2322: Type 'number' is not assignable to type 'string'.",
  ], stderr)
  t.false(existsSync(join(root, 'dist')))
})

for (const [tool, name] of [['terser', 'terser'], ['typescript', 'typescript'], ['@babel', '@babel/parser']] as const) {
  test(`package: without ${name} the message says how to get it`, async (t) => {
    const root = await project(packed, tool)
    const { code, stderr } = await rollupIn(root)
    t.is(code, 1)
    t.regex(stderr, new RegExp(`ringloop/rollup: ${tool === '@babel' ? '@babel/\\w+' : name} is not installed; npm install -D .*${name}`), stderr)
    t.false(existsSync(join(root, 'dist')))
  })
}

test('package: TypeScript 7, which cannot lower to ES5, is refused with the version that can', async (t) => {
  const root = await project(packed, 'typescript')
  const fake = join(root, 'node_modules/typescript')
  mkdirSync(fake)
  writeFileSync(join(fake, 'package.json'), '{ "name": "typescript", "version": "7.0.2", "main": "index.js" }')
  writeFileSync(join(fake, 'index.js'), 'exports.version = "7.0.2"\n')
  const { code, stderr } = await rollupIn(root)
  t.is(code, 1)
  t.regex(stderr, /ringloop\/rollup: typescript 7\.0\.2 has no ES5 target; npm install -D typescript@6\n/)
})
