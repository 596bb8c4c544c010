// errors.ts: what is caught is unknown; each class of errors has a type of its own.

import {
  CancelledError, CapacityError, InvalidStateError, QueueEmpty, QueueFull, RuntimeError, TimeoutError, ValueError, isCancelled, waitFor
} from 'ringloop'
import { expectType } from './expect'
import { half } from './programs'

export async function catches(): Promise<number> {
  try {
    return await waitFor(half(), 100)
  } catch (error) {
    expectType(error).is<unknown>()
    if (isCancelled(error)) {
      expectType(error).is<CancelledError>()
      throw error
    }
    expectType(error).is<unknown>()
    if (error instanceof TimeoutError) expectType(error.message).is<string>()
    // @ts-expect-error it may be anything
    return error.message.length
  }
}

/** Looking for one class does not rule the others out. */
export function narrows(result: number | Error): void {
  if (isCancelled(result)) expectType(result).is<CancelledError>()
  else if (result instanceof TimeoutError) expectType(result).is<TimeoutError>()
  else if (result instanceof Error) expectType(result).is<Error>()
  else expectType(result).is<number>()
}

export function classes(): void {
  expectType(new CancelledError('enough').name).is<'CancelledError'>()
  expectType(new InvalidStateError()).is<InvalidStateError>()
  expectType(new QueueEmpty()).is<QueueEmpty>()
  expectType(new QueueFull()).is<QueueFull>()
  expectType(new ValueError()).is<ValueError>()
  const runtime: RuntimeError = new CapacityError('full')
  const error: Error = runtime
  expectType(error.message).is<string>()
  // @ts-expect-error not every RuntimeError is of capacity
  const capacity: CapacityError = runtime
  expectType(capacity.name).is<'CapacityError'>()
  // @ts-expect-error not every error is a cancellation
  const cancelled: CancelledError = new Error('enough')
  expectType(cancelled.name).is<'CancelledError'>()
  // @ts-expect-error a message is a string
  new TimeoutError(4)
}

export class ProbeError extends TimeoutError {
  constructor(readonly pin: number) {
    super(`probe at ${pin}: no answer`)
  }
}

export function own(error: unknown): void {
  if (error instanceof ProbeError) expectType(error.pin).is<number>()
}
