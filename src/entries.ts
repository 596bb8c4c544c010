// entries.ts: what waits for something, in chains that its own fields make.
//
// An Entry is in one chain at the most, and `_next` leads to the one behind it. The chains:
//   a future's callbacks, in the order of adding (future.ts)      the timers, nearest first (timers.ts)
//   what is ready, first in first out, and the batch that this turn runs (scheduler.ts)
// A task is an entry itself: to wait for a future or a time, and to become ready, takes no memory. A Handle stands for a function.
//   N1  an entry that is in no chain, or last in one, has no _next
//   N2  moving entries from chain to chain allocates nothing

/** The place before an entry: another entry, or the head of a chain. */
export interface Chain {
  _next: Entry | undefined
}

export interface Entry extends Chain {
  /** Its turn has come. */
  _step(): void
  /** what waits, if that is not the entry itself */
  _for?: unknown
}

/** The chain from `first` on without the entries that are `what`, or stand for it; `taken` is told of each of these. */
export function unchain(first: Entry | undefined, what: unknown, taken?: (entry: Entry) => void): Entry | undefined {
  let head = first
  let before: Entry | undefined
  let entry = first
  while (entry) {
    const next = entry._next
    if (entry === what || entry._for === what) {
      if (before) before._next = next
      else head = next
      entry._next = undefined
      if (taken) taken(entry)
    } else before = entry
    entry = next
  }
  return head
}
