// locals.ts: the variables of a function that is lowered, and what else decides where its body can stand.

import type { Binding, NodePath } from '@babel/traverse'
import * as t from '@babel/types'

/** A variable of the function, or a temporary of the lowering. */
export class Local {
  /** it means nothing else in the function */
  readonly name: string
  readonly kind: 'param' | 'variable' | 'temporary'
  /** The node whose block declares it. */
  readonly scope: t.Node | undefined
  /** A function inside the function uses it. */
  captured = false
  /** The local that holds the object in which it is kept, one for each round of a loop. */
  within: Local | undefined
  /** It keeps its value over a wait (or may): it cannot be a plain variable of the body. */
  kept = false
  /** The lowering declares it; otherwise it is declared in a statement that stays as it is. */
  placed: boolean

  constructor(name: string, kind: Local['kind'], scope?: t.Node) {
    this.name = name
    this.kind = kind
    this.scope = scope
    this.placed = kind !== 'variable'
  }
}

export class Names {
  readonly #taken = new Set<string>()

  /** Takes all names that stand in `root`, of variables and properties alike. */
  constructor(root: t.Node) {
    t.traverseFast(root, (node) => {
      if (node.type === 'Identifier') this.#taken.add(node.name)
    })
  }

  fresh(wanted: string): string {
    let name = wanted
    for (let count = 1; this.#taken.has(name); count++) name = `${wanted}$${count}`
    this.#taken.add(name)
    return name
  }
}

export interface Analysis {
  /** Those that are used or declared in the body. */
  locals: Local[]
  /** What each identifier of the body names. */
  localOf: Map<t.Identifier, Local>
  /** `this` and `arguments` in the body, as they are for the function itself. */
  receivers: t.ThisExpression[]
  argumentLists: t.Identifier[]
  /** The body uses what only code inside the function can: variables of functions around it, super, closures in parameters. */
  bound: boolean
  /** Identifiers whose variable nobody changes any more. */
  stable: Set<t.Node>
  /** Calls of the library's `sleep` with one argument. */
  sleeps: Set<t.Node>
}

type FunctionPath = NodePath<t.Function>

/** Does this identifier name a variable? */
function isName({ node, parent, key }: NodePath<t.Identifier>): boolean {
  switch (parent.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return key === 'object' || parent.computed
    case 'ObjectProperty':
      return key === 'value' || parent.computed
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassProperty':
      return key !== 'key' || parent.computed
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
      return false
    default:
      return node.name !== 'undefined'
  }
}

/** Is it the name in a declaration, which belongs to the scope around? */
function isDeclared({ parent, key }: NodePath): boolean {
  return key === 'id' && (parent.type === 'FunctionDeclaration' || parent.type === 'ClassDeclaration')
}

function bindingOf(path: NodePath<t.Identifier>): Binding | undefined {
  let scope = isDeclared(path) ? path.parentPath?.parentPath?.scope : path.scope
  // Babel gives a pattern a scope of its own, and does not look from there into its catch clause
  if (scope?.path.isPattern() && scope.path.parentPath?.isCatchClause()) scope = scope.parent
  return scope?.getBinding(path.node.name)
}

/** The function whose `this` and `arguments` are meant, if it is inside `path`, or `path` itself. */
function ownerOf(inner: NodePath, path: FunctionPath): t.Node | undefined {
  for (let at = inner.parentPath; at !== null; at = at.parentPath) {
    if (at.node === path.node) return at.isArrowFunctionExpression() ? undefined : path.node
    if (at.isFunction() && !at.isArrowFunctionExpression()) return at.node
  }
  return undefined
}

/** Does nobody change the variable any more? What is imported changes where it is exported, but for what the library exports. */
function isStable({ constant, kind, path: { node, parent } }: Binding): boolean {
  if (!constant || (kind as string) === 'var') return false
  return node.type !== 'ImportSpecifier' && node.type !== 'ImportDefaultSpecifier' ||
    parent.type === 'ImportDeclaration' && /^(ringloop|tslib)$/.test(parent.source.value)
}

/** Is the name imported from 'ringloop' as `sleep`? */
function isSleep(binding: Binding | undefined): boolean {
  const { node, parent } = binding?.path ?? {}
  return (
    node?.type === 'ImportSpecifier' && parent?.type === 'ImportDeclaration' && parent.source.value === 'ringloop' &&
    (node.imported.type === 'Identifier' ? node.imported.name : node.imported.value) === 'sleep'
  )
}

export function analyse(path: FunctionPath, names: Names): Analysis {
  const found = new Map<Binding, Local>()
  const result: Analysis = {
    locals: [], localOf: new Map(), receivers: [], argumentLists: [], bound: false, stable: new Set(), sleeps: new Set(),
  }
  const isOwn = (inner: NodePath): boolean => {
    const owner = ownerOf(inner, path)
    return owner === undefined || owner === path.node
  }
  const meanings = new Map<string, Set<Binding | undefined>>()
  path.traverse({
    Identifier(inner) {
      if (!isName(inner)) return
      const { name } = inner.node
      meanings.set(name, (meanings.get(name) ?? new Set()).add(bindingOf(inner)))
    },
  })
  const localOf = (binding: Binding): Local => {
    let local = found.get(binding)
    if (local === undefined) {
      const { identifier: { name }, scope: { block } } = binding
      const own = meanings.get(name)?.size === 1 ? name : names.fresh(name)
      local = binding.kind === 'param' && block === path.node ? new Local(name, 'param') : new Local(own, 'variable', block)
      found.set(binding, local)
      result.locals.push(local)
    }
    return local
  }
  path.traverse({
    Identifier(inner) {
      if (!isName(inner)) return
      const inBody = inner.findParent((one) => one.parent === path.node)?.key === 'body'
      const binding = bindingOf(inner)
      if (binding === undefined) {
        if (inner.node.name === 'arguments' && inBody && isOwn(inner)) result.argumentLists.push(inner.node)
        // what templates call
        if (inner.node.name === 'String') result.stable.add(inner.node)
        return
      }
      const { scope } = binding
      if (isStable(binding)) result.stable.add(inner.node)
      const inside = scope.path === path || scope.path.isDescendant(path)
      if (!inside || (binding.kind as string) === 'local' && scope.block === path.node) {
        if (inBody && !scope.path.isProgram()) result.bound = true
        return
      }
      if (scope.getFunctionParent()?.block !== path.node) return
      const captured = !isDeclared(inner) && inner.getFunctionParent()?.node !== path.node
      if (inBody) {
        const local = localOf(binding)
        if (captured) local.captured = true
        result.localOf.set(inner.node, local)
      } else if (captured) result.bound = true
    },
    ThisExpression(inner) {
      if (isOwn(inner)) result.receivers.push(inner.node)
    },
    Super(inner) {
      if (isOwn(inner)) result.bound = true
    },
    MetaProperty(inner) {
      if (isOwn(inner) && inner.node.meta.name === 'new') result.bound = true
    },
    AwaitExpression({ node: { argument } }) {
      if (argument.type !== 'CallExpression' || argument.callee.type !== 'Identifier') return
      if (argument.arguments.length !== 1 || !t.isExpression(argument.arguments[0])) return
      if (isSleep(path.scope.getBinding(argument.callee.name))) result.sleeps.add(argument)
    },
  })
  return result
}
