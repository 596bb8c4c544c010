// flat.ts: for the library's own bundles: classes without their wrapping, and marks on what shake.ts may take out of a program.
//
//   var C = (function (_super) {                         function C() {
//     __extends(C, _super)                                 B.call(this)
//     function C() {                                     }
//       var _this = _super.call(this) || this    -->     inherit(MARK C, B)
//       return _this                                     C.prototype.m = MARK function () {}
//     }
//     C.prototype.m = function () {}
//     return C
//   })(B)
//   FL1  a file of src/ does nothing at load time but declare, so whatever a program does not reach may go: each method, what is
//        said about one class or hook, and each constant that a call makes (#__PURE__)
//   FL2  no constructor of the library gives another object than its own, no class has statics

import type { AnyNode, CallExpression, Expression, FunctionDeclaration, Identifier, Program, Statement, VariableDeclaration } from 'acorn'
import MagicString from 'magic-string'
import type { Plugin } from 'rollup'
import { MARK } from './shake'
import { walk } from './walk'

interface Class {
  name: string
  base: string | undefined
  body: Statement[]
}

/** The class that TypeScript has wrapped, if this is one. */
function classOf(statement: VariableDeclaration): Class | undefined {
  const [{ id, init } = {}] = statement.declarations
  if (init?.type !== 'CallExpression' || init.callee.type !== 'FunctionExpression' || id?.type !== 'Identifier') return undefined
  const { body } = init.callee.body
  const last = body.at(-1)
  if (last?.type !== 'ReturnStatement' || last.argument?.type !== 'Identifier' || last.argument.name !== id.name) return undefined
  return { name: id.name, base: (init.arguments[0] as Identifier | undefined)?.name, body }
}

/** `C.prototype.m = function`, `hook.m = function`, calls about `C.prototype`: the part that is marked. */
function aboutOne(statement: Statement | Program['body'][number]): AnyNode | undefined {
  if (statement.type !== 'ExpressionStatement') return undefined
  const { expression } = statement
  if (expression.type === 'AssignmentExpression') {
    return expression.left.type === 'MemberExpression' && expression.right.type === 'FunctionExpression' ? expression.right : undefined
  }
  const [first] = expression.type === 'CallExpression' ? expression.arguments : []
  return first?.type === 'MemberExpression' && first.property.type === 'Identifier' && first.property.name === 'prototype' ? first : undefined
}

/** `_super.call(this) || this`, or `_super !== null && _super.apply(this, arguments) || this`: the call. */
function superCall(init: Expression | null | undefined): CallExpression | undefined {
  const call = init?.type === 'LogicalExpression' && init.operator === '||' ? init.left : undefined
  const inner = call?.type === 'LogicalExpression' ? call.right : call
  return inner?.type === 'CallExpression' ? inner : undefined
}

/** `_this` in a constructor: where it is, and whether a function in it needs it by that name. */
function selves(constructor: FunctionDeclaration): { uses: AnyNode[]; captured: boolean } {
  const uses: AnyNode[] = []
  let captured = false
  walk(constructor.body, (node, parents) => {
    if (node.type === 'Identifier' && node.name === '_this') {
      uses.push(node)
      if (parents.some(({ type }) => /Function/.test(type))) captured = true
    }
    return true
  })
  return { uses, captured }
}

function flattenConstructor(text: MagicString, constructor: FunctionDeclaration): void {
  const { uses, captured } = selves(constructor)
  const isSelf = (node: AnyNode | null | undefined) => node?.type === 'Identifier' && node.name === '_this'
  for (const statement of constructor.body.body) {
    const [{ id, init } = {}] = statement.type === 'VariableDeclaration' ? statement.declarations : []
    const call = isSelf(id) ? superCall(init) : undefined
    if (call !== undefined) {
      text.remove(statement.start, call.start)
      text.overwrite(call.end, statement.end, captured ? '; var _this = this;' : ';')
    } else if (statement.type === 'ReturnStatement') {
      const last = superCall(statement.argument)
      text.remove(statement.start, last?.start ?? statement.end)
      if (last) text.overwrite(last.end, statement.end, ';')
    } else if (!captured) {
      for (const { start, end } of uses) if (start >= statement.start && end <= statement.end) text.overwrite(start, end, 'this')
    }
  }
}

/** True if it inherits. */
function flatten(text: MagicString, statement: VariableDeclaration, { base, body }: Class): boolean {
  const [first] = body
  const last = body.at(-1)
  if (first === undefined || last === undefined) return false
  text.remove(statement.start, first.start)
  text.remove(last.start, statement.end)
  for (const inner of body.slice(0, -1)) {
    const call = inner.type === 'ExpressionStatement' && inner.expression.type === 'CallExpression' ? inner.expression : undefined
    if (call?.callee.type === 'Identifier' && call.callee.name === '__extends') {
      text.overwrite(call.callee.start, call.callee.end, 'inherit')
      text.appendLeft((call.arguments[0] as AnyNode).start, MARK)
    }
    const part = aboutOne(inner)
    if (part !== undefined) text.appendLeft(part.start, MARK)
    walk(inner, (node) => {
      if (node.type === 'Identifier' && node.name === '_super' && base !== undefined) text.overwrite(node.start, node.end, base)
      return true
    })
    if (inner.type === 'FunctionDeclaration') flattenConstructor(text, inner)
  }
  return base !== undefined
}

/** For what TypeScript has made ES5 of. `isDeclaring`: is this a file that only declares (FL1)? */
export function flat(isDeclaring: (file: string) => boolean): Plugin {
  return {
    name: 'flat',

    transform(code, id) {
      if (!isDeclaring(id)) return null
      const text = new MagicString(code)
      let inherits = false
      for (const statement of (this.parse(code) as Program).body) {
        const declaration = statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement
        const part = aboutOne(statement)
        if (part !== undefined) text.appendLeft(part.start, MARK)
        if (declaration.type !== 'VariableDeclaration') continue
        const known = classOf(declaration)
        if (known !== undefined) inherits = flatten(text, declaration, known) || inherits
        else {
          for (const { init } of declaration.declarations) {
            if (init?.type === 'CallExpression' || init?.type === 'NewExpression') text.appendLeft(init.start, '/*#__PURE__*/ ')
          }
        }
      }
      if (inherits) text.append('\nimport { inherit } from "./inherit";\n')
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) }
    },
  }
}
