// delegating.js: the one generator of the library, for passing.ts. The rest is written without, so that it can be ES5.

export function* delegating(inner) {
  yield* inner
}
