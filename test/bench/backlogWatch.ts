/**
 * Holds a load back while too much of what it sent waits to be run: what goes in must also come out, or
 * the figure would be that of a queue that only grows.
 */
import { setTimeout as pause } from 'node:timers/promises'

const MAX_WAITING_COUNT = 4_000
const LOOK_EVERY_MS = 5

export class BacklogWatch {
  readonly #finishedCount: () => number
  readonly #earlierCount: number
  readonly #looking: NodeJS.Timeout
  #sentCount = 0
  #isBehind = false

  /** `finishedCount` counts all that was ever finished. */
  constructor(finishedCount: () => number) {
    this.#finishedCount = finishedCount
    this.#earlierCount = finishedCount()
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  /** To be awaited before each task that is sent. */
  async admit(): Promise<void> {
    while (this.#isBehind) await pause(LOOK_EVERY_MS)
    this.#sentCount++
  }

  close(): void {
    clearInterval(this.#looking)
  }

  #look(): void {
    const waitingCount = this.#sentCount - (this.#finishedCount() - this.#earlierCount)
    this.#isBehind = waitingCount > MAX_WAITING_COUNT
  }
}
