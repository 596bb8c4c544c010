// entry.ts: the library on a clock that jumps, for tests and the emulator.

import { timerHeap } from '../../src/heap'
import { setDefaults } from '../../src/index'
import type { Loop } from '../../src/loop'
import { frameShapes } from '../quickjs/shapes'
import { virtualPort } from './port'
import type { VirtualPort } from './port'

export * from '../../src/index'
export * from '../../src/emit'
export { virtualPort } from './port'
export type { VirtualPort } from './port'

/** The emulator is QuickJS. */
function emulatorPort(loop: Loop): VirtualPort {
  const port: VirtualPort & { _shapes?: object[] } = virtualPort(loop)
  port._shapes = frameShapes()
  return port
}

setDefaults(emulatorPort, { ready: 256, timers: 256 }, timerHeap)
