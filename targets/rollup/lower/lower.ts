// lower.ts: async functions and generators as ordinary functions, for engines that know neither.
//
// Each becomes a function that makes a frame and puts its arguments into it; its code becomes a body, one function for all
// calls, which stands beside the statement that the function is in. src/frame.ts says how the two work together.
//
//   async function read(pin) {              function read$body(frame, sent, at) {
//     await sleep(20)                         switch (at) {
//     return analogRead(pin)                    case 0: { frame._at = 1; return __pause(20) }
//   }                                           case 1: { return analogRead(frame._$pin) }
//                                             }
//                                           }
//                                           function read(pin) {
//                                             const made = new __coroutine(read$body)
//                                             made._$pin = pin
//                                             return made
//                                           }
//
//   LO1  a body that needs what only code inside its function can name (locals.ts, `bound`) stands in the function instead
//   LO2  the innermost functions first, so that the others see ordinary functions in them

import { generate } from '@babel/generator'
import { parse } from '@babel/parser'
import babelTraverse from '@babel/traverse'
import type { NodePath } from '@babel/traverse'
import * as t from '@babel/types'
import { foreignAwaits } from './awaits'
import { keep, number, order, prune } from './blocks'
import type { Block } from './blocks'
import { Builder } from './builder'
import { Names, analyse } from './locals'
import type { Local } from './locals'
import { refuse } from './nodes'
import { Placing, isPlain } from './place'
import { Statements, fieldOf } from './statements'

// the package is CommonJS, and its types say otherwise
const traverse = ((babelTraverse as unknown as { default?: typeof babelTraverse }).default ?? babelTraverse)

export interface LowerOptions {
  /** The file's name, for its source map. */
  file?: string
}

export interface Lowered {
  code: string
  map: object | null
  /** Something in it may await a promise that is none of ours (awaits.ts). */
  foreign: boolean
}

type FunctionPath = NodePath<t.Function>

function isLowered({ node }: FunctionPath): boolean {
  return node.async === true || node.generator === true
}

/** The name by which people know the function. */
function nameOf({ node, parent }: FunctionPath): string {
  const id = 'id' in node && node.id ? node.id : 'key' in node ? node.key : parent.type === 'VariableDeclarator' ? parent.id : parent.type === 'ObjectProperty' ? parent.key : undefined
  return id?.type === 'Identifier' ? id.name : id?.type === 'StringLiteral' ? id.value.replace(/\W/g, '_') : 'anonymous'
}

function assign(to: t.LVal, value: t.Expression): t.Statement {
  return t.expressionStatement(t.assignmentExpression('=', to, value))
}

/** Is nothing after this statement ever reached? */
function leaves(node: t.Statement | undefined): boolean {
  return node?.type === 'ReturnStatement' || node?.type === 'ThrowStatement' || (node?.type === 'BlockStatement' && leaves(node.body.at(-1)))
}

class Module {
  readonly #ast: t.File
  readonly #names: Names
  readonly #helpers = new Map<string, string>()
  readonly #sent: string
  readonly #at: string
  readonly #frame: string
  readonly #made: string

  constructor(ast: t.File) {
    this.#ast = ast
    this.#names = new Names(ast)
    this.#sent = this.#names.fresh('sent')
    this.#at = this.#names.fresh('at')
    this.#frame = this.#names.fresh('frame')
    // not `frame`: a function may stand in the body of another one and use what is in its frame
    this.#made = this.#names.fresh('made')
  }

  /** `arguments` of an arrow function is that of the function around it: a variable there, for TypeScript's ES5 takes the wrong one. */
  #bindArguments(): boolean {
    const lists = new Map<t.BlockStatement, string>()
    traverse(this.#ast, {
      Identifier: (path) => {
        const { node, scope } = path
        if (node.name !== 'arguments' || !path.isReferencedIdentifier() || scope.hasBinding('arguments', true)) return
        if (!path.getFunctionParent()?.isArrowFunctionExpression()) return
        const owner = path.findParent((parent) => parent.isFunction() && !parent.isArrowFunctionExpression())
        const body = (owner as FunctionPath | null)?.node.body
        if (body?.type !== 'BlockStatement') return
        const list = lists.get(body) ?? this.#names.fresh('list')
        lists.set(body, list)
        node.name = list
      },
    })
    for (const [body, list] of lists) {
      body.body.unshift(t.variableDeclaration('const', [t.variableDeclarator(t.identifier(list), t.identifier('arguments'))]))
    }
    return lists.size > 0
  }

  /** Lowers everything; false if there was nothing. */
  lower(): boolean {
    let any = this.#bindArguments()
    for (;;) {
      const paths: FunctionPath[] = []
      const outer = new Set<FunctionPath>()
      traverse.cache.clear()
      traverse(this.#ast, {
        Function: {
          exit: (path) => {
            if (!isLowered(path)) return
            if (!outer.has(path)) paths.push(path)
            path.findParent((parent) => {
              if (parent.isFunction()) outer.add(parent)
              return false
            })
          },
        },
      })
      if (paths.length === 0) break
      any = true
      const bodies = new Map<t.Node, t.Statement[]>()
      for (const path of paths) {
        const beside = path.find(({ parentPath }) => parentPath?.isProgram() === true) as NodePath
        const body = this.#lower(path)
        if (body !== undefined) bodies.set(beside.node, [...(bodies.get(beside.node) ?? []), body])
      }
      const { program } = this.#ast
      program.body = program.body.flatMap((node) => [...(bodies.get(node) ?? []), node])
    }
    if (this.#helpers.size > 0) {
      const names = [...this.#helpers].map(([helper, local]) => t.importSpecifier(t.identifier(local), t.identifier(helper)))
      this.#ast.program.body.unshift(t.importDeclaration(names, t.stringLiteral('tslib')))
    }
    return any
  }

  readonly #runtime = (helper: string): t.Identifier => {
    let local = this.#helpers.get(helper)
    if (local === undefined) {
      local = this.#names.fresh(helper)
      this.#helpers.set(helper, local)
    }
    return t.identifier(local)
  }

  /** Makes the function an ordinary one; gives its body, unless that stands in it (LO1). */
  #lower(path: FunctionPath): t.Statement | undefined {
    const { node } = path
    if (node.async && node.generator) refuse(node, 'async generator: it cannot be lowered as it is; compile to ES2017 first')
    const make = node.generator ? '__iterator' : '__coroutine'
    const name = nameOf(path)
    if (node.body.type !== 'BlockStatement') {
      node.body = t.blockStatement([t.returnStatement(node.body)])
      if (node.type === 'ArrowFunctionExpression') node.expression = false
    }
    const analysis = analyse(path, this.#names)
    // bodies within functions can see the frames of those around them
    const frameName = analysis.bound ? this.#names.fresh('frame') : this.#frame
    const b = new Builder(analysis, this.#names, this.#runtime, frameName, this.#sent)
    new Statements(b).body(node.body)
    const [first, ...rest] = prune(b.entry, b.marks) as [Block, ...Block[]]
    keep([first, ...rest], analysis.localOf, b.marks)
    const ordered = order([first, ...rest])
    number(first, ordered, b.marks)

    const placing = new Placing(b, analysis.bound ? undefined : b.frame)
    const code = this.#code(ordered, b).map((statement) => placing.place(statement))
    const plain = [...placing.used].filter(isPlain)
    if (plain.length > 0) code.unshift(variables(plain))
    const parameters = () => [t.cloneNode(b.frame), t.identifier(this.#sent), t.identifier(this.#at)]

    const frame = t.identifier(this.#made)
    const fields: [string, t.Expression][] = []
    if (b.guarded) fields.push(['_catch', t.numericLiteral(0)])
    let body: t.Statement | undefined
    let reference: t.Expression
    const statements: t.Statement[] = []
    if (analysis.bound) {
      if (analysis.argumentLists.length > 0) {
        const list = this.#names.fresh('list')
        for (const one of analysis.argumentLists) one.name = list
        statements.push(t.variableDeclaration('const', [t.variableDeclarator(t.identifier(list), t.identifier('arguments'))]))
      }
      const kept = [...placing.used].filter((local) => local.placed && local.kind !== 'param' && local.within === undefined && !isPlain(local))
      if (kept.length > 0) statements.push(variables(kept))
      reference = t.arrowFunctionExpression(parameters(), t.blockStatement(code))
    } else {
      if (analysis.receivers.length > 0) fields.push(['_$this', t.thisExpression()])
      if (analysis.argumentLists.length > 0) fields.push(['_$arguments', t.identifier('arguments')])
      for (const local of placing.used) if (local.kind === 'param') fields.push([fieldOf(local), t.identifier(local.name)])
      const id = t.identifier(this.#names.fresh(`${name}$body`))
      reference = t.cloneNode(id)
      body = t.functionDeclaration(id, parameters(), t.blockStatement(code))
      body.loc = node.loc ?? null
    }
    const made = t.newExpression(this.#runtime(make), [reference])
    if (fields.length === 0) statements.push(t.returnStatement(made))
    else {
      statements.push(t.variableDeclaration('const', [t.variableDeclarator(frame, made)]))
      for (const [field, value] of fields) statements.push(assign(t.memberExpression(t.cloneNode(frame), t.identifier(field)), value))
      statements.push(t.returnStatement(t.cloneNode(frame)))
    }
    node.body = t.blockStatement(statements, node.body.directives)
    node.async = false
    node.generator = false
    return body
  }

  /** The blocks as the cases of one switch. */
  #code(ordered: Block[], b: Builder): t.Statement[] {
    let loops = false
    const jump = (to: Block): t.Statement[] => {
      loops = true
      return [assign(t.identifier(this.#at), t.numericLiteral(to.label)), t.continueStatement()]
    }
    for (const [node, to] of b.marks.jumps) (node as t.BlockStatement).body.push(...jump(to))
    loops = ordered.some((block) => block.statements.some((statement) => hasJump(statement, b)))
    const cases: t.SwitchCase[] = []
    const into: t.Statement[][] = []
    ordered.forEach((block, index) => {
      const next = ordered[index + 1]
      if (block.label >= 0 || into.length === 0) {
        const statements = t.blockStatement([])
        cases.push(t.switchCase(t.numericLiteral(block.label), [statements]))
        into.push(statements.body)
      }
      const code = into.at(-1) as t.Statement[]
      code.push(...block.statements.filter((statement) => !b.marks.forgets.has(statement) && statement.type !== 'EmptyStatement'))
      const { end } = block
      if (end.kind === 'go') {
        if (end.to !== next) code.push(...jump(end.to))
      } else if (end.kind === 'branch') {
        if (end.no === next) code.push(t.ifStatement(end.test, t.blockStatement(jump(end.yes))))
        else if (end.yes === next) code.push(t.ifStatement(not(end.test), t.blockStatement(jump(end.no))))
        else code.push(t.ifStatement(end.test, t.blockStatement(jump(end.yes))), ...jump(end.no))
      } else if (end.kind === 'wait') {
        const result = t.returnStatement(end.value)
        result.loc = end.at?.loc ?? null
        code.push(assign(t.memberExpression(t.cloneNode(b.frame), t.identifier('_at')), t.numericLiteral(end.to.label)), result)
      } else if (!leaves(code.at(-1))) code.push(t.returnStatement())
    })
    const last = into.at(-1) as t.Statement[]
    const end = last.at(-1)
    if (end?.type === 'ReturnStatement' && !end.argument && !loops) last.pop()
    if (cases.length === 1 && !loops) return last
    const whole = t.switchStatement(t.identifier(this.#at), cases)
    return [loops ? t.forStatement(null, null, null, whole) : whole]
  }
}

function hasJump(statement: t.Statement, b: Builder): boolean {
  let found = false
  t.traverseFast(statement, (node) => { if (b.marks.jumps.has(node)) found = true })
  return found
}

function not(test: t.Expression): t.Expression {
  if (test.type === 'UnaryExpression' && test.operator === '!') return test.argument
  return t.unaryExpression('!', test)
}

function variables(locals: Local[]): t.Statement {
  return t.variableDeclaration('var', locals.map(({ name }) => t.variableDeclarator(t.identifier(name))))
}

/** Lowers a module of ES2017; undefined if it has nothing to lower. SyntaxError for what cannot be parsed or lowered. */
export function lower(code: string, { file = 'module.js' }: LowerOptions = {}): Lowered | undefined {
  if (!/\basync\b|\*|\barguments\b/.test(code)) return undefined
  const ast = parse(code, { sourceType: 'module', sourceFilename: file, allowReturnOutsideFunction: true })
  let foreign = false
  traverse(ast, foreignAwaits(() => { foreign = true }))
  if (!new Module(ast).lower()) return undefined
  const result = generate(ast, { sourceMaps: true, sourceFileName: file }, code)
  return { code: result.code, map: result.map, foreign }
}
