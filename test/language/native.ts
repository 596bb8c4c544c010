// native.ts: V8, as the language says it: programs as they are, on native async functions and promises.

import { readFileSync } from 'node:fs'
import nodeVm from 'node:vm'
import { untouched } from './compilers'
import { moduleOf } from './programs'
import type { Program } from './programs'

const GUEST = new URL('guest.js', import.meta.url)
const LIMIT_MS = 10_000

/** What guest.js gives, made of promises; `traceNatively` is language.trace for them. */
const PROMISES = `
  language.tick = language.later = (x) => Promise.resolve().then(() => x)
  language.done = (x) => Promise.resolve(x)
  language.fail = (x) => Promise.resolve().then(() => { throw x })
  language.failed = (x) => Promise.reject(x)
  async function traceNatively(name) {
    const lines = language.begin()
    try {
      lines.push('gives ' + language.show(await programs[name]()))
    } catch (error) {
      lines.push('throws ' + language.show(error))
    }
    return JSON.stringify(lines)
  }
`

/** Runs programs in a realm of their own: name to trace. */
export async function nativeTraces(programs: Program[]): Promise<Map<string, string[]>> {
  const context = nodeVm.createContext({})
  const evaluate = (code: string): unknown => nodeVm.runInContext(code, context, { timeout: LIMIT_MS })
  evaluate(readFileSync(GUEST, 'utf8'))
  evaluate(PROMISES)
  evaluate(await untouched(moduleOf(programs)))
  const traces = new Map<string, string[]>()
  for (const { name } of programs) {
    traces.set(name, JSON.parse(await soon(evaluate(`traceNatively(${JSON.stringify(name)})`) as Promise<string>, name)) as string[])
  }
  return traces
}

/** The promise, or an error after LIMIT_MS. */
async function soon<T>(promise: Promise<T>, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new Error(`language: ${name} does not end in V8`)) }, LIMIT_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
