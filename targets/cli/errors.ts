// errors.ts: how a command ends: its exit code, and the line it says why with.
//
//   ER1  0: done; 1: it could not be done; 2: it was asked wrongly; 130: the user stopped it
//   ER2  what is wrong with a program is said as compilers do, a line for each place; everything else is one line that starts with
//        `ringloop <command>: `

import { shown } from '../rollup/problems'

export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 }

/** It could not be done: the program, a file or a tool is not as it must be. */
export class Failure extends Error {}

/** The command was asked wrongly. */
export class Usage extends Error {}

/** What an errno means to who gave the file. */
const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it is on a file system that cannot be written',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ENOENT: 'there is no such file or folder',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links go in a circle',
  EMFILE: 'too many files are open',
}

/** `file: it cannot be written, the disk is full`, of an error of node:fs. */
export function fileFailure(file: string, what: string, error: unknown): Failure {
  const { code = '', message } = error as NodeJS.ErrnoException
  return new Failure(`${shown(file)}: ${what}, ${REASONS[code] ?? message}`, { cause: error })
}

/** The text of an error without what the tools below have put around it. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/^(\[plugin [\w-]+\] |ringloop\/\w+: )+/, '').trim()
}

/** ER2: what starts with its place */
const PLACED = /^.+?:\d+:\d+ /

/** Is it the engine's own, so that nobody has foreseen it? */
function isBug(error: unknown): boolean {
  return [TypeError, ReferenceError].some((kind) => error instanceof kind)
}

/** What to say on stderr, and how to end. */
export function ending(error: unknown, command: string, verbose: boolean): { text: string; code: number } {
  const message = messageOf(error)
  const line = PLACED.test(message) ? message : `${command}: ${message.replace(/\s*\n\s*/g, ' ')}`
  const stack = verbose && error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : ''
  const hint = isBug(error) && !verbose ? '; that is a bug of ringloop, and --verbose shows where' : ''
  return { text: line + hint + stack, code: error instanceof Usage ? EXIT.usage : EXIT.failed }
}
