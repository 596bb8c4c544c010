// types.ts: what editors know of `ringloop/espruino`.

export * from '../../src/index'
export { app } from './app'
export type { App, Emitter } from './app'
export { edge } from './edge'
export type { Edge, Pin, WatchOptions } from './edge'
