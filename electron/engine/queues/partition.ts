/**
 * A set of lanes of one queue, owned by one scheduler at a time. Its tasks come out first in, first
 * out by due time across its lanes (DESIGN.md section 4).
 */
import { LaneWindow, type Waiting } from './laneWindow.ts'

export class Partition {
  readonly queueId: number
  readonly #windows = new Map<number, LaneWindow>()
  #first: { lane: LaneWindow; task: Waiting } | null | undefined // undefined: not known

  constructor(queueId: number, lanes: readonly number[], load: (lane: number, limit: number) => Waiting[]) {
    this.queueId = queueId
    for (const lane of lanes) this.#windows.set(lane, new LaneWindow((limit) => load(lane, limit)))
  }

  holds(lane: number): boolean {
    return this.#windows.has(lane)
  }

  /** The task whose turn it is. */
  peek(): Waiting | undefined {
    if (this.#first === undefined) this.#first = this.#findFirst()
    return this.#first?.task
  }

  shift(): void {
    this.peek()
    this.#first?.lane.shift()
    this.#first = undefined
  }

  add(task: Waiting): void {
    this.#windows.get(task.lane)?.add(task)
    if (this.#first === null || (this.#first && task.dueAtMs <= this.#first.task.dueAtMs)) this.#first = undefined
  }

  delete(lane: number, seq: number): void {
    this.#windows.get(lane)?.delete(seq)
    if (this.#first?.task.seq === seq) this.#first = undefined
  }

  reset(): void {
    for (const window of this.#windows.values()) window.reset()
    this.#first = undefined
  }

  #findFirst(): { lane: LaneWindow; task: Waiting } | null {
    let first: { lane: LaneWindow; task: Waiting } | null = null
    for (const lane of this.#windows.values()) {
      const task = lane.peek()
      if (task === undefined) continue
      const isEarlier =
        first === null ||
        task.dueAtMs < first.task.dueAtMs ||
        (task.dueAtMs === first.task.dueAtMs && task.seq < first.task.seq)
      if (isEarlier) first = { lane, task }
    }
    return first
  }
}
