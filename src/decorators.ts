// decorators.ts: decorators as TypeScript's emit calls them: those of the language, and those of `experimentalDecorators`.
//
// Decorators are called from the last to the first; each gets what the one before it made.

type Decorator = (...args: unknown[]) => unknown
type Key = string | symbol

/** mquickjs cannot tell a property's descriptor: it is a method there. */
function descriptorOf(target: object, key: Key): PropertyDescriptor | undefined {
  if (Object.getOwnPropertyDescriptor) return Object.getOwnPropertyDescriptor(target, key)
  return { value: (target as Record<Key, unknown>)[key], writable: true, configurable: true, enumerable: false }
}

// experimentalDecorators

/** Of a class (no `key`), a method or accessor (`descriptor` is null), a field (undefined). Gives what becomes of it. */
export function __decorate(decorators: (Decorator | undefined)[], target: object, key?: Key, descriptor?: unknown): unknown {
  let result: unknown = descriptor
  if (key === undefined) result = target
  else if (descriptor === null) result = descriptorOf(target, key)
  for (let i = decorators.length - 1; i >= 0; i--) {
    const decorator = decorators[i]
    // __metadata gives none
    const made = decorator && (key === undefined ? decorator(result) : decorator(target, key, result))
    if (made) result = made
  }
  if (key !== undefined && result) Object.defineProperty(target, key, result as PropertyDescriptor)
  return result
}

export function __param(index: number, decorator: Decorator): Decorator {
  return function (target, key) {
    decorator(target, key, index)
  }
}

/** The decorator of `emitDecoratorMetadata`; none, unless a library has put Reflect.metadata there. */
export function __metadata(key: unknown, value: unknown): unknown {
  return typeof Reflect === 'object' && Reflect.metadata ? Reflect.metadata(key, value) : undefined
}
declare const Reflect: { metadata?: Decorator }

// Decorators of the language.

interface DecoratorContext {
  kind: string
  name: Key
  static?: boolean
  addInitializer?: (initializer: unknown) => void
}

function refused(made: unknown, expected: string): TypeError {
  return new TypeError('decorator: ' + String(made) + ' is not ' + expected + '; return nothing to change nothing')
}

function checked<T>(made: T): T {
  if (typeof made !== 'function') throw refused(made, 'a function')
  return made
}

/**
 * Of a member of `ctor`; of a class, or a private member, whose value is in `descriptor`; of a field, with neither.
 * `initializers` get what a field begins with, `extra` what addInitializer() was given.
 */
export function __esDecorate(
  ctor: { prototype: object } | null,
  descriptor: PropertyDescriptor | null,
  decorators: Decorator[],
  context: DecoratorContext,
  initializers: unknown[] | null,
  extra: unknown[]
): void {
  const kind = context.kind
  const part = kind === 'getter' ? 'get' : kind === 'setter' ? 'set' : 'value'
  const target = ctor === null || descriptor !== null ? null : context.static ? (ctor as object) : ctor.prototype
  const members: PropertyDescriptor = descriptor || (target && descriptorOf(target, context.name)) || {}
  let open = true
  for (let i = decorators.length - 1; i >= 0; i--) {
    const given: DecoratorContext = Object.create(null)
    for (const key in context) (given as unknown as Record<string, unknown>)[key] = (context as unknown as Record<string, unknown>)[key]
    given.addInitializer = function (initializer) {
      if (!open) throw new TypeError('addInitializer: the decorator has ended; call it before')
      const initialize = checked(initializer) as () => void
      // __runInitializers hands it a value, which is not for it
      extra.push(function (this: unknown) {
        initialize.call(this)
      })
    }
    const accessor = kind === 'accessor'
    const made = (decorators[i] as Decorator)(accessor ? { get: members.get, set: members.set } : members[part], given)
    if (made === undefined) continue
    if (accessor) {
      if (typeof made !== 'object' || made === null) throw refused(made, 'an object with get, set or init')
      const accessors = made as { get?: () => unknown; set?: (value: unknown) => void; init?: unknown }
      if (accessors.get !== undefined) members.get = checked(accessors.get)
      if (accessors.set !== undefined) members.set = checked(accessors.set)
      if (accessors.init !== undefined) (initializers as unknown[]).unshift(checked(accessors.init))
    } else if (kind === 'field') (initializers as unknown[]).unshift(checked(made))
    else members[part] = checked(made)
  }
  if (target) Object.defineProperty(target, context.name, members)
  open = false
}

/** What a field begins with: `value`, after each initializer has had its say. */
export function __runInitializers(holder: unknown, initializers: ((value: unknown) => unknown)[], value?: unknown): unknown {
  for (let i = 0; i < initializers.length; i++) value = (initializers[i] as (value: unknown) => unknown).call(holder, value)
  return value
}

/** A computed name, once. */
export function __propKey(key: unknown): Key {
  return typeof key === 'symbol' ? key : '' + (key as string)
}

/** Names a function or class as the language would. */
export function __setFunctionName(fn: object, name: Key, prefix?: string): object {
  if (typeof name === 'symbol') {
    const description = (name as { description?: string }).description
    name = description ? '[' + description + ']' : ''
  }
  Object.defineProperty(fn, 'name', { value: prefix ? prefix + ' ' + name : name, configurable: true })
  return fn
}
