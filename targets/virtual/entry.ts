// entry.ts: the library on a clock that jumps, for tests and the emulator.

import { timerHeap } from '../../src/heap'
import { setDefaults } from '../../src/index'
import { virtualPort } from './port'

export * from '../../src/index'
export * from '../../src/emit'
export { virtualPort } from './port'
export type { VirtualPort } from './port'

setDefaults(virtualPort, { ready: 256, timers: 256 }, timerHeap)
