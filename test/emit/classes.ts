// classes.ts: inheritance, statics, accessors, computed and static members, new.target, extending null and functions.

export function main(log: (line: unknown) => void): void {
  class Animal {
    static count = 0
    static kinds: string[]
    static {
      Animal.kinds = ['none']
    }
    name: string
    #id: number

    constructor(name: string) {
      this.name = name
      this.#id = ++Animal.count
      log(new.target === Animal ? 'an animal' : 'a kind of animal')
    }

    static make(name: string): Animal {
      return new this(name)
    }

    static get total(): string {
      return 'total of ' + this.kinds.join()
    }

    get label(): string {
      return this.name + ' ' + this.#id
    }

    set label(text: string) {
      this.name = text
    }

    speak(): string {
      return this.name + ' makes a sound'
    }
  }

  class Dog extends Animal {
    tail = 1
    override speak(): string {
      return super.speak() + ', a bark'
    }
    override get label(): string {
      return 'dog ' + this.name
    }
    ['fe' + 'tch'](): string {
      return this.name + ' fetches'
    }
  }
  class Puppy extends Dog {}

  const rex = Puppy.make('Rex') as Puppy
  log([rex instanceof Puppy, rex instanceof Dog, rex instanceof Animal, rex.constructor === Puppy])
  log(rex.speak())
  log(rex.label)
  log(rex.tail)
  log((rex as unknown as { fetch(): string }).fetch())
  log(Dog.kinds)
  log(Puppy.total)
  log('make' in Dog)
  log(Object.keys(rex).filter((key) => key.charCodeAt(0) < 128))

  const animal = new Animal('cat')
  animal.label = 'Cat'
  log(animal.label)

  class Nothing extends (null as unknown as ObjectConstructor) {
    static made = 'static of nothing'
  }
  log(Nothing.made)
  log(Object.getPrototypeOf(Nothing.prototype) === null)

  function Old(this: { a: number }, a: number): void {
    this.a = a
  }
  class New extends (Old as unknown as new (a: number) => { a: number }) {
    b = this.a + 1
  }
  log(new New(1).b)

  try {
    const undefinedBase = undefined as unknown as ObjectConstructor
    class Broken extends undefinedBase {}
    log(new Broken())
  } catch (error) {
    log((error as Error) instanceof TypeError)
  }

  function target(this: unknown): boolean {
    return new.target !== undefined
  }
  log([new (target as unknown as new () => object)() instanceof target, target()])
}
