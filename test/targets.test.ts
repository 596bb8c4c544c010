// targets.test.ts: each target has a page, and what the pages show is what runs.

import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import test from 'ava'
import { rollup } from 'rollup'
import type { OutputOptions } from 'rollup'
import { optionsOf } from '../hw/arguments'
import { target } from '../targets/rollup'
import { EspruinoBoard, Moddable } from './harness/hosts'

const PAGES = [...['espruino', 'quickjs', 'mquickjs', 'moddable', 'node', 'template'].map((name) => `targets/${name}/README.md`), 'hw/README.md']

for (const page of PAGES) {
  const text = readFileSync(page, 'utf8')

  test(`targets: ${page} names files that are there`, (t) => {
    const linked = [...text.matchAll(/\]\(([^)#]+)\)/g)].map((match) => resolve(dirname(page), match[1] as string))
    const named = [...text.matchAll(/`((?:dist|hw|targets|test|src)\/[\w./-]+\.\w+)`/g)].map((match) => match[1] as string)
    for (const file of [...linked, ...named]) if (!/dist\/(app|main)\./.test(file)) t.true(existsSync(file), file)
    t.pass()
  })

  test(`targets: what ${page} shows is part of the file that it names`, (t) => {
    for (const part of text.split('<!-- from ').slice(1)) {
      const [file] = part.split(' -->') as [string]
      const block = part.slice(part.indexOf('\n```') + 1)
      const code = block.slice(block.indexOf('\n') + 1, block.indexOf('\n```', 3) + 1)
      t.true(code.length > 20)
      t.true(readFileSync(file, 'utf8').includes(code), `${file}\n${code}`)
    }
    t.pass()
  })
}

async function built(name: 'espruino' | 'moddable', entry: string): Promise<string> {
  const config = target(name, entry, { file: join(mkdtempSync(join(tmpdir(), 'ringloop-')), 'out.js') })
  const bundle = await rollup(config)
  const { output: [{ code }] } = await bundle.generate(config.output as OutputOptions)
  return code
}

test('targets: the app that the page of Espruino shows blinks, and ends with nothing left', async (t) => {
  const board = new EspruinoBoard()
  board.script('var LED1 = "LED1", leds = []; function digitalWrite(pin, on) { leds.push(on) }')
  board.script(await built('espruino', 'hw/programs/app.ts'))
  board.press('BTN1', 500)
  board.run(5000)
  // the button's own watch, and the task that waits for it
  t.is(board.script('leds.filter(Boolean).length'), 4)
  board.emit('midnight')
  board.run(5000)
  t.is(board.script('leds.filter(Boolean).length'), 16)
  board.script('ringloopEnd()')
  t.is(board.script('leds[leds.length - 1]'), false)
  t.deepEqual([board.timers.length, board.watches.size, board.listeners.length, board.lines], [0, 0, 0, []])
})

test('targets: the program that the page of Moddable shows beats ten times and ends', async (t) => {
  const code = await built('moddable', 'hw/moddable/main.ts')
  const host = new Moddable()
  host.module(code)
  host.run(60_000)
  t.deepEqual(host.lines, Array.from({ length: 10 }, (_, i) => `beat ${i + 1}`))
  t.is(host.timers.length, 0)
})

test('targets: hw/README.md shows commands that npm run hw knows', (t) => {
  const commands = [...readFileSync('hw/README.md', 'utf8').matchAll(/^npm run hw -- ([^#\n]+)/gm)].map((match) => (match[1] as string).trim().split(' '))
  t.true(commands.length > 5)
  for (const command of commands) t.notThrows(() => optionsOf(command), command.join(' '))
})
