// facts.test.ts: each fact of CPython that is easily got wrong, and each of our deviations, is stated by a case.
//
// A case says so at the end of its title: `(fact 4)`, `(fact 45, D3)`. The pairs of test/parity say so in the comment above the
// function, `// Fact 4: ...`, and in their `deviations`.

import { readFileSync, readdirSync } from 'node:fs'
import test from 'ava'

const FACTS = 47
const DEVIATIONS = 8

interface Stated {
  /** `4`, `D3` */
  ids: string[]
  where: string
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => `${folder}/${file}`)
}

/** The titles of a file's cases that end in ids, and those ids. */
function statedByTitles(file: string): Stated[] {
  const titles = readFileSync(file, 'utf8').matchAll(/'((?:[^'\\\n]|\\.)+) \(((?:fact \d+|D\d+)(?:, (?:fact \d+|D\d+))*)\)'/g)
  return [...titles].map(([, title = '', ids = '']) => ({
    ids: ids.split(', ').map((id) => id.replace('fact ', '')),
    where: `${file}: ${title.replaceAll('\\', '')}`
  }))
}

/** The comments and deviations of a parity subject that name ids. */
function statedByPairs(file: string): Stated[] {
  const source = readFileSync(file, 'utf8')
  const comments = [...source.matchAll(/^\/\/ Facts? (\d+(?:, \d+)*)\b/gm)].map(([, ids = '']) => ids.split(', '))
  const deviations = [...source.matchAll(/\bid: '(D\d+)'/g)].map(([, id = '']) => [id])
  return [...comments, ...deviations].map((ids) => ({ ids, where: file }))
}

const cases = filesIn('test/cases').flatMap(statedByTitles)
const pairs = filesIn('test/parity').flatMap(statedByPairs)

const known = [
  ...Array.from({ length: FACTS }, (_, i) => String(i + 1)),
  ...Array.from({ length: DEVIATIONS }, (_, i) => `D${i + 1}`)
]

for (const id of known) {
  const name = id.startsWith('D') ? `deviation ${id}` : `fact ${id}`
  test(`facts: ${name} is stated by a case`, (t) => {
    const stating = cases.filter(({ ids }) => ids.includes(id)).map(({ where }) => where)
    t.true(stating.length > 0, `no title in test/cases ends in (${name.replace('deviation ', '')})`)
    for (const where of stating) t.log(where)
  })
}

test('facts: nothing else is named', (t) => {
  for (const { ids, where } of [...cases, ...pairs]) {
    for (const id of ids) t.true(known.includes(id), `${id} in ${where}`)
  }
})

test('facts: most are compared with CPython too, by pairs', (t) => {
  const compared = known.filter((id) => pairs.some(({ ids }) => ids.includes(id)))
  t.true(compared.length >= 47, `${compared.length} of ${known.length}: ${compared.join(', ')}`)
})
