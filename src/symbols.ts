// symbols.ts: the keys by which the language finds iterators and what to dispose of.
//
// An engine that has no such symbol gets a text instead, so that a class of the user's can have the method there too:
// the build writes `'@@asyncIterator'` for `Symbol.asyncIterator` and so on, where the target lacks it.

function wellKnown(name: string): symbol | string {
  const found = typeof Symbol === 'function' ? (Symbol as unknown as Record<string, symbol | undefined>)[name] : undefined
  return found || '@@' + name
}

export const ITERATOR = /* @__PURE__ */ wellKnown('iterator') as typeof Symbol.iterator
export const ASYNC_ITERATOR = /* @__PURE__ */ wellKnown('asyncIterator') as 'asyncIterator'
export const DISPOSE = /* @__PURE__ */ wellKnown('dispose') as 'dispose'
export const ASYNC_DISPOSE = /* @__PURE__ */ wellKnown('asyncDispose') as 'asyncDispose'
