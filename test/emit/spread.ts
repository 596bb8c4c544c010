// spread.ts: spread in arrays, calls, `new` and objects; rest parameters; object rest.

/* eslint-disable @typescript-eslint/no-misused-spread -- what these do is asked here */

export function main(log: (line: unknown) => void): void {
  function* two(): Generator<number> {
    yield 1
    yield 2
  }
  const list = [3, 4]
  const sum = (...numbers: number[]): number => numbers.reduce((a, b) => a + b, 0)

  log([...list, 5, ...two()])
  log([0, ...list])
  log([...'héy'])
  log(sum(...list, ...two(), 10))
  log(Math.max(...list))
  log(sum())
  log(list)

  const copy = [...list]
  copy.push(9)
  log(list.length)

  log([...Array<number>(3)].map((_, i) => i))

  function count(first: number, ...others: number[]): string {
    return first + ' and ' + others.length
  }
  log(count(1, ...list, ...list))
  log([count.call(null, 1), count(1, 2)])

  const object = {
    base: 2,
    times(...numbers: number[]): number {
      return numbers.length * this.base
    }
  }
  log(object.times(...list, ...two()))

  const source = { a: 1, get b() { return this.a + 1 }, c: undefined }
  const spread = { z: 0, ...source, a: 5, ...(null as object | null), ...(undefined as object | undefined) }
  log(spread)
  source.a = 10
  log(spread.b)
  log({ ...[7, 8] })
  log({ ...('ab' as unknown as object) })

  class Point {
    x = 1
    get y(): number {
      return 2
    }
  }
  log({ ...new Point() })

  const { a, ...others } = source
  log([a, others])
  const key = 'c'
  const { [key]: picked, ...without } = { a: 1, b: 2, c: 3 }
  log([picked, without])
  log((({ a: first, ...more }: { a: number; b?: number }) => [first, more])({ a: 1, b: 2 }))

  try {
    log([...(undefined as unknown as number[])])
  } catch (error) {
    log(error instanceof TypeError)
  }
  try {
    log([...(5 as unknown as number[])])
  } catch (error) {
    log(error instanceof TypeError)
  }
}
