// walk.ts: goes through a syntax tree (ESTree), parents first.

import type { AnyNode } from 'acorn'

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** Calls `visit` for each node with those around it, outermost first; it says whether to go into the node. */
export function walk(node: AnyNode, visit: (node: AnyNode, parents: AnyNode[]) => boolean, parents: AnyNode[] = []): void {
  if (!visit(node, parents)) return
  parents.push(node)
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? value as unknown[] : [value]) if (isNode(child)) walk(child, visit, parents)
  }
  parents.pop()
}
