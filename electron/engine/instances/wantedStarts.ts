/**
 * Starts that somebody asked for although no task waits: instances to be pre-warmed, and those that take the
 * place of others. They wait for the start gate, and for room under the function's limit.
 */
/** Why there are not more. `maxInstances`: of the function, when that is what stands in the way. */
export const refusalText = (maxInstances: number | null) =>
  maxInstances === null
    ? 'this machine has as many instances as it may run executions at once'
    : `the function may have ${maxInstances} ${maxInstances === 1 ? 'instance' : 'instances'} at once, and has or gets as many: raise its concurrency for more`

export class WantedStarts {
  #prewarmCount = 0
  #replacementCount = 0

  get count(): number {
    return this.#prewarmCount + this.#replacementCount
  }

  prewarm(count: number): void {
    this.#prewarmCount += count
  }

  /** It may have to wait until the one that it replaces is gone. */
  replace(): void {
    this.#replacementCount++
  }

  /** One of them is being started. */
  take(): void {
    if (this.#replacementCount > 0) this.#replacementCount--
    else if (this.#prewarmCount > 0) this.#prewarmCount--
  }

  /** Tasks have filled the room meanwhile: what was to be warm is. */
  isFull(): void {
    this.#prewarmCount = 0
  }

  clear(): void {
    this.#prewarmCount = 0
    this.#replacementCount = 0
  }
}
