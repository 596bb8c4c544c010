// classes.js: async methods, super, accessors, fields and computed names.

export async function asyncMethods() {
  class Counter {
    constructor() {
      this.n = 0
    }
    async add(x) {
      this.n += await tick(x)
      return this
    }
    async twice(x) {
      await this.add(x)
      await this.add(x)
      return this.n
    }
  }
  const counter = new Counter()
  log(await counter.twice(2), (await counter.add(1)).n)
}

export async function superCallInAnAsyncMethod() {
  class Base {
    async name(x) { return 'base ' + (await tick(x)) }
    plain(x) { return 'plain ' + x }
  }
  class Derived extends Base {
    async name(x) {
      const before = await super.name(x)
      await tick()
      return before + ', derived ' + super.plain(await tick(x + 1))
    }
  }
  log(await new Derived().name(1))
}

export async function superPropertyInAnAsyncMethod() {
  class Base {
    get value() { return 'of ' + this.n }
    f() { return this.n }
  }
  class Derived extends Base {
    constructor() {
      super()
      this.n = 5
    }
    get value() { return 'hidden' }
    async read() {
      await tick()
      return [typeof super.f, super.f(), this.value, super['f'](await tick(1))]
    }
  }
  log(await new Derived().read())
}

export async function superInAnAsyncArrow() {
  class Base {
    f(x) { return [this.n, x] }
  }
  class Derived extends Base {
    constructor(n) {
      super()
      this.n = n
    }
    async f(x) {
      const arrow = async (y) => {
        await tick()
        return super.f(y)
      }
      return await arrow(x + 1)
    }
  }
  log(await new Derived(3).f(1))
}

export async function superOfThreeClasses() {
  class A {
    async f() { return ['A', await tick(this.name)] }
  }
  class B extends A {
    async f() { return ['B', ...(await super.f())] }
  }
  class C extends B {
    constructor() {
      super()
      this.name = 'c'
    }
    async f() {
      try {
        return ['C', ...(await super.f())]
      } finally {
        log('finally', await tick(1))
      }
    }
  }
  log(await new C().f())
}

export async function superInAnObject() {
  const base = { f() { return 'base ' + this.n } }
  const o = {
    n: 1,
    f() { return 'own ' + super.f() },
  }
  Object.setPrototypeOf(o, base)
  await tick()
  log(o.f())
}

export async function staticAsyncMethods() {
  class Base {
    static async make(x) {
      const made = new this()
      made.x = await tick(x)
      return made
    }
  }
  class Derived extends Base {
    static async make(x) {
      const made = await super.make(x)
      made.derived = true
      return made
    }
  }
  log(await Base.make(1), await Derived.make(2))
}

export async function fieldsWithAsyncArrows() {
  class Worker {
    n = 1
    add = async (x) => {
      await tick()
      this.n += x
      return this.n
    }
  }
  const { add } = new Worker()
  log(await add(1), await add(2))
}

export async function fieldsAreMadeInOrder() {
  class A {
    a = log('a')
    b = log(this.a + 'b')
    static s = log('static')
    constructor() {
      log('constructor', this.b)
    }
  }
  class B extends A {
    c = log('c' + this.b)
    constructor(x) {
      super()
      log('derived', x)
    }
  }
  await tick()
  log(new B(await tick('x')))
}

export async function gettersAndSetters() {
  class Box {
    constructor() {
      this.inner = 0
    }
    get value() {
      log('get')
      return this.inner
    }
    set value(x) {
      log('set', x)
      this.inner = x
    }
    async bump() {
      this.value = this.value + (await tick(1))
      this.value += await tick(2)
      return this.value
    }
  }
  log(await new Box().bump())
}

export async function gettersThatGiveAwaitables() {
  class Box {
    get soon() { return tick('soon') }
    get never() { return fail('never') }
  }
  const box = new Box()
  log(await box.soon)
  try {
    await box.never
  } catch (error) {
    log(error)
  }
}

export async function awaitInAClassHeritage() {
  class Base {
    f() { return 'base' }
  }
  class Derived extends (await tick(Base)) {
    f() { return 'derived of ' + super.f() }
  }
  log(new Derived().f(), new Derived() instanceof Base)
}

export async function awaitInAComputedMethodName() {
  class A {
    [await tick('first')]() { return 1 }
    [log('second')]() { return 2 }
    async [await tick('third')]() { return await tick(3) }
  }
  const a = new A()
  log(a.first(), a.second(), await a.third())
}

export async function classExpressions() {
  const A = class Named {
    who() { return Named === A }
  }
  await tick()
  log(new A().who())
  const make = (x) => class { get() { return x } }
  log(new (make(await tick(5)))().get())
}

export async function classesInBlocks() {
  const made = []
  for (const x of [1, 2]) {
    class Own {
      async get() { return (await tick(x)) * 10 }
    }
    made.push(new Own())
    await tick()
  }
  for (const own of made) log(await own.get())
}

export async function methodsThatThrow() {
  class A {
    async f() {
      try {
        await this.g()
      } catch (error) {
        return 'caught ' + error
      } finally {
        this.finished = await tick(true)
      }
    }
    async g() {
      await tick()
      throw this.name
    }
    constructor(name) {
      this.name = name
    }
  }
  const a = new A('x')
  log(await a.f(), a.finished)
}

export async function methodsKeptApartFromTheirObject() {
  class A {
    async f() {
      await tick()
      return this && this.n
    }
  }
  const a = new A()
  a.n = 1
  const { f } = a
  log(await f(), await f.call({ n: 2 }), await a.f())
}

export async function constructorsWithClosures() {
  class A {
    constructor(x) {
      this.get = async () => {
        await tick()
        return x++ + this.y
      }
      this.y = 10
    }
  }
  const a = new A(1)
  log(await a.get(), await a.get())
}

export async function instanceofAndConstructor() {
  class A {}
  class B extends A {}
  const b = await tick(new B())
  log(b instanceof A, b instanceof B, b.constructor === B, new A() instanceof B)
}

export async function inheritedStatics() {
  class A {
    static f(x) { return ['A', x] }
  }
  class B extends A {}
  log(B.f(await tick(1)))
}

export async function methodsOverridden() {
  class Shape {
    async area() { return await tick(0) }
    async describe() { return this.name + ' ' + (await this.area()) }
  }
  class Square extends Shape {
    constructor(side) {
      super()
      this.side = side
      this.name = 'square'
    }
    async area() { return this.side * (await tick(this.side)) }
  }
  class Cube extends Square {
    constructor(side) {
      super(side)
      this.name = 'cube'
    }
    async area() { return 6 * (await super.area()) }
  }
  for (const shape of [new Square(2), new Cube(3)]) log(await shape.describe())
}

export async function generatorMethods() {
  class Range {
    constructor(from, to) {
      this.from = from
      this.to = to
    }
    *values() {
      for (let i = this.from; i < this.to; i++) yield i
    }
    *twice() {
      yield* this.values()
      yield* this.values()
    }
  }
  log([...new Range(await tick(1), 3).twice()])
}

export async function superInAGeneratorMethod() {
  class A {
    *list() {
      yield 'a'
      return 'A'
    }
  }
  class B extends A {
    *list() {
      yield 'b'
      const result = yield* super.list()
      yield result
    }
  }
  await tick()
  log([...new B().list()])
}

export async function privateFields() {
  class Secret {
    #n = 1
    async add(x) {
      this.#n += await tick(x)
      return this.#n
    }
    #hidden(x) { return x * 2 }
    async twice(x) { return this.#hidden(await tick(x)) }
    static is(x) { return #n in x }
  }
  const secret = new Secret()
  log(await secret.add(2), await secret.twice(4), Secret.is(secret), Secret.is({}))
}

export async function privateAccessorsAndUpdates() {
  class Box {
    #x = 0
    get #value() { return this.#x }
    set #value(x) { this.#x = x }
    static #made = 0
    static count() { return Box.#made }
    constructor() {
      Box.#made++
    }
    async run() {
      this.#value = await tick(5)
      this.#value += await tick(1)
      this.#x++
      return [this.#value, this.#x--, this.#x]
    }
  }
  log(await new Box().run(), Box.count())
}

export async function staticBlocks() {
  class A {
    static list = []
    static {
      for (const x of [1, 2]) this.list.push(x)
    }
  }
  await tick()
  log(A.list)
}

export async function newTarget() {
  class A {
    constructor() {
      this.direct = new.target === A
    }
  }
  class B extends A {}
  await tick()
  log(new A(), new B())
}

export async function symbolsAndToString() {
  class A {
    toString() { return 'text of A' }
  }
  log(`${await tick(new A())}`, '' + new A())
}
