/**
 * Rows of the task database as the faces read them: summaries, rows of a list, and single tasks with their
 * attempts, history and links. For one read transaction: what it looks up about functions is kept.
 */
import type { Attempt, AttemptOutcome, TaskDetail, TaskSummary } from '../../../shared/domain/task.ts'
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import type { LinkReads } from '../../storage/repairs.sql.ts'
import type { ReadTaskRow } from '../../storage/taskReads.sql.ts'
import type { OpenedTask, TaskRow } from '../ports.ts'
import { attemptLimitOf } from './retryPolicy.ts'
import { taskEvents } from './taskEvents.ts'
import type { FilterReads } from './taskFilters.ts'
import { type LinkedTask, taskLinks } from './taskLinks.ts'

/** How the attempt on a task's own row ended. An attempt that never ran, because it became Invalid, is none. */
const OUTCOME_OF_STATE: Partial<Record<TaskState, AttemptOutcome | null>> = {
  Dequeued: null,
  Running: null,
  Stopping: null,
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Stopped: 'Stopped',
}

export type ViewReads = FilterReads & { links: LinkReads }
type FunctionFacts = { name: string; attemptLimit: number }

export class TaskViews {
  readonly #reads: ViewReads
  readonly #facts = new Map<number, FunctionFacts>()

  constructor(reads: ViewReads) {
    this.#reads = reads
  }

  summary(row: ReadTaskRow): TaskSummary {
    const { requestId, isTask, dequeuedAtMs: _dequeued, stoppingAtMs: _stopping, peakMemoryBytes: _peak, ...rest } = row
    const functionName = this.#functionFacts(row.functionId).name
    return { ...rest, requestId: requestId ?? row.taskId, isTask: isTask === 1, functionName }
  }

  row(row: ReadTaskRow): TaskRow {
    const { head, bytes } = this.#reads.reads.payloadHead.get({ seq: row.seq }) ?? { head: '', bytes: 0 }
    const { attemptLimit } = this.#functionFacts(row.functionId)
    return { ...this.summary(row), attemptLimit, payloadHead: head, payloadBytes: bytes }
  }

  detail(row: ReadTaskRow): TaskDetail {
    const attempts = this.#attempts(row)
    const result = row.state === 'Succeeded' ? (this.#reads.reads.result.get({ seq: row.seq })?.body ?? null) : null
    return {
      ...this.summary(row),
      payload: this.payload(row.seq),
      result,
      attempts,
      events: taskEvents({ ...row, attempts }),
    }
  }

  opened(row: ReadTaskRow): OpenedTask {
    const links = taskLinks(this.#reads.links, { seq: row.seq, linked: (seq) => this.#linked(seq) })
    return { ...this.row(row), ...this.detail(row), ...links }
  }

  payload(seq: number) {
    return this.#reads.reads.payload.get({ seq })?.body ?? ''
  }

  /** Null when the record of that task is no longer kept. */
  #linked(seq: number): LinkedTask | null {
    const row = this.#reads.reads.bySeq.get({ seq })
    if (row === undefined) return null
    const { taskId, state, endedAtMs } = row
    return { functionName: this.#functionFacts(row.functionId).name, taskId, state, endedAtMs }
  }

  /** Those that ended and were followed by another, then the one on the task's own row. */
  #attempts(row: ReadTaskRow): Attempt[] {
    const past = this.#reads.reads.attempts.all({ seq: row.seq })
    const attempts: Attempt[] = past.map((attempt) => ({ ...attempt, ...this.#instanceFacts(attempt.instanceId) }))
    const outcome = OUTCOME_OF_STATE[row.state]
    if (row.attemptCount > past.length && outcome !== undefined) {
      const { dequeuedAtMs, startedAtMs, endedAtMs, instanceId, peakMemoryBytes, errorType, errorBody } = row
      attempts.push({
        number: row.attemptCount,
        outcome,
        dequeuedAtMs,
        startedAtMs,
        endedAtMs,
        instanceId,
        ...this.#instanceFacts(instanceId),
        peakMemoryBytes,
        errorType,
        errorBody,
      })
    }
    return attempts
  }

  #instanceFacts(instanceId: string | null): { codeHash: string | null; interpreterVersion: string | null } {
    const facts = instanceId === null ? undefined : this.#reads.reads.instance.get({ id: instanceId })
    return { codeHash: facts?.codeHash ?? null, interpreterVersion: facts?.interpreterVersion ?? null }
  }

  /** Of a function that was deleted: what it was configured with last. */
  #functionFacts(functionId: number): FunctionFacts {
    const known = this.#facts.get(functionId)
    if (known !== undefined) return known
    const row = this.#reads.functions.byId.get({ id: functionId })
    // the stored JSON was validated when it was written
    const asyncConfig = JSON.parse(row?.asyncConfig ?? 'null') as { maxAsyncRetryAttempts?: number } | null
    const facts = { name: row?.name ?? '', attemptLimit: attemptLimitOf(asyncConfig?.maxAsyncRetryAttempts) }
    this.#facts.set(functionId, facts)
    return facts
  }
}
