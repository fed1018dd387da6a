/** A number that grows, for whoever wants to wait until it has. */
export class Revision {
  #value = 1
  #grown = Promise.withResolvers<number>()

  grow(): void {
    this.#value += 1
    this.#grown.resolve(this.#value)
    this.#grown = Promise.withResolvers()
  }

  /** Also resolves at once for a number that was never reached: it is another host's. */
  async after(known: number): Promise<number> {
    return known === this.#value ? this.#grown.promise : this.#value
  }
}
