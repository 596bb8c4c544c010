// format.ts: any value as one line of text, the same on every engine. For traces and for the texts of failed assertions.

/** What kind of error it is; undefined if it is none. Espruino has that of its own errors in `type`. */
export function nameOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { name, type } = error as { name?: unknown; type?: unknown }
  return typeof name === 'string' ? name : typeof type === 'string' ? type : undefined
}

/** `top` text stays as it is; inside of arrays and objects it is quoted. Never throws, never loops (depth ends at 4). */
export function format(value: unknown, depth?: number): string {
  const level = depth === undefined ? 0 : depth
  if (typeof value === 'string') return level === 0 ? value : JSON.stringify(value)
  if (typeof value === 'function') return 'function ' + (value as { name?: string }).name
  if (value === null || typeof value !== 'object') return String(value)
  if (level > 3) return '...'
  if (value instanceof Array) return '[' + value.map((item) => format(item, level + 1)).join(', ') + ']'
  const name = nameOf(value)
  const message = (value as { message?: unknown }).message
  if (name !== undefined && typeof message === 'string') return message ? name + ': ' + message : name
  if (Object.getPrototypeOf(value) !== Object.prototype) return 'an object'
  const fields = Object.keys(value).map((key) => key + ': ' + format((value as Record<string, unknown>)[key], level + 1))
  return '{' + fields.join(', ') + '}'
}

/** Same value, or arrays and plain objects of the same values; NaN is NaN. Other objects are equal to themselves only. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b || (a !== a && b !== b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const prototype: unknown = Object.getPrototypeOf(a)
  if (prototype !== Object.getPrototypeOf(b)) return false
  if (prototype !== Object.prototype && prototype !== Array.prototype) return false
  // mquickjs has no `in` for what an array holds
  if (a instanceof Array) return b instanceof Array && a.length === b.length && a.every((item, i) => same(item, b[i]))
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => key in b && same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
}
