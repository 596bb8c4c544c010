// types.ts: what editors know of `ringloop/quickjs`.

export * from '../../src/index'
export { run, runSync } from './run'
