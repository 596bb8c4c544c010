// builder.ts: what the lowering of statements and expressions writes into: blocks, temporaries, waits, and the regions that
// control is in.
//
//   R1  `_catch` of the frame is the label of the innermost region's handler, 0 outside of all; whoever enters or leaves a
//       region sets it
//   R2  a jump or return out of a finally region goes through its block, which then goes on with it

import * as t from '@babel/types'
import { Block, Marks } from './blocks'
import { Local } from './locals'
import type { Analysis, Names } from './locals'

/** Names of the run-time helpers, and of the parameters of bodies. */
export type Runtime = (helper: string) => t.Identifier

/** What a finally block goes on with when it ends: 0 nothing, or one of these, or 3 and more for a jump. */
const THROW = 1
const RETURN = 2

interface Finally {
  kind: 'finally'
  handler: Block
  /** where the finally block starts, whatever led there */
  start: Block
  completion: Local
  value: Local
  returns: boolean
  exits: Target[]
}

export type Region = { kind: 'catch'; handler: Block } | { kind: 'close'; handler: Block; iterator: Local } | Finally

/** Where a jump may go: a block, and how many regions it is in. */
export interface Target {
  to: Block
  depth: number
}

export class Builder {
  readonly marks = new Marks()
  readonly regions: Region[] = []
  readonly entry: Block
  readonly frame: t.Identifier
  readonly sent: string
  /** how many loops the code is in that is written now */
  loops = 0
  guarded = false
  current: Block
  readonly analysis: Analysis
  readonly runtime: Runtime
  readonly #names: Names

  constructor(analysis: Analysis, names: Names, runtime: Runtime, frame: string, sent: string) {
    this.analysis = analysis
    this.#names = names
    this.runtime = runtime
    this.frame = t.identifier(frame)
    this.sent = sent
    this.entry = this.block()
    this.current = this.entry
  }

  // Blocks.

  block(): Block {
    return new Block(this.regions.at(-1)?.handler, this.loops)
  }

  emit(...statements: t.Statement[]): void {
    this.current.statements.push(...statements)
  }

  go(to: Block): void {
    this.current.end = { kind: 'go', to }
  }

  enter(block: Block): void {
    this.current = block
  }

  /** Goes on in a new block. */
  next(): Block {
    const block = this.block()
    this.go(block)
    this.enter(block)
    return block
  }

  branch(test: t.Expression, yes: Block, no: Block): void {
    this.current.end = { kind: 'branch', test, yes, no }
  }

  /** Hands `value` out; what comes back is what this gives. It is gone after the next wait. */
  wait(value: t.Expression, at: t.Node): t.Identifier {
    const to = this.block()
    this.current.end = { kind: 'wait', value, to, at }
    this.enter(to)
    return t.identifier(this.sent)
  }

  /** What follows is never reached. */
  dead(): void {
    this.enter(this.block())
  }

  // Variables.

  temporary(name: string): Local {
    const local = new Local(this.#names.fresh(name), 'temporary')
    this.analysis.locals.push(local)
    return local
  }

  use(local: Local): t.Identifier {
    const node = t.identifier(local.name)
    this.analysis.localOf.set(node, local)
    return node
  }

  set(local: Local, value: t.Expression): t.Statement {
    return t.expressionStatement(t.assignmentExpression('=', this.use(local), value))
  }

  /** The variable has no value from here on: a note for blocks.ts, no code. */
  forget(local: Local): t.Statement {
    const mark = t.emptyStatement()
    this.marks.forgets.set(mark, local)
    return mark
  }

  /** Evaluates `value` now and gives what stands for it later. */
  save(value: t.Expression, name = 't'): t.Expression {
    if (this.#isConstant(value)) return value
    const local = this.temporary(name)
    this.emit(this.set(local, value))
    return this.use(local)
  }

  #isConstant(value: t.Expression): boolean {
    if (t.isLiteral(value)) return value.type !== 'TemplateLiteral' && value.type !== 'RegExpLiteral'
    return value.type === 'Identifier' && (value.name === 'undefined' || this.analysis.stable.has(value))
  }

  helper(name: string, ...args: t.Expression[]): t.CallExpression {
    return t.callExpression(this.runtime(name), args)
  }

  // Regions.

  /** Sets `_catch` for code in the outermost `depth` regions (R1). */
  guard(depth = this.regions.length): t.Statement {
    const handler = this.regions[depth - 1]?.handler
    const label = handler === undefined ? t.numericLiteral(0) : this.marks.label(handler)
    const field = t.memberExpression(t.cloneNode(this.frame), t.identifier('_catch'))
    return t.expressionStatement(t.assignmentExpression('=', field, label))
  }

  /** Enters a region. */
  open(region: Region): void {
    this.guarded = true
    this.regions.push(region)
    this.emit(this.guard())
    this.next()
  }

  /** Leaves the innermost region, where its code ends by itself or `block` is entered from it in any other way. */
  shut(): void {
    this.regions.pop()
  }

  finallyRegion(handler: Block, start: Block): Finally {
    const completion = this.temporary('completion')
    return { kind: 'finally', handler, start, completion, value: this.temporary('value'), returns: false, exits: [] }
  }

  /** Sets what a finally block is to go on with, and goes there. */
  #complete(region: Finally, how: number, value: t.Expression | undefined): t.Statement[] {
    return [value ? this.set(region.value, value) : this.forget(region.value), this.set(region.completion, t.numericLiteral(how))]
  }

  /** Leaves `region` because its code has come to its end. */
  completeNormally(region: Finally): void {
    this.emit(...this.#complete(region, 0, undefined))
    this.go(region.start)
  }

  /** The handler of a finally region: the error waits until the block is done. */
  completeWithError(region: Finally): void {
    this.emit(...this.#complete(region, THROW, t.identifier(this.sent)))
    this.go(region.start)
  }

  /** Leaves for `target`, or returns `value`: what has to be done, and the block that it goes on with, if any. */
  exit(target: Target | undefined, value?: t.Expression): { statements: t.Statement[]; to?: Block } {
    const depth = target?.depth ?? 0
    const statements: t.Statement[] = []
    let result = value
    let guarded = this.regions.length
    for (let at = this.regions.length - 1; at >= depth; at--) {
      const region = this.regions[at] as Region
      if (region.kind === 'catch') continue
      if (region.kind === 'close') {
        if (result !== undefined && !t.isIdentifier(result, { name: 'undefined' })) {
          const kept = this.temporary('result')
          statements.push(this.set(kept, result))
          result = this.use(kept)
        }
        statements.push(this.guard(at))
        guarded = at
        statements.push(t.expressionStatement(this.helper('__close', this.use(region.iterator))))
        continue
      }
      let how = RETURN
      if (target === undefined) region.returns = true
      else {
        const known = region.exits.findIndex(({ to }) => to === target.to)
        how = RETURN + 1 + (known < 0 ? region.exits.push(target) - 1 : known)
      }
      statements.push(...this.#complete(region, how, target ? undefined : result ?? t.identifier('undefined')))
      return { statements, to: region.start }
    }
    if (target === undefined) {
      statements.push(t.returnStatement(result ?? null))
      return { statements }
    }
    if (guarded !== depth) statements.push(this.guard(depth))
    return { statements, to: target.to }
  }

  /** The same as one statement, for the middle of other code. */
  exitStatement(target: Target | undefined, value?: t.Expression): t.Statement {
    const { statements, to } = this.exit(target, value)
    if (to !== undefined) return this.marks.jump(to, statements)
    return statements.length === 1 ? (statements[0] as t.Statement) : t.blockStatement(statements)
  }

  /** The end of a finally block, outside of its region: goes on with what led into it (R2). */
  resume(region: Finally): void {
    const when = (how: number, then: t.Statement) => {
      const only = !region.returns && region.exits.length === 0
      const completion = this.use(region.completion)
      this.emit(t.ifStatement(only ? completion : t.binaryExpression('===', completion, t.numericLiteral(how)), then))
    }
    if (region.returns) when(RETURN, this.exitStatement(undefined, this.use(region.value)))
    region.exits.forEach((target, index) => { when(RETURN + 1 + index, this.exitStatement(target)) })
    when(THROW, t.throwStatement(this.use(region.value)))
  }
}
