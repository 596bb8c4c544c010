// shake.ts: takes out of a program what nobody can reach: methods of the library's classes, and what only they need.
//
// Rollup and terser drop functions that nobody refers to, but keep every method of a class that is used. The library's bundles
// mark what may go (flat.ts): a statement behind MARK belongs to the class that it names, and is needed only if that class is
// used and, where it gives the class a method, if somebody mentions the method's name.
//   SH1  a method is mentioned by calling a member of its name, an accessor by reading one; in the program's own files both by
//        either, and by a text of exactly that name: task['getName']() keeps getName; a name that is put together while the
//        program runs mentions nothing
//   SH2  what the engine calls by itself stays (PROTOCOL, and ITERATION if it may iterate); `then` only if the program's own
//        code has to do with promises
//   SH3  only mentions in what stays count
//   SH4  what the library would do with things that the engine lacks is left out
//   SH5  nothing moves: what goes becomes blanks, so source maps stay true
//   SH6  __needed('a b') (src/needed.ts) becomes true or false: is there something in what stays that refers to, calls or
//        gives one of these names? __written('a'): do the program's own files? So does the call of a function that only asks
//        this. What such a test guards, as the body of an `if`, behind `&&` or before `:`, counts only if it is true

import type { AnyNode, Expression, Program } from 'acorn'
import { isLocal } from './locals'
import { walk } from './walk'

export const MARK = '/*@method*/'

/** Methods that an engine calls. */
const PROTOCOL = ['constructor', 'toJSON', 'toString', 'valueOf']
const ITERATION = ['next', 'return', 'throw']
/** It makes the objects of a class their own iterators (src/coroutine.ts). */
const ITERABLE = 'iterable'
/** The class of what a function* gives: an engine may iterate that, as `new Map(f())` does. */
const ITERATOR = 'GeneratorFrame'

/** Any of these has to be there: names, anywhere, or in the program's own files. */
interface Clause {
  names: string[]
  words: string[]
}

interface Uses {
  refers: Set<string>
  /** members that are called, or read */
  calls: Set<string>
  reads: Set<string>
  texts: Set<string>
  /** names that are given to something: keys, and members that are assigned to */
  gives: Set<string>
}

/** What a piece of code uses if all its clauses hold. */
interface Guarded extends Uses {
  clauses: Clause[]
}

/** A piece of the program that is needed, or not, as a whole. */
interface Part {
  start: number
  end: number
  /** the variable that it declares; undefined for what is needed anyway */
  declares: string | undefined
  /** what it belongs to, and the method that it gives that */
  owner: string | undefined
  method: string | undefined
  /** it is a getter or setter */
  accessor: boolean
  uses: Guarded[]
}

/** Clauses by the function that asks for them: `function hasTasks() { return __needed('spawn') }`. */
type Questions = Map<string, Clause>

function questionsOf(program: Program): Questions {
  const questions: Questions = new Map()
  for (const statement of program.body) {
    if (statement.type !== 'FunctionDeclaration') continue
    const [first] = statement.body.body
    const clause = first?.type === 'ReturnStatement' && first.argument ? clauseOf(first.argument, questions) : undefined
    if (clause) questions.set(statement.id.name, clause)
  }
  return questions
}

/** What a test asks for: a question, several joined by `||`, or one with anything behind `&&` (SH6). */
function clauseOf(test: AnyNode, questions: Questions): Clause | undefined {
  if (test.type === 'CallExpression' && test.callee.type === 'Identifier') {
    const { name } = test.callee
    const names = test.arguments.flatMap((argument) => (argument.type === 'Literal' ? String(argument.value).split(' ') : []))
    if (name === '__needed') return { names, words: [] }
    return name === '__written' ? { names: [], words: names } : questions.get(name)
  }
  if (test.type !== 'LogicalExpression') return undefined
  const left = clauseOf(test.left, questions)
  if (test.operator === '&&') return left
  const right = test.operator === '||' ? clauseOf(test.right, questions) : undefined
  return left && right && { names: [...left.names, ...right.names], words: [...left.words, ...right.words] }
}

/** The clauses that guard `node`. */
function clausesFor(node: AnyNode, parents: AnyNode[], questions: Questions): Clause[] {
  return parents.flatMap((parent, at) => {
    const child = parents[at + 1] ?? node
    const test = parent.type === 'IfStatement' || parent.type === 'ConditionalExpression'
      ? (child === parent.consequent ? parent.test : undefined)
      : parent.type === 'LogicalExpression' && parent.operator === '&&' && child === parent.right ? parent.left : undefined
    return (test && clauseOf(test, questions)) ?? []
  })
}

/** What a piece of code uses, by what guards it. */
function usesOf(node: AnyNode, questions: Questions): Guarded[] {
  const groups = new Map<string, Guarded>()
  walk(node, (inner, parents) => {
    if (inner.type === 'CallExpression' && clauseOf(inner, questions)) return false
    if (inner.type !== 'Literal' && inner.type !== 'TemplateElement' && inner.type !== 'Identifier') return true
    const clauses = clausesFor(inner, parents, questions)
    const key = JSON.stringify(clauses)
    const group = groups.get(key) ?? { clauses, refers: new Set(), calls: new Set(), reads: new Set(), texts: new Set(), gives: new Set() }
    groups.set(key, group)
    use(group, inner, parents)
    return true
  })
  return [...groups.values()]
}

/** Is this member called, by itself or by call() and apply()? */
function isCalled(member: AnyNode, around: AnyNode | undefined): boolean {
  if (around?.type === 'CallExpression') return around.callee === member
  return around?.type === 'MemberExpression' && around.object === member && around.property.type === 'Identifier' && /^(call|apply)$/.test(around.property.name)
}

function use({ refers, calls, reads, texts, gives }: Uses, inner: AnyNode, parents: AnyNode[]): void {
  const parent = parents.at(-1)
  if (inner.type === 'Literal' && typeof inner.value === 'string') texts.add(inner.value)
  else if (inner.type === 'TemplateElement' && inner.value.cooked) texts.add(inner.value.cooked)
  else if (inner.type === 'Identifier') {
    if (parent?.type === 'MemberExpression' && parent.property === inner && !parent.computed) {
      const around = parents.at(-2)
      const written = around?.type === 'AssignmentExpression' && around.left === parent && around.operator === '='
      ;(written ? gives : isCalled(parent, around) ? calls : reads).add(inner.name)
    } else if (parent?.type === 'Property' && parent.key === inner && !parent.computed) {
      ;(parents.at(-2)?.type === 'ObjectPattern' ? reads : gives).add(inner.name)
      if (parent.shorthand && !isLocal(inner.name, parents)) refers.add(inner.name)
    } else if (!isLocal(inner.name, parents)) refers.add(inner.name)
  }
}

/** The names in the program's own files, and those of them that may be methods (SH1). */
export interface Words {
  names: Set<string>
  methods: Set<string>
}

export function wordsIn(files: Program[]): Words {
  const all = files.flatMap((file) => usesOf(file, new Map()))
  return {
    names: new Set(all.flatMap(({ refers, calls, reads, texts, gives }) => [...refers, ...calls, ...reads, ...texts, ...gives])),
    methods: new Set(all.flatMap(({ calls, reads, texts }) => [...calls, ...reads, ...texts])),
  }
}

/** Is the function that it assigns marked, or the first thing that it hands over? */
function isMarked(code: string, statement: AnyNode): boolean {
  if (statement.type !== 'ExpressionStatement') return false
  const { expression } = statement
  const part = expression.type === 'AssignmentExpression' ? expression.right : expression.type === 'CallExpression' ? expression.arguments[0] : undefined
  return part !== undefined && code.slice(0, part.start).trimEnd().endsWith(MARK)
}

/** Is this sure to do nothing but give a value? */
function isPure(node: Expression | null | undefined): boolean {
  switch (node?.type) {
    case undefined:
    case 'Literal':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': return true
    case 'UnaryExpression': return isPure(node.argument)
    case 'ArrayExpression': return node.elements.every((element) => element !== null && element.type !== 'SpreadElement' && isPure(element))
    case 'ObjectExpression':
      return node.properties.every((property) => property.type === 'Property' && !property.computed && isPure(property.value))
    default: return false
  }
}

/** `a.b.c`: a */
function rootOf(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' ? rootOf(node.object) : undefined
}

/** What a marked statement belongs to, and the method that it gives that. */
function ownerOf(statement: Program['body'][number]): Pick<Part, 'owner' | 'method' | 'accessor'> {
  const nothing = { owner: undefined, method: undefined, accessor: false }
  if (statement.type !== 'ExpressionStatement') return nothing
  const { expression } = statement
  if (expression.type === 'AssignmentExpression' && expression.left.type === 'MemberExpression') {
    const { property, computed } = expression.left
    // a symbol's method is called by the engine
    return { owner: rootOf(expression.left), method: property.type === 'Identifier' && !computed ? property.name : undefined, accessor: false }
  }
  if (expression.type !== 'CallExpression' || expression.arguments[0] === undefined) return nothing
  const [object, name, members] = expression.arguments
  // what has no next() need not be its own iterator
  if (expression.callee.type === 'Identifier' && expression.callee.name === ITERABLE) return { owner: rootOf(object), method: 'next', accessor: false }
  const accessor = members?.type === 'ObjectExpression' && members.properties.some((member) => member.type === 'Property' && member.key.type === 'Identifier' && member.key.name === 'get')
  return { owner: rootOf(object), method: name?.type === 'Literal' && typeof name.value === 'string' ? name.value : undefined, accessor }
}

function isPureCall(code: string, init: Expression | null | undefined): boolean {
  return (init?.type === 'CallExpression' || init?.type === 'NewExpression') && /\/[*] ?[@#]__PURE__ ?[*]\/$/.test(code.slice(0, init.start).trimEnd())
}

function partOf(code: string, statement: Program['body'][number], questions: Questions): Part {
  const { start, end } = statement
  const whole = { start, end, declares: undefined, owner: undefined, method: undefined, accessor: false }
  if (statement.type === 'FunctionDeclaration') {
    return { ...whole, declares: statement.id.name, uses: usesOf(statement, questions) }
  }
  const [only, second] = statement.type === 'VariableDeclaration' ? statement.declarations : []
  if (only?.id.type === 'Identifier' && second === undefined && (isPure(only.init) || isPureCall(code, only.init))) {
    return { ...whole, declares: only.id.name, uses: usesOf(only.init ?? statement, questions) }
  }
  if (statement.type === 'ExpressionStatement' && isMarked(code, statement)) {
    return { ...whole, ...ownerOf(statement), uses: usesOf(statement, questions) }
  }
  return { ...whole, uses: usesOf(statement, questions) }
}

/** What is needed of `parts`, and does a clause hold? */
function needed(parts: Part[], kept: string[], words: Set<string>): { live: Set<Part>; holds: (clause: Clause) => boolean } {
  const live = new Set<Part>()
  const refers = new Set<string>()
  const calls = new Set<string>(kept)
  const reads = new Set<string>()
  const gives = new Set<string>()
  const isNeeded = ({ declares, owner, method, accessor }: Part) =>
    declares !== undefined ? refers.has(declares)
      : owner === undefined || (refers.has(owner) && (method === undefined || calls.has(method) || (accessor && reads.has(method))))
  const holds = ({ names, words: own }: Clause) =>
    own.some((word) => words.has(word)) || names.some((name) => refers.has(name) || calls.has(name) || gives.has(name))
  const size = () => live.size + refers.size + calls.size + reads.size + gives.size
  for (let before = -1; before < size();) {
    before = size()
    for (const part of parts) {
      if (!live.has(part) && !isNeeded(part)) continue
      live.add(part)
      if (part.declares === ITERATOR) for (const name of ITERATION) calls.add(name)
      for (const uses of part.uses) {
        if (!uses.clauses.every(holds)) continue
        for (const name of uses.refers) refers.add(name)
        // the library itself calls then() of what is not its own only
        for (const name of uses.calls) if (name !== 'then') calls.add(name)
        for (const name of uses.reads) reads.add(name)
        for (const name of uses.gives) if (name !== 'then') gives.add(name)
      }
    }
  }
  return { live, holds }
}

/** A text that is written over in places; nothing moves (SH5). */
class Sheet {
  readonly #characters: string[]

  constructor(code: string) {
    this.#characters = code.split('')
  }

  /** Puts `text`, which fits, at the start of a place, and blanks behind it; lines stay lines there. */
  put(start: number, end: number, text: string): void {
    for (let at = start; at < end; at++) {
      this.#characters[at] = text[at - start] ?? (this.#characters[at] === '\n' ? '\n' : ' ')
    }
  }

  get text(): string {
    return this.#characters.join('')
  }
}

/** The questions' answers in their places. */
function answer(sheet: Sheet, program: Program, questions: Questions, holds: (clause: Clause) => boolean): void {
  walk(program, (node) => {
    const clause = node.type === 'CallExpression' ? clauseOf(node, questions) : undefined
    if (clause !== undefined) sheet.put(node.start, node.end, holds(clause) ? '!0' : '!1')
    return clause === undefined
  })
}

/** `typeof Symbol` and `Error.captureStackTrace` as what they give on an engine that lacks them. */
function leaveOutLacking(sheet: Sheet, code: string, program: Program, lacks: string[]): void {
  walk(program, (node) => {
    if (node.type === 'UnaryExpression' && node.operator === 'typeof' && node.argument.type === 'Identifier' && lacks.includes(node.argument.name)) {
      sheet.put(node.start, node.end, '"undefined"')
    } else if (node.type === 'MemberExpression' && lacks.includes(code.slice(node.start, node.end))) sheet.put(node.start, node.end, 'void 0')
    return true
  })
}

/**
 * `C.prototype.a = f; C.prototype.b = g` as `($p = C.prototype).a = f; $p.b = g`, and gives $p. There is room for it where
 * the marks were.
 */
function shortenPrototypes(sheet: Sheet, code: string, program: Program, live: Set<number>): string | undefined {
  const variable = ['p', 'q', 'r', 's', 't', 'u', 'v', 'w'].map((letter) => `$${letter}`).find((name) => !code.includes(name))
  if (variable === undefined) return undefined
  let last: string | undefined
  for (const statement of program.body) {
    if (!live.has(statement.start) || statement.type !== 'ExpressionStatement' || !isMarked(code, statement)) continue
    const { expression } = statement
    if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') continue
    const { object, property, computed } = expression.left
    const owner = code.slice(object.start, object.end)
    if (computed || !/^[\w$]+\.prototype$/.test(owner)) continue
    const name = code.slice(property.start, property.end)
    const short = last === owner ? variable : `(${variable}=${owner})`
    sheet.put(statement.start, expression.right.start, `${short}.${name}=`)
    last = owner
  }
  return last === undefined ? undefined : variable
}

export interface Shaking {
  /** Does the engine itself call then() and next(), where newer syntax is kept? */
  modern: boolean
  /** May the program await a promise of the host's (lower/awaits.ts)? */
  foreign: boolean
  /** What the engine has not (engines.ts). */
  lacks: string[]
  /** Is it to be as short as it can be? */
  short: boolean
  words: Words
}

/** `code` without what is not needed, blanks in its place. */
export function shake(code: string, program: Program, { modern, foreign, lacks, short, words }: Shaking): string {
  const questions = questionsOf(program)
  const parts = program.body.map((statement) => partOf(code, statement, questions))
  const promises = modern || words.names.has('Promise') || words.names.has('then')
  const kept = [...PROTOCOL, ...words.methods, ...(promises ? ['then'] : []), ...(modern ? ITERATION : [])]
  // no program has a variable of that name
  const names = new Set([...words.names, ...(foreign ? ['await'] : []), ...(modern ? ITERATION : [])])
  const { live, holds } = needed(parts, kept, names)
  const sheet = new Sheet(code)
  leaveOutLacking(sheet, code, program, lacks)
  answer(sheet, program, questions, holds)
  const variable = short ? shortenPrototypes(sheet, code, program, new Set([...live].map(({ start }) => start))) : undefined
  for (const part of parts) if (!live.has(part)) sheet.put(part.start, part.end, '')
  return variable === undefined ? sheet.text : `${sheet.text}\nvar ${variable};\n`
}
