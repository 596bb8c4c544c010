// bench.ts: what the runtime costs, beside the engine's own async functions and promises. `npm run bench`.
//
//   npm run bench -- [--json] [--quick] [--plain] [--node]
//   --json   for machines         --quick  few rounds, for CI: the numbers are rough
//   --plain  the library's plain bundle instead of the minified one        --node  Node's V8 instead of QuickJS
//
// Each of four forms of the same seven programs runs in an engine of its own, in one WebAssembly instance: native (async
// functions, promises), and ringloop as async functions compiled to ES5 and to ES2015, and as generators. A round runs
// each program once in each form, one after the other, so that all see the same machine; the median round's CPU time counts.
//   switch    10 tasks, each in a loop of sleep(0); native: of await Promise.resolve()
//   child     await of an async function (yield* of a generator) that ends at once
//   spawn     100 tasks made, then each awaited: ours are tasks that get a turn, native's run at the call
//   gather    the same by gather; native: Promise.all
//   deep      as switch, but each task waits at the end of a chain of ten awaits
//   sleepers  1,000 tasks in a loop of sleeps of 1 to 50 ms, on a virtual clock; native: promises in a binary heap, and
//             one loop in the engine that stands for the one host timer (guest/native.ts); a 20th of a spawn is in it
//   cancel    100 tasks made, parked in sleep, cancelled, awaited; native: the stored reject of each sleep is called
// Bytes per parked task are real: a new engine with a memory of its own parks n tasks, then the last word that is not 0 is
// looked for; what 2n take more counts. (QuickJS's own counters miss the stacks of generators, and more.) Our loop is
// made for n and 2n, so its slots are in it; native's parked sleep is one that cannot be cancelled.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { bundles } from './bundles'
import { FULL, QUICK, measureBytes, measureTimes } from './measure'
import { text } from './report'
import type { Report } from './report'

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, plain: { type: 'boolean' }, node: { type: 'boolean' } }
})
const inNode = options.node === true
const effort = options.quick ? QUICK : FULL
const library = `dist/virtual/ringloop${options.plain ? '' : '.min'}.js`

function engineName(): string {
  const v8 = `Node ${process.version}, V8 ${process.versions.v8}`
  if (inNode) return v8
  const { version } = JSON.parse(readFileSync('node_modules/quickjs-emscripten/package.json', 'utf8')) as { version: string }
  return `QuickJS of quickjs-emscripten ${version} (release-sync) on ${v8}`
}

const rollup = ['--import=tsx', 'node_modules/rollup/dist/bin/rollup', '-c', 'test/bench/programs.rollup.mjs', '--silent']
execFileSync(process.execPath, rollup, { stdio: ['ignore', 'ignore', 'inherit'] })
const report: Report = {
  engine: engineName(),
  library,
  rounds: effort.rounds,
  times: await measureTimes(effort, library, inNode),
  memory: inNode ? [] : await measureBytes(effort, library),
  bundles: bundles()
}
process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : text(report))
