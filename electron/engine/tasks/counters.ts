/**
 * Exact counts of tasks by function and state, kept in the transaction that changes them and
 * aggregated per turn: one upsert for each count that moved (PERF.md section 2, item 5).
 */
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'
import type { TaskSql } from '../../storage/tasks.sql.ts'

const WAITING: ReadonlySet<TaskState> = new Set(['Enqueued', 'Retrying'])

export type CountersDeps = {
  sql: TaskSql
  accountIdOf(functionId: number): number
  /** Hears of each move, inside the transaction. */
  moved(functionId: number, from: TaskState | null, to: TaskState): void
}

export class Counters {
  readonly #sql: TaskSql
  readonly #accountIdOf: (functionId: number) => number
  readonly #moved: (functionId: number, from: TaskState | null, to: TaskState) => void
  readonly #backlogs = new Map<number, number>()
  readonly #counts = new Map<number, Map<TaskState, number>>()
  readonly #deltas = new Map<number, Map<TaskState, number>>()

  constructor({ sql, accountIdOf, moved }: CountersDeps) {
    this.#sql = sql
    this.#accountIdOf = accountIdOf
    this.#moved = moved
    this.reload()
  }

  /** A task came into `to` (from null: it is new). */
  move(functionId: number, from: TaskState | null, to: TaskState): void {
    if (from !== null) this.#add(functionId, from, -1)
    this.#add(functionId, to, 1)
    this.#moved(functionId, from, to)
  }

  /** A task that ended elsewhere, at another time: it counts, and nothing happened here. */
  adopt(functionId: number, state: TaskState): void {
    this.#add(functionId, state, 1)
  }

  count(functionId: number, state: TaskState): number {
    return this.#counts.get(functionId)?.get(state) ?? 0
  }

  /** Functions that have tasks which have not ended. */
  openFunctionIds(): number[] {
    const isOpen = (counts: Map<TaskState, number>) =>
      [...counts].some(([state, count]) => count > 0 && !taskStates.isFinal(state))
    return [...this.#counts].filter(([, counts]) => isOpen(counts)).map(([functionId]) => functionId)
  }

  /** How many tasks of the account wait for their turn. */
  backlog(accountId: number): number {
    return this.#backlogs.get(accountId) ?? 0
  }

  /** Writes what moved since the last call; call it inside the transaction. */
  write(): void {
    for (const [functionId, deltas] of this.#deltas) {
      for (const [state, delta] of deltas) {
        if (delta !== 0) this.#sql.addToCounter.run({ functionId, state, delta })
      }
    }
    this.#deltas.clear()
  }

  /** Forgets what was not written and reads the durable counts. */
  reload(): void {
    this.#deltas.clear()
    this.#counts.clear()
    this.#backlogs.clear()
    for (const { functionId, state, count } of this.#sql.counters.iterate()) this.#count(functionId, state, count)
  }

  #add(functionId: number, state: TaskState, delta: number): void {
    this.#count(functionId, state, delta)
    bump(this.#deltas, functionId, state, delta)
  }

  #count(functionId: number, state: TaskState, delta: number): void {
    bump(this.#counts, functionId, state, delta)
    if (!WAITING.has(state)) return
    const accountId = this.#accountIdOf(functionId)
    this.#backlogs.set(accountId, this.backlog(accountId) + delta)
  }
}

function bump(table: Map<number, Map<TaskState, number>>, functionId: number, state: TaskState, delta: number): void {
  let row = table.get(functionId)
  if (row === undefined) {
    row = new Map()
    table.set(functionId, row)
  }
  row.set(state, (row.get(state) ?? 0) + delta)
}
