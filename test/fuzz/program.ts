// program.ts: what a random program is: a small tree, that interpret.py runs on CPython and interpret.ts on ringloop.
//
//   PR1  any tree is a program: whoever names a slot, a handle or a context that is not there does nothing, so that parts can
//        be taken out
//   PR2  every program ends: its statements run once each (`repeat` says how often), and callback n adds later ones only
//   PR3  tasks never wait for each other in a circle: a statement waits only for slots whose statement ends before it
// `id` tells which statement an entry of the trace is of.

export type Block = Statement[]

/** What may be waited for. `ms: null` is no time-out. */
export type Awaitable =
  | { op: 'slot', slot: number }
  | { op: 'sleep', ms: number, value: number }
  | { op: 'coroutine', id: number, body: Block }
  | { op: 'gather', of: Awaitable[], keep: boolean }
  | { op: 'shield', on: Awaitable }
  | { op: 'waitFor', on: Awaitable, ms: number | null }
  | { op: 'wait', of: Awaitable[], ms: number | null, when: 'FIRST_COMPLETED' | 'FIRST_EXCEPTION' | 'ALL_COMPLETED' }
  | { op: 'get', queue: number }
  | { op: 'put', queue: number, item: number }
  | { op: 'join', queue: number }

/** What only a coroutine can do. */
export type Waiting =
  | { op: 'await', id: number, on: Awaitable, catch: 'nothing' | 'cancelled' | 'all', handler: Block, again: boolean, last: Block }
  | { op: 'each', id: number, of: Awaitable[], ms: number | null, catch: boolean }
  | { op: 'repeat', id: number, times: number, body: Block }
  | { op: 'return', id: number, value: number }

/** What is done to one future, or to the task that runs. */
export type OnFuture =
  | { op: 'setResult' | 'setException' | 'look', id: number, slot: number | 'self' }
  | { op: 'cancel', id: number, slot: number | 'self', message: string | null }
  | { op: 'addDone' | 'removeDone', id: number, slot: number | 'self', callback: number }

/** What a callback can do as well. */
export type Step =
  | OnFuture
  | { op: 'raise', id: number, message: string }
  | { op: 'spawn', id: number, slot: number, how: 'task' | 'loop' | 'ensure', name: string | null, body: Block }
  | { op: 'future', id: number, slot: number }
  | { op: 'ensure', id: number, slot: number, on: Awaitable }
  | { op: 'soon', id: number, how: 'soon' | 'threadsafe' | 'later' | 'at', ms: number, context: number, body: Step[] }
  | { op: 'takeBack', id: number, handle: number }
  | { op: 'handOver', id: number, body: Block }
  | { op: 'cancelHandedOver' | 'lookHandedOver', id: number, which: number }
  | { op: 'putNowait', id: number, queue: number, item: number }
  | { op: 'getNowait' | 'taskDone', id: number, queue: number }
  | { op: 'set' | 'get' | 'reset', id: number, variable: number }
  | { op: 'copyContext', id: number, context: number }
  | { op: 'runIn', id: number, context: number, body: Step[] }

export type Statement = Waiting | Step

export interface Program {
  seed: number
  /** how many context variables there are */
  variables: number
  queues: { kind: 'fifo' | 'lifo' | 'priority', maxsize: number }[]
  /** what each done-callback does */
  callbacks: Step[][]
  main: Block
}

/** A trace: [ms, ...what]. */
export type Trace = unknown[][]
