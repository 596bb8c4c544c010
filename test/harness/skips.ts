// skips.ts: what a case needs that some engine has not. The engine is asked, not its name: where the need is met, the case runs.

interface Need {
  met: () => boolean
  /** why there is nothing to run where it is not met */
  lack: string
  /** titles */
  cases: string[]
}

/** Has an error that was thrown a text of lines that say where? */
function tracesErrors(): boolean {
  try {
    throw new Error('x')
  } catch (error) {
    const { stack } = error as { stack?: unknown }
    return typeof stack === 'string' && /(^|\n)\s*at /.test(stack)
  }
}

export const NEEDS: Need[] = [
  {
    met: tracesErrors,
    lack: "errors have no `stack`, or not as lines that begin with 'at'",
    cases: ['task: getStack of one that failed is that of its error'],
  },
]

/** Why this engine cannot run the case; undefined if it can. */
export function lackOf(title: string): string | undefined {
  for (const { met, lack, cases } of NEEDS) if (cases.indexOf(title) >= 0 && !met()) return lack
  return undefined
}
