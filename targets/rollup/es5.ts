// es5.ts: the last step of the lowering: what is left of ES2015 and later becomes ES5 (TypeScript's own emit).
//
//   E1  lists have no holes, which Espruino cannot skip; to the helpers, a hole and 0 are the same
//   E2  object spread, which TypeScript's first step has made Object.assign, calls our helper: not every engine has that

import type { Plugin } from 'rollup'
import { isPart } from './library'
import type { Library } from './library'
import type { Sources } from './output'
import { typescript } from './peers'

/** E1. Nothing moves. */
function fillHoles(code: string): string {
  return code.replace(/\.trys\.push\(\[[^\]]*\]\)/g, (list) => list.replaceAll(', ,', ',0,'))
}

/** E2. Nothing moves. */
function spreads(code: string): string {
  if (!code.includes('Object.assign(')) return code
  return `${code.replaceAll('Object.assign(', '__assign(     ')}\nimport { __assign } from "tslib";\n`
}

export function es5(library: Library, sources: Sources): Plugin {
  return {
    name: 'ringloop:es5',

    async transform(code, id) {
      if (isPart(library, id)) return null
      const ts = await typescript()
      // what the user wrote as Object.assign is the user's
      const own = sources.get(id)?.includes('Object.assign')
      const { outputText, sourceMapText } = ts.transpileModule(own ? code : spreads(code), {
        fileName: id.replace(/\.[mc]?tsx?$/, '.js'),
        compilerOptions: {
          target: ts.ScriptTarget.ES5, module: ts.ModuleKind.ESNext, downlevelIteration: true, importHelpers: true, sourceMap: true,
          ignoreDeprecations: '6.0', allowJs: true, verbatimModuleSyntax: true,
        },
      })
      return { code: fillHoles(outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')), map: sourceMapText ?? null }
    },
  }
}
