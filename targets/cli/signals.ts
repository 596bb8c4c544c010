// signals.ts: what Ctrl-C, and being asked to end, does. Until hold() the engine ends the command at once, whatever it does.
//
//   SI1  who holds signals never lets them go: one that has come and is not delivered yet would be lost

import { EXIT } from './errors'

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'
type Action = (signal: Signal) => void

const end: Action = () => process.exit(EXIT.interrupted)
let action = end
let held = false

/** From here on a signal waits until what runs now is over. */
export function hold(): void {
  if (held) return
  held = true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { action(signal) })
}

/** Has signals do something else than end the command; without `act`, that again. */
export function onSignal(act: Action = end): void {
  action = act
  hold()
}
