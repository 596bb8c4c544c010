// expressions.ts: expressions that wait in their middle, taken apart so that each wait is at the end of a block.
//
//   EX1  what is evaluated before a wait is saved in temporaries, in the order of the language
//   EX2  an expression without a wait stays as it is
// An expression that these functions give has to be evaluated before anything else is written.

import * as t from '@babel/types'
import type { Builder } from './builder'
import { childrenOf, refuse } from './nodes'

/** Does `node` wait, in its own function? */
export function waits(node: t.Node | null | undefined): boolean {
  if (node === null || node === undefined) return false
  if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true
  if (node.type === 'ForOfStatement' && node.await) return true
  if (!t.isFunction(node)) return childrenOf(node).some(waits)
  // the computed name of a method is evaluated outside of it
  return 'computed' in node && node.computed === true && waits(node.key)
}

/** Something that is evaluated: the element of a list, an argument, a part of a template. */
type Part = t.Expression | t.SpreadElement

function saved(b: Builder, part: Part): Part {
  if (part.type !== 'SpreadElement') return b.save(part)
  return t.spreadElement(b.save(t.arrayExpression([part]), 'list'))
}

function part(b: Builder, node: Part): Part {
  return node.type === 'SpreadElement' ? t.spreadElement(expression(b, node.argument)) : expression(b, node)
}

/** Evaluates the parts from left to right (EX1); null stays null. */
function parts<P extends Part | null>(b: Builder, nodes: P[]): P[] {
  const last = nodes.findLastIndex((node) => waits(node))
  return nodes.map((node, index) => {
    if (node === null || index > last) return node
    const value = part(b, node)
    return (index < last ? saved(b, value) : value) as P
  })
}

function pair(b: Builder, left: t.Expression, right: t.Expression): [t.Expression, t.Expression] {
  return parts(b, [left, right]) as [t.Expression, t.Expression]
}

/** Evaluates one of two branches and gives its value. */
function choice(b: Builder, test: t.Expression, yes: () => t.Expression, no: () => t.Expression): t.Expression {
  const result = b.temporary('t')
  const [yesBlock, noBlock, end] = [b.block(), b.block(), b.block()]
  b.branch(test, yesBlock, noBlock)
  for (const [block, value] of [[yesBlock, yes], [noBlock, no]] as const) {
    b.enter(block)
    b.emit(b.set(result, value()))
    b.go(end)
  }
  b.enter(end)
  return b.use(result)
}

function logical(b: Builder, { operator, left, right }: t.LogicalExpression): t.Expression {
  const result = b.temporary('t')
  const [more, end] = [b.block(), b.block()]
  b.emit(b.set(result, expression(b, left)))
  if (operator === '&&') b.branch(b.use(result), more, end)
  else if (operator === '||') b.branch(b.use(result), end, more)
  else b.branch(t.binaryExpression('==', b.use(result), t.nullLiteral()), more, end)
  b.enter(more)
  b.emit(b.set(result, expression(b, right)))
  b.go(end)
  b.enter(end)
  return b.use(result)
}

/** A place that can be assigned to, evaluated as far as the language does before the value. */
function place(b: Builder, node: t.LVal | t.Expression, save: boolean): t.LVal {
  if (node.type !== 'MemberExpression') return node as t.LVal
  if (node.object.type === 'Super') {
    const key = node.computed ? expression(b, node.property as t.Expression) : node.property
    return t.memberExpression(node.object, save && node.computed ? b.save(key as t.Expression) : key, node.computed)
  }
  if (!node.computed) {
    const object = expression(b, node.object)
    return t.memberExpression(save ? b.save(object) : object, node.property)
  }
  const [object, key] = pair(b, node.object, node.property as t.Expression)
  return t.memberExpression(save ? b.save(object) : object, save ? b.save(key) : key, true)
}

function assignment(b: Builder, node: t.AssignmentExpression): t.Expression {
  const { operator, left, right } = node
  if (operator === '=') {
    if (t.isPattern(left)) {
      const value = expression(b, right)
      if (!waits(left)) return t.assignmentExpression('=', left, value)
      const whole = b.save(value, 'value')
      destructure(b, left, whole)
      return again(b, whole)
    }
    const to = place(b, left, waits(right))
    return t.assignmentExpression('=', to, expression(b, right))
  }
  const target = left as t.LVal
  if (!waits(right)) return t.assignmentExpression(operator, place(b, target, false), right)
  const to = place(b, target, true)
  const old = b.save(again(b, to as t.Expression))
  const short = /^(&&|\|\||\?\?)=$/.exec(operator)
  if (short === null) {
    const value = t.binaryExpression(operator.slice(0, -1) as t.BinaryExpression['operator'], old, expression(b, right))
    return t.assignmentExpression('=', to, value)
  }
  const value = t.assignmentExpression('=', to, right)
  return logical(b, t.logicalExpression(short[1] as t.LogicalExpression['operator'], old, value))
}

/** A copy of what was saved. */
export function again<N extends t.Node>(b: Builder, node: N): N {
  if (node.type === 'Identifier') {
    const local = b.analysis.localOf.get(node)
    return (local ? b.use(local) : t.identifier(node.name)) as unknown as N
  }
  if (node.type === 'MemberExpression') {
    const key = node.computed ? again(b, node.property) : t.cloneNode(node.property)
    return t.memberExpression(again(b, node.object), key, node.computed) as unknown as N
  }
  return t.cloneNode(node)
}

/** Assigns `value`, which can be used again and again, to a pattern that waits. */
export function destructure(b: Builder, pattern: t.Node, value: t.Expression): void {
  if (pattern.type === 'AssignmentPattern') {
    const { left, right } = pattern
    const isMissing = t.binaryExpression('===', again(b, value), t.unaryExpression('void', t.numericLiteral(0)))
    const chosen = choice(b, isMissing, () => expression(b, right), () => again(b, value))
    destructure(b, left, chosen)
  } else if (pattern.type === 'ArrayPattern') {
    const { elements } = pattern
    const rest = elements.at(-1)?.type === 'RestElement'
    const list = b.save(b.helper('__read', again(b, value), ...(rest ? [] : [t.numericLiteral(elements.length)])), 'list')
    elements.forEach((element, index) => {
      if (element === null) return
      if (element.type === 'RestElement') {
        const tail = t.callExpression(t.memberExpression(again(b, list), t.identifier('slice')), [t.numericLiteral(index)])
        destructure(b, element.argument, b.save(tail))
      } else destructure(b, element, b.save(t.memberExpression(again(b, list), t.numericLiteral(index), true)))
    })
  } else if (pattern.type === 'ObjectPattern') {
    const keys: t.Expression[] = []
    for (const property of pattern.properties) {
      if (property.type === 'RestElement') {
        destructure(b, property.argument, b.save(b.helper('__rest', again(b, value), t.arrayExpression(keys.map((key) => again(b, key))))))
        continue
      }
      const { computed, key, value: to } = property
      const name = computed ? b.save(expression(b, key as t.Expression)) : key.type === 'Identifier' ? t.stringLiteral(key.name) : (key as t.Expression)
      keys.push(name)
      destructure(b, to, b.save(t.memberExpression(again(b, value), again(b, name), true)))
    }
  } else {
    const to = place(b, pattern as t.LVal, false)
    b.emit(t.expressionStatement(t.assignmentExpression('=', to, again(b, value))))
  }
}

function call(b: Builder, node: t.CallExpression): t.Expression {
  const { callee } = node
  const args = node.arguments as Part[]
  if (!args.some(waits)) return t.callExpression(method(b, callee as t.Expression), args)
  if (callee.type === 'MemberExpression') {
    const isSuper = callee.object.type === 'Super'
    const object = isSuper ? t.thisExpression() : b.save(expression(b, callee.object), 'self')
    const key = callee.computed ? expression(b, callee.property as t.Expression) : callee.property
    const from = isSuper ? t.super() : again(b, object)
    const fn = b.save(t.memberExpression(from, key, callee.computed), 'fn')
    return t.callExpression(t.memberExpression(fn, t.identifier('call')), [again(b, object), ...parts(b, args)])
  }
  const fn = b.save(expression(b, callee as t.Expression), 'fn')
  return t.callExpression(fn, parts(b, args))
}

/** A callee: it keeps the object that it is called on. */
function method(b: Builder, callee: t.Expression): t.Expression {
  return callee.type === 'MemberExpression' ? (place(b, callee, false) as t.MemberExpression) : expression(b, callee)
}

function object(b: Builder, node: t.ObjectExpression): t.Expression {
  // keys and values in their order; a method's key is evaluated where it stands
  const list: (Part | null)[] = []
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') list.push(t.objectExpression([property]))
    else {
      list.push(property.computed ? (property.key as t.Expression) : null)
      if (property.type === 'ObjectProperty') list.push(property.value as t.Expression)
    }
  }
  const done = parts(b, list).reverse()
  const properties = node.properties.map((property) => {
    if (property.type === 'SpreadElement') return t.spreadElement(done.pop() as t.Expression)
    const key = (done.pop() ?? property.key) as t.Expression
    if (property.type === 'ObjectProperty') return t.objectProperty(key, done.pop() as t.Expression, property.computed)
    return { ...property, key }
  })
  return t.objectExpression(properties)
}

function classOf<C extends t.Class>(b: Builder, node: C): C {
  const members = node.body.body
  const heads = [node.superClass ?? null, ...members.map((member) => ('computed' in member && member.computed ? (member.key as t.Expression) : null))]
  const [superClass, ...keys] = parts(b, heads)
  keys.forEach((key, index) => { if (key !== null) Object.assign(members[index] as t.ClassMethod, { key }) })
  return Object.assign(node, { superClass })
}

/** Taken apart, if it waits (EX2). */
export function expression(b: Builder, node: t.Expression): t.Expression {
  if (b.analysis.sleeps.has(node)) return b.helper('__pause', expression(b, (node as t.CallExpression).arguments[0] as t.Expression))
  if (!waits(node)) return node
  return t.inheritsComments(located(apart(b, node), node), node)
}

function located(result: t.Expression, from: t.Expression): t.Expression {
  result.loc ??= from.loc ?? null
  return result
}

function apart(b: Builder, node: t.Expression): t.Expression {
  switch (node.type) {
    case 'AwaitExpression':
      return b.wait(expression(b, node.argument), node)
    case 'YieldExpression': {
      const value = node.argument ? expression(b, node.argument) : t.identifier('undefined')
      return b.wait(node.delegate ? b.helper('__delegate', t.cloneNode(b.frame), value) : value, node)
    }
    case 'BinaryExpression': {
      const [left, right] = pair(b, node.left as t.Expression, node.right)
      return t.binaryExpression(node.operator, left, right)
    }
    case 'LogicalExpression':
      if (waits(node.right)) return logical(b, node)
      return t.logicalExpression(node.operator, expression(b, node.left), node.right)
    case 'ConditionalExpression': {
      const { consequent, alternate } = node
      const test = expression(b, node.test)
      if (!waits(consequent) && !waits(alternate)) return t.conditionalExpression(test, consequent, alternate)
      return choice(b, test, () => expression(b, consequent), () => expression(b, alternate))
    }
    case 'AssignmentExpression':
      return assignment(b, node)
    case 'UpdateExpression':
      return t.updateExpression(node.operator, place(b, node.argument, false) as t.Expression, node.prefix)
    case 'UnaryExpression':
      if (node.argument.type === 'MemberExpression') return t.unaryExpression(node.operator, place(b, node.argument, false) as t.Expression)
      return t.unaryExpression(node.operator, expression(b, node.argument))
    case 'MemberExpression':
      return place(b, node, false) as t.Expression
    case 'CallExpression':
      return call(b, node)
    case 'NewExpression': {
      const [callee, ...args] = parts(b, [node.callee, ...(node.arguments as Part[])])
      return t.newExpression(callee as t.Expression, args)
    }
    case 'SequenceExpression': {
      const before = node.expressions.slice(0, -1)
      for (const one of before) effect(b, one)
      return expression(b, node.expressions.at(-1) as t.Expression)
    }
    case 'ArrayExpression':
      return t.arrayExpression(parts(b, node.elements as (Part | null)[]))
    case 'ObjectExpression':
      return object(b, node)
    case 'TemplateLiteral':
      return t.templateLiteral(node.quasis, parts(b, node.expressions as t.Expression[]))
    case 'TaggedTemplateExpression': {
      const { tag, quasi } = node
      if (!waits(quasi)) return t.taggedTemplateExpression(method(b, tag), quasi)
      let fn = tag.type === 'MemberExpression' ? (place(b, tag, true) as t.MemberExpression) : b.save(expression(b, tag), 'fn')
      if (fn.type === 'MemberExpression') {
        const self = again(b, fn.object)
        fn = b.save(t.callExpression(t.memberExpression(fn, t.identifier('bind')), [self]), 'fn')
      }
      return t.taggedTemplateExpression(fn, t.templateLiteral(quasi.quasis, parts(b, quasi.expressions as t.Expression[])))
    }
    case 'ClassExpression':
      return classOf(b, node)
    default:
      return refuse(node, `await: in this place (${node.type}) it cannot be lowered; put what is awaited into a variable first`)
  }
}

/** Evaluates what nobody needs the value of. */
export function effect(b: Builder, node: t.Expression): void {
  if (node.type === 'LogicalExpression' && waits(node.right) && node.operator !== '??') {
    const [more, end] = [b.block(), b.block()]
    const test = expression(b, node.left)
    if (node.operator === '&&') b.branch(test, more, end)
    else b.branch(test, end, more)
    b.enter(more)
    effect(b, node.right)
    b.go(end)
    b.enter(end)
    return
  }
  const value = expression(b, node)
  if (value.type === 'Identifier' && (node !== value || value.name === 'undefined')) return
  b.emit(t.inheritsComments(t.expressionStatement(value), node))
}

export function lowerClass(b: Builder, node: t.ClassDeclaration): t.ClassExpression {
  return t.toExpression(classOf(b, node))
}
