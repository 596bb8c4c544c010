// hw.test.ts: what is run on boards works where its host has timers, as a board has; and so does the command that runs it there.
// These take real time, some seconds.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import vm from 'node:vm'
import test from 'ava'
import { USAGE, optionsOf } from '../hw/arguments'
import { linesOf } from '../hw/console'
import { outcomeOf } from '../hw/engines'
import type { Results } from '../hw/engines'
import { listenerOn } from '../hw/processes'

test('hw: the smoke script passes on the QuickJS script, with a host\'s timers', async (t) => {
  const lines: string[] = []
  const console = { log: (line: string) => lines.push(line) }
  const host = vm.createContext({ setTimeout, clearTimeout, performance, console })
  for (const file of ['dist/quickjs/ringloop.min.js', 'hw/smoke.js']) vm.runInContext(readFileSync(file, 'utf8'), host, { filename: file })
  for (let waited = 0; waited < 200 && !lines.some((line) => line.endsWith(' failed')); waited++) await pause(50)
  // a busy machine may be late
  t.deepEqual(lines.filter((line) => line.startsWith('not ok') && !line.includes('later')), [])
  t.is(lines.length, 8, lines.join('\n'))
})

test('hw: npm run hw builds programs, runs them where it is told, and sums up', async (t) => {
  t.timeout(110_000)
  const stdout = await new Promise<string>((done) => {
    execFile(process.execPath, ['--import=tsx', 'hw/run.ts', 'node', 'cancel', 'watch', 'memory', 'soak', '--minutes', '0.3'], (_error, out) => { done(out) })
  })
  t.true(stdout.startsWith(`node: ${process.version}\n`), stdout)
  // a busy machine may be late
  t.deepEqual(stdout.split('\n').filter((line) => line.includes('not ok') && !line.includes('late')), [])
  t.regex(stdout, /\ncancel\n {2}ok awaiting a cancelled task throws CancelledError/)
  t.regex(stdout, /\nwatch\n {2}ok each of 20 events woke the task/)
  t.regex(stdout, /\nmemory\n {2}# the engine does not tell its memory\n {2}ok 1000 tasks ran/)
  t.regex(stdout, /\nsoak\n {2}ok no beat is lost \(\d+ of \d+\)/)
  t.regex(stdout, /\n\d+ passed, \d+ failed\n$/)
})

for (const [args, message] of [
  [['pebble'], "'pebble' is no target; give one of espruino, quickjs, mquickjs, moddable, node"],
  [['espruino'], 'espruino: where? give --engine PATH or --port PORT'],
  [['quickjs'], 'quickjs: where? give --engine PATH'],
  [['moddable', '--port', '/dev/ttyUSB0'], '--port: no tool is known that sends programs to a moddable board; see hw/README.md'],
  [['node', 'timer'], "'timer' is no program; give timers, watch, cancel, contract, memory, soak, suite"],
  [['node', '--minutes', 'ten'], "--minutes: 'ten' is no number of minutes"],
] as const) {
  test(`hw: npm run hw -- ${args.join(' ')} says what is wrong`, (t) => {
    t.throws(() => optionsOf([...args]), { message })
  })
}

for (const [args, message] of [
  [['quickjs', '--engine', '/nowhere/qjs', 'timers'], '--engine: /nowhere/qjs does not start (ENOENT); give the path of the engine\'s binary'],
  [['espruino', '--engine', '/nowhere/espruino', 'timers'], '--engine: /nowhere/espruino does not start (ENOENT); give the path of the engine\'s binary'],
  [['espruino', '--port', '/dev/null', '--tool', '/nowhere/espruino', 'timers'], '--tool: /nowhere/espruino does not start (ENOENT); npm install -g espruino, or give its path'],
  [['node', 'suite'], 'suite: dist/suite/parts is not there; npm run build'],
] as const) {
  test(`hw: npm run hw -- ${args.join(' ')} says what is missing, before anything is built`, async (t) => {
    // where nothing is built
    const cwd = mkdtempSync(join(tmpdir(), 'ringloop-'))
    symlinkSync(resolve('test'), join(cwd, 'test'))
    const command = [`--import=${import.meta.resolve('tsx')}`, resolve('hw/run.ts'), ...args]
    const ended = await new Promise<unknown[]>((done) => {
      execFile(process.execPath, command, { cwd }, (error, stdout, stderr) => { done([error?.code, stdout, stderr]) })
    })
    t.deepEqual(ended, [2, '', `hw: ${message}\n`])
  })
}

test('hw: the usage names every option, and is what comes without any', (t) => {
  t.is(optionsOf([]), undefined)
  t.is(optionsOf(['--help']), undefined)
  for (const option of ['port', 'engine', 'telnet', 'tool', 'pins', 'minutes', 'name', 'write', 'version']) t.true(USAGE.includes(`--${option}`), option)
})

test('hw: a console\'s prompts, colours and carriage returns are no part of a line', (t) => {
  t.deepEqual(linesOf('\r\n>ok a\r\n\x1b[J>\x1b[32mok b\x1b[0m\r\n3 passed, 0 failed\r\n'), ['', 'ok a', '', '', 'ok b', '', '3 passed, 0 failed', ''])
  t.deepEqual(outcomeOf(['x', '3 passed, 1 failed']), { passed: 3, failed: 1 })
  t.deepEqual(outcomeOf(['3 passed, 0 failed, 2 skipped']), { passed: 3, failed: 0 })
  t.is(outcomeOf(['it passed, 0 failed']), undefined)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`hw: ${signal} ends what it started, and takes away its folders`, async (t) => {
    const program = "import { start, temporary } from './hw/processes.ts'; console.log(start('sleep', ['60'], {}).pid, temporary()); setInterval(() => {}, 1000)"
    const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', program])
    const [said] = await once(child.stdout, 'data') as [Buffer]
    const [pid = '', folder = ''] = String(said).trim().split(' ')
    t.true(isAlive(Number(pid)))
    t.true(existsSync(folder))
    child.kill(signal)
    t.deepEqual(await once(child, 'exit'), [signal === 'SIGTERM' ? 143 : 130, null])
    for (let waited = 0; waited < 50 && isAlive(Number(pid)); waited++) await pause(100)
    t.false(isAlive(Number(pid)))
    t.false(existsSync(folder))
  })
}

if (process.platform === 'linux') {
  test.serial('hw: who listens on a port is told by command and process', async (t) => {
    const server = createServer().listen(0)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    t.regex(listenerOn(port) ?? '', new RegExp(`node.*, process ${process.pid}$`))
    server.close()
    await once(server, 'close')
    t.is(listenerOn(port), undefined)
  })
}

test('hw: every program for a device is shorter than 100 lines', (t) => {
  const files = readdirSync('hw/programs').map((file) => `hw/programs/${file}`)
  t.true(files.length >= 8)
  for (const file of ['hw/smoke.js', ...files]) t.true(readFileSync(file, 'utf8').trimEnd().split('\n').length < 100, file)
})

test('hw: the page lists every file of results, each of which tells engine, date, and how many checks passed', (t) => {
  const page = readFileSync('hw/README.md', 'utf8')
  const files = readdirSync('hw/results')
  t.true(files.length >= 6)
  t.deepEqual([...page.matchAll(/`hw\/results\/([^`]+)`/g)].map((match) => match[1] as string).sort(), files.sort())
  for (const file of files) {
    const { engine, date, programs } = JSON.parse(readFileSync(`hw/results/${file}`, 'utf8')) as Results
    t.regex(date, /^\d{4}-\d\d-\d\d$/)
    t.true(engine.length > 5)
    for (const { passed } of Object.values(programs)) t.true(passed > 0, file)
  }
})
