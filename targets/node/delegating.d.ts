export function delegating(inner: object): Iterator<unknown>
