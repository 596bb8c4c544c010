// expect.ts: how the files of this folder say what a type is. They are compiled (`npm run types`), never run.
//
// tsconfig.json compiles them against src/ with the library of a device; desktop.json with that of a desktop; built.json and
// built.desktop.json against the declarations that a user gets. A line that must not compile stands under @ts-expect-error,
// which is an error itself where the line does compile.

/** true if both are the same type, also in what is optional or read-only; `any` is only the same as `any`. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** `expectType(value).is<number>()` does not compile unless the value's type is just that. */
export declare function expectType<A>(value: A): {
  is<E>(...mismatch: Equal<A, E> extends true ? [] : [expected: E, found: A]): void
}

declare const text: string
declare const anything: any
declare const either: string | number
declare const list: string[]
declare const optional: { a?: string }

expectType(text).is<string>()
expectType(either).is<number | string>()
expectType(optional).is<{ a?: string }>()

// @ts-expect-error a wider type is another
expectType(text).is<string | number>()
// @ts-expect-error a narrower type is another
expectType(either).is<string>()
// @ts-expect-error any is not every type
expectType(anything).is<string>()
// @ts-expect-error no type is any
expectType(text).is<any>()
// @ts-expect-error unknown is not any
expectType(anything).is<unknown>()
// @ts-expect-error a read-only array is another type
expectType(list).is<readonly string[]>()
// @ts-expect-error what may be missing is not what may be undefined (exactOptionalPropertyTypes)
expectType(optional).is<{ a?: string | undefined }>()
// @ts-expect-error an element may be missing (noUncheckedIndexedAccess)
expectType(list[0]).is<string>()
