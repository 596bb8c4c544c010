// holes.ts: what becomes of holes in lists (which neither Espruino nor mquickjs can have in a literal).

/* eslint-disable no-sparse-arrays -- what becomes of them is asked here */

export function main(log: (line: unknown) => void): void {
  const list = [3, 4]
  log(1 in [...list, , 5])
  log(2 in [...list, , 5])
  log(0 in [...[, 1]])
  const [, ...rest] = [1, , 3]
  log([0 in rest, rest.length])
  const [a = 'default', b] = [, 2]
  log([a, b])
}
