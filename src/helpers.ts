// helpers.ts: what TypeScript's ES5 emit calls for classes, spread, destructuring and for...of (`importHelpers`).
//
// Written for engines without Symbol, Map, Object.assign or hoisting; where the engine has Symbol, iterables work too.
// The names and arguments are TypeScript's contract. emit.ts adds generators and async functions.

interface AnyClass {
  prototype: object
}

export function __extends(derived: AnyClass, base: AnyClass): void {
  const statics = base as unknown as Record<string, unknown>
  for (const key in statics) {
    if (Object.prototype.hasOwnProperty.call(statics, key)) (derived as unknown as Record<string, unknown>)[key] = statics[key]
  }
  const prototype: object = Object.create(base.prototype)
  // defined, not assigned: base.prototype may be frozen (Moddable's preload)
  Object.defineProperty(prototype, 'constructor', { value: derived, writable: true, configurable: true, enumerable: false })
  derived.prototype = prototype
}

/** TypeScript passes one source at a time. */
export function __assign(target: Record<string, unknown>, source: Record<string, unknown> | null | undefined): object {
  for (const key in source) {
    if (Object.prototype.hasOwnProperty.call(source, key)) target[key] = source[key]
  }
  return target
}

export function __rest(source: Record<string, unknown> | null | undefined, taken: string[]): object {
  const rest: Record<string, unknown> = {}
  for (const key in source) {
    if (Object.prototype.hasOwnProperty.call(source, key) && taken.indexOf(key) < 0) rest[key] = source[key]
  }
  return rest
}

class ArrayIterator {
  _list: ArrayLike<unknown>
  _index: number

  constructor(list: ArrayLike<unknown>) {
    this._list = list
    this._index = 0
  }

  next(): IteratorResult<unknown> {
    const index = this._index
    if (index >= this._list.length) return { done: true, value: undefined }
    this._index = index + 1
    return { done: false, value: this._list[index] }
  }
}

/** An iterator over an iterable, an array (or string), or what is an iterator itself. */
export function __values(from: unknown): Iterator<unknown> {
  const iterable = from as { next?: unknown; length?: unknown }
  const make: unknown =
    from !== undefined && from !== null && typeof Symbol === 'function' && Symbol.iterator
      ? (from as Partial<Iterable<unknown>>)[Symbol.iterator]
      : undefined
  if (typeof make === 'function') return (make as () => Iterator<unknown>).call(from)
  if (from !== undefined && from !== null) {
    if (typeof iterable.next === 'function') return from as Iterator<unknown>
    if (typeof iterable.length === 'number') return new ArrayIterator(from as ArrayLike<unknown>)
  }
  throw new TypeError('for...of: ' + String(from) + ' is not iterable; give an array or an iterator')
}

/** The first `count` values (all, without it) as an array. */
export function __read(from: unknown, count?: number): unknown[] {
  if (from instanceof Array) return count === undefined ? from.slice() : from.slice(0, count)
  const iterator = __values(from)
  const list: unknown[] = []
  while (count === undefined || list.length < count) {
    const step = iterator.next()
    if (step.done) return list
    list.push(step.value)
  }
  if (iterator.return) iterator.return()
  return list
}

export function __spreadArray(to: unknown[], from: unknown): unknown[] {
  return to.concat(__read(from))
}

export function __makeTemplateObject(cooked: string[], raw: string[]): string[] {
  Object.defineProperty(cooked, 'raw', { value: raw })
  return cooked
}
