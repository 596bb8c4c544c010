// peers.ts: the tools that a build takes from the user's project, or says how to get.

const INSTALL = 'npm install -D rollup typescript@6 terser @babel/parser @babel/traverse @babel/generator @babel/types'

function missing(name: string): Error {
  return new Error(`ringloop/rollup: ${name} is not installed; ${INSTALL}`)
}

async function load<T>(name: string, importing: Promise<T>): Promise<T> {
  try {
    return await importing
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') throw missing(name)
    throw error
  }
}

export type TypeScript = typeof import('typescript')

/** TypeScript; the last that can lower to ES5 is 6. */
export async function typescript(): Promise<TypeScript> {
  const { default: ts } = await load('typescript', import('typescript'))
  // its version 7 has no API that could be asked for more
  const { version = '7' } = ts as Partial<TypeScript>
  if (parseInt(version) >= 7) throw new Error(`ringloop/rollup: typescript ${version} has no ES5 target; npm install -D typescript@6`)
  return ts
}

export async function terser(): Promise<typeof import('terser')> {
  return load('terser', import('terser'))
}
