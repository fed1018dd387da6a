/**
 * Runs work once after a burst of triggers: when there was none for `quietMs`, at the latest
 * `maxWaitMs` after the first, so that a steady trickle of changes does not put it off for ever.
 * Never two runs at once. Work must handle its own failures.
 */
export class Debounced {
  readonly #work: () => Promise<void>
  readonly #quietMs: number
  readonly #maxWaitMs: number
  #timer: NodeJS.Timeout | null = null
  #waitingSinceMs: number | null = null
  #isQueued = false
  #isStopped = false
  #runs: Promise<void> = Promise.resolve()

  constructor(work: () => Promise<void>, { quietMs, maxWaitMs }: { quietMs: number; maxWaitMs: number }) {
    this.#work = work
    this.#quietMs = quietMs
    this.#maxWaitMs = maxWaitMs
  }

  trigger(): void {
    if (this.#isStopped) return
    const elapsedMs = performance.now()
    this.#waitingSinceMs ??= elapsedMs
    const waitLeftMs = this.#waitingSinceMs + this.#maxWaitMs - elapsedMs
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, Math.min(this.#quietMs, waitLeftMs)))
  }

  /** Resolves when no run is under way and none will be. */
  async stop(): Promise<void> {
    this.#isStopped = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#runs
  }

  #fire(): void {
    this.#waitingSinceMs = null
    if (this.#isQueued) return
    this.#isQueued = true
    this.#runs = this.#runs.then(async () => {
      this.#isQueued = false
      if (!this.#isStopped) await this.#work()
    })
  }
}
