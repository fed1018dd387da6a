/**
 * Synchronous calls under way. They are no tasks: nothing of them is stored, they only hold a place
 * while they run (DESIGN.md section 4). Their keys are negative, so that they never meet a task's seq.
 */
import type { InvokeOutcome } from '../ports.ts'

export type SyncCall = {
  key: number
  functionId: number
  accountId: number
  lease: number
  requestId: string
  codeChecksum: string
  resolve(outcome: InvokeOutcome): void
  reject(error: unknown): void
}

const KEYS_PER_MS = 1_024

export class SyncCalls {
  #lastKey: number
  readonly #calls = new Map<number, SyncCall>()

  /** Keys go down from the instant of the start, so that the logs of two hosts' calls never mix. */
  constructor(nowMs: number) {
    this.#lastKey = -nowMs * KEYS_PER_MS
  }

  nextKey(): number {
    return --this.#lastKey
  }
  add(call: SyncCall): void {
    this.#calls.set(call.key, call)
  }
  get(key: number): SyncCall | undefined {
    return this.#calls.get(key)
  }
  delete(key: number): void {
    this.#calls.delete(key)
  }
  underWay(): SyncCall[] {
    return [...this.#calls.values()]
  }
}
