// blocks.ts: the code of a lowered function as basic blocks, their order, their labels, and which variables a wait has to keep.
//
//   BL1  control enters a block at its start and leaves it at its end, or by a jump in it
//   BL2  whatever enters a block through the driver (at the start, after a wait, with an error) finds no plain variable set

import * as t from '@babel/types'
import type { Analysis, Local } from './locals'
import { childrenOf } from './nodes'

export type End =
  | { kind: 'go'; to: Block }
  | { kind: 'branch'; test: t.Expression; yes: Block; no: Block }
  | { kind: 'wait'; value: t.Expression; to: Block; at: t.Node | undefined }
  /** a return or throw has been the last statement */
  | { kind: 'leave' }

export class Block {
  readonly statements: t.Statement[] = []
  end: End = { kind: 'leave' }
  /** where an error goes */
  readonly handler: Block | undefined
  /** how many loops it is in */
  readonly depth: number
  /** the driver enters it */
  entered = false
  label = -1

  constructor(handler: Block | undefined, depth: number) {
    this.handler = handler
    this.depth = depth
  }
}

/** Statements that the lowering has put into the code: a jump to a block, and the place where a variable loses its value. */
export class Marks {
  readonly jumps = new Map<t.Node, Block>()
  readonly forgets = new Map<t.Node, Local>()
  /** numbers that become the label of a block */
  readonly labels = new Map<t.NumericLiteral, Block>()

  jump(to: Block, before: t.Statement[]): t.BlockStatement {
    const node = t.blockStatement(before)
    this.jumps.set(node, to)
    return node
  }

  /** A literal that will be the label of `block`. */
  label(block: Block): t.NumericLiteral {
    const node = t.numericLiteral(0)
    this.labels.set(node, block)
    return node
  }
}

function jumpsIn(block: Block, marks: Marks): Block[] {
  const found: Block[] = []
  for (const statement of block.statements) {
    t.traverseFast(statement, (node) => {
      const to = marks.jumps.get(node)
      if (to !== undefined) found.push(to)
    })
  }
  return found
}

function nextOf({ end }: Block): Block[] {
  if (end.kind === 'go' || end.kind === 'wait') return [end.to]
  return end.kind === 'branch' ? [end.yes, end.no] : []
}

/** Where a jump to `block` ends, past blocks that only go on. */
function through(block: Block): Block {
  const seen = new Set<Block>()
  while (block.statements.length === 0 && block.end.kind === 'go' && !seen.has(block)) {
    seen.add(block)
    block = block.end.to
  }
  return block
}

/** Leads every way past empty blocks; gives the blocks that are reached, and the first of them first. */
export function prune(entry: Block, marks: Marks): Block[] {
  const reached = new Set<Block>()
  const queue = [through(entry)]
  for (let block = queue.shift(); block !== undefined; block = queue.shift()) {
    if (reached.has(block)) continue
    reached.add(block)
    const { end } = block
    if (end.kind === 'go') end.to = through(end.to)
    else if (end.kind === 'branch') {
      end.yes = through(end.yes)
      end.no = through(end.no)
      if (end.yes === end.no) {
        block.statements.push(t.expressionStatement(end.test))
        block.end = { kind: 'go', to: end.yes }
      }
    } else if (end.kind === 'wait') {
      end.to = through(end.to)
      end.to.entered = true
    }
    for (const statement of block.statements) {
      t.traverseFast(statement, (node) => {
        const to = marks.jumps.get(node)
        if (to !== undefined) marks.jumps.set(node, through(to))
        const labelled = node.type === 'NumericLiteral' ? marks.labels.get(node) : undefined
        if (labelled !== undefined) {
          labelled.entered = true
          queue.push(labelled)
        }
      })
    }
    queue.push(...nextOf(block), ...jumpsIn(block, marks))
    if (block.handler !== undefined) {
      block.handler.entered = true
      queue.push(block.handler)
    }
  }
  const first = through(entry)
  first.entered = true
  return [first, ...[...reached].filter((block) => block !== first)]
}

/**
 * An order in which as many blocks as possible just go on into the next, those in loops above all: a loop's end before its
 * start, so that a round takes no jump. Gives chains; each begins where nothing falls into it.
 */
export function order(blocks: Block[]): Block[] {
  interface Edge { from: Block; to: Block; weight: number }
  const edges: Edge[] = []
  for (const from of blocks) {
    const { end } = from
    if (end.kind === 'go') edges.push({ from, to: end.to, weight: Math.min(from.depth, end.to.depth) * 4 + 2 })
    if (end.kind === 'branch') {
      edges.push({ from, to: end.yes, weight: Math.min(from.depth, end.yes.depth) * 4 + 1 })
      edges.push({ from, to: end.no, weight: Math.min(from.depth, end.no.depth) * 4 })
    }
  }
  const next = new Map<Block, Block>()
  const last = new Map<Block, Block>() // of each chain's first block, its last
  const first = new Map<Block, Block>()
  for (const block of blocks) {
    last.set(block, block)
    first.set(block, block)
  }
  for (const { from, to } of edges.sort((a, b) => b.weight - a.weight)) {
    const head = first.get(from) as Block
    const isTail = last.get(head) === from
    if (!isTail || first.get(to) !== to || head === to) continue
    const tail = last.get(to) as Block
    next.set(from, to)
    last.set(head, tail)
    last.delete(to)
    for (let at: Block | undefined = to; at !== undefined; at = next.get(at)) first.set(at, head)
  }
  const ordered: Block[] = []
  for (const head of blocks) {
    if (!last.has(head)) continue
    for (let at: Block | undefined = head; at !== undefined; at = next.get(at)) ordered.push(at)
  }
  return ordered
}

/** Numbers the blocks that need a label; the first one has 0. */
export function number(first: Block, ordered: Block[], marks: Marks): void {
  const labelled = new Set(ordered.filter((block) => block.entered))
  ordered.forEach((block, index) => {
    const next = ordered[index + 1]
    for (const to of jumpsIn(block, marks)) labelled.add(to)
    if (block.end.kind === 'go' && block.end.to !== next) labelled.add(block.end.to)
    if (block.end.kind === 'branch') {
      const { yes, no } = block.end
      if (yes !== next) labelled.add(yes)
      if (no !== next) labelled.add(no)
    }
  })
  labelled.delete(first)
  first.label = 0
  let label = 1
  for (const block of ordered) if (labelled.has(block)) block.label = label++
  for (const [literal, block] of marks.labels) {
    literal.value = block.label
    literal.extra = undefined
  }
}

// Which variables are needed after a wait.

interface Flow {
  /** read before it is written here, for certain */
  used: Set<Local>
  /** written here, for certain, before anything can go wrong or on */
  killed: Set<Local>
}

class Reader {
  readonly used = new Set<Local>()
  killed = new Set<Local>()
  readonly #localOf: Analysis['localOf']
  readonly #marks: Marks

  constructor(localOf: Analysis['localOf'], marks: Marks) {
    this.#localOf = localOf
    this.#marks = marks
  }

  #use(node: t.Identifier): void {
    let local = this.#localOf.get(node)
    // one that is kept in an object needs that
    while (local?.within !== undefined) local = local.within
    if (local !== undefined && !this.killed.has(local)) this.used.add(local)
  }

  /** Reads any node in the order of evaluation; a variable that is only written in it is neither used nor killed. */
  read(node: t.Node | null | undefined): void {
    if (node === null || node === undefined) return
    if (node.type === 'Identifier') {
      this.#use(node)
      return
    }
    if (node.type === 'AssignmentExpression' && node.operator === '=') {
      this.#target(node.left)
      this.read(node.right)
      return
    }
    if ((node.type === 'ForInStatement' || node.type === 'ForOfStatement') && node.left.type !== 'VariableDeclaration') {
      this.read(node.right)
      this.#target(node.left)
      this.read(node.body)
      return
    }
    if (node.type === 'MemberExpression' && !node.computed) {
      this.read(node.object)
      return
    }
    if (node.type === 'ObjectProperty' && !node.computed) {
      this.read(node.value)
      return
    }
    for (const child of childrenOf(node)) this.read(child)
  }

  /** Reads what is evaluated in a target of an assignment. */
  #target(node: t.Node): void {
    if (node.type === 'Identifier') {
      if (this.#localOf.get(node)?.within !== undefined) this.#use(node)
      return
    }
    if (node.type === 'AssignmentPattern') {
      this.#target(node.left)
      this.read(node.right)
    } else if (node.type === 'RestElement') this.#target(node.argument)
    else if (node.type === 'ArrayPattern') for (const one of node.elements) { if (one) this.#target(one) }
    else if (node.type === 'ObjectPattern') {
      for (const one of node.properties) {
        if (one.type === 'RestElement') this.#target(one)
        else {
          if (one.computed) this.read(one.key)
          this.#target(one.value)
        }
      }
    } else this.read(node)
  }

  /** Reads statements that run one after the other. */
  run(statements: readonly t.Statement[]): void {
    for (const node of statements) {
      const forgotten = this.#marks.forgets.get(node)
      if (forgotten !== undefined) this.killed.add(forgotten)
      else if (node.type === 'ExpressionStatement' && node.expression.type === 'AssignmentExpression' && node.expression.operator === '=' && node.expression.left.type === 'Identifier') {
        this.read(node.expression.right)
        const local = this.#localOf.get(node.expression.left)
        if (local?.within !== undefined) this.#use(node.expression.left)
        else if (local !== undefined) this.killed.add(local)
      } else if (node.type === 'BlockStatement') this.run(node.body)
      else if (node.type === 'IfStatement') {
        this.read(node.test)
        const before = this.killed
        this.killed = new Set(before)
        this.run([node.consequent])
        const yes = this.killed
        this.killed = new Set(before)
        if (node.alternate) this.run([node.alternate])
        const no = this.killed
        this.killed = new Set([...yes].filter((local) => no.has(local)))
      } else {
        const before = new Set(this.killed)
        this.read(node)
        this.killed = before
      }
    }
  }
}

function flowOf(block: Block, localOf: Analysis['localOf'], marks: Marks): Flow {
  const reader = new Reader(localOf, marks)
  reader.run(block.statements)
  if (block.end.kind === 'branch') reader.read(block.end.test)
  if (block.end.kind === 'wait') reader.read(block.end.value)
  return reader
}

/** Marks the variables that are needed in a block that the driver enters, so that no plain variable can hold them (BL2). */
export function keep(blocks: Block[], localOf: Analysis['localOf'], marks: Marks): void {
  const flows = new Map(blocks.map((block) => [block, flowOf(block, localOf, marks)]))
  const live = new Map(blocks.map((block) => [block, new Set<Local>()]))
  for (let changed = true; changed; ) {
    changed = false
    for (const block of [...blocks].reverse()) {
      const { used, killed } = flows.get(block) as Flow
      const here = live.get(block) as Set<Local>
      const before = here.size
      for (const local of used) here.add(local)
      for (const next of nextOf(block)) for (const local of live.get(next) ?? []) if (!killed.has(local)) here.add(local)
      // a jump or an error may come before the block has written anything
      for (const next of [...jumpsIn(block, marks), ...(block.handler ? [block.handler] : [])]) {
        for (const local of live.get(next) ?? []) here.add(local)
      }
      if (here.size !== before) changed = true
    }
  }
  for (const block of blocks) {
    if (block.entered) for (const local of live.get(block) as Set<Local>) local.kept = true
  }
}
