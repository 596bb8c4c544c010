// compilers.ts: the ways from a program to a script for an engine without async functions, and what each cannot do yet.
//
// To add one, add an entry to `compilers`: everything else (tests, scripts for real engines) goes by this list.

import { rollup } from 'rollup'
import ts from 'typescript'
import { withoutDo } from '../../targets/rollup/doWhile'
import { lower } from '../../targets/rollup/lower/lower'
import { substitutes } from '../../targets/rollup/substitutes'
import { texts } from '../../targets/rollup/texts'
import type { EngineName } from './engine'
import type { Features } from './generate'

export interface Compiler {
  name: string
  engine: EngineName
  /** An ES module as a script that sets `programs`. It imports 'language' and 'tslib': the globals `language` and `ringloop`. */
  compile: (source: string) => Promise<string>
  /** Written programs that do not do what V8 does, and why: names of programs, or of their files. */
  gaps: Gap[]
  /** What generated programs may have in them; without it, there are none. */
  generated?: Features
}

export interface Gap {
  why: string
  programs: string[]
}

type Transform = (code: string) => string

const ENTRY = '\0programs'

/** Applies the transforms to the module and makes a script of it. */
async function script(source: string, transforms: Transform[]): Promise<string> {
  const code = transforms.reduce((text, transform) => transform(text), source)
  const build = await rollup({
    input: ENTRY,
    external: ['tslib', 'language'],
    treeshake: false,
    plugins: [{ name: 'programs', resolveId: (id) => (id === ENTRY ? id : null), load: (id) => (id === ENTRY ? code : null) }],
    onwarn(warning) {
      if (warning.code === 'UNUSED_EXTERNAL_IMPORT') return
      throw new Error(`${warning.message} (${warning.code})`)
    },
  })
  const { output: [{ code: made }] } = await build.generate({
    format: 'iife', name: 'programs', globals: { tslib: 'ringloop', language: 'language' }, exports: 'named',
    strict: true, esModule: false, freeze: false, externalLiveBindings: false,
  })
  await build.close()
  return made
}

/** TypeScript's transform to an edition of the language, with helpers from 'tslib'. */
function typescript(target: ts.ScriptTarget, transformers: ts.CustomTransformers = {}): Transform {
  return (code) => {
    const { outputText, diagnostics = [] } = ts.transpileModule(code, {
      reportDiagnostics: true,
      transformers,
      compilerOptions: {
        target, module: ts.ModuleKind.ESNext, downlevelIteration: true, importHelpers: true, ignoreDeprecations: '6.0',
      },
    })
    const [first] = diagnostics
    if (first) throw new Error(ts.flattenDiagnosticMessageText(first.messageText, '\n'))
    return outputText
  }
}

function lowered(code: string): string {
  return lower(code)?.code ?? code
}

/** A script of the programs as they are, for V8. */
export function untouched(source: string): Promise<string> {
  return script(source, [])
}

/** Gaps of TypeScript's emit for ES5 that the lowering leaves to it. */
const lowering: Gap[] = [
  {
    why: 'TypeScript 6.0.3 has no super in objects for ES5',
    programs: ['superInAnObject'],
  },
]

/** Gaps of TypeScript's emit, for ES5 and ES2016. */
const awaitedNames: Gap = {
  why: 'TypeScript 6.0.3 leaves the await in the computed name of a method',
  programs: ['awaitInAComputedMethodName', 'awaitInComputedKeys'],
}

/** Gaps of TypeScript's emit for ES5. */
const es5Emit: Gap[] = [
  awaitedNames,
  {
    why: 'TypeScript 6.0.3 asks a text whether it has a key',
    programs: ['forInOverAText'],
  },
  {
    why: 'TypeScript 6.0.3 loses closures in the head of a loop whose body awaits',
    programs: ['updateCopiesTheVariableFirst', 'closureInTheHeadOfALoop', 'closureAndAwaitInTheHeadOfALoop'],
  },
  {
    why: 'TypeScript 6.0.3 moves functions out of their blocks',
    programs: ['functionsInBlocks', 'functionsInBlocksAreNotSeenOutside'],
  },
  {
    why: 'TypeScript 6.0.3 takes arguments of the wrong function',
    programs: ['argumentsInNestedArrows', 'generatorThisAndArguments', 'thisAndArgumentsOfAnAsyncGenerator'],
  },
  {
    why: 'TypeScript 6.0.3 takes a break to a labelled block for one of the loop',
    programs: [
      'breakOutOfALoopToALabelledBlock', 'breakOutOfALoopWithoutAwaitToALabelledBlock', 'breakOutOfSwitchToALabelledBlock',
      'breakThroughLoopAndFinallyToALabelledBlock',
    ],
  },
  ...lowering,
]

/** Gaps of tsc.ts. */
const frame: Gap[] = [
  {
    why: 'yield* does not close an iterator that has no throw()',
    programs: ['yieldStarOfAnIteratorWithoutThrow'],
  },
]

/** Gaps of tsc.ts. */
const generatorFrame: Gap[] = [
  {
    why: 'a generator that resumes itself runs until the stack is full',
    programs: ['aRunningGeneratorCannotBeResumed'],
  },
]

/** Gaps of QuickJS 2025-09-13 where programs keep their generators and block scopes. */
const quickjs: Gap[] = [
  {
    why: 'QuickJS gives all rounds one variable when the loop is left or continued over a closure',
    programs: ['closuresAndContinue', 'closuresAndLabels', 'closuresAndLabelsOfThreeLoops', 'closuresInTryOfALoop'],
  },
  {
    why: 'QuickJS makes wrong bytecode of a yield in the head of for-of',
    programs: ['forOfWithAwaitInItsHead', 'forOfOfAString', 'forOfNested', 'generatorCalledFromAnAsyncFunction', 'oneNameInManyScopes'],
  },
  {
    why: 'QuickJS knows one label of a statement only',
    programs: ['twoLabelsOnOneLoop'],
  },
  {
    why: 'QuickJS keeps two variables for a parameter that a default value captures',
    programs: ['closureInADefaultParameter'],
  },
]

/** Gaps of TypeScript's emit for ES2016. */
const es2016Emit: Gap[] = [
  awaitedNames,
  {
    why: 'TypeScript 6.0.3 breaks the line between yield and a comment',
    programs: ['newlinesAndComments'],
  },
]

// eslint-disable-next-line @typescript-eslint/no-deprecated -- what this is about
const ES5 = ts.ScriptTarget.ES5
const es5 = typescript(ES5)
const toES5 = (source: string) => script(source, [es5])
const toES2016 = (source: string) => script(source, [typescript(ts.ScriptTarget.ES2016)])
/** What the preset does for Espruino: targets/rollup/index.ts. */
const toFrames = (source: string) =>
  script(source, [
    typescript(ts.ScriptTarget.ES2017, { before: [texts(ts, true)], after: [substitutes(ts)] }),
    lowered,
    typescript(ES5, { after: [substitutes(ts), withoutDo(ts)] }),
  ])

export const compilers: Compiler[] = [
  {
    name: 'lowered',
    engine: 'quickjs',
    compile: toFrames,
    gaps: [...lowering],
    generated: { asyncGenerators: true, labelledBlocks: true },
  },
  {
    name: 'typescript es5',
    engine: 'quickjs',
    compile: toES5,
    gaps: [...es5Emit, ...frame, ...generatorFrame],
    generated: { asyncGenerators: true, labelledBlocks: false },
  },
  {
    name: 'typescript es2016',
    engine: 'quickjs',
    compile: toES2016,
    gaps: [...es2016Emit, ...quickjs],
  },
  {
    name: 'typescript es2016 in v8',
    engine: 'v8',
    compile: toES2016,
    gaps: [...es2016Emit],
    generated: { asyncGenerators: true, labelledBlocks: true },
  },
]
