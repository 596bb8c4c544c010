// clock.ts: a clock that jumps, and what is to happen at which time: what the emulator's board and the virtual ports run on.
//
//   VC1  what is due runs in the order of its time; at the same time what comes from outside comes before timers, and otherwise
//        what was asked for first
//   VC2  time moves to that of what runs next, never back, and nothing runs while something else does

/** Something that is to happen. */
export interface Due {
  when: number
  fn: () => void
  /** a timer of the program's, not the world around it */
  timer: boolean
  /** a timer that was set without a delay: it belongs to what happened before */
  now: boolean
}

export class Clock {
  now: number
  /** nearest first */
  private readonly due: Due[]

  constructor() {
    this.now = 0
    this.due = []
  }

  private add(due: Due): Due {
    const list = this.due
    let index = list.length
    while (index > 0 && isBefore(due, list[index - 1] as Due)) index--
    list.splice(index, 0, due)
    return due
  }

  /** Has `fn` run from outside, as an interrupt would, at the time `when`. */
  at(when: number, fn: () => void): Due {
    return this.add({ when: when > this.now ? when : this.now, fn: fn, timer: false, now: false })
  }

  /** Sets a timer. It counts microseconds, as host timers do, so what a port loses by counting in seconds does no harm. */
  timer(delayMs: number, fn: () => void): Due {
    const when = Math.round((this.now + (delayMs > 0 ? delayMs : 0)) * 1000) / 1000
    return this.add({ when: when, fn: fn, timer: true, now: !(delayMs > 0) })
  }

  /** Takes it back; false if it has happened. */
  cancel(due: Due): boolean {
    const index = this.due.indexOf(due)
    if (index >= 0) this.due.splice(index, 1)
    return index >= 0
  }

  /** What is next, if anything is. */
  next(): Due | undefined {
    return this.due[0]
  }

  /** Is a timer set? */
  hasTimer(): boolean {
    return this.due.some((due) => due.timer)
  }

  /** Takes out what is next and moves on to its time. */
  take(): Due | undefined {
    const due = this.due.shift()
    if (due !== undefined && due.when > this.now) this.now = due.when
    return due
  }
}

function isBefore(due: Due, other: Due): boolean {
  return due.when < other.when || (due.when === other.when && !due.timer && other.timer)
}
