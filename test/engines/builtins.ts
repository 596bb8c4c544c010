// builtins.ts: asks an engine which of the names in targets/rollup/builtins.ts it lacks.

import { LACKS, wordOf } from '../../targets/rollup/builtins'
import type { Engine } from './run'

/** A value that has an owner's methods. */
const VALUES: Record<string, string> = {
  'Object#': '{}', 'Array#': '[]', 'String#': "''", 'Number#': '1', 'Boolean#': 'true', 'Date#': 'new Date()', 'RegExp#': '/a/',
  'Promise#': 'new Promise(function (a, b) { globalThis.kept = [a, b] })', 'ArrayBuffer#': 'new ArrayBuffer(8)',
  'DataView#': 'new DataView(new ArrayBuffer(8))', 'Uint8Array#': 'new Uint8Array(8)',
}

/** Every owner and name that some engine lacks. */
function names(): [owner: string, name: string][] {
  const all = new Map<string, [string, string]>()
  for (const table of Object.values(LACKS)) {
    for (const [owner, list] of Object.entries(table)) {
      for (const name of list.split(' ')) all.set(`${owner}.${name}`, [owner, name])
    }
  }
  return [...all.values()]
}

/** A script that prints what is missing. What an owner has is not asked for where the owner is missing, or cannot be made. */
function script(): string {
  const lines = names().map(([owner, name], i) => {
    const typed = owner === '' ? `typeof ${name}` : owner.endsWith('#') ? `typeof value.${name}` : `typeof ${owner}.${name}`
    const value = owner.endsWith('#') ? `var value = ${VALUES[owner] ?? 'undefined'}; ` : ''
    const there = owner === '' ? '' : `if (typeof ${owner.replace('#', '')} === 'undefined') return; `
    return `(function () { ${there}try { ${value}if (${typed} === 'undefined') print('${wordOf(owner, name)}') } catch (error${i}) { } })()`
  })
  return lines.join(';\n')
}

/** What the engine lacks. */
export async function missingOn(engine: Engine): Promise<string[]> {
  return (await engine.run(script())).split('\n').filter((line) => line !== '').sort()
}

/** What the table says that it lacks, of what can be asked for. */
export function toldOf({ device }: Engine): string[] {
  return Object.entries(LACKS[device])
    .flatMap(([owner, list]) => list.split(' ').map((name) => wordOf(owner, name)))
    .sort()
}
