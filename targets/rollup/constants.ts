// constants.ts: the library's small numbers in the places of their names: `state === PENDING` as `state === 0`.
//
// The minifier does not do it, since it knows no order among functions; and each variable takes a device's memory.
//   CN1  a constant is declared before anything has run: after declarations only; and no other variable has its name
//   CN2  it is written out where that makes the program no longer

import type { AnyNode, Literal, Program } from 'acorn'
import { walk } from './walk'

export interface Place {
  start: number
  end: number
  text: string
}

interface Mentions {
  /** as a value that is read */
  read: AnyNode[]
  /** how often a variable of that name is declared or written */
  written: number
  /** `{ NAME }` */
  short: boolean
}

const isPattern = ({ type }: AnyNode) => /Pattern$/.test(type)

/** Is it a variable, and is it read there? undefined if it is no variable at all. */
function isRead(node: AnyNode, parent: AnyNode): boolean | undefined {
  switch (parent.type) {
    case 'MemberExpression': return parent.property === node && !parent.computed ? undefined : true
    case 'Property': return parent.key === node && !parent.computed && parent.value !== node ? undefined : true
    case 'MethodDefinition':
    case 'PropertyDefinition': return parent.key === node && !parent.computed ? undefined : true
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement': return undefined
    case 'VariableDeclarator': return parent.id !== node
    case 'AssignmentExpression': return parent.left !== node
    case 'UpdateExpression':
    case 'CatchClause':
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
    case 'ExportSpecifier': return false
    case 'ForInStatement':
    case 'ForOfStatement': return parent.left !== node
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': return parent.body === node
    case 'ClassDeclaration':
    case 'ClassExpression': return parent.superClass === node
    default: return !isPattern(parent)
  }
}

function mentionsOf(program: Program, names: Set<string>): Map<string, Mentions> {
  const all = new Map<string, Mentions>([...names].map((name) => [name, { read: [], written: 0, short: false }]))
  walk(program, (node, parents) => {
    const mentions = node.type === 'Identifier' ? all.get(node.name) : undefined
    const parent = parents.at(-1)
    if (mentions === undefined || parent === undefined) return true
    const read = isRead(node, parent)
    if (parent.type === 'Property' && parent.shorthand) mentions.short = true
    else if (read === true) mentions.read.push(node)
    else if (read === false) mentions.written++
    return true
  })
  return all
}

/** As short as a minifier writes it. */
function lengthOf(value: number): number {
  return Math.min(String(value).length, value.toExponential().replace('+', '').length)
}

/** Where to write numbers. `declaring`: the statements that are sure to do nothing but declare. */
export function constantsIn(program: Program, declaring: Set<Program['body'][number]>): Place[] {
  const values = new Map<string, Literal>()
  for (const statement of program.body) {
    if (!declaring.has(statement)) break
    const [{ id, init } = {}] = statement.type === 'VariableDeclaration' ? statement.declarations : []
    if (id?.type === 'Identifier' && init?.type === 'Literal' && typeof init.value === 'number') values.set(id.name, init)
  }
  return [...mentionsOf(program, new Set(values.keys()))].flatMap(([name, { read, written, short }]) => {
    const { value, raw } = values.get(name) as Literal
    const length = lengthOf(value as number)
    // `,a=1` goes, and each `a` gets so much longer
    if (written !== 1 || short || raw === undefined || raw.length > name.length || read.length * (length - 1) > length + 3) return []
    return read.map(({ start, end }) => ({ start, end, text: raw }))
  })
}
