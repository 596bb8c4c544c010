// helpers.ts: what TypeScript's emit calls for classes, spread, destructuring and for...of (`importHelpers`).
//
// Written for engines without Symbol, Map, Object.assign or hoisting; where the engine has more, that is used.
// The names and arguments are TypeScript's contract; a program gets only those it uses, so none stands on another lightly.
// Not here, since ES modules need none: __importStar, __importDefault, __exportStar, __createBinding.

import { inherit } from './inherit'
import { ITERATOR } from './symbols'

interface AnyClass {
  new (): unknown
  prototype: object
}

/** What ES5 lacks. */
interface Later {
  assign?: (target: object, source: unknown) => object
  setPrototypeOf?: (target: object, prototype: object) => void
  getOwnPropertySymbols?: (target: object) => symbol[]
}

function own(object: object, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, key)
}

export function __extends(derived: AnyClass, base: AnyClass | null): void {
  if (base !== null) {
    if (typeof base !== 'function') throw new TypeError('class: it extends ' + typeof base + '; give a class that is defined above')
    const set = (Object as Later).setPrototypeOf
    if (set) set(derived, base)
    // On Espruino functions inherit nothing by that, so the statics are copied as they are now, which costs least memory.
    // Elsewhere there is none to copy.
    const names = Object.getOwnPropertyNames ? Object.getOwnPropertyNames(base) : []
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string
      const found = Object.getOwnPropertyDescriptor ? Object.getOwnPropertyDescriptor(base, name) : undefined
      if (!(name in derived)) Object.defineProperty(derived, name, found as PropertyDescriptor)
    }
  }
  inherit(derived, base === null ? { prototype: null } : base)
}

/** TypeScript passes one source at a time. */
export function __assign(target: Record<string, unknown>, source: Record<string, unknown> | null | undefined): object {
  // Espruino, which has no Symbol, has an assign() that refuses arrays and calls getters without their object
  if ((Object as Later).assign && typeof Symbol === 'function') return (Object as { assign: NonNullable<Later['assign']> } & ObjectConstructor).assign(target, source)
  if (source === undefined || source === null) return target // which Espruino cannot iterate over
  for (const key in source) {
    if (own(source, key)) target[key] = source[key]
  }
  return target
}

export function __rest(source: Record<string, unknown> | null | undefined, taken: unknown[]): object {
  const rest: Record<string, unknown> = {}
  for (const key in source) {
    if (own(source, key) && taken.indexOf(key) < 0) rest[key] = source[key]
  }
  const symbolsOf = (Object as Later).getOwnPropertySymbols
  if (symbolsOf && source) {
    const symbols = symbolsOf(source)
    for (let i = 0; i < symbols.length; i++) {
      const symbol = symbols[i] as unknown as string
      if (taken.indexOf(symbol) < 0 && Object.prototype.propertyIsEnumerable.call(source, symbol)) rest[symbol] = source[symbol]
    }
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
  const text = typeof from === 'string'
  // Espruino throws when a text or a number is asked for a key that it does not have
  if ((typeof from === 'object' && from !== null) || typeof from === 'function' || (text && typeof ITERATOR === 'symbol')) {
    const iterable = from as { [ITERATOR]?: unknown; next?: unknown; length?: unknown }
    const make = iterable[ITERATOR]
    if (typeof make === 'function') return (make as () => Iterator<unknown>).call(from)
    if (typeof iterable.next === 'function') return from as Iterator<unknown>
    if (typeof iterable.length === 'number') return new ArrayIterator(from as ArrayLike<unknown>)
  }
  if (text) return new ArrayIterator(from)
  throw new TypeError('for...of: ' + String(from) + ' is not iterable; give an array or an iterator')
}

/** A copy without holes. */
function packed(from: ArrayLike<unknown>): unknown[] {
  const list: unknown[] = []
  for (let i = 0; i < from.length; i++) list.push(from[i])
  return list
}

/** The first `count` values (all, without it) as an array, which the emit only reads: an array without holes is given as it is. */
export function __read(from: unknown, count?: number): unknown[] {
  if (from instanceof Array) {
    for (let i = 0; count === undefined && i < from.length; i++) {
      if (!(i in from)) return packed(from)
    }
    return from
  }
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

/** `to` and behind it `from`; with `pack`, which TypeScript gives for what it did not read by __read, anything with a length. */
export function __spreadArray(to: unknown[], from: ArrayLike<unknown>, pack?: boolean): unknown[] {
  return to.concat(pack ? packed(from) : from)
}

export function __makeTemplateObject(cooked: string[], raw: string[]): string[] {
  Object.defineProperty(cooked, 'raw', { value: raw })
  return cooked
}

/** The name of the JavaScript file that `./x.ts` becomes. No regular expression: Espruino's take `x?$` for `x$`. */
export function __rewriteRelativeImportExtension(path: string, keepJsx?: boolean): string {
  if (typeof path !== 'string' || (path.slice(0, 2) !== './' && path.slice(0, 3) !== '../')) return path
  const parts = path.split('.')
  const last = parts.length - 1
  const isD = function (at: number): boolean {
    return at > 0 && (parts[at] as string).toLowerCase() === 'd'
  }
  const between = parts[last - 1] as string
  let made: string | undefined
  switch ((parts[last] as string).toLowerCase()) {
    case 'tsx':
      made = keepJsx ? 'jsx' : 'js'
      break
    case 'ts':
      // x.d.ts and x.d.css.ts declare, and become nothing
      if (!isD(last - 1) && !(isD(last - 2) && between !== '' && between.indexOf('/') < 0)) made = 'js'
      break
    case 'mts':
    case 'cts':
      if (!isD(last - 1) || isD(last - 2)) made = (parts[last] as string).charAt(0).toLowerCase() + 'js'
  }
  return made === undefined ? path : path.slice(0, path.lastIndexOf('.') + 1) + made
}
