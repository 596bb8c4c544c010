// device.ts: a program in the emulator, in the hands of a test: time passes when the test says so.
//
//   DE1  everything happens at once, in the call that causes it: a test needs no `await` but for emulate()
//   DE2  a program that has ended stays to be looked at; nothing of it runs any more

import { HOUR, NOTHING } from '../emulator/asked'
import type { Driver } from '../emulator/drive'
import { checkOptions } from '../emulator/run'
import { tool } from '../emulator/tools'
import type { End, ProgramOptions, Run, RunEvent, TaskNode } from '../emulator/types'
import { treeOf } from '../emulator/report'

export interface DeviceOptions extends ProgramOptions {
  /** When the power goes off; default: never. */
  until?: number | undefined
  /** Real milliseconds that all of the program's steps together may take; default: 30,000. */
  limitMs?: number | undefined
}

type Bundled = Awaited<ReturnType<typeof import('../emulator/bundle')['bundle']>>

export class Device {
  readonly #options: DeviceOptions
  readonly #driver: Driver
  readonly #bundle: Bundled
  #end: End | null = null
  #result: Run | undefined
  #due = 0

  private constructor(options: DeviceOptions, driver: Driver, bundle: Bundled) {
    this.#options = options
    this.#driver = driver
    this.#bundle = bundle
  }

  /** Builds and loads a program; its script has run, and no task has taken a step yet. Rejects for what cannot be built. */
  static async emulate(options: DeviceOptions): Promise<Device> {
    checkOptions(options)
    const { bundle } = await tool(import('../emulator/bundle'))
    const made = await bundle(options)
    const { target, ready, timers, memory, debug, trace, until = Infinity, limitMs } = options
    const { Driver } = await tool(import('../emulator/drive'))
    const driver = new Driver({ target, ready, timers, memory, debug, trace, until, limitMs }, {
      asked: () => NOTHING, wait: () => undefined, progress: () => undefined,
      event: (event) => { options.onEvent?.(event) },
    })
    await driver.open(made)
    return new Device(options, driver, made)
  }

  /** Device time in ms. */
  get now(): number {
    return this.#driver.machine.now()
  }

  /** When the next thing is due, a timer of the program's or something that mocks have set; Infinity: nothing is. */
  get next(): number {
    return this.#end === null ? this.#due : Infinity
  }

  /** Why the program has ended; null while it goes on. */
  get end(): End | null {
    return this.#end
  }

  /** What happened so far, oldest first. */
  get events(): readonly RunEvent[] {
    return this.#driver.machine.events
  }

  /** What the program has printed so far, a line each. */
  get output(): readonly string[] {
    return this.#driver.machine.output
  }

  /** Lets so many ms pass; all that is due in them happens, what is due at their end included. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`advance: ${ms} is no time in ms; give 0 or more`)
    this.advanceTo(this.now + ms)
  }

  advanceTo(time: number): void {
    if (this.#end !== null) return
    const next = this.#driver.go(time)
    if (typeof next === 'string') this.#stop(next)
    else {
      this.#due = next
      if (time < Infinity) this.#driver.machine.pass(time)
    }
  }

  /** Goes on until nothing is due, at most an hour, and gives why the program ended; null if it has not. */
  finish(ms = HOUR): End | null {
    if (this.#end !== null) return this.#end
    const next = this.#driver.go(this.now + ms)
    if (typeof next === 'string') this.#stop(next)
    else if (next === Infinity) this.#stop(this.#driver.idle())
    else this.#due = next
    return this.#end
  }

  /** Calls a global function that mocks have provided, as an interrupt would, and lets what is due at once happen. */
  call(path: string, ...args: unknown[]): unknown {
    this.#alive('call')
    const result = this.#driver.machine.call(path, args)
    this.advance(0)
    return result
  }

  /** The same when the clock reaches `time`. Errors in the path are thrown here. */
  at(time: number, path: string, ...args: unknown[]): void {
    this.#alive('at')
    this.#driver.machine.callAt(time, path, args)
  }

  /** Changes an input pin of the Espruino mock (ringloop/testing/espruino): whoever watches it is called. */
  setPin(pin: string, value: boolean | number): void {
    this.call('espruino.setPin', pin, value)
  }

  /** What a pin of the Espruino mock is at. */
  pin(pin: string): number {
    return this.#driver.machine.call('espruino.pin', [pin]) as number
  }

  /** Cancels main; its `finally` blocks run as time passes. */
  cancel(): void {
    this.#alive('cancel')
    this.#driver.cancel()
    this.advance(0)
  }

  /** The tasks that are not done: roots, and below each those that it waits for. */
  tasks(): TaskNode[] {
    const { machine } = this.#driver
    machine.flush()
    return machine.recording.pending()
  }

  /** tasks() as text. */
  tree(): string {
    return treeOf(this.tasks())
  }

  /** Switches the power off, if the program has not ended, and gives all that is known. */
  result(): Run {
    this.#result ??= this.#resultOf(this.#end ?? 'power off')
    return this.#result
  }

  #resultOf(end: End): Run {
    const { entry, target = 'espruino' } = this.#options
    const { program, bytes, warnings } = this.#bundle
    this.#end = end
    const { tookMs, ...driven } = this.#driver.result(end)
    return {
      ...driven, entry, target, bundle: { bytes: Buffer.byteLength(program.code), parts: bytes, warnings }, took: { build: 0, run: tookMs },
    }
  }

  #stop(end: End): void {
    this.#end = end
    this.#result = this.#resultOf(end)
  }

  #alive(call: string): void {
    if (this.#end !== null) throw new Error(`${call}: the program has ended (${this.#end}); start it again with emulate()`)
  }
}

export const emulate = Device.emulate.bind(Device)
