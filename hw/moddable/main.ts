// main.ts: what targets/moddable/README.md shows: a program for Moddable. Ten beats, then it ends.

import { createTask, run, sleep } from 'ringloop'
import type { Coroutine } from 'ringloop'

declare function trace(text: string): void

function* heartbeat(): Coroutine<void> {
  for (let beat = 1; ; beat++) {
    trace(`beat ${beat}\n`)
    yield* sleep(1000)
  }
}

function* main(): Coroutine<void> {
  const beating = createTask(heartbeat())
  yield* sleep(10_000)
  beating.cancel()
}

run(main())
