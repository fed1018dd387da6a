/**
 * A task's seq: its submission instant in milliseconds × 1024 plus a counter. It only ever grows,
 * also when the clock was set back, so newest first is the primary key read backwards and a range of
 * trigger times is a range of keys (the migration 0001 explains what rests on it).
 */
const SEQS_PER_MS = 1_024

export class TaskSeqs {
  #last: number
  constructor(last: number) {
    this.#last = last
  }
  next(nowMs: number): number {
    this.#last = Math.max(this.#last + 1, nowMs * SEQS_PER_MS)
    return this.#last
  }
}

/** When the task was submitted; a little later in a burst, or when the clock was set back. */
export const seqAtMs = (seq: number) => Math.floor(seq / SEQS_PER_MS)

/** The smallest seq that a task submitted at `atMs` can have. */
export const seqFloor = (atMs: number) => atMs * SEQS_PER_MS
