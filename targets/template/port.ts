// port.ts: a port to copy. What it stands on is a made-up engine, as small as they come: a counter of milliseconds that wraps,
// one alarm, and a line of text. Its duties are those of src/port.ts (P1 to P6); test/ports.test.ts tries them, on a simulated
// engine, as it does with every port. Write down here what is peculiar to yours, as the ports beside this one do.

import type { Loop } from '../../src/loop'
import type { Port } from '../../src/port'

/** 1. The few names of the engine that you need, and their types. Nothing else of it is touched. */
declare const engine: {
  /** Milliseconds since the start: a 32-bit count that begins again at 0 after 49 days. */
  millis(): number
  /** Calls `fn` once, in `ms` milliseconds, from the engine's own top level. There is one alarm: a new one replaces it. */
  setAlarm(fn: () => void, ms: number): void
  clearAlarm(): void
  log(text: string): void
}

/** 2. A port belongs to one loop, and its `turn()` is all that it knows of that. What changes is in variables of this function. */
export function templatePort(loop: Loop): Port {
  let clock = 0
  let last = engine.millis()

  function fired(): void {
    loop.turn()
  }

  return {
    // 3. P1: a clock that never goes back and does not wrap. Differences of a count that wraps are right if the engine's bits
    //    are kept: >>> 0 for a count without sign, | 0 for one with. The loop looks at least every 11 days (MAX_ARM_MS in
    //    scheduler.ts) while it waits for anything. Has your engine a wall clock only? See targets/espruino/port.ts.
    now: function () {
      const ticks = engine.millis()
      clock = clock + ((ticks - last) >>> 0)
      last = ticks
      return clock
    },

    // 4. P2: once, never early, and not before arm() has returned. Delays may be fractions, so round up. If your engine has
    //    many timers, clear the old one first; forget its id when it fires (targets/mquickjs/port.ts). If it has timers that
    //    can be set again, make one and keep it: then waiting allocates nothing (targets/moddable/port.ts). 0 must let other
    //    events of the host have their turn: look into its idle loop whether it does (targets/quickjs/breath.ts).
    arm: function (delayMs) {
      engine.setAlarm(fired, Math.ceil(delayMs))
    },

    // 5. P3: nothing stays armed; a device sleeps then until its next event.
    disarm: function () {
      engine.clearAlarm()
    },

    // 6. P4: one line or more, and no error of its own. `exception` may be anything at all, and is not there for warnings.
    report: function (context) {
      engine.log('ringloop: ' + context.message + ('exception' in context ? ': ' + String(context.exception) : ''))
    }

    // 7. P5, P6: block() only if your engine can sleep in the middle of a call and has nothing else to do meanwhile; guardMs
    //    only if it may break a callback off where no catch runs.
  }
}
