// context.ts: context variables (Python's contextvars), cheap enough to give every task and callback its own.
//
// A set of variables is an immutable linked list of bindings, so a copy of a context is one pointer:
//   Vars = Binding { variable, value, next } | undefined
// Whoever runs code is a Holder of such a list: a Task, a Context, or the scratch holder for plain callbacks.
//   C1  whose code runs: scope._at if that is there (a callback, or within Context.run), else the task that runs, else main
//   C2  a binding never changes; setting a variable gives the holder a new list
//   C3  a list binds a variable at most once
// get() allocates nothing; set() allocates a token and as many bindings as stand before the old one, plus one, and
// the first in a callback a holder.

import { RuntimeError, ValueError, checkCallback, show, unexpected } from './errors'
import { runningTask } from './running'

interface Binding {
  _variable: ContextVar<unknown>
  _value: unknown
  _next: Vars
}

export type Vars = Binding | undefined

export interface Holder {
  _vars: Vars
}

const mainHolder: Holder = { _vars: undefined }
/** Runs plain callbacks that set no variable: their variables are a copy, gone when they return. */
const scratch: Holder = { _vars: undefined }

/** Where code that is no task's step keeps its variables (C1), and how a new task gets a copy of those that are in force. */
export const scope: {
  _at: (Holder & { _entered?: boolean | undefined }) | undefined
  /** there since the first variable was set: before, there is nothing to copy */
  _vars: (() => Vars) | undefined
} = { _at: undefined, _vars: undefined }

/** As only a Task has. */
interface Driving {
  _top: object
}

function here(): Holder {
  if (scope._at) return scope._at
  const task = runningTask()
  // no other class's task: that keeps no variables
  return task && (task as Partial<Driving>)._top ? task : mainHolder
}

/** The variables that are in force. */
export function varsHere(): Vars {
  return here()._vars
}

/** Calls a callback in the Context, or with a copy of the variables, that it was given. */
export function callIn(ctx: Context | Vars, fn: (argument: unknown) => unknown, argument: unknown): void {
  if (ctx && 'run' in ctx) ctx.run(fn, argument)
  else {
    scratch._vars = ctx
    scope._at = scratch
    fn(argument)
    scope._at = undefined
  }
}

/** Refuses what is no variable: its name is a likely slip. */
function checkVariable(call: string, variable: unknown): void {
  if (!(variable instanceof ContextVar)) throw unexpected(call, 'a ContextVar', variable, 'give the variable itself, not its name')
}

function find(vars: Vars, variable: ContextVar<unknown>): Vars {
  while (vars && vars._variable !== variable) vars = vars._next
  return vars
}

/** The list without `variable`; shares what stands behind it. */
function without(vars: Vars, variable: ContextVar<unknown>): Vars {
  if (!find(vars, variable)) return vars
  const first = vars as Binding
  if (first._variable === variable) return first._next
  return { _variable: first._variable, _value: first._value, _next: without(first._next, variable) }
}

/** What `ContextVar.set` gives back, for `ContextVar.reset`. Python: `contextvars.Token`. */
export class Token<T> {
  readonly variable: ContextVar<T>
  _holder: Holder | undefined
  _old: Vars

  constructor(variable: ContextVar<T>, holder: Holder, old: Vars) {
    this.variable = variable
    this._holder = holder
    this._old = old
  }
}

/** A variable with a value of its own in every context. Make one per module, not per task. Python: `contextvars.ContextVar`. */
export class ContextVar<T> {
  readonly name: string
  _default: T | undefined

  constructor(name: string, options?: { default?: T | undefined }) {
    if (typeof name !== 'string') throw new TypeError('ContextVar: the name is ' + show(name) + '; give a string')
    this.name = name
    this._default = options && options.default
  }

  /** The value here, else `fallback`, else the variable's default; RuntimeError (Python: LookupError) without any. */
  get<F = never>(fallback?: F): T | F {
    const found = find(varsHere(), this)
    if (found) return found._value as T
    const value = fallback === undefined ? this._default : fallback
    if (value !== undefined) return value
    throw new RuntimeError('ContextVar.get: ' + this.name + ' has no value in this context; set it or give a default')
  }

  /** Sets the value in the context that runs now. Allocates. */
  set(value: T): Token<T> {
    let holder = here()
    // a token must know this callback from the next one, so it gets a holder of its own
    if (holder === scratch) holder = scope._at = { _vars: scratch._vars }
    const self: ContextVar<unknown> = this
    const old = find(holder._vars, self)
    holder._vars = { _variable: self, _value: value, _next: without(holder._vars, self) }
    scope._vars = varsHere
    return new Token<T>(this, holder, old)
  }

  /** Takes back what the `set` that gave `token` did. RuntimeError if used before, RangeError (ValueError) if it is another's. */
  reset(token: Token<T>): void {
    if (!(token instanceof Token)) throw unexpected('ContextVar.reset', 'a Token', token, 'give what set() gave')
    const holder = token._holder
    if (!holder) throw new RuntimeError('ContextVar.reset: this token was used before; each set gives one reset')
    if (token.variable !== this) {
      throw new ValueError('ContextVar.reset: the token is of ' + token.variable.name + '; ' + this.name + ' was expected')
    }
    if (holder !== here()) {
      throw new ValueError('ContextVar.reset: the token of ' + this.name + ' is of another context; reset it where it was set')
    }
    const self: ContextVar<unknown> = this
    const rest = without(holder._vars, self)
    holder._vars = token._old ? { _variable: self, _value: token._old._value, _next: rest } : rest
    token._holder = undefined
  }
}

/** A set of variables that code can run in. Python: `contextvars.Context`. */
export class Context implements Holder {
  declare _vars: Vars
  /** it runs */
  declare _entered: boolean | undefined

  /** Runs `fn(argument)` in this context and gives its result. RuntimeError if this context runs already. */
  run<T>(fn: () => T): T
  run<A, T>(fn: (argument: A) => T, argument: A): T
  run<A, T>(fn: (argument: A) => T, argument?: A): T {
    checkCallback('Context.run', fn)
    if (this._entered) throw new RuntimeError('Context.run: this context runs already; run a copy of it')
    const before = scope._at
    this._entered = true
    scope._at = this
    try {
      const result = fn(argument as A)
      leave(this, before)
      return result
    } catch (error) {
      leave(this, before)
      throw error
    }
  }

  /** The variable's value here, or `fallback` (default: undefined). TypeError for what is no ContextVar. */
  get<T, F = undefined>(variable: ContextVar<T>, fallback?: F): T | F {
    checkVariable('Context.get', variable)
    const found = find(this._vars, variable)
    return found ? (found._value as T) : (fallback as F)
  }

  /** Has the variable a value here? TypeError for what is no ContextVar. */
  has(variable: ContextVar<unknown>): boolean {
    checkVariable('Context.has', variable)
    return find(this._vars, variable) !== undefined
  }

  copy(): Context {
    return contextOf(this._vars)
  }

  keys(): ContextVar<unknown>[] {
    const list: ContextVar<unknown>[] = []
    for (let at = this._vars; at; at = at._next) list.push(at._variable)
    return list
  }

  values(): unknown[] {
    const list: unknown[] = []
    for (let at = this._vars; at; at = at._next) list.push(at._value)
    return list
  }

  items(): [ContextVar<unknown>, unknown][] {
    const list: [ContextVar<unknown>, unknown][] = []
    for (let at = this._vars; at; at = at._next) list.push([at._variable, at._value])
    return list
  }
}

/** Goes back to the holder that was in force before. */
function leave(context: Context, before: Holder | undefined): void {
  context._entered = false
  scope._at = before
}

function contextOf(vars: Vars): Context {
  const context = new Context()
  context._vars = vars
  return context
}

/** A copy of the context that runs now: O(1), one object. Python: `contextvars.copy_context`. */
export function copyContext(): Context {
  return contextOf(varsHere())
}
