// nodes.ts: walking a syntax tree, and refusing a part of it.

import * as t from '@babel/types'

type Slots = Record<string, t.Node | (t.Node | null)[] | null | undefined>

/** The nodes right below, in the order of the source. */
export function childrenOf(node: t.Node): t.Node[] {
  return (t.VISITOR_KEYS[node.type] ?? []).flatMap((key) => (node as unknown as Slots)[key] ?? []).filter((child) => child !== null)
}

/** Puts what `replace` gives in the place of each node right below. */
export function replaceChildren(node: t.Node, replace: (child: t.Node) => t.Node): void {
  const slots = node as unknown as Slots
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
    const child = slots[key]
    if (Array.isArray(child)) slots[key] = child.map((one) => one && replace(one))
    else if (child) slots[key] = replace(child)
  }
}

/** Refuses what cannot be lowered: an error that knows its place, as Rollup wants it. */
export function refuse(node: t.Node, fact: string): never {
  const { line = 1, column = 0 } = node.loc?.start ?? {}
  throw Object.assign(new SyntaxError(fact), { loc: { line, column } })
}
