/** Reads the operator log, the latest first, in pages by id. */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { type OperationRow, prepareOperationReads } from '../../storage/operations.sql.ts'
import { seqAtMs, seqFloor } from '../tasks/taskSeqs.ts'
import type { OperationQueries } from './operationPorts.ts'

export function operationQueries(db: Database): OperationQueries {
  const reads = prepareOperationReads(db)
  return {
    async listOperations({ accountId, actions, text, fromMs, beforeMs, limit = 100, cursor }) {
      const before = Math.min(cursorOf(cursor), beforeMs === undefined ? Number.MAX_SAFE_INTEGER : seqFloor(beforeMs))
      const rows = reads.page.all({
        accountId,
        before,
        from: fromMs === undefined ? 0 : seqFloor(fromMs),
        actions: actions === undefined ? null : JSON.stringify(actions),
        textLike: text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`,
        limit,
      })
      const last = rows.at(-1)
      return { operations: rows.map(operationOf), nextCursor: rows.length < limit || !last ? null : String(last.id) }
    },
  }
}

function cursorOf(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER
  if (!/^\d{1,16}$/.test(cursor)) throw new AppError('invalid_input', `'${cursor}' is no cursor of this list`)
  return Number(cursor)
}

function operationOf({ id, action, target, count, detail }: OperationRow) {
  return {
    operationId: id,
    atMs: seqAtMs(id),
    action: action as Awaited<ReturnType<OperationQueries['listOperations']>>['operations'][number]['action'], // written by ours
    target,
    count,
    detail: detail === null ? null : JSON.parse(detail),
  }
}
