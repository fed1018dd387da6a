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

export class SyncCalls {
  #lastKey = 0
  readonly #calls = new Map<number, SyncCall>()

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
