// mocks.ts: what mocks have to play the hardware with: the global `board`. Types only.

/** What mocks have. Times are milliseconds of device time. */
export interface Board {
  now(): number
  /** Runs `fn` as an interrupt would, when the clock reaches `when`. */
  at(when: number, fn: () => void): void
  /** The same, `delay` from now. */
  after(delay: number, fn: () => void): void
  /** Puts a line into the timeline, in the name of `who`. */
  log(who: string, text: string): void
  /** Adds 1, or `by`, to a counter that the summary shows. */
  count(what: string, by?: number): void
  /** Gives the program these globals. */
  provide(globals: object): void
  /** Lets the program import this module, which has these exports. */
  module(name: string, exports: object): void
}
