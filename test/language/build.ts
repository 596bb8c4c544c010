// build.ts: the programs as scripts for a real engine, with what they must log.
//
//   node --import=tsx test/language/build.ts <compiler> [programs in a file] [generated programs] [library]
//
// writes dist/language/<compiler>.<number>.js, each complete in itself: library (the one with a virtual clock, if none is
// named: it needs no timers of the engine), guest.js, programs, expected traces. Each prints a line for a program that does
// something else than in V8, one line `N passed, N failed` at its end, and skips what the engine cannot know (`needs`).

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { minify } from 'terser'
import { minified } from '../../targets/rollup/minify'
import { compilers } from './compilers'
import type { Compiler } from './compilers'
import { generate, render } from './generate'
import { nativeTraces } from './native'
import { moduleOf, writtenPrograms } from './programs'
import type { Program } from './programs'

const OUT = 'dist/language'

/** Where an engine has no such global, a program with this text is skipped. */
const needs = ['Symbol']

/** Espruino cannot skip the holes that TypeScript leaves; to the helpers a hole and 0 are the same. */
function withoutHoles(code: string): string {
  return code.replace(/\.trys\.push\(\[[^\]]*\]\)/g, (list) => list.replaceAll(', ,', ', 0,'))
}

/** Programs log names of fields, so no field is renamed. */
const settings = minified({ es5: true, toplevel: false, fields: /^$/, reserved: [] })

/** As it is flashed. */
async function forDevices(code: string): Promise<string> {
  return (await minify(code, settings)).code ?? ''
}

/** Runs the programs and compares: part of the script. */
function check(programs: Program[], traces: Map<string, string[]>): string {
  const expected = Object.fromEntries(programs.map(({ name }) => [name, traces.get(name)?.join('\n')]))
  const lacking = needs.map((name) => {
    const users = programs.filter(({ source }) => source.includes(name)).map((program) => program.name)
    return `if (typeof ${name} === 'undefined') skip = skip.concat(${JSON.stringify(users)});`
  })
  return `(function () {
  var say = typeof print === 'function' ? print : function (text) { console.log(text); };
  var expected = ${JSON.stringify(expected, null, 1)};
  var skip = [], passed = 0, failed = 0;
  ${lacking.join('\n  ')}
  var names = Object.keys(expected).filter(function (name) { return skip.indexOf(name) < 0; });
  language.run(names, function (name, lines) {
    var text = lines.join('\\n');
    if (text === expected[name]) passed++;
    else {
      failed++;
      var wanted = expected[name].split('\\n'), at = 0;
      while (at < wanted.length && wanted[at] === lines[at]) at++;
      say('FAIL ' + name + ': line ' + (at + 1) + ': V8 ' + wanted[at] + ' | here ' + lines[at]);
    }
  }, function () {
    say(passed + ' passed, ' + failed + ' failed' + (skip.length > 0 ? ', ' + skip.length + ' skipped' : ''));
  });
})();`
}

/** One script of these programs. */
async function scriptOf(programs: Program[], { compile }: Compiler, library: string): Promise<string> {
  const parts = [
    readFileSync(library, 'utf8'),
    readFileSync('test/language/guest.js', 'utf8'),
    withoutHoles(await compile(moduleOf(programs))),
    check(programs, await nativeTraces(programs)),
  ]
  return (await Promise.all(parts.map(forDevices))).join('\n')
}

async function main([name, size = '40', generated = '40', library = 'dist/virtual/ringloop.js']: string[]): Promise<void> {
  const compiler = compilers.find((one) => one.name === name)
  if (compiler === undefined) throw new Error(`language: no compiler ${name}; there are ${compilers.map((one) => `'${one.name}'`).join(', ')}`)
  const left = new Set(compiler.gaps.flatMap((gap) => gap.programs))
  const programs = writtenPrograms().filter(({ name: one, file }) => !left.has(one) && !left.has(file))
  if (compiler.generated !== undefined) {
    for (let seed = 1; seed <= Number(generated); seed++) {
      const tree = generate(seed, compiler.generated)
      programs.push({ name: tree.name, source: render(tree), file: 'generated' })
    }
  }
  mkdirSync(OUT, { recursive: true })
  for (let from = 0; from < programs.length; from += Number(size)) {
    const file = `${OUT}/${compiler.name.replaceAll(' ', '-')}.${from / Number(size) + 1}.js`
    writeFileSync(file, await scriptOf(programs.slice(from, from + Number(size)), compiler, library))
    console.log(file)
  }
}

await main(process.argv.slice(2))
