// terminal.ts: colours, progress and numbers, as far as the streams take them.
//
//   TE1  colours go to a terminal only, unless FORCE_COLOR says otherwise; NO_COLOR wins
//   TE2  progress is on stderr, on a terminal only, and is gone when something else is printed

import type { WriteStream } from 'node:tty'
import picocolors from 'picocolors'

type Stream = NodeJS.WriteStream | WriteStream

/** TE1 */
export function hasColours({ isTTY }: { isTTY?: boolean | undefined }, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false'
  return isTTY === true && env['TERM'] !== 'dumb'
}

/** Colours for what goes to stdout, and to stderr. */
export const colours = picocolors.createColors(hasColours(process.stdout))
export const errorColours = picocolors.createColors(hasColours(process.stderr))

/** 16078: '16,078' */
export const grouped = (value: number): string => value.toLocaleString('en-US')

/** 2134: '2.1 s' */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** One line that says what is being done. */
export class Progress {
  readonly #stream: Stream
  #shown = false

  constructor(stream: Stream = process.stderr) {
    this.#stream = stream
  }

  step(text: string): void {
    if (!this.#stream.isTTY) return
    this.#stream.write(`\r\x1b[K${errorColours.dim(`${text} …`.slice(0, (this.#stream.columns || 80) - 1))}`)
    this.#shown = true
  }

  clear(): void {
    if (this.#shown) this.#stream.write('\r\x1b[K')
    this.#shown = false
  }
}
