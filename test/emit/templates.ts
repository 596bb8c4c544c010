// templates.ts: template strings and tags.

/* eslint-disable -- what the odd ones do is asked here */

export function main(log: (line: unknown) => void): void {
  const seen: unknown[] = []
  function tag(strings: TemplateStringsArray, ...values: unknown[]): string {
    seen.push(strings)
    return strings.raw.join('|') + ' ' + strings.join('|') + ' ' + values.join(',')
  }
  function once(n: number): string {
    return tag`a${n}b\n${n + 1}`
  }
  log(once(1))
  log(once(2))
  log(seen[0] === seen[1])
  log(Array.isArray(seen[0]))
  log((seen[0] as string[]).length)
  log(Object.keys(seen[0] as object))
  log(tag`plain`)
  log(`x${1}y${[2, 3]}z${null}${undefined}`)
  log(`${{ toString: () => 'object' }}`)
}
