// seldom.ts: which functions and methods of a program seldom run.
//
//   SE1  those that are marked (marks.ts)
//   SE2  and of the library those that are called only from such ones, in a `throw`, or while the program loads; not what the
//        program's own files name
//   SE3  a function inside of another may be called at any time

import type { NodePath } from '@babel/traverse'
import * as t from '@babel/types'
import type { Marks } from './marks'
import { mentionsOf, methodsIn } from './methods'

interface Unit {
  node: t.Node
  calls: NodePath[]
}

/** The function that a call runs in, where that is known to be one; null while the program loads. */
function runsIn(call: NodePath): t.Node | null {
  const fn = call.getFunctionParent()
  if (fn === null) return null
  const isCalledAtOnce = fn.isFunctionExpression() && fn.key === 'callee' && fn.parentPath.isCallExpression()
  return isCalledAtOnce ? runsIn(fn.parentPath as NodePath) : fn.node
}

function isThrown(call: NodePath): boolean {
  return call.findParent((around) => around.isThrowStatement() || around.isFunction())?.isThrowStatement() === true
}

function functionsIn(program: NodePath<t.Program>): Map<string, Unit> {
  return new Map(program.get('body').flatMap((path): [string, Unit][] => {
    const name = path.isFunctionDeclaration() ? path.node.id?.name : undefined
    const binding = name === undefined ? undefined : program.scope.getBinding(name)
    if (name === undefined || !binding || !binding.referencePaths.every(({ key, parent }) => key === 'callee' && t.isCallExpression(parent))) return []
    return [[name, { node: path.node, calls: binding.referencePaths }]]
  }))
}

/** `words`: those of the program's own files. */
export function seldomRun(program: NodePath<t.Program>, { functions, methods }: Marks, words: Set<string>): Marks {
  const own = (name: string) => words.has(name.replace(/\$\d+$/, ''))
  const known = functionsIn(program)
  const members = new Map([...mentionsOf(program, methodsIn(program))].flatMap(([name, { made, calls, others }]): [string, Unit][] =>
    made.length === 1 && others === 0 ? [[name, { node: (made[0] as NodePath<t.AssignmentExpression>).node.right, calls }]] : []))
  const seldom = {
    functions: new Set(functions),
    methods: new Set([...methods].filter((name) => members.has(name) && !own(name))),
  }
  const nodes = new Set<t.Node | null>([null])
  for (let before = -1; before !== nodes.size;) {
    before = nodes.size
    for (const [units, names] of [[known, seldom.functions], [members, seldom.methods]] as const) {
      for (const [name, { node, calls }] of units) {
        if (!names.has(name) && !own(name) && calls.every((call) => isThrown(call) || nodes.has(runsIn(call)))) names.add(name)
        if (names.has(name)) nodes.add(node)
      }
    }
  }
  return seldom
}
