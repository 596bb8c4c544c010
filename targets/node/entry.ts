// entry.ts: the library on a desktop. Capacities are large; give your own to run() or new Loop() to feel like a device.

import { timerHeap } from '../../src/heap'
import { setDefaults } from '../../src/index'
import { mendGenerators } from './passing'
import { nodePort } from './port'

export * from '../../src/index'
export { nodePort } from './port'
export { run } from './run'

mendGenerators()
setDefaults(nodePort, { ready: 16384, timers: 16384 }, timerHeap)
