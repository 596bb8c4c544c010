// shrink.ts: makes a failing program smaller while it fails.

import type { Node, Tree } from './generate'

/** Every tree that is one step smaller than these statements. */
function* smallerBlocks(block: Node[]): Generator<Node[]> {
  // halves first, then one by one
  for (let size = block.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < block.length; at += size) yield [...block.slice(0, at), ...block.slice(at + size)]
  }
  for (const [index, statement] of block.entries()) {
    for (const smaller of smallerStatements(statement)) yield [...block.slice(0, index), ...smaller, ...block.slice(index + 1)]
  }
}

/** What may stand in place of a statement: what is inside it, or itself with something smaller inside. */
function* smallerStatements(statement: Node): Generator<Node[]> {
  for (const part of statement.parts) if (Array.isArray(part)) yield part
  for (const smaller of smallerNodes(statement)) yield [smaller]
}

function* smallerNodes(whole: Node): Generator<Node> {
  for (const [index, part] of whole.parts.entries()) {
    if (typeof part === 'string') continue
    const replaced = (by: Node | Node[]): Node => ({ parts: [...whole.parts.slice(0, index), by, ...whole.parts.slice(index + 1)] })
    if (Array.isArray(part)) {
      for (const smaller of smallerBlocks(part)) yield replaced(smaller)
    } else {
      for (const smaller of smallerExpressions(part)) yield replaced(smaller)
    }
  }
}

/** What may stand in place of an expression: a part of it, a number, itself with something smaller inside. */
function* smallerExpressions(expression: Node): Generator<Node> {
  if (expression.parts.length > 1) yield { parts: ['1'] }
  for (const part of expression.parts) if (typeof part !== 'string' && !Array.isArray(part)) yield part
  yield* smallerNodes(expression)
}

/** The smallest program found that `fails` still; gives up after `attempts` tries. */
export async function shrink(tree: Tree, fails: (smaller: Tree) => Promise<boolean>, attempts = 1500): Promise<Tree> {
  let best = tree
  let smaller: Tree | undefined = tree
  while (smaller !== undefined) {
    smaller = undefined
    for (const body of smallerBlocks(best.body)) {
      if (--attempts < 0) return best
      const candidate = { ...best, body }
      if (await fails(candidate)) {
        best = smaller = candidate
        break
      }
    }
  }
  return best
}
