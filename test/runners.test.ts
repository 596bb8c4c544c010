// runners.test.ts: ringloop/testing, as it is built, under the test runners that people use: test/runners has a test for each.

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import test from 'ava'

interface Outcome {
  code: number
  output: string
}

/** Runs a runner without what this one tells its children. */
function runs(...args: string[]): Promise<Outcome> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(NODE_TEST|NODE_OPTIONS|AVA|VITEST)/.test(name)))
  return new Promise((done) => {
    execFile(process.execPath, args, { env, timeout: 110_000 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? NaN), output: stdout + stderr })
    })
  })
}

/** The program of a package. */
function bin(name: string, program = name): string {
  const { bin: programs } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { bin: string | Record<string, string> }
  return `node_modules/${name}/${typeof programs === 'string' ? programs : programs[program] ?? ''}`
}

const runners: [string, string[]][] = [
  ['node:test', ['--test', 'test/runners/node.mjs']],
  ['ava', [bin('ava'), '--config', 'test/runners/ava.config.mjs']],
  ['vitest', [bin('vitest'), 'run', '--config', 'test/runners/vitest.config.mjs']],
]

for (const [name, args] of runners) {
  test.serial(`testing: a device runs under ${name}`, async (t) => {
    const { code, output } = await runs(...args)
    t.is(code, 0, output)
    t.regex(output, /LED blinks|1 passed|1 test passed/)
  })
}
