// misc.ts: enums, namespaces, computed keys, optional chaining, catch without a name, defaults, closures, getters.

/* eslint-disable -- what the odd ones do is asked here */

enum Colour { Red, Green = 5, Blue, Text = 'text' }
const enum Flag { One = 1, Two = One << 1 }

namespace Shapes {
  export const sides = 4
  export namespace Inner {
    export function area(side: number): number {
      return side * side * Flag.Two
    }
  }
}

export function main(log: (line: unknown) => void): void {
  log([Colour.Blue, Colour[5], Colour.Text, Flag.Two])
  log([Shapes.sides, Shapes.Inner.area(3)])

  let calls = 0
  const key = (): string => 'k' + ++calls
  const object = { [key()]: 1, [key()](): number { return 2 }, get [key()]() { return 3 }, shorthand: calls } as Record<string, unknown>
  log([object.k1, (object.k2 as () => number)(), object.k3, object.shorthand])

  try {
    throw new SyntaxError('x')
  } catch {
    log('caught')
  }

  const nothing = undefined as { a: { b(): number } } | undefined
  log([nothing?.a.b(), nothing?.a ?? 'default'])
  const assigned = {} as { x?: number; y: number | null }
  assigned.x ??= 4
  assigned.y ||= 5
  assigned.x &&= 6
  log(assigned)
  log([2 ** 10, 1_000])

  function defaults(a: number, b = a + 1, { c = b } = {}, ...rest: number[]): number[] {
    return [a, b, c, rest.length]
  }
  log(defaults(1))
  log(defaults(1, undefined, { c: 7 }, 8, 9))

  const made: (() => number)[] = []
  for (let i = 0; i < 3; i++) made.push(() => i)
  let j = 0
  while (j < 2) {
    const kept = j++
    made.push(() => kept * 10)
  }
  log(made.map((fn) => fn()))

  class Box {
    static #count = 0
    static next = (): number => ++Box.#count
    value = ((): number => 1)()
    declare later: string
    readonly arrow = (): number => this.value
  }
  log([Box.next(), Box.next(), new Box().arrow(), 'later' in new Box()])
}
