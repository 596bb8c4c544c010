// emit.ts: every helper that compiled programs call (`ringloop/tslib`, in place of `tslib`).

export * from './helpers'
export * from './decorators'
export * from './privateFields'
export * from './disposing'
export { __asyncDelegator, __asyncGenerator, __await } from './asyncGenerator'
export { __asyncValues } from './asyncValues'
// async functions and generators as TypeScript lowers them
export { __awaiter } from './awaiter'
export { __generator } from './tsc'
// and as the build does (targets/rollup/lower)
export { __caught, Frame as __coroutine } from './frame'
export { __delegate, GeneratorFrame as __iterator } from './generator'
export { __abandon, __close } from './iterate'
export { __pause } from './sleep'
export { __watch } from './watch'
