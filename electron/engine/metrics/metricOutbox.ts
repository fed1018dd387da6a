/**
 * Seconds on their way to the log thread: each is kept until that has stored it, and sent again when the
 * thread was replaced. Without one for two minutes the oldest are given up.
 */
import { randomUUID } from 'node:crypto'
import type { MetricSecond, MetricsMessage } from '../../base/metricMessages.ts'

const MAX_KEPT_COUNT = 120

export class MetricOutbox {
  readonly #sourceId = randomUUID()
  #kept: MetricsMessage[] = []
  #lastNumber = 0
  #send: ((message: MetricsMessage) => void) | null = null

  /** Sends what is kept, and from then on each second. */
  connect(send: (message: MetricsMessage) => void): void {
    this.#send = send
    for (const message of this.#kept) send(message)
  }

  add(second: MetricSecond): void {
    const message: MetricsMessage = { kind: 'metrics', sourceId: this.#sourceId, number: ++this.#lastNumber, second }
    this.#kept.push(message)
    if (this.#kept.length > MAX_KEPT_COUNT) this.#kept.shift()
    this.#send?.(message)
  }

  stored(number: number): void {
    this.#kept = this.#kept.filter((message) => message.number > number)
  }
}
