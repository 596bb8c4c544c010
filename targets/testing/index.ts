// index.ts: `ringloop/testing`: programs of ringloop run, looked into and pictured on a desktop.

export type {
  End, EventKind, Frame, Lane, Mark, Progress, Run, RunEvent, RunOptions, ProgramOptions, TaskNode, Trace, TracedTask, Wakeups,
} from '../emulator/types'
export { complaint, duration, eventLines, report, treeOf } from '../emulator/report'
export { runProgram } from '../emulator/run'
