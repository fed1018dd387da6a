/**
 * Merges ranges of seqs, each already in order, into one. A range is read in pieces that double while
 * it is the one that lasts, so that a page out of many ranges reads little more than the page. Ranges may
 * overlap: a seq is given once.
 */
export type Order = 'asc' | 'desc'

/** Up to `limit` seqs of a range, in order, from the first one beyond `from`. */
export type SeqRange = (from: number, limit: number) => number[]

const FIRST_PIECE = 16
const MAX_PIECE = 1_024

export class SeqMerge {
  readonly #heads: Head[]
  readonly #sign: 1 | -1
  #last: number | null = null

  constructor(ranges: readonly SeqRange[], start: { order: Order; from: number; expected: number }) {
    this.#sign = start.order === 'asc' ? 1 : -1
    const piece = Math.max(FIRST_PIECE, Math.ceil((2 * start.expected) / Math.max(ranges.length, 1)))
    this.#heads = ranges.map((range) => new Head(range, start.from, Math.min(piece, MAX_PIECE)))
  }

  /** The next `count` seqs; fewer only at the end of all ranges. */
  take(count: number): number[] {
    const taken: number[] = []
    while (taken.length < count) {
      const first = this.#first()
      if (first === undefined) break
      if (first.value !== this.#last) taken.push(first.value)
      this.#last = first.value
      first.head.advance()
    }
    return taken
  }

  #first(): { head: Head; value: number } | undefined {
    let first: { head: Head; value: number } | undefined
    for (const head of this.#heads) {
      const value = head.value()
      if (value !== undefined && (first === undefined || (value - first.value) * this.#sign < 0))
        first = { head, value }
    }
    return first
  }
}

class Head {
  readonly #range: SeqRange
  #piece: number[] = []
  #at = 0
  #from: number
  #nextLimit: number
  #isLast = false

  constructor(range: SeqRange, from: number, limit: number) {
    this.#range = range
    this.#from = from
    this.#nextLimit = limit
  }

  value(): number | undefined {
    if (this.#at >= this.#piece.length && !this.#isLast) this.#readOn()
    return this.#piece[this.#at]
  }

  advance(): void {
    this.#at++
  }

  #readOn(): void {
    this.#piece = this.#range(this.#from, this.#nextLimit)
    this.#at = 0
    this.#isLast = this.#piece.length < this.#nextLimit
    this.#from = this.#piece.at(-1) ?? this.#from
    this.#nextLimit = Math.min(this.#nextLimit * 2, MAX_PIECE)
  }
}
