/** What the window calls the functions and tasks that the log database knows by number. One account's. */
import type { TaskQueries } from '../../engine/ports.ts'

const MAX_KNOWN_TASKS = 20_000

type Names = Pick<TaskQueries, 'functionNames' | 'taskIds'>

export class LogNames {
  readonly #queries: Names
  readonly #accountId: number
  readonly #functionNames = new Map<number, string>() // also of those that were deleted
  #lastFunctionId = 0
  readonly #taskIds = new Map<number, string>()

  constructor(queries: Names, accountId: number) {
    this.#queries = queries
    this.#accountId = accountId
  }

  /** Asks only for what is new; returns how many functions there are. */
  async update(): Promise<number> {
    const [accountId, afterId] = [this.#accountId, this.#lastFunctionId]
    for (const { functionId, functionName } of await this.#queries.functionNames({ accountId, afterId })) {
      this.#functionNames.set(functionId, functionName)
      this.#lastFunctionId = Math.max(this.#lastFunctionId, functionId)
    }
    return this.#functionNames.size
  }

  /** Of all functions, or of all that have or had one of these names. */
  functionIds(names?: readonly string[]): number[] {
    if (names === undefined) return [...this.#functionNames.keys()]
    const wanted = new Set(names)
    return [...this.#functionNames].flatMap(([id, name]) => (wanted.has(name) ? [id] : []))
  }

  functionName(functionId: number): string {
    return this.#functionNames.get(functionId) ?? ''
  }

  /** By seq. A synchronous call, whose seq is negative, is no task. */
  async taskIds(seqs: readonly (number | null)[]): Promise<ReadonlyMap<number, string>> {
    const asked = seqs.flatMap((seq) => (seq !== null && seq > 0 ? [seq] : []))
    if (asked.every((seq) => this.#taskIds.has(seq))) return this.#taskIds
    if (this.#taskIds.size > MAX_KNOWN_TASKS) this.#taskIds.clear()
    const missing = [...new Set(asked)].filter((seq) => !this.#taskIds.has(seq))
    const found = await this.#queries.taskIds({ accountId: this.#accountId, seqs: missing })
    for (const { seq, taskId } of found) this.#taskIds.set(seq, taskId)
    return this.#taskIds
  }
}
