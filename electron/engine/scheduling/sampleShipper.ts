/**
 * Hands what instances used to the log thread and keeps it until it is stored, so that it is not lost when
 * that thread is replaced. Only the latest of an instance counts, since each has all that came before.
 */

import type { Samples } from '../../base/instanceCalls.ts'
import type { LogToSamples, SamplesToLog } from '../../base/logMessages.ts'

/** While nobody stores them: the oldest are given up beyond this. */
const MAX_UNSTORED_COUNT = 500

export class SampleShipper {
  readonly #send: (message: SamplesToLog) => void
  readonly #unstored = new Map<string, SamplesToLog>()
  #lastMessageId = 0

  constructor(send: (message: SamplesToLog) => void) {
    this.#send = send
  }

  keep(instanceId: string, samples: Samples): void {
    const message: SamplesToLog = { kind: 'samples', messageId: ++this.#lastMessageId, instanceId, samples }
    this.#unstored.delete(instanceId) // it goes to the end
    this.#unstored.set(instanceId, message)
    const [oldest] = this.#unstored.keys()
    if (this.#unstored.size > MAX_UNSTORED_COUNT && oldest !== undefined) this.#unstored.delete(oldest)
    this.#send(message)
  }

  stored({ messageId }: LogToSamples): void {
    for (const [instanceId, message] of this.#unstored) {
      if (message.messageId === messageId) this.#unstored.delete(instanceId)
    }
  }

  /** The log thread was replaced. */
  resend(): void {
    for (const message of this.#unstored.values()) this.#send(message)
  }
}
