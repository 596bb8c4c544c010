// port.ts: QuickJS, quickjs-ng, and embeddings of them that give setTimeout.
//
// `qjs` gives timers in the module "os" only, which a script cannot import: a program there hands them over once with
// `globalThis.os = os`, or starts with `qjs --std`.
//   QP1  the clock is os.now(), which its timers go by, or performance.now(). Where there is neither it is the wall clock, of
//        which only steps forward count, and none that is longer than the host timer may take; when that fires, its time has passed
//   QP2  `qjs` looks for due timers before files and workers; so we breathe (breath.ts)

import type { Loop } from '../../src/loop'
import type { ErrorContext, Port } from '../../src/port'
import { breathing } from './breath'
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

/** The most that a host timer may be late before the wall clock counts as moved. */
const SLACK_MS = 10000

/** An error as text, with its stack where there is one. */
function textOf(context: ErrorContext): string {
  if (!('exception' in context)) return 'ringloop: ' + context.message
  const error = context.exception as Error | null | undefined
  return 'ringloop: ' + context.message + '\n' + String(error) + (error && error.stack ? '\n' + error.stack : '')
}

export function report(context: ErrorContext): void {
  const print = globalThis.print
  if (print) print(textOf(context))
  else if (globalThis.console) globalThis.console.log(textOf(context))
}

export function quickjsPort(loop: Loop): Port {
  const host = globalThis
  const os = host.os
  const timers = (host.setTimeout ? host : os) as Timers
  const performance = host.performance
  const hostMs = breathing(now)
  let timer: unknown
  // QP1
  let clock = 0
  let last = Date.now()
  let due = -Infinity
  let longest = Infinity

  function now(): number {
    return os && os.now ? os.now() : performance ? performance.now() : counted()
  }

  function counted(): number {
    const wall = Date.now()
    const passed = wall - last
    if (passed > 0 && passed <= longest) clock = clock + passed
    last = wall
    return clock
  }

  function fired(): void {
    timer = undefined
    if (now() < due) clock = due
    loop.turn()
  }

  function disarm(): void {
    if (timer !== undefined) timers.clearTimeout(timer)
    timer = undefined
    due = -Infinity
    longest = Infinity
  }

  const port: Port & { _shapes: object[] } = {
    _shapes: frameShapes(),
    now: now,
    arm: function (delayMs) {
      disarm()
      due = now() + delayMs
      longest = delayMs + SLACK_MS
      timer = timers.setTimeout(fired, hostMs(delayMs))
    },
    disarm: function () {
      disarm()
      hostMs(Infinity)
    },
    report: report
  }
  return port
}
