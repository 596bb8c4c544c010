// peers.ts: the tools that a build takes from the user's project, or says how to get.

const TOOLS = 'rollup typescript@6 terser @babel/parser @babel/traverse @babel/generator @babel/types @jridgewell/trace-mapping'

/** What is imported, or an error in the name of `by` that says how to get it: these tools, and `more`. */
export async function load<T>(importing: Promise<T>, by = 'ringloop/rollup', more = ''): Promise<T> {
  try {
    return await importing
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error(`${by}: ${/'([^']+)'/.exec(message)?.[1] ?? message} is not installed; npm install -D ${more}${TOOLS}`)
  }
}

export type TypeScript = typeof import('typescript')

/** TypeScript; the last that can lower to ES5 is 6. */
export async function typescript(): Promise<TypeScript> {
  const found = await load(import('typescript'))
  const ts = (found as Partial<{ default: TypeScript }>).default ?? found
  const { version } = ts
  if (parseInt(version) >= 7) throw new Error(`ringloop/rollup: typescript ${version} has no ES5 target; npm install -D typescript@6`)
  return ts
}

export async function rollup(): Promise<typeof import('rollup')> {
  return load(import('rollup'))
}

export async function measuring(): Promise<typeof import('./contents')> {
  return load(import('./contents'))
}

export async function terser(): Promise<typeof import('terser')> {
  return load(import('terser'))
}

export async function lowering(): Promise<typeof import('./lower/lower')['lower']> {
  return (await load(import('./lower/lower'))).lower
}

export async function checking(): Promise<typeof import('./checks')> {
  return load(import('./checks'))
}

export async function catching(): Promise<typeof import('./catches')['apart']> {
  return (await load(import('./catches'))).apart
}

export async function merger(): Promise<typeof import('./blocks')['inFewBlocks']> {
  return (await load(import('./blocks'))).inFewBlocks
}
