// nothing.ts: the mocks of a program that has none.

export {}
