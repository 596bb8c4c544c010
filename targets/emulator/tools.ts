// tools.ts: the packages that the emulator takes from the user's project, or says how to get.

const INSTALL = 'npm install -D quickjs-emscripten rollup typescript@6 terser @babel/parser @babel/traverse @babel/generator @babel/types @jridgewell/trace-mapping'

export async function tool<T>(importing: Promise<T>): Promise<T> {
  try {
    return await importing
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error(`ringloop/testing: ${/'([^']+)'/.exec(message)?.[1] ?? message} is not installed; ${INSTALL}`)
  }
}

/** Says how to get a package that is needed later. */
export async function installed(name: string): Promise<void> {
  await tool((async () => import.meta.resolve(name))())
}
