// problems.ts: what is wrong with a program, as lines that start with its place: `file:line:column message`.

import { relative } from 'node:path'
import type { PluginContext } from 'rollup'

export interface Problem {
  file: string
  /** both from 1 */
  line: number
  column: number
  message: string
}

export function shown(file: string): string {
  const path = relative(process.cwd(), file)
  return path === '' || path.startsWith('..') ? file : path
}

/** One line for each. */
export function textOf(problems: Problem[]): string {
  return [...new Set(problems.map(({ file, line, column, message }) => `${shown(file)}:${line}:${column} ${message}`))].join('\n')
}

/** The place of an index in a text, from 1. */
export function placeOf(text: string, index: number): { line: number; column: number } {
  const lines = text.slice(0, index).split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}

/** Stops the build. Where in the plugin it happened is of no use to anybody, so there is no stack. */
export function fail(context: PluginContext, message: string): never {
  return context.error({ message, stack: '' })
}
