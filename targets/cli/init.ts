// init.ts: `ringloop init`: a new project, made of the one in project/ beside this file.
//
//   IN1  no file that is there is touched: if one is in the way, nothing is written
//   IN2  the packages are those that this version of ringloop is made for: its own peerDependencies

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { ROOT } from '../rollup/library'
import { shown } from '../rollup/problems'
import { Failure } from './errors'
import { colours } from './terminal'
import { quoted } from './tools'
import { writeWhole } from './whole'
import type { File } from './whole'

const TEMPLATE = resolve(ROOT, 'targets/cli/project')

interface Manifest {
  name: string
  version: string
  peerDependencies: Record<string, string>
  devDependencies: Record<string, string>
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Manifest

/** A name that npm takes. */
export function nameFor(folder: string): string {
  const name = basename(folder).toLowerCase().normalize('NFKD').replace(/[^a-z0-9._-]+/g, '-').replace(/^[-._]+|[-._]+$/g, '')
  return name === '' ? 'app' : name.slice(0, 214)
}

/** IN2 */
function manifestFor(folder: string): string {
  const ours = read(resolve(ROOT, 'package.json'))
  const template = read(join(TEMPLATE, 'package.json'))
  const packages = { ...template.devDependencies, ...ours.peerDependencies, ringloop: `^${ours.version}` }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify({ ...template, name: nameFor(folder), devDependencies: sorted }, null, 2)}\n`
}

/** npm leaves files out of a package that are called .gitignore. */
const placeOf = (file: string) => (file === 'gitignore' ? '.gitignore' : file)

function filesFor(folder: string): File[] {
  const names = readdirSync(TEMPLATE, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(TEMPLATE, name)).isFile())
  return names.sort().map((name) => [
    join(folder, placeOf(name)), name === 'package.json' ? manifestFor(folder) : readFileSync(join(TEMPLATE, name), 'utf8'),
  ])
}

export function init(dir: string): void {
  const folder = resolve(dir)
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new Failure(`${shown(folder)} is a file; give a folder`)
  const files = filesFor(folder)
  const there = files.map(([file]) => file).filter((file) => existsSync(file))
  if (there.length > 0) {
    throw new Failure(`${there.map(shown).join(', ')}: there already, and nothing is overwritten; give a folder without ${there.length === 1 ? 'it' : 'them'}`)
  }
  writeWhole(files)
  console.log(colours.bold(`${relative(process.cwd(), folder) || '.'}:`))
  for (const [file] of files) console.log(`  ${relative(folder, file)}`)
  const enter = folder === process.cwd() ? '' : `cd ${quoted(dir)} && `
  console.log(`\nNext: ${colours.bold(`${enter}npm install && npm test && npm run build`)}`)
}
