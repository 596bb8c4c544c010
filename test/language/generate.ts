// generate.ts: random programs of nested statements; a seed always gives the same program.
//
// A program is a tree, so that a failing one can be made smaller (shrink.ts):
//   G1  every program ends: loops count, and a function calls only functions that stand above it
//   G2  a variable is declared before what reads it; engines without block scopes know no dead zone
//   G3  what is awaited is awaited where it is made, so that it makes no difference whether coroutines start at once

/** A statement or an expression: text, expressions (a node) and blocks (lists of statements). */
export interface Node {
  parts: (string | Node | Node[])[]
}

/** What a program may have in it. */
export interface Features {
  asyncGenerators: boolean
  labelledBlocks: boolean
}

export interface Tree {
  name: string
  body: Node[]
}

interface Scope {
  kind: 'async' | 'generator' | 'async generator'
  /** how many more levels of statements may stand inside */
  depth: number
  readable: string[]
  writable: string[]
  /** may `break` and `continue` stand here? */
  breaks: boolean
  continues: boolean
  labels: { name: string; loop: boolean }[]
  /** is it inside a try? Outside, few things throw, or programs would be short */
  guarded: boolean
}

type Kind = Scope['kind']

/** Numbers in [0, 1), from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }
}

function node(...parts: Node['parts']): Node {
  return { parts }
}

class Generator {
  readonly #random: () => number
  readonly #features: Features
  #count = 0
  /** Functions that may be called from here. */
  readonly #functions: { name: string; kind: Kind }[] = []

  constructor(seed: number, features: Features) {
    this.#random = randomFrom(seed)
    this.#features = features
  }

  program(name: string): Tree {
    const body: Node[] = [
      node('const calls = []'),
      node('const list = (...values) => values'),
    ]
    for (let i = this.#below(4); i > 0; i--) body.push(this.#function())
    const main = this.#block(this.#scope('async', 4, []), 3 + this.#below(4))
    body.push(
      node('const main = async () => {', [node('let n = 0'), ...main], '}'),
      node('try {', [node("log('main', await main())")], '} catch (error) {', [node("log('main throws', error)")], '}'),
      node("for (const call of calls) log('call', call())")
    )
    return { name, body }
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #chance(of: number): boolean {
    return this.#random() < of
  }

  #one<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T
  }

  #id(letter: string): string {
    return letter + String(++this.#count)
  }

  #scope(kind: Kind, depth: number, parameters: string[]): Scope {
    return {
      kind, depth, readable: ['n', ...parameters], writable: ['n', ...parameters], breaks: false, continues: false, labels: [],
      guarded: false,
    }
  }

  #function(): Node {
    const kind = this.#one<Kind>(this.#features.asyncGenerators ? ['async', 'generator', 'async generator'] : ['async', 'generator'])
    const name = this.#id(kind === 'async' ? 'f' : kind === 'generator' ? 'g' : 'a')
    const body = this.#block(this.#scope(kind, 2, ['p']), 2 + this.#below(3))
    const head = { async: 'async function ', generator: 'function* ', 'async generator': 'async function* ' }[kind]
    const made = node(`${head}${name}(p = 1) {`, [node('let n = 0'), ...body], '}')
    this.#functions.push({ name, kind })
    return made
  }

  #called(kind: Kind): string | undefined {
    const names = this.#functions.filter((one) => one.kind === kind).map((one) => one.name)
    return names.length > 0 ? this.#one(names) : undefined
  }

  #awaits(scope: Scope): boolean {
    return scope.kind !== 'generator'
  }

  #yields(scope: Scope): boolean {
    return scope.kind !== 'async'
  }

  // Expressions: numbers, mostly.

  #expression(scope: Scope, depth = 2): Node {
    const small = () => node(this.#chance(0.5) ? this.#one(scope.readable) : String(this.#below(4)))
    if (depth === 0 || this.#chance(0.3)) return small()
    const inner = () => this.#expression(scope, depth - 1)
    const choices: (() => Node)[] = [
      () => node('(', inner(), this.#one([' + ', ' - ']), inner(), ')'),
      () => node('list(', inner(), ', ', inner(), ')[', this.#one(['0', '1']), ']'),
      () => node('[', inner(), ', ', inner(), '].length'),
      () => node('({ a: ', inner(), ', b: ', inner(), ' }).b'),
      () => node('(', this.#condition(scope, depth - 1), ' ? ', inner(), ' : ', inner(), ')'),
      () => node('(', inner(), this.#one([' && ', ' || ', ' ?? ']), inner(), ')'),
      () => node("log('", this.#id('x'), "', ", inner(), ') && ', inner()),
      () => node(this.#one(scope.writable), '++'),
      () => node('(', this.#one(scope.writable), this.#one([' = ', ' += ', ' -= ']), inner(), ')'),
    ]
    if (this.#awaits(scope)) {
      const name = this.#called('async')
      for (let i = 0; i < 4; i++) choices.push(() => node(`(await ${this.#one(['tick', 'tick', 'later', 'done', 'now'])}(`, inner(), '))'))
      if (name !== undefined) choices.push(() => node(`(await ${name}(`, inner(), '))'))
    }
    if (this.#yields(scope)) for (let i = 0; i < 3; i++) choices.push(() => node('(yield ', inner(), ')'))
    return parenthesized(this.#one(choices)())
  }

  #condition(scope: Scope, depth = 1): Node {
    const remainder = 2 + this.#below(2)
    const wanted = this.#below(remainder)
    const choices: (() => Node)[] = [
      () => node(`n++ % ${remainder} === ${wanted}`),
      () => node(`++n % ${remainder} !== ${wanted}`),
      () => node(this.#expression(scope, depth), ` > ${this.#below(3)}`),
    ]
    if (this.#awaits(scope)) choices.push(() => node(`(await tick(n++)) % ${remainder} === ${wanted}`))
    return this.#one(choices)()
  }

  // Statements.

  #block(outer: Scope, count: number): Node[] {
    const scope = { ...outer, readable: [...outer.readable], writable: [...outer.writable] }
    const statements: Node[] = []
    for (let i = 0; i < count; i++) statements.push(this.#statement(scope))
    return statements
  }

  /** A block one level further in. */
  #inner(scope: Scope, changes: Partial<Scope> = {}, variables: { constants?: string[]; variables?: string[] } = {}): Node[] {
    const { constants = [], variables: own = [] } = variables
    const inner: Scope = {
      ...scope, depth: scope.depth - 1,
      readable: [...scope.readable, ...constants, ...own],
      writable: [...scope.writable, ...own],
      ...changes,
    }
    return this.#block(inner, 1 + this.#below(3))
  }

  #statement(scope: Scope): Node {
    const simple: (() => Node)[] = [
      () => this.#log(scope),
      () => this.#log(scope),
      () => this.#declaration(scope),
      () => node(this.#one(scope.writable), this.#one([' = ', ' += ', ' -= ']), this.#expression(scope)),
      () => this.#closure(scope),
      () => this.#closure(scope),
      () => this.#exit(scope),
      () => this.#exit(scope),
    ]
    if (this.#awaits(scope)) simple.push(() => node(`await ${this.#one(['tick()', 'later()', 'done()', 'now()'])}`))
    if (this.#yields(scope)) simple.push(() => this.#yield(scope), () => this.#yield(scope))
    simple.push(() => this.#generatorUse(scope))
    if (scope.depth === 0) return this.#one(simple)()
    const compound: (() => Node)[] = [
      () => this.#if(scope),
      () => this.#for(scope),
      () => this.#for(scope),
      () => this.#forOf(scope),
      () => this.#forOf(scope),
      () => this.#while(scope),
      () => this.#switch(scope),
      () => this.#try(scope),
      () => this.#try(scope),
      () => this.#try(scope),
      () => this.#labelledBlock(scope),
      () => this.#arrow(scope),
    ]
    return this.#chance(0.5) ? this.#one(simple)() : this.#one(compound)()
  }

  #log(scope: Scope): Node {
    return node(`log('${this.#id('s')}', `, this.#expression(scope, 3), ')')
  }

  #declaration(scope: Scope): Node {
    const name = this.#id('v')
    const form = this.#below(4)
    let made: Node
    if (form === 0) {
      const value = this.#chance(0.5) ? node('undefined') : this.#expression(scope)
      made = node(`let [${name} = `, this.#expression(scope), '] = [', value, ']')
    } else if (form === 1) made = node(`let { a: ${name} } = { a: `, this.#expression(scope), ' }')
    else made = node(`let ${name} = `, this.#expression(scope))
    scope.readable.push(name)
    scope.writable.push(name)
    return made
  }

  /** A function that is called at the end, or here and at the end. */
  #closure(scope: Scope): Node {
    const name = this.#one(scope.readable)
    const other = this.#one(scope.writable)
    const body = this.#one([`['${this.#id('c')}', ${name}, ${other}]`, `${other}++`, name, `(${other} += 10)`])
    return node(`calls.push(() => ${body})`)
  }

  #exit(scope: Scope): Node {
    const exits: Node[] = [node('return ', this.#expression(scope))]
    const throws = scope.guarded || this.#chance(0.15)
    if (throws) exits.push(node("throw '", this.#id('e'), "'"))
    if (throws && this.#awaits(scope)) exits.push(node(`await ${this.#one(['fail', 'fail', 'failed'])}('`, this.#id('e'), "')"))
    if (scope.breaks) exits.push(node('break'), node('break'))
    if (scope.continues) exits.push(node('continue'), node('continue'))
    for (const { name, loop } of scope.labels) exits.push(node(`${loop && this.#chance(0.5) ? 'continue' : 'break'} ${name}`))
    const exit = this.#one(exits)
    return this.#chance(0.85) ? node('if (', this.#condition(scope), ') {', [exit], '}') : exit
  }

  #yield(scope: Scope): Node {
    const generator = this.#called('generator') ?? this.#called(scope.kind === 'async generator' ? 'async generator' : 'generator')
    if (generator !== undefined && this.#chance(0.3)) return node(`log('${this.#id('s')}', yield* ${generator}(`, this.#expression(scope), '))')
    // G2: not in an async generator: what its throw() does then came with ES2025, and V8 of Node 20 is older
    if (scope.kind !== 'async generator' && this.#chance(0.15)) return node('yield* [', this.#expression(scope), ', ', this.#expression(scope), ']')
    return node(`log('${this.#id('s')}', yield `, this.#expression(scope), ')')
  }

  /** A generator driven by hand, or a log if there is none. */
  #generatorUse(scope: Scope): Node {
    const asynchronous = this.#awaits(scope) && this.#chance(0.4) ? this.#called('async generator') : undefined
    const name = asynchronous ?? this.#called('generator')
    if (name === undefined) return this.#log(scope)
    const wait = asynchronous === undefined ? '' : 'await '
    const it = this.#id('i')
    const steps: Node[] = [node(`const ${it} = ${name}(`, this.#expression(scope), ')')]
    for (let i = 1 + this.#below(4); i > 0; i--) {
      const call = this.#one(['next', 'next', 'next', 'throw', 'return'])
      steps.push(node(`log('${this.#id('s')}', ${wait}${it}.${call}(`, this.#expression(scope, 1), '))'))
    }
    return asynchronous === undefined && this.#chance(0.3)
      ? node(`log('${this.#id('s')}', [...${name}(`, this.#expression(scope, 1), ')])')
      : node('{', steps, '}')
  }

  #if(scope: Scope): Node {
    const test = this.#condition(scope)
    return this.#chance(0.5)
      ? node('if (', test, ') {', this.#inner(scope), '} else {', this.#inner(scope), '}')
      : node('if (', test, ') {', this.#inner(scope), '}')
  }

  /** A label or nothing, and the scope inside a loop that has it. */
  #loop(scope: Scope): { label: string; changes: Partial<Scope> } {
    const name = this.#chance(0.35) ? this.#id('L') : undefined
    const labels = name === undefined ? scope.labels : [...scope.labels, { name, loop: true }]
    return { label: name === undefined ? '' : `${name}: `, changes: { breaks: true, continues: true, labels } }
  }

  #for(scope: Scope): Node {
    const name = this.#id('i')
    const { label, changes } = this.#loop(scope)
    const limit = 2 + this.#below(2)
    const awaits = this.#awaits(scope)
    const start = awaits && this.#chance(0.1) ? 'await tick(0)' : '0'
    const test = awaits && this.#chance(0.1) ? `(await tick(${name})) < ${limit}` : `${name} < ${limit}`
    const update = awaits && this.#chance(0.1) ? `${name} += await tick(1)` : `${name}++`
    // G1: the body may only read the variable, or a closure made in it write it when all is over
    return node(`${label}for (let ${name} = ${start}; ${test}; ${update}) {`, this.#inner(scope, changes, { constants: [name] }), '}')
  }

  #forOf(scope: Scope): Node {
    const name = this.#id('x')
    const { label, changes } = this.#loop(scope)
    const body = this.#inner(scope, changes, { constants: [name] })
    const awaits = this.#awaits(scope)
    const asynchronous = awaits && this.#chance(0.3) ? this.#called('async generator') : undefined
    const generator = asynchronous ?? (this.#chance(0.4) ? this.#called('generator') : undefined)
    if (generator !== undefined) {
      const head = `${label}for ${asynchronous === undefined ? '' : 'await '}(const ${name} of ${generator}(`
      return node(head, this.#expression(scope, 1), ')) {', body, '}')
    }
    if (this.#chance(0.2)) return node(`${label}for (const ${name} in { a: 1, b: 2 }) {`, body, '}')
    if (this.#features.asyncGenerators && awaits && this.#chance(0.1)) return node(`${label}for await (const ${name} of [tick(1), 2]) {`, body, '}')
    return node(`${label}for (const ${name} of [`, this.#expression(scope, 1), ', ', this.#expression(scope, 1), ', 7]) {', body, '}')
  }

  #while(scope: Scope): Node {
    const name = this.#id('w')
    const { label, changes } = this.#loop(scope)
    const body = this.#inner(scope, changes, { constants: [name] })
    const test = this.#awaits(scope) && this.#chance(0.2) ? `(await tick(${name}++)) < 2` : `${name}++ < 2`
    const loop = this.#chance(0.6) ? node(`${label}while (${test}) {`, body, '}') : node(`${label}do {`, body, `} while (${test})`)
    return node('{', [node(`let ${name} = 0`), loop], '}')
  }

  #switch(scope: Scope): Node {
    const parts: Node['parts'] = ['switch (', this.#expression(scope, 1), ') {']
    const count = 1 + this.#below(3)
    const at = this.#chance(0.7) ? this.#below(count + 1) : -1
    const cases: Node[] = []
    for (let i = 0; i <= count; i++) {
      const isDefault = i === at
      if (i === count && !isDefault) break
      const inner = { ...scope, depth: scope.depth - 1, breaks: true }
      const body = this.#block(inner, 1 + this.#below(2))
      if (this.#chance(0.5)) body.push(node('break'))
      const test = this.#awaits(scope) && this.#chance(0.2) ? node('await tick(', node(String(i)), ')') : node(String(i))
      cases.push(isDefault ? node('default: {', body, '}') : node('case ', test, ': {', body, '}'))
    }
    return node(...parts, cases, '}')
  }

  #try(scope: Scope): Node {
    const form = this.#below(3)
    const error = this.#id('error')
    const block = this.#inner(scope, { guarded: true })
    const handler = () => [node(`log('${this.#id('s')}', ${error})`), ...this.#inner(scope)]
    if (form === 0) return node('try {', block, `} catch (${error}) {`, handler(), '}')
    if (form === 1) return node('try {', block, '} finally {', this.#inner(scope), '}')
    return node('try {', block, `} catch (${error}) {`, handler(), '} finally {', this.#inner(scope), '}')
  }

  #labelledBlock(scope: Scope): Node {
    if (!this.#features.labelledBlocks) return node('{', this.#inner(scope), '}')
    const name = this.#id('B')
    return node(`${name}: {`, this.#inner(scope, { labels: [...scope.labels, { name, loop: false }] }), '}')
  }

  /** An async function that is called where it stands; a plain block in a generator. */
  #arrow(scope: Scope): Node {
    if (!this.#awaits(scope)) return node('{', this.#inner(scope), '}')
    const inner = this.#inner(scope, { kind: 'async', breaks: false, continues: false, labels: [] })
    return node(`log('${this.#id('s')}', await (async () => {`, inner, '})())')
  }
}

/** `??` may not stand beside `&&` and `||`, and a log gives two operands. */
function parenthesized(expression: Node): Node {
  return expression.parts[0] === "log('" ? node('(', expression, ')') : expression
}

/** The program of a seed. */
export function generate(seed: number, features: Features): Tree {
  return new Generator(seed, features).program(`generated${seed}`)
}

function textOf(part: string | Node | Node[], indent: string): string {
  if (typeof part === 'string') return part
  if (!Array.isArray(part)) return part.parts.map((inner) => textOf(inner, indent)).join('')
  return `\n${part.map((statement) => `${indent}  ${terminated(textOf(statement, indent + '  '))}\n`).join('')}${indent}`
}

/** A statement that starts with a bracket must not be read as one with the line above (TypeScript: not with a brace either). */
function terminated(statement: string): string {
  return /^[([`{]/.test(statement) ? ';' + statement : statement
}

/** The program's text. */
export function render({ name, body }: Tree): string {
  return `async function ${name}() {${textOf(body, '')}}`
}
