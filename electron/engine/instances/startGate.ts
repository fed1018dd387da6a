/** Lets at most `maxCount` instances of all functions start at once: starting is the dearest thing an engine does. */
export class StartGate {
  readonly #maxCount: number
  readonly #onLeave: () => void
  #count = 0

  /** `onLeave`: somebody else may enter now. */
  constructor(maxCount: number, onLeave: () => void) {
    this.#maxCount = maxCount
    this.#onLeave = onLeave
  }

  enter(): boolean {
    if (this.#count >= this.#maxCount) return false
    this.#count++
    return true
  }

  /** Its instance has come up, or never will. */
  leave(): void {
    this.#count--
    this.#onLeave()
  }
}
