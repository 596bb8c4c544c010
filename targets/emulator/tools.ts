// tools.ts: the packages that the emulator takes from the user's project, or says how to get.

import { load } from '../rollup/peers'

export function tool<T>(importing: Promise<T>): Promise<T> {
  return load(importing, 'ringloop/testing', 'quickjs-emscripten ')
}

/** Says how to get a package that is needed later. */
export async function installed(name: string): Promise<void> {
  await tool((async () => import.meta.resolve(name))())
}
