// place.ts: where each variable of a lowered function lives, and the code that goes with it.
//
//   P1  a plain variable of the body, if no wait and no closure needs it
//   P2  else a field of the frame; or, where the body stands in the function itself, a variable of that
//   P3  a variable that a closure in a loop needs is a field of an object of that round, which the closure is given

import * as t from '@babel/types'
import type { Builder } from './builder'
import type { Local } from './locals'
import { replaceChildren } from './nodes'
import { fieldOf } from './statements'

const NONE: ReadonlySet<Local> = new Set()

export function isPlain(local: Local): boolean {
  return local.placed && local.kind !== 'param' && local.within === undefined && !local.kept && !local.captured
}

export class Placing {
  readonly #b: Builder
  readonly #frame: t.Identifier | undefined
  readonly #receivers: Set<t.Node>
  readonly #lists: Set<t.Node>
  /** those that the code names */
  readonly used = new Set<Local>()

  /** `frame`: for a body that stands outside of its function. */
  constructor(builder: Builder, frame: t.Identifier | undefined) {
    this.#b = builder
    this.#frame = frame
    this.#receivers = new Set(builder.analysis.receivers)
    this.#lists = new Set(builder.analysis.argumentLists)
  }

  place<N extends t.Node>(node: N): N {
    return this.#place(node, NONE) as N
  }

  #field(name: string): t.MemberExpression {
    return t.memberExpression(t.cloneNode(this.#frame as t.Identifier), t.identifier(name))
  }

  /** What stands for a variable, where the objects `given` are at hand. */
  #access(local: Local, given: ReadonlySet<Local>): t.Expression {
    this.used.add(local)
    if (local.within !== undefined) {
      const object = given.has(local.within) ? t.identifier(local.within.name) : this.#access(local.within, given)
      return t.memberExpression(object, t.identifier(fieldOf(local)))
    }
    if (!local.placed || this.#frame === undefined || isPlain(local)) return t.identifier(local.name)
    return this.#field(fieldOf(local))
  }

  /** The objects of rounds that this code needs and is not given. */
  #needs(node: t.Node, given: ReadonlySet<Local>): Set<Local> {
    const found = new Set<Local>()
    t.traverseFast(node, (one) => {
      const object = one.type === 'Identifier' ? this.#b.analysis.localOf.get(one)?.within : undefined
      if (object !== undefined && !given.has(object)) found.add(object)
    })
    return found
  }

  #isClosure(node: t.Node): boolean {
    if (node.type === 'ObjectExpression') return node.properties.some(({ type }) => type === 'ObjectMethod')
    return t.isFunctionExpression(node) || t.isArrowFunctionExpression(node) || t.isClass(node) || t.isFunctionDeclaration(node)
  }

  /** A closure, given the objects of the rounds that it is made in (P3). */
  #closure(node: t.Expression, needed: Set<Local>, given: ReadonlySet<Local>): t.Expression {
    const objects = [...needed]
    replaceChildren(node, (child) => this.#place(child, new Set([...given, ...needed])))
    const make = t.arrowFunctionExpression(objects.map(({ name }) => t.identifier(name)), node)
    return t.callExpression(make, objects.map((object) => this.#access(object, given)))
  }

  #place(node: t.Node, given: ReadonlySet<Local>): t.Node {
    if (node.type === 'Identifier') {
      const local = this.#b.analysis.localOf.get(node)
      if (local !== undefined) return located(this.#access(local, given), node)
      if (this.#frame !== undefined && this.#lists.has(node)) return located(this.#field('_$arguments'), node)
      return node
    }
    if (node.type === 'ThisExpression') {
      return this.#frame !== undefined && this.#receivers.has(node) ? located(this.#field('_$this'), node) : node
    }
    if (node.type === 'BlockStatement' || node.type === 'SwitchCase') this.#declarations(node, given)
    if (this.#isClosure(node) && !t.isDeclaration(node)) {
      const needed = this.#needs(node, given)
      if (needed.size > 0) return this.#closure(node as t.Expression, needed, given)
    }
    if (node.type === 'ObjectProperty') node.shorthand = false
    const called = node.type === 'CallExpression' ? node.callee : node.type === 'TaggedTemplateExpression' ? node.tag : undefined
    replaceChildren(node, (child) => {
      const placed = this.#place(child, given)
      // a function that is called as a variable is not given the frame as `this`
      const isField = child === called && child.type === 'Identifier' && placed.type === 'MemberExpression'
      return isField ? t.sequenceExpression([t.numericLiteral(0), placed]) : placed
    })
    return node
  }

  /** Functions and classes declared in a block that stays: as variables, if they need objects of rounds. */
  #declarations(node: t.BlockStatement | t.SwitchCase, given: ReadonlySet<Local>): void {
    const list = node.type === 'BlockStatement' ? node.body : node.consequent
    const functions: t.Statement[] = []
    const others: t.Statement[] = []
    for (const one of list) {
      const declared = (t.isFunctionDeclaration(one) || t.isClassDeclaration(one)) && this.#needs(one, given).size > 0 ? one : undefined
      if (declared === undefined) {
        others.push(one)
        continue
      }
      const isFunction = t.isFunctionDeclaration(declared)
      const id = declared.id as t.Identifier
      const value = Object.assign(t.toExpression(declared), { id: t.identifier(id.name) })
      ;(isFunction ? functions : others).push(t.variableDeclaration('let', [t.variableDeclarator(id, value)]))
    }
    list.splice(0, list.length, ...functions, ...others)
  }
}

function located(result: t.Expression, from: t.Node): t.Expression {
  if (result.type === 'MemberExpression') result.property.loc = from.loc ?? null
  result.loc = from.loc ?? null
  return result
}
