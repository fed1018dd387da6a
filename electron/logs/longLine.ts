/**
 * Looks through a line that comes in pieces and may be of any length, window by window: memory stays bounded.
 * A window shows what stands around it, so a match over its border is found, and none twice.
 */
export const WINDOW_LENGTH = 16_384
/** No text that is searched for is longer (shared/contract/logs.contract.ts). */
export const OVERLAP_LENGTH = 2_048
/** What stands before a window, for expressions that look behind. */
const CONTEXT_LENGTH = 256
/** A line of one letter a million times has a million matches of it. */
export const MAX_MATCHES_PER_LINE = 1_000

export type Found = (index: number, length: number) => void
/** Matches count that begin at `from` or later and before `before`. */
export type Window = { text: string; from: number; before: number; isLineEnd: boolean }
export type FindInWindow = (window: Window, found: Found) => void

export type Match = { column: number; length: number }

export class LongLine {
  readonly matches: Match[] = []
  readonly #findInWindow: FindInWindow
  #buffer = ''
  #bufferAt = 0 // column of its first character
  #nextFrom = 0 // column: what comes before has been searched, or belongs to a match

  constructor(findInWindow: FindInWindow) {
    this.#findInWindow = findInWindow
  }

  /** One that goes on from here without changing this one. */
  fork(): LongLine {
    const line = new LongLine(this.#findInWindow)
    line.matches.push(...this.matches)
    line.#buffer = this.#buffer
    line.#bufferAt = this.#bufferAt
    line.#nextFrom = this.#nextFrom
    return line
  }

  add(piece: string): void {
    if (this.matches.length === MAX_MATCHES_PER_LINE) return
    this.#buffer += piece
    let dropped = 0
    for (;;) {
      const windowEnd = dropped + (this.#bufferAt + dropped === 0 ? 0 : CONTEXT_LENGTH) + WINDOW_LENGTH
      if (this.#buffer.length < windowEnd + OVERLAP_LENGTH) break
      this.#search({ from: dropped, to: windowEnd + OVERLAP_LENGTH, before: windowEnd, isLineEnd: false })
      dropped = windowEnd - CONTEXT_LENGTH
    }
    this.#buffer = this.#buffer.slice(dropped)
    this.#bufferAt += dropped
  }

  /** The line has ended. */
  end(): void {
    const { length } = this.#buffer
    const to = this.#buffer.endsWith('\r') ? length - 1 : length
    this.#search({ from: 0, to, before: to, isLineEnd: true })
  }

  /** Positions are of the buffer. */
  #search({ from, to, before, isLineEnd }: { from: number; to: number; before: number; isLineEnd: boolean }): void {
    const text = this.#buffer.slice(from, to)
    const windowAt = this.#bufferAt + from
    const window = { text, from: Math.max(0, this.#nextFrom - windowAt), before: before - from, isLineEnd }
    this.#findInWindow(window, (index, length) => {
      this.#nextFrom = windowAt + index + length
      if (this.matches.length < MAX_MATCHES_PER_LINE) this.matches.push({ column: windowAt + index, length })
    })
    this.#nextFrom = Math.max(this.#nextFrom, windowAt + before - from)
  }
}
