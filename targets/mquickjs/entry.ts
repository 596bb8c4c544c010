// entry.ts: the library on mquickjs, with the helpers that compiled programs call.

import { setDefaults } from '../../src/index'
import { mquickjsPort } from './port'

export * from '../../src/index'
export * from '../../src/emit'
export { mquickjsPort } from './port'

setDefaults(mquickjsPort, { ready: 16, timers: 16 })
