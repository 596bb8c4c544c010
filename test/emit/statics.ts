// statics.ts: a subclass sees what becomes of its base's statics (not on Espruino, whose functions inherit nothing).

/* eslint-disable @typescript-eslint/no-extraneous-class -- statics are all that is asked */

export function main(log: (line: unknown) => void): void {
  class Base {
    static count = 0
    static later?: string
    static next(): number {
      return ++this.count
    }
  }
  class Sub extends Base {}
  log([Sub.next(), Base.count, Sub.count])
  Base.count = 10
  log([Base.next(), Base.count, Sub.count])
  class Other extends Base {}
  Base.count = 20
  Base.later = 'later'
  log([Other.count, Other.later])
}
