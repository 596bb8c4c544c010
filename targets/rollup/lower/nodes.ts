// nodes.ts: walking a syntax tree.

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
