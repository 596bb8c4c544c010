// errors.ts: the errors this library throws, and how it words them.
//
// Text of every message: `<call>: <fact with numbers>; <what to do>`.
//   E1  each class inherits from Error.prototype, so `instanceof Error` holds
//   E2  no instance is made by calling Error: that costs 45 memory blocks on Espruino and a back-trace on QuickJS;
//       where the engine can add a stack cheaply (V8) all but CancelledError have one
//   E3  message is defined, never assigned: a frozen Error.prototype (Moddable's preload) would refuse the assignment
//   E4  toString is inherited from here, since Espruino prints hand-made errors as [object Object]

import { define } from './define'
import { inherit } from './inherit'
import { hasFutures, hasPromises } from './needed'

export interface ErrorClass<E extends Error = Error> {
  new (message?: string): E
  readonly prototype: E
}

/** `'CancelledError: stop'`, or the name alone when there is no message. @cold */
function errorText(this: Error): string {
  return this.message ? this.name + ': ' + this.message : this.name
}

/** V8's can. */
declare const Error: { readonly prototype: Error; captureStackTrace?: (target: object, above: unknown) => void }

/** @cold */
function errorClass<E extends Error>(name: string, parent: { readonly prototype: object }, withStack: boolean): ErrorClass<E> {
  const Class = function (this: Error, message?: string): void {
    define(this, 'message', message === undefined ? '' : '' + message)
    if (Error.captureStackTrace && withStack) Error.captureStackTrace(this, Class)
  }
  inherit(Class, parent)
  define(Class.prototype, 'name', name)
  define(Class.prototype, 'toString', errorText)
  if (Error.captureStackTrace) define(Class, 'name', name)
  return Class as unknown as ErrorClass<E>
}

/** Thrown into a coroutine that was cancelled. Python: `asyncio.CancelledError`. In JavaScript `catch` catches it too. */
export const CancelledError: ErrorClass<CancelledError> = /*@__PURE__*/ errorClass('CancelledError', Error, false)
export interface CancelledError extends Error { readonly name: 'CancelledError' }
/** A wait took longer than it was allowed to. Python: `asyncio.TimeoutError`. */
export const TimeoutError: ErrorClass<TimeoutError> = /*@__PURE__*/ errorClass('TimeoutError', Error, true)
export interface TimeoutError extends Error { readonly name: 'TimeoutError' }
/** A future was not in the state that the call needs. Python: `asyncio.InvalidStateError`. */
export const InvalidStateError: ErrorClass<InvalidStateError> = /*@__PURE__*/ errorClass('InvalidStateError', Error, true)
export interface InvalidStateError extends Error { readonly name: 'InvalidStateError' }
/** The loop is used in a way that cannot work. Python: `RuntimeError`. */
export const RuntimeError: ErrorClass<RuntimeError> = /*@__PURE__*/ errorClass('RuntimeError', Error, true)
export interface RuntimeError extends Error { readonly name: 'RuntimeError' | 'CapacityError' }
/** The ring or the timer heap has no room left for what was asked; nothing was changed. Python has no such limit. */
export const CapacityError: ErrorClass<CapacityError> = /*@__PURE__*/ errorClass('CapacityError', RuntimeError, true)
export interface CapacityError extends RuntimeError { readonly name: 'CapacityError' }
/** `getNowait` on an empty queue. Python: `asyncio.QueueEmpty`. */
export const QueueEmpty: ErrorClass<QueueEmpty> = /*@__PURE__*/ errorClass('QueueEmpty', Error, true)
export interface QueueEmpty extends Error { readonly name: 'QueueEmpty' }
/** `putNowait` on a full queue. Python: `asyncio.QueueFull`. */
export const QueueFull: ErrorClass<QueueFull> = /*@__PURE__*/ errorClass('QueueFull', Error, true)
export interface QueueFull extends Error { readonly name: 'QueueFull' }
/** Python's `ValueError`: the engine's own RangeError where it has one (Espruino has none). */
export const ValueError: ErrorClass<RangeError> =
  typeof RangeError === 'undefined' ? /*@__PURE__*/ errorClass('RangeError', Error, true) : RangeError
export type ValueError = RangeError

/** Is this the error that a cancelled task is given? For `catch` blocks that must let cancellation through. */
export function isCancelled(error: unknown): error is CancelledError {
  return error instanceof CancelledError
}

/** A value as an error message shows it: short, and never throwing. @cold */
export function show(value: unknown): string {
  const type = typeof value
  if (type === 'string') return "'" + (value as string) + "'"
  if (type === 'function') return 'the function ' + ((value as { name?: string }).name || '(anonymous)')
  if (value === null || type !== 'object') return String(value)
  if (value instanceof Array) return 'an array of ' + value.length
  if (hasFutures() && (value as { _listen?: unknown })._listen) return 'a future'
  if (hasPromises() && typeof (value as { then?: unknown }).then === 'function') return 'a promise'
  return 'an object'
}

/** Refuses what is not a number of milliseconds: TypeError, or RangeError for NaN (Python 3.13: ValueError). @cold */
export function checkMs(call: string, ms: unknown): void {
  if (typeof ms === 'number' && ms === ms) return
  const message = call + ': ' + show(ms) + ' is no time; give a number of milliseconds'
  throw typeof ms === 'number' ? new ValueError(message) : new TypeError(message)
}

/** The error for an argument of the wrong kind. @cold */
export function unexpected(call: string, wanted: string, value: unknown, advice: string): TypeError {
  return new TypeError(call + ': ' + wanted + ' was expected, got ' + show(value) + '; ' + (typeof value === 'function' ? 'call it' : advice))
}

/** Can it be called? */
export function isFunction(value: unknown): value is (...args: any[]) => unknown {
  return typeof value === 'function'
}

/** Refuses what is no function. */
export function checkCallback(call: string, fn: unknown): void {
  if (!isFunction(fn)) throw unexpected(call, 'a function', fn, 'give the function itself, not what it returns')
}
