// blocks.test.ts: a program in fewer functions and objects (targets/rollup/blocks.ts) does what it did.
//
// Each program runs as it is and as it becomes, in V8, with print(); `before` and `after` count the functions of the top level and
// the methods.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import { parse, tokenizer } from 'acorn'
import test from 'ava'
import MagicString from 'magic-string'
import { rollup } from 'rollup'
import type { OutputOptions } from 'rollup'
import { minify } from 'terser'
import { target } from '../targets/rollup'
import { inFewBlocks } from '../targets/rollup/blocks'
import type { Written } from '../targets/rollup/blocks'
import { marksIn } from '../targets/rollup/marks'
import { compressed, mangled } from '../targets/rollup/minify'
import { programs } from './harness/sizes'

const entries = await programs()

const parsed = (code: string) => parse(code, { ecmaVersion: 2020, sourceType: 'module' })

function fewer(code: string, words: string[] = []): Written {
  const map = new MagicString(code).generateMap({ hires: true, source: 'program.js' })
  return inFewBlocks({ code, map }, marksIn(code, parsed(code)), new Set(words))
}

/** What a script prints; an error that it throws last. */
function printed(code: string): string[] {
  const lines: string[] = []
  try {
    runInContext(code, createContext({ print: (...parts: unknown[]) => lines.push(parts.map(String).join(' ')) }))
  } catch (error) {
    lines.push(`thrown: ${String(error)}`)
  }
  return lines
}

/** The functions of the top level by their names. */
function functionsOf(code: string): string[] {
  return parsed(code).body.flatMap((statement) => (statement.type === 'FunctionDeclaration' ? [statement.id.name] : []))
}

interface Program {
  title: string
  source: string
  /** what it prints; and what it printed, if not the same */
  lines: string[]
  was?: string[]
  /** functions of the top level that are left, beside dispatchers */
  left: string[]
  words?: string[]
}

const ERRORS = `
  /** @cold */ function errorClass(name, parent) {
    var made = function (message) { this.message = message }
    print('made', name)
    made.prototype = Object.create(parent.prototype)
    made.prototype.toString = function () { return name + ': ' + this.message }
    return made
  }
  var RuntimeError = /*#__PURE__*/ errorClass('RuntimeError', Error)
  var CapacityError = /*#__PURE__*/ errorClass('CapacityError', RuntimeError)
`

const all: Program[] = [
  {
    title: 'a member that a function gives is a value: it is called without its object, and not deleted; its getter runs',
    source: `
      var box = { n: 1, text: function () { return this === box }, get seen() { print('seen'); return 1 } }
      function textOf(a) { return a.text }
      function tagOf(a) { return a.text }
      function nOf(a) { return a.n }
      function seenOf(a) { return a.seen }
      function typed() { return missing }
      function main() {
        var a = box
        print(textOf(a)(), tagOf(a)\`\`, delete nOf(a), a.n)
        seenOf(a)
        try { print(typeof typed()) } catch (error) { print(error.name) }
      }
      main()`,
    lines: ['false false true 1', 'seen', 'ReferenceError'], left: [],
  },
  {
    title: 'cold functions that call one another are one',
    source: `
      /** @cold */ function even(n, text) { if (n === 0) return text + 'even'; return odd(n - 1, text) }
      /** @cold */ function odd(n, text) { if (n === 0) return text + 'odd'; return even(n - 1, text) }
      print(even(4, '4 is '), odd(4, '4 not '), even(7, ''))`,
    lines: ['4 is even 4 not odd odd'], left: [],
  },
  {
    title: 'arguments that are not given are undefined, and so are variables, at each call',
    source: `
      /** @cold */ function one(a, b, c) { return a + ' ' + b + ' ' + c }
      /** @cold */ function two(a) { var b, c, d; b = b === undefined ? a : 'old'; c = d; d = a; return b + ' ' + c + ' ' + d }
      /** @cold */ function none() { var a; if (a === undefined) a = 'new'; return a }
      print(one(1), one(1, 2), one(1, 2, 3), two(5), two(6), none(), none())`,
    lines: ['1 undefined undefined 1 2 undefined 1 2 3 5 undefined 5 6 undefined 6 new new'], left: [],
  },
  {
    title: 'arguments are evaluated once, in their order, and before the function runs',
    source: `
      var count = 0
      /** @cold */ function list(a, b, c) { return a + b + c + count }
      /** @cold */ function next() { count++; return '' + count }
      print(list(next(), next(), next()))`,
    lines: ['1233'], left: [],
  },
  {
    title: 'what a function does without a value, throws, loops and catches stays so',
    source: `
      var seen = []
      /** @cold */ function note(what) { seen.push(what) }
      /** @cold */ function refuse(what) { if (what > 2) throw new Error('no ' + what); note(what) }
      /** @cold */ function each(list) { for (var i = 0, n = list.length; i < n; i++) { try { refuse(list[i]) } catch (error) { note(error.message) } } }
      /** @cold */ function keys(object) { var all = ''; for (var key in object) all += key; return all }
      print(note(0), refuse(1), each([1, 3, 2]), keys({ a: 1, b: 2 }), seen.join())
      refuse(9)`,
    lines: ['undefined undefined undefined ab 0,1,1,no 3,2', 'thrown: Error: no 9'], left: [],
  },
  {
    title: 'names of variables, of the program and of functions inside may be the same',
    source: `
      var key = 'key', cold = 'cold', a = 'a'
      /** @cold */ function first(b) { var a = b; return function (key) { return a + key + cold } }
      /** @cold */ function second(cold, b) { var key = cold + b; return [1].map(function (a) { return key + a }).join() + a }
      print(first('x')('y'), second('p', 'q'), key)`,
    lines: ['xycold pq1a key'], left: [],
  },
  {
    title: 'closures that a cold function makes keep their own variables',
    source: `
      /** @cold */ function counter(from) { var n = from; return function () { return n++ } }
      /** @cold */ function other(n) { n = n + 1; return n }
      var p = counter(1), q = counter(5)
      print(p(), q(), other(3), p(), q())`,
    lines: ['1 5 4 2 6'], left: [],
  },
  {
    title: 'a cold function that is a value, has this or arguments, or is called with more stays',
    source: `
      /** @cold */ function value(a) { return a }
      /** @cold */ function own() { return this === undefined || typeof this }
      /** @cold */ function counts() { return arguments.length }
      /** @cold */ function more(a) { return a }
      /** @cold */ function changed(a) { return a }
      /** @cold */ function inner(a) { function twice() { return a + a } return twice() }
      /** @cold */ function good(a) { return a + 1 }
      /** @cold */ function better(a) { return a + 2 }
      print([1].map(value), own(), counts(1, 2), more(1, print('more')), inner(2), good(1), better(1))
      changed = good
      print(changed(5))`,
    lines: ['more', '1 object 2 1 4 2 3', '6'], left: ['value', 'own', 'counts', 'more', 'changed', 'inner', 'good'],
  },
  {
    title: 'one cold function stays a function',
    source: `
      /** @cold */ function only(a) { if (a) return 1; return 2 }
      print(only(0), only(1))`,
    lines: ['2 1'], left: ['only'],
  },
  {
    title: 'what only cold functions, throws and instanceof mention is made when it is first needed, once',
    words: ['check', 'look'],
    source: `${ERRORS}
      /** @cold */ function closed(call) { return new RuntimeError(call) }
      function check(n) { if (n > 2) throw new CapacityError('full'); if (n > 1) throw closed('n'); return n }
      print('loaded')
      function look(n) {
        try { return check(n) } catch (error) {
          return [error, error instanceof RuntimeError, error instanceof CapacityError, error instanceof Error].join()
        }
      }
      var nothing = { a: 1 }
      print(nothing instanceof CapacityError, look(1), look(2), look(2), look(3), look(3), nothing instanceof CapacityError)`,
    lines: ['loaded', 'made RuntimeError', 'made CapacityError',
      'false 1 RuntimeError: n,true,false,true RuntimeError: n,true,false,true CapacityError: full,true,true,true CapacityError: full,true,true,true false'],
    was: ['made RuntimeError', 'made CapacityError', 'loaded',
      'false 1 RuntimeError: n,true,false,true RuntimeError: n,true,false,true CapacityError: full,true,true,true CapacityError: full,true,true,true false'],
    left: ['check', 'look'],
  },
  {
    title: 'a function that only cold code takes as a value is made there',
    source: `
      /** @cold */ function text() { return 'text of ' + this.name }
      /** @cold */ function shown(name) { var it = { name: name, toString: text }; return '' + it }
      /** @cold */ function twice(name) { if (!name) return ''; return shown(name) + shown(name) }
      print(twice('a'), twice(''))`,
    lines: ['text of atext of a '], left: [],
  },
  {
    title: 'cold methods are functions, if nothing else has their name',
    source: `
      function Task(name) { this.name = name }
      Task.prototype.step = function (n) { if (n > 1) this._threw(n); return n }
      /** @cold */ Task.prototype._threw = function (error) { this._end('failed', error) }
      /** @cold */ Task.prototype._end = function (how, value) { var self = this; [1].forEach(function () { print(self.name, how, value) }) }
      /** @cold */ Task.prototype._both = function () { return 'task' }
      function Other() {}
      /** @cold */ Other.prototype._both = function () { return 'other' }
      /** @cold */ Other.prototype._byText = function () { return 'by text' }
      /** @cold */ Other.prototype._asValue = function () { return this === undefined || 'value' }
      var task = new Task('t'), other = new Other()
      print(task.step(1), task.step(2), task._both(), other._both(), other['_byText'](), typeof other._asValue === 'function')`,
    lines: ['t failed 2', '1 2 task other by text true'], left: ['Task', 'Other'],
  },
  {
    title: 'a method that the program itself names stays',
    words: ['_threw'],
    source: `
      function Task() {}
      /** @cold */ Task.prototype._threw = function (error) { return 'method ' + error }
      print(new Task()._threw(1), typeof Task.prototype._threw)`,
    lines: ['method 1 function'], left: ['Task'],
  },
  {
    title: 'what only cold functions, throws and loading call is cold; not what a function inside of one calls, nor what the program names',
    words: ['named', 'step'],
    source: `
      var later = []
      function format(n) { var text = 'n'; return text + n }
      function named(n) { var text = 'n'; return text + n }
      function often(n) { var text = 'n'; return text + n }
      function seldom(n) { var text = 'n'; return text + n }
      function error(n) { return new Error(format(n)) }
      /** @cold */ function begin(n) { later.push(function () { return often(n) }); return seldom(n) }
      function step(n) { if (n > 1) throw error(n); return n }
      print(begin(1), named(1), step(1), later[0]())
      try { step(2) } catch (e) { print(e.message) }`,
    lines: ['n1 n1 1 n1', 'n2'], left: ['named', 'often', 'step'],
  },
  {
    title: 'a short function that is called in one place stands there; not where an argument does something, or a name means another',
    source: `
      var limit = 3, n = 0
      function same(value) { return value }
      function isOver(value, most) { return value > most || value === limit }
      function twice(value) { return value + value }
      function under(value) { return value < limit }
      function use(x) { var y = x + 1; return isOver(y, 9) + ' ' + same(x) + ' ' + twice(++n) }
      function clash(limit) { var a = limit; return under(a) }
      print(use(1), use(2), use(9), clash(5), clash(1))`,
    words: ['twice', 'under', 'use', 'clash'],
    lines: ['false 1 2 true 2 4 true 9 6 false true'], left: ['twice', 'under', 'use', 'clash'],
  },
  {
    title: 'a short function that is called in one place stands there, also if what it is given makes it long',
    source: `
      function echo(text) { return text + ' ' + text + '!' }
      print(echo('a text that is much longer than any that was there before'))`,
    lines: ['a text that is much longer than any that was there before a text that is much longer than any that was there before!'], left: [],
  },
  {
    title: 'a class that is only the base of one other is one with it',
    source: `
      function inherit(derived, base) { derived.prototype = Object.create(base.prototype); derived.prototype.constructor = derived }
      /** @cold */ function begin(name) { print('begins ' + name); print('began') }
      function Future(options) { var loop = options && options.loop; this.loop = loop; this.state = 0 }
      Future.prototype.settle = function (state) { this.state = state }
      Future.prototype.text = function () { return 'future' }
      function Task(coro, options) { Future.call(this, options); var loop = this.loop; this.coro = coro; this.order = loop + coro }
      inherit(Task, Future)
      Task.prototype.text = function () { return 'task' }
      var task = new Task('c', { loop: 'l' }), bare = new Task('d')
      begin('it')
      task.settle(2)
      task.settle(1 + task.state)
      print(task.text(), task.state, task.order, bare.order, bare.state, task instanceof Future, task instanceof Task, task.constructor === Task)`,
    words: ['inherit'],
    lines: ['begins it', 'began', 'task 3 lc undefinedd 0 true true true'], left: ['Task', 'inherit'],
  },
  {
    words: ['inherit'],
    title: 'a base that has two heirs, or objects of its own, or whose methods heirs call, stays',
    source: `
      function inherit(derived, base) { derived.prototype = Object.create(base.prototype) }
      function A(n) { this.n = n }
      function A1(n) { A.call(this, n) }
      function A2(n) { A.call(this, n + 1) }
      inherit(A1, A); inherit(A2, A)
      function B(n) { this.n = n }
      function B1(n) { B.call(this, n) }
      inherit(B1, B)
      function C(n) { this.n = n }
      C.prototype.text = function () { return 'c' + this.n }
      function C1(n) { C.call(this, n) }
      inherit(C1, C)
      C1.prototype.text = function () { return '1' + C.prototype.text.call(this) }
      print(new A1(1).n, new A2(1).n, new B(1) instanceof B1, new B1(1) instanceof B, new C1(3).text())`,
    lines: ['1 2 false true 1c3'], left: ['inherit', 'A', 'A1', 'A2', 'B', 'B1', 'C', 'C1'],
  },
]

for (const { title, source, lines, was = lines, left, words } of all) {
  test(`blocks: ${title}`, (t) => {
    const { code } = fewer(source, words)
    t.deepEqual(printed(source), was, 'as it was')
    t.deepEqual(printed(code), lines, code)
    t.deepEqual(functionsOf(code).filter((name) => !name.startsWith('_cold')).sort(), left.sort(), code)
  })
}

test('blocks: a dispatcher is no longer than it takes to go over it', (t) => {
  const text = (n: number) => `/** @cold */ function f${n}(a) { if (a === ${n}) throw new Error('${'x'.repeat(400)}'); return a + ${n} }\n`
  const count = 20
  const source = `${Array.from({ length: count }, (_, n) => text(n)).join('')}print(${Array.from({ length: count }, (_, n) => `f${n}(1)`).join(', ')})`
  const { code } = fewer(source)
  t.true(functionsOf(code).length > 2)
  t.deepEqual(printed(code), printed(source))
  for (const statement of parsed(code).body) {
    if (statement.type === 'FunctionDeclaration') t.true(statement.end - statement.start < 4000)
  }
})

test('blocks: no dispatcher ends in a bare return, which Espruino does not know', (t) => {
  const { code } = fewer(`
    /** @cold */ function first(a) { if (a) print(a) }
    /** @cold */ function last(a) { for (var i = 0; i < a; i++) print(i) }
    print(first(1), last(2))`)
  t.notRegex(code, /return;?\s*}\s*print/)
  t.regex(code, /return;/)
})

test('blocks: source maps lead to the place in a cold function', (t) => {
  const source = `/** @cold */ function refuse(call, n) {
  if (n > 2) {
    throw new Error(call + ' fails here')
  }
}
/** @cold */ function other(n) {
  refuse('other', n)
}
other(3)`
  const { code, map } = fewer(source)
  const { stack = '' } = (() => { try { return runInContext(code, createContext({}), { filename: 'out' }) as Error } catch (error) { return error as Error } })()
  const places = [...stack.matchAll(/out:(\d+):(\d+)/g)].map(([, line, column]) =>
    originalPositionFor(new TraceMap(map as EncodedSourceMap), { line: Number(line), column: Number(column) - 1 }))
  t.deepEqual(places.slice(-3).map(({ line, column }) => [line, column]), [[3, 10], [7, 2], [9, 0]], code)
})

test('constants: small numbers of the library stand in the places of their names, as it is built for the preset', (t) => {
  const words = [...tokenizer(readFileSync('dist/espruino/ringloop.mjs', 'utf8'), { ecmaVersion: 2020, sourceType: 'module' })]
    .map((token) => (token as { value?: unknown }).value)
  for (const name of ['PENDING', 'FINISHED', 'ALARM', 'ASKED', 'BURST']) {
    t.is(words.filter((word) => word === name).length, 1, `${name} is declared, and used nowhere`)
  }
})

test('blocks: a function that the minifier calls where it stands has the place of its call in the source map', async (t) => {
  const source = `var x = {}
function sleep(ms) {
  if (ms !== 1) refuse(ms)
  var op = x.y
  if (op === undefined) op = x.z; else x.q = 3
  op.u = ms
}
function refuse(ms) { throw new Error('no ' + ms) }
refuse(1)
sleep('1s')
`
  const settings = { es5: true, toplevel: true, fields: /^$/, reserved: [] }
  const short = await minify(source, { ...compressed(settings), sourceMap: { asObject: true } })
  const one = inFewBlocks(short as Written, { functions: new Set(), methods: new Set() }, new Set())
  const sourceMap = { asObject: true, content: one.map as never }
  const { code = '', map } = await minify(one.code, { ...mangled(settings), sourceMap })
  const column = code.lastIndexOf('}(') + 1
  t.true(column > 0, code)
  t.is(originalPositionFor(new TraceMap(map as EncodedSourceMap), { line: 1, column }).line, 10, code)
})

// a value of `events`, where something else makes loops too
for (const [name, left] of [['blink', []], ['plant', ['made']]] as ['blink' | 'plant', string[]][]) {
  test(`blocks: no function of ${name} that is marked cold is left one`, async (t) => {
    const library = readFileSync('dist/espruino/ringloop.mjs', 'utf8')
    const { functions } = marksIn(library, parsed(library))
    t.true(functions.size > 30, [...functions].join())
    const config = target('espruino', entries[name], { minify: false })
    const bundle = await rollup(config)
    const { output: [{ code }] } = await bundle.generate(config.output as OutputOptions)
    await bundle.close()
    const { code: short = '' } = await minify(code, compressed({ es5: true, toplevel: true, fields: /^$/, reserved: [] }))
    const marks = { functions, methods: new Set<string>() }
    const map = new MagicString(short).generateMap({ hires: true, source: 'program.js' })
    t.true(functionsOf(short).filter((one) => functions.has(one)).length > 10)
    const fewer = inFewBlocks({ code: short, map }, marks, new Set()).code
    const rest = functionsOf(fewer).filter((one) => functions.has(one) && !left.includes(one))
    // one may be alone, where the dispatchers before it are full
    t.true(rest.length <= 1, rest.join())
  })
}

const OWN = `
import { isCancelled } from 'ringloop'
declare function print(...parts: unknown[]): void

/**
 * Says no.
 * @cold
 */
function refuse(n: number): void {
  print('asked', n, isCancelled(n))
  if (n > 2) {
    throw new Error('no ' + n)
  }
}

/** @cold */
function other(n: number): void {
  refuse(n)
  print('went on', n)
}

other(1)
other(3)
`

test('blocks: functions of a program that are marked join them, and its source map leads to each', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'ringloop-blocks-')), 'own.ts')
  writeFileSync(file, OWN)
  const config = target('espruino', file)
  const bundle = await rollup(config)
  const { output: [{ code, map }] } = await bundle.generate(config.output as OutputOptions)
  await bundle.close()
  const own = parsed(code).body.filter((statement) => statement.type === 'FunctionDeclaration' && /asked|went on/.test(code.slice(statement.start, statement.end)))
  t.is(own.length, 1, code)
  const lines: string[] = []
  const print = (...parts: unknown[]) => lines.push(parts.map(String).join(' '))
  const host: Record<string, unknown> = { print, getTime: () => 0, setTime: () => undefined }
  host.global = host
  const error = t.throws(() => { runInContext(code, createContext(host), { filename: 'out' }) }, { any: true })
  t.deepEqual(lines, ['asked 1 false', 'went on 1', 'asked 3 false'])
  const places = [...String((error as Error).stack).matchAll(/out:(\d+):(\d+)/g)].map(([, line, column]) =>
    originalPositionFor(new TraceMap(map as unknown as EncodedSourceMap), { line: Number(line), column: Number(column) - 1 }).line)
  const lineOf = (text: string) => OWN.split('\n').indexOf(text) + 1
  t.deepEqual(places.slice(-3), [lineOf("    throw new Error('no ' + n)"), lineOf('  refuse(n)'), lineOf('other(3)')])
})
