/**
 * `TaskQueries` over a read-only connection: what the reader thread answers (DESIGN.md section 2).
 * Every call is one short read transaction; calls are synchronous inside.
 */
import type { Database } from 'better-sqlite3'
import type { Attempt, AttemptOutcome, TaskDetail, TaskSummary } from '../../../shared/domain/task.ts'
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { AppError } from '../../../shared/errors.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import { prepareFunctionReads } from '../../storage/functionReads.sql.ts'
import type { FunctionRow } from '../../storage/functions.sql.ts'
import { prepareTaskReads, type ReadTaskRow } from '../../storage/taskReads.sql.ts'
import { recordOf } from '../functions/functionTable.ts'
import type { TaskQueries } from '../ports.ts'
import { taskEvents } from './taskEvents.ts'
import { listRows } from './taskLists.ts'

/** How the attempt on a task's own row ended. An attempt that never ran, because it became Invalid, is none. */
const OUTCOME_OF_STATE: Partial<Record<TaskState, AttemptOutcome | null>> = {
  Dequeued: null,
  Running: null,
  Stopping: null,
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Stopped: 'Stopped',
}

export function createTaskQueries(db: Database, clock: Pick<Clock, 'elapsedMs'> = systemClock): TaskQueries {
  const reads = prepareTaskReads(db)
  const functions = prepareFunctionReads(db)
  const names = new Map<number, string>() // a function's name never changes

  return {
    accessKeys: inTransaction(() =>
      functions.accessKeys.all().map(({ id, secret, accountId, accountName, accountUid }) => ({
        id,
        secret,
        account: { id: accountId, name: accountName, uid: accountUid },
      })),
    ),

    getFunction: inTransaction(({ accountId, functionName }) => recordOf(living(accountId, functionName))),

    listFunctions: inTransaction(({ accountId, prefix, after, limit }) =>
      functions.livingPage
        .all({ accountId, after: after ?? '', start: prefix, end: `${prefix}\u007f`, limit })
        .map(recordOf),
    ),

    getTask: inTransaction(({ accountId, functionName, taskId }) => {
      const row = reads.byId.get({ functionId: living(accountId, functionName).id, id: taskId })
      if (row === undefined) {
        throw new AppError('task_not_found', `task '${taskId}' of function '${functionName}' does not exist`)
      }
      return detailOf(row)
    }),

    listTasks: inTransaction(({ includePayload, ...query }) => {
      const { rows, nextCursor } = listRows({ reads, functions, clock }, query)
      const tasks = rows.map((row) => ({ ...summaryOf(row), payload: includePayload ? payloadOf(row.seq) : null }))
      return { tasks, nextCursor }
    }),

    countTasks: inTransaction((accountId) => {
      const counts = new Map<string, { functionName: string; state: TaskState; count: number }>()
      for (const { name, state, count } of reads.counters.all({ accountId })) {
        const key = `${name} ${state}` // a function deleted and made again is one name
        counts.set(key, { functionName: name, state, count: count + (counts.get(key)?.count ?? 0) })
      }
      return [...counts.values()]
    }),
  }

  function inTransaction<I extends unknown[], O>(read: (...input: I) => O): (...input: I) => Promise<O> {
    const transaction = db.transaction(read)
    return async (...input) => transaction(...input)
  }

  function living(accountId: number, name: string): FunctionRow {
    const row = functions.living.get({ accountId, name })
    if (row === undefined) throw new AppError('function_not_found', `function '${name}' does not exist`)
    return row
  }

  function nameOf(functionId: number): string {
    let name = names.get(functionId)
    if (name === undefined) {
      name = functions.name.get({ id: functionId })?.name ?? ''
      names.set(functionId, name)
    }
    return name
  }

  function payloadOf(seq: number) {
    return reads.payload.get({ seq })?.body ?? ''
  }

  function summaryOf(row: ReadTaskRow): TaskSummary {
    const { requestId, isTask, dequeuedAtMs: _dequeued, stoppingAtMs: _stopping, peakMemoryBytes: _peak, ...rest } = row
    return { ...rest, requestId: requestId ?? row.taskId, isTask: isTask === 1, functionName: nameOf(row.functionId) }
  }

  function detailOf(row: ReadTaskRow): TaskDetail {
    const attempts = attemptsOf(row)
    return {
      ...summaryOf(row),
      payload: payloadOf(row.seq),
      result: row.state === 'Succeeded' ? (reads.result.get({ seq: row.seq })?.body ?? null) : null,
      attempts,
      events: taskEvents({ ...row, attempts }),
    }
  }

  /** Those that ended and were followed by another, then the one on the task's own row. */
  function attemptsOf(row: ReadTaskRow): Attempt[] {
    const past = reads.attempts.all({ seq: row.seq })
    const attempts: Attempt[] = past.map((attempt) => ({ ...attempt, ...instanceFacts(attempt.instanceId) }))
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
        ...instanceFacts(instanceId),
        peakMemoryBytes,
        errorType,
        errorBody,
      })
    }
    return attempts
  }

  function instanceFacts(instanceId: string | null): { codeHash: string | null; interpreterVersion: string | null } {
    const facts = instanceId === null ? undefined : reads.instance.get({ id: instanceId })
    return { codeHash: facts?.codeHash ?? null, interpreterVersion: facts?.interpreterVersion ?? null }
  }
}
