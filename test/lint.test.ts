// lint.test.ts: each rule that keeps src/ inside the language of devices is broken once, and `npm run lint` would say so.

import { ESLint } from 'eslint'
import test from 'ava'

/** [what is written, what the linter answers]: a rule's id, or the start of no-restricted-syntax's message. */
const BROKEN: [string, string][] = [
  ['outer: for (;;) { break outer }', 'no labels'],
  ['try { Math.abs(1) } finally { Math.abs(2) }', 'no finally'],
  ['let x = 1; x += Math.abs(2)', 'no compound assignment of a call'],
  ['let x = 1; x += 2 * Math.abs(2)', 'no compound assignment of a call'],
  ['switch (Math.abs(1)) { default: break; case 1: break }', 'default-case-last'],
  ['const o: Record<string, number> = {}; for (const k in o) { delete o[k] }', 'no delete in for-in'],
  ['Math.max(...[1, 2])', 'no spread'],
  ['export function f(...rest: number[]) { return rest }', 'no rest parameters'],
  ['const { x } = { x: 1 }; Math.abs(x)', 'no destructuring'],
  ['const [x] = [1]; Math.abs(x)', 'no destructuring'],
  ['for (const x of [1]) Math.abs(x)', 'no for-of'],
  ['export const text = `a`', 'no template literals'],
  ['export function* f() { yield 1 }', 'no generators and async functions'],
  ['export async function f() { await Promise.resolve() }', 'no generators and async functions'],
  ['export function f(x = Math.abs(1)) { return x }', 'no default parameters that call'],
  ['const list = [1]; list.length = 0', 'no writing .length'],
  ['const list = [1]; list.length--', 'no writing .length'],
  ['Array.prototype.slice.call([1])', 'no built-in prototypes'],
  ['export const f = Function.prototype.call', 'no built-in prototypes'],
  ['export function f() { return arguments.length }', 'no arguments.length'],
  ['export const bytes = new Uint8Array(4)', 'no typed arrays at module level'],
  ['declare const Map: new () => object\nexport const m = new Map()', 'no Map, Set, WeakMap, Promise'],
  ['export const key = Symbol.iterator', 'no Symbol without a guard'],
  ['export class Box { static kept = 1 }', 'no static fields'],
  ['export class Box {}\nBox.kept = 1', 'no assignment to a class'],
  ['export class Oops extends Error { constructor() { super(); this.name = "Oops" } }', 'no assignment over an inherited name of Error'],
  ['export class Box {}\nBox.prototype.toString = () => "box"', 'no assignment over an inherited name of Object'],
  ['export class Box {}\nBox.prototype.constructor = Box', 'no assignment over an inherited name of Object'],
  ['export class Box { waiter?: null }\nBox.prototype.waiter = null', 'no data on a prototype'],
  ['export const early = late + 1\nconst late = 1', '@typescript-eslint/no-use-before-define'],
  ['export class Early extends Late {}\nclass Late {}', '@typescript-eslint/no-use-before-define'],
  ['const box = { x: 1 }; box.x', '@typescript-eslint/no-unused-expressions'],
  ['throw new Error("x")', 'no new Error'],
  ['export const holes = [1, , 2]', 'no-sparse-arrays'],
  [Array<string>(301).fill('Math.abs(1)').join('\n'), 'max-lines'],
  ['Math.abs(1);', 'stylistic/semi'],
  ['Math.abs("1".length)', 'stylistic/quotes'],
]

const ALLOWED: [string, string][] = [
  ['typeof Symbol guards', 'export const key = typeof Symbol === \'function\' ? Symbol.iterator : \'@@iterator\''],
  ['typed arrays inside of functions', 'export function bytes() { return new Uint8Array(4) }'],
  ['methods on a prototype', 'export class Box { open?: () => void }\nBox.prototype.open = function () { Math.abs(1) }'],
  ['a function above what it calls', 'export function a() { return b() }\nfunction b() { return 1 }'],
]

const eslint = new ESLint()
const FILE = 'src/sleep.ts'

/** What the linter says of `code` as a file of src/: ids and messages. */
async function complaints(code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: FILE })
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId}: ${message}`)
}

/** The same of code that must be refused. ESLint's first answer beside other busy processes was empty once; so ask again. */
async function refusals(code: string): Promise<string[]> {
  const found = await complaints(code)
  return found.length > 0 ? found : complaints(code)
}

for (const [code, answer] of BROKEN) {
  const shown = code.length > 70 ? `${code.slice(0, 70)}...` : code
  test.serial(`lint: refuses ${JSON.stringify(shown)} in src/`, async (t) => {
    const found = await refusals(code)
    t.true(found.some((text) => text.startsWith(`${answer}:`) || text.startsWith(`no-restricted-syntax: ${answer} in `)), found.join('\n'))
  })
}

for (const [what, code] of ALLOWED) {
  test.serial(`lint: allows ${what} in src/`, async (t) => {
    t.deepEqual((await complaints(code)).filter((text) => text.startsWith('no-') || text.includes('before-define')), [])
  })
}

test('lint: allows what devices lack in test files', async (t) => {
  const [result] = await eslint.lintText('const [first] = [1]\nfor (const x of [first]) Math.max(...[x])\n', { filePath: 'test/lint.test.ts' })
  t.deepEqual(result?.messages, [])
})
