// catches.ts: keeps the names of catch variables apart, as mquickjs wants them.
//
//   CA1  there a catch variable belongs to its whole function: nothing else that the function mentions may have its name, or the
//        engine refuses the program, or takes the one for the other
//   CA2  the new name is as long as the old one, so nothing moves, and the source map stays true

import ts from 'typescript'
import { Scope, isFunction, ownPart, walk } from './scope'

/** Is this variable one of a function inside of `fn`? */
function isInner(symbol: ts.Symbol | undefined, fn: ts.Node): boolean {
  const declaration = symbol?.declarations?.[0]
  const owner = declaration && ts.findAncestor(declaration.parent, isFunction)
  return owner !== undefined && owner !== fn && ts.findAncestor(owner, (outer) => outer === fn) !== undefined
}

function isCatchVariable(node: ts.Node): node is ts.Identifier {
  return ts.isIdentifier(node) && ts.isVariableDeclaration(node.parent) && ts.isCatchClause(node.parent.parent)
}

/** The catch variables of a function, or of the file, that share their name with another variable (CA1). */
export function clashing(fn: ts.Node, scope: Scope): ts.Identifier[] {
  const caught: ts.Identifier[] = []
  ownPart(fn, (part) => {
    if (isCatchVariable(part)) caught.push(part)
    return false
  })
  if (caught.length === 0) return []
  const mentions: ts.Identifier[] = []
  walk(fn, (node) => {
    const isOwnName = ts.isFunctionDeclaration(fn) && node === fn.name
    if (ts.isIdentifier(node) && !isOwnName && caught.some(({ text }) => text === node.text) && scope.isReference(node)) mentions.push(node)
    return true
  })
  return caught.filter((node) => mentions.some((other) => {
    const symbol = other.text === node.text ? scope.symbolOf(other) : scope.symbolOf(node)
    return symbol !== scope.symbolOf(node) && !isInner(symbol, fn)
  }))
}

const ENDS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_0123456789'.split('')

/** A name like this one, as long, that is not used. */
function likeName(name: string, used: Set<string>): string | undefined {
  const isName = (other: string): boolean => /^[a-z$_]/i.test(other) && ts.identifierToKeywordKind(ts.factory.createIdentifier(other)) === undefined
  return ENDS.map((end) => name.slice(0, -1) + end).find((other) => isName(other) && !used.has(other))
}

/** A program in which no catch variable clashes; the same, if none does. */
export function apart(code: string): string {
  const scope = new Scope(code, 'output.js', undefined)
  const names = new Map<ts.Symbol, string>()
  const edits: [start: number, name: string][] = []
  walk(scope.file, (fn) => {
    const clashes = ts.isSourceFile(fn) || isFunction(fn) ? clashing(fn, scope) : []
    if (clashes.length === 0) return true
    const identifiers: [ts.Identifier, ts.Symbol | undefined][] = []
    walk(fn, (node) => {
      if (ts.isIdentifier(node)) identifiers.push([node, scope.symbolOf(node)])
      return true
    })
    const used = new Set(identifiers.flatMap(([{ text }, symbol]) => [text, (symbol && names.get(symbol)) ?? text]))
    for (const clash of clashes) {
      const symbol = scope.symbolOf(clash)
      const name = likeName(clash.text, used)
      if (symbol === undefined || name === undefined) continue
      names.set(symbol, name)
      used.add(name)
      for (const [node, other] of identifiers) if (other === symbol) edits.push([node.getStart(), name])
    }
    return true
  })
  let result = code
  for (const [start, name] of edits) result = result.slice(0, start) + name + result.slice(start + name.length)
  return result
}
