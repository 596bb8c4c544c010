// hw.test.ts: the smoke script of hw/ passes where its host has timers, as a board has. The one test that takes real time: half
// a second.

import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import vm from 'node:vm'
import test from 'ava'

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
