// unawaited.test.ts: a coroutine that nobody awaits does nothing; typescript-eslint finds it, with the configuration that
// README.md shows, in a project that has the package as `npm pack` makes it.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { ESLint } from 'eslint'
import type { Linter } from 'eslint'
import test from 'ava'
import ts from 'typescript'

const BOARD = `import { Queue, createTask, sleep } from 'ringloop'
import type { Coroutine } from 'ringloop'
export async function blink(): Promise<void> { for (;;) await sleep(500) }
export function* beep(): Coroutine<void> { for (;;) yield* sleep(500) }
export function* inferred() { yield* sleep(500) }
export function* numbers() { yield 1; yield 2 }
export declare const button: { onPress(fn: () => void): void }
export const queue = new Queue<number>(32)
export const task = createTask(blink())
`

const IMPORTS = `import type { Coroutine } from 'ringloop'
import { asCompleted, createTask, ensureFuture, gather, getEventLoop, run, runCoroutineThreadsafe, shield, sleep, wait, waitFor } from 'ringloop'
import { beep, blink, button, inferred, numbers, queue, task } from './board'
`

/** Where a statement can stand. */
const PLACES = {
  'an async function': (code: string) => `export async function program(): Promise<void> { ${code} }`,
  'a generator': (code: string) => `export function* program(): Coroutine<void> { ${code} }`,
  'a function': (code: string) => `export function program(): void { ${code} }`,
  'a module': (code: string) => code,
}
type Place = keyof typeof PLACES
const ASYNC = 'an async function'
const GENERATOR = 'a generator'
const PLAIN = 'a function'
const MODULE = 'a module'

const FLOATING = 'no-floating-promises'
const MISUSED = 'no-misused-promises'

/** [what is written, the rule that finds it, where it can stand]. */
const FOUND: [string, string, Place[]][] = [
  ['blink()', FLOATING, [ASYNC, GENERATOR, PLAIN, MODULE]],
  ['beep()', FLOATING, [ASYNC, GENERATOR, PLAIN, MODULE]],
  ['sleep(5)', FLOATING, [ASYNC, GENERATOR, PLAIN, MODULE]],
  ['void blink()', FLOATING, [ASYNC, MODULE]],
  ['void beep()', FLOATING, [GENERATOR, MODULE]],
  ['queue.get()', FLOATING, [ASYNC, GENERATOR]],
  ['queue.put(4)', FLOATING, [ASYNC, GENERATOR]],
  ['queue.join()', FLOATING, [ASYNC]],
  ['wait([task])', FLOATING, [ASYNC]],
  ['waitFor(blink(), 5)', FLOATING, [ASYNC, GENERATOR]],
  ['if (queue.full()) sleep(5)', FLOATING, [ASYNC]],
  ['queue.full() && blink()', FLOATING, [ASYNC]],
  ['(async () => { await sleep(5) })()', FLOATING, [ASYNC, MODULE]],
  ['[1, 2].map(() => blink())', FLOATING, [ASYNC]],
  ['for (const next of asCompleted([blink()])) next', FLOATING, [ASYNC]],
  ['button.onPress(blink)', MISUSED, [ASYNC, MODULE]],
  ['button.onPress(beep)', MISUSED, [MODULE]],
  ['button.onPress(() => blink())', MISUSED, [MODULE]],
  ['button.onPress(async () => { await sleep(5) })', MISUSED, [ASYNC, MODULE]],
  ['[1, 2].forEach(async (ms) => { await sleep(ms) })', MISUSED, [ASYNC]],
  ['await inferred()', 'await-thenable', [ASYNC]],
  ['blink().catch(() => 0)', 'no-restricted-properties', [MODULE]],
]

/** [what is written, where it can stand]. */
const FINE: [string, Place[]][] = [
  ['await blink()', [ASYNC]],
  ['await sleep(5)', [ASYNC]],
  ['yield* beep()', [GENERATOR]],
  ['yield* sleep(5)', [GENERATOR]],
  ['createTask(blink())', [ASYNC, GENERATOR, PLAIN]],
  ['createTask(beep(), { name: "beep" })', [ASYNC, GENERATOR]],
  ['const late = createTask(blink()); late.cancel()', [ASYNC]],
  ['const coro = blink(); await coro', [ASYNC]],
  ['gather([blink(), beep()])', [ASYNC]],
  ['shield(task)', [ASYNC]],
  ['ensureFuture(blink())', [ASYNC]],
  ['runCoroutineThreadsafe(blink(), getEventLoop())', [PLAIN]],
  ['getEventLoop().createTask(blink())', [PLAIN]],
  ['run(blink())', [MODULE]],
  ['run(beep(), { ready: 16, timers: 16 })', [MODULE]],
  ['task.then(() => 1)', [ASYNC]],
  ['queue.putNowait(4)', [ASYNC]],
  ['for (const next of asCompleted([blink()])) await next', [ASYNC]],
  ['for (const next of asCompleted([beep()])) yield* next', [GENERATOR]],
  ['button.onPress(() => { createTask(blink()) })', [ASYNC, MODULE]],
  ['button.onPress(() => task.cancel())', [MODULE]],
  ['for (const n of numbers()) queue.putNowait(n)', [ASYNC]],
]

/** A project with the package, and what a user needs beside it. */
function newProject(): string {
  const project = mkdtempSync(join(tmpdir(), 'ringloop-user-'))
  // without its program: those of this test take its place
  for (const file of ['eslint.config.mjs', 'tsconfig.json']) cpSync(`targets/cli/project/${file}`, join(project, file))
  mkdirSync(join(project, 'src'))
  mkdirSync(join(project, 'node_modules/ringloop'), { recursive: true })
  symlinkSync(resolve('node_modules/typescript-eslint'), join(project, 'node_modules/typescript-eslint'))
  const tarball = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', project], { encoding: 'utf8' }).trim()
  execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', 'node_modules/ringloop'], { cwd: project })
  return project
}

const project = newProject()
interface Program {
  file: string
  /** as a title says it */
  what: string
  /** the rule that finds it, if one does */
  rule: string | undefined
}

/** A module of the project for each statement in each place. */
const programs: Program[] = []
function add(code: string, rule: string | undefined, places: Place[]): void {
  for (const place of places) {
    const file = `program${programs.length}.ts`
    programs.push({ file, what: `${code} in ${place}`, rule })
    writeFileSync(join(project, 'src', file), `${IMPORTS}${PLACES[place](code)}\n`)
  }
}
for (const [code, rule, places] of FOUND) add(code, rule, places)
for (const [code, places] of FINE) add(code, undefined, places)
writeFileSync(join(project, 'src/board.ts'), BOARD)

/** The rules that find something, by the name of the program. */
async function lint(rules: Linter.RulesRecord): Promise<Map<string, (string | null)[]>> {
  const eslint = new ESLint({ cwd: project, overrideConfig: { files: ['src/**/*.ts'], rules } })
  const results = await eslint.lintFiles(['src'])
  return new Map(results.map(({ filePath, messages }) => [basename(filePath), messages.map(({ ruleId, message }) => ruleId ?? message)]))
}

// ava takes tests and hooks only until something waits, so this comes before the first
const found = await lint({})

test.after.always('the project is removed', () => { rmSync(project, { recursive: true }) })

for (const { file, what, rule } of programs) {
  test(`unawaited: ${rule === undefined ? 'nothing is wrong with' : `${rule} finds`} ${what}`, (t) => {
    const ids = found.get(file)?.map((id) => id?.replace('@typescript-eslint/', ''))
    t.deepEqual(ids, rule === undefined ? [] : [rule])
  })
}

test('unawaited: the programs compile, so no rule is misled by a type that is not found', (t) => {
  const { config } = ts.readConfigFile(join(project, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as { config: object }
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, project)
  t.is(fileNames.length, programs.length + 1)
  const wrong = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, { ...options, skipLibCheck: false }))
  t.deepEqual(wrong.map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`), [])
})

/** What no-floating-promises finds with other options. */
async function finds(options: object): Promise<string[]> {
  const rule = '@typescript-eslint/no-floating-promises'
  const ids = await lint({ [rule]: ['error', options] })
  return programs.filter(({ file }) => ids.get(file)?.includes(rule)).map(({ what }) => what)
}

test('unawaited: without checkThenables only the coroutines of async functions are found', async (t) => {
  const all = await finds({ ignoreVoid: false })
  for (const what of ['blink() in a module', 'blink() in a generator', 'void blink() in a module']) t.true(all.includes(what), what)
  for (const what of ['beep() in a module', 'sleep(5) in a module', 'queue.get() in a generator']) t.false(all.includes(what), what)
})

test('unawaited: unless told that tasks and futures run by themselves, the rule finds these too', async (t) => {
  const all = await finds({ checkThenables: true, ignoreVoid: false })
  for (const what of ['run(blink()) in a module', 'createTask(blink()) in a function', 'gather([blink(), beep()]) in an async function']) {
    t.true(all.includes(what), what)
  }
})

test('unawaited: unless told that void starts nothing, the rule holds that it does', async (t) => {
  const all = await finds({ checkThenables: true })
  t.true(all.includes('beep() in a module'))
  for (const what of ['void blink() in a module', 'void beep() in a generator']) t.false(all.includes(what), what)
})
