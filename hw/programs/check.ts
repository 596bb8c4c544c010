// check.ts: what the programs of this folder print.
//
//   ok <fact> (<found>)      not ok <fact> (<found>)
//   # <what>: <number> <unit>                             a measurement, for the results
//   N passed, N failed                                    the last line

declare const print: ((text: string) => void) | undefined
declare const trace: ((text: string) => void) | undefined
declare const console: { log: (text: string) => void } | undefined
declare const process: { memory?: () => { usage: number; blocksize: number } } | undefined
declare const gc: (() => void) | undefined

/**
 * What is later than this was lost, and came with something else or not at all. A busy machine is late too, by less: how late is
 * measured, and is no check.
 */
export const LATE_MS = 1000

let passed = 0
let failed = 0

export function say(text: string): void {
  if (typeof print === 'function') print(text)
  else if (typeof trace === 'function') trace(text + '\n')
  else if (typeof console === 'object') console.log(text)
}

export function check(fact: string, ok: boolean, found: unknown): void {
  if (ok) passed++
  else failed++
  say((ok ? 'ok ' : 'not ok ') + fact + ' (' + String(found) + ')')
}

export function measured(what: string, value: number, unit: string): void {
  say('# ' + what + ': ' + Math.round(value * 1000) / 1000 + ' ' + unit)
}

export function end(): void {
  say(passed + ' passed, ' + failed + ' failed')
}

/** What is in use of the engine's memory, in units of its own; undefined if it does not say. */
export function memory(): number | undefined {
  if (typeof gc === 'function') gc()
  // a function, on Espruino
  return typeof process !== 'undefined' && process.memory ? process.memory().usage : undefined
}
