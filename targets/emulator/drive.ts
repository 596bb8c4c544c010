// drive.ts: takes a program to its end: lets time pass, and sees why it ends. It blocks; run.ts has it in a thread of its own.
//
//   DR1  in virtual time runs of the same sources are alike in all but the milliseconds they took
//   DR2  `asked` is what the outside wants (asked.ts): CANCEL cancels main, and then time goes on until that has ended

import { UNASKED } from '../node/ending'
import { CANCEL, KILL, untilOf } from './asked'
import type { Bundle } from './bundle'
import { Machine } from './machine'
import { causeOf } from './report'
import type { End, Run, RunEvent, RunOptions } from './types'

const LIMIT_MS = 30_000
/** How long a step may go on after CANCEL, in real ms. */
const GRACE_MS = 1000
const PROGRESS_MS = 200
/** Things to do in one call of the board; where memory is short, its use is looked at after each. */
const BURST = 256

/** How the outside is reached from here. */
export interface Outside {
  /** what it wants (DR2) */
  asked(): number
  /** Waits for so many ms, or until what it wants changes. */
  wait(ms: number): void
  event(event: RunEvent): void
  progress(now: number): void
}

export type DriveOptions = Pick<RunOptions, 'target' | 'ready' | 'timers' | 'memory' | 'debug' | 'trace' | 'clock' | 'until' | 'limitMs'>

/** What driving finds out; run.ts adds the rest. */
export type Driven = Omit<Run, 'entry' | 'target' | 'bundle' | 'took'> & { tookMs: number }

const OUT_OF_MEMORY = /^InternalError: out of memory/
const EXIT: Record<End, number> = {
  done: 0, 'power off': 0, cancelled: 130, killed: 130, deadlock: 1, 'out of memory': 1, 'too long': 1, error: 1,
}

/** The last time before `time`: when the power goes off, nothing else happens any more. */
function lastBefore(time: number): number {
  return time === Infinity ? time : time * (1 - Number.EPSILON / 2)
}

export class Driver {
  readonly #options: DriveOptions
  readonly #outside: Outside
  readonly #real: boolean
  readonly #until: number
  /** when the program began, by the real clock; before that it costs nobody's time */
  #started = Infinity
  #machine: Machine | undefined
  /** why it was broken off, if it was */
  #broken: End | undefined
  #cancelled = false
  #cancelledAt = Infinity
  #stepAt = 0
  #shownAt = 0
  #heapAtHalf: number | null = null

  constructor(options: DriveOptions, outside: Outside) {
    this.#options = options
    this.#outside = outside
    this.#real = options.clock === 'real'
    this.#until = untilOf(options)
  }

  #realNow(): number {
    return Math.max(0, performance.now() - this.#started)
  }

  /** Is what runs to be broken off? */
  #interrupted(): boolean {
    const now = this.#realNow()
    const asked = this.#outside.asked()
    const { limitMs = LIMIT_MS } = this.#options
    if (asked >= CANCEL && this.#cancelledAt === Infinity) this.#cancelledAt = now
    if (asked === KILL || now > this.#cancelledAt + GRACE_MS) this.#broken ??= 'killed'
    else if (now - (this.#real ? this.#stepAt : 0) > limitMs) this.#broken ??= 'too long'
    return this.#broken !== undefined
  }

  /** Starts the program: its script runs to its end, and nothing else yet. */
  async open(bundle: Bundle): Promise<Machine> {
    const machine = await Machine.start(bundle, {
      ...this.#options, span: this.#until, realNow: this.#real ? () => this.#realNow() : undefined,
      onEvent: (event) => { this.#outside.event(event) },
      begins: () => { this.#started = performance.now() }, interrupted: () => this.#interrupted(),
    })
    this.#machine = machine
    return machine
  }

  get machine(): Machine {
    if (this.#machine === undefined) throw new Error('emulator: the program is not loaded')
    return this.#machine
  }

  async run(bundle: Bundle): Promise<Driven> {
    await this.open(bundle)
    for (;;) {
      const next = this.#real ? this.#realTurn() : this.go(this.#until)
      if (typeof next === 'string') return this.result(next)
      if (next === Infinity) return this.result(this.idle())
    }
  }

  /** What it means that nothing is due any more. */
  idle(): End {
    const { machine } = this
    machine.flush()
    if (machine.recording.pending().length > 0) return 'deadlock'
    return this.#cancelled ? 'cancelled' : this.#endOfMain(machine)
  }

  /** What is due by now, then a wait. */
  #realTurn(): End | number {
    const next = this.go(Math.min(this.#realNow(), this.#until))
    const now = this.#realNow()
    if (typeof next === 'string' || next === Infinity) return next
    if (now >= this.#until) return 'power off'
    if (next > now) this.#outside.wait(Math.min(next - now, this.#until - now, PROGRESS_MS))
    return next
  }

  /** Does all that is due until `limit`; gives why the program has ended, or when the next thing is due (Infinity: never). */
  go(limit: number): End | number {
    const { machine } = this
    const last = Math.min(limit, lastBefore(this.#until))
    for (;;) {
      if (this.#broken !== undefined) return this.#broken
      if (machine.crash !== null) return OUT_OF_MEMORY.test(machine.crash.text) ? 'out of memory' : 'error'
      if (machine.finished()) return this.#cancelled ? 'cancelled' : this.#endOfMain(machine)
      this.#stepAt = this.#realNow()
      if (this.#interrupted()) continue
      if (!this.#cancelled && this.#outside.asked() >= CANCEL && !this.cancel()) return 'cancelled'
      const next = machine.advance(last, this.#options.memory === undefined ? BURST : 1)
      this.#look(machine)
      if (Number.isNaN(next) || machine.finished()) continue
      if (next > last) return next >= this.#until && limit >= this.#until && next !== Infinity ? 'power off' : next
    }
  }

  /** Cancels main; false if there is none that could clean up. */
  cancel(): boolean {
    this.#cancelled = true
    return this.machine.cancel()
  }

  #endOfMain(machine: Machine): End {
    machine.flush()
    const { main } = machine.recording
    if (main?.how === 'cancelled' && !main.asked) return 'error'
    if (main?.how !== 'failed') return 'done'
    return OUT_OF_MEMORY.test(main.error) ? 'out of memory' : 'error'
  }

  /** Measures and shows what it has come to, now and then. */
  #look(machine: Machine): void {
    const now = this.#realNow()
    const used = machine.used()
    // Asked whether it is needed or not: the question takes memory for a moment, and runs are to be alike however long they take.
    const at = machine.now()
    if (this.#until < Infinity && this.#heapAtHalf === null && at * 2 >= this.#until) this.#heapAtHalf = used
    if (now - this.#shownAt < PROGRESS_MS) return
    this.#shownAt = now
    this.#outside.progress(at)
  }

  /** All that is known; nothing of the program runs any more. */
  result(end: End): Driven {
    const { machine } = this
    const { crash, events, recording, output, codeBytes, memory } = machine
    const used = machine.used()
    machine.stop()
    const at = machine.now()
    const now = end === 'power off' ? this.#until : at
    machine.flush()
    let failure = events.find(({ kind }) => kind === 'error') ?? null
    if (crash !== null && this.#broken === undefined) {
      const last: RunEvent = { kind: 'error', at: now, who: '', text: crash.text, frames: crash.frames }
      events.push(last)
      this.#outside.event(last)
      failure = last
    }
    const { main } = recording
    if (end === 'error' && main?.how === 'cancelled' && failure === null) {
      failure = { kind: 'error', at: main.ended ?? now, who: main.name, text: `${UNASKED}\nCancelledError`, frames: [] }
      events.push(failure)
      this.#outside.event(failure)
    }
    if (EXIT[end] !== 0 && main?.how === 'failed') {
      // the task that it happened to first, rather than main, who awaited that
      const isMains = ({ kind, text }: RunEvent) => (kind === 'failed' && text === main.error) || (kind === 'error' && causeOf(text) === main.error)
      failure = events.find(isMains) ?? failure
    }
    const tookMs = this.#realNow()
    return {
      ...machine.summary(), end, exitCode: failure !== null && EXIT[end] === 0 ? 1 : EXIT[end], failure, events, output,
      pending: recording.pending(), now, until: this.#until, lanes: recording.lanes(now),
      heap: {
        code: codeBytes, bytes: machine.mostUsed, growth: this.#heapAtHalf === null ? null : used - this.#heapAtHalf, limit: memory,
      },
      trace: recording.trace(), tookMs,
    }
  }
}
