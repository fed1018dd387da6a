/**
 * What an instance has been given: `begun`, at most `concurrency`, run now; `ahead` were sent along so
 * that the next is there without a hop. The instance takes them strictly in this order (bootstrap.cjs),
 * so both sides always agree on which have begun.
 */
export class WorkList<T extends { id: number }> {
  readonly #concurrency: number
  readonly begun = new Map<number, T>()
  readonly ahead: T[] = []

  constructor(concurrency: number) {
    this.#concurrency = concurrency
  }

  get hasFreePlace(): boolean {
    return this.begun.size < this.#concurrency
  }

  find(id: number): T | null {
    return this.begun.get(id) ?? this.ahead.find((item) => item.id === id) ?? null
  }

  /** True when it begins at once. */
  add(item: T): boolean {
    if (!this.hasFreePlace) {
      this.ahead.push(item)
      return false
    }
    this.begun.set(item.id, item)
    return true
  }

  /** Null when there is no such one: it was given up before its answer came. */
  finish(id: number): { finished: T; begins: T | null } | null {
    const finished = this.begun.get(id)
    if (finished === undefined) return null
    this.begun.delete(id)
    const begins = this.ahead.shift() ?? null
    if (begins !== null) this.begun.set(begins.id, begins)
    return { finished, begins }
  }

  /** The instance has handed these back: they have not begun and never will there. In order. */
  takeBack(ids: number[]): T[] {
    const given = new Set(ids)
    const back = this.ahead.filter((item) => given.has(item.id))
    if (back.length > 0) {
      const kept = this.ahead.filter((item) => !given.has(item.id))
      this.ahead.splice(0, this.ahead.length, ...kept)
    }
    return back
  }

  /** Empties `begun`, when the instance has ended; `ahead` is left to be handed back. */
  clearBegun(): T[] {
    const begun = [...this.begun.values()]
    this.begun.clear()
    return begun
  }
}
