// skips.ts: what a case needs that some engine has not. The engine is asked, not its name: where the need is met, the case runs.

interface Need {
  met: () => boolean
  /** why there is nothing to run where it is not met */
  lack: string
  /** titles */
  cases: string[]
}

export const NEEDS: Need[] = []

/** Why this engine cannot run the case; undefined if it can. */
export function lackOf(title: string): string | undefined {
  for (const { met, lack, cases } of NEEDS) if (cases.indexOf(title) >= 0 && !met()) return lack
  return undefined
}
