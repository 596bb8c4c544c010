// define.ts: members as the language defines its own: not enumerable, and made even where what is inherited is frozen
// (Moddable's preload), which would refuse an assignment. Espruino, which is known by its lack of RangeError, hides no member
// and freezes nothing.

/** @cold */
export function define(target: object, key: string | symbol, value: unknown): void {
  if (typeof RangeError === 'undefined') (target as Record<typeof key, unknown>)[key] = value
  else Object.defineProperty(target, key, { value: value, writable: true, configurable: true })
}
