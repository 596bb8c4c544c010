// bundles.test.ts: what is flashed is ES5, imports nothing, and keeps to what Espruino, mquickjs and Moddable can run.

import { readFileSync, readdirSync } from 'node:fs'
import { parse } from 'acorn'
import type { AnyNode, Program } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import test from 'ava'

const TARGETS = ['espruino', 'quickjs', 'moddable', 'virtual']

/** The bundles of a target. */
function bundlesOf(target: string): string[] {
  return readdirSync(`dist/${target}`).filter((file) => /\.m?js$/.test(file)).map((file) => `dist/${target}/${file}`)
}

/** Modules of the engine itself. */
const BUILT_IN_MODULES: Record<string, string[]> = { moddable: ['time', 'timer'] }

/** A module without its import and export statements, which are all that it may have beyond ES5. */
function asScript(code: string, importable: string[]): string {
  const { body } = parse(code, { ecmaVersion: 2015, sourceType: 'module' })
  let script = code
  for (const node of body) {
    if (node.type === 'ExportAllDeclaration' || node.type === 'ExportDefaultDeclaration') throw new Error(node.type)
    if (node.type === 'ImportDeclaration') {
      if (!importable.includes(String(node.source.value))) throw new Error(`it imports ${String(node.source.value)}`)
    } else if (node.type === 'ExportNamedDeclaration') {
      if (node.source || node.declaration) throw new Error('an export is more than a list of names')
    } else continue
    script = script.slice(0, node.start) + ' '.repeat(node.end - node.start) + script.slice(node.end)
  }
  return script
}

function parsed(target: string, file: string): Program {
  const code = readFileSync(file, 'utf8')
  const isModule = file.endsWith('.mjs') || target === 'moddable'
  return parse(isModule ? asScript(code, BUILT_IN_MODULES[target] ?? []) : code, { ecmaVersion: 5 })
}

type Rule = (node: AnyNode, parents: AnyNode[]) => boolean

const CALLS = ['CallExpression', 'NewExpression']
const BUILT_INS = ['Array', 'String', 'Function', 'Number', 'Boolean', 'RegExp', 'Date', 'Error', 'Promise']
const MISSING = ['Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'Proxy', 'Reflect']

function contains(node: AnyNode, types: string[]): boolean {
  let found = false
  fullAncestor(node, (inner, _state, ancestors) => {
    const nested = ancestors.some((outer) => outer !== inner && outer.type === 'FunctionExpression')
    if (types.includes(inner.type) && !nested) found = true
  })
  return found
}

function isNamed(node: AnyNode, name: string): boolean {
  return node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier' && node.property.name === name
}

/** Does this function, without those in it, name two catch blocks alike, or one like a parameter? */
function repeatsCatchName(fn: AnyNode & { params: AnyNode[] }): boolean {
  const names = fn.params.map((param) => (param.type === 'Identifier' ? param.name : ''))
  fullAncestor(fn, (node, _state, ancestors) => {
    const inner = ancestors.some((outer) => outer !== fn && /Function/.test(outer.type))
    const known = node
    if (known.type === 'CatchClause' && known.param?.type === 'Identifier' && !inner) names.push(known.param.name)
  })
  return new Set(names).size < names.length
}

/** What may be skipped: `part` of a node that decides. */
function mayBeSkipped(part: AnyNode, decides: AnyNode): boolean {
  switch (decides.type) {
    case 'IfStatement': return part !== decides.test
    case 'WhileStatement':
    case 'ForInStatement': return part === decides.body
    case 'ForStatement': return part === decides.body || part === decides.update
    case 'TryStatement': return part !== decides.block
    case 'SwitchStatement': return part !== decides.discriminant
    default: return decides.type === 'SwitchCase'
  }
}

function isPropertyName(node: AnyNode, parent: AnyNode | undefined): boolean {
  return (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
    (parent?.type === 'Property' && parent.key === node)
}

function isCatchOf(node: AnyNode, name: string): boolean {
  return node.type === 'CatchClause' && node.param?.type === 'Identifier' && node.param.name === name
}

interface Mention {
  name: string
  start: number
  /** The parts around it that may be skipped, outermost first. */
  skippable: AnyNode[]
}

/** Variables of this function that are used where their `var` need not have been run: Espruino does not know them there. */
function undeclaredUses(fn: AnyNode): string[] {
  const declared: Mention[] = []
  const used: Mention[] = []
  fullAncestor(fn, (node, _state, ancestors) => {
    const known = node
    const around = ancestors
    if (known.type !== 'Identifier' || around.some((outer) => outer !== fn && /Function/.test(outer.type))) return
    const parent = around.at(-2)
    if (isPropertyName(known, parent) || parent === fn || around.some((outer) => isCatchOf(outer, known.name))) return
    const skippable = around.filter((outer, i) => i > 0 && mayBeSkipped(outer, around[i - 1] as AnyNode))
    const mention = { name: known.name, start: known.start, skippable }
    if (parent?.type === 'VariableDeclarator' && parent.id === known) declared.push(mention)
    else used.push(mention)
  })
  const names = new Set(declared.map(({ name }) => name))
  const hidden = used.filter((use) => names.has(use.name) && !declared.some((declaration) =>
    declaration.name === use.name && declaration.start < use.start &&
    declaration.skippable.every((part) => use.skippable.includes(part))))
  return hidden.map(({ name }) => name)
}

/** Are the function declarations of this scope the first things in it? */
function hoisted(body: AnyNode[]): boolean {
  const rest = body.filter((node) => !(node.type === 'ExpressionStatement' && 'directive' in node))
  const last = rest.map((node) => node.type).lastIndexOf('FunctionDeclaration')
  return rest.slice(0, last + 1).every((node) => node.type === 'FunctionDeclaration')
}

const rules: Record<string, Rule> = {
  'no holes in arrays': (node) => node.type === 'ArrayExpression' && node.elements.includes(null),
  'no labels': (node) => node.type === 'LabeledStatement',
  'no finally': (node) => node.type === 'TryStatement' && !!node.finalizer,
  'default is the last case': (node) =>
    node.type === 'SwitchStatement' && node.cases.slice(0, -1).some((one) => one.test === null),
  'no method of a built-in prototype by name': (node) =>
    node.type === 'MemberExpression' && node.object.type === 'MemberExpression' && isNamed(node.object, 'prototype') &&
    node.object.object.type === 'Identifier' && BUILT_INS.includes(node.object.object.name),
  'no compound assignment of a call': (node) =>
    node.type === 'AssignmentExpression' && node.operator !== '=' && contains(node.right, CALLS),
  'no write to length': (node) =>
    (node.type === 'AssignmentExpression' && isNamed(node.left, 'length')) ||
    (node.type === 'UpdateExpression' && isNamed(node.argument, 'length')),
  'no arguments.length': (node) =>
    isNamed(node, 'length') && node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'arguments',
  'no require': (node) => node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require',
  'no built-in that ES5 lacks': (node, parents) =>
    node.type === 'Identifier' && MISSING.includes(node.name) && parents.at(-2)?.type !== 'MemberExpression' &&
    parents.at(-2)?.type !== 'Property' && !(parents.at(-2)?.type === 'UnaryExpression'),
  'a catch name is new in its function, as mquickjs wants it': (node) =>
    (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') && repeatsCatchName(node),
  'a variable is declared on the way to its use': (node) =>
    (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') && undeclaredUses(node).length > 0,
  'functions stand before what runs': (node) =>
    (node.type === 'Program' && !hoisted(node.body)) ||
    ((node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') && !hoisted(node.body.body))
}

for (const target of TARGETS) {
  for (const file of bundlesOf(target)) {
    test(`${file}: is ES5 and imports nothing`, (t) => {
      t.notThrows(() => parsed(target, file))
    })

    for (const [fact, broken] of Object.entries(rules)) {
      test(`${file}: ${fact}`, (t) => {
        const program = parsed(target, file)
        const lines = readFileSync(file, 'utf8')
        fullAncestor(program, (node, _state, ancestors) => {
          const known = node
          if (broken(known, ancestors)) t.fail(lines.slice(known.start, known.end).slice(0, 200))
        })
        t.pass()
      })
    }
  }
}

test('bundles: every device target has readable and minified ones, with source maps', (t) => {
  for (const target of TARGETS) {
    const files = bundlesOf(target)
    const small = files.filter((file) => file.includes('.min.'))
    t.is(small.length * 2, files.length)
    for (const file of files) t.notThrows(() => readFileSync(`${file}.map`), file)
  }
})
