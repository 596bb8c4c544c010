// es5.ts: the last step of the lowering: what is left of ES2015 and later becomes ES5 (TypeScript's own emit).
//
//   E1  lists have no holes, which Espruino cannot skip; to the helpers, a hole and 0 are the same
//   E2  well-known symbols that the engine lacks are texts, as src/symbols.ts expects them

import type { Program } from 'acorn'
import type { Plugin } from 'rollup'
import { withoutDo } from './doWhile'
import type { Engine } from './engines'
import { isPart } from './library'
import type { Library } from './library'
import { typescript } from './peers'
import { quoted } from './quoted'
import { substitutes } from './substitutes'
import { walk } from './walk'

/** E1. Nothing moves. */
function fillHoles(code: string): string {
  return code.replace(/\.trys\.push\(\[[^\]]*\]\)/g, (list) => list.replaceAll(', ,', ',0,'))
}

/** E2. Nothing moves. */
function withTexts(code: string, program: Program, texts: string[]): string {
  let left = code
  walk(program, (node) => {
    if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'Symbol' && !node.computed &&
      node.property.type === 'Identifier' && texts.includes(node.property.name)) {
      const text = `'@@${node.property.name}'`.padEnd(node.end - node.start)
      left = left.slice(0, node.start) + text + left.slice(node.end)
    }
    return true
  })
  return left
}

export function es5(library: Library, { texts, losesJumps }: Engine): Plugin {
  return {
    name: 'ringloop',

    async transform(code, id) {
      if (isPart(library, id)) return null
      const ts = await typescript()
      const named = code.includes('Symbol.') ? withTexts(code, this.parse(code) as Program, texts) : code
      // the last TypeScript that can; from 7 on peers.ts refuses it
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      const target = ts.ScriptTarget.ES5
      const { outputText, sourceMapText } = ts.transpileModule(named, {
        fileName: 'module.js',
        transformers: { after: [substitutes(ts), quoted(ts), ...(losesJumps ? [withoutDo(ts)] : [])] },
        compilerOptions: {
          target, module: ts.ModuleKind.ESNext, downlevelIteration: true, importHelpers: true, sourceMap: true,
          ignoreDeprecations: '6.0', allowJs: true, verbatimModuleSyntax: true,
        },
      })
      return { code: fillHoles(outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')), map: sourceMapText ?? null }
    },
  }
}
