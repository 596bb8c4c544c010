// state.ts: every state a future can be in, and the only moves.
//
//   PENDING --setResult----> FINISHED    value: the result
//      |------setException-> FAILED      value: the error
//      `------cancel-------> CANCELLED   value: the message
//   F1  no arrow leaves FINISHED, FAILED or CANCELLED

export const PENDING = 0
export const FINISHED = 1
export const FAILED = 2
export const CANCELLED = 3

/** How messages name them. */
export const stateNames = ['pending', 'finished', 'failed', 'cancelled']
