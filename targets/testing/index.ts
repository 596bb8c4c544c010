// index.ts: `ringloop/testing`: programs of ringloop run, looked into and pictured on a desktop. README.md shows how.
//
// The inside is targets/emulator; `npm start`, the command and this project's own tests use it from here or there.

export { runProgram } from '../emulator/run'
export { complaint, duration, eventLines, report, treeOf } from '../emulator/report'
export type { Look } from '../emulator/report'
export { perfettoOf } from '../emulator/perfetto'
export { svgOf } from '../emulator/svg'
export type { SvgOptions } from '../emulator/svg'
export { Device, emulate } from './device'
export type { DeviceOptions } from './device'
export { virtualClock } from './clock'
export type { VirtualClock } from './clock'
export type { Board } from '../emulator/guest/mocks'
export type { Target } from '../rollup/engines'
export type {
  End, EventKind, Frame, Lane, Mark, Parts, ProgramOptions, Progress, Run, RunEvent, RunOptions, TaskNode, Trace, TracedTask, Wakeups,
} from '../emulator/types'
