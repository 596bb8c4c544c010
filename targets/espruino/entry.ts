// entry.ts: the library on Espruino, with the helpers that compiled programs call. repl.ts is the one for the REPL.

import { setDefaults } from '../../src/index'
import { espruinoPort } from './port'

export * from '../../src/index'
export * from '../../src/emit'
export { app } from './app'
export type { App, Emitter } from './app'
export { edge } from './edge'
export type { Edge, Pin, WatchOptions } from './edge'
export { espruinoPort } from './port'

setDefaults(espruinoPort, { ready: 16, timers: 16 })
