/**
 * The head of one lane in memory: the next few tasks that may run now, in order of due time. A backlog
 * is never loaded whole (DESIGN.md section 2): when the window is used up it loads the next ones.
 */
import type { WaitingRow } from '../../storage/tasks.sql.ts'

export type Waiting = WaitingRow

const LOAD_COUNT = 32
const MAX_WINDOW_COUNT = 256

const isBefore = (a: Waiting, b: Waiting) => a.dueAtMs < b.dueAtMs || (a.dueAtMs === b.dueAtMs && a.seq < b.seq)

export class LaneWindow {
  readonly #load: (limit: number) => Waiting[]
  #items: Waiting[] = []
  #head = 0
  /** True: the window holds everything that the lane has, so it need not look into the database. */
  #isComplete = false

  /** `load` gives the lane's first ready tasks in order; those already taken are no longer ready. */
  constructor(load: (limit: number) => Waiting[]) {
    this.#load = load
  }

  peek(): Waiting | undefined {
    if (this.#head === this.#items.length && !this.#isComplete) {
      this.#items = this.#load(LOAD_COUNT)
      this.#head = 0
      this.#isComplete = this.#items.length < LOAD_COUNT
    }
    return this.#items[this.#head]
  }

  /** Takes the head; the caller has seen it with `peek`. */
  shift(): void {
    this.#head++
    if (this.#head === this.#items.length || this.#head >= MAX_WINDOW_COUNT) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
  }

  /** A task of this lane became ready; it is already in the database. */
  add(task: Waiting): void {
    const last = this.#items.at(-1)
    const isBehind = last === undefined || this.#head === this.#items.length || isBefore(last, task)
    if (isBehind) {
      if (!this.#isComplete) return // a later load finds it
      this.#items.push(task)
    } else {
      let at = this.#items.length
      while (at > this.#head && isBefore(task, this.#items[at - 1] as Waiting)) at-- // at - 1 >= head: it exists
      this.#items.splice(at, 0, task)
    }
    if (this.#items.length - this.#head > MAX_WINDOW_COUNT) {
      this.#items.length = this.#head + MAX_WINDOW_COUNT
      this.#isComplete = false
    }
  }

  delete(seq: number): void {
    const at = this.#items.findIndex((item, index) => index >= this.#head && item.seq === seq)
    if (at >= 0) this.#items.splice(at, 1)
  }

  /** Forgets everything: the next `peek` reads the database. */
  reset(): void {
    this.#items = []
    this.#head = 0
    this.#isComplete = false
  }
}
