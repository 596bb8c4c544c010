// inherit.ts: how a class of the library inherits. The build calls it in place of TypeScript's `__extends` (targets/rollup/flat.ts).

import { define } from './define'

interface AnyClass {
  readonly prototype: object | null
}

/** No class of the library has statics. @cold */
export function inherit(derived: { prototype: object }, base: AnyClass): void {
  const prototype: object = Object.create(base.prototype)
  define(prototype, 'constructor', derived)
  derived.prototype = prototype
}
