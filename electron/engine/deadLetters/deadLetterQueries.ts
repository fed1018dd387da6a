/** The queries of `deadLetterPorts.ts`, on the read-only connection. Each is one short read transaction. */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { type DeadGroupRow, prepareDeadLetterReads } from '../../storage/deadLetters.sql.ts'
import { prepareFunctionReads } from '../../storage/functionReads.sql.ts'
import { prepareTaskReads } from '../../storage/taskReads.sql.ts'
import type { DeadLetterQueries } from './deadLetterPorts.ts'
import { groupNotFound } from './groupNotFound.ts'
import { isOpenState, stateAt } from './groupStates.ts'
import { GroupViews } from './groupViews.ts'

type Show = Parameters<DeadLetterQueries['listGroups']>[0]['show']

/** Groups that one page looks at: one that finds few comes short, with a cursor. */
const MAX_LOOKED_AT = 5_000

export function deadLetterQueries(db: Database, now: () => number = Date.now): DeadLetterQueries {
  const reads = prepareDeadLetterReads(db)
  const functions = prepareFunctionReads(db)
  const tasks = prepareTaskReads(db)

  return {
    listGroups: inTransaction(({ accountId, show, text, limit, cursor }) => {
      const nowMs = now()
      const views = new GroupViews(reads, nowMs)
      const start = cursor === null ? FROM_THE_FIRST : positionOf(cursor)
      const found: DeadGroupRow[] = []
      let last: DeadGroupRow | null = null
      let lookedAtCount = 0
      for (const row of reads.page.iterate({ accountId, ...start, limit: MAX_LOOKED_AT })) {
        if (found.length === limit) break
        lookedAtCount += 1
        last = row
        if (isShown(row, show, nowMs) && (text === null || views.hasText(row, text))) found.push(row)
      }
      const isFinished = found.length < limit && lookedAtCount < MAX_LOOKED_AT
      return {
        groups: found.map((row) => views.group(row)),
        nextCursor: isFinished || last === null ? null : cursorOf(last),
        totals: totalsOf(accountId, nowMs),
      }
    }),

    getGroup: inTransaction(({ accountId, groupId }) => {
      const row = reads.group.get({ accountId, id: groupId })
      if (row === undefined) throw groupNotFound(groupId)
      return new GroupViews(reads, now()).opened(row)
    }),

    inboxTotals: inTransaction((accountId) => totalsOf(accountId, now())),

    failureOf: inTransaction(({ accountId, functionName, taskId }) => {
      const named = functions.named
        .all({ accountId, name: functionName })
        .sort((a, b) => Number(a.deletedAtMs !== null) - Number(b.deletedAtMs !== null) || b.id - a.id)
      if (named.length === 0) throw new AppError('function_not_found', `function '${functionName}' does not exist`)
      for (const { id } of named) {
        const task = tasks.byId.get({ functionId: id, id: taskId })
        if (task === undefined) continue
        const body = tasks.payload.get({ seq: task.seq })?.body ?? ''
        if (typeof body !== 'string') {
          throw new AppError('invalid_input', 'its payload is no text, and Serverless Devs sends text only')
        }
        return { payload: body, functionArn: reads.cloudArn.get({ taskSeq: task.seq })?.cloudArn ?? null }
      }
      throw new AppError('task_not_found', `task '${taskId}' of function '${functionName}' does not exist`)
    }),
  }

  function totalsOf(accountId: number, nowMs: number) {
    const totals = { openGroups: 0, unreadGroups: 0, ignoredGroups: 0, resolvedGroups: 0, openLetters: 0 }
    for (const { state: stored, isExpired, groups, letters } of reads.totals.all({ accountId, nowMs })) {
      const state = stored === 'Ignored' && isExpired === 1 ? 'New' : stored
      if (state === 'New' || state === 'Regressed') totals.unreadGroups += groups
      if (isOpenState(state)) totals.openGroups += groups
      if (state === 'Ignored') totals.ignoredGroups += groups
      else totals.openLetters += letters
      if (state === 'Resolved') totals.resolvedGroups += groups
    }
    return totals
  }

  function inTransaction<I extends unknown[], O>(read: (...input: I) => O): (...input: I) => Promise<O> {
    const transaction = db.transaction(read)
    return async (...input) => transaction(...input)
  }
}

function isShown(row: DeadGroupRow, show: Show, nowMs: number): boolean {
  const { state } = stateAt(row, nowMs)
  if (show === 'open') return isOpenState(state)
  return show === 'all' || state === (show === 'ignored' ? 'Ignored' : 'Resolved')
}

type Position = { beforeMs: number; beforeId: number }
const FROM_THE_FIRST: Position = { beforeMs: Number.MAX_SAFE_INTEGER, beforeId: Number.MAX_SAFE_INTEGER }

const cursorOf = ({ lastSeenMs, id }: DeadGroupRow) => Buffer.from(`${lastSeenMs} ${id}`).toString('base64url')

function positionOf(cursor: string): Position {
  const [, ms, id] = /^(\d{1,16}) (\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  if (ms === undefined) throw new AppError('invalid_input', 'the paging token is not one that this list gave out')
  return { beforeMs: Number(ms), beforeId: Number(id) }
}
