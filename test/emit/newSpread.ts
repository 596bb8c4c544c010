// newSpread.ts: spread in `new` (by bind(), which mquickjs' functions cannot be constructed by).

export function main(log: (line: unknown) => void): void {
  class Pair {
    all: unknown[]
    constructor(...all: unknown[]) {
      this.all = all
    }
  }
  log(new Pair(...[1, 2], 3).all)
}
