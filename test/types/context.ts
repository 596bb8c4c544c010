// context.ts: context variables.

import { ContextVar, copyContext } from 'ringloop'
import type { Context, Token } from 'ringloop'
import { expectType } from './expect'
import { future, loop } from './programs'

export function variables(): void {
  const user = new ContextVar<string>('user')
  expectType(user.get()).is<string>()
  expectType(user.get('nobody')).is<string>()
  expectType(user.get(null)).is<string | null>()
  expectType(user.set('ann')).is<Token<string>>()
  expectType(user.set('ann').variable).is<ContextVar<string>>()
  user.reset(user.set('ann'))
  expectType(new ContextVar('attempts', { default: 3 })).is<ContextVar<number>>()
  expectType(new ContextVar<number | null>('attempts', { default: null }).get()).is<number | null>()
  // @ts-expect-error of another type
  user.set(4)
  // @ts-expect-error a token of a variable of another type
  user.reset(new ContextVar('attempts', { default: 3 }).set(4))
  // @ts-expect-error a variable has a name
  new ContextVar<string>()
  // @ts-expect-error a default of another type
  new ContextVar<string>('user', { default: 4 })
}

export function contexts(user: ContextVar<string>): void {
  const context = copyContext()
  expectType(context).is<Context>()
  expectType(context.get(user)).is<string | undefined>()
  expectType(context.get(user, 'nobody')).is<string>()
  expectType(context.get(user, null)).is<string | null>()
  expectType(context.has(user)).is<boolean>()
  expectType(context.run(() => user.get().length)).is<number>()
  expectType(context.run((name: string) => user.set(name), 'ann')).is<Token<string>>()
  expectType(context.run((name) => name, 'ann')).is<string>()
  expectType(context.items()).is<[ContextVar<unknown>, unknown][]>()
  loop.callSoon(() => user.get(), undefined, { context })
  future.addDoneCallback(() => user.get(), { context })
  // @ts-expect-error the function wants an argument
  context.run((name: string) => name.length)
  // @ts-expect-error of another type
  context.run((name: string) => name.length, 4)
  // @ts-expect-error no context
  loop.callSoon(() => user.get(), undefined, { context: {} })
}
