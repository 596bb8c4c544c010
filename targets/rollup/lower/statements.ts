// statements.ts: statements that wait, as blocks; the others stay as they are.
//
//   ST1  a statement stays as it is if it does not wait and no jump leaves it through a loop of its own: a jump becomes
//        `at = label; continue`, which must mean the body's own loop
//   ST2  a variable declared in a statement that stays is left to it, unless it is a `var`

import * as t from '@babel/types'
import type { Block } from './blocks'
import type { Builder, Target } from './builder'
import { again, destructure, effect, expression, lowerClass, waits } from './expressions'
import { childrenOf, refuse, replaceChildren } from './nodes'
import type { Local } from './locals'

interface Labelled {
  labels: string[]
  /** where `continue` goes; none: no loop */
  onContinue?: Target
  /** where `break` goes; only by its label if it is no loop or switch */
  onBreak: Target
  plain: boolean
}

type Declared = t.LVal | t.VariableDeclarator['id']

export class Statements {
  readonly #b: Builder
  /** what `break` and `continue` can leave, innermost last */
  readonly #around: Labelled[] = []

  constructor(builder: Builder) {
    this.#b = builder
  }

  /** The whole body; ends where the function does. */
  body(node: t.BlockStatement): void {
    this.#list(node.body)
  }

  #targetOf(node: t.BreakStatement | t.ContinueStatement): Target {
    const isContinue = node.type === 'ContinueStatement'
    const label = node.label?.name
    const found = this.#around.findLast(({ plain, labels, onContinue }) =>
      label === undefined ? plain && (!isContinue || onContinue) : labels.includes(label))
    return (isContinue ? found?.onContinue : found?.onBreak) as Target
  }

  // What can stay.

  /** Has it to be taken apart (ST1)? */
  #splits(node: t.Statement): boolean {
    if (waits(node)) return true
    const mustComplete = this.#b.regions.some(({ kind }) => kind !== 'catch')
    const visit = (at: t.Node, inLoop: boolean): boolean => {
      if (t.isFunction(at)) return false
      if (at.type === 'LabeledStatement') return true
      if (at.type === 'ReturnStatement') return inLoop && mustComplete
      // without a label it cannot leave a loop but the innermost
      if (at.type === 'BreakStatement' || at.type === 'ContinueStatement') return inLoop && at.label !== null && at.label !== undefined
      return childrenOf(at).some((one) => visit(one, inLoop || t.isLoop(at)))
    }
    return visit(node, false)
  }

  /** A statement that stays: its jumps that leave it and its `var`s are made right (ST2). */
  #keep(node: t.Statement): t.Statement {
    return this.#kept(node, false, false) as t.Statement
  }

  #kept(node: t.Node, inLoop: boolean, inSwitch: boolean): t.Node {
    const b = this.#b
    switch (node.type) {
      case 'ReturnStatement':
        return b.regions.some(({ kind }) => kind !== 'catch') ? b.exitStatement(undefined, node.argument ?? t.identifier('undefined')) : node
      case 'BreakStatement':
        return !node.label && (inLoop || inSwitch) ? node : b.exitStatement(this.#targetOf(node))
      case 'ContinueStatement':
        return !node.label && inLoop ? node : b.exitStatement(this.#targetOf(node))
      case 'VariableDeclaration':
        if (node.kind !== 'var') return node
        return this.#assigned(node)
      case 'ForStatement':
        if (node.init?.type === 'VariableDeclaration' && node.init.kind === 'var') {
          const { expression: init } = this.#assigned(node.init) as Partial<t.ExpressionStatement>
          node.init = init ?? null
        }
        break
      case 'ForInStatement':
      case 'ForOfStatement':
        if (node.left.type === 'VariableDeclaration' && node.left.kind === 'var') {
          this.#place(node.left)
          node.left = (node.left.declarations[0] as t.VariableDeclarator).id as t.LVal
        }
        break
      default:
    }
    if (t.isFunction(node) || t.isExpression(node)) return node
    const loop = t.isLoop(node)
    replaceChildren(node, (one) => this.#kept(one, inLoop || loop, inSwitch || node.type === 'SwitchStatement'))
    return node
  }

  /** The lowering declares the variables of this pattern. */
  #place(pattern: t.Node): void {
    for (const id of Object.values(t.getBindingIdentifiers(pattern, true)).flat()) {
      const local = this.#b.analysis.localOf.get(id)
      if (local !== undefined) local.placed = true
    }
  }

  /** A declaration as assignments, or nothing. */
  #assigned(node: t.VariableDeclaration): t.Statement {
    this.#place(node)
    const list = node.declarations
      .filter(({ init }) => init)
      .map(({ id, init }) => t.assignmentExpression('=', id as t.LVal, init as t.Expression))
    if (list.length === 0) return t.emptyStatement()
    return t.inherits(t.expressionStatement(list.length === 1 ? (list[0] as t.Expression) : t.sequenceExpression(list)), node)
  }

  // Scopes.

  /** Closures in a loop need variables of each round: those of this block are kept in an object of its own. */
  #scope(node: t.Node): Local | undefined {
    const b = this.#b
    const captured = b.analysis.locals.filter(({ scope, captured }) => scope === node && captured)
    if (b.loops === 0 || captured.length === 0) return undefined
    const object = b.temporary('scope')
    for (const local of captured) local.within = object
    b.emit(b.set(object, t.objectExpression([])))
    return object
  }

  #list(statements: t.Statement[]): void {
    const b = this.#b
    const functions = statements.filter((node) => node.type === 'FunctionDeclaration')
    const others = statements.filter((node) => node.type !== 'FunctionDeclaration')
    for (const node of functions) {
      const id = node.id as t.Identifier
      this.#place(id)
      const fn = t.toExpression(node)
      fn.id = t.identifier(id.name)
      b.emit(t.expressionStatement(t.assignmentExpression('=', id, fn)))
    }
    for (const node of others) this.#statement(node, [])
  }

  // Statements.

  #statement(node: t.Statement, labels: string[]): void {
    const b = this.#b
    switch (node.type) {
      case 'EmptyStatement':
        return
      case 'VariableDeclaration':
        this.#place(node)
        for (const declarator of node.declarations) this.#declare(node, declarator)
        return
      case 'ClassDeclaration': {
        const id = node.id as t.Identifier
        const local = b.analysis.localOf.get(id) as Local
        local.placed = true
        const value = lowerClass(b, node)
        value.id = t.identifier(id.name)
        b.emit(t.expressionStatement(t.assignmentExpression('=', b.use(local), value)))
        return
      }
      case 'ExpressionStatement':
        effect(b, node.expression)
        return
      case 'ReturnStatement':
        this.#leave(undefined, node.argument ? expression(b, node.argument) : undefined, node)
        return
      case 'ThrowStatement':
        b.emit(t.inherits(t.throwStatement(expression(b, node.argument)), node))
        b.dead()
        return
      case 'BreakStatement':
      case 'ContinueStatement':
        this.#leave(this.#targetOf(node))
        return
      case 'BlockStatement':
        if (this.#splits(node)) {
          this.#scope(node)
          this.#list(node.body)
        } else if (node.body.some((one) => t.isDeclaration(one))) b.emit(this.#keep(node))
        else b.emit(...node.body.map((one) => this.#keep(one)))
        return
      case 'LabeledStatement':
        this.#labelled(node, labels)
        return
      default:
    }
    if (this.#splits(node)) this.#split(node, labels)
    else b.emit(this.#keep(node))
  }

  /** Takes a statement apart that could not stay, or not with its labels. */
  #split(node: t.Statement, labels: string[]): void {
    switch (node.type) {
      case 'LabeledStatement': return this.#labelled(node, labels)
      case 'IfStatement': return this.#if(node)
      case 'ForStatement': return this.#for(node, labels)
      case 'WhileStatement': return this.#while(node, labels)
      case 'DoWhileStatement': return this.#doWhile(node, labels)
      case 'ForInStatement': return this.#forIn(node, labels)
      case 'ForOfStatement': return this.#forOf(node, labels)
      case 'SwitchStatement': return this.#switch(node, labels)
      case 'TryStatement': return this.#try(node)
      default: return refuse(node, `await: a ${node.type} that waits cannot be lowered; put what is awaited into a variable first`)
    }
  }

  #leave(target: Target | undefined, value?: t.Expression, from?: t.Node): void {
    const b = this.#b
    const { statements, to } = b.exit(target, value)
    if (from && statements[0]) t.inherits(statements[0], from)
    b.emit(...statements)
    if (to !== undefined) b.go(to)
    b.dead()
  }

  #declare(node: t.VariableDeclaration, { id, init, loc }: t.VariableDeclarator): void {
    const b = this.#b
    if (init) {
      this.#assign(id, expression(b, init), loc)
      return
    }
    if (node.kind === 'var') return
    // a new variable in each round
    const local = b.analysis.localOf.get(id as t.Identifier) as Local
    if (b.loops > 0) b.emit(b.set(local, t.unaryExpression('void', t.numericLiteral(0))))
    else b.emit(b.forget(local))
  }

  #assign(to: Declared, value: t.Expression, loc: t.Node['loc']): void {
    const b = this.#b
    if (waits(to)) {
      destructure(b, to, b.save(value, 'value'))
      return
    }
    const statement = t.expressionStatement(t.assignmentExpression('=', to as t.LVal, value))
    statement.loc = loc ?? null
    b.emit(statement)
  }

  #inside(labelled: Omit<Labelled, 'plain'>, inner: () => void, plain = true): void {
    this.#around.push({ ...labelled, plain })
    inner()
    this.#around.pop()
  }

  #here(to: Block): Target {
    return { to, depth: this.#b.regions.length }
  }

  #labelled(node: t.LabeledStatement, labels: string[]): void {
    const all = [...labels, node.label.name]
    if (t.isLoop(node.body) || node.body.type === 'SwitchStatement' || node.body.type === 'LabeledStatement') {
      this.#split(node.body, all)
      return
    }
    const end = this.#b.block()
    this.#inside({ labels: all, onBreak: this.#here(end) }, () => { this.#statement(node.body, []) }, false)
    this.#b.go(end)
    this.#b.enter(end)
  }

  #if(node: t.IfStatement): void {
    const b = this.#b
    const test = expression(b, node.test)
    const [yes, no, end] = [b.block(), b.block(), b.block()]
    b.branch(test, yes, node.alternate ? no : end)
    b.enter(yes)
    this.#statement(node.consequent, [])
    b.go(end)
    if (node.alternate) {
      b.enter(no)
      this.#statement(node.alternate, [])
      b.go(end)
    }
    b.enter(end)
  }

  #loop(labels: string[], onContinue: Block, end: Block, body: t.Statement): void {
    this.#inside({ labels, onContinue: this.#here(onContinue), onBreak: this.#here(end) }, () => { this.#statement(body, []) })
  }

  #for(node: t.ForStatement, labels: string[]): void {
    const b = this.#b
    const end = b.block()
    b.loops++
    const object = this.#scope(node)
    if (node.init?.type === 'VariableDeclaration') this.#statement(node.init, [])
    else if (node.init) effect(b, node.init)
    const head = b.next()
    const [body, update] = [b.block(), b.block()]
    if (node.test) b.branch(expression(b, node.test), body, end)
    else b.go(body)
    b.enter(body)
    this.#loop(labels, update, end, node.body)
    b.go(update)
    b.enter(update)
    if (object !== undefined) {
      // a round starts with the values of the last one
      const own = b.analysis.locals.filter(({ within }) => within === object)
      b.emit(b.set(object, t.objectExpression(own.map((local) => t.objectProperty(t.identifier(fieldOf(local)), b.use(local))))))
    }
    if (node.update) effect(b, node.update)
    b.go(head)
    b.loops--
    b.enter(end)
  }

  #while(node: t.WhileStatement, labels: string[]): void {
    const b = this.#b
    const end = b.block()
    b.loops++
    const head = b.next()
    const body = b.block()
    if (t.isBooleanLiteral(node.test, { value: true })) b.go(body)
    else b.branch(expression(b, node.test), body, end)
    b.enter(body)
    this.#loop(labels, head, end, node.body)
    b.go(head)
    b.loops--
    b.enter(end)
  }

  #doWhile(node: t.DoWhileStatement, labels: string[]): void {
    const b = this.#b
    const end = b.block()
    b.loops++
    const body = b.next()
    const test = b.block()
    this.#loop(labels, test, end, node.body)
    b.go(test)
    b.enter(test)
    b.branch(expression(b, node.test), body, end)
    b.loops--
    b.enter(end)
  }

  /** What a round of for-in and for-of starts with. */
  #round(node: t.ForInStatement | t.ForOfStatement, value: t.Expression): void {
    this.#scope(node)
    const { left } = node
    if (left.type === 'VariableDeclaration') this.#place(left)
    if (left.type === 'VariableDeclaration') this.#assign((left.declarations[0] as t.VariableDeclarator).id, value, left.loc)
    else this.#assign(left, value, left.loc)
  }

  #forIn(node: t.ForInStatement, labels: string[]): void {
    const b = this.#b
    const [object, keys, index] = [b.temporary('object'), b.temporary('keys'), b.temporary('index')]
    const key = b.temporary('key')
    b.emit(b.set(object, expression(b, node.right)), b.set(keys, t.arrayExpression([])))
    const add = t.callExpression(t.memberExpression(b.use(keys), t.identifier('push')), [b.use(key)])
    b.emit(t.forInStatement(b.use(key), b.use(object), t.expressionStatement(add)), b.set(index, t.numericLiteral(0)))
    const end = b.block()
    b.loops++
    const head = b.next()
    const [found, body, next] = [b.block(), b.block(), b.block()]
    b.branch(t.binaryExpression('<', b.use(index), t.memberExpression(b.use(keys), t.identifier('length'))), found, end)
    b.enter(found)
    // a key that was deleted meanwhile is left out; a text has its keys for good, and cannot be asked
    b.emit(b.set(key, t.memberExpression(b.use(keys), b.use(index), true)))
    const isText = t.binaryExpression('===', t.unaryExpression('typeof', b.use(object)), t.stringLiteral('string'))
    b.branch(t.logicalExpression('||', isText, t.binaryExpression('in', b.use(key), b.use(object))), body, next)
    b.enter(body)
    this.#round(node, b.use(key))
    this.#loop(labels, next, end, node.body)
    b.go(next)
    b.enter(next)
    b.emit(t.expressionStatement(t.updateExpression('++', b.use(index))))
    b.go(head)
    b.loops--
    b.enter(end)
  }

  #forOf(node: t.ForOfStatement, labels: string[]): void {
    if (node.await) refuse(node, 'for await: it cannot be lowered as it is; compile to ES2017 first')
    const b = this.#b
    const [iterator, step] = [b.temporary('iterator'), b.temporary('step')]
    b.emit(b.set(iterator, b.helper('__values', expression(b, node.right))))
    const end = b.block()
    const outside = b.regions.length
    b.loops++
    const head = b.next()
    const [handler, body] = [b.block(), b.block()]
    b.emit(b.set(step, t.callExpression(t.memberExpression(b.use(iterator), t.identifier('next')), [])))
    b.branch(t.memberExpression(b.use(step), t.identifier('done')), end, body)
    b.enter(body)
    b.open({ kind: 'close', handler, iterator })
    const next = b.block()
    this.#inside({ labels, onContinue: this.#here(next), onBreak: { to: end, depth: outside } }, () => {
      this.#round(node, t.memberExpression(b.use(step), t.identifier('value')))
      this.#statement(node.body, [])
    })
    b.go(next)
    b.enter(next)
    b.shut()
    b.emit(b.guard())
    b.go(head)
    b.enter(handler)
    b.emit(b.guard(), t.returnStatement(b.helper('__abandon', b.use(iterator), t.identifier(b.sent))))
    b.loops--
    b.enter(end)
  }

  #switch(node: t.SwitchStatement, labels: string[]): void {
    const b = this.#b
    const value = b.save(expression(b, node.discriminant), 'value')
    this.#scope(node)
    const end = b.block()
    const bodies = node.cases.map(() => b.block())
    let otherwise = end
    node.cases.forEach(({ test }, index) => {
      const body = bodies[index] as Block
      if (!test) {
        otherwise = body
        return
      }
      const found = expression(b, test)
      const next = b.block()
      b.branch(t.binaryExpression('===', again(b, value), found), body, next)
      b.enter(next)
    })
    b.go(otherwise)
    this.#inside({ labels, onBreak: this.#here(end) }, () => {
      node.cases.forEach(({ consequent }, index) => {
        b.enter(bodies[index] as Block)
        this.#list(consequent)
        b.go(bodies[index + 1] ?? end)
      })
    })
    b.enter(end)
  }

  #try({ block, handler, finalizer }: t.TryStatement): void {
    const b = this.#b
    const end = b.block()
    if (!finalizer) {
      this.#tryCatch(block, handler as t.CatchClause, end)
      b.enter(end)
      return
    }
    const [onError, start] = [b.block(), b.block()]
    const region = b.finallyRegion(onError, start)
    b.open(region)
    if (handler) {
      const after = b.block()
      this.#tryCatch(block, handler, after)
      b.enter(after)
    } else {
      this.#statement(block, [])
    }
    b.completeNormally(region)
    b.shut()
    b.enter(onError)
    b.completeWithError(region)
    b.enter(start)
    b.emit(b.guard())
    this.#statement(finalizer, [])
    b.resume(region)
    b.go(end)
    b.enter(end)
  }

  #tryCatch(block: t.BlockStatement, clause: t.CatchClause, end: Block): void {
    const b = this.#b
    const handler = b.block()
    b.open({ kind: 'catch', handler })
    this.#statement(block, [])
    b.shut()
    b.emit(b.guard())
    b.go(end)
    b.enter(handler)
    b.emit(b.guard())
    this.#scope(clause)
    const error = b.helper('__caught', t.identifier(b.sent))
    if (clause.param) {
      this.#place(clause.param)
      this.#assign(clause.param, error, clause.param.loc)
    } else b.emit(t.expressionStatement(error))
    this.#list(clause.body.body)
    b.go(end)
  }
}

/** The field that holds a variable. Names of fields are ASCII: mquickjs reads no others. */
export function fieldOf(local: Local): string {
  return `_$${local.name.replace(/[^\w$]/gu, (letter) => `$${(letter.codePointAt(0) as number).toString(16)}`)}`
}
