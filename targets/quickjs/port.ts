// port.ts: QuickJS, quickjs-ng, and embeddings of them that give setTimeout.
//
// `qjs` gives timers in the module "os" only, which a script cannot import: a program there hands them over once with
// `globalThis.os = os`, or starts with `qjs --std`.

import type { ErrorContext, Port } from '../../src/port'
import { frameShapes } from './shapes'

interface Timers {
  setTimeout(fn: () => void, ms: number): unknown
  clearTimeout(id: unknown): void
}

interface Host extends Partial<Timers> {
  os?: Timers & { now?: () => number }
  performance?: { now(): number }
  print?: (text: string) => void
  console?: { log(text: string): void }
}

declare const globalThis: Host

/** An error as text, with its stack where there is one. */
function textOf(context: ErrorContext): string {
  if (!('exception' in context)) return 'ringloop: ' + context.message
  const error = context.exception as Error | null | undefined
  return 'ringloop: ' + context.message + '\n' + String(error) + (error && error.stack ? '\n' + error.stack : '')
}

export function quickjsPort(turn: () => void): Port {
  const host = globalThis
  const os = host.os
  const timers = (host.setTimeout ? host : os) as Timers
  const performance = host.performance
  let timer: unknown

  function fired(): void {
    timer = undefined
    turn()
  }

  function disarm(): void {
    if (timer !== undefined) timers.clearTimeout(timer)
    timer = undefined
  }

  let clock = 0
  let last = Date.now()

  /** The wall clock's steps forward: it may be set back. */
  function counted(): number {
    const wall = Date.now()
    if (wall > last) clock = clock + wall - last
    last = wall
    return clock
  }

  const port: Port & { _shapes: object[] } = {
    _shapes: frameShapes(),
    now: function () {
      return performance ? performance.now() : os && os.now ? os.now() : counted()
    },
    arm: function (delayMs) {
      disarm()
      timer = timers.setTimeout(fired, Math.ceil(delayMs))
    },
    disarm: disarm,
    report: function (context) {
      const print = host.print
      if (print) print(textOf(context))
      else if (host.console) host.console.log(textOf(context))
    }
  }
  return port
}
