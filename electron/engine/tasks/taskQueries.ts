/**
 * `TaskQueries` over a read-only connection: what the reader thread answers (DESIGN.md section 2).
 * Every call is one short read transaction; calls are synchronous inside.
 */
import type { Database } from 'better-sqlite3'
import type { Body } from '../../../shared/domain/body.ts'
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { AppError } from '../../../shared/errors.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import { prepareStateOfTask } from '../../storage/deliveries.sql.ts'
import { prepareFunctionReads } from '../../storage/functionReads.sql.ts'
import type { FunctionRow } from '../../storage/functions.sql.ts'
import { prepareInstanceReads } from '../../storage/instanceReads.sql.ts'
import { prepareLinkReads } from '../../storage/repairs.sql.ts'
import { prepareTaskReads } from '../../storage/taskReads.sql.ts'
import { recordOf } from '../functions/functionTable.ts'
import { listInstances } from '../instances/instanceLists.ts'
import type { TaskQueries, TaskRow } from '../ports.ts'
import { findRows } from './findRows.ts'
import { countRows, listRows, rowsOf } from './taskLists.ts'
import { TaskViews } from './taskViews.ts'

/** Payloads are looked for among so many of the function's latest tasks. */
const MAX_PAYLOADS_LOOKED_AT = 200

export function createTaskQueries(db: Database, clock: Pick<Clock, 'elapsedMs'> = systemClock): TaskQueries {
  const reads = prepareTaskReads(db)
  const functions = prepareFunctionReads(db)
  const instances = prepareInstanceReads(db)
  const stateOfTask = prepareStateOfTask(db)
  const lists = { reads, functions, clock }
  const links = prepareLinkReads(db)
  const views = () => new TaskViews({ ...lists, links })

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

    functionNames: inTransaction((query) => functions.namesAfter.all(query)),

    taskIds: inTransaction(({ accountId, seqs }) => reads.idsOf.all({ accountId, seqs: JSON.stringify(seqs) })),

    getTask: inTransaction(({ accountId, functionName, taskId }) => {
      const row = reads.byId.get({ functionId: living(accountId, functionName).id, id: taskId })
      if (row === undefined) throw taskNotFound(functionName, taskId)
      return { ...views().detail(row), destinationStatus: stateOfTask.get(row) ?? null }
    }),

    listTasks: inTransaction(({ includePayload, ...query }) => {
      const { rows, nextCursor } = listRows(lists, query)
      const view = views()
      const tasks = rows.map((row) => ({
        ...view.summary(row),
        destinationStatus: stateOfTask.get(row) ?? null,
        payload: includePayload ? view.payload(row.seq) : null,
      }))
      return { tasks, nextCursor }
    }),

    listRows: inTransaction((query) => {
      const { rows, ...page } = listRows(lists, query)
      const view = views()
      return { tasks: rows.map((row) => view.row(row)), ...page }
    }),

    rowsOf: inTransaction((query) => {
      const { rows, matching } = rowsOf(lists, query)
      const view = views()
      return rows.map((row) => ({ ...view.row(row), matches: matching.has(row.seq) }))
    }),

    countRows: inTransaction((query) => countRows(lists, query)),

    findRows: inTransaction((query) => {
      const view = views()
      return findRows(reads, query).map((row) => view.row(row))
    }),

    openTask: inTransaction(({ accountId, functionName, taskId }) => {
      for (const { id } of named(accountId, functionName)) {
        const row = reads.byId.get({ functionId: id, id: taskId })
        if (row !== undefined) return views().opened(row)
      }
      throw taskNotFound(functionName, taskId)
    }),

    recentPayloads: inTransaction(({ accountId, functionName, limit }) => {
      const filter = { ...EVERYTHING, accountId, functionName }
      const { rows } = listRows(lists, { filter, order: 'desc', limit: MAX_PAYLOADS_LOOKED_AT, cursor: null })
      const view = views()
      const found = new Map<string, { task: TaskRow; payload: Body }>()
      for (const row of rows) {
        if (found.size === limit) break
        const payload = view.payload(row.seq)
        const key = typeof payload === 'string' ? `text ${payload}` : `bytes ${Buffer.from(payload).toString('base64')}`
        if (!found.has(key)) found.set(key, { task: view.row(row), payload })
      }
      return [...found.values()]
    }),

    listInstances: inTransaction((query) => listInstances(instances, query)),

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

  /** The living function first, then those that were deleted, the latest first. */
  function named(accountId: number, name: string): FunctionRow[] {
    return functions.named
      .all({ accountId, name })
      .sort((a, b) => Number(a.deletedAtMs !== null) - Number(b.deletedAtMs !== null) || b.id - a.id)
  }
}

const EVERYTHING = { states: null, idPrefix: null, startedFromMs: null, startedToMs: null, onlyTasks: false }

const taskNotFound = (functionName: string, taskId: string) =>
  new AppError('task_not_found', `task '${taskId}' of function '${functionName}' does not exist`)
