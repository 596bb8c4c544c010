// app.ts: what targets/espruino/README.md shows: an app of a board with a LED and a button. Not run by `npm run hw`: it does not end.

import { createTask, sleep } from 'ringloop'
import { app, edge } from 'ringloop/espruino'
import type { Emitter } from 'ringloop/espruino'

declare const E: Emitter
declare const BTN1: unknown
declare const LED1: unknown
declare function digitalWrite(pin: unknown, on: boolean): void

async function blink(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    digitalWrite(LED1, true)
    await sleep(50)
    digitalWrite(LED1, false)
    await sleep(150)
  }
}

/** Answers when the button is released. */
async function main(): Promise<void> {
  for (;;) {
    await edge(BTN1, { edge: 'falling', debounce: 20 })
    await blink(1)
  }
}

const clock = app(main()) // run(), as an app: one at a time, sent again it replaces itself
clock.watch(BTN1, () => { createTask(blink(3)) }) // setWatch(), until the app ends
clock.on(E, 'midnight', () => { createTask(blink(12)) }) // E.on(), until the app ends
clock.own(() => { digitalWrite(LED1, false) }) // anything else that must be undone
