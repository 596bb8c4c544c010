// repl.ts: the same for the REPL, as a module in Storage or a script: run() may be called again (run.ts). A program that is built
// calls it once, and does without.

export * from './entry'
export { run } from './run'
