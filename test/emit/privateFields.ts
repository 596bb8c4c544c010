// privateFields.ts: private fields, methods, accessors and statics, `#x in`, auto-accessors, who may touch them.

export function main(log: (line: unknown) => void): void {
  class Counter {
    static #made = 0
    static #name(): string {
      return 'counter ' + Counter.#made
    }
    #n = 1
    #last: number | undefined
    accessor step = 2

    constructor() {
      Counter.#made++
      this.#check()
    }

    #check(): void {
      this.#n += 1
    }

    get #double(): number {
      return this.#n * 2
    }

    set #double(value: number) {
      this.#n = value / 2
    }

    static has(value: object): boolean {
      return #n in value && #check in value
    }

    static title(): string {
      return this.#name()
    }

    add(): number {
      this.#last = this.#n
      this.#n += this.step
      this.#double = this.#double + 2
      return this.#n++
    }

    last(): number | undefined {
      return this.#last
    }

    touch(other: Counter): number {
      return other.#n
    }

    call(other: Counter): void {
      other.#check()
    }
  }

  const counter = new Counter()
  log(counter.add())
  log(counter.add())
  log(counter.last())
  counter.step = 10
  log(counter.add())
  log(new Counter().last())
  log(counter.touch(new Counter()))
  log(Counter.title())
  log([Counter.has(counter), Counter.has({}), Counter.has(Object.create(counter) as object)])
  for (const other of [{}, Object.create(counter)] as Counter[]) {
    for (const act of [() => counter.touch(other), () => { counter.call(other) }]) {
      try {
        act()
        log('let through')
      } catch (error) {
        log(error instanceof TypeError)
      }
    }
  }
  try {
    log(Counter.has(1 as unknown as object))
  } catch (error) {
    log(error instanceof TypeError)
  }
  try {
    class Sub extends Counter {}
    log(Sub.title())
  } catch (error) {
    log(error instanceof TypeError)
  }

  class Half {
    get #read(): number {
      return 1
    }
    set #write(_value: number) {
      log('written')
    }
    #method(): void {
      log('called')
    }
    go(kind: number): void {
      const self = this as unknown as { x: unknown }
      log(self === (this as unknown))
      if (kind === 0) log(this.#read)
      else if (kind === 1) this.#write = 1
      else this.#method()
    }
  }
  for (let kind = 0; kind < 3; kind++) new Half().go(kind)
}
