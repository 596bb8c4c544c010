// entry.ts: the library on QuickJS, with the helpers that compiled programs call.

import { timerHeap } from '../../src/heap'
import { setDefaults } from '../../src/index'
import { quickjsPort } from './port'

export * from '../../src/index'
export * from '../../src/emit'
export { quickjsPort } from './port'
export { run, runSync } from './run'

setDefaults(quickjsPort, { ready: 256, timers: 256 }, timerHeap)
