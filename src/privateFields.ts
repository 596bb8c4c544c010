// privateFields.ts: private fields, methods and accessors (`#x`), as TypeScript's emit calls them.
//
// The emit keeps a field in a WeakMap of the program's own, and who has private methods in a WeakSet. Where the engine has
// neither, the build gives the program the one class below for both: it keeps the value in the object itself, under a name
// that starts with \xFF. Such names are hidden on Espruino; other engines are told not to enumerate them.
// A private static is a { value }, and the class stands in the place of the map.

import { define } from './define'

interface Has {
  has(object: unknown): boolean
}

let count = 0

export class __WeakMap {
  _key: string

  constructor() {
    count++
    this._key = '\xFF' + count
  }

  has(object: unknown): boolean {
    return object !== undefined && object !== null && Object.prototype.hasOwnProperty.call(object, this._key)
  }

  get(object: Record<string, unknown>): unknown {
    return this.has(object) ? object[this._key] : undefined
  }

  set(object: Record<string, unknown>, value: unknown): void {
    if (this.has(object)) object[this._key] = value
    else define(object, this._key, value)
  }

  add(object: Record<string, unknown>): void {
    this.set(object, true)
  }
}
export { __WeakMap as __WeakSet }

function isHolder(holder: unknown, state: unknown): boolean {
  return typeof state === 'function' ? holder === state : (state as Has).has(holder)
}

/** Refuses an object of another class, and half an accessor. */
function check(holder: unknown, state: unknown, kind: string, access: unknown, what: string): void {
  if (kind === 'a' && !access) throw new TypeError('private accessor: it has no ' + what + '; write one')
  if (!isHolder(holder, state)) {
    throw new TypeError('private member: the object is not of the class that declares it; call the method on an instance of that')
  }
}

/** `kind` is f for a field, m for a method, a for an accessor; `access` the method, the getter, or the { value } of a static. */
export function __classPrivateFieldGet(holder: unknown, state: unknown, kind: string, access?: unknown): unknown {
  check(holder, state, kind, access, 'getter')
  if (kind === 'm') return access
  if (kind === 'a') return (access as () => unknown).call(holder)
  return access ? (access as { value: unknown }).value : (state as __WeakMap).get(holder as Record<string, unknown>)
}

export function __classPrivateFieldSet(holder: unknown, state: unknown, value: unknown, kind: string, access?: unknown): unknown {
  if (kind === 'm') throw new TypeError('private method: it cannot be assigned to; use a field')
  check(holder, state, kind, access, 'setter')
  if (kind === 'a') (access as (value: unknown) => void).call(holder, value)
  else if (access) (access as { value: unknown }).value = value
  else (state as __WeakMap).set(holder as Record<string, unknown>, value)
  return value
}

/** `#x in holder`. */
export function __classPrivateFieldIn(state: unknown, holder: unknown): boolean {
  if (holder === null || (typeof holder !== 'object' && typeof holder !== 'function')) {
    throw new TypeError('#x in: ' + String(holder) + ' is no object; ask for one')
  }
  return isHolder(holder, state)
}
