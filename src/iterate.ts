// iterate.ts: leaving a for...of loop that waits before its end, as the build lowers it (targets/rollup/lower).

/** Tells an iterator that nobody wants more of it. */
export function __close(iterator: Iterator<unknown>): void {
  if (iterator.return) iterator.return()
}

/** The same when the loop has failed: the error goes on, whatever the iterator says. */
export function __abandon(iterator: Iterator<unknown>, error: unknown): never {
  try {
    __close(iterator)
  } catch {
    // the first error counts
  }
  throw error as Error
}
