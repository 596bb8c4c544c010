// decorators.ts: the language's decorators on everything that can have one.

export function main(log: (line: unknown) => void): void {
  function seen(label: string) {
    log('evaluated ' + label)
    return (value: unknown, context: DecoratorContext): void => {
      const { kind } = context
      log([label, kind, String(context.name), typeof value, kind === 'class' ? '' : [context.static, context.private].join()].join(' '))
      context.addInitializer(function (...args: unknown[]) {
        log('initializer of ' + label + ', arguments: ' + args.length)
      })
    }
  }
  function twice(method: (n: number) => number, _context: ClassMethodDecoratorContext): (n: number) => number {
    return function (this: unknown, n) {
      return 2 * method.call(this, n)
    }
  }
  function plus(by: number) {
    return (_value: undefined, _context: ClassFieldDecoratorContext) => (begin: number): number => begin * 10 + by
  }
  type Level = ClassAccessorDecoratorTarget<Thing, number>
  function bounded(target: Level, _context: ClassAccessorDecoratorContext): ClassAccessorDecoratorResult<Thing, number> {
    return {
      get() {
        return target.get.call(this)
      },
      set(value) {
        target.set.call(this, Math.min(value, 10))
      },
      init(value) {
        return value + 1
      }
    }
  }
  function upper(getter: () => string, _context: ClassGetterDecoratorContext): () => string {
    return function (this: unknown) {
      return getter.call(this).toUpperCase()
    }
  }
  function named<T extends new (...args: any[]) => object>(Class: T, context: ClassDecoratorContext): T {
    log('class ' + String(context.name))
    return class extends Class {
      extra = 'extra'
    }
  }
  const computed = 'computed'

  @named
  @seen('class')
  class Thing {
    @seen('static field') static kind = 'kind'
    @seen('field') @plus(1) @plus(2) n = 3
    @bounded accessor level = 5
    #secret = 1

    @seen('method') @twice times(n: number): number {
      return n * this.n
    }
    @upper get title(): string {
      return 'title ' + this.#secret
    }
    @seen('setter') set title(_text: string) {
      log('set')
    }
    @seen('private') #hidden(): string {
      return 'hidden'
    }
    @seen('computed') [computed](): string {
      return this.#hidden()
    }
    @seen('static method') static make(): Thing {
      return new Thing()
    }
  }

  const thing = Thing.make()
  log(thing.n)
  log(thing.times(2))
  log(thing.level)
  thing.level = 50
  log(thing.level)
  log(thing.title)
  thing.title = 'x'
  log(thing[computed]())
  log((thing as unknown as { extra: string }).extra)
  log(Thing.kind)

  for (const wrong of [1, null, 'text']) {
    try {
      const bad = (_value: unknown, _context: unknown): any => wrong
      class Broken {
        @bad method(): void {
          log('called')
        }
      }
      log(new Broken() instanceof Broken)
    } catch (error) {
      log(error instanceof TypeError)
    }
  }
  let late: ((initializer: () => void) => void) | undefined
  class Late {
    @((_value: unknown, { addInitializer }: ClassMethodDecoratorContext) => { late = addInitializer }) method(): void {
      log('called')
    }
  }
  try {
    new Late().method()
    late?.(() => undefined)
  } catch (error) {
    log(error instanceof TypeError)
  }
}
