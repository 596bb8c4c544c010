// recorded.ts: what CPython did, as test/parity/record.py wrote it down, and what ours must do: that, or a deviation.

import { readFileSync } from 'node:fs'
import type { Listing } from './guest'

export const FOLDER = 'test/parity'

interface Recording {
  /** who recorded it: the version of CPython, and what of it was undone */
  about: { CPython: string; undone: string[] }
  traces: Record<string, unknown[]>
}

const recordings = new Map<string, Recording>()

export function recorded(subject: string): Recording {
  const found = recordings.get(subject)
  if (found !== undefined) return found
  const read = JSON.parse(readFileSync(`${FOLDER}/${subject}.json`, 'utf8')) as Recording
  recordings.set(subject, read)
  return read
}

/** The trace that `name` of a subject must leave, and whose that is. */
export function expectedOf(listing: Listing, subject: string, name: string): { reference: string; trace: unknown[] | undefined } {
  const deviation = listing.subjects[subject]?.deviations[name]
  if (deviation !== undefined) return { reference: `ringloop (${deviation.id})`, trace: deviation.trace }
  return { reference: 'CPython', trace: recorded(subject).traces[name] }
}
