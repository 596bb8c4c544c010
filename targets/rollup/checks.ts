// checks.ts: finds what a target cannot run: in the sources as the user wrote them, and in the output.
//
//   C1  a place is that of the user's own text, also for what is found in the output: the source map leads back to it
//   C2  what the build lowers or mends is no problem in a source: what contains an await or yield of its function becomes labels
//       of a frame, and `Symbol.iterator` and its like become strings; if the build did not, the output shows it
//   C3  a name is a global only if nothing in the file declares it, and missing only if no condition around asks for it
//   C4  methods are looked up by type, so they are found only with the program that the types come from
//   C5  what a call does is known as far as its functions stand in the same file. An unknown call makes no compound assignment
//       suspicious, for it hardly ever changes the variable; but it may well contain a try/catch, so none may stand in finally

import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import type { EncodedSourceMap } from '@jridgewell/trace-mapping'
import ts from 'typescript'
import { BROUGHT, LACKS, remedyOf, wordOf } from './builtins'
import { FACTS, LIMITS, NAMES } from './facts'
import type { Device, Fact, LimitId, TargetName } from './facts'
import { FINDERS, LIMIT_FINDERS } from './finders'
import type { FoundId } from './finders'
import { Scope, walk } from './scope'

export interface Problem {
  file: string
  /** both from 1 */
  line: number
  column: number
  /** a key of FACTS or LIMITS, or `built-in` */
  fact: string
  message: string
}

type Stage = 'source' | 'output'

// Built-ins

/** Those symbols that the build makes strings of where the engine has none (C2). */
const MADE_STRINGS = /^Symbol\.(iterator|asyncIterator|dispose|asyncDispose)$/

/** The owner, as builtins.ts names it, of a method that the type checker found in the interface `name`. */
function ownerOf(name: string): string {
  if (/^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(name)) return 'Uint8Array#'
  return `${name.replace(/^Readonly/, '').replace(/^(Callable|Newable)Function$/, 'Function')}#`
}

/** What the engine lacks, by owner. */
const lacking = new Map<Device, Map<string, Set<string>>>()

function lacks(device: Device, owner: string, name: string): boolean {
  if (owner === '' && BROUGHT[device]?.includes(name)) return false
  let table = lacking.get(device)
  if (table === undefined) {
    table = new Map(Object.entries(LACKS[device]).map(([key, names]) => [key, new Set(names.split(' '))]))
    lacking.set(device, table)
  }
  return table.get(owner)?.has(name) ?? false
}

/** A built-in that `node` names and the engine lacks: its owner and name. */
function missing(node: ts.Node, device: Device, scope: Scope, stage: Stage): [owner: string, name: string] | undefined {
  if (ts.isBigIntLiteral(node)) return lacks(device, '', 'BigInt') ? ['', 'BigInt'] : undefined
  if (ts.isIdentifier(node)) {
    if (!lacks(device, '', node.text) || !scope.isReference(node) || !scope.isGlobal(node)) return undefined
    const isMadeString = stage === 'source' && MADE_STRINGS.test(node.parent.getText())
    return isMadeString || scope.isAskedFor(node) ? undefined : ['', node.text]
  }
  if (!ts.isPropertyAccessExpression(node) || scope.isAskedFor(node)) return undefined
  const { expression, name: { text } } = node
  if (ts.isIdentifier(expression) && scope.isGlobal(expression)) {
    const owner = /^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(expression.text) ? 'Uint8Array' : expression.text
    if (lacks(device, owner, text)) return [expression.text, text]
  }
  const interfaces = scope.builtInInterfaces(node.name)
  const found = interfaces.find((name) => lacks(device, ownerOf(name), text))
  return found === undefined ? undefined : [ownerOf(found), text]
}

// Checking

function problemsOf(scope: Scope, file: string, device: Device, stage: Stage): Problem[] {
  const problems: Problem[] = []
  const add = (node: ts.Node, fact: string, { what, why, remedy }: Pick<Fact, 'what' | 'why' | 'remedy'>): void => {
    const { line, character } = scope.file.getLineAndCharacterOfPosition(node.getStart(scope.file))
    problems.push({ file, line: line + 1, column: character + 1, fact, message: `${what}: ${why}; ${remedy}` })
  }
  const active = (Object.keys(FINDERS) as FoundId[]).filter((id) => {
    const { engines, found }: Fact = FACTS[id]
    return engines.includes(device) && (found === 'both' || found === stage)
  })
  walk(scope.file, (node) => {
    if (scope.isOnlyType(node)) return false
    for (const id of active) {
      const found = FINDERS[id](node, scope)
      if (found) add(found, id, FACTS[id])
    }
    if (stage === 'source') {
      for (const id of Object.keys(LIMITS) as LimitId[]) {
        const found = LIMIT_FINDERS[id](node, scope)
        if (found) add(found, id, LIMITS[id])
      }
    }
    const [owner, name] = missing(node, device, scope, stage) ?? []
    if (owner !== undefined && name !== undefined) {
      add(owner.endsWith('#') && ts.isPropertyAccessExpression(node) ? node.name : node, 'built-in',
        { what: wordOf(owner, name), why: `${NAMES[device]} has none`, remedy: remedyOf(owner, name) })
    }
    return true
  })
  return problems.sort((a, b) => a.line - b.line || a.column - b.column)
}

/**
 * What the target cannot run in a source of the user's, in TypeScript or JavaScript, in the order of the text. `program` holds `file`
 * and type-checks it with the libraries of libFor(target); without it, missing methods are not found (C4).
 */
export function check(source: string, file: string, target: TargetName, program?: ts.Program): Problem[] {
  return target === 'node' ? [] : problemsOf(new Scope(source, file, program), file, target, 'source')
}

/**
 * What the target cannot run in a finished bundle, which is ES5. `map` leads the places back to the sources; what has no place there,
 * or without it, is told by its place in the bundle, as file `output`.
 */
export function checkOutput(code: string, target: TargetName, map?: EncodedSourceMap): Problem[] {
  if (target === 'node') return []
  const problems = problemsOf(new Scope(code, 'output.js', undefined), 'output', target, 'output')
  if (map === undefined) return problems
  const trace = new TraceMap(map)
  return problems.map((problem) => {
    const { source, line, column } = originalPositionFor(trace, { line: problem.line, column: problem.column - 1 })
    return source === null ? problem : { ...problem, file: source, line, column: column + 1 }
  })
}

/** The `lib` that a target's programs are type-checked with: one for all, since check() tells what an engine lacks of it. */
export function libFor(_target: TargetName): string[] {
  return ['ES2023']
}
