// define.ts: members as the language defines its own: not enumerable, and made even where what is inherited is frozen
// (Moddable's preload), which would refuse an assignment.

/** @cold */
export function define(target: object, key: string | symbol, value: unknown): void {
  Object.defineProperty(target, key, { value: value, writable: true, configurable: true })
}
