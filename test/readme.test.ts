// readme.test.ts: what README.md shows is true: its programs are the repository's, its output is what comes out, its files
// are there, its names are exported, its numbers are today's.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import test from 'ava'
import { runProgram, treeOf } from '../targets/testing'

const readme = readFileSync('README.md', 'utf8')

/** The fenced blocks that stand behind the comment `<!-- from ... -->`. */
function blocksFrom(source: string): string[] {
  return readme.split(`<!-- from ${source} -->\n`).slice(1).map((rest) => rest.slice(rest.indexOf('\n') + 1, rest.indexOf('\n```\n') + 1))
}

test('readme: the parts of the plant monitor that it shows are that program', (t) => {
  const program = readFileSync('test/programs/plant.ts', 'utf8')
  const blocks = blocksFrom('test/programs/plant.ts')
  t.true(blocks.length >= 3)
  for (const block of blocks) t.true(program.includes(block), block)
})

test('readme: the output that it shows is part of what npm start prints', (t) => {
  const [shown] = blocksFrom('npm start')
  const output = execFileSync('npm', ['start', '--silent'], { encoding: 'utf8' })
  t.truthy(shown)
  t.true(output.includes(shown as string), output)
})

test('readme: the tasks that it shows are what the program that hangs is said to wait for', async (t) => {
  const { pending } = await runProgram({ entry: 'test/programs/deadlock.ts' })
  t.true(readme.includes(`\`\`\`\n${treeOf(pending)}\n\`\`\``), treeOf(pending))
})

for (const file of ['targets/cli/project/src/blink.ts', 'test/user/rollup.config.mjs', 'targets/cli/project/eslint.config.mjs', 'targets/cli/project/test/blink.test.mjs']) {
  test(`readme: what it shows of ${file} is that file`, (t) => {
    const [block] = blocksFrom(file)
    t.truthy(block)
    t.true(readFileSync(file, 'utf8').includes(block as string), block)
  })
}

test('readme: its rollup.config.mjs builds its program, in a project of its own, to as many bytes as it says', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ringloop readme '))
  for (const part of ['targets/cli/project', 'test/user']) cpSync(part, folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/ringloop'))
  execFileSync(process.execPath, [resolve('node_modules/rollup/dist/bin/rollup'), '-c', '--silent'], { cwd: folder })
  t.true(existsSync(join(folder, 'dist/blink.quickjs.js')))
  const [, bytes] = /blink above, self-contained for Espruino \| ([\d,]+) bytes/.exec(readme) ?? []
  t.is(bytes?.replace(',', ''), String(readFileSync(join(folder, 'dist/blink.espruino.js')).length))
})

test('readme: every file that it names is there', (t) => {
  const linked = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] as string)
  const built = [...readme.matchAll(/`((?:espruino|quickjs|moddable|node|virtual)\/[^`]+)`/g)].map((match) => `dist/${match[1] as string}`)
  t.true(linked.length > 5 && built.length > 8)
  for (const file of [...linked, ...built]) if (!file.startsWith('http')) t.true(existsSync(file), file)
})

test('readme: it names every public name, and none that is not there', async (t) => {
  const library = await import(resolve('dist/node/index.mjs')) as Record<string, unknown>
  const forPorts = ['setDefaults', 'nodePort', 'isFuture', 'isCoroutine', 'Context', 'Loop']
  for (const name of Object.keys(library)) {
    t.true(forPorts.includes(name) || new RegExp(`\\b${name}\\b`).test(readme), name)
  }
  const shown = [...readme.matchAll(/import \{ ([^}]+) \} from 'ringloop'/g)].flatMap((match) => (match[1] as string).split(', '))
  for (const name of shown) t.true(name in library, name)
})

test('readme: the number of pairs and the bytes of the bundles are right', (t) => {
  const pairs = Number(/(\d+) programs are written twice/.exec(readme)?.[1])
  const subjects = execFileSync('ls', ['test/parity'], { encoding: 'utf8' }).split('\n').filter((file) => file.endsWith('.py'))
  const recorded = subjects.flatMap((file) => readFileSync(`test/parity/${file}`, 'utf8').match(/^async def \w+\(log\)/gm) ?? [])
  t.is(pairs, recorded.length)
  const traces = subjects.map((file) => file.replace('.py', '.json')).filter((file) => file !== 'record.json' && file !== 'shared.json')
    .map((file) => (JSON.parse(readFileSync(`test/parity/${file}`, 'utf8')) as { traces: object }).traces)
  const made = traces.flatMap((each) => Object.keys(each)).length - recorded.length
  t.is(Number(/(\d+) more are made/.exec(readme)?.[1]), made)
  const rows = [...readme.matchAll(/^\| `([^`]+\.min\.m?js)` \| ([\d.]+) KB \|$/gm)]
  t.is(rows.length, 3)
  for (const [, file, kilobytes] of rows) {
    t.is(kilobytes, (readFileSync(`dist/${file as string}`).length / 1024).toFixed(1), file)
  }
})

test('readme: RAM is what package.json allows, which sizes.test.ts measures', (t) => {
  const { memory } = JSON.parse(readFileSync('package.json', 'utf8')) as { memory: Record<string, Record<string, Record<string, number>>> }
  const rows = Object.entries({ espruino: 'Espruino', quickjs: 'QuickJS', moddable: 'XS' }).flatMap(([target, name]) =>
    Object.entries(memory[target] ?? {}).map(([unit, { blink, everything, task }]) =>
      `| ${[`${name}, ${unit}`, ...[blink, everything, task].map((count) => count?.toLocaleString('en'))].join(' | ')} |`))
  t.is(rows.length, 4)
  for (const row of rows) t.true(readme.includes(row), row)
})
