// time.js: Moddable's clock for xst, which has none: a 32-bit count that wraps a minute from now.

const origin = Date.now() - 0x7fffffff + 60000

export default {
  get ticks() { return (Date.now() - origin) | 0 },
  delta: (start, end) => (end - start) | 0,
}
