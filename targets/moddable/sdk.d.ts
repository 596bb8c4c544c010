// sdk.d.ts: the few names of the Moddable SDK that the port uses.

declare module 'time' {
  const Time: {
    readonly ticks: number
    delta(start: number, end?: number): number
  }
  export default Time
}

declare module 'timer' {
  const Timer: {
    set(callback: () => void, delayMs: number, repeatMs?: number): object
    schedule(timer: object, delayMs: number, repeatMs: number): void
    clear(timer: object): void
  }
  export default Timer
}
