import { run, sleep } from 'ringloop'

declare const LED1: unknown
declare function digitalWrite(pin: unknown, on: boolean): void

async function blink() {
  for (let on = true; ; on = !on) {
    digitalWrite(LED1, on)
    await sleep(500)
  }
}

run(blink())
