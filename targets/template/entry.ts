// entry.ts: where the bundle of a target begins: the library, the helpers that compiled programs call, and what a loop is here
// if nobody says otherwise. Pick capacities that a first program fits into with room to spare. Where loops of more than about 16
// timers make sense, give timerHeap as the third argument (targets/quickjs/entry.ts).

import { setDefaults } from '../../src/index'
import { templatePort } from './port'

export * from '../../src/index'
export * from '../../src/emit'
export { templatePort } from './port'

setDefaults(templatePort, { ready: 16, timers: 16 })
