// inherit.ts: how a class of the library inherits. The build calls it in place of TypeScript's `__extends` (targets/rollup/flat.ts).

interface AnyClass {
  prototype: object
}

/** No class of the library has statics. */
export function inherit(derived: AnyClass, base: AnyClass): void {
  const prototype: object = Object.create(base.prototype)
  // defined, not assigned: base.prototype may be frozen (Moddable's preload)
  Object.defineProperty(prototype, 'constructor', { value: derived, writable: true, configurable: true, enumerable: false })
  derived.prototype = prototype
}
