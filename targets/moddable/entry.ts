// entry.ts: the library on Moddable, with the helpers that compiled programs call. Preloads: nothing is made at load time
// that would have to change later, but for plain objects, which XS copies to RAM.

import { timerHeap } from '../../src/heap'
import { setDefaults } from '../../src/index'
import { moddablePort } from './port'

export * from '../../src/index'
export * from '../../src/emit'
export { moddablePort } from './port'

setDefaults(moddablePort, { ready: 32, timers: 32 }, timerHeap)
