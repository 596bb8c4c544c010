// disposing.ts: `using` and `await using`, as TypeScript's emit calls them.
//
// The emit keeps what a block has to dispose of in an Environment, last first. What fails while the block is left already
// because of an error hides that error in a SuppressedError, as the language has it.

import { pending } from './awaiting'
import { finish } from './coroutine'
import type { Step } from './coroutine'
import { RuntimeError } from './errors'
import { Operation } from './operation'
import { ASYNC_DISPOSE, DISPOSE } from './symbols'

interface Resource {
  value: unknown
  dispose: (() => unknown) | undefined
  async: boolean
}

interface Environment {
  stack: Resource[]
  error: unknown
  hasError: boolean
}

type Disposable = { [DISPOSE]?: unknown; [ASYNC_DISPOSE]?: unknown } | null | undefined

/** What `using value` begins with. TypeError for what is neither null, nor undefined, nor has the method. */
export function __addDisposableResource(env: Environment, value: Disposable, async: boolean): unknown {
  let dispose: unknown
  if (value !== null && value !== undefined) {
    // no text or number has one, and Espruino throws when they are asked
    if (typeof value === 'object' || typeof value === 'function') {
      dispose = async ? value[ASYNC_DISPOSE] : undefined
      if (dispose === undefined || dispose === null) dispose = value[DISPOSE]
    }
    if (typeof dispose !== 'function') {
      throw new TypeError('using: the value has no method [Symbol.' + (async ? 'asyncDispose' : 'dispose') + ']; give it one, or use null')
    }
  }
  env.stack.push({ value: value, dispose: dispose as Resource['dispose'], async: async })
  return value
}

declare const SuppressedError: (new (error: unknown, suppressed: unknown, message: string) => unknown) | undefined

function failed(env: Environment, error: unknown): void {
  if (env.hasError) {
    const text = 'using: disposing failed while another error was on its way; look at error and suppressed'
    if (typeof SuppressedError === 'function') error = new SuppressedError(error, env.error, text)
    else {
      const made = new RuntimeError(text) as Error & { error: unknown; suppressed: unknown }
      made.error = error
      made.suppressed = env.error
      error = Object.defineProperty(made, 'name', { value: 'SuppressedError' })
    }
  }
  env.error = error
  env.hasError = true
}

/** Disposes of the resources that need no waiting, until one does: gives what that one's method gave, to be awaited. */
function disposed(env: Environment): unknown {
  for (;;) {
    const resource = env.stack.pop()
    if (resource === undefined) break
    try {
      const given = resource.dispose && resource.dispose.call(resource.value)
      if (resource.async && given !== undefined) return given
    } catch (error) {
      failed(env, error)
    }
  }
  return undefined
}

class Disposing extends Operation<void> {
  _env: Environment

  constructor(env: Environment) {
    super()
    this._env = env
  }

  _name(): string {
    return 'await using'
  }

  _start(): Step<void> {
    return this._resume()
  }

  _resume(): Step<void> {
    const env = this._env
    for (;;) {
      const given = disposed(env)
      if (given === undefined) break
      try {
        const step = pending(given, this)
        if (step !== undefined) return step
      } catch (error) {
        failed(env, error)
      }
    }
    if (env.hasError) throw env.error
    return finish(undefined)
  }

  _abort(error: unknown): Step<void> {
    failed(this._env, error)
    return this._resume()
  }
}

/** Leaves the block: throws its error, if there is one. With an `await using` in it, the emit awaits what this gives. */
export function __disposeResources(env: Environment): unknown {
  for (let i = 0; i < env.stack.length; i++) {
    if ((env.stack[i] as Resource).async) return new Disposing(env)
  }
  disposed(env)
  if (env.hasError) throw env.error
  return undefined
}
