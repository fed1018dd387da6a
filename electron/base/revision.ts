/**
 * A number that grows whenever something changed, and the wait for it: how one thread tells others that
 * there is news without sending any, and without a clock. Growing costs an addition while nobody waits.
 */
export type RevisionSource = {
  /** Resolves with the number once it differs from `known`; at once if it does already, as after a restart. */
  revisionAfter(known: number): Promise<number>
}

/** A `known` that no revision ever has: answered at once. */
export const NO_REVISION = 0

export class Revision implements RevisionSource {
  #value = NO_REVISION + 1
  #waiting: ((value: number) => void)[] = []

  grow(): void {
    this.#value++
    if (this.#waiting.length === 0) return
    for (const resolve of this.#waiting.splice(0)) resolve(this.#value)
  }

  async revisionAfter(known: number): Promise<number> {
    if (known !== this.#value) return this.#value
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}
